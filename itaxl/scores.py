"""Scores as values: each figure with what it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from itaxl.wording import Text


class Origin(StrEnum):
    """Where a figure comes from."""

    TYPED = "typed"  # written in a cell of the form
    COMPUTED = "computed"  # made from the parts named in it
    ANSWERS = "answers"  # the mean of respondents' answers
    ASSUMED = "assumed"  # set on the command line for a what-if


class FigureKind(StrEnum):
    """On which level of the chain a figure stands."""

    ITEM = "item"  # a question of a survey or an item of disclosure: "i1", "o12"
    SUB_INDICATOR = "sub_indicator"  # "9.1"
    INDICATOR_PART = "indicator_part"  # an indicator as one part of an instrument sees it: "6.EIT1"
    INDICATOR = "indicator"
    INSTRUMENT_PART = "instrument_part"  # "EIT1"
    INSTRUMENT = "instrument"
    TOTAL = "total"
    ITEM_PART = "item_part"  # a question as one part of its survey answered it: "e1.EIT1"


class Part(NamedTuple):
    """
    One thing a figure was made from: the code of another figure and its weight.

    A figure is the sum of weight times value, divided by the sum of the weights.
    """

    code: str
    weight: Decimal
    value: Decimal | None


class Figure(NamedTuple):
    """
    One score in points 0–100, unrounded, and its derivation.

    Codes: a question or item ("i1", "o12"), an indicator ("1"), a sub-indicator ("9.1"),
    an instrument or part of one ("IIT", "EIT1"), "total". ``value`` is None when it is not known,
    and then ``reason`` says why; unknown is never zero. A figure that was taken as typed because
    what lies below it is incomplete has a ``reason`` too.
    """

    code: str
    value: Decimal | None
    origin: Origin = Origin.COMPUTED
    parts: tuple[Part, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()  # (sheet, address)
    reason: Text | None = None
    typed: Decimal | None = None  # what the workbook says where the value was computed instead
    kind: FigureKind | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """
    Two figures for one thing, more than a hundredth of a point apart.

    ``used`` was computed from ``used_cells``; ``other`` is what ``other_cells`` say.
    """

    code: str
    used: Decimal
    other: Decimal
    used_cells: tuple[tuple[str, str], ...] = ()  # (sheet, address)
    other_cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SampleResult:
    """
    The respondents of one instrument against the fewest it needs.

    ``enough`` is None when it could not be judged, and then ``reason`` says why.
    """

    instrument: str
    respondents: int | None
    minimum: int | None
    enough: bool | None
    reason: Text | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """
    One way to the next level: by how many points an indicator must rise.

    ``parts`` tells which parts of it must rise by how much, where they are scored by themselves.
    """

    code: str
    points: Decimal
    parts: tuple["Change", ...] = ()


@dataclass(frozen=True, slots=True)
class Distance:
    """
    What separates an agency from the next level.

    ``points`` is what the total lacks (0 when only a condition on an instrument binds);
    ``binding`` names the instruments below the next level's condition with what each lacks;
    ``single`` is the smallest change of one indicator that reaches the level, None when no single
    one can; ``cheapest`` is the combination with the fewest points of indicators.
    """

    level: str
    points: Decimal
    binding: tuple[Change, ...] = ()
    single: Change | None = None
    cheapest: tuple[Change, ...] = ()
    note: Text | None = None  # what was supposed because it is not known


@dataclass(frozen=True, slots=True)
class Scorecard:
    """
    All scores of one agency in one fiscal year.

    ``total`` is rounded to the places of the rule book, half up; the level is taken from it.
    """

    fiscal_year: int | None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    total: Decimal | None = None  # rounded
    level: str | None = None
    level_proven: bool = False
    level_reason: Text | None = None  # why there is no level, or why it is not proven
    at_border: bool = False  # the total lies within rounding of a border between levels
    verdicts: Mapping[str, str] = field(default_factory=dict)  # indicator -> verdict
    to_next_level: Distance | None = None
    disagreements: tuple[Disagreement, ...] = ()
    samples: tuple[SampleResult, ...] = ()
    notes: tuple[Text, ...] = ()  # what could not be used or checked, and why

    def value(self, code: str) -> Decimal | None:
        """Give a figure's value, unrounded; None when it is not known."""
        figure = self.figures.get(code)
        return figure.value if figure else None


class Doing(StrEnum):
    """How far a measure has come."""

    PLANNED = "planned"
    DONE = "done"
    DONE_LATE = "done_late"
    ONGOING = "ongoing"  # carried on all the time
    IN_PROGRESS = "in_progress"
    PARTIAL = "partial"
    NOT_STARTED = "not_started"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What a status rests on."""

    STATED = "stated"  # the status column, or words of completion in the result
    IMPLIED = "implied"  # the result tells of the doing, not of its end
    NONE = "none"


class Standing(StrEnum):
    """How a measure stands on a given day."""

    FINISHED = "finished"
    RUNNING = "running"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"  # its period has ended and it is not done
    NOT_REPORTED = "not_reported"  # its period has ended and nothing is said of it
    DROPPED = "dropped"
    UNKNOWN = "unknown"  # no period that could be read

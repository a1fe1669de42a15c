"""What a check is: one class, one code, words in both languages, and where it looks."""

import datetime as dt
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, NamedTuple

from itaxl.cells import Cell
from itaxl.checks.traces import Trace
from itaxl.fields.reading import Repair, State
from itaxl.findings import Finding, Severity
from itaxl.register import Register
from itaxl.rulebooks.model import Column, RuleBook
from itaxl.scores import Scorecard
from itaxl.submission import Entry, Record, Submission
from itaxl.thai import buddhist, fold
from itaxl.wording import Text


class Asked(NamedTuple):
    """
    What the form asks in one place: a column of the measures or a line or cell of another sheet.

    ``place`` is the key of the sheet: measures, agency, scores, items; ``typed`` for the cells
    that the form computes itself.
    """

    place: str
    key: str
    heading: str
    kind: str
    required: str = "never"
    list: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """
    What the checks of one workbook look at; ``book`` is the rule book of the form's fiscal year.

    What is not known is None, and the checks that need it stay silent: ``plan`` is the plan that a
    report answers, ``last`` last year's report of the same agency, ``as_of`` the day it is judged
    for, ``expected_year`` the fiscal year (Buddhist Era) that is being collected.
    """

    submission: Submission
    book: RuleBook
    scorecard: Scorecard | None = None
    plan: Submission | None = None
    last: Submission | None = None
    as_of: dt.date | None = None
    register: Register | None = None
    expected_year: int | None = None
    memo: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def folded(self, record: Record, key: str) -> str:
        """Give a column of a row in the form texts are compared in; folding remembers them."""
        entry = record.entries.get(key)
        return fold(entry.text) if entry is not None and answered(entry) else ""

    def column(self, key: str) -> Column | None:
        """Find a column of the measures by its key; None when the form has none."""
        return next((column for column in self.book.form.columns if column.key == key), None)

    def sheet(self, key: str) -> str:
        """Name a sheet as this workbook calls it, else as the form does."""
        if key in self.submission.layout.sheets:
            return self.submission.layout.sheets[key]
        return next((sheet.name for sheet in self.book.form.sheets if sheet.key == key), "")


class Spot(NamedTuple):
    """One cell as a check sees it; ``record`` is its row where it stands among the measures."""

    entry: Entry
    asked: Asked
    record: Record | None
    case: Case


class Check:
    """
    A rule that a workbook can break.

    The docstring's first line says what the fault is, the rest why it matters; ``why`` says that
    in Thai. ``fact`` and ``remedy`` may hold slots; ``wrong`` and ``right`` are one example each
    for ``itaxl explain``.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    why: ClassVar[str]
    severity: ClassVar[Severity]
    fact: ClassVar[Text]
    remedy: ClassVar[Text]
    wrong: ClassVar[Text]
    right: ClassVar[Text]
    follows: ClassVar[tuple[str, ...]] = ()  # codes whose presence at the same place silences this
    gate: ClassVar[bool] = False  # when this is found, nothing else can be judged

    def found(
        self,
        sheet: str = "",
        cells: Sequence[str] = (),
        heading: str = "",
        row: str = "",
        seen: str = "",
        expected: str = "",
        suggestion: str = "",
        slots: Mapping[str, object] | None = None,
    ) -> Finding:
        """Make the finding; the place and the quotations fill the slots of the words."""
        words: dict[str, object] = {
            "sheet": sheet,
            "cells": ", ".join(cells),
            "heading": heading,
            "row": row,
            "seen": short(seen),
            "expected": short(expected),
            "suggestion": short(suggestion),
        }
        if slots:
            words |= slots
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=_filled(self.fact, words),
            remedy=_filled(self.remedy, words),
            sheet=sheet,
            cells=tuple(cells),
            heading=heading,
            row=row,
            seen=seen,
            expected=expected,
            suggestion=suggestion,
            follows=self.follows[0] if self.follows else "",
        )

    def at(
        self,
        entry: Entry,
        record: Record | None = None,
        seen: str | None = None,
        expected: str = "",
        suggestion: str = "",
    ) -> Finding:
        """Make the finding at an entry's cell."""
        return self.found(
            sheet=entry.sheet,
            cells=(entry.cell.address,),
            heading=entry.heading,
            row=record.key if record else "",
            seen=entry.text if seen is None else seen,
            expected=expected,
            suggestion=suggestion,
        )


class SpokenCheck(Check):
    """Words only: the fault is met where files are opened, and told by its code."""


class WorkbookCheck(Check):
    """A check that looks at the whole of one workbook."""

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield what is wrong."""
        raise NotImplementedError


class CellCheck(Check):
    """
    A check that looks at one answered or blank cell.

    ``places``, ``kinds`` and ``states`` say which cells it is shown; empty means all of them.
    ``lengths`` are those of the text in the cell, where a check only looks at short or cut ones.
    Cells with an error value or without a result are shown only to checks that name them in
    ``broken``.
    """

    places: ClassVar[frozenset[str]] = frozenset({"measures"})
    kinds: ClassVar[frozenset[str]] = frozenset()
    states: ClassVar[frozenset[State]] = frozenset()
    broken: ClassVar[frozenset[str]] = frozenset()
    lengths: ClassVar[Container[int] | None] = None

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield what is wrong with one cell."""
        raise NotImplementedError


class RepairCheck(Check):
    """A note that tells of one kind of safe repair, with what stood there and what was read."""

    severity = Severity.NOTE
    repair: ClassVar[Repair]

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the note for a cell that was repaired in this way."""
        after = read_as(spot.entry.value, spot.asked, spot.case.book)
        yield self.at(spot.entry, spot.record, expected=after)


class RowCheck(Check):
    """A check that looks at one measure."""

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield what is wrong with one row."""
        raise NotImplementedError


class Across(NamedTuple):
    """A finding across submissions and the file it is told beside; no path for the register's."""

    path: str
    finding: Finding


class AcrossCheck(Check):
    """A check that looks at many submissions side by side, and at the register."""

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield what is wrong, each beside the file it concerns."""
        raise NotImplementedError


_SILENT = frozenset({State.BLANK, State.NONE})


def answered(entry: Entry | None) -> bool:
    """Tell whether something was written, a word for "nothing" not counted."""
    return entry is not None and entry.reading.state not in _SILENT


def _filled(text: Text, words: Mapping[str, object]) -> Text:
    """Fill the slots of a sentence; one without slots stays the same for all findings."""
    if "{" not in text.th and "{" not in text.en:
        return text
    return Text(text.th.format_map(words), text.en.format_map(words))


def short(text: str, limit: int = 60) -> str:
    """Give a text on one line, cut to a length that fits a sentence."""
    if not text:
        return text
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def with_more(finding: Finding, words: Text) -> Finding:
    """Add to what a finding says is to be done; a suggestion fills the slot of the words."""
    more = words.fill(suggestion=short(finding.suggestion))
    remedy = Text(f"{finding.remedy.th} {more.th}", f"{finding.remedy.en}; {more.en}")
    return replace(finding, remedy=remedy)


def number_of(entry: Entry | None) -> Decimal | None:
    """Give the number an entry holds, whether it was read as one or only stored as one."""
    if entry is None:
        return None
    value = entry.value
    if isinstance(value, Decimal):
        return value
    return entry.cell.number if isinstance(entry.cell, Cell) else None


def day(date: dt.date) -> str:
    """Write a date with its Buddhist year: 31/3/2568."""
    return f"{date.day}/{date.month}/{buddhist(date.year)}"


def points(value: Decimal) -> str:
    """Write points with two places, a half up."""
    return format(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), "f")


def read_as(value: object, asked: Asked, book: RuleBook) -> str:
    """Write a value that was read as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return day(value)
    if asked.list:
        return choice_text(str(value), asked.list, book)
    return _several(value)


def _several(value: object) -> str:
    """Write a value made of several: the days of a period, units, codes."""
    if hasattr(value, "start") and hasattr(value, "end"):
        days = [getattr(value, side) for side in ("start", "end")]
        return " - ".join(day(date) if isinstance(date, dt.date) else "…" for date in days)
    parts = getattr(value, "units", value)
    if isinstance(parts, tuple | list | frozenset):
        return ", ".join(str(getattr(part, "code", part)) for part in parts)
    return str(value)


def choice_text(value: str, name: str, book: RuleBook) -> str:
    """Give the words people see for the value of a choice."""
    return next((choice.text for choice in book.choices(name) if choice.value == value), value)

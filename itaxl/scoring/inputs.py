"""What a scorecard is made from: the figures somebody gave, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from itaxl.errors import ItaxlError
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Origin
from itaxl.scoring.arithmetic import HUNDRED
from itaxl.submission import Entry, Submission
from itaxl.wording import Text

LAST = "last."  # what the codes of last year's figures begin with
Place = tuple[str, str]  # (sheet, address)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """
    Figures by code, in points 0–100; what is not known is not in the mappings.

    ``items`` by "i1", or "e1.EIT1" for what one part of a survey answered; ``indicators`` by "1" or
    "9.1", ``parts`` by "6.EIT1", ``upper`` by "IIT", "EIT1" or "total" for
    figures typed above the indicators; ``stored`` the same for results stored in formula cells,
    which are compared and never believed. ``populations`` holds the whole numbers of the sheet
    หน่วยงาน by the key of the field: stakeholders and respondents. ``unread`` quotes what could
    not be read as a score.
    """

    items: Mapping[str, Decimal] = field(default_factory=dict)
    indicators: Mapping[str, Decimal] = field(default_factory=dict)
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    last_year: Mapping[str, Decimal] = field(default_factory=dict)  # by code of the indicator
    populations: Mapping[str, int] = field(default_factory=dict)
    upper: Mapping[str, Decimal] = field(default_factory=dict)
    stored: Mapping[str, Decimal] = field(default_factory=dict)
    cells: Mapping[str, Place] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)  # where it is not TYPED

    @property
    def given_codes(self) -> set[str]:
        """The codes of all figures that somebody gave."""
        return {*self.items, *self.indicators, *self.parts, *self.upper}

    def given(self, code: str) -> Decimal | None:
        """Give the figure somebody gave for a code; None when there is none."""
        for figures in (self.items, self.indicators, self.parts, self.upper):
            if code in figures:
                return figures[code]
        return None

    def origin(self, code: str) -> Origin:
        """Tell where a given figure comes from."""
        return self.origins.get(code, Origin.TYPED)

    def places(self, code: str) -> tuple[Place, ...]:
        """Give the cell of a given figure, as none or one."""
        return (self.cells[code],) if code in self.cells else ()


def inputs_of(submission: Submission) -> Inputs:
    """Take the figures out of a workbook; a cell that holds no score from 0 to 100 gives none."""
    entries: dict[str, Entry] = {**submission.typed, **submission.scores, **submission.items}
    values = {
        code: value for code, entry in entries.items() if (value := _points(entry)) is not None
    }
    cells = {code: (entry.sheet, entry.cell.address) for code, entry in entries.items()}
    people = {
        key: int(entry.value)
        for key, entry in submission.agency.items()
        if _is_number(entry.value) and entry.value == int(entry.value) and entry.value >= 0
    }
    places = {key: (e.sheet, e.cell.address) for key, e in submission.agency.items()}
    scores = {code: values[code] for code in submission.scores if code in values}
    typed = {code: values[code] for code in submission.typed if code in values}
    return Inputs(
        items={code: values[code] for code in submission.items if code in values},
        indicators={c: v for c, v in scores.items() if not c.startswith(LAST) and not _is_part(c)},
        parts={c: v for c, v in scores.items() if not c.startswith(LAST) and _is_part(c)},
        last_year={c[len(LAST) :]: v for c, v in scores.items() if c.startswith(LAST)},
        populations=people,
        upper={code: v for code, v in typed.items() if not entries[code].cell.formula},
        stored={code: v for code, v in typed.items() if entries[code].cell.formula},
        cells={**places, **cells},
        unread={
            code: entry.text
            for code, entry in entries.items()
            if code not in values and not entry.is_blank and code != "level"
        },
    )


def assume(inputs: Inputs, figures: Mapping[str, Decimal], book: RuleBook | None = None) -> Inputs:
    """
    Set figures for a what-if: indicators ("10"), parts ("6.EIT1"), sub-indicators, items.

    What lies below a set figure is put aside, else it would win over it; with no rule book only
    the parts of an indicator are known to lie below it. Raises ItaxlError for a code that cannot
    be set or points outside 0–100.
    """
    wrong = [f"{code}={points}" for code, points in figures.items() if not _in_range(points)]
    if book is not None:
        wrong += [code for code in figures if _kind(code, book) == ""]
    if wrong:
        raise ItaxlError(_CANNOT_SET.fill(wrong=", ".join(dict.fromkeys(wrong))))
    aside = {below for code in figures for below in _below(code, inputs, book)} - set(figures)
    items, indicators, parts, upper = (
        {code: value for code, value in old.items() if code not in aside}
        for old in (inputs.items, inputs.indicators, inputs.parts, inputs.upper)
    )
    homes = {"item": items, "indicator": indicators, "part": parts}
    for code, points in figures.items():
        homes[_kind(code, book) or "indicator"][code] = points
    set_codes = dict.fromkeys(figures, Origin.ASSUMED)
    return replace(
        inputs,
        items=items,
        indicators=indicators,
        parts=parts,
        upper={code: value for code, value in upper.items() if code not in _above(figures, book)},
        stored={},  # results of formulas over the old figures say nothing about the new ones
        origins={**inputs.origins, **set_codes},
        unread={code: text for code, text in inputs.unread.items() if code not in set_codes},
        cells={code: cell for code, cell in inputs.cells.items() if code not in set_codes},
    )


def with_answers(inputs: Inputs, items: Mapping[str, Decimal], part: str = "") -> Inputs:
    """
    Put the items scored from respondents' answers in the place of typed ones.

    ``part`` names the part of a survey that answered ("EIT1"): each part has scores of its own.
    """
    if part:
        items = {f"{code}.{part}": value for code, value in items.items()}
    return replace(
        inputs,
        items={**inputs.items, **items},
        origins={**inputs.origins, **dict.fromkeys(items, Origin.ANSWERS)},
        cells={code: cell for code, cell in inputs.cells.items() if code not in items},
    )


def _points(entry: Entry) -> Decimal | None:
    value = entry.value
    if value is None or not _is_number(value):
        return None
    points = Decimal(value)
    return points if _in_range(points) else None


def _is_number(value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) and not isinstance(value, bool)


def _in_range(points: Decimal) -> bool:
    return points.is_finite() and _NOTHING <= points <= HUNDRED


def _is_part(code: str) -> bool:
    _, dot, part = code.partition(".")
    return bool(dot) and not part.isdigit()


def _kind(code: str, book: RuleBook | None) -> str:
    """Tell what a code that can be set stands for; empty when it stands for nothing."""
    if book is None:
        return "part" if _is_part(code) else "item" if code[:1].isalpha() else "indicator"
    if code in book.items_by_code:
        return "item"
    indicators = {indicator.code for indicator in book.indicators}
    if code in indicators or code in {sub.code for sub in book.sub_indicators}:
        return "indicator"
    indicator, _, part = code.partition(".")
    return "part" if indicator in indicators and part in book.parts else ""


def _below(code: str, inputs: Inputs, book: RuleBook | None) -> set[str]:
    below = {part for part in inputs.parts if part.startswith(f"{code}.")}
    below |= {sub for sub in inputs.indicators if sub.startswith(f"{code}.")}
    if book is None:
        return below
    whole, _, part = code.partition(".")
    part = part if part in book.parts else ""
    group = whole if part else code
    groups = {group, *(sub.code for sub in book.sub_indicators if sub.indicator == group)}
    items = {item.code for item in book.items if group == item.code or item.group in groups}
    in_parts = {f"{item}.{name}" for item in items for name in ([part] if part else book.parts)}
    return below | in_parts | (set() if part else (items | groups) - {code})


def _above(figures: Mapping[str, Decimal], book: RuleBook | None) -> set[str]:
    """Name the instruments, their parts and the total that the set figures count for."""
    instruments = set()
    for code in figures:
        item = book.items_by_code.get(code) if book else None
        indicator = code.partition(".")[0]
        instruments |= {
            inst.code
            for inst in (book.instruments if book else ())
            if (item and item.instrument == inst.code)
            or any(ind.code == indicator for ind in book.indicators_of(inst.code))  # type: ignore[union-attr]
        }
    parts = {
        part.code
        for inst in (book.instruments if book else ())
        if inst.code in instruments
        for part in inst.parts
    }
    return instruments | parts | {"total"}


_CANNOT_SET = Text(
    "กำหนดคะแนนไม่ได้: {wrong} · ใช้รหัสตัวชี้วัด (10) ส่วนของตัวชี้วัด (6.EIT1) หรือรหัสข้อ (i1) และคะแนน 0–100",
    "cannot set {wrong}; use the code of an indicator (10), of a part of one (6.EIT1) "
    "or of an item (i1), and points from 0 to 100",
)

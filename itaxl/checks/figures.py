"""What checks ask of the scores: where figures disagree, and which items a measure answers."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from itaxl.checks.base import Case
from itaxl.checks.rows import codes_of
from itaxl.findings import Finding
from itaxl.rulebooks.model import UNKNOWN, RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.thai import fold
from itaxl.wording import Text

# Reasons that the readers of scores give for a number that is none of 0–100.
OUT_OF_RANGE = frozenset({"out-of-range", "negative"})


class Said(NamedTuple):
    """A figure that the workbook says otherwise than its parts give."""

    code: str
    used: Decimal
    other: Decimal
    sheet: str
    cells: tuple[str, ...]
    heading: str


def disagreements_of(case: Case, codes: set[str] | None, *, typed: bool) -> Iterator[Said]:
    """
    Yield the figures of these codes (None: of all) that disagree with what the workbook says.

    ``typed`` asks for those that a person wrote, else for those that a formula stored.
    """
    told = case.scorecard.disagreements if case.scorecard else ()
    for one in told:
        sheet, cells = place_of(one.other_cells)
        entry = case.submission.typed.get(one.code) or case.submission.scores.get(one.code)
        by_formula = False
        if entry is not None and entry.cell.address in cells:
            by_formula = bool(entry.cell.formula)
        if (codes is None or one.code in codes) and by_formula is not typed:
            heading = entry.heading if entry is not None else ""
            yield Said(one.code, one.used, one.other, sheet, cells, heading)


def place_of(cells: tuple[tuple[str, str], ...]) -> tuple[str, tuple[str, ...]]:
    """Give the sheet of the first cell and the addresses on it."""
    if not cells:
        return "", ()
    sheet = cells[0][0]
    return sheet, tuple(address for name, address in cells if name == sheet)


def given_in_parts(code: str, case: Case) -> bool:
    """Tell whether parts of an indicator were typed."""
    if "in_parts" not in case.memo:
        given = [key for key, entry in case.submission.scores.items() if entry.value is not None]
        case.memo["in_parts"] = {
            key[:at] for key in given for at, letter in enumerate(key) if letter == "."
        }
    return code in case.memo["in_parts"]


def items_of(indicator: str, book: RuleBook) -> frozenset[str]:
    """
    Give the items that count for an indicator.

    Items whose group is not known count for every indicator of their instrument that has no
    items of its own.
    """
    return _items(book).get(indicator, frozenset())


@once_per_book
def _items(book: RuleBook) -> dict[str, frozenset[str]]:
    return {one.code: frozenset(_items_of(one.code, book)) for one in book.indicators}


def _items_of(indicator: str, book: RuleBook) -> set[str]:
    groups = {indicator, *(sub.code for sub in book.sub_indicators if sub.indicator == indicator)}
    items = {item.code for item in book.items if item.group in groups}
    if items:
        return items
    instrument = next((i.instrument for i in book.indicators if i.code == indicator), "")
    return {i.code for i in book.items if i.group == UNKNOWN and i.instrument == instrument}


def items_answered(case: Case) -> set[str]:
    """Give the items that a measure names; a row without codes answers those of its theme."""
    if "items_answered" not in case.memo:
        themes = {str(theme.number): theme.items for theme in case.book.themes}
        named: set[str] = set()
        for record in case.submission.records:
            entry = record.entries.get("codes")
            codes = codes_of(entry) if entry is not None else ()
            named.update(codes or themes.get(str(record.value("theme")), ()))
        case.memo["items_answered"] = named
    found: set[str] = case.memo["items_answered"]
    return found


def is_level(text: str, book: RuleBook) -> bool:
    """Tell whether a text is the name of a level of the year."""
    if book.levels == UNKNOWN:
        return False
    return fold(text) in {fold(band.name) for band in book.levels.bands}


def because(finding: Finding, reason: Text | None) -> Finding:
    """Put the reason behind the words of a finding."""
    if reason is None:
        return finding
    message = Text(f"{finding.message.th}: {reason.th}", f"{finding.message.en}: {reason.en}")
    return replace(finding, message=message)

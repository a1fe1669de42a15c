"""What one round of correction said to the next: the list as lines, and as it is read back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from itaxl.cells import Sheet, Workbook
from itaxl.plans import Link
from itaxl.rulebooks.anchors import PREFIX
from itaxl.rulebooks.corrections_form import corrections_form
from itaxl.submission import Submission
from itaxl.thai import fold

LIST_NAME = PREFIX + "corrections"
REFERENCE = re.compile(r"='?((?:[^']|'')+?)'?!\$([A-Z]+)\$(\d+)")


class Key(NamedTuple):
    """What makes a finding the same one in the next round: rule, sheet, heading and row."""

    code: str
    sheet: str
    heading: str
    row: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; ``severity`` and ``status`` are keys of its words."""

    key: Key
    severity: str
    status: str
    message: str
    remedy: str = ""
    seen: str = ""
    expected: str = ""
    place: Link | str = ""


def earlier_list(workbook: Workbook) -> tuple[Line, ...] | None:
    """Read the list of the round before; None where the workbook has none."""
    sheet = list_sheet(workbook)
    return None if sheet is None else tuple(_lines_of(sheet))


def list_sheet(workbook: Workbook) -> Sheet | None:
    """Find the list of a corrected copy, by its name or by its title."""
    words = corrections_form()
    if match := REFERENCE.fullmatch(workbook.names.get(LIST_NAME, "")):
        return workbook.sheet(match[1].replace("''", "'"))
    return next((sheet for sheet in workbook.sheets if _is_list(sheet, words.sheet)), None)


def _is_list(sheet: Sheet, name: str) -> bool:
    title = sheet.cell(1, 1).shown
    return sheet.name.startswith(name) and fold(title) == fold(corrections_form().title)


def without_list(submission: Submission) -> Submission:
    """Forget the list of a copy whose workbook names were lost: its cells are ours, no extras."""
    words = corrections_form()
    ours = {
        extra.sheet
        for extra in submission.extras
        if extra.sheet in submission.layout.extra_sheets
        and extra.sheet.startswith(words.sheet)
        and (extra.cell.row, extra.cell.column) == (1, 1)
        and fold(extra.cell.shown) == fold(words.title)
    }
    if not ours:
        return submission
    names = tuple(name for name in submission.layout.extra_sheets if name not in ours)
    return replace(
        submission,
        layout=replace(submission.layout, extra_sheets=names),
        extras=tuple(extra for extra in submission.extras if extra.sheet not in ours),
    )


def _lines_of(sheet: Sheet) -> Iterator[Line]:
    words = corrections_form()
    columns = {fold(column.heading): column.key for column in words.columns}
    heading = next(
        (row for row, cells in sheet.rows() if sum(fold(c.shown) in columns for c in cells) >= 6), 0
    )
    if not heading:
        return
    where = {
        columns[fold(cell.shown)]: cell.column
        for row, cells in sheet.rows()
        if row == heading
        for cell in cells
        if fold(cell.shown) in columns
    }
    severities = {fold(text): key for key, text in words.severities.items()}
    statuses = {fold(text): key for key, text in words.statuses.items()}
    for row, _ in sheet.rows():
        texts = {key: sheet.cell(row, column).shown for key, column in where.items()}
        if row <= heading or not texts.get("code"):
            continue
        place = texts.get("place", "").strip()
        name = "" if place == words.form_place else place.rpartition("!")[0] or place
        yield Line(
            Key(texts["code"], name, texts.get("heading", ""), texts.get("row", "")),
            severities.get(fold(texts.get("severity", "")), "note"),
            statuses.get(fold(texts.get("status", "")), "untracked"),
            texts.get("message", ""),
        )


def was_open(line: Line) -> bool:
    """Tell whether a line of the round before asked for something."""
    return line.severity in ("error", "confirm") and line.status not in ("fixed", "answered")


def mended(earlier: Sequence[Line], now: set[Key], answered: set[Key]) -> Iterator[Line]:
    """Give the lines that were open and are no more: mended, or answered with a reason."""
    for old in {line.key: line for line in earlier if was_open(line)}.values():
        if old.key not in now:
            status = "answered" if old.key in answered else "fixed"
            yield replace(old, status=status, place=old.key.sheet)

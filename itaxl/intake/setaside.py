"""What of a foreign report is set aside: page marks, other tables, rows that a scan made up."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from itaxl.cells import Area, Cell, Kind, Sheet
from itaxl.intake.tables import folded
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Record
from itaxl.thai import fold

_PAGE = re.compile(r"(?:หน้า(?:ที่)?)?[-–(\[]*\d{1,3}[-–)\]]*(?:/\d{1,3}|จาก\d{1,3})?")
_CATCHWORD = re.compile(r"^[/\-\s]*(\S.{0,60}?)\s*[/\s]*(?:\.{3,}|…+)[/\s]*$", re.DOTALL)
_PERSON = re.compile(
    r"^[(\[]?(?:นาย|นาง(?:สาว)?|น\.ส\.|ว่าที่|ดร\.|ด\.ต\.|จ\.ส\.อ\.|ร\.ต\.|พ\.ต\.|พ\.อ\.)"
    r"(?!ก|ทะเบียน|ช่าง|แพทย์|ตรวจ|สนาม)"
)
_LONGEST_PERSON = 60  # letters
_LONGEST_HEADING = 40
_COMPARED = ("theme", "measure", "method", "period", "owner", "result", "outcome", "suggestion")
_LEAST_ALIKE = 2  # answers that must be the same for a row to be the same row


@dataclass(frozen=True, slots=True)
class Left:
    """
    A piece of the report that is in no field of the form.

    ``why`` is the key of a reason ("why_…" in the words of the form); ``read`` tells what it was
    read as all the same.
    """

    sheet: str
    row: int
    text: str
    why: str
    read: str = ""


def is_person(text: str) -> bool:
    """Tell whether a text is the name of a person and nothing else."""
    return len(text) < _LONGEST_PERSON and _PERSON.match(fold(text)) is not None


def without_page_marks(sheet: Sheet) -> tuple[Sheet, list[Left]]:
    """
    Take page numbers and catchwords out of a sheet, and show a row of one text as one cell.

    A catchword stands at the foot of a page and repeats how the next page begins.
    """
    rows = list(sheet.rows())
    left: list[Left] = []
    cells = dict(sheet.cells)
    merges = list(sheet.merges)
    for at, (row, found) in enumerate(rows):
        text = found[0].shown
        if len(found) == 1 and _is_page_mark(text, rows[at + 1 : at + 4]):
            left.append(Left(sheet.name, row, text, "page"))
            del cells[row, found[0].column]
        elif len(found) >= 3 and len({fold(cell.shown) for cell in found}) == 1:
            # A cell merged over the table, as programs without merged cells write it.
            for cell in found[1:]:
                del cells[row, cell.column]
            merges.append(Area(row, found[0].column, row, found[-1].column))
    return _with(sheet, cells, merges), left


def _is_page_mark(text: str, below: Sequence[tuple[int, list[Cell]]]) -> bool:
    if _PAGE.fullmatch(fold(text)):
        return True
    match = _CATCHWORD.match(text)
    words = fold(match[1]) if match else ""
    next_words = [fold(cell.shown) for _, cells in below for cell in cells]
    return len(words) >= 3 and any(text.startswith(words) for text in next_words)


def only(sheet: Sheet, rows: Iterable[int]) -> Sheet:
    """Give a sheet with some of its rows only."""
    kept = set(rows)
    cells = {at: cell for at, cell in sheet.cells.items() if at[0] in kept}
    return _with(sheet, cells, sheet.merges)


def _with(sheet: Sheet, cells: Mapping[tuple[int, int], Cell], merges: Iterable[Area]) -> Sheet:
    return Sheet(sheet.name, cells, tuple(merges), sheet.hidden_rows, sheet.hidden_columns)


def other_headings(sheet: Sheet, book: RuleBook, known: Iterable[str]) -> set[int]:
    """
    Find the heading rows of tables that are not of measures: names, posts, sums of money.

    ``known`` are folded headings of the form, which count as well beside two of the others.
    """
    others = {folded(word) for word in book.form.narrative.get("other_headings", ())}
    known = set(known)
    found = set()
    for row, cells in sheet.rows():
        texts = [folded(cell.raw) for cell in cells if cell.kind is Kind.TEXT]
        if len(texts) < 2 or len(texts) < len(cells) or max(map(len, texts)) > _LONGEST_HEADING:
            continue
        strange = sum(text in others for text in texts)
        headings = sum(text in others or text in known for text in texts)
        if strange >= 2 and headings * 2 > len(texts):
            found.add(row)
    return found


def quarantine(records: Iterable[Record]) -> tuple[list[Record], list[Left]]:
    """
    Part the measures from rows that look made up by whatever read a picture of the page.

    A row that repeats another one word for word, and a row whose measure is a person's name: they
    are never taken silently, and never dropped.
    """
    good: list[Record] = []
    left: list[Left] = []
    seen: set[tuple[str, ...]] = set()
    for record in records:
        answers = tuple(fold(record.text(key)) for key in _COMPARED)
        why = "person" if is_person(record.text("measure")) else ""
        if sum(map(bool, answers[1:])) > _LEAST_ALIKE and answers in seen:
            why = "repeated"
        seen.add(answers)
        if why:
            left.append(Left(record.sheet, record.row, text_of(record), why))
        else:
            good.append(record)
    return good, left


def text_of(record: Record) -> str:
    """All words of a measure, as a person would read its row."""
    texts = (entry.text for entry in record.entries.values())
    return " · ".join(text for text in texts if text)

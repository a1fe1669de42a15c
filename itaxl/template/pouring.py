"""
Pour a submission back into the standard workbook: what goes where, and what does not fit.

The law: what is poured is read again as the same submission. Every answer keeps the words and the
kind of cell it had, repaired or not; nothing is corrected here.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from itaxl.cells import Cell, Kind
from itaxl.fields import FIELDS
from itaxl.fields.context import Context
from itaxl.plans import Formula, Value
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Entry, Explained, Extra, Record, Submission, Why
from itaxl.template import agency, items, measures, scores
from itaxl.template.fill import Fill, Percent
from itaxl.template.leftover import Piece
from itaxl.template.styles import THAI_DATE
from itaxl.template.words import say as word

PERCENT = "0.00%"
MONTH = "[$-107041E]mmm yy"
CLOCK = "h:mm:ss"
GENERAL = "General"
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_NO_RESULT = Formula("=NA()", "#N/A")  # a formula without a result: its text would be read as words
# A row with nothing but these reads as the end of the measure above it.
_RUNNING = frozenset({"method", "result", "outcome", "suggestion", "evidence", "reason"})
_BRACKETED = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")
_PASSED_OVER = frozenset({Why.BLANK, Why.DASHES, Why.HEADING, Why.CONTINUED, Why.THEME})


class Place(NamedTuple):
    """A cell of the drawn workbook."""

    sheet: str
    row: int
    column: int


class Odd(NamedTuple):
    """What a cell holds that its column was not made for: a date among texts, an error value."""

    value: Value | Formula
    number: str = ""  # number format; that of the column when empty


@dataclass(frozen=True, slots=True)
class Beside:
    """Extra columns: their headings, and by measure what stood in them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]  # number of the row, measure, then one value per heading


@dataclass(slots=True)
class Poured:
    """
    A submission as it goes into the form.

    ``places`` leads from a cell as it came in, (sheet, address), to where its answer stands now;
    ``left`` did not fit; ``sheets`` are cells of sheets that are no part of the form.
    """

    fill: Fill = field(default_factory=Fill)
    odd: dict[Place, Odd] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    left: list[Piece] = field(default_factory=list)
    beside: Beside | None = None
    sheets: dict[str, list[Cell]] = field(default_factory=dict)


def pour(submission: Submission, book: RuleBook) -> Poured:
    """Pour every answer into its place; ``book`` is the rule book of the form's year."""
    return _Pouring(submission, book).poured


def value_of(cell: Cell) -> Value | Formula:
    """Give what a cell holds as it can be drawn again; formulas as their stored results."""
    match cell.kind:
        case Kind.NUMBER | Kind.PERCENT:
            number = cell.number
            return number if number is not None and number.is_finite() else cell.raw
        case Kind.DATE:
            return _moment(cell)
        case Kind.BOOLEAN:
            return cell.raw.upper() in ("TRUE", "1")
        case Kind.ERROR:
            return Formula(f"={cell.raw}", cell.raw) if cell.raw in _ERRORS else _NO_RESULT
        case Kind.PENDING:
            return _NO_RESULT
        case _:
            return cell.raw or None


def plain(cell: Cell) -> Value:
    """Give what a cell outside the form holds: numbers as numbers, anything else as it is shown."""
    value = value_of(cell)
    return value if isinstance(value, Decimal) and cell.kind is Kind.NUMBER else cell.shown or None


def number_format(cell: Cell) -> str:
    """Give the number format that lets a cell be read as the kind it was."""
    if cell.kind is Kind.PERCENT:
        return PERCENT
    if cell.kind is not Kind.DATE:
        return GENERAL
    if ":" in cell.raw and "-" not in cell.raw:
        return CLOCK
    shape = _BRACKETED.sub("", cell.number_format.lower())
    return MONTH if "m" in shape and "d" not in shape else THAI_DATE


def _moment(cell: Cell) -> Value:
    """A date, a date with a time, or a time of day as the part of a day it is."""
    try:
        if "-" not in cell.raw:
            clock = dt.time.fromisoformat(cell.raw)
            seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
            return Decimal(seconds) / 86400
        if len(cell.raw) > 10:
            return dt.datetime.fromisoformat(cell.raw)
        return dt.date.fromisoformat(cell.raw)
    except ValueError:
        return cell.raw


class _Pouring:
    """One submission on its way into the form."""

    def __init__(self, submission: Submission, book: RuleBook) -> None:
        self.submission = submission
        self.book = book
        self.poured = Poured()
        self.kinds = {line.key: line.kind for line in book.form.agency}
        self.records: list[dict[str, Value]] = []
        agencies = self._agency()
        typed_scores = self._points(submission.scores, self._score_place)
        typed_items = self._points(submission.items, self._item_place)
        for record in submission.records:
            self.records.append(self._record(record))
        self._extras()
        self.poured.left.extend(self._explained(agencies))
        self.poured.fill = Fill(
            agency=agencies,
            scores=typed_scores,
            items=typed_items,
            records=self.records,
            locked=self._locked(),
        )

    def _put(self, entry: Entry, place: Place, kind: str = "") -> Value:
        """Note where an answer goes and give what its cell holds."""
        for cell in (entry.cell, *entry.more):
            self.poured.places.setdefault((entry.sheet, cell.address), place)
        if entry.more:
            return entry.text
        value = value_of(entry.cell)
        if isinstance(value, Formula):
            self.poured.odd[place] = Odd(value)
            return str(value.result)
        odd_number = entry.cell.kind is Kind.NUMBER and kind == "date"
        if odd_number or entry.cell.kind in (Kind.PERCENT, Kind.DATE):
            self.poured.odd[place] = Odd(value, number_format(entry.cell))
        if entry.cell.kind is Kind.PERCENT and isinstance(value, Decimal):
            return Percent(value)
        return value

    # ── หน่วยงาน ──
    def _agency(self) -> dict[str, Value]:
        sheet = self.book.form.sheet("agency").name
        values: dict[str, Value] = {"fiscal_year": None}
        for key, entry in self.submission.agency.items():
            if key in self.kinds:
                place = Place(sheet, agency.row_of(self.book, key), agency.VALUE)
                values[key] = self._put(entry, place, self.kinds[key])
        return values

    def _locked(self) -> frozenset[str]:
        """Lock the identity again where the workbook was issued to an agency."""
        said = self.submission.layout.identity
        if not any(said.get(place, {}).get("code") for place in ("property", "name")):
            return frozenset()
        return frozenset(line.key for line in self.book.form.agency if line.identity)

    # ── คะแนน, รายข้อ ──
    def _points(
        self, entries: Mapping[str, Entry], place_of: Callable[[str], Place | None]
    ) -> dict[str, Decimal | str]:
        values: dict[str, Decimal | str] = {}
        for code, entry in entries.items():
            place = place_of(code)
            if place is None:
                if not entry.is_blank:
                    self._leave(entry.sheet, entry.cell, f"{code}: {entry.text}")
                continue
            value = self._put(entry, place)
            if isinstance(value, Decimal):
                values[code] = value
            elif isinstance(value, bool):
                self.poured.odd[place] = Odd(value)
            elif value is not None:
                values[code] = value if isinstance(value, str) else entry.text
        return values

    def _score_place(self, code: str) -> Place | None:
        book = self.book
        last = code.startswith("last.")
        indicator, _, part = code.removeprefix("last.").partition(".")
        found = next((ind for ind in book.indicators if ind.code == indicator), None)
        columns = scores.columns_of(book)
        if found is None:
            return None
        parts = [p.code for p in book.instrument(found.instrument).parts]
        key = "last_year" if last else "score"
        if part:
            number = parts.index(part) if part in parts else len(scores.PART_KEYS)
            key = scores.PART_KEYS[number] if number < len(scores.PART_KEYS) else ""
        if key not in columns:
            return None
        sheet = book.form.sheet("scores").name
        return Place(sheet, scores.row_of(book, indicator), columns[key])

    def _item_place(self, code: str) -> Place | None:
        order = [item.code for item in self.book.items]
        if code not in order:
            return None
        sheet = self.book.form.sheet("items").name
        column = items.columns_of(self.book)["score"]
        return Place(sheet, items.FIRST_ROW + order.index(code), column)

    # ── มาตรการ ──
    def _record(self, record: Record) -> dict[str, Value]:
        sheet = self.book.form.sheet("measures").name
        row = measures.FIRST_ROW + record.position - 1
        values: dict[str, Value] = {}
        for number, column in enumerate(self.book.form.columns, 1):
            entry = record.entries.get(column.key)
            if entry is None:
                continue
            value = self._put(entry, Place(sheet, row, number), column.kind)
            values[column.key] = self._choice(entry, value) if column.list else value
        written = {key for key, value in values.items() if value not in (None, "")}
        if written and written <= _RUNNING and record.position > 1:
            # Without a number of its own the row would read as the end of the measure above.
            values["no"] = str(record.position)
        return values

    def _choice(self, entry: Entry, value: Value) -> Value:
        """Give the words of the list for a theme that stood above its rows."""
        column = self.book.form.column(entry.key)
        context = Context(choices=self.book.choices(column.list))
        if entry.value is None or FIELDS[column.kind](entry.cell, context).value == entry.value:
            return value
        texts = {choice.value: choice.text for choice in context.choices}
        return texts.get(str(entry.value), value)

    # ── what is outside the form ──
    def _extras(self) -> None:
        layout = self.submission.layout
        columns: dict[tuple[int, str], dict[int, Value]] = {}
        for extra in self.submission.extras:
            if extra.sheet in layout.extra_sheets:
                self.poured.sheets.setdefault(extra.sheet, []).append(extra.cell)
                continue
            cells = columns.setdefault((extra.cell.column, extra.heading), {})
            if extra.record is None or extra.record in cells:
                self._leave(extra.sheet, extra.cell, _told(extra))
            else:
                cells[extra.record] = plain(extra.cell)
        columns = {key: cells for key, cells in columns.items() if cells}
        if columns:
            self.poured.beside = self._beside(columns)

    def _beside(self, columns: Mapping[tuple[int, str], Mapping[int, Value]]) -> Beside:
        keys = sorted(columns)
        rows = tuple(
            (
                record.key,
                record.text("measure") or None,
                *(columns[key].get(record.position) for key in keys),
            )
            for record in self.submission.records
        )
        return Beside(tuple(heading for _, heading in keys), rows)

    def _explained(self, agencies: Mapping[str, Value]) -> Iterator[Piece]:
        """Keep the words of rows that are no measures, but for those the form itself draws."""
        own = self._own_words(agencies)
        themes = {
            entry.cell.row for r in self.submission.records if (entry := r.entries.get("theme"))
        }
        for row in self.submission.explained:
            lost_theme = row.why is Why.THEME and row.row not in themes
            if (row.why in _PASSED_OVER and not lost_theme) or not row.text.strip():
                continue
            if not _is_own(row, own):
                place = word(self.book, "left_row", sheet=row.sheet, row=row.row)
                why = "unknown" if row.why is Why.THEME else row.why.value
                yield place, row.text, word(self.book, f"why_{why}")

    def _own_words(self, agencies: Mapping[str, Value]) -> frozenset[str]:
        """Give the words the form itself shows above its table, the agency's name among them."""
        drawn = measures.plan(self.book, Fill(agency=agencies)).sheet.cells
        values = [c.value.result if isinstance(c.value, Formula) else c.value for c in drawn]
        name = self.submission.agency.get("name")
        titles = (self.book.form.title, self.book.form.sheet("measures").title)
        texts = [*map(str, values), *titles, name.text if name else ""]
        return frozenset(text.strip() for text in texts)

    def _leave(self, sheet: str, cell: Cell, text: str) -> None:
        why = word(self.book, "why_unknown")
        self.poured.left.append((f"{sheet}!{cell.address}", text, why))


def _told(extra: Extra) -> str:
    return f"{extra.heading}: {extra.cell.shown}" if extra.heading else extra.cell.shown


def _is_own(row: Explained, own: frozenset[str]) -> bool:
    """Tell whether all words of a row above the table are the form's."""
    if row.why is not Why.TITLE:
        return False
    edition = re.compile(r"ปีงบประมาณ \d{4} รุ่น")
    parts = row.text.split(" · ")
    whole = row.text.strip() in own
    return whole or all(part.strip() in own or edition.search(part) for part in parts)


# ── the law ─────────────────────────────────────────────────────────────────────────────────────
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
Said = tuple[object, object, str]  # value, state, words


def said(submission: Submission) -> dict[tuple[str, str], Said]:
    """
    Sum up all answers of a submission by place and key: value, state and words; blanks left out.

    Two submissions that say the same have equal sums. A formula without a result has no words, and
    letters that no workbook can hold count for nothing.
    """
    groups = {
        "agency": submission.agency,
        "scores": submission.scores,
        "items": submission.items,
        **{f"record {record.position}": record.entries for record in submission.records},
    }
    return {
        (group, key): _said(entry)
        for group, entries in groups.items()
        for key, entry in entries.items()
        if not entry.is_blank
    }


def _said(entry: Entry) -> Said:
    reading = entry.reading
    pending = entry.cell.kind is Kind.PENDING or entry.cell.raw == _NO_RESULT.result
    pending &= not entry.more  # words of rows below were joined to it
    text = "" if pending else _UNSEEN.sub("", entry.text.replace("\r\n", "\n").replace("\r", "\n"))
    return reading.value, reading.state, text


def lost(before: Submission, after: Submission) -> list[tuple[str, str]]:
    """Name the answers that are not read again as they came in: where they stood, their words."""
    now = said(after)
    found: list[tuple[str, str]] = []
    for group, entries in (
        ("agency", before.agency),
        ("scores", before.scores),
        ("items", before.items),
        *((f"record {record.position}", record.entries) for record in before.records),
    ):
        for key, entry in entries.items():
            if not entry.is_blank and now.get((group, key)) != _said(entry):
                found.append((f"{entry.sheet}!{entry.cell.address}", entry.text))
    return found

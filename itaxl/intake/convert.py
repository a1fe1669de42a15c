"""
Read an agency's own report, whatever its layout, into what the standard workbook asks.

Tables are found by their headings, numbered blocks by the labels of their lines; agency, years and
scores are taken from title and text. What was not understood is left over with its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from itaxl.cells import Cell, Kind, Sheet, Workbook
from itaxl.fields import FIELDS, item_code, score
from itaxl.fields.context import Context
from itaxl.intake import narrative, setaside, words
from itaxl.intake.locate import form_columns
from itaxl.intake.parse import code_ranges, file_facts
from itaxl.intake.rows import MeasuresRead, read_measures
from itaxl.intake.setaside import Left
from itaxl.intake.tables import TableFound, Wanted, find_tables, folded, main_table
from itaxl.intake.titles import Line, facts_of, lines_of, said_of, year_of
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Entry, Explained, Form, Layout, Record, Submission, Why
from itaxl.thai import fold, one_line, western_digits

__all__ = ["Converted", "Left", "convert", "year_of"]

_LEAST_COLUMNS = 3  # a table of measures shows at least a measure and two things about it
_LEFT = {
    Why.TITLE: "title",
    Why.UNKNOWN: "unknown",
    Why.SIGNATURE: "signature",
    Why.TOTAL: "total",
    Why.EXAMPLE: "example",
    Why.THEME: "theme",
    Why.HEADING: "heading",
    Why.BLANK: "unknown",
}
_NAMING = ("no", "theme", "codes", "measure")
_RESULTS = ("status", "result", "outcome")
_BRACKETED = re.compile(r"\s*[(\[](?:แบบวัด\s*)?(IIT|EIT|OIT)?\s*([^()\[\]]{1,40})[)\]]\s*$")
_ZERO_LED = re.compile(r"[0๐][0-9๐-๙]{1,2}(?=\s)")
_LONGEST_CODE = 5  # letters of a code as it is written
_WORDS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Converted:
    """
    What was read of a foreign report.

    ``records`` of the submission are in the order of the document. ``left`` are the pieces that
    are in no field of the form, with their place; ``total`` and ``level`` are what the text says,
    for comparing. ``joined_tables`` counts headings that a page break repeated, ``joined_rows``
    rows that it had cut. ``is_plan``: nothing in the report tells of results.
    """

    submission: Submission
    tables: int = 0
    joined_tables: int = 0
    joined_rows: int = 0
    narrative: int = 0
    left: tuple[Left, ...] = ()
    total: Decimal | None = None
    level: str = ""
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    is_plan: bool = False


@dataclass(slots=True)
class _Found:
    records: list[Record] = field(default_factory=list)
    explained: list[Explained] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    headings: set[str] = field(default_factory=set)  # folded words of headings already left over
    tables: int = 0
    joined_tables: int = 0
    joined_rows: int = 0
    narrative: int = 0
    scores: dict[str, Decimal] = field(default_factory=dict)


def convert(workbook: Workbook, book: RuleBook) -> Converted:
    """Read a report of an own layout by the words of a rule book's form."""
    found = _Found()
    lines = lines_of(workbook)
    facts = facts_of(lines, book, year_of(workbook))
    contexts = _contexts(book, facts)
    for sheet in workbook.sheets:
        _Report(sheet, book, contexts, found).read()
    records, doubtful = setaside.quarantine(_coded(_numbered(found.records), book, found))
    records = [replace(record, position=at) for at, record in enumerate(records, 1)]
    agency = {key: _entry(key, line, book) for key, line in facts.items()}
    submission = Submission(
        file_facts(workbook),
        Layout(Form.FOREIGN, fiscal_year=book.fiscal_year),
        agency=agency,
        records=tuple(records),
        explained=tuple(found.explained),
        remarks=workbook.remarks,
    )
    total, level = said_of(lines, book)
    order = {sheet.name: at for at, sheet in enumerate(workbook.sheets)}
    left = sorted((*found.left, *doubtful), key=lambda piece: (order[piece.sheet], piece.row))
    return Converted(
        submission,
        tables=found.tables,
        joined_tables=found.joined_tables,
        joined_rows=found.joined_rows,
        narrative=found.narrative,
        left=tuple(left),
        total=total,
        level=level,
        scores=found.scores,
        is_plan=not any(key in record.entries for record in records for key in _RESULTS),
    )


def _entry(key: str, line: Line, book: RuleBook) -> Entry:
    asked = book.form.field(key)
    choices = book.choices(asked.list) if asked.list else ()
    cell = line.cell._replace(raw=line.words)
    reading = FIELDS[asked.kind](cell, Context(choices=choices, fiscal_year=book.fiscal_year))
    return Entry(key, line.sheet, asked.label, cell, reading)


def _contexts(book: RuleBook, facts: Mapping[str, Line]) -> dict[str, Context]:
    named = facts.get("fiscal_year")
    year = int(named.words) if named else book.fiscal_year
    return {
        column.key: Context(
            choices=book.choices(column.list) if column.list else (),
            fiscal_year=year,
            code_ranges=code_ranges(book),
        )
        for column in book.form.columns
    }


# ── one sheet ───────────────────────────────────────────────────────────────────────────────────
def _columns(book: RuleBook) -> tuple[Wanted, ...]:
    """Name the columns to look for, with the words that agencies use in their own tables."""
    more = book.form.narrative
    return tuple(
        Wanted(one.key, one.title, (*one.aliases, *more.get(one.key, ())))
        for one in form_columns(book, "measures")
    )


class _Report:
    """One sheet of a report, read into what was found so far."""

    def __init__(
        self, sheet: Sheet, book: RuleBook, contexts: Mapping[str, Context], found: _Found
    ) -> None:
        self._sheet, marks = setaside.without_page_marks(sheet)
        self._book = book
        self._contexts = contexts
        self._found = found
        found.left.extend(marks)
        found.explained.extend(
            Explained(sheet.name, piece.row, Why.UNKNOWN, piece.text) for piece in marks
        )

    def read(self) -> None:
        """Read scores, tables of measures, and what is told around them, in this order."""
        every = find_tables(self._sheet, _columns(self._book)) if self._sheet.cells else ()
        tables = _of_measures(every)
        scores = self._scores(tables)
        others = {table.row for table in every if table not in tables}
        known = {folded(heading.written) for table in every for heading in table.headings}
        others |= setaside.other_headings(self._sheet, self._book, known)
        others -= {row for t in tables for row in range(t.row, t.last_heading_row + 1)}
        apart = self._apart(tables, others) | scores
        inside = [row for row, _ in self._sheet.rows() if row not in apart]
        loose = apart - scores
        if tables:
            loose |= self._measures(setaside.only(self._sheet, inside), tables)
        else:
            loose |= set(inside)
        self._told(setaside.only(self._sheet, loose), others)

    def _apart(self, tables: Sequence[TableFound], others: Iterable[int]) -> set[int]:
        """Give the rows of other tables, each from its heading on to the next one of measures."""
        begins = sorted(table.row for table in tables)
        rows = dict(self._sheet.rows())
        last = max(rows, default=0)
        apart: set[int] = set()
        for row in others:
            end = next((begin for begin in begins if begin > row), last + 1)
            # A line right above the next heading may name the theme of what follows.
            several = [at for at, cells in rows.items() if row <= at < end and len(cells) > 1]
            apart.update(at for at in rows if row <= at <= max(several, default=row))
        return apart

    def _measures(self, sheet: Sheet, tables: Sequence[TableFound]) -> set[int]:
        """Read the tables of measures; give the rows around them, which may tell more as text."""
        found = self._found
        read = read_measures(sheet, tables, self._book, self._contexts)
        around = {row.row for row in read.explained if row.why in (Why.TITLE, Why.UNKNOWN)}
        # A line between two tables is no measure of which nothing is told.
        around |= {record.row for record in read.records if not _tells(record)}
        found.records.extend(record for record in read.records if record.row not in around)
        found.tables += len(tables)
        found.joined_rows += sum(len(record.continued) for record in read.records)
        found.joined_tables += _repeated(tables, read)
        for row in read.explained:
            if row.row not in around:
                found.explained.append(row)
                self._leave(row)
        for extra in read.extras:
            if extra.cell.row not in around:
                text = ": ".join(filter(None, (one_line(extra.heading), extra.cell.shown)))
                found.left.append(Left(sheet.name, extra.cell.row, text, "extra"))
        return around

    def _leave(self, row: Explained) -> None:
        """Carry the words of an explained row along; those of headings once only."""
        if row.why not in _LEFT or not _WORDS.search(row.text):
            return
        if row.why is Why.HEADING:
            if folded(row.text) in self._found.headings:
                return
            self._found.headings.add(folded(row.text))
        self._found.left.append(Left(row.sheet, row.row, row.text, _LEFT[row.why]))

    def _scores(self, measures: Sequence[TableFound]) -> set[int]:
        """Read a table of indicator scores; give the rows it takes."""
        sheet, found = self._sheet, self._found
        wanted = form_columns(self._book, "scores")
        table = main_table(find_tables(sheet, wanted)) if sheet.cells else None
        if table is None or (points := table.heading("score")) is None:
            return set()
        name = table.heading("indicator")
        last = min((t.row for t in measures if t.row > table.row), default=table.last_row + 1)
        codes = {
            folded(word): indicator.code
            for indicator in self._book.indicators
            for word in (indicator.name, *indicator.aliases)
        }
        rows: set[int] = set()
        for row in range(table.last_heading_row + 1, min(table.last_row + 1, last)):
            code = codes.get(_unnumbered(sheet.cell(row, name.column).shown)) if name else None
            value = score.read(sheet.cell(row, points.column), Context()).value
            if code and value is not None and code not in found.scores:
                found.scores[code] = value
                rows.add(row)
        if rows:
            rows |= set(range(table.row, table.last_heading_row + 1))
        for row, cells in sheet.rows():
            if row in rows:
                text = " · ".join(cell.shown for cell in cells)
                found.left.append(Left(sheet.name, row, text, "scores"))
                found.explained.append(Explained(sheet.name, row, Why.UNKNOWN, text))
        return rows

    def _told(self, sheet: Sheet, others: Iterable[int]) -> None:
        """Read headed text as measures; what is left of the rows is left over."""
        found = self._found
        rows = dict(sheet.rows())
        lines = [
            Cell(row, cells[0].column, Kind.TEXT, line)
            for row, cells in rows.items()
            for line in _lines(cells)
        ]
        blocks, loose = narrative.blocks_of(lines, self._book)
        used: set[int] = set()
        for block in blocks:
            found.narrative += 1
            record = narrative.record_of(
                block, len(found.records) + 1, sheet.name, self._book, self._contexts
            )
            found.records.append(record)
            used.update((record.row, *record.continued))
            for label in block.labels:
                self._leave(Explained(sheet.name, label.row, Why.HEADING, _label_of(label, block)))
        begins = min((r.row for r in found.records if r.sheet == sheet.name), default=0)
        over: dict[int, list[str]] = {}
        for cell in loose:
            over.setdefault(cell.row, []).append(cell.raw)
        signing = False
        for row, texts in over.items():
            text = " · ".join(texts)
            signing = words.is_signature(text) or (signing and _is_signed(text))
            why = "signature" if signing else "title" if row < begins else "unknown"
            if any(row >= other for other in others) and len(rows[row]) > 1:
                why = "other_table"
            found.left.append(Left(sheet.name, row, text, why))
            found.explained.append(Explained(sheet.name, row, Why.UNKNOWN, text))
        heads = {min(cell.row for cell in block.cells) for block in blocks}
        for row in sorted(used - set(over) - heads):
            found.explained.append(Explained(sheet.name, row, Why.CONTINUED))


def _of_measures(tables: Sequence[TableFound]) -> tuple[TableFound, ...]:
    """Keep the tables of measures: enough columns, and half of what the fullest one shows."""
    good = [t for t in tables if len(t.headings) >= _LEAST_COLUMNS and t.heading("measure")]
    fullest = main_table(good)
    keys = {heading.key for heading in fullest.headings} if fullest else set()
    return tuple(t for t in good if len({h.key for h in t.headings} & keys) * 2 >= len(keys))


def _tells(record: Record) -> bool:
    """Tell whether a row says anything about its measure."""
    return any(not entry.is_blank for key, entry in record.entries.items() if key not in _NAMING)


def _repeated(tables: Sequence[TableFound], read: MeasuresRead) -> int:
    """Count the headings that only a page break repeated: no title or text stands above them."""
    used = {row for record in read.records for row in (record.row, *record.continued)}
    said = {row.row for row in read.explained if row.why in (Why.UNKNOWN, Why.THEME)}
    repeated = 0
    for above, below in pairwise(tables):
        last = max((row for row in used if above.row < row < below.row), default=above.row)
        repeated += not any(last < row < below.row for row in said)
    return repeated


def _lines(cells: Sequence[Cell]) -> list[str]:
    """Give the lines of a row: those of its one cell, or all its cells as one line."""
    if len(cells) > 1 and all("\n" not in cell.shown for cell in cells):
        return [" · ".join(cell.shown for cell in cells)]
    return [line for cell in cells for line in cell.shown.split("\n") if line.strip()]


def _is_signed(text: str) -> bool:
    return words.is_signed(text) or setaside.is_person(text)


def _unnumbered(text: str) -> str:
    return folded(re.sub(r"^\s*(?:ตัวชี้วัด(?:ที่)?\s*)?[(\[]?[0-9๐-๙]{1,2}[)\].]*\s+", "", text))


def _label_of(label: Cell, block: narrative.Block) -> str:
    """The words of a label, without what it tells."""
    for cells in block.texts.values():
        rest = cells[0]
        if rest[:2] == label[:2] and rest.raw and label.raw.endswith(rest.raw):
            return label.raw.removesuffix(rest.raw).strip()
    return label.raw


# ── numbers, codes, themes ──────────────────────────────────────────────────────────────────────
def _numbered(records: Iterable[Record]) -> Iterator[Record]:
    """Part the number a measure begins with from its words."""
    for record in records:
        entries = dict(record.entries)
        measure = entries.get("measure")
        match = narrative.NUMBER.match(measure.text) if measure else None
        if measure and match and measure.text[match.end() :]:
            text = FIELDS["text"]
            cell = measure.cell._replace(raw=measure.text[match.end() :])
            entries["measure"] = measure._replace(cell=cell, reading=text(cell, Context()), more=())
            number = measure.cell._replace(raw=western_digits(match["number"]))
            if (no := entries.get("no")) is None or no.is_blank:
                entry = Entry("no", measure.sheet, "", number, text(number, Context()))
                entries = {"no": entry, **{k: v for k, v in entries.items() if k != "no"}}
        yield replace(record, entries=entries)


def _coded(records: Iterable[Record], book: RuleBook, found: _Found) -> Iterator[Record]:
    """Part the item code a measure begins or ends with from its words, and find its theme by it."""
    ranges = code_ranges(book)
    themes = {choice.value: choice.text for choice in book.choices("themes")}
    for record in records:
        entries = dict(record.entries)
        measure, codes = entries.get("measure"), entries.get("codes")
        parted = None
        if measure and (codes is None or codes.is_blank):
            parted = _parted(one_line(measure.text), ranges)
        if measure and parted:
            code, rest, written = parted
            entries["codes"] = codes = _derived("codes", code, measure, book, ranges)
            if rest:
                entries["measure"] = _derived("measure", rest, measure, book, ranges)
            if fold(written).strip("()[]") != fold(code):
                found.left.append(Left(record.sheet, record.row, written, "code", code))
        first = next(iter(codes.value or ()), "") if codes else ""
        theme = book.themes_by_item.get(str(first))
        if measure and theme and ("theme" not in entries or entries["theme"].is_blank):
            name = themes[str(theme.number)]
            entries["theme"] = _derived("theme", name, measure, book, ranges)
        yield replace(record, entries=entries)


def _parted(text: str, ranges: Mapping[str, int]) -> tuple[str, str, str] | None:
    """Part the code from a measure that begins with one, or ends with one in brackets."""
    if leading := item_code.leading_code(text, ranges):
        first = text.split(maxsplit=1)[0]
        written = first if len(first) <= _LONGEST_CODE else leading[0].raw
        return str(leading[0]), leading[1], written
    # No list or count begins with a nought: ๐๗ โครงการ… is the letter o, 7 โครงการ… a count.
    if match := _ZERO_LED.match(text):
        codes = item_code.read_codes(match[0], ranges).value
        if codes and all(item_code.in_range(code, ranges) for code in codes):
            return str(codes[0]), text[match.end() :].strip(), match[0]
    if match := _BRACKETED.search(text):
        codes = item_code.read_codes(match[2], ranges, (match[1] or "").lower()).value
        if codes:
            return ", ".join(map(str, codes)), text[: match.start()].strip(), match[0].strip()
    return None


def _derived(
    key: str, text: str, measure: Entry, book: RuleBook, ranges: Mapping[str, int]
) -> Entry:
    column = book.form.column(key)
    cell = measure.cell._replace(kind=Kind.TEXT, raw=text)
    choices = book.choices(column.list) if column.list else ()
    reading = FIELDS[column.kind](cell, Context(choices=choices, code_ranges=ranges))
    return Entry(key, measure.sheet, column.heading, cell, reading)

"""
Read an agency's own report, whatever its layout, into what the standard workbook asks.

Tables are found by their headings, numbered blocks by the labels of their lines; agency, years and
scores are taken from title and text. What was not understood is left over with its place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from itaxl.cells import Cell, Kind, Sheet, Workbook
from itaxl.fields import FIELDS, item_code, score
from itaxl.fields.context import Context
from itaxl.intake.locate import form_columns
from itaxl.intake.parse import code_ranges, file_facts
from itaxl.intake.rows import read_measures
from itaxl.intake.tables import TableFound, find_tables, folded, main_table
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Entry, Explained, Form, Layout, Record, Submission, Why
from itaxl.thai import fold, one_line, western_digits

_LEFT = (Why.TITLE, Why.UNKNOWN, Why.SIGNATURE, Why.TOTAL, Why.EXAMPLE)
_LEAST_COLUMNS = 3  # a table of measures shows at least a measure and two things about it
_NUMBER = re.compile(r"^\s*[(\[]?([0-9๐-๙]{1,3})[)\].]+\s*")
_YEAR = r"(?:พ\.?ศ\.?)?\s*([0-9๐-๙]{4})"
_FISCAL = re.compile(rf"ปีงบประมาณ\s*{_YEAR}")
_TITLE = re.compile(r"(?:รายงาน|มาตรการ|แผน|แบบรายงาน|สรุปผล)")
_TITLE_LINES = 3
_LONGEST_TITLE = 300  # letters
_KINDS = (
    "องค์การบริหารส่วนจังหวัด|องค์การบริหารส่วนตำบล|องค์การบริการส่วนตำบล|องค์การบริการส่วนจังหวัด"
    "|เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล|อบจ\\.|อบต\\.|ทน\\.|ทม\\.|ทต\\."
)
_AGENCY = re.compile(rf"(?:สำนักงาน)?({_KINDS})\s*([ก-๎]{{2,40}})")
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.)\s*([ก-๎]{2,30})")
_PROVINCE = re.compile(r"(?:จังหวัด|จ\.)\s*([ก-๎]{2,30})")
_TOTAL = re.compile(r"([0-9๐-๙]{2,3}[.,][0-9๐-๙]{1,2})\s*คะแนน")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,30})[)\]]\s*$")
_LEVEL = re.compile(r"ระดับ(?:ผลการประเมิน)?\s*([ก-๎]+|[A-F]{1,2})")
# Words that begin the next thing said, and so end a name.
_AFTER_NAME = re.compile(r"(?:อำเภอ|จังหวัด|ประจำ|ปีงบ|ได้|มี|อยู่|ดังนี้|ใน|และ|ที่|ของ|ตาม|โดย|เป็น)")


@dataclass(frozen=True, slots=True)
class Converted:
    """
    What was read of a foreign report.

    ``records`` are in the order of the document; ``left`` are rows that were not understood, with
    their place; ``total`` and ``level`` are what the text says, for comparing.
    """

    submission: Submission
    tables: int = 0
    joined: int = 0  # rows and tables that a page break had cut, put together again
    narrative: int = 0
    left: tuple[Explained, ...] = ()
    total: Decimal | None = None
    level: str = ""
    scores: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    records: list[Record] = field(default_factory=list)
    explained: list[Explained] = field(default_factory=list)
    tables: int = 0
    joined: int = 0
    narrative: int = 0
    scores: dict[str, Decimal] = field(default_factory=dict)


def convert(workbook: Workbook, book: RuleBook) -> Converted:
    """Read a report of an own layout by the words of a rule book's form."""
    found = _Found()
    texts = _texts(workbook)
    facts = _facts(texts, book, year_of(workbook))
    contexts = _contexts(book, facts)
    for sheet in workbook.sheets:
        _read_sheet(sheet, book, contexts, found)
    records = _numbered(_coded(found.records, book))
    agency = {key: _entry(key, cell, book, sheet) for key, (sheet, cell) in facts.items()}
    submission = Submission(
        file_facts(workbook),
        Layout(Form.FOREIGN, fiscal_year=book.fiscal_year),
        agency=agency,
        records=records,
        explained=tuple(found.explained),
        remarks=workbook.remarks,
    )
    total, level = _said(texts)
    return Converted(
        submission,
        tables=found.tables,
        joined=found.joined,
        narrative=found.narrative,
        left=tuple(row for row in found.explained if row.why in _LEFT),
        total=total,
        level=level,
        scores=found.scores,
    )


def year_of(workbook: Workbook) -> int | None:
    """
    Give the fiscal year (Buddhist Era) of a report, None where it names none.

    The title tells it: a few lines that begin as reports and plans do and end with the year. Other
    years stand in such texts too, that of the results before all.
    """
    lines = [one_line(cell.raw) for _, cell in _texts(workbook)]
    for first, line in enumerate(lines):
        if _TITLE.match(line):
            title = " ".join(lines[first : first + _TITLE_LINES])[:_LONGEST_TITLE]
            if named := _years(title):
                return named[0]
    mentioned = [year for line in lines for year in _years(line)]
    return mentioned[0] if mentioned else None


# ── title and text ──────────────────────────────────────────────────────────────────────────────
def _texts(workbook: Workbook) -> list[tuple[str, Cell]]:
    """List the text cells in reading order, the ones of a heading size first in each sheet."""
    return [
        (sheet.name, cell)
        for sheet in workbook.sheets
        for _, cells in sheet.rows()
        for cell in cells
        if cell.kind is Kind.TEXT
    ]


def _years(text: str) -> list[int]:
    return [int(western_digits(year)) for year in _FISCAL.findall(one_line(text))]


def _facts(
    texts: Sequence[tuple[str, Cell]], book: RuleBook, year: int | None
) -> dict[str, tuple[str, Cell]]:
    """Take agency, place and year out of the title; the first mention of each counts."""
    facts: dict[str, tuple[str, Cell]] = {}

    def note(key: str, sheet: str, cell: Cell, words: str) -> None:
        if words and key not in facts:
            facts[key] = (sheet, cell._replace(raw=words))

    for sheet, cell in texts:
        line = one_line(cell.raw)
        if match := _AGENCY.search(line):
            kind = _kind(match[1], book)
            note("type", sheet, cell, kind)
            note("name", sheet, cell, kind + _name(match[2]))
        if "อำเภอ" in line or "จังหวัด" in line:
            # A table's own words speak of provinces too; the title is short.
            if (match := _DISTRICT.search(line)) and len(line) < 120:
                note("district", sheet, cell, _name(match[1]))
            bare = line.replace("องค์การบริหารส่วนจังหวัด", "")
            if (match := _PROVINCE.search(bare)) and len(line) < 120:
                note("province", sheet, cell, _name(match[1]))
        if year in _years(line):
            note("fiscal_year", sheet, cell, str(year))
    return facts


def _kind(written: str, book: RuleBook) -> str:
    """The type of agency as the list of the form spells it."""
    plain = written.replace("องค์การบริการ", "องค์การบริหาร")
    for choice in book.choices("agency_types"):
        if folded(plain) in {folded(choice.text), *map(folded, choice.aliases)}:
            return choice.text
    return plain


def _name(text: str) -> str:
    """Cut a name where the next thing said begins."""
    end = _AFTER_NAME.search(text, 2)
    return (text[: end.start()] if end else text).strip()


def _said(texts: Sequence[tuple[str, Cell]]) -> tuple[Decimal | None, str]:
    """The total and the level that the text tells, where both stand in one line."""
    for _, cell in texts:
        line = one_line(cell.raw)
        total, level = _TOTAL.search(line), _LEVEL.search(line)
        if total and level:
            return score.read_text(total[1]).value, level[1]
    return None, ""


def _entry(key: str, cell: Cell, book: RuleBook, sheet: str) -> Entry:
    line = book.form.field(key)
    choices = book.choices(line.list) if line.list else ()
    reading = FIELDS[line.kind](cell, Context(choices=choices, fiscal_year=book.fiscal_year))
    return Entry(key, sheet, line.label, cell, reading)


def _contexts(book: RuleBook, facts: Mapping[str, tuple[str, Cell]]) -> dict[str, Context]:
    named = facts.get("fiscal_year")
    year = int(named[1].raw) if named else book.fiscal_year
    return {
        column.key: Context(
            choices=book.choices(column.list) if column.list else (),
            fiscal_year=year,
            code_ranges=code_ranges(book),
        )
        for column in book.form.columns
    }


# ── tables ──────────────────────────────────────────────────────────────────────────────────────
def _read_sheet(
    sheet: Sheet, book: RuleBook, contexts: Mapping[str, Context], found: _Found
) -> None:
    tables = tuple(
        table
        for table in find_tables(sheet, form_columns(book.form, "measures"))
        if len(table.headings) >= _LEAST_COLUMNS and table.heading("measure")
    )
    scores = _scores(sheet, tables, book, found)
    if not tables:
        _narrative(sheet, book, contexts, scores, found)
        return
    read = read_measures(sheet, tables, book, contexts)
    begin = len(found.records)
    found.tables += len(tables)
    found.joined += len(tables) - 1 + sum(len(record.continued) for record in read.records)
    for record in read.records:
        position = begin + record.position
        found.records.append(
            Record(position, record.sheet, record.row, record.entries, record.continued)
        )
    # What stands around the tables may be measures told as text.
    around = {row.row for row in read.explained if row.why in (Why.TITLE, Why.UNKNOWN)}
    loose = Sheet(sheet.name, {at: c for at, c in sheet.cells.items() if at[0] in around})
    found.explained.extend(row for row in read.explained if row.row not in around)
    _narrative(loose, book, contexts, scores, found)


def _scores(
    sheet: Sheet, measures: Sequence[TableFound], book: RuleBook, found: _Found
) -> set[int]:
    """Read a table of indicator scores; give the rows it takes."""
    table = main_table(find_tables(sheet, form_columns(book.form, "scores")))
    if table is None or (points := table.heading("score")) is None:
        return set()
    name = table.heading("indicator")
    last = min((t.row for t in measures if t.row > table.row), default=table.last_row + 1)
    rows: set[int] = set()
    for row in range(table.last_heading_row + 1, min(table.last_row + 1, last)):
        written = folded(sheet.cell(row, name.column).shown) if name else ""
        for indicator in book.indicators:
            names = {folded(word) for word in (indicator.name, *indicator.aliases)}
            value = score.read(sheet.cell(row, points.column), Context()).value
            if written in names and value is not None and indicator.code not in found.scores:
                found.scores[indicator.code] = value
                rows.add(row)
    return rows | ({table.row} if rows else set())


# ── measures told as text ───────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class _Block:
    """A measure told in lines: its heading, and the texts under each label."""

    cell: Cell
    texts: dict[str, list[Cell]] = field(default_factory=dict)


def _narrative(
    sheet: Sheet,
    book: RuleBook,
    contexts: Mapping[str, Context],
    taken: set[int],
    found: _Found,
) -> None:
    """Read numbered blocks with labelled lines as measures; the other lines are left over."""
    labels = _labels(book)
    lines = [
        Cell(row, cells[0].column, Kind.TEXT, " ".join(c.shown for c in cells))
        for row, cells in sheet.rows()
        if row not in taken
    ]
    blocks, loose = _blocks(lines, labels)
    for block in blocks:
        found.narrative += 1
        found.records.append(_told(block, len(found.records) + 1, sheet.name, book, contexts))
        rows = sorted(cell.row for cells in block.texts.values() for cell in cells)
        for row in rows:
            if row != block.cell.row:
                found.explained.append(Explained(sheet.name, row, Why.CONTINUED))
    for cell in loose:
        found.explained.append(Explained(sheet.name, cell.row, Why.UNKNOWN, cell.raw))


def _labels(book: RuleBook) -> dict[str, str]:
    """The words that open a line of a block, folded, with their column; longest first."""
    words = {
        folded(word): column.key
        for column in book.form.columns
        for word in (column.heading, *column.aliases, *book.form.narrative.get(column.key, ()))
        if column.key in ("method", "period", "owner", "result", "outcome", "suggestion")
    }
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def _label(cell: Cell, labels: Mapping[str, str]) -> tuple[str, str] | None:
    """Part a line that a label opens: the column and the rest of the line."""
    line = one_line(_NUMBER.sub("", cell.raw).lstrip("-•* "))
    plain = fold(line)
    for word, key in labels.items():
        if plain.startswith(word):
            rest = _rest(line, len(word))
            # A label stands alone or before a colon or space; else it is the word of a sentence.
            if not rest or rest[0] in ":： -–":
                return key, rest.lstrip(":： -–")
    return None


def _rest(line: str, letters: int) -> str:
    """What follows so many letters that are not white space."""
    for at, letter in enumerate(line):
        if letters == 0:
            return line[at:]
        letters -= not letter.isspace()
    return ""


def _blocks(lines: Sequence[Cell], labels: Mapping[str, str]) -> tuple[list[_Block], list[Cell]]:
    """
    Gather blocks: a line, then labelled lines that say at least how it was done and what came.

    A label that comes again begins the next block, headed by the last line before it.
    """
    blocks: list[_Block] = []
    loose: list[Cell] = []
    block: _Block | None = None
    current = ""
    before: list[Cell] = []  # lines since the last label
    for cell in lines:
        label = _label(cell, labels)
        if label is None:
            before.append(cell)
            continue
        key, rest = label
        if block is None or key in block.texts:
            heading = _heading(before)
            if block and current:
                block.texts[current].extend(before[: before.index(heading)] if heading else before)
            else:
                loose.extend(line for line in before if line is not heading)
            block = _Block(heading) if heading else None
            if block:
                blocks.append(block)
        elif current:
            block.texts[current].extend(before)
        before = []
        if block is None:
            loose.append(cell)
            continue
        current = key
        block.texts[key] = [cell._replace(raw=rest)]
    loose.extend(before)
    for unsaid in [b for b in blocks if len(b.texts) < 2]:
        blocks.remove(unsaid)
        loose.append(unsaid.cell)
        loose.extend(cell for cells in unsaid.texts.values() for cell in cells)
    return blocks, sorted(loose)


def _heading(before: Sequence[Cell]) -> Cell | None:
    """The line that heads a block: the last numbered one, else the last one."""
    numbered = [cell for cell in before if _NUMBER.match(cell.raw)]
    candidates = numbered or list(before)
    return candidates[-1] if candidates else None


def _told(
    block: _Block, position: int, sheet: str, book: RuleBook, contexts: Mapping[str, Context]
) -> Record:
    entries: dict[str, Entry] = {}
    for column in book.form.columns:
        cells = [block.cell] if column.key == "measure" else block.texts.get(column.key, [])
        text = "\n".join(cell.raw for cell in cells if cell.raw)
        place = cells[0] if cells else block.cell
        cell = Cell(place.row, place.column, Kind.TEXT if text else Kind.BLANK, text)
        if cells:
            reading = FIELDS[column.kind](cell, contexts[column.key])
            entries[column.key] = Entry(column.key, sheet, column.heading, cell, reading)
    return Record(position, sheet, block.cell.row, entries)


# ── numbers, codes, themes ──────────────────────────────────────────────────────────────────────
def _coded(records: Sequence[Record], book: RuleBook) -> Iterator[Record]:
    """Part the item code a measure begins with from its words, and find the theme by it."""
    ranges = code_ranges(book)
    themes = {choice.value: choice.text for choice in book.choices("themes")}
    for record in records:
        entries = dict(record.entries)
        measure = entries.get("measure")
        parted = _parted(one_line(measure.text), ranges) if measure else None
        if measure and parted and "codes" not in entries:
            code, rest = parted
            entries["codes"] = _derived("codes", code, measure, book, ranges)
            if rest:
                entries["measure"] = _derived("measure", rest, measure, book, ranges)
            theme = book.themes_by_item.get(code.split(",")[0])
            if theme and "theme" not in entries:
                words = themes[str(theme.number)]
                entries["theme"] = _derived("theme", words, measure, book, ranges)
        yield Record(record.position, record.sheet, record.row, entries, record.continued)


def _parted(text: str, ranges: Mapping[str, int]) -> tuple[str, str] | None:
    """Part the code from a measure that begins with one, or ends with one in brackets."""
    if leading := item_code.leading_code(text, ranges):
        return str(leading[0]), leading[1]
    if match := _BRACKETED.search(text):
        codes = item_code.read_codes(match[1], ranges).value
        if codes:
            return ", ".join(map(str, codes)), text[: match.start()].strip()
    return None


def _numbered(records: Iterator[Record]) -> tuple[Record, ...]:
    """Part the number a measure begins with from its words."""
    done: list[Record] = []
    for record in records:
        entries = dict(record.entries)
        measure = entries.get("measure")
        if measure and (match := _NUMBER.match(measure.text)) and measure.text[match.end() :]:
            rest = measure.text[match.end() :]
            cell = measure.cell._replace(raw=rest)
            entries["measure"] = Entry(
                "measure", measure.sheet, measure.heading, cell, FIELDS["text"](cell, Context())
            )
            number = measure.cell._replace(raw=western_digits(match[1]))
            entries.setdefault(
                "no", Entry("no", measure.sheet, "", number, FIELDS["text"](number, Context()))
            )
        done.append(Record(record.position, record.sheet, record.row, entries, record.continued))
    return tuple(done)


def _derived(
    key: str, text: str, measure: Entry, book: RuleBook, ranges: Mapping[str, int]
) -> Entry:
    column = book.form.column(key)
    cell = measure.cell._replace(kind=Kind.TEXT, raw=text)
    choices = book.choices(column.list) if column.list else ()
    reading = FIELDS[column.kind](cell, Context(choices=choices, code_ranges=ranges))
    return Entry(key, measure.sheet, column.heading, cell, reading)

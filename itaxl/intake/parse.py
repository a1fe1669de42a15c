"""Read a located workbook into a submission: each answer with its cell, each row accounted for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from itaxl.cells import MAX_ROW, Cell, Kind, Picture, Sheet, Workbook
from itaxl.fields import FIELDS
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import BLANK, Reading
from itaxl.intake.labels import LabelsFound, find_labels, merged_from, right_of
from itaxl.intake.locate import (
    NOTHING_SEEN,
    Books,
    Searched,
    Seen,
    book_of,
    form_book,
    form_columns,
    located,
    prompts,
    reference,
)
from itaxl.intake.rows import MeasuresRead, Readings, read_measures
from itaxl.intake.tables import TALLEST_HEADING, Anchors, TableFound, find_tables, folded
from itaxl.rulebooks import anchors
from itaxl.rulebooks.model import Indicator, RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.submission import (
    Entry,
    Extra,
    FileFacts,
    Form,
    Heading,
    Layout,
    Record,
    Submission,
)
from itaxl.thai import fold

# Columns of the sheet of scores that the form computes: kind of value, prefix of the code.
_COMPUTED = (("used", "score", ""), ("verdict", "text", "verdict."))
_MOST_ASKED = 8
MOST_EXTRAS = 50_000  # cells outside the form that are carried along; the rest is counted

_CODE = re.compile(r"[(\[]?([ieo])[-.]?0*(\d{1,3})[)\].:]?")


def read_submission(workbook: Workbook, books: Books) -> Submission:
    """
    Locate and parse a workbook with the rule book of its year.

    A workbook that is no standard workbook, or of a year there is no rule book for, gives a
    submission with its layout only. Without any year it is read by the newest form, and the
    layout's year stays None.
    """
    layout, seen = located(workbook, books)
    book = book_of(books, layout.fiscal_year)
    if layout.fiscal_year is None:
        book = form_book(books, None)
    if book is None or layout.form not in (Form.STANDARD, Form.CORRECTED):
        return Submission(file_facts(workbook), layout, remarks=workbook.remarks)
    submission = parse(workbook, layout, book, seen=seen)
    results = submission.agency_value("results_year")
    other = book_of(books, results) if isinstance(results, int) else None
    if other is None or other is book:
        return submission
    return parse(workbook, layout, book, scoring_book=other, seen=seen)


def parse(
    workbook: Workbook,
    layout: Layout,
    book: RuleBook,
    *,
    scoring_book: RuleBook | None = None,
    seen: Seen = NOTHING_SEEN,
) -> Submission:
    """
    Read every answer of a located workbook.

    ``seen`` is what was found while the workbook was located.

    ``scoring_book`` is the rule book of the year the scores are from, where that is another year:
    its indicators and items name the rows of the sheets of scores.
    """
    scoring = scoring_book or book
    read = _Read()
    if sheet := _sheet(workbook, layout, "agency"):
        found = seen.labels or _labels(sheet, workbook, book)
        _read_agency(sheet, found, layout, book, read)
    if sheet := _sheet(workbook, layout, "scores"):
        _read_scores(sheet, workbook, layout, book, scoring, read)
    if sheet := _sheet(workbook, layout, "items"):
        _read_items(sheet, layout, scoring, read)
    measures = MeasuresRead()
    pictures: dict[int, tuple[Picture, ...]] = {}
    if sheet := _sheet(workbook, layout, "measures"):
        tables = _tables(sheet, layout, book, seen.measures)
        contexts, readings = _contexts(layout, book, scoring, read)
        measures = read_measures(sheet, tables, book, contexts, readings)
        pictures = _pictures(sheet, measures.records)
    extras = [*measures.extras, *read.extras]
    extras.extend(_of_extra_sheets(workbook, layout))
    return Submission(
        file_facts(workbook),
        layout,
        agency=read.agency,
        scores=read.scores,
        typed=read.typed,
        items=read.items,
        records=tuple(measures.records),
        explained=tuple(measures.explained),
        extras=tuple(extras[:MOST_EXTRAS]),
        pictures=pictures,
        remarks=workbook.remarks,
        extras_left_out=max(0, len(extras) - MOST_EXTRAS),
    )


def file_facts(workbook: Workbook) -> FileFacts:
    """Say where a workbook came from."""
    return FileFacts(
        str(workbook.path),
        workbook.sha256,
        workbook.size,
        workbook.modified,
        workbook.application,
    )


@dataclass(slots=True)
class _Read:
    """Answers gathered so far, outside the table of measures."""

    agency: dict[str, Entry] = field(default_factory=dict)
    scores: dict[str, Entry] = field(default_factory=dict)
    typed: dict[str, Entry] = field(default_factory=dict)
    items: dict[str, Entry] = field(default_factory=dict)
    extras: list[Extra] = field(default_factory=list)


def _sheet(workbook: Workbook, layout: Layout, key: str) -> Sheet | None:
    return workbook.sheet(layout.sheets[key]) if key in layout.sheets else None


def _located(sheet: Sheet, layout: Layout) -> TableFound | None:
    """Give the table of a sheet as it was located."""
    headings = tuple(h for h in layout.headings if h.sheet == sheet.name)
    if not headings:
        return None
    first = min(heading.row for heading in headings)
    last = max(heading.row for heading in headings)
    for area in sheet.merges:
        if area.first_row in (first, last) and area.last_row - first < TALLEST_HEADING:
            last = max(last, area.last_row)
    return TableFound(
        sheet.name,
        first,
        last,
        MAX_ROW,
        headings,
        tuple(h for h in layout.doubled if h.sheet == sheet.name),
        tuple(h for h in layout.unknown if h.sheet == sheet.name),
    )


def _tables(
    sheet: Sheet, layout: Layout, book: RuleBook, searched: Searched | None
) -> tuple[TableFound, ...]:
    """Find the tables of measures again, page by page, the located headings as anchors."""
    located: Anchors = {
        (heading.row, heading.column): (heading.key, heading.found)
        for heading in layout.headings
        if heading.sheet == sheet.name
    }
    columns = form_columns(book, "measures")
    # Where names point at all the headings, this very search was made before.
    if searched and searched.sheet is sheet and searched[1:3] == (columns, located):
        return searched.tables
    return find_tables(sheet, columns, located)


def read_cell(kind: str, cell: Cell, context: Context) -> Reading[Any]:
    """Read one value; most cells of a form are blank, which needs no reading."""
    return BLANK if cell.kind is Kind.BLANK else FIELDS[kind](cell, context)


# ── หน่วยงาน ────────────────────────────────────────────────────────────────────────────────────
def _labels(sheet: Sheet, workbook: Workbook, book: RuleBook) -> LabelsFound:
    pointed = {
        line.key: place
        for line in book.form.agency
        if (place := _named_cell(workbook, sheet, anchors.name_of("agency", line.key)))
    }
    return find_labels(sheet, form_columns(book, "agency"), pointed, prompts(book))


def _read_agency(
    sheet: Sheet, found: LabelsFound, layout: Layout, book: RuleBook, read: _Read
) -> None:
    written = {heading.key: heading.written for heading in found.headings}
    plain = Context(fiscal_year=layout.fiscal_year)
    for line in book.form.agency:
        if line.key not in found.values:
            continue
        cell = _shown_cell(sheet, *found.values[line.key])
        choices = book.choices(line.list) if line.list else ()
        context = replace(plain, choices=choices) if choices else plain
        reading = read_cell(line.kind, cell, context)
        heading = written.get(line.key, line.label)
        read.agency[line.key] = Entry(line.key, sheet.name, heading, cell, reading)
    for unknown in found.unknown:
        for cell in right_of(sheet, unknown.row, unknown.column):
            read.extras.append(Extra(sheet.name, cell, unknown.written))


def _shown_cell(sheet: Sheet, row: int, column: int) -> Cell:
    """Give the cell at an address, or the one that a merge shows there."""
    cell = sheet.cell(row, column)
    top = merged_from(sheet.merges, row, column) if cell.is_blank else None
    # A merge that begins further left is the label's, not the value's.
    if top and top[1] == column:
        return sheet.cell(*top)
    return cell


# ── คะแนน ───────────────────────────────────────────────────────────────────────────────────────
def _read_scores(
    sheet: Sheet,
    workbook: Workbook,
    layout: Layout,
    book: RuleBook,
    scoring: RuleBook,
    read: _Read,
) -> None:
    table = _located(sheet, layout)
    if table is None:
        return
    rows = _rows_below(sheet, table)
    indicators: dict[int, Indicator] = {}
    found: set[str] = set()
    known = _known_indicators(scoring)
    headings = {heading.key: heading for heading in table.headings}
    for number, cells in rows.items():
        indicator = _indicator(cells, headings, known)
        if indicator is not None and indicator.code not in found:
            found.add(indicator.code)
            indicators[number] = indicator
    for indicator in scoring.indicators:
        place = _named_cell(workbook, sheet, anchors.name_of("indicator", indicator.code))
        if indicator.code not in found and place and place[0] in rows:
            indicators.setdefault(place[0], indicator)
    beside = _Beside(sheet, table, read)
    for number, indicator in indicators.items():
        _read_indicator(sheet, headings, number, indicator, scoring, read)
        beside.carry(rows[number])
    below = {number: cells for number, cells in rows.items() if number not in indicators}
    _read_figures(sheet, workbook, below, table, book, scoring, read)


def _read_indicator(
    sheet: Sheet,
    headings: Mapping[str, Heading],
    row: int,
    indicator: Indicator,
    scoring: RuleBook,
    read: _Read,
) -> None:
    """Read one row of the sheet of scores: what is typed there, and what the form computed."""
    for column, code in _score_columns(scoring)[indicator.code].items():
        if heading := headings.get(column):
            cell = sheet.cell(row, heading.column)
            reading = read_cell("score", cell, NO_CONTEXT)
            read.scores[code] = Entry(code, sheet.name, heading.written, cell, reading)
    for column, kind, prefix in _COMPUTED:
        heading = headings.get(column)
        cell = sheet.cell(row, heading.column) if heading else Cell(row, 1)
        if heading and not cell.is_blank:
            key = prefix + indicator.code
            reading = read_cell(kind, cell, NO_CONTEXT)
            read.typed[key] = Entry(key, sheet.name, heading.written, cell, reading)


def _named_cell(workbook: Workbook, sheet: Sheet, name: str) -> tuple[int, int] | None:
    """Give the address on a sheet that a workbook name points to."""
    place = reference(workbook.names[name]) if name in workbook.names else None
    return place[1:] if place and place[0] == sheet.name else None


class _Beside:
    """What stands in the columns of a table that are not the form's."""

    def __init__(self, sheet: Sheet, table: TableFound, read: _Read) -> None:
        self._sheet = sheet.name
        self._titles = {h.column: h.written for h in (*table.unknown, *table.doubled)}
        self._ours = {heading.column for heading in table.headings}
        self._extras = read.extras

    def carry(self, cells: Sequence[Cell]) -> None:
        """Carry along those cells of a row."""
        for cell in cells:
            if cell.column not in self._ours and not cell.is_blank:
                self._extras.append(Extra(self._sheet, cell, self._titles.get(cell.column, "")))


def _rows_below(sheet: Sheet, table: TableFound) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    last = table.last_heading_row
    for (row, _), cell in sheet.cells.items():
        if row > last:
            rows.setdefault(row, []).append(cell)
    return {row: sorted(rows[row]) for row in sorted(rows)}


def _indicator(
    cells: Sequence[Cell], headings: Mapping[str, Heading], known: Mapping[str, Indicator]
) -> Indicator | None:
    """Recognise the indicator of a row, by its name first and its number else."""
    name, number = headings.get("indicator"), headings.get("number")
    written = _short_text(cells, name.column) if name else ""
    code = _short_text(cells, number.column) if number else ""
    if written in known and not _is_number(written):
        return known[written]
    # A row of figures below the indicators has no number of an indicator beside its words.
    return known.get(code) if code and _is_number(code) else None


def _short_text(cells: Sequence[Cell], column: int) -> str:
    """Give what stands in a column of a row, folded; texts of some length are none of ours."""
    for cell in cells:
        if cell.column == column:
            shown = cell.shown
            return folded(shown) if len(shown) < 200 else ""
    return ""


@once_per_book
def _known_indicators(book: RuleBook) -> dict[str, Indicator]:
    """Map names and numbers to the indicators of a year."""
    known = {ind.code: ind for ind in book.indicators}
    for indicator in book.indicators:
        for name in (indicator.name, *indicator.aliases):
            known.setdefault(folded(name), indicator)
    return known


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


@once_per_book
def _score_columns(book: RuleBook) -> dict[str, dict[str, str]]:
    """Map for each indicator the columns of the sheet of scores to codes of the figures there."""
    mapped: dict[str, dict[str, str]] = {}
    for indicator in book.indicators:
        code = indicator.code
        mapped[code] = columns = {"score": code, "last_year": f"last.{code}"}
        parts = book.instrument(indicator.instrument).parts
        for column, part in zip(("part1", "part2"), parts, strict=False):
            columns[column] = f"{code}.{part.code}"
    return mapped


def _read_figures(
    sheet: Sheet,
    workbook: Workbook,
    rows: Mapping[int, list[Cell]],
    table: TableFound,
    book: RuleBook,
    scoring: RuleBook,
    read: _Read,
) -> None:
    """Read what stands beside the labels of computed cells: instruments, total, level."""
    figures = _figure_labels(book)
    labels = {**figures, **_part_labels(scoring), **figures}  # the words of the form come first
    prefer = [h.column for key in ("used", "score") if (h := table.heading(key))]
    for cells in rows.values():
        for at, cell in enumerate(cells):
            code = labels.get(folded(cell.raw)) if cell.kind is Kind.TEXT else None
            if code is None or code in read.typed:
                continue
            right = [c for c in cells[at + 1 :] if not c.is_blank]
            value = _figure_cell(code, right, prefer)
            if value is not None and not _is_message(code, value, scoring):
                read.typed[code] = _figure(code, sheet, cell.raw, value)
            break
    for label, code in labels.items():
        place = _named_cell(workbook, sheet, anchors.name_of("figure", code))
        value = sheet.cell(*place) if place else None
        if code in read.typed or value is None or value.is_blank:
            continue
        if not _is_message(code, value, scoring):
            read.typed[code] = _figure(code, sheet, label, value)


def _is_message(code: str, cell: Cell, scoring: RuleBook) -> bool:
    """Tell a sentence of the form, such as that a figure cannot be computed yet, from a figure."""
    if not cell.formula or cell.kind is not Kind.TEXT:
        return False
    bands = () if isinstance(scoring.levels, str) else scoring.levels.bands
    names = {folded(band.name) for band in bands}
    return code != "level" or folded(cell.raw) not in names


def _figure(code: str, sheet: Sheet, label: str, cell: Cell) -> Entry:
    reading = read_cell("text" if code == "level" else "score", cell, NO_CONTEXT)
    return Entry(code, sheet.name, label, cell, reading)


def _figure_cell(code: str, right: Sequence[Cell], prefer: Sequence[int]) -> Cell | None:
    """Choose the value among the cells right of a label, by the columns of scores."""
    if code == "level":
        return right[0] if right else None
    figures = [c for c in right if c.kind is not Kind.TEXT or c.formula or _is_figure(c.raw)]
    if prefer:
        # Beside an instrument stands its weight too: only the columns of scores hold figures.
        figures = [c for column in prefer for c in figures if c.column == column]
    return figures[0] if figures else None


def _is_figure(text: str) -> bool:
    return fold(text).replace(".", "", 1).isdigit()


@once_per_book
def _figure_labels(book: RuleBook) -> dict[str, str]:
    return {folded(book.form.words["total"]): "total", folded(book.form.words["level"]): "level"}


@once_per_book
def _part_labels(scoring: RuleBook) -> dict[str, str]:
    labels: dict[str, str] = {}
    for instrument in scoring.instruments:
        for part in instrument.parts:
            labels.setdefault(folded(part.code), part.code)
            labels.setdefault(folded(part.name), part.code)
        labels.setdefault(folded(instrument.code), instrument.code)
        labels.setdefault(folded(instrument.name), instrument.code)
    return labels


# ── รายข้อ ──────────────────────────────────────────────────────────────────────────────────────
def _read_items(sheet: Sheet, layout: Layout, scoring: RuleBook, read: _Read) -> None:
    table = _located(sheet, layout)
    code_at, score_at = (table.heading("code"), table.heading("score")) if table else (None, None)
    if table is None or code_at is None or score_at is None:
        return
    beside = _Beside(sheet, table, read)
    for number, cells in _rows_below(sheet, table).items():
        written = sheet.cell(number, code_at.column)
        shown = written.shown
        code = _item_code(shown) if len(shown) < 20 else ""
        cell = sheet.cell(number, score_at.column)
        if code in scoring.items_by_code and code not in read.items:
            reading = read_cell("score", cell, NO_CONTEXT)
            read.items[code] = Entry(code, sheet.name, score_at.written, cell, reading)
            beside.carry(cells)
        elif not cell.is_blank:
            # A score under a code the year does not have, or under one that came before.
            read.extras.append(Extra(sheet.name, cell, shown))


@lru_cache(maxsize=1024)
def _item_code(text: str) -> str:
    """Give the code of a question or item; every workbook of a year lists the same ones."""
    match = _CODE.fullmatch(folded(text))
    return f"{match[1]}{match[2]}" if match else ""


# ── มาตรการ ─────────────────────────────────────────────────────────────────────────────────────
class _Asked(NamedTuple):
    """What the columns of measures ask by a pair of rule books, and what was read so far."""

    books: tuple[RuleBook, RuleBook]
    contexts: Mapping[str, Context]
    readings: Readings


_ASKED: dict[tuple[int, int, int | None], _Asked] = {}


def _contexts(
    layout: Layout, book: RuleBook, scoring: RuleBook, read: _Read
) -> tuple[Mapping[str, Context], Readings]:
    """Give the contexts of the columns; the next file of the same year has the same ones."""
    plan = read.agency["plan_year"].value if "plan_year" in read.agency else None
    year = plan if isinstance(plan, int) else layout.fiscal_year
    # Rule books cannot be hashed. Each is kept, so that no other one can have its identity.
    mark = (id(book), id(scoring), year)
    if mark not in _ASKED:
        if len(_ASKED) >= _MOST_ASKED:
            _ASKED.clear()
        _ASKED[mark] = _Asked((book, scoring), _contexts_of(book, scoring, year), {})
    asked = _ASKED[mark]
    return asked.contexts, asked.readings


def _contexts_of(book: RuleBook, scoring: RuleBook, year: int | None) -> dict[str, Context]:
    ranges = code_ranges(scoring) or code_ranges(book)
    return {
        column.key: Context(
            choices=book.choices(column.list) if column.list else (),
            fiscal_year=year,
            code_ranges=ranges,
        )
        for column in book.form.columns
    }


def code_ranges(book: RuleBook) -> dict[str, int]:
    """Give the highest number of each kind of item code: {"i": 15, "e": 9, "o": 35}."""
    ranges: dict[str, int] = {}
    for item in book.items:
        letter, number = item.code[0], item.code[1:]
        if number.isdigit():
            ranges[letter] = max(ranges.get(letter, 0), int(number))
    return ranges


def _pictures(sheet: Sheet, records: Sequence[Record]) -> dict[int, tuple[Picture, ...]]:
    """Give each picture to the measure in whose rows it is anchored; to 0 where there is none."""
    of_row = {row: r.position for r in records for row in (r.row, *r.continued)}
    found: dict[int, list[Picture]] = {}
    for picture in sheet.pictures:
        position = of_row.get(picture.row)
        if position is None and (top := merged_from(sheet.merges, picture.row, picture.column)):
            position = of_row.get(top[0])
        found.setdefault(position or 0, []).append(picture)
    return {position: tuple(pictures) for position, pictures in found.items()}


def _of_extra_sheets(workbook: Workbook, layout: Layout) -> Iterator[Extra]:
    for name in layout.extra_sheets:
        if sheet := workbook.sheet(name):
            for _, cell in sorted(sheet.cells.items()):
                if not cell.is_blank:
                    yield Extra(name, cell)

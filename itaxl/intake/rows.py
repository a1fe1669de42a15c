"""
Read the table of measures row by row: each row becomes a measure or is explained.

Nothing is dropped: what stands beside, between or under the answers of the form is an extra.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from itaxl.cells import Cell, Kind, Sheet, blank_cell
from itaxl.fields import FIELDS
from itaxl.fields.context import Context
from itaxl.fields.reading import BLANK, Reading, Repair, State
from itaxl.intake import words
from itaxl.intake.tables import NEAR, TableFound, folded, main_table
from itaxl.rulebooks.model import RuleBook, Theme
from itaxl.rulebooks.once import once_per_book
from itaxl.submission import Entry, Explained, Extra, Heading, Record, Why
from itaxl.thai import fold

_TEXT = Kind.TEXT  # looked up once: for every cell it would show
# Columns whose text may run on in the next row after a page break.
_RUNNING = frozenset({"method", "result", "outcome", "suggestion", "evidence", "reason"})
_TELLING = frozenset({"measure", "method", "period", "owner"})
_LABELS = frozenset({"no", "theme", "codes"})  # they name a measure, they do not make one
_LONGEST_KNOWN = 200  # letters of a cell that is likely to come again
_MOST_KNOWN = 2048  # readings of a column that are remembered
_MERGE_BUDGET = 200_000  # cells looked up under merged areas; a sane table needs a few hundred


@dataclass(slots=True)
class MeasuresRead:
    """What the sheet of measures gave."""

    records: list[Record] = field(default_factory=list)
    explained: list[Explained] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    """One row of the body: its cells by column of the form, what it inherits, what is outside."""

    number: int
    own: dict[str, Cell] = field(default_factory=dict)  # written in this row
    inherited: dict[str, Cell] = field(default_factory=dict)  # from a merge that began above
    under: list[Cell] = field(default_factory=list)  # hidden under a merge
    outside: list[Cell] = field(default_factory=list)  # beside the form's columns
    widest: int = 1  # columns covered by the widest merge that begins in this row

    @property
    def visible(self) -> list[Cell]:
        """Cells a person sees in this row."""
        return [*self.own.values(), *self.outside]

    @property
    def text(self) -> str:
        """All words of the row, as a person would read them."""
        cells = sorted((*self.visible, *self.under), key=lambda cell: cell.column)
        return " · ".join(cell.shown.strip() for cell in cells)


@dataclass(slots=True)
class _Draft:
    """A measure being read: its row, the table it stands in, and the rows that continue it."""

    row: _Row
    table: TableFound
    theme: tuple[Cell, Theme] | None
    more: list[_Row] = field(default_factory=list)


# By column, then by the text of a cell; by kind, digits and number format where it is no text.
Readings = dict[str, dict[str | tuple[str, ...], Reading[Any]]]


def read_measures(
    sheet: Sheet,
    tables: Sequence[TableFound],
    book: RuleBook,
    contexts: Mapping[str, Context],
    readings: Readings | None = None,
) -> MeasuresRead:
    """
    Read the tables of measures on a sheet; every row with a cell is used or explained.

    ``readings`` are those of cells read before in the same contexts; new ones are added.
    """
    return _Walk(sheet, tables, book, contexts, {} if readings is None else readings).walk()


class _Walk:
    """One walk down the sheet, remembering the measure and the theme it is in."""

    def __init__(
        self,
        sheet: Sheet,
        tables: Sequence[TableFound],
        book: RuleBook,
        contexts: Mapping[str, Context],
        readings: Readings,
    ) -> None:
        self._sheet = sheet
        self._tables = _alike(tables)
        self._book = book
        self._contexts = contexts
        self._readers = {column.key: FIELDS[column.kind] for column in book.form.columns}
        self._examples = _examples(book)
        self._read = MeasuresRead()
        self._readings = readings
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None  # the measure that a next row may continue
        self._theme: tuple[Cell, Theme] | None = None
        self._signing = False

    def walk(self) -> MeasuresRead:
        """Go from the first row to the last."""
        rows = _rows(self._sheet)
        numbers = list(rows)
        first = self._tables[0].row if self._tables else 0
        for number in numbers[: bisect_left(numbers, first)]:
            self._explain(number, Why.TITLE, _text(rows[number]))
        for at, table in enumerate(self._tables):
            end = self._tables[at + 1].row if at + 1 < len(self._tables) else numbers[-1] + 1
            inside = numbers[bisect_left(numbers, table.row) : bisect_left(numbers, end)]
            self._table(table, {number: rows[number] for number in inside})
        if not self._tables:
            for number in numbers:
                self._explain(number, Why.UNKNOWN, _text(rows[number]))
        self._finish()
        return self._read

    def _table(self, table: TableFound, rows: Mapping[int, list[Cell]]) -> None:
        # A repeated heading is a page break, no new beginning: the measure above stays open.
        for number in [number for number in rows if number <= table.last_heading_row]:
            self._explain(number, Why.HEADING, _text(rows[number]))
        body = {number: cells for number, cells in rows.items() if number > table.last_heading_row}
        for row in _split(self._sheet, table, body):
            why = self._why(row)
            if why is None:
                self._open = _Draft(row, table, self._theme)
                self._drafts.append(self._open)
                self._signing = False
                continue
            if why is Why.CONTINUED and self._open:
                self._open.more.append(row)
            elif why not in (Why.BLANK, Why.DASHES):
                self._open = None
            self._explain(row.number, why, row.text)
            if why is not Why.CONTINUED:
                # An explained row keeps its own words; only what is hidden in it is an extra.
                self._extras(row.under, table, None)

    def _why(self, row: _Row) -> Why | None:
        """Say why a row is no measure; None when it is one."""
        if not (visible := row.visible):
            return Why.UNKNOWN if row.under else Why.BLANK
        if all(words.is_dashes(cell.shown.strip()) for cell in visible):
            return Why.DASHES
        no = row.own.get("no")
        counted = no is not None and words.is_number(no.shown)
        rest = [cell for cell in visible if cell is not no] if counted else visible
        if not rest:
            return Why.BLANK
        why = self._marked(row, rest) or (self._lonely(row, rest[0]) if len(rest) == 1 else None)
        if why is None and not row.own.keys() - {"no"}:
            why = Why.UNKNOWN
        if why is None and not counted and self._continues(row):
            why = Why.CONTINUED
        return why

    def _lonely(self, row: _Row, cell: Cell) -> Why | None:
        """Judge a row with one text in it: a theme, a banner, or a measure barely begun."""
        if theme := self._theme_of(cell):
            self._theme = (cell, theme)
            return Why.THEME
        if cell is row.own.get("theme"):
            return Why.THEME
        return Why.UNKNOWN if row.widest >= 3 or cell is row.own.get("no") else None

    def _marked(self, row: _Row, rest: list[Cell]) -> Why | None:
        """Recognise rows that say of themselves what they are."""
        first = min(rest).shown  # cells of one row: the leftmost
        told = len(_TELLING & row.own.keys())
        if told < 3:
            texts = [cell.shown for cell in rest]
            if any(map(words.is_signature, texts)):
                self._signing = True
                return Why.SIGNATURE
            if self._signing and all(map(words.is_signed, texts)):
                return Why.SIGNATURE
        if told < 2 and words.is_total(first):
            return Why.TOTAL
        if told < 2 and words.is_note(first):
            return Why.UNKNOWN
        measure, method = row.own.get("measure"), row.own.get("method")
        copied = measure and method and self._is_example(measure.shown, method.shown)
        return Why.EXAMPLE if copied or words.is_example(first) else None

    def _is_example(self, measure: str, method: str) -> bool:
        """Tell whether a measure is one of the form's examples, word for word."""
        methods = self._examples.get(fold(measure))
        return methods is not None and fold(method) in methods

    def _theme_of(self, cell: Cell) -> Theme | None:
        """Recognise the name of a theme, by its number first and its words in any case."""
        if cell.kind is not Kind.TEXT or len(cell.raw) > 250:
            return None
        number, rest = words.theme_lead(cell.raw)
        if len(rest) < 8:
            return None
        for theme in self._book.themes:
            least = 0.7 if theme.number == number else NEAR
            for name in (theme.name, *theme.aliases):
                title = folded(name)
                if rest == title:
                    return theme
                matcher = SequenceMatcher(None, title, rest, autojunk=False)
                if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
                    continue
                if matcher.ratio() >= least:
                    return theme
        return None

    def _continues(self, row: _Row) -> bool:
        """Tell whether a row goes on with the measure above, cut by a page break or a merge."""
        if self._open is None or not row.own.keys() <= _RUNNING:
            return False
        if not row.own.keys() & {"method", "result", "outcome", "suggestion"}:
            return False
        if (measure := row.inherited.get("measure")) is None:
            return not row.inherited.keys() - _RUNNING - _LABELS or self._same(row)
        return self._same(row) and measure == self._measure_of(self._open)

    def _same(self, row: _Row) -> bool:
        """Tell whether all that a row inherits belongs to the open measure."""
        if (draft := self._open) is None:
            return False
        return all(
            cell == draft.row.own.get(key, draft.row.inherited.get(key))
            for key, cell in row.inherited.items()
        )

    @staticmethod
    def _measure_of(draft: _Draft) -> Cell | None:
        return draft.row.own.get("measure", draft.row.inherited.get("measure"))

    def _explain(self, row: int, why: Why, text: str) -> None:
        self._read.explained.append(Explained(self._sheet.name, row, why, text))

    def _extras(self, cells: Sequence[Cell], table: TableFound, record: int | None) -> None:
        if not cells:
            return
        titles = {
            heading.column: heading.written
            for heading in (*table.headings, *table.doubled, *table.unknown)
        }
        for cell in cells:
            heading = titles.get(cell.column, "")
            self._read.extras.append(Extra(self._sheet.name, cell, heading, record))

    def _finish(self) -> None:
        for position, draft in enumerate(self._drafts, 1):
            self._read.records.append(self._record(position, draft))
            for row in (draft.row, *draft.more):
                self._extras(row.under, draft.table, position)
                self._extras(row.outside, draft.table, position)

    def _record(self, position: int, draft: _Draft) -> Record:
        entries: dict[str, Entry] = {}
        row, sheet = draft.row, self._sheet.name
        cells = {**row.inherited, **row.own}
        for heading in draft.table.headings:
            key = heading.key
            cell = cells.get(key)
            if draft.more:
                entries[key] = self._continued(heading, cell, draft)
            elif cell is None:
                blank = blank_cell(row.number, heading.column)
                entries[key] = Entry(key, sheet, heading.written, blank, BLANK)
            else:
                entries[key] = Entry(key, sheet, heading.written, cell, self._reading(key, cell))
        theme = entries.get("theme")
        if draft.theme and (theme is None or theme.cell.is_blank):
            entries["theme"] = self._theme_entry(*draft.theme)
        numbers = (row.number, *[below.number for below in draft.more])
        return Record(
            position,
            self._sheet.name,
            row.number,
            entries,
            continued=numbers[1:],
            hidden=not self._sheet.hidden_rows.isdisjoint(numbers),
        )

    def _continued(self, heading: Heading, cell: Cell | None, draft: _Draft) -> Entry:
        """Read an answer together with what continues it in the rows below."""
        key = heading.key
        first = cell or blank_cell(draft.row.number, heading.column)
        more = tuple(below.own[key] for below in draft.more if key in below.own)
        read = first
        if more:
            text = "\n".join(c.shown for c in (first, *more) if not c.is_blank)
            read = first._replace(kind=Kind.TEXT, raw=text, formula="")
        reading = BLANK if read.kind is Kind.BLANK else self._reading(key, read)
        return Entry(key, self._sheet.name, heading.written, first, reading, more)

    def _reading(self, key: str, cell: Cell) -> Reading[Any]:
        """Read a cell; owners, periods and statuses come again, and equal cells read the same."""
        if len(cell.raw) > _LONGEST_KNOWN:
            return self._readers[key](cell, self._contexts[key])
        mark = cell.raw if cell.kind is _TEXT else (cell.kind, cell.raw, cell.number_format)
        known = self._readings.setdefault(key, {})
        reading = known.get(mark)
        if reading is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            reading = known[mark] = self._readers[key](cell, self._contexts[key])
        return reading

    def _theme_entry(self, cell: Cell, theme: Theme) -> Entry:
        """Give a row the theme that stands above it as a row of its own."""
        column = self._book.form.column("theme")
        reading = self._readers["theme"](cell, self._contexts["theme"])
        if reading.state is not State.READ:
            reading = Reading(str(theme.number), repairs=(Repair.NEAR_CHOICE,))
        return Entry("theme", self._sheet.name, column.heading, cell, reading)


def _alike(tables: Sequence[TableFound]) -> list[TableFound]:
    """Keep the tables of measures: those that show half of what the fullest one shows."""
    if (main := main_table(tables)) is None:
        return []
    keys = {heading.key for heading in main.headings}
    return [
        table
        for table in tables
        if len({heading.key for heading in table.headings} & keys) * 2 >= len(keys)
    ]


@once_per_book
def _examples(book: RuleBook) -> dict[str, set[str]]:
    """Give the methods of the form's examples, by their measures; both folded."""
    methods: dict[str, set[str]] = {}
    for example in book.form.guide.examples:
        method = fold(example.get("method", ""))
        methods.setdefault(fold(example.get("measure", "")), set()).add(method)
    return methods


def _rows(sheet: Sheet) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for (row, _), cell in sheet.cells.items():
        rows.setdefault(row, []).append(cell)
    return {row: rows[row] for row in sorted(rows)}


def _text(cells: Sequence[Cell]) -> str:
    ordered = sorted(cells, key=lambda cell: cell.column)
    return " · ".join(cell.shown.strip() for cell in ordered if not cell.is_blank)


def _split(sheet: Sheet, table: TableFound, rows: Mapping[int, list[Cell]]) -> Iterator[_Row]:
    """Sort the cells of each row of a table by the column of the form they stand in."""
    columns: dict[int, str] = {}
    for heading in table.headings:
        for column in range(heading.column, table.spans.get(heading.column, heading.column) + 1):
            columns.setdefault(column, heading.key)
    covered, widths = _covered(sheet, table, rows, columns)
    for number, cells in rows.items():
        row = _Row(number, widest=widths.get(number, 1))
        for cell in sorted(cells):
            if cell.is_blank:
                continue
            key = columns.get(cell.column)
            if covered and (number, cell.column) in covered:
                row.under.append(cell)
            elif key is None or key in row.own:
                row.outside.append(cell)
            else:
                row.own[key] = cell
        for column, key in columns.items() if covered else ():
            top = covered.get((number, column))
            if top and top[0] < number and columns.get(top[1]) == key and key not in row.own:
                above = sheet.cell(*top)
                if not above.is_blank:
                    row.inherited[key] = above
        yield row


def _covered(
    sheet: Sheet, table: TableFound, rows: Mapping[int, list[Cell]], columns: Mapping[int, str]
) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[int, int]]:
    """
    Map the cells of a table that a merge covers to its top-left cell.

    Also give the width of the widest merge that begins in each row, in columns of the form.
    """
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    widths: dict[int, int] = {}
    if not sheet.merges:
        return covered, widths
    numbers = list(rows)
    known = sorted({*columns, *(cell.column for cells in rows.values() for cell in cells)})
    budget = _MERGE_BUDGET
    for area in sheet.merges:
        if area.last_row <= table.last_heading_row or area.first_row <= table.last_heading_row:
            continue
        low = bisect_left(numbers, area.first_row)
        high = bisect_left(numbers, area.last_row + 1)
        left = bisect_left(known, area.first_column)
        right = bisect_left(known, area.last_column + 1)
        inside = sum(column in columns for column in known[left:right])
        widths[area.first_row] = max(widths.get(area.first_row, 1), inside)
        budget -= (high - low) * (right - left)
        if budget < 0:
            break
        top = (area.first_row, area.first_column)
        for number in numbers[low:high]:
            for column in known[left:right]:
                if (number, column) != top:
                    covered.setdefault((number, column), top)
    return covered, widths

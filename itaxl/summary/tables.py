"""Flat tables of the summary: where they stand, how formulas name their columns, how they go on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from itaxl.cells import Area, column_letters
from itaxl.plans import (
    CellPlan,
    Formula,
    Link,
    PrintPlan,
    RulePlan,
    ShadePlan,
    SheetPlan,
    SparkPlan,
    TableColumn,
    TablePlan,
    Value,
)
from itaxl.summary.words import word

Row = tuple[Value | Formula | Link, ...]
FIRST_ROW = 5  # headings of a flat table: above them title, subtitle, links and legend


@dataclass(frozen=True, slots=True)
class Lazy:
    """Rows that are made each time somebody goes through them: too many to be held."""

    make: Callable[[], Iterable[Row]]
    first: int = 0
    last: int | None = None

    def __iter__(self) -> Iterator[Row]:
        return islice(iter(self.make()), self.first, self.last)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, how it looks, and its heading where the words hold none for the key."""

    key: str
    style: str = "text"
    width: float = 12
    heading: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        """The heading people see."""
        return self.heading or word("headings", self.key)


OWN_COLUMNS = (Column("coordinator_note", "own", 26), Column("assigned", "own", 16))
FURTHER = "/"  # in the key of a line that does not stand for its agency


@dataclass(frozen=True, slots=True)
class Noted:
    """How rows with columns of the coordinator's are known again: by columns of their table."""

    tab: str  # key of the sheet's name, and name of the table
    key: str  # names the row
    about: str = ""  # tells rows of one agency apart
    by_agency: bool = False  # the agency alone finds a row again whose key is new

    def is_further(self, key: str) -> bool:
        """Tell whether a row is a further one of its agency."""
        return FURTHER in key


@dataclass(frozen=True, slots=True)
class Flat:
    """
    A flat table on a sheet of its own, and the names its columns have in formulas.

    ``sheet`` is the name people see. A table longer than ``limit`` rows continues on further
    sheets, each with a table and names of its own; 0 means that it never does.
    """

    name: str
    sheet: str
    columns: tuple[Column, ...]
    count: int
    limit: int = 0
    row: int = FIRST_ROW
    column: int = 1

    @property
    def parts(self) -> tuple[int, ...]:
        """How many rows each of its sheets holds; a table without rows has one empty one."""
        if not self.limit or self.count <= self.limit:
            return (self.count,)
        whole, rest = divmod(self.count, self.limit)
        return (self.limit,) * whole + ((rest,) if rest else ())

    def at(self, key: str) -> int:
        """Number the column of a key."""
        keys = [column.key for column in self.columns]
        return self.column + keys.index(key)

    def letter(self, key: str) -> str:
        """Give the letters of the column of a key."""
        return column_letters(self.at(key))

    def names(self, key: str) -> tuple[str, ...]:
        """The workbook names of a column, one per sheet the table stands on."""
        return tuple(f"{self.name}_{key}{suffix(part)}" for part in range(len(self.parts)))

    def area(self, key: str, part: int = 0) -> Area:
        """The cells of a column below its heading; one blank row where the table is empty."""
        column, row = self.at(key), FIRST_ROW if part else self.row
        return Area(row + 1, column, row + max(1, self.parts[part]), column)

    def body(self) -> Area:
        """All cells below the headings on the first sheet."""
        last = self.row + max(1, self.parts[0])
        return Area(self.row + 1, self.column, last, self.column + len(self.columns) - 1)

    def whole(self) -> Area:
        """The headings and all cells below them on the first sheet."""
        return self.body()._replace(first_row=self.row)

    def definitions(self) -> Iterator[tuple[str, str]]:
        """Workbook names and the ranges they stand for."""
        for column in self.columns:
            for part, name in enumerate(self.names(column.key)):
                area, letters = self.area(column.key, part), self.letter(column.key)
                sheet = quoted(part_name(self.sheet, part))
                yield name, f"={sheet}!${letters}${area.first_row}:${letters}${area.last_row}"

    def plan(self, rows: Iterable[Row]) -> TablePlan:
        """Plan the table with its rows."""
        columns = tuple(
            TableColumn(column.title, column.style, column.width, column.note)
            for column in self.columns
        )
        return TablePlan(self.row, self.column, columns, rows, name=self.name, count=self.count)


def quoted(sheet: str) -> str:
    """Write a sheet's name as formulas need it."""
    return "'" + sheet.replace("'", "''") + "'"


def suffix(part: int) -> str:
    """What is added to the name of a table that continues: nothing for its first part."""
    return "" if part == 0 else f"__{part + 1}"


def part_name(sheet: str, part: int) -> str:
    """Name the sheet a table continues on."""
    return sheet if part == 0 else word("subtitles", "sheet_part", title=sheet, number=part + 1)


def count_if(names: Iterable[str], criterion: str) -> str:
    """Write the count of cells that meet a criterion, over all parts of a column."""
    return "+".join(f"COUNTIF({name},{criterion})" for name in names)


def total_of(names: Iterable[str]) -> str:
    """Write the sum of a column over all its parts."""
    return "+".join(f"SUM({name})" for name in names)


def flat_sheet(
    flat: Flat,
    rows: Iterable[Row],
    title: str,
    subtitle: str,
    *,
    cells: Iterable[CellPlan] = (),
    shades: tuple[ShadePlan, ...] = (),
    rules: tuple[RulePlan, ...] = (),
    more: tuple[TablePlan, ...] = (),
    sparks: tuple[SparkPlan, ...] = (),
    frozen: int = 3,
    printed: str = "",
    tab_color: str = "",
) -> SheetPlan:
    """
    Plan a sheet with a title, a line that explains it, and one flat table.

    ``printed`` is the key of the last column that goes on paper; all of them where it is empty.
    """
    head = (
        CellPlan(1, flat.column, title, "title"),
        CellPlan(2, flat.column, subtitle, "subtitle"),
    )
    width = flat.at(printed or flat.columns[-1].key)
    last = flat.row + max(1, flat.parts[0])
    return SheetPlan(
        name=flat.sheet,
        cells=(*head, *cells),
        tables=(*more, flat.plan(rows if isinstance(rows, Lazy) else tuple(rows))),
        heights={1: 32.0},
        shades=shades,
        rules=rules,
        sparks=sparks,
        freeze=(flat.row + 1, flat.column + frozen),
        printing=PrintPlan(repeat_rows=(flat.row, flat.row), area=Area(1, 1, last, width)),
        tab_color=tab_color,
        gridlines=False,
        zoom=85,
    )


def continued(sheet: SheetPlan, flat: Flat) -> tuple[SheetPlan, ...]:
    """Cut a sheet whose flat table is too long; each part says where it goes on."""
    if len(flat.parts) == 1:
        return (sheet,)
    rows = sheet.tables[-1].rows
    starts = (number * flat.limit for number in range(len(flat.parts)))
    pieces = [Lazy(lambda: rows, start, start + flat.limit) for start in starts]
    return tuple(_part(sheet, flat, piece, number) for number, piece in enumerate(pieces))


def _part(sheet: SheetPlan, flat: Flat, rows: Lazy, number: int) -> SheetPlan:
    table, of, count = sheet.tables[-1], len(flat.parts), flat.parts[number]
    spoken = {
        "number": number + 1,
        "of": of,
        "next": part_name(sheet.name, number + 1),
        "first": sheet.name,
    }
    words = word("subtitles", "continued" if number + 1 < of else "continued_last", **spoken)
    cells = [cell for cell in sheet.cells if number == 0 or cell.row <= 2]
    cells.append(CellPlan(FIRST_ROW - 1, table.column, words, "continued"))
    row = FIRST_ROW if number else table.row
    area = sheet.printing.area
    printing = replace(
        sheet.printing,
        repeat_rows=(row, row),
        area=area._replace(last_row=row + count) if area else None,
    )
    # Colours and rules lie over the rows of the first part; they fit the others only in its place.
    in_place = row == table.row
    return replace(
        sheet,
        name=part_name(sheet.name, number),
        cells=tuple(cells),
        tables=(
            *(() if number else sheet.tables[:-1]),
            replace(table, rows=rows, name=table.name + suffix(number), row=row, count=count),
        ),
        shades=sheet.shades if in_place else (),
        rules=sheet.rules if in_place else (),
        freeze=(row + 1, sheet.freeze[1]) if sheet.freeze else None,
        printing=printing,
    )

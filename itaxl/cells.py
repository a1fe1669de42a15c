"""Cells, sheets and workbooks as they came in: never trimmed, never converted."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class Kind(StrEnum):
    """What a cell was in the file it came from."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    ERROR = "error"
    PENDING = "pending"  # a formula whose result was never stored


# To look a member up in its class takes ten times as long, and cells are asked all the time.
_BLANK, _TEXT, _NUMBER = Kind.BLANK, Kind.TEXT, Kind.NUMBER


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Name a column (1 → A, 27 → AA)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number a column by its letters (A → 1, AA → 27)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """Write an address as Excel shows it: rows and columns count from 1."""
    return f"{column_letters(column)}{row}"


class Area(NamedTuple):
    """A rectangle of cells, both corners included; never expanded into its cells."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def contains(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in the rectangle."""
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


class Cell(NamedTuple):
    """
    One cell as the agency left it.

    ``raw`` is the text of a text cell, the digits of a number as the file spells them,
    the ISO form of a date (Gregorian, as stored), the code of an error value, TRUE or FALSE.
    """

    row: int
    column: int
    kind: Kind = Kind.BLANK
    raw: str = ""
    formula: str = ""
    number_format: str = ""

    @property
    def address(self) -> str:
        """The address as Excel shows it, such as C7."""
        return address(self.row, self.column)

    @property
    def is_blank(self) -> bool:
        """Nothing a person could see stands in the cell."""
        if self.kind is _TEXT:
            return not self.raw or self.raw.isspace()
        return self.kind is _BLANK

    @property
    def number(self) -> Decimal | None:
        """The stored number, to the 15 digits a spreadsheet keeps; a percent stays a fraction."""
        if self.kind is not _NUMBER and self.kind is not Kind.PERCENT:
            return None
        return Decimal(format(float(self.raw), ".15g"))

    @property
    def date(self) -> dt.date | None:
        """The stored date, Gregorian; a Buddhist year typed as Gregorian is still in it."""
        if self.kind is not Kind.DATE:
            return None
        try:
            return dt.date.fromisoformat(self.raw[:10])
        except ValueError:
            return None

    @property
    def shown(self) -> str:
        """What a person would read in the cell, near enough to quote it back."""
        if self.kind is _TEXT:
            return self.raw
        if self.kind is _NUMBER and (number := self.number) is not None:
            return format(number.normalize(), "f")
        if self.kind is Kind.PERCENT and (number := self.number) is not None:
            return format((number * 100).normalize(), "f") + "%"
        if self.kind is Kind.PENDING:
            return "=" + self.formula
        return self.raw


def blank_cell(row: int, column: int) -> Cell:
    """Make a blank cell: half of all answers are, and this is twice as quick as by its class."""
    return tuple.__new__(Cell, (row, column, _BLANK, "", "", ""))


def defused(text: str) -> str:
    """Give a text for a file without cell types in a form that no spreadsheet runs as a formula."""
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\0"} else text


@dataclass(frozen=True, slots=True)
class TableArea:
    """An Excel table: its name and the rectangle it covers, heading row included."""

    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture placed in a sheet: the cell under its upper left corner, and its bytes."""

    row: int
    column: int
    extension: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One sheet: its cells with content by (row, column), and what hides some of them.

    ``hidden_rows`` and ``hidden_columns`` name only rows and columns that hold a cell with content.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visibility: str = "visible"  # visible, hidden, veryHidden
    filtered: bool = False  # an automatic filter is set on the sheet
    tables: tuple[TableArea, ...] = ()
    pictures: tuple[Picture, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """Give the cell at an address; a blank one where nothing is stored."""
        return self.cells.get((row, column)) or blank_cell(row, column)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows that hold content, in order, each with its cells from left to right."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells.values():
            rows.setdefault(cell.row, []).append(cell)
        for number in sorted(rows):
            yield number, sorted(rows[number], key=lambda cell: cell.column)


class Remark(NamedTuple):
    """
    Something a package carries that is told and never carried on: macros, links to other files.

    ``code`` is the code of the check whose words tell it; ``seen`` names it; ``cells`` if it has
    any.
    """

    code: str
    seen: str = ""
    sheet: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file as read: sheets in tab order, names, properties, and where it came from."""

    path: Path
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    size: int = 0
    modified: dt.datetime | None = None  # as the file's own properties say, else the file system
    application: str = ""
    remarks: tuple[Remark, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """Find a sheet by its exact name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

"""Workbooks from Markdown tables, for tests: what a coordinator could read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from itaxl.cells import Area, Cell, Kind, Sheet, Workbook


def grid(markdown: str, row: int = 1, column: int = 1) -> dict[tuple[int, int], Cell]:
    """Turn a Markdown table into cells, the heading row first; "⏎" is a line break in a cell."""
    cells: dict[tuple[int, int], Cell] = {}
    lines = [line.strip() for line in markdown.strip().splitlines() if line.strip()]
    for at, line in enumerate(lines):
        texts = line.strip("|").split("|") if line.startswith("|") else [line]
        for across, text in enumerate(texts):
            if text := text.strip().replace("⏎", "\n"):
                cells[row + at, column + across] = cell(row + at, column + across, text)
    return cells


def cell(row: int, column: int, text: str) -> Cell:
    """Make one cell: figures become numbers, all else text."""
    number = text.replace(".", "", 1).isdigit() and text.isascii()
    return Cell(row, column, Kind.NUMBER if number else Kind.TEXT, text)


def sheet(name: str, markdown: str, row: int = 1, column: int = 1, **more: object) -> Sheet:
    """Make a sheet from a Markdown table placed at an address."""
    return replace(Sheet(name, grid(markdown, row, column)), **more)  # type: ignore[arg-type]


def book(
    *sheets: Sheet,
    names: Mapping[str, str] | None = None,
    properties: Mapping[str, str] | None = None,
) -> Workbook:
    """Make a workbook of sheets."""
    return Workbook(Path("returned.xlsx"), sheets, names or {}, properties or {})


def moved(sheet: Sheet, rows: Sequence[int] = (), columns: Sequence[int] = ()) -> Sheet:
    """Insert a blank row or column before each of the numbers given, as a spreadsheet would."""

    def down(row: int) -> int:
        return row + sum(before <= row for before in rows)

    def right(column: int) -> int:
        return column + sum(before <= column for before in columns)

    cells = {
        (down(c.row), right(c.column)): c._replace(row=down(c.row), column=right(c.column))
        for c in sheet.cells.values()
    }
    merges = tuple(
        Area(down(a.first_row), right(a.first_column), down(a.last_row), right(a.last_column))
        for a in sheet.merges
    )
    return replace(
        sheet,
        cells=cells,
        merges=merges,
        hidden_rows=frozenset(map(down, sheet.hidden_rows)),
        hidden_columns=frozenset(map(right, sheet.hidden_columns)),
    )

"""A second reader, for what ours cannot read: slower, and asked only after the guard."""

import datetime as dt
import io
from typing import Any

from itaxl.cells import Cell, Kind, Sheet, TableArea, Workbook
from itaxl.excel.formats import meaning
from itaxl.excel.guard import merged_positions
from itaxl.excel.package import Package
from itaxl.excel.sheetxml import parse_area

_MAX_MERGED = 200_000  # this reader makes an object of every merged position


def read(package: Package) -> Workbook | None:
    """Read values and formulas with openpyxl; None when it fails as well."""
    import openpyxl

    if merged_positions(package) > _MAX_MERGED:
        return None
    try:
        values = openpyxl.load_workbook(io.BytesIO(package.data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(package.data))
        sheets = tuple(_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets)
    except Exception:
        return None
    if not sheets:
        return None
    return Workbook(path=package.path, sheets=sheets, sha256=package.sha256, size=len(package.data))


def _sheet(values: Any, formulas: Any) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for row, column in sorted(formulas._cells):
        key = (row, column)
        cell = _cell(row, column, values._cells.get(key), formulas._cells[key])
        if cell is not None:
            cells[key] = cell
    tables = [(table.displayName, parse_area(table.ref, "")) for table in formulas.tables.values()]
    return Sheet(
        name=formulas.title,
        cells=cells,
        merges=tuple(
            area
            for m in formulas.merged_cells.ranges
            if (area := parse_area(str(m), "")) is not None
        ),
        visibility=formulas.sheet_state,
        filtered=bool(formulas.auto_filter.ref),
        tables=tuple(TableArea(name, area) for name, area in tables if area),
    )


def _cell(row: int, column: int, stored: Any, written: Any) -> Cell | None:
    value = getattr(stored, "value", None)
    formula = ""
    if written.data_type == "f":
        text = getattr(written.value, "text", written.value)
        formula = str(text or "array:").removeprefix("=")
    if value is None:
        if not formula:
            return None
        return Cell(row, column, Kind.PENDING, "", formula, written.number_format)
    kind, raw = _value(value, stored, written.number_format)
    return Cell(row, column, kind, raw, formula, written.number_format)


def _value(  # noqa: PLR0911 one line for each kind
    value: Any, stored: Any, code: str
) -> tuple[Kind, str]:
    if stored.data_type == "e":
        return Kind.ERROR, str(value)
    if isinstance(value, bool):
        return Kind.BOOLEAN, str(value).upper()
    if isinstance(value, dt.datetime):
        day = value.time() == dt.time()
        return Kind.DATE, value.date().isoformat() if day else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return Kind.DATE, value.isoformat()
    if isinstance(value, dt.timedelta):
        return Kind.NUMBER, repr(value / dt.timedelta(days=1))
    if isinstance(value, int | float):
        percent = meaning(code) is Kind.PERCENT
        return (Kind.PERCENT if percent else Kind.NUMBER), repr(value)
    return Kind.TEXT, str(value)

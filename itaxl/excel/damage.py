"""What happens to workbooks on their way through offices, done on purpose to try our own form."""

import io
from collections.abc import Callable
from typing import Any

Change = Callable[[Any], None]


def _changed(data: bytes, change: Change) -> bytes:
    """Load a workbook, change it and save it, as another program would."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def saved_elsewhere(data: bytes) -> bytes:
    """Save by a program that keeps no results of formulas and loses what it does not know."""
    return _changed(data, lambda book: book.active)


def pasted_over(data: bytes) -> bytes:
    """Lose every list, rule and format, as pasting whole rows from elsewhere does."""

    def change(book: Any) -> None:
        from openpyxl.formatting.formatting import ConditionalFormattingList
        from openpyxl.worksheet.datavalidation import DataValidationList

        for sheet in book.worksheets:
            sheet.data_validations = DataValidationList()
            sheet.conditional_formatting = ConditionalFormattingList()
            for row in sheet.iter_rows():
                for cell in row:
                    cell.style = "Normal"

    return _changed(data, change)


def pushed_down(data: bytes, sheet_name: str, rows: int) -> bytes:
    """Insert rows at the top of a sheet by a program that moves no workbook names along."""

    def change(book: Any) -> None:
        sheet = _loose(book[sheet_name])
        sheet.insert_rows(1, rows)
        sheet.cell(1, 1, "บันทึกข้อความ")

    return _changed(data, change)


def pushed_right(data: bytes, sheet_name: str) -> bytes:
    """Insert a column at the left edge by a program that moves no workbook names along."""
    return _changed(data, lambda book: _loose(book[sheet_name]).insert_cols(1))


def moved_column(data: bytes, sheet_name: str, column: int) -> bytes:
    """Cut a column out and paste it behind the last one."""

    def change(book: Any) -> None:
        sheet = _loose(book[sheet_name])
        last = sheet.max_column + 1
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, last).value = sheet.cell(row, column).value
        sheet.delete_cols(column)

    return _changed(data, change)


def sorted_backwards(data: bytes, sheet_name: str, first: int, last: int) -> bytes:
    """Turn the order of some rows round, as sorting does."""

    def change(book: Any) -> None:
        sheet = _loose(book[sheet_name])
        width = range(1, sheet.max_column + 1)
        rows = [
            [sheet.cell(row, column).value for column in width] for row in range(first, last + 1)
        ]
        for row, values in zip(range(first, last + 1), reversed(rows), strict=True):
            for column, value in zip(width, values, strict=True):
                sheet.cell(row, column).value = value

    return _changed(data, change)


def renamed_sheets(data: bytes) -> bytes:
    """Give every sheet another name."""

    def change(book: Any) -> None:
        for number, sheet in enumerate(book.worksheets, start=1):
            sheet.title = f"Sheet{number}"

    return _changed(data, change)


def stripped(data: bytes) -> bytes:
    """Lose the workbook names, the custom properties and the tables."""

    def change(book: Any) -> None:
        book.defined_names.clear()
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]
        for sheet in book.worksheets:
            sheet.tables.clear()

    return _changed(data, change)


def _loose(sheet: Any) -> Any:
    """Undo what would stay behind when rows and columns move: merged cells, tables, rules."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.tables.clear()
    sheet.protection.sheet = False
    return sheet

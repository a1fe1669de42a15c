"""
Draw plans as workbooks: the only place where an Excel file is written.

Everything that may be foreign text passes ``clean_text`` and is handed over as a string, never to a
call that would make a formula or a link out of it. The library escapes text in cells itself but not
in rules, table headings, stored results and sheet names; they get cleaned text only. The rows of
big tables do not pass through the library: ``streaming`` says which, ``rowxml`` how.
"""

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException
from xlsxwriter.image import Image
from xlsxwriter.worksheet import Worksheet

from itaxl.cells import Area, Picture, address
from itaxl.excel.charts import Chart
from itaxl.excel.heights import DIGIT_PIXELS, MAX_ROW_POINTS, ROW_POINTS, Lines, count_lines
from itaxl.excel.library import done, fault, zero
from itaxl.excel.looks import FONT, Numbers, Styles, typeface
from itaxl.excel.rowxml import ROW_PIXELS, Rows
from itaxl.excel.streaming import Stream, length, pour, streamed
from itaxl.excel.texts import cell_text, clean_text, cut, literal, one_line, short
from itaxl.excel.values import FIRST_YEAR, is_exact, stored
from itaxl.plans import (
    BookPlan,
    CellPlan,
    Formula,
    Link,
    PicturePlan,
    PrintPlan,
    RulePlan,
    SheetPlan,
    StyleSpec,
    TablePlan,
    Value,
)
from itaxl.saving import save

if TYPE_CHECKING:
    from itaxl.excel.ahead import Ahead

PICTURE_POINTS = 96.0
LINK_LIMIT = 65_000  # Excel gives up beyond 65,530 links on a sheet
TARGET_SHEET = "itaxl_targets"
PICTURE_KINDS = frozenset({"png", "jpg", "jpeg", "gif"})

_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def draw(plan: BookPlan, path: Path, ahead: "Sequence[Ahead]" = ()) -> Path:
    """
    Draw a workbook and save it whole or not at all; give the path it was saved under.

    ``ahead`` are all those tables of its whose rows were begun before.
    """

    def write(temporary: Path) -> None:
        _draw_into(plan, str(temporary), ahead)

    return save(path, write)


def begin(
    sheets: Sequence[SheetPlan], styles: Mapping[str, StyleSpec], *, alone: bool = False
) -> "Iterator[Ahead]":
    """
    Begin to draw the rows of the last table of some sheets, before the others are planned.

    The workbook must have the same styles. What is begun and not among the tables that are
    streamed there is begun in vain.
    """
    from itaxl.excel.ahead import RESERVED, Ahead

    book = _Book(BookPlan((), styles), xlsxwriter.Workbook(io.BytesIO()), ())
    tables = [(plan.tables[-1], _Sheet(book, None, plan, ())) for plan in sheets]
    longest = max((_cells_of(table) for table, _ in tables), default=0)
    for number, (table, sheet) in enumerate(tables):
        # The longest one has the right of way: it is what would be waited for at the end.
        yielding = _cells_of(table) < longest
        looks = sheet.looks(table)
        yield Ahead(table, looks, number * RESERVED, alone=alone, yielding=yielding)


def _cells_of(table: TablePlan) -> int:
    return (length(table) or 0) * len(table.columns)


def draw_bytes(plan: BookPlan) -> bytes:
    """Draw a workbook in memory."""
    buffer = io.BytesIO()
    _draw_into(plan, buffer)
    return buffer.getvalue()


def _draw_into(plan: BookPlan, target: str | io.BytesIO, ahead: "Sequence[Ahead]" = ()) -> None:
    charted = {chart.data_sheet for sheet in plan.sheets for chart in sheet.charts}
    # A chart keeps a copy of the values it shows, which the library takes from cells it knows.
    tables = [() if sheet.name in charted else streamed(sheet) for sheet in plan.sheets]
    if not any(tables):
        _drawn(plan, tables, target)
        return
    names = {table.name for some in tables for table in some}
    if not all(each.table.name in names for each in ahead):
        ahead = ()
    drawn = io.BytesIO()
    pour(drawn, _drawn(plan, tables, drawn, ahead), target)


def _drawn(
    plan: BookPlan,
    tables: Sequence[tuple[TablePlan, ...]],
    target: str | io.BytesIO,
    ahead: "Sequence[Ahead]" = (),
) -> list[Stream]:
    """Draw everything but the rows of some tables; give these rows."""
    options = {
        "default_format_properties": typeface(StyleSpec()),
        "default_row_height": ROW_PIXELS,
        "default_column_width": 72,
        "in_memory": True,  # temporary files would be left behind by a run that is stopped
    }
    book = _Book(plan, xlsxwriter.Workbook(target, options), tables, ahead)
    try:
        book.draw()
        book.book.close()
    except FileCreateError as error:
        # The library wraps what the disk said; saving wants to hear it unwrapped.
        cause = error.args[0] if error.args else error
        raise (cause if isinstance(cause, OSError) else error) from error
    except XlsxWriterException as error:
        raise fault(str(error)) from error
    return book.streams


class _Page(Worksheet):  # type: ignore[misc] # the library carries no types
    """A sheet that writes formulas as they are: none of ours has a function of a new Excel."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
        # The original looks for thirty new functions in each; a form has a thousand formulas.
        del expand_future_functions
        return formula.removeprefix("=")


# ── workbook ────────────────────────────────────────────────────────────────────────────────────


class _Book:
    """One workbook being drawn."""

    def __init__(
        self,
        plan: BookPlan,
        book: Any,
        streamed: Sequence[tuple[TablePlan, ...]],
        ahead: "Sequence[Ahead]" = (),
    ) -> None:
        self.plan = plan
        self.book = book
        self.streamed = streamed  # by sheet
        self.ahead = {each.table.name: each for each in ahead}
        self.streams: list[Stream] = []
        self.excel_tables = 0
        self.styles = Styles(plan, book)
        self.names = _sheet_names(sheet.name for sheet in plan.sheets)
        self.targets: list[tuple[float, int]] = []  # value and number of cells, by row
        # Their styles and texts are numbered as when they began: first of all.
        for each in ahead:
            for column in each.table.columns:
                self.styles.numbers(column.style)
            for text in each.placeholders:
                book.str_table._get_shared_string_index(text)

    def draw(self) -> None:
        self._properties()
        sheets = [self.book.add_worksheet(name, _Page) for name in self.names]
        for number, (sheet, plan) in enumerate(zip(sheets, self.plan.sheets, strict=True)):
            _Sheet(self, sheet, plan, self.streamed[number]).draw()
        if sheets:
            sheets[min(self.plan.active, len(sheets) - 1)].activate()
        for name, formula in self.plan.names.items():
            done(self.book.define_name(name, clean_text(formula)), f"name {name}")
        self._target_sheet()

    def drawn_name(self, name: str) -> str:
        """Give the name a sheet of the plan was drawn under."""
        for plan, drawn in zip(self.plan.sheets, self.names, strict=True):
            if plan.name == name:
                return drawn
        raise fault(f"sheet {name}")

    def target_cells(self, value: float, count: int) -> list[str | int]:
        """Set aside cells that hold a target value, which a chart draws as a line."""
        self.targets.append((value, count))
        row = len(self.targets) - 1
        return [TARGET_SHEET, row, 0, row, count - 1]

    def _target_sheet(self) -> None:
        if not self.targets:
            return
        sheet = self.book.add_worksheet(TARGET_SHEET)
        sheet.hide()
        for row, (value, count) in enumerate(self.targets):
            for column in range(count):
                done(sheet.write_number(row, column, value), TARGET_SHEET)

    def _properties(self) -> None:
        self.book.set_properties(
            {"title": short(self.plan.title, 255), "created": self.plan.created}
        )
        for name, value in self.plan.properties.items():
            code = self.book.set_custom_property(short(name, 255), short(value, 255), "text")
            done(code, f"property {name}")


def _sheet_names(names: Iterable[str]) -> list[str]:
    """Make sheet names that Excel accepts: cleaned, 31 units, no two alike."""
    made: list[str] = []
    for name in names:
        wanted = " ".join(_SHEET_NAME.sub(" ", clean_text(name)).split()).strip("'") or "Sheet"
        made.append(_unlike(cut(wanted, 31).strip(" '"), made, 31))
    return made


def _unlike(name: str, taken: Iterable[str], limit: int) -> str:
    """Number a name until it is unlike all others, letter case ignored."""
    others = {other.lower() for other in taken}
    found, number = name, 1
    while found.lower() in others:
        number += 1
        mark = f" ({number})"
        found = cut(name, limit - len(mark)) + mark
    return found


# ── one sheet ───────────────────────────────────────────────────────────────────────────────────


class _Sheet:
    """One sheet being drawn: rows and columns count from 1 in plans, from 0 in the library."""

    def __init__(
        self, book: _Book, sheet: Any, plan: SheetPlan, streamed: tuple[TablePlan, ...]
    ) -> None:
        self.book = book
        self.styles = book.styles
        self.sheet = sheet
        self.plan = plan
        self.streamed = streamed
        self.links = 0
        self.lines: dict[tuple[str, float], Lines] = {}
        self.widths: dict[int, float] = dict(plan.widths)
        self.heights: dict[int, float] = {}  # rows higher than one line, where the plan says none
        for table in plan.tables:
            for number, column in enumerate(table.columns, table.column):
                self.widths.setdefault(number, column.width)

    def draw(self) -> None:
        self._columns()
        self._merges()
        self._cells(self.plan.cells)
        for table in self.plan.tables:
            self._table(table)
        self._cells(self.plan.overlay)
        for rule in self.plan.rules:
            self._rule(rule)
        self._shades()
        for picture in self.plan.pictures:
            self._picture(picture)
        self._rows()
        self._sparks()
        for chart in self.plan.charts:
            Chart(self.book, self.sheet, chart).draw()
        self._view()
        _print(self.sheet, self.plan.printing)

    def _cells(self, cells: Iterable[CellPlan]) -> None:
        for cell in cells:
            self.put(cell.row, cell.column, cell.value, cell.style)
            if cell.note:
                self._note(cell.row, cell.column, cell.note)

    def put(self, row: int, column: int, value: Value | Formula | Link, style: str) -> None:
        """Put one value into one cell, each kind by its own call."""
        code = self._write(row - 1, column - 1, value, style)
        done(code, f"{self.plan.name} R{row}C{column}")
        if isinstance(value, str):
            self._grow(row, value, style, self._width(column))

    def _write(self, row: int, column: int, value: Value | Formula | Link, style: str) -> object:
        if value is None:
            return self.sheet.write_blank(row, column, None, self.styles.value(style))
        put: Any
        match value:
            case str():
                put = self._put_text
            case bool():
                put = self._put_truth
            case int() | Decimal():
                put = self._put_number
            case Formula():
                put = self._put_formula
            case Link():
                put = self._put_link
            case _:
                put = self._put_date
        return put(row, column, value, style)

    def _put_text(self, row: int, column: int, text: str, style: str) -> object:
        """Put foreign text: always a string, never a formula, a number or a link."""
        text = cell_text(text)
        if not text:
            return self.sheet.write_blank(row, column, None, self.styles.value(style))
        return self.sheet.write_string(row, column, text, self.styles.text(style, text))

    def _put_truth(self, row: int, column: int, value: bool, style: str) -> object:  # noqa: FBT001
        return self.sheet.write_boolean(row, column, value, self.styles.value(style))

    def _put_number(self, row: int, column: int, value: int | Decimal, style: str) -> object:
        if not is_exact(value):
            return self._put_text(row, column, str(value), style)
        return self.sheet.write_number(row, column, float(value), self.styles.value(style))

    def _put_formula(self, row: int, column: int, formula: Formula, style: str) -> object:
        return self.sheet.write_formula(
            row, column, clean_text(formula.text), self.styles.value(style), stored(formula.result)
        )

    def _put_link(self, row: int, column: int, link: Link, style: str) -> object:
        text = cell_text(clean_text(link.text, 255)) or " "
        target = self.target(link)
        if target is None:
            return self._put_text(row, column, text, style)
        look = self.styles.text(style, text)
        return self.sheet.write_url(row, column, f"internal:{target}", look, text)

    def target(self, link: Link) -> str | None:
        """Give the place a link leads to; None when the sheet can hold no more of them."""
        self.links += 1
        if self.links > LINK_LIMIT:
            return None
        place = self.book.drawn_name(link.sheet).replace("'", "''")
        return f"'{place}'!{clean_text(link.address)}"

    def _put_date(self, row: int, column: int, date: dt.date, style: str) -> object:
        if date.year < FIRST_YEAR:
            return self._put_text(row, column, date.isoformat(), style)
        return self.sheet.write_datetime(row, column, date, self.styles.value(style))

    def _note(self, row: int, column: int, note: str) -> None:
        text = clean_text(note, 4000)
        lines = count_lines(text, 34)
        options = {
            "author": "itaxl",
            "font_name": FONT,
            "font_size": 14,
            "width": 300,
            "height": min(40 + 24 * lines, 480),
        }
        done(self.sheet.write_comment(row - 1, column - 1, text, options), "note")

    # ── heights ──

    def _width(self, first: int, last: int | None = None) -> float:
        return sum(self.widths.get(column, 8.43) for column in range(first, (last or first) + 1))

    def _lines(self, style: str, width: float) -> Lines:
        found = self.lines.get((style, width))
        if found is None:
            found = self.lines[style, width] = Lines(width, self.styles.spec(style))
        return found

    def _grow(self, row: int, text: str, style: str, width: float) -> None:
        """Make a row high enough for a text, unless the plan gave its height."""
        lines = self._lines(style, width)
        height = self.heights.get(row, ROW_POINTS)
        if row in self.plan.heights or not lines.grows or lines.most(text) <= height:
            return
        needed = lines.points(text)
        if needed > height:
            self.heights[row] = min(needed, MAX_ROW_POINTS)

    def _rows(self) -> None:
        for row, height in sorted({**self.heights, **self.plan.heights}.items()):
            done(self.sheet.set_row(row - 1, height), f"row {row}")

    def _columns(self) -> None:
        for column in sorted({*self.widths, *self.plan.hidden_columns}):
            options = {"hidden": True} if column in self.plan.hidden_columns else {}
            width = self.widths.get(column)
            code = self.sheet.set_column(column - 1, column - 1, width, None, options)
            done(code, f"column {column}")

    # ── parts ──

    def _merges(self) -> None:
        for merge in self.plan.merges:
            area, style = merge.area, merge.style
            if area[:2] != area[2:]:
                done(self.sheet.merge_range(*zero(area), "", self.styles.value(style)), "merge")
            code = self._write(area.first_row - 1, area.first_column - 1, merge.value, style)
            done(code, "merge")
            if isinstance(merge.value, str) and area.first_row == area.last_row:
                width = self._width(area.first_column, area.last_column)
                self._grow(area.first_row, merge.value, style, width)

    def _table(self, table: TablePlan) -> None:
        headings = _headings(table)
        for number, (heading, column) in enumerate(zip(headings, table.columns, strict=True)):
            self.put(table.row, table.column + number, heading, table.heading_style)
            if column.note:
                self._note(table.row, table.column + number, column.note)
        if any(table is each for each in self.streamed):
            self._stream(table, headings)
        else:
            self._body(table, headings)

    def _stream(self, table: TablePlan, headings: list[str]) -> None:
        """Set a table aside, whose rows come into the finished workbook."""
        looks = self.looks(table)
        last_column = table.column + len(headings) - 1
        area = Area(table.row, table.column, table.row + 1, last_column)
        if table.name:
            self._excel_table(table, headings, area.last_row)
        number = self.book.excel_tables if table.name else 0
        rows = Rows(table, looks, self)
        sheet = self.sheet.index + 1
        ahead = self.book.ahead.get(table.name)
        count = length(table)
        self.book.streams.append(Stream(sheet, area, rows, number, count, table.packed, ahead))

    def looks(self, table: TablePlan) -> list[tuple[Numbers, Lines]]:
        """Say how the cells of each column look."""
        return [
            (self.styles.numbers(column.style), self._lines(column.style, self._width(place)))
            for place, column in enumerate(table.columns, table.column)
        ]

    def _body(self, table: TablePlan, headings: list[str]) -> None:
        row = table.row
        styles = [column.style for column in table.columns]
        for row, values in enumerate(table.rows, table.row + 1):
            for place, (value, style) in enumerate(zip(values, styles, strict=True), table.column):
                self.put(row, place, value, style)
        blank_rows = max(table.blank_rows, 1 if table.name and row == table.row else 0)
        for blank in range(row + 1, row + 1 + blank_rows):
            for place, style in enumerate(styles, table.column):
                self.put(blank, place, None, style)
        if table.name:
            self._excel_table(table, headings, row + blank_rows)

    def _excel_table(self, table: TablePlan, headings: list[str], last_row: int) -> None:
        columns = [
            {"header": heading, "header_format": self.styles.text(table.heading_style, heading)}
            for heading in headings
        ]
        last_column = table.column + len(columns) - 1
        area = Area(table.row, table.column, last_row, last_column)
        options = {"name": table.name, "columns": columns, "style": "Table Style Light 1"}
        done(self.sheet.add_table(*zero(area), options), f"table {table.name}")
        self.book.excel_tables += 1

    def _rule(self, rule: RulePlan) -> None:
        options: dict[str, Any] = {"validate": "any", "ignore_blank": True}
        if rule.list_name:
            options |= {"validate": "list", "source": f"={rule.list_name}"}
        elif rule.formula:
            if len(rule.formula) > 255:
                raise fault("rule formula > 255")
            options |= {"validate": "custom", "value": clean_text(rule.formula)}
        texts = {
            "input_title": short(literal(rule.prompt_title), 32),
            "input_message": short(literal(rule.prompt), 255),
            "error_title": short(literal(rule.error_title), 32),
            "error_message": short(literal(rule.error), 255),
        }
        options |= {key: text for key, text in texts.items() if text}
        options["error_type"] = "stop" if rule.stop else "warning"
        if options["validate"] == "any" and not (rule.prompt or rule.prompt_title):
            return
        done(self.sheet.data_validation(*zero(rule.area), options), "rule")

    def _shades(self) -> None:
        for shade in self.plan.shades:
            options: dict[str, Any]
            if shade.kind == "scale":
                options = {
                    "type": "3_color_scale",
                    "min_color": "#F4B183",
                    "mid_color": "#FFF2CC",
                    "max_color": "#A9D18E",
                }
            elif shade.kind == "bar":
                options = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True}
            else:
                options = {
                    "type": "formula",
                    "criteria": clean_text(shade.formula),
                    "format": self.styles.condition(shade.style),
                }
            done(self.sheet.conditional_format(*zero(shade.area), options), "shade")

    def _sparks(self) -> None:
        sparks = self.plan.sparks
        if not sparks:
            return
        sheet = "'" + self.sheet.get_name().replace("'", "''") + "'!"
        options = {
            "location": [address(spark.row, spark.column) for spark in sparks],
            "range": [
                f"{sheet}{address(*spark.values[:2])}:{address(*spark.values[2:])}"
                for spark in sparks
            ],
            "markers": True,
            "series_color": "#2F6B9A",
            "empty_cells": "connect",
            "min": "group",
            "max": "group",
        }
        done(self.sheet.add_sparkline(0, 0, options), "sparkline")

    def _picture(self, plan: PicturePlan) -> None:
        place = (plan.row, plan.column)
        self.heights[plan.row] = max(self.heights.get(plan.row, 0.0), PICTURE_POINTS)
        height = self.plan.heights.get(plan.row, self.heights[plan.row]) * 4 / 3 - 4
        width = self._width(plan.column) * DIGIT_PIXELS
        size = _picture_size(plan.picture)
        if size is None:
            self._note(*place, "รูปภาพชนิดนี้วางในสมุดงานไม่ได้ / this kind of picture cannot be placed")
            return
        scale = min(width / size[0], height / size[1], 1.0)
        options = {
            "image_data": io.BytesIO(plan.picture.data),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": 2,
            "y_offset": 2,
            "object_position": 1,
        }
        code = self.sheet.insert_image(plan.row - 1, plan.column - 1, "picture", options)
        done(code, "picture")

    def _view(self) -> None:
        plan, sheet = self.plan, self.sheet
        if plan.freeze:
            sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
        if plan.filter:
            done(sheet.autofilter(*zero(plan.filter)), "filter")
        if plan.protected:
            allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter")
            sheet.protect("", dict.fromkeys(allowed, True))
        sheet.set_zoom(min(max(plan.zoom, 10), 400))
        if plan.tab_color:
            sheet.set_tab_color(f"#{plan.tab_color}")
        sheet.hide_gridlines(1 if plan.gridlines else 2)
        if plan.hidden:
            sheet.hide()


def _headings(table: TablePlan) -> list[str]:
    """Clean the headings; those of an Excel table must be filled, on one line and unlike."""
    if not table.name:
        return [clean_text(column.heading) for column in table.columns]
    headings: list[str] = []
    for number, column in enumerate(table.columns, 1):
        heading = one_line(clean_text(column.heading, 250))
        headings.append(_unlike(heading or f"Column{number}", headings, 255))
    return headings


def _picture_size(picture: Picture) -> tuple[float, float] | None:
    """Measure a foreign picture in pixels; None when it is none that can be placed."""
    try:
        image = Image(io.BytesIO(picture.data))
    except Exception:  # the library's picture parser meets foreign bytes
        return None
    if image.image_type.lower() not in PICTURE_KINDS or not (image.width and image.height):
        return None
    return image.width * 96 / image.x_dpi, image.height * 96 / image.y_dpi


def _print(sheet: Any, plan: PrintPlan) -> None:
    if plan.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, plan.fit_pages_tall)
    if plan.repeat_rows:
        sheet.repeat_rows(plan.repeat_rows[0] - 1, plan.repeat_rows[1] - 1)
    if plan.area:
        done(sheet.print_area(*zero(plan.area)), "print area")
    font = f'&"{FONT},Regular"&12'
    sheet.set_footer(f"&L{font}&A&R{font}หน้า &P/&N")
    if plan.header:
        # A doubled ampersand shows one; a header of more than 255 would be dropped whole.
        sheet.set_header(f"&C{font} " + clean_text(plan.header, 100).replace("&", "&&"))

"""
Draw plans as workbooks: the only place where an Excel file is written.

Everything that may be foreign text passes ``clean_text`` and is handed over as a string, never to a
call that would make a formula or a link out of it. The library escapes text in cells itself but not
in rules, table headings, stored results and sheet names; they get cleaned text only.
"""

import datetime as dt
import io
import math
import re
from collections import UserDict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException
from xlsxwriter.image import Image
from xlsxwriter.worksheet import Worksheet

from itaxl import thai
from itaxl.cells import Area, Picture, address
from itaxl.errors import OutputError
from itaxl.plans import (
    BookPlan,
    CellPlan,
    ChartPlan,
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
from itaxl.wording import Text

FONT = "TH Sarabun New"
FONT_SIZE = 16
ROW_PIXELS = 32  # 24 points: one line of the font with marks above and below
ROW_POINTS = 24.0
MAX_ROW_POINTS = 409.0
LINE_POINTS = 1.5  # points one line takes for each point of the font
NEXT_POINTS = 1.75  # the same for each of several lines; measured in LibreOffice
DIGIT_PIXELS = 8  # widest digit of the font; a column of n characters is n times as wide
LETTER_PIXELS = 8.1  # mean width of a Thai letter of the font at 16 points, measured
WORD_LOSS = 0.92  # share of a line that is filled before Thai words wrap
PICTURE_POINTS = 96.0
TEXT_LIMIT = 32_767
LINK_LIMIT = 65_000  # Excel gives up beyond 65,530 links on a sheet
TABLE_CELLS_KEPT = 200_000
EXACT_DIGITS = 15
INEXACT = 1_000_000_000_000_000
CUT_MARK = " …[ตัด/cut]"
TARGET_SHEET = "itaxl_targets"
PICTURE_KINDS = frozenset({"png", "jpg", "jpeg", "gif"})

_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_STARTS_FORMULA = re.compile(r"\s*['{]?[=+\-@＝＋－＠]|[\t'{]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def draw(plan: BookPlan, path: Path) -> Path:
    """Draw a workbook and save it whole or not at all; give the path it was saved under."""

    def write(temporary: Path) -> None:
        _draw_into(plan, str(temporary))

    return save(path, write)


def draw_bytes(plan: BookPlan) -> bytes:
    """Draw a workbook in memory."""
    buffer = io.BytesIO()
    _draw_into(plan, buffer)
    return buffer.getvalue()


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Take out what no XML may hold, and cut what a cell cannot hold, with a mark that tells."""
    text = _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) <= limit // 2 or _units(text) <= limit:
        return text
    mark = CUT_MARK if limit > len(CUT_MARK) * 4 else "…"
    return _cut(text, limit - len(mark)) + mark


def _draw_into(plan: BookPlan, target: str | io.BytesIO) -> None:
    book = xlsxwriter.Workbook(
        target,
        {
            "default_format_properties": _font(StyleSpec()),
            "default_row_height": ROW_PIXELS,
            "default_column_width": 72,
        },
    )
    try:
        _Book(plan, book).draw()
        book.close()
    except FileCreateError as error:
        # The library wraps what the disk said; saving wants to hear it unwrapped.
        cause = error.args[0] if error.args else error
        raise (cause if isinstance(cause, OSError) else error) from error
    except XlsxWriterException as error:
        raise _fault(str(error)) from error


def _fault(what: str) -> OutputError:
    return OutputError(
        Text(f"วาดสมุดงานไม่สำเร็จ: {what}", f"the workbook could not be drawn: {what}")
    )


def _done(code: object, what: str) -> None:
    """Refuse to go on when the library says that it left something out."""
    if code:
        raise _fault(f"{what} ({code})")


def _units(text: str) -> int:
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _literal(text: str) -> str:
    """Keep a typed ``_x0041_`` as it is where the library does not do so itself."""
    return _ESCAPED.sub("_x005F_", text)


def _short(text: str, limit: int) -> str:
    """Clean text for a place with a small limit, on which the library would drop it whole."""
    text = clean_text(text)
    return text if _units(text) <= limit else _cut(text, limit - 1) + "…"


def _title(text: str) -> str:
    # A title that begins with = is taken as a reference to a cell.
    text = clean_text(text, 255)
    return " " + text if text.startswith("=") else text


# ── styles ──────────────────────────────────────────────────────────────────────────────────────


def _font(style: StyleSpec) -> dict[str, Any]:
    return {"font_name": FONT, "font_size": style.size, "font_scheme": "none"}


def _look(style: StyleSpec) -> dict[str, Any]:
    """What a conditional format may change: everything but font name, size and alignment."""
    look: dict[str, Any] = {"font_color": f"#{style.color}"}
    if style.fill:
        look |= {"bg_color": f"#{style.fill}", "pattern": 1}
    if style.bold:
        look["bold"] = True
    if style.italic:
        look["italic"] = True
    if style.underline:
        look["underline"] = 1
    return look


def _whole(style: StyleSpec) -> dict[str, Any]:
    whole = _font(style) | _look(style) | {"valign": style.valign, "locked": style.locked}
    if style.border:
        whole |= {"border": 1, "border_color": "#BFBFBF"}
    if style.wrap:
        whole["text_wrap"] = True
    if style.align:
        whole["align"] = style.align
    if style.indent:
        whole |= {"indent": style.indent, "align": style.align or "left"}
    return whole


class _Page(Worksheet):  # type: ignore[misc] # the library carries no types
    """A sheet that writes formulas as they are: none of ours has a function of a new Excel."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
        # The original looks for thirty new functions in each; a form has a thousand formulas.
        del expand_future_functions
        return formula.removeprefix("=")


class _Styles:
    """Formats of a workbook, made when they are first used."""

    def __init__(self, plan: BookPlan, book: Any) -> None:
        self._specs = plan.styles
        self._book = book
        self._formats: dict[tuple[str, str], Any] = {}

    def spec(self, name: str) -> StyleSpec:
        if name in self._specs:
            return self._specs[name]
        if name in {"text", "heading"}:
            return StyleSpec(bold=name == "heading", border=True, wrap=True)
        raise _fault(f"style {name}")

    def value(self, name: str) -> Any:
        """For numbers, dates, formulas and blanks."""
        return self._format(name, "value")

    def text(self, name: str, text: str) -> Any:
        """For text: text format, and a quote prefix where editing would make a formula of it."""
        return self._format(name, "quoted" if _STARTS_FORMULA.match(text) else "text")

    def condition(self, name: str) -> Any:
        return self._format(name, "condition")

    def _format(self, name: str, kind: str) -> Any:
        found = self._formats.get((name, kind))
        if found is None:
            found = self._formats[name, kind] = self._made(self.spec(name), kind)
        return found

    def _made(self, style: StyleSpec, kind: str) -> Any:
        if kind == "condition":
            return self._book.add_format(_look(style))
        number = style.number or ("" if kind == "value" else "@")
        made = self._book.add_format(_whole(style) | ({"num_format": number} if number else {}))
        if kind == "quoted":
            made.set_quote_prefix()
        return made


# ── values ──────────────────────────────────────────────────────────────────────────────────────


class _StoredBlank(str):
    """A stored result "": the library would take a plain one for "no result stored"."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return False


def _stored(value: Value) -> object:
    """Give the result a formula stores."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date):
        return (dt.date(value.year, value.month, value.day) - dt.date(1899, 12, 30)).days
    return _literal(clean_text(value)) if value else _StoredBlank()


def _is_exact(value: int | Decimal) -> bool:
    """Tell whether a spreadsheet keeps every digit of a number."""
    if isinstance(value, int):
        return abs(value) < INEXACT
    if not value.is_finite():
        return False
    return len(value.normalize().as_tuple().digits) <= EXACT_DIGITS


class _Forgetful(UserDict[Any, Any]):
    """Takes what the library notes of every cell of a table and keeps none of it."""

    def __setitem__(self, key: Any, item: Any) -> None:
        pass


# ── workbook ────────────────────────────────────────────────────────────────────────────────────


class _Book:
    """One workbook being drawn."""

    def __init__(self, plan: BookPlan, book: Any) -> None:
        self.plan = plan
        self.book = book
        self.styles = _Styles(plan, book)
        self.names = _sheet_names(sheet.name for sheet in plan.sheets)
        self.targets: list[tuple[float, int]] = []  # value and number of cells, by row

    def draw(self) -> None:
        self._properties()
        sheets = [self.book.add_worksheet(name, _Page) for name in self.names]
        for sheet, plan in zip(sheets, self.plan.sheets, strict=True):
            _Sheet(self, sheet, plan).draw()
        if sheets:
            sheets[min(self.plan.active, len(sheets) - 1)].activate()
        for name, formula in self.plan.names.items():
            _done(self.book.define_name(name, clean_text(formula)), f"name {name}")
        self._target_sheet()

    def drawn_name(self, name: str) -> str:
        """Give the name a sheet of the plan was drawn under."""
        for plan, drawn in zip(self.plan.sheets, self.names, strict=True):
            if plan.name == name:
                return drawn
        raise _fault(f"sheet {name}")

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
                _done(sheet.write_number(row, column, value), TARGET_SHEET)

    def _properties(self) -> None:
        self.book.set_properties(
            {"title": _short(self.plan.title, 255), "created": self.plan.created}
        )
        for name, value in self.plan.properties.items():
            code = self.book.set_custom_property(_short(name, 255), _short(value, 255), "text")
            _done(code, f"property {name}")


def _sheet_names(names: Iterable[str]) -> list[str]:
    """Make sheet names that Excel accepts: cleaned, 31 units, no two alike."""
    made: list[str] = []
    for name in names:
        wanted = " ".join(_SHEET_NAME.sub(" ", clean_text(name)).split()).strip("'") or "Sheet"
        made.append(_unlike(_cut(wanted, 31).strip(" '"), made, 31))
    return made


def _unlike(name: str, taken: Iterable[str], limit: int) -> str:
    """Number a name until it is unlike all others, letter case ignored."""
    others = {other.lower() for other in taken}
    found, number = name, 1
    while found.lower() in others:
        number += 1
        mark = f" ({number})"
        found = _cut(name, limit - len(mark)) + mark
    return found


# ── one sheet ───────────────────────────────────────────────────────────────────────────────────


class _Sheet:
    """One sheet being drawn: rows and columns count from 1 in plans, from 0 in the library."""

    def __init__(self, book: _Book, sheet: Any, plan: SheetPlan) -> None:
        self.book = book
        self.styles = book.styles
        self.sheet = sheet
        self.plan = plan
        self.links = 0
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
            _Chart(self.book, self.sheet, chart).draw()
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
        _done(code, f"{self.plan.name} R{row}C{column}")
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
        text = clean_text(text)
        if not text:
            return self.sheet.write_blank(row, column, None, self.styles.value(style))
        return self.sheet.write_string(row, column, text, self.styles.text(style, text))

    def _put_truth(self, row: int, column: int, value: bool, style: str) -> object:  # noqa: FBT001
        return self.sheet.write_boolean(row, column, value, self.styles.value(style))

    def _put_number(self, row: int, column: int, value: int | Decimal, style: str) -> object:
        if not _is_exact(value):
            return self._put_text(row, column, str(value), style)
        return self.sheet.write_number(row, column, float(value), self.styles.value(style))

    def _put_formula(self, row: int, column: int, formula: Formula, style: str) -> object:
        return self.sheet.write_formula(
            row, column, clean_text(formula.text), self.styles.value(style), _stored(formula.result)
        )

    def _put_link(self, row: int, column: int, link: Link, style: str) -> object:
        self.links += 1
        text = clean_text(link.text, 255) or " "
        if self.links > LINK_LIMIT:
            return self._put_text(row, column, text, style)
        place = self.book.drawn_name(link.sheet).replace("'", "''")
        target = f"internal:'{place}'!{clean_text(link.address)}"
        return self.sheet.write_url(row, column, target, self.styles.text(style, text), text)

    def _put_date(self, row: int, column: int, date: dt.date, style: str) -> object:
        if date.year < 1900:  # before the first day Excel knows
            return self._put_text(row, column, date.isoformat(), style)
        return self.sheet.write_datetime(row, column, date, self.styles.value(style))

    def _note(self, row: int, column: int, note: str) -> None:
        text = clean_text(note, 4000)
        lines = _lines(text, 34)
        options = {
            "author": "itaxl",
            "font_name": FONT,
            "font_size": 14,
            "width": 300,
            "height": min(40 + 24 * lines, 480),
        }
        _done(self.sheet.write_comment(row - 1, column - 1, text, options), "note")

    # ── heights ──

    def _width(self, first: int, last: int | None = None) -> float:
        return sum(self.widths.get(column, 8.43) for column in range(first, (last or first) + 1))

    def _grow(self, row: int, text: str, style: str, width: float) -> None:
        """Make a row high enough for a text, unless the plan gave its height."""
        spec = self.styles.spec(style)
        if row in self.plan.heights or (not spec.wrap and spec.size <= FONT_SIZE):
            return
        height = _text_points(text, width, spec)
        if height > self.heights.get(row, ROW_POINTS):
            self.heights[row] = min(height, MAX_ROW_POINTS)

    def _rows(self) -> None:
        for row, height in sorted({**self.heights, **self.plan.heights}.items()):
            _done(self.sheet.set_row(row - 1, height), f"row {row}")

    def _columns(self) -> None:
        for column in sorted({*self.widths, *self.plan.hidden_columns}):
            options = {"hidden": True} if column in self.plan.hidden_columns else {}
            width = self.widths.get(column)
            code = self.sheet.set_column(column - 1, column - 1, width, None, options)
            _done(code, f"column {column}")

    # ── parts ──

    def _merges(self) -> None:
        for merge in self.plan.merges:
            area, style = merge.area, merge.style
            if area[:2] != area[2:]:
                _done(self.sheet.merge_range(*_zero(area), "", self.styles.value(style)), "merge")
            code = self._write(area.first_row - 1, area.first_column - 1, merge.value, style)
            _done(code, "merge")
            if isinstance(merge.value, str) and area.first_row == area.last_row:
                width = self._width(area.first_column, area.last_column)
                self._grow(area.first_row, merge.value, style, width)

    def _table(self, table: TablePlan) -> None:
        headings = _headings(table)
        for number, (heading, column) in enumerate(zip(headings, table.columns, strict=True)):
            self.put(table.row, table.column + number, heading, table.heading_style)
            if column.note:
                self._note(table.row, table.column + number, column.note)
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
        kept = self.sheet.table_cells
        if (last_row - table.row) * len(columns) > TABLE_CELLS_KEPT:
            # The library notes every cell of a table to find overlaps: hundreds of megabytes here.
            self.sheet.table_cells = _Forgetful()
        options = {"name": table.name, "columns": columns, "style": "Table Style Light 1"}
        _done(self.sheet.add_table(*_zero(area), options), f"table {table.name}")
        self.sheet.table_cells = kept

    def _rule(self, rule: RulePlan) -> None:
        options: dict[str, Any] = {"validate": "any", "ignore_blank": True}
        if rule.list_name:
            options |= {"validate": "list", "source": f"={rule.list_name}"}
        elif rule.formula:
            if len(rule.formula) > 255:
                raise _fault("rule formula > 255")
            options |= {"validate": "custom", "value": clean_text(rule.formula)}
        texts = {
            "input_title": _short(_literal(rule.prompt_title), 32),
            "input_message": _short(_literal(rule.prompt), 255),
            "error_title": _short(_literal(rule.error_title), 32),
            "error_message": _short(_literal(rule.error), 255),
        }
        options |= {key: text for key, text in texts.items() if text}
        options["error_type"] = "stop" if rule.stop else "warning"
        if options["validate"] == "any" and not (rule.prompt or rule.prompt_title):
            return
        _done(self.sheet.data_validation(*_zero(rule.area), options), "rule")

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
            _done(self.sheet.conditional_format(*_zero(shade.area), options), "shade")

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
        _done(self.sheet.add_sparkline(0, 0, options), "sparkline")

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
        _done(code, "picture")

    def _view(self) -> None:
        plan, sheet = self.plan, self.sheet
        if plan.freeze:
            sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
        if plan.filter:
            _done(sheet.autofilter(*_zero(plan.filter)), "filter")
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
        heading = " ".join(_ESCAPED.sub("_ ", clean_text(column.heading, 250)).split())
        headings.append(_unlike(heading or f"Column{number}", headings, 255))
    return headings


def _zero(area: Area) -> tuple[int, int, int, int]:
    """Count an area from 0, as the library does."""
    return (
        area.first_row - 1,
        area.first_column - 1,
        area.last_row - 1,
        area.last_column - 1,
    )


def _text_points(text: str, width: float, style: StyleSpec) -> float:
    """Points a text needs in a column of that many characters."""
    line = style.size * LINE_POINTS
    if not style.wrap:
        return line
    room = (width - style.indent) * DIGIT_PIXELS / (LETTER_PIXELS * style.size / FONT_SIZE)
    lines = _lines(text, max(room * WORD_LOSS, 1.0))
    return line if lines == 1 else lines * style.size * NEXT_POINTS


def _lines(text: str, room: float) -> int:
    """Count the lines a text takes where so many letters fit on one."""
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(thai.width(line) / room)) for line in text.split("\n"))


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
        _done(sheet.print_area(*_zero(plan.area)), "print area")
    font = f'&"{FONT},Regular"&12'
    sheet.set_footer(f"&L{font}&A&R{font}หน้า &P/&N")
    if plan.header:
        # A doubled ampersand shows one; a header of more than 255 would be dropped whole.
        sheet.set_header(f"&C{font} " + clean_text(plan.header, 100).replace("&", "&&"))


# ── charts ──────────────────────────────────────────────────────────────────────────────────────

_KINDS: Mapping[str, dict[str, str]] = {
    "bar": {"type": "bar"},
    "column": {"type": "column"},
    "pie": {"type": "pie"},
    "doughnut": {"type": "doughnut"},
    "line": {"type": "line"},
    "stacked_bar": {"type": "bar", "subtype": "stacked"},
}
_ROUND = frozenset({"pie", "doughnut"})
_LYING = frozenset({"bar", "stacked_bar"})
_CHART_FONT = {"name": FONT, "size": 12}
_COLORS = ("2F6B9A", "5B9A68", "D08A2E", "8A6BAA", "7F7F7F", "B5534F")


class _Chart:
    """One chart being drawn."""

    def __init__(self, book: _Book, sheet: Any, plan: ChartPlan) -> None:
        self.book = book
        self.sheet = sheet
        self.plan = plan
        self.chart = book.book.add_chart(dict(_KINDS[plan.kind]))

    def draw(self) -> None:
        for number in range(len(self.plan.series)):
            self._series(number)
        self._axes()
        self.chart.set_title(
            {"name": _title(self.plan.title), "name_font": {"name": FONT, "size": 16, "bold": True}}
        )
        if len(self.plan.series) > 1 or self.plan.kind in _ROUND or self.plan.target is not None:
            self.chart.set_legend({"position": "bottom", "font": _CHART_FONT})
        else:
            self.chart.set_legend({"none": True})
        self._target()
        self.chart.set_size({"width": self.plan.width, "height": self.plan.height})
        code = self.sheet.insert_chart(self.plan.row - 1, self.plan.column - 1, self.chart)
        _done(code, "chart")

    def _cells(self, area: Area) -> list[str | int]:
        return [self.book.drawn_name(self.plan.data_sheet), *_zero(area)]

    def _series(self, number: int) -> None:
        title, labels, values = self.plan.series[number]
        colors = self.plan.colors or _COLORS
        color = f"#{colors[number % len(colors)]}"
        series: dict[str, Any] = {
            "name": _title(title),
            "categories": self._cells(labels),
            "values": self._cells(values),
            "data_labels": {"value": True, "font": _CHART_FONT},
        }
        single = len(self.plan.series) == 1
        if self.plan.kind == "line":
            series |= {"line": {"color": color, "width": 2}, "marker": {"type": "circle"}}
        else:
            series["fill"] = {"color": color}
        if single and (self.plan.colors or self.plan.kind in _ROUND):
            series["points"] = [
                {"fill": {"color": f"#{colors[point % len(colors)]}"}}
                for point in range(_count(values))
            ]
        if self.plan.kind in _ROUND:
            series["data_labels"] |= {"percentage": True}
        elif self.plan.kind != "line":
            series["gap"] = 60
        self.chart.add_series(series)

    def _axes(self) -> None:
        if self.plan.kind in _ROUND:
            return
        scale: dict[str, Any] = {
            "num_font": _CHART_FONT,
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
        if self.plan.minimum is not None:
            scale["min"] = self.plan.minimum
        if self.plan.maximum is not None:
            scale["max"] = self.plan.maximum
        labels: dict[str, Any] = {"num_font": _CHART_FONT}
        # A lying bar chart begins at the bottom; people read from the top. In this library its
        # x axis is the one with the labels.
        if self.plan.kind in _LYING:
            labels["reverse"] = True
            if self.plan.target is not None:
                scale |= {"name": self._target_words(), "name_font": _CHART_FONT}
        self.chart.set_x_axis(labels)
        self.chart.set_y_axis(scale)

    def _target_words(self) -> str:
        return _title(f"{self.plan.target_title} {self.plan.target:g}".strip())

    def _target(self) -> None:
        """Draw the target as a line over standing charts; lying ones name it at the axis."""
        if self.plan.target is None or self.plan.kind not in {"column", "line"}:
            return
        _, labels, values = self.plan.series[0]
        series = {
            "name": self._target_words(),
            "categories": self._cells(labels),
            "values": self.book.target_cells(self.plan.target, _count(values)),
            "line": {"color": "#B5534F", "width": 1.75, "dash_type": "dash"},
        }
        if self.plan.kind == "line":
            self.chart.add_series(series)
            return
        line = self.book.book.add_chart({"type": "line"})
        line.add_series(series)
        self.chart.combine(line)


def _count(area: Area) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)

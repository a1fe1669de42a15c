"""What a workbook will show, as values: drawn by ``excel.drawing``, which knows no ITA."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from itaxl.cells import Area, Picture

Value = str | int | Decimal | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, in English names with commas and a leading =, and the result it stores."""

    text: str
    result: Value


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a place inside the same workbook (``Sheet!A1`` parts), never to the outside."""

    sheet: str
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class StyleSpec:
    """
    How a cell looks; colours are RRGGBB.

    ``number`` is a number format such as ``0.00``, ``@`` (text) or ``[$-107041E]d mmm yy``.
    """

    bold: bool = False
    italic: bool = False
    size: int = 16
    color: str = "000000"
    fill: str = ""
    border: bool = False
    wrap: bool = False
    align: Literal["", "left", "center", "right"] = ""
    valign: Literal["top", "vcenter", "bottom"] = "vcenter"
    number: str = ""
    locked: bool = True
    underline: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class CellPlan:
    """One cell: where, what, in which style (a key of ``BookPlan.styles``), with which note."""

    row: int
    column: int
    value: Value | Formula | Link = None
    style: str = "text"
    note: str = ""  # a comment shown at the cell


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Cells shown as one."""

    area: Area
    value: Value | Formula
    style: str = "text"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a flat table."""

    heading: str
    style: str = "text"  # style of the cells
    width: float = 14
    note: str = ""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """
    A flat table: headings in ``row``, then one row per entry, as many values as columns.

    ``name`` makes it an Excel table (its own filter and banding) and must be unique in the
    workbook. ``blank_rows`` are styled empty rows below for people to type in, inside the table.
    ``rows`` may be made one by one while they are drawn; ``count`` tells their number then.
    """

    row: int
    column: int
    columns: tuple[TableColumn, ...]
    rows: Iterable[tuple[Value | Formula | Link, ...]]
    name: str = ""
    heading_style: str = "heading"
    blank_rows: int = 0
    count: int | None = None  # needed where the rows cannot tell and something stands below them
    packed: bool = False  # the texts are packed bytes: a package can hardly make them shorter


@dataclass(frozen=True, slots=True)
class RulePlan:
    """
    A rule for typing in an area (Excel's data validation).

    ``list_name`` names a workbook name that holds the choices; ``formula`` is a custom rule that
    is TRUE for good values; with neither, only the prompt is shown. ``stop`` refuses, else warns.
    """

    area: Area
    prompt_title: str = ""
    prompt: str = ""
    list_name: str = ""
    formula: str = ""
    error_title: str = ""
    error: str = ""
    stop: bool = False


@dataclass(frozen=True, slots=True)
class ShadePlan:
    """
    A conditional format over an area: a formula (for its top-left cell) and a style.

    ``scale`` instead of a formula draws a three-colour scale, ``bar`` a data bar.
    """

    area: Area
    formula: str = ""
    style: str = ""
    kind: Literal["formula", "scale", "bar"] = "formula"


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """
    A chart over cells of the same workbook: each series is (title, labels area, values area).

    Areas lie on ``data_sheet``. Placed with its upper left corner at ``row``, ``column``.
    """

    kind: Literal["bar", "column", "pie", "doughnut", "line", "stacked_bar"]
    title: str
    data_sheet: str
    series: tuple[tuple[str, Area, Area], ...]
    row: int
    column: int
    width: int = 480  # pixels
    height: int = 288
    colors: tuple[str, ...] = ()  # by point for one series, else by series
    minimum: float | None = None
    maximum: float | None = None
    target: float | None = None  # a line drawn across at this value, named target_title
    target_title: str = ""


@dataclass(frozen=True, slots=True)
class SparkPlan:
    """A small line drawn inside one cell over the values of an area of the same sheet."""

    row: int
    column: int
    values: Area


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """A picture placed at a cell, scaled to fit it."""

    row: int
    column: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """How a sheet prints: A4, one page wide; rows repeated on every page; footer with page."""

    landscape: bool = True
    repeat_rows: tuple[int, int] | None = None
    fit_pages_tall: int = 0  # 0: as many as it takes
    area: Area | None = None
    header: str = ""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet to draw. Rows and columns count from 1."""

    name: str
    cells: Iterable[CellPlan] = ()
    merges: tuple[MergePlan, ...] = ()
    tables: tuple[TablePlan, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)  # column -> characters
    heights: Mapping[int, float] = field(default_factory=dict)  # row -> points
    hidden_columns: tuple[int, ...] = ()
    rules: tuple[RulePlan, ...] = ()
    shades: tuple[ShadePlan, ...] = ()
    charts: tuple[ChartPlan, ...] = ()
    pictures: tuple[PicturePlan, ...] = ()
    freeze: tuple[int, int] | None = None  # first row and column that scroll
    filter: Area | None = None
    protected: bool = False
    printing: PrintPlan = field(default_factory=PrintPlan)
    zoom: int = 100
    tab_color: str = ""
    hidden: bool = False
    gridlines: bool = True
    overlay: Iterable[CellPlan] = ()  # cells drawn last, over those of tables and merges
    sparks: tuple[SparkPlan, ...] = ()  # drawn alike, so that their heights can be compared


@dataclass(frozen=True, slots=True)
class BookPlan:
    """
    A workbook to draw.

    ``names`` are workbook names (name -> formula such as ``=ตั้งค่า!$B$2``); ``properties`` are
    custom document properties; ``created`` makes the same plan give the same bytes.
    """

    sheets: tuple[SheetPlan, ...]
    styles: Mapping[str, StyleSpec]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    created: dt.datetime = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - the file format knows no zones
    active: int = 0  # index of the sheet shown first

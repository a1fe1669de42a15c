"""Big tables drawn row by row: they read as those the library draws, and nothing is held."""

import datetime as dt
import io
import math
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import libreoffice
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from itaxl import thai
from itaxl.cells import MAX_ROW, Area, Picture
from itaxl.errors import OutputError
from itaxl.excel import drawing, heights, reading, rowxml, streaming
from itaxl.excel.drawing import draw, draw_bytes
from itaxl.excel.texts import clean_text
from itaxl.plans import (
    BookPlan,
    CellPlan,
    ChartPlan,
    Formula,
    Link,
    MergePlan,
    PicturePlan,
    RulePlan,
    ShadePlan,
    SheetPlan,
    SparkPlan,
    StyleSpec,
    TableColumn,
    TablePlan,
    Value,
)

Row = tuple[Value | Formula | Link, ...]

STYLES = {
    "text": StyleSpec(wrap=True, size=14, border=True),
    "wide": StyleSpec(size=20),
    "plain": StyleSpec(size=14),
    "score": StyleSpec(number="0.00", wrap=True, indent=1),
    "date": StyleSpec(number="[$-107041E]d mmm yy", align="center"),
}
COLUMNS = (
    TableColumn("ข้อความ", "text", 12, note="หมายเหตุ"),
    TableColumn("คะแนน", "score", 9),
    TableColumn("ใหญ่", "wide", 20),
    TableColumn("ธรรมดา", "plain", 14),
)
NASTY = [
    "", " ", "=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@a", "＝1", "{=1}", "\t=1", "'q",
    " นำ", "ตาม ", "สอง  ช่อง", "\nบรรทัด", "ก\nข\r\nค\rง\n", "a\tb", "<&\"'>", "]]>", "<![CDATA[",
    "<r>&</r>", "<r><t>x</t></r>", "&amp;", "_x000D_", "_x0041_", "_X0041_", "_x005F_", "__x00e9_",
    "\x00\x01\x0b\x0c\x1b\x7f\x85", "\ud800", "ก\udfffข", "\ufffe\uffff\ufdd0", "\u200b", "\u00a0ก",
    "\u2028", "😀" * 30, "ที่นี่น้ำ" * 40, "ก" * 161, "ก" * 40_000, "😀" * 20_000, "#REF!", "TRUE",
    "a" * 30_000, "a" * 32_767, "a" * 32_768, "<" + "a" * 32_766, "ก" + "a" * 20_000,
    "0012", "1e5", "http://example.go.th", "</t></is></c>", '<row r="5">', "</sheetData>",
]  # fmt: skip


def book(*sheets: SheetPlan, **more: Any) -> BookPlan:
    return BookPlan(sheets, STYLES, **more)


def flat(rows: Iterable[Row], *, name: str = "flat", row: int = 4) -> TablePlan:
    return TablePlan(row, 2, COLUMNS, rows, name=name)


def sheet(*tables: TablePlan, **more: Any) -> SheetPlan:
    return SheetPlan("ก", [CellPlan(1, 1, "หัวเรื่อง")], tables=tables, **more)


class Seen(NamedTuple):
    """What programs read of one sheet."""

    cells: list[tuple[object, ...]]
    heights: dict[int, float | None]
    tables: list[tuple[str, str]]
    ours: object


def seen(data: bytes, folder: Path) -> list[Seen]:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    loaded: Any = openpyxl.load_workbook(io.BytesIO(data))
    looks: dict[int, str] = {}
    made = []
    for page, ours in zip(loaded, reading.read(path).sheets, strict=True):
        cells: list[tuple[object, ...]] = []
        for cell in (cell for row in page.iter_rows() for cell in row):
            if cell.style_id not in looks:
                parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
                looks[cell.style_id] = repr(parts)
            link = cell.hyperlink and (cell.hyperlink.location, cell.hyperlink.display)
            note = cell.comment and cell.comment.text
            kind = (cell.data_type, cell.number_format, cell.quotePrefix, looks[cell.style_id])
            value = cell.value
            if isinstance(value, str):  # openpyxl undoes this escape in one of the two places
                value = value.replace("x005F_", "")
            cells.append((cell.coordinate, value, link, note, *kind))
        high = {row: page.row_dimensions[row].height for row in range(1, page.max_row + 1)}
        made.append(Seen(cells, high, page.tables.items(), ours))
    return made


def both_ways(plan: Callable[[], BookPlan], folder: Path) -> tuple[list[Seen], list[Seen]]:
    """Draw a plan by rows and cell by cell."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for least in (0, math.inf):
            patch.setattr(streaming, "STREAMED_CELLS", least)
            assert any(streaming.streamed(each) for each in plan().sheets) == (least == 0)
            found.append(seen(draw_bytes(plan()), folder))
    return found[0], found[1]


# The library undoes half of two codes that share an underscore; they are tried by themselves.
CODES = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec=None), max_size=40),
    st.text("กขคงที่สุ้ำะเ \n", max_size=400),
).filter(lambda text: not CODES.search(text))
plain_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.decimals(0, 100, places=2),
    st.dates(),
)
formulas = st.builds(
    Formula,
    st.sampled_from(["=1+1", '="<&>"&A1', "=IF(A1>0,1,2)"]),
    st.one_of(plain_values.filter(lambda value: not _is_odd(value)), texts),
)
links = st.builds(Link, st.just("ก"), st.sampled_from(["A1", "C7"]), texts)
values = st.one_of(texts, plain_values, formulas, links)
tables = st.lists(st.tuples(*[values] * len(COLUMNS)), max_size=5)


def _is_odd(value: object) -> bool:
    """Formulas store no results that are no numbers: those would be none in a spreadsheet."""
    return isinstance(value, Decimal) and not value.is_finite()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=tables, again=st.integers(1, 3))
def test_rows_read_the_same_however_they_are_drawn(
    rows: list[Row], again: int, tmp_path: Path
) -> None:
    by_rows, by_cells = both_ways(lambda: book(sheet(flat(rows * again))), tmp_path)

    assert by_rows == by_cells


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("times", [1, 3])
def test_hostile_text_stays_the_text_it_is(text: str, times: int, tmp_path: Path) -> None:
    rows: list[Row] = [(text, None, f"x{text}", text)] * times
    by_rows, by_cells = both_ways(lambda: book(sheet(flat(rows))), tmp_path)

    assert by_rows == by_cells
    (page,) = reading.read(tmp_path / "a.xlsx").sheets
    for row in range(5, 5 + times):
        assert page.cell(row, 2).raw.removesuffix(" ") == clean_text(text).removesuffix(" ")
        assert page.cell(row, 4).raw == clean_text(f"x{text}")


@pytest.mark.parametrize("text", ["_x0041_x0042_", "_x005F_x0041_", "__x0041__x0042_"])
def test_typed_codes_stay_typed(text: str, tmp_path: Path) -> None:
    rows: list[Row] = [(text, None, None, None)] * 300
    path = draw(book(sheet(flat(rows))), tmp_path / "a.xlsx")

    (page,) = reading.read(path).sheets
    assert {page.cell(row, 2).raw for row in range(5, 305)} == {text}


def test_no_text_makes_xml_of_its_own(tmp_path: Path) -> None:
    """The library takes a text for rich text of its own when it looks like it."""
    plan = book(SheetPlan("ก", [CellPlan(1, 1, "<r>&<b></r>"), CellPlan(2, 1, "<r></r>")]))

    page = reading.read(draw(plan, tmp_path / "a.xlsx")).sheets[0]

    assert [page.cell(row, 1).raw.strip() for row in (1, 2)] == ["<r>&<b></r>", "<r></r>"]


# ── heights ─────────────────────────────────────────────────────────────────────────────────────


def needed(text: str, width: float, style: StyleSpec) -> float:
    """Points a text needs, said plainly: every line measured, letter by letter."""
    if not style.wrap:
        return style.size * 1.5
    room = max((width - style.indent) * 8 / (8.1 * style.size / 16) * 0.92, 1.0)
    lines = [max(1, math.ceil(thai.width(line) / room)) for line in text.split("\n")]
    fits = len(text) <= room and len(lines) == 1
    return style.size * 1.5 if fits or sum(lines) == 1 else sum(lines) * style.size * 1.75


@settings(max_examples=300, deadline=None)
@given(
    text=texts,
    width=st.floats(1, 80),
    style=st.builds(
        StyleSpec, wrap=st.booleans(), size=st.integers(8, 28), indent=st.integers(0, 2)
    ),
)
def test_the_quick_measure_never_falls_short(text: str, width: float, style: StyleSpec) -> None:
    lines = heights.Lines(width, style)

    assert lines.points(text) == needed(text, width, style)
    assert lines.most(text) >= lines.points(text)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(texts, st.none(), texts, texts), min_size=1, max_size=20))
def test_a_row_is_as_high_as_its_highest_text(rows: list[Row]) -> None:
    plan = book(sheet(flat(rows, name="")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "STREAMED_CELLS", 0)
        page: Any = openpyxl.load_workbook(io.BytesIO(draw_bytes(plan)))["ก"]

    for number, row in enumerate(rows, 5):
        points = [24.0]
        for value, column in zip(row, COLUMNS, strict=True):
            style = STYLES[column.style]
            if isinstance(value, str) and (style.wrap or style.size > 16):
                points.append(needed(value, column.width, style))
        pixels = int(min(max(points), 409) * 4 / 3 + 0.5)
        assert (page.row_dimensions[number].height or 24) == pixels * 0.75


# ── which tables ────────────────────────────────────────────────────────────────────────────────

MANY: list[Row] = [("ก", number, "ข", "ค") for number in range(500)]
BELOW = flat(MANY, name="below", row=600)


@pytest.mark.parametrize(
    ("plan", "names"),
    [
        (sheet(flat(MANY)), ["flat"]),
        (sheet(flat(MANY), BELOW), ["flat", "below"]),
        (sheet(flat(MANY, row=200), BELOW), []),  # they share rows
        (sheet(flat(MANY[:3], row=598), BELOW), []),
        (sheet(flat(MANY[:100])), []),  # too small
        (sheet(flat(iter(MANY))), ["flat"]),  # nobody knows how many
        (sheet(flat(iter(MANY)), BELOW), []),
        (sheet(replace(flat(iter(MANY)), count=500), BELOW), ["flat", "below"]),
        (sheet(replace(flat(MANY), blank_rows=5)), []),
        (sheet(flat(MANY), heights={4: 30.0, 505: 30.0}), ["flat"]),
        (sheet(flat(MANY), heights={504: 30.0}), []),
        (sheet(flat(MANY), merges=(MergePlan(Area(2, 1, 4, 2), "x"),)), ["flat"]),
        (sheet(flat(MANY), merges=(MergePlan(Area(3, 9, 5, 9), "x"),)), []),
        (sheet(flat(MANY), overlay=[CellPlan(4, 2, "x")]), ["flat"]),
        (sheet(flat(MANY), overlay=[CellPlan(5, 2, "x")]), []),
        (sheet(flat(MANY), overlay=iter([])), []),
        (sheet(flat(MANY), pictures=(PicturePlan(7, 9, Picture(7, 9, "png", b"")),)), []),
        (sheet(flat(MANY), shades=(ShadePlan(Area(5, 2, 504, 2), kind="bar"),)), ["flat"]),
        (SheetPlan("ก", iter([CellPlan(1, 1, "x")]), tables=(flat(MANY),)), []),
    ],
)
def test_rows_come_by_themselves_where_nothing_else_stands(
    plan: SheetPlan, names: list[str]
) -> None:
    assert [table.name for table in streaming.streamed(plan)] == names


def test_several_tables_on_a_sheet_keep_their_places(tmp_path: Path) -> None:
    def plan() -> BookPlan:
        last = flat([("ใต้", 1, None, "สุดท้าย")], name="last", row=1200)
        one = sheet(BELOW, flat(MANY), last)
        return book(one, replace(one, name="ข", tables=(flat(MANY, name="other"),)))

    by_rows, by_cells = both_ways(plan, tmp_path)

    assert by_rows == by_cells
    assert by_rows[0].tables == [
        ("below", "B600:E1100"), ("flat", "B4:E504"), ("last", "B1200:E1201"),
    ]  # fmt: skip
    assert by_rows[1].tables == [("other", "B4:E504")]


def test_charts_keep_the_values_they_show() -> None:
    area = Area(5, 3, 504, 3)
    chart = ChartPlan("column", "ก", "ก", (("ก", area, area),), 1, 9)

    data = draw_bytes(book(sheet(flat(MANY)), SheetPlan("ข", charts=(chart,))))

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("xl/charts/chart1.xml").count(b"<c:v>499</c:v>") == 2


def dimension(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return re.findall(
            '<dimension ref="(.*?)"', package.read("xl/worksheets/sheet1.xml").decode()
        )


def test_rows_that_nobody_counted_are_counted_while_they_are_drawn() -> None:
    counted, lazy = draw_bytes(book(sheet(flat(MANY)))), draw_bytes(book(sheet(flat(iter(MANY)))))

    assert (dimension(counted), dimension(lazy)) == (["A1:E504"], [])
    for data in (counted, lazy):
        page: Any = openpyxl.load_workbook(io.BytesIO(data))["ก"]
        assert page.tables["flat"].ref == page.tables["flat"].autoFilter.ref == "B4:E504"
        assert [cell.value for cell in page[504]] == [None, "ก", 499, "ข", "ค"]


@pytest.mark.parametrize("name", ["flat", ""])
def test_a_table_whose_rows_do_not_come(name: str) -> None:
    page: Any = openpyxl.load_workbook(
        io.BytesIO(draw_bytes(book(sheet(flat(iter(()), name=name)))))
    )

    assert page["ก"].max_row == (5 if name else 4)


@pytest.mark.parametrize("count", [499, 501])
def test_a_wrong_count_is_refused(count: int) -> None:
    with pytest.raises(OutputError):
        draw_bytes(book(sheet(replace(flat(iter(MANY)), count=count))))


def test_rows_beyond_the_grid_are_refused() -> None:
    with pytest.raises(OutputError):
        draw_bytes(book(sheet(flat(iter(MANY), row=MAX_ROW - 10))))


# ── links ───────────────────────────────────────────────────────────────────────────────────────


def test_links_stop_where_a_sheet_can_hold_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "LINK_LIMIT", 3)
    link = Link("ก", "A1", '<ไป> & "กลับ"')
    rows: list[Row] = [(link, None, None, link)] * 4

    def plan() -> BookPlan:
        return book(replace(sheet(flat(rows)), cells=[CellPlan(1, 1, link)]))

    by_rows, by_cells = both_ways(plan, tmp_path)

    assert by_rows == by_cells
    assert sum(1 for cell in by_rows[0].cells if cell[2]) == 3


# ── whole workbooks ─────────────────────────────────────────────────────────────────────────────


def everything(rows: Iterable[Row]) -> BookPlan:
    """Everything that may stand around the rows of a table."""
    body = Area(5, 3, 504, 3)
    page = sheet(
        flat(rows),
        rules=(RulePlan(Area(5, 2, 504, 2), "ก", "ข"), RulePlan(body, formula="=C5>0")),
        shades=(ShadePlan(body, "=C5>80", "plain"), ShadePlan(body, kind="scale")),
        sparks=(SparkPlan(5, 8, Area(5, 3, 9, 3)),),
        freeze=(5, 3),
        protected=True,
        heights={1: 32.0},
    )
    first = SheetPlan("ข", [CellPlan(1, 1, Link("ก", "B4", "ไป")), CellPlan(2, 1, "ก")])
    return book(first, page, names={"scores": "='ก'!$C$5:$C$504"}, properties={"a": "b"})


KINDS: list[Row] = [
    ("ข้อความ", Decimal("88.335"), Link("ข", "A1", "ไป"), dt.date(2024, 9, 30)),
    ("=1+1", Formula("=1+2", 3), "ที่นี่ " * 90, True),
    ("<&>\n", Formula('="ก"', "ก"), None, dt.date(1900, 1, 1)),
] * 200


def test_a_streamed_package_follows_the_standard(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = draw(everything(iter(KINDS)), tmp_path / "a.xlsx")

    assert not OpenXmlValidator().validate(str(path)).errors
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for part in package.namelist():
            etree.fromstring(package.read(part))


def test_libreoffice_reads_streamed_rows_as_others(tmp_path: Path) -> None:
    found = []
    for name, least in (("rows", 0), ("cells", math.inf)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(streaming, "STREAMED_CELLS", least)
            path = draw(everything(KINDS), tmp_path / f"{name}.xlsx")
        page: Any = openpyxl.load_workbook(libreoffice.convert(path, "xlsx", tmp_path / name))["ก"]
        high = {row: page.row_dimensions[row].height for row in range(1, 60)}
        cells = [(cell.value, cell.number_format) for row in page.iter_rows() for cell in row]
        found.append((page.dimensions, high, cells, page.tables.items()))

    assert found[0] == found[1]
    assert found[0][3] == [("flat", "B4:E604")]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw_bytes(everything(KINDS))
    monkeypatch.setenv("TZ", "Asia/Bangkok")

    assert draw(everything(KINDS), tmp_path / "a.xlsx").read_bytes() == first
    assert draw_bytes(everything(iter(KINDS))) != first  # only the used area is not told
    assert draw_bytes(everything(iter(KINDS))) == draw_bytes(everything(iter(KINDS)))


def test_texts_that_come_again_are_kept_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_them = draw_bytes(everything(KINDS))
    monkeypatch.setattr(rowxml, "SHARED_LETTERS", 0)
    monkeypatch.setattr(rowxml, "KNOWN", 1)

    without = draw_bytes(everything(KINDS))

    assert seen(with_them, tmp_path) == seen(without, tmp_path)
    parts = [zipfile.ZipFile(io.BytesIO(data)) for data in (with_them, without)]
    texts = [part.read("xl/sharedStrings.xml").decode() for part in parts]
    assert [text.count("<si>") for text in texts] == [10, 7]  # three texts come again
    assert all(f'uniqueCount="{text.count("<si>")}"' in text for text in texts)
    assert parts[0].read("xl/worksheets/sheet2.xml").count(b"inlineStr") < 1000


def test_a_long_table_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def rows(count: int) -> Iterator[Row]:
        for number in range(count):
            yield (f"{'ที่' * 90} {number}", number, f"{number % 7}", f"{'ยาว' * 900}{number}")

    def peak(count: int) -> int:
        tracemalloc.start()
        draw(book(sheet(flat(rows(count)))), tmp_path / "a.xlsx")
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    peak(10)
    assert peak(6_000) < peak(1_000) + 500_000


# ── when it cannot be finished ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_rows_that_break_off_leave_the_old_file(error: type[BaseException], tmp_path: Path) -> None:
    def rows() -> Iterator[Row]:
        for number in range(9000):
            yield ("ยาว" * 30 + str(number), number, None, None)
        raise error

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(error):
        draw(book(sheet(flat(rows()))), path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_disk_that_fills_up_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    rows: list[Row] = [(str(number**9), number, "ข", "ค") for number in range(20_000)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, hard))
    try:
        with pytest.raises(OutputError) as caught:
            draw(book(sheet(flat(rows))), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "disk is full" in caught.value.text.en
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_sheet_too_long_for_its_package_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "MAX_BYTES", 400_000)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(OutputError):
        draw(book(sheet(flat(MANY * 20))), path)
    assert path.read_bytes() == b"old"

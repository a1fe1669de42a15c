import ast
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import libreoffice
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

import itaxl
from itaxl.cells import Area, Picture
from itaxl.errors import OutputError
from itaxl.excel.drawing import draw, draw_bytes
from itaxl.excel.texts import CUT_MARK, clean_text
from itaxl.plans import (
    BookPlan,
    CellPlan,
    ChartPlan,
    Formula,
    Link,
    MergePlan,
    PicturePlan,
    PrintPlan,
    RulePlan,
    ShadePlan,
    SheetPlan,
    StyleSpec,
    TableColumn,
    TablePlan,
    Value,
)

STYLES = {
    "text": StyleSpec(wrap=True),
    "heading": StyleSpec(bold=True, fill="DDEBF7"),
    "score": StyleSpec(number="0.00"),
    "date": StyleSpec(number="[$-107041E]d mmm yy"),
    "bad": StyleSpec(fill="F8CBAD", color="9C0006"),
}
NASTY = "<&\"'> \x00\x01\x0b\x1b\x7f \ud800 \ufffe\uffff _x0041_ =1+1 \U0001f600"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def book(*sheets: SheetPlan, **more: Any) -> BookPlan:
    return BookPlan(sheets, STYLES, **more)


def values(*column: Value | Formula | Link, style: str = "text") -> SheetPlan:
    cells = [CellPlan(row, 1, value, style) for row, value in enumerate(column, 1)]
    return SheetPlan("ก", cells)


def opened(plan: BookPlan, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(draw_bytes(plan)), **options)


def everything(text: str) -> BookPlan:
    """Put one text everywhere a text can stand."""
    table = TablePlan(
        3,
        1,
        (
            TableColumn(text),
            TableColumn(text, "score", note=text),
            TableColumn("a"),
            TableColumn("A"),
        ),
        [(text, Decimal("88.335"), None, Formula('=""&"x"', text))],
        name="tblOne",
        blank_rows=2,
    )
    area, labels = Area(4, 2, 6, 2), Area(4, 1, 6, 1)
    charts = tuple(
        ChartPlan(
            kind, text, text, ((text, labels, area),), 12, 1 + 6 * number,
            target=85, target_title=text, minimum=0, maximum=100, colors=("2F6B9A", "D08A2E"),
        )
        for number, kind in enumerate(get_args(ChartPlan.__annotations__["kind"]))
    )  # fmt: skip
    sheet = SheetPlan(
        text,
        [
            CellPlan(1, 1, text, note=text),
            CellPlan(1, 2, Link(text, "A1", text)),
            CellPlan(1, 3, Formula("=1+1", 2)),
        ],
        merges=(MergePlan(Area(2, 1, 2, 3), text), MergePlan(Area(2, 5, 2, 5), text)),
        tables=(table,),
        rules=(
            RulePlan(area, text * 40, text * 40, formula="=B4>0", error_title=text, error=text),
            RulePlan(labels, list_name="itaxl_list"),
            RulePlan(Area(9, 1, 9, 1), text, text),
        ),
        shades=(
            ShadePlan(area, "=B4>80", "bad"),
            ShadePlan(area, kind="scale"),
            ShadePlan(area, kind="bar"),
        ),
        charts=charts,
        pictures=(
            PicturePlan(8, 1, Picture(8, 1, "png", PIXEL)),
            PicturePlan(8, 2, Picture(8, 2, "png", b"no picture")),
        ),
        freeze=(4, 2),
        protected=True,
        printing=PrintPlan(repeat_rows=(3, 3), header=text, area=Area(1, 1, 9, 5)),
        tab_color="2F6B9A",
        zoom=85,
        gridlines=False,
        hidden_columns=(9,),
    )
    other = SheetPlan(text, filter=Area(1, 1, 3, 3), hidden=True)
    return book(
        sheet,
        other,
        names={"itaxl_list": "='ก'!$A$1:$A$3".replace("ก", SAFE_NAME)},
        properties={"itaxl_year": text},
        title=text,
    )


SAFE_NAME = "รายการ"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", '=HYPERLINK("http://x","y")', "{=1+1}", "=", "+1", "-1", "- มีผล", "@SUM(1)",
        "＝1+1", "\t=1", " =1", "'quoted", "http://example.go.th", "mailto:a@b", "internal:A1",
        "external:\\\\host\\share", "file:///etc", "0012", "1-2", "1e5", "TRUE", "#REF!",
    ],
)  # fmt: skip
def test_foreign_text_stays_text(text: str) -> None:
    cell = opened(book(values(text)))["ก"]["A1"]

    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert cell.number_format == "@"
    starts_formula = text.strip()[:1] in set("=+-@＝'{") or text.startswith("\t")
    assert cell.quotePrefix == starts_formula


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(codec=None), max_size=40), min_size=1, max_size=12))
def test_any_text_comes_back_cleaned(texts: list[str]) -> None:
    sheet = opened(book(values(*texts)))["ก"]

    for row, text in enumerate(texts, 1):
        if re.search("_x[0-9A-Fa-f]{4}_", text):
            continue  # openpyxl does not undo the escape that Excel does
        assert (sheet.cell(row, 1).value or "") == clean_text(text)
        assert sheet.cell(row, 1).data_type in {"s", "n"}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_a_text_too_long_is_cut_with_a_visible_mark() -> None:
    shown = opened(book(values("😀" * 20_000)))["ก"]["A1"].value

    assert shown.endswith(CUT_MARK)
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert shown.startswith("😀" * 16_000)


def test_nasty_text_breaks_nothing_wherever_it_stands() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the library warns of what it leaves out
        data = draw_bytes(everything(NASTY))

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            if part.endswith((".xml", ".rels", ".vml")):
                etree.fromstring(package.read(part))
    loaded = openpyxl.load_workbook(io.BytesIO(data))
    assert len({name.lower() for name in loaded.sheetnames}) == len(loaded.sheetnames)
    assert not any(set(name) & set("[]:*?/\\") for name in loaded.sheetnames)


@pytest.mark.parametrize("text", ["รายงาน", NASTY])
def test_the_package_follows_the_standard(text: str, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = draw(everything(text), tmp_path / "a.xlsx")

    result = OpenXmlValidator().validate(str(path))

    assert not result.errors


def test_the_same_plan_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = draw_bytes(everything("รายงาน"))
    monkeypatch.setenv("TZ", "Asia/Bangkok")

    assert draw(everything("รายงาน"), tmp_path / "a.xlsx").read_bytes() == first


def test_values_keep_their_kind() -> None:
    day = dt.date(2024, 9, 30)
    sheet = opened(
        book(
            values(Decimal("88.335"), 7, True, None, Decimal("NaN"), 10**16, dt.date(1, 1, 1)),
            SheetPlan("ข", [CellPlan(1, 1, day, "date"), CellPlan(2, 1, None, "bad")]),
        )
    )
    found = [sheet["ก"].cell(row, 1).value for row in range(1, 8)]

    assert found == [88.335, 7, True, None, "NaN", str(10**16), "0001-01-01"]
    assert sheet["ข"]["A1"].value == dt.datetime(2024, 9, 30)  # noqa: DTZ001
    assert sheet["ข"]["A1"].number_format == "[$-107041E]d mmm yy"
    assert sheet["ข"]["A2"].fill.fgColor.rgb == "FFF8CBAD"


def stored(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return re.findall(r"<c [^>]*><f>.*?</c>", package.read("xl/worksheets/sheet1.xml").decode())


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("", 't="str"><f>1</f><v></v></c>'),
        ("\x00", 't="str"><f>1</f><v></v></c>'),
        ("12", 't="str"><f>1</f><v>12</v></c>'),
        (Decimal("12.5"), "><f>1</f><v>12.5</v></c>"),
        (None, 't="str"><f>1</f><v></v></c>'),
        (True, 't="b"><f>1</f><v>1</v></c>'),
        (dt.date(2024, 9, 30), "><f>1</f><v>45565</v></c>"),
    ],
)
def test_formulas_store_their_result(result: Value, expected: str) -> None:
    (cell,) = stored(draw_bytes(book(values(Formula("=1", result)))))

    assert cell.endswith(expected)


def test_links_go_to_the_sheet_they_name() -> None:
    sheet = opened(book(SheetPlan("a'b", [CellPlan(1, 1, Link("a'b", "C7", "=ไป"))])))["a'b"]

    assert sheet["A1"].hyperlink.location == "'a''b'!C7"
    assert sheet["A1"].value == "=ไป"
    with pytest.raises(OutputError):
        draw_bytes(book(values(Link("missing", "A1", "x"))))


def test_tables_stream_and_stay_whole() -> None:
    def rows() -> Iterator[tuple[Value, ...]]:
        for number in range(29_000):
            yield (f"แถว {number}", number, Decimal(number), None, "", "x", "y")

    columns = tuple(TableColumn(f"h{number}") for number in range(7))
    sheet = SheetPlan("ก", tables=(TablePlan(2, 1, columns, rows(), name="tblBig"),))

    loaded = opened(book(sheet))["ก"]

    assert loaded.tables["tblBig"].ref == "A2:G29002"
    assert loaded["A29002"].value == "แถว 28999"


def test_a_table_with_no_rows_still_opens() -> None:
    table = TablePlan(1, 1, (TableColumn("ก"), TableColumn("ก"), TableColumn("")), [], name="tblA")

    loaded = opened(book(SheetPlan("ก", tables=(table,))))["ก"]

    assert loaded.tables["tblA"].ref == "A1:C2"
    assert [cell.value for cell in loaded[1]] == ["ก", "ก (2)", "Column3"]


def test_wrapped_text_makes_its_row_higher_up_to_the_limit() -> None:
    cells = [CellPlan(1, 1, "สั้น"), CellPlan(2, 1, "ยาว" * 60), CellPlan(3, 1, "ยาว" * 6000)]
    cells.append(CellPlan(4, 1, "ยาว" * 60))
    sheet = SheetPlan("ก", cells, widths={1: 20}, heights={4: 30})

    rows = opened(book(sheet))["ก"].row_dimensions

    assert rows[1].height is None
    assert 100 < rows[2].height < 409
    assert 400 < rows[3].height <= 409
    assert rows[4].height == 30


def test_a_plan_beyond_the_grid_is_refused() -> None:
    with pytest.raises(OutputError):
        draw_bytes(book(SheetPlan("ก", [CellPlan(1_048_577, 1, "x")])))


def test_what_is_refused_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(OutputError):
        draw(book(SheetPlan("ก", [CellPlan(1, 1, "x", "no such style")])), path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_libreoffice_opens_what_is_drawn(tmp_path: Path) -> None:
    path = draw(everything("รายงาน"), tmp_path / "a.xlsx")

    sheet: Any = openpyxl.load_workbook(libreoffice.convert(path, "xlsx", tmp_path / "out"))[
        "รายงาน"
    ]

    assert sheet["A1"].value == "รายงาน"
    assert len(sheet._charts) == 6


def test_libreoffice_really_recalculates(tmp_path: Path) -> None:
    path = draw(book(values(Formula("=1+1", 3), Formula('="ก"&"ข"', "ผิด"))), tmp_path / "a.xlsx")

    sheet = openpyxl.load_workbook(libreoffice.recalculate(path, tmp_path), data_only=True)["ก"]

    assert [sheet["A1"].value, sheet["A2"].value] == [2, "กข"]


FORBIDDEN = {
    "write", "write_row", "write_column", "write_rich_string", "write_array_formula",
    "write_dynamic_array_formula", "write_url", "write_string", "write_formula", "to_excel",
}  # fmt: skip
DRAWING = {"charts", "looks", "library", "streaming", "rowxml"}  # draw, but name no library
ALLOWED = {"write_string": 1, "write_formula": 1, "write_url": 1}  # put_text, put_formula, put_link


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    return [
        (node.func.attr, node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def test_no_convenient_call_makes_formulas_or_links_of_text() -> None:
    counted: dict[str, int] = {}
    for path in Path(itaxl.__file__).parent.rglob("*.py"):
        if "xlsxwriter" not in path.read_text("utf-8") and path.stem not in DRAWING:
            continue
        for name, node in calls(path):
            if name in FORBIDDEN:
                counted[name] = counted.get(name, 0) + 1
            if name == "add_table":
                assert "data=" not in ast.unparse(node)
                assert '"data"' not in path.read_text("utf-8")
    assert counted == ALLOWED

"""File → cells: what each spelling of a cell means, and that nothing is made up or lost."""

# ruff: noqa: DTZ001, E501, ISC004 spreadsheet dates have no zone; spellings of cells stay on one line

import datetime as dt
import io
import time
from dataclasses import replace
from pathlib import Path

import crafted
import pytest
import xlsxwriter
from crafted import DECLARATION, MAIN, RELATIONS, book, cells, pack, parts, sheet
from hypothesis import given
from hypothesis import strategies as st

from itaxl.cells import Area, Cell, Kind, TableArea, Workbook, address
from itaxl.errors import UnreadableError
from itaxl.excel import reading, sheetxml
from itaxl.excel.fastpath import plain_strings, plain_styles
from itaxl.excel.formats import iso_date, meaning
from itaxl.excel.guard import recognise
from itaxl.excel.letters import NotPlainError
from itaxl.excel.plainsheet import plain_sheet
from itaxl.excel.reading import read, read_bytes

STRINGS = crafted.strings(
    "<t>ข้อความ</t>",
    '<t xml:space="preserve"> ช่องว่าง </t>',
    "<r><rPr><b/></rPr><t>ตัว</t></r><r><t>หนา</t></r>",
    "<t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh><phoneticPr fontId='1'/>",
    "<t>a_x000D_b _x005F_x0041_ _xD83D__xDE00_ _xD800_</t>",
    "<t>a &amp; b &lt;c&gt; &#3585;</t>",
    "<t/>",
)
FORMATS = crafted.styles("0.00%", "d/m/bbbb", 71, 10, "@", "[h]:mm", "h:mm", '0 "วัน"')
PERCENT, BUDDHIST, THAI, TEN, TEXT, ELAPSED, CLOCK, DAYS = range(1, 9)


def first(cell: str) -> Cell:
    """Read one cell of a workbook, by the short cut and by expat, which must agree."""
    body = sheet(cells(cell))
    plain = read_bytes(book(body, strings=STRINGS, styles=FORMATS)).sheets[0].cell(1, 1)
    slow = body.replace("<sheetData>", "<sheetData><!-- -->")
    assert read_bytes(book(slow, strings=STRINGS, styles=FORMATS)).sheets[0].cell(1, 1) == plain
    return plain


@pytest.mark.parametrize(
    ("cell", "kind", "raw"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', Kind.TEXT, "ข้อความ"),
        ('<c r="A1" t="s"><v>1</v></c>', Kind.TEXT, " ช่องว่าง "),
        ('<c r="A1" t="s"><v>2</v></c>', Kind.TEXT, "ตัวหนา"),
        ('<c r="A1" t="s"><v>3</v></c>', Kind.TEXT, "漢字"),
        ('<c r="A1" t="s"><v>4</v></c>', Kind.TEXT, "a\rb _x0041_ 😀 _xD800_"),
        ('<c r="A1" t="s"><v>5</v></c>', Kind.TEXT, "a & b <c> ก"),
        ('<c r="A1" t="s"><v>6</v></c>', Kind.TEXT, ""),
        ('<c r="A1" t="s"><v>99</v></c>', Kind.ERROR, "#REF!"),
        ('<c r="A1" t="inlineStr"><is><t>ก</t></is></c>', Kind.TEXT, "ก"),
        ('<c r="A1" t="inlineStr"><is><r><t>ก</t></r><r><t>ข</t></r></is></c>', Kind.TEXT, "กข"),
        ('<c r="A1" t="inlineStr"><is><t>1.</t></is><v>01.</v></c>', Kind.TEXT, "1."),
        ('<c r="A1" t="str"><v>a&amp;b</v></c>', Kind.TEXT, "a&b"),
        ('<c r="A1"><v>0012.50</v></c>', Kind.NUMBER, "0012.50"),
        ('<c r="A1"><v>1E-3</v></c>', Kind.NUMBER, "1E-3"),
        ('<c r="A1"><v>9007199254740993</v></c>', Kind.NUMBER, "9007199254740993"),
        ('<c r="A1" t="b"><v>1</v></c>', Kind.BOOLEAN, "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', Kind.BOOLEAN, "FALSE"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', Kind.ERROR, "#N/A"),
        ('<c r="A1" t="d"><v>2024-09-30T00:00:00</v></c>', Kind.DATE, "2024-09-30"),
        ('<c r="A1" t="d"><v>2024-09-30T08:30:00.000Z</v></c>', Kind.DATE, "2024-09-30T08:30:00"),
        (f'<c r="A1" s="{PERCENT}"><v>0.85</v></c>', Kind.PERCENT, "0.85"),
        (f'<c r="A1" s="{TEN}"><v>0.85</v></c>', Kind.PERCENT, "0.85"),
        (f'<c r="A1" s="{TEXT}"><v>0.85</v></c>', Kind.NUMBER, "0.85"),
        (f'<c r="A1" s="{DAYS}"><v>5</v></c>', Kind.NUMBER, "5"),
        ('<c r="A1" s="99999"><v>5</v></c>', Kind.NUMBER, "5"),
        (f'<c r="A1" s="{BUDDHIST}"><v>45565</v></c>', Kind.DATE, "2024-09-30"),
        (f'<c r="A1" s="{THAI}"><v>45565.5</v></c>', Kind.DATE, "2024-09-30T12:00:00"),
        (f'<c r="A1" s="{CLOCK}"><v>0.75</v></c>', Kind.DATE, "18:00:00"),
        (f'<c r="A1" s="{ELAPSED}"><v>1.5</v></c>', Kind.NUMBER, "1.5"),
        (f'<c r="A1" s="{THAI}"><v>-1</v></c>', Kind.NUMBER, "-1"),
        (f'<c r="A1" s="{THAI}"><v>60</v></c>', Kind.NUMBER, "60"),
        (f'<c r="A1" s="{THAI}"><v>2958466</v></c>', Kind.NUMBER, "2958466"),
        ('<c r="A1"><v>NaN</v></c>', Kind.ERROR, "#NUM!"),
        ('<c r="A1"><v>-INF</v></c>', Kind.ERROR, "#NUM!"),
        ('<c r="A1"><v>1e400</v></c>', Kind.ERROR, "#NUM!"),
        (f'<c r="A1"><v>{"9" * 5000}</v></c>', Kind.ERROR, "#NUM!"),
        (f'<c r="A1" s="{THAI}"><v>NaN</v></c>', Kind.ERROR, "#NUM!"),
        ('<c r="A1"><v>1,234</v></c>', Kind.TEXT, "1,234"),
        ('<c r="A1"><v>1_0</v></c>', Kind.TEXT, "1_0"),
        ('<c r="A1"><v>0x10</v></c>', Kind.TEXT, "0x10"),
        ('<c r="A1"><v>๘๕</v></c>', Kind.TEXT, "๘๕"),
    ],
)  # fmt: skip
def test_a_cell_is_what_the_file_says(cell: str, kind: Kind, raw: str) -> None:
    found = first(cell)

    assert (found.kind, found.raw) == (kind, raw)
    assert found.number is None or found.number.is_finite()


@pytest.mark.parametrize(
    ("cell", "kind", "raw", "formula"),
    [
        ('<c r="A1"><f>SUM(B1:B9)</f><v>3</v></c>', Kind.NUMBER, "3", "SUM(B1:B9)"),
        ('<c r="A1"><f>SUM(B1:B9)</f></c>', Kind.PENDING, "", "SUM(B1:B9)"),
        ('<c r="A1"><f>SUM(B1:B9)</f><v></v></c>', Kind.PENDING, "", "SUM(B1:B9)"),
        ('<c r="A1"><f>SUM(B1:B9)</f><v/></c>', Kind.PENDING, "", "SUM(B1:B9)"),
        ('<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>', Kind.TEXT, "", 'IF(B1="","",B1)'),
        ('<c r="A1" t="str"><f>B1&amp;C1</f><v>ก</v></c>', Kind.TEXT, "ก", "B1&C1"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Kind.ERROR, "#DIV/0!", "1/0"),
        ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', Kind.NUMBER, "3", "shared:A1"),
        ('<c r="A1"><f t="array" ref="A1:A2">B1*2</f><v>3</v></c>', Kind.NUMBER, "3", "B1*2"),
    ],
)
def test_a_formula_and_its_result_are_told_apart(
    cell: str, kind: Kind, raw: str, formula: str
) -> None:
    found = first(cell)

    assert (found.kind, found.raw, found.formula) == (kind, raw, formula)


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1"/>', '<c r="A1" s="1"></c>', '<c r="A1" t="s"><v></v></c>', '<c r="A1"><v/></c>'],
)
def test_a_cell_without_content_is_not_kept(cell: str) -> None:
    workbook = read_bytes(book(sheet(cells(cell))))

    assert dict(workbook.sheets[0].cells) == {}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", Kind.NUMBER), ("0", Kind.NUMBER), ("#,##0.00", Kind.NUMBER), ("@", Kind.NUMBER),
        ('#,##0 "บาท"', Kind.NUMBER), ("#,##0 บาท", Kind.NUMBER), ("0.00E+00", Kind.NUMBER),
        ('"day" 0', Kind.NUMBER), ("\\d0", Kind.NUMBER), ("[Red]0;[Blue]-0", Kind.NUMBER),
        ("_(* #,##0_);_(* (#,##0);_(@_)", Kind.NUMBER), ("[$฿-41E]#,##0", Kind.NUMBER),
        ("# ?/?", Kind.NUMBER), (";;;", Kind.NUMBER), ('"ผ่าน"', Kind.NUMBER),
        ("[h]:mm:ss", Kind.NUMBER), ("[mm]:ss", Kind.NUMBER), ("[ช]:นน:ทท", Kind.NUMBER),
        ("0%", Kind.PERCENT), ("0.00%", Kind.PERCENT), ("[>=0.5]0%;0.0%", Kind.PERCENT),
        ('0"%"', Kind.NUMBER), ("0\\%", Kind.NUMBER), ("t0.00%", Kind.PERCENT),
        ("d/m/yyyy", Kind.DATE), ("d mmm yy", Kind.DATE), ("mm:ss.0", Kind.DATE),
        ("[$-107041E]d mmm yy", Kind.DATE), ("[$-D07041E]d/m/yyyy", Kind.DATE),
        ("[$-th-TH,107]d mmmm yyyy;@", Kind.DATE), ("d/m/bbbb", Kind.DATE), ("bbbb", Kind.DATE),
        ("ว/ด/ปปปป", Kind.DATE), ("ช:นน", Kind.DATE), ("ดดด-ปป", Kind.DATE),
        ("h:mm AM/PM", Kind.DATE), ('"วันที่" d', Kind.DATE), ("[DBNum1]d", Kind.DATE),
        ("[Red]d/m/yy;@", Kind.DATE), ("ggge", Kind.DATE), ("yyyy\\-mm\\-dd", Kind.DATE),
    ],
)  # fmt: skip
def test_a_number_format_says_what_a_number_is(code: str, kind: Kind) -> None:
    assert meaning(code) is kind


@given(st.text(max_size=40))
def test_any_text_may_be_a_number_format(code: str) -> None:
    assert meaning(code) in {Kind.NUMBER, Kind.DATE, Kind.PERCENT}


@given(st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)))
def test_a_serial_gives_back_the_date_it_was_made_from(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    days = (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)

    spelled = iso_date(repr(days), "d/m/yyyy", base_1904=False)
    assert spelled is not None
    assert dt.datetime.fromisoformat(spelled) == moment


@pytest.mark.parametrize(
    ("serial", "base_1904", "expected"),
    [
        ("1", False, "1900-01-01"), ("59", False, "1900-02-28"), ("60", False, None),
        ("61", False, "1900-03-01"), ("0", False, None), ("0", True, "1904-01-01"),
        ("44103", True, "2024-09-30"), ("2958465", False, "9999-12-31"),
        ("2958465", True, None), ("45565.999999999", False, "2024-10-01"),
        ("45565.0000115740", False, "2024-09-30T00:00:01"),
    ],
)  # fmt: skip
def test_the_edges_of_the_calendar(serial: str, base_1904: bool, expected: str | None) -> None:
    assert iso_date(serial, "d/m/yyyy", base_1904=base_1904) == expected


def test_the_1904_calendar_is_taken_from_the_workbook() -> None:
    workbook = (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr date1904="1"/>'
        '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    data = book(
        sheet(cells(f'<c r="A1" s="{THAI}"><v>44103</v></c>')), styles=FORMATS, workbook=workbook
    )

    assert read_bytes(data).sheets[0].cell(1, 1).raw == "2024-09-30"


# ---- spellings of the package ----

NUMBER_AND_TEXT = (
    '<row><c><v>1</v></c><c t="inlineStr"><is><t>ก</t></is></c></row>'
    '<row r="4"><c r="C4"><v>2</v></c><c><v>3</v></c></row>'
)


def values(workbook: Workbook) -> dict[str, str]:
    return {cell.address: cell.raw for cell in workbook.sheets[0].cells.values()}


@pytest.mark.parametrize(
    "body",
    [
        sheet(NUMBER_AND_TEXT),
        sheet(NUMBER_AND_TEXT).replace(MAIN, crafted.STRICT),
        sheet(NUMBER_AND_TEXT).replace(DECLARATION, "").encode("utf-16"),
        sheet(NUMBER_AND_TEXT).replace(DECLARATION, "\ufeff"),
        sheet(NUMBER_AND_TEXT)
        .replace(f' xmlns="{MAIN}"', f' xmlns:x="{MAIN}"')
        .replace(DECLARATION, "")
        .replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:"),
        sheet(NUMBER_AND_TEXT, before='<dimension ref="A1:XFD1048576"/>'),
    ],
    ids=["no addresses", "strict", "utf-16", "byte order mark", "prefixed", "wrong dimension"],
)  # fmt: skip
def test_every_spelling_of_a_sheet_is_read(body: str | bytes) -> None:
    assert values(read_bytes(book(body))) == {"A1": "1", "B1": "ก", "C4": "2", "D4": "3"}


def test_backslashes_in_part_names_are_read() -> None:
    content = {
        name.replace("/", "\\"): body for name, body in parts(sheet(NUMBER_AND_TEXT)).items()
    }

    assert values(read_bytes(pack(content)))["A1"] == "1"


def test_a_strict_workbook_is_read_with_a_remark() -> None:
    strict = parts(sheet(NUMBER_AND_TEXT))
    data = pack(
        {
            name: str(body)
            .replace(MAIN, crafted.STRICT)
            .replace("<workbook ", '<workbook conformance="strict" ')
            for name, body in strict.items()
        }
    )
    workbook = read_bytes(data)

    assert values(workbook)["B1"] == "ก"
    assert [remark.code for remark in workbook.remarks] == ["S14"]


# ---- what stands around the cells ----


def written(**options: object) -> Workbook:
    """Read a workbook that XlsxWriter wrote with one of everything."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as target:
        one, two, three = (target.add_worksheet(name) for name in ("หนึ่ง", "สอง", "สาม"))
        bold, date = (
            target.add_format({"bold": True}),
            target.add_format({"num_format": "d/m/bbbb"}),
        )
        for row in range(6):
            one.write_row(row, 0, [f"ก{row}", row, row / 7])
            one.write_blank(row, 5, None, bold)
        one.write_datetime(0, 3, dt.datetime(2024, 9, 30), date)
        one.write_formula("D2", "=SUM(B1:B6)", None, 15)
        one.merge_range("H1:J2", "รวม")
        one.set_row(2, None, None, {"hidden": True})
        one.set_row(900, None, None, {"hidden": True})
        one.set_column("C:C", None, None, {"hidden": True})
        one.set_column("Z:Z", None, None, {"hidden": True})
        one.autofilter("A1:C6")
        two.add_table("B2:C5", {"name": "ตาราง", "columns": [{"header": "x"}, {"header": "y"}]})
        two.hide()
        three.very_hidden()
        target.define_name("itaxl_year", "=หนึ่ง!$B$1")
        target.define_name("หนึ่ง!local", "=หนึ่ง!$B$2")
        one.print_area("A1:B2")
        target.set_custom_property("itaxl_year", "2567")
        target.set_custom_property("number", 5)
        target.set_properties({"created": dt.datetime(2024, 9, 30, 8)})
    return read_bytes(memory.getvalue())


def test_cells_of_a_hidden_sheet_are_made_once_when_many_are_asked_for() -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as target:
        target.add_worksheet()
        hidden = target.add_worksheet()
        hidden.hide()
        for row in range(500):
            hidden.write_row(row, 0, [f"ก{row}" * 9, row, "x" * 40])
    cells = read_bytes(memory.getvalue()).sheets[1].cells

    assert cells.get((501, 1)) is None
    assert [cells[row, 1].raw for row in range(1, 501)] == [f"ก{row}" * 9 for row in range(500)]
    assert cells[400, 2] is cells[400, 2]


@pytest.mark.parametrize("style", ["1", "01", "00", "99999", "123456"])
def test_cells_of_a_hidden_sheet_are_those_of_one_that_is_seen(style: str) -> None:
    rows = (f'<row r="{n}"><c r="A{n}" s="{style}"><v>5</v></c></row>' for n in range(1, 3000))
    seen = parts(sheet("".join(rows)), styles=FORMATS)
    workbook = str(seen["xl/workbook.xml"]).replace("<sheet ", '<sheet state="hidden" ')

    hidden = read_bytes(pack({**seen, "xl/workbook.xml": workbook})).sheets[0]

    assert hidden.visibility == "hidden"
    assert dict(hidden.cells) == dict(read_bytes(pack(seen)).sheets[0].cells)


def test_a_workbook_is_read_with_all_that_stands_around_its_cells() -> None:
    workbook = written()
    one, two, three = workbook.sheets

    assert [s.name for s in workbook.sheets] == ["หนึ่ง", "สอง", "สาม"]
    assert [s.visibility for s in workbook.sheets] == ["visible", "hidden", "veryHidden"]
    assert one.merges == (Area(1, 8, 2, 10),)
    assert (set(one.hidden_rows), set(one.hidden_columns)) == ({3}, {3})
    assert (one.filtered, two.filtered) == (True, False)
    assert two.tables == (TableArea("ตาราง", Area(2, 2, 5, 3)),)
    assert dict(workbook.names) == {"itaxl_year": "หนึ่ง!$B$1"}
    assert dict(workbook.properties) == {"itaxl_year": "2567", "number": "5"}
    assert workbook.application == "Microsoft Excel"
    assert workbook.modified == dt.datetime(2024, 9, 30, 8, tzinfo=dt.UTC)
    assert one.cell(1, 4) == Cell(1, 4, Kind.DATE, "2024-09-30", "", "d/m/bbbb")
    assert one.cell(2, 4) == Cell(2, 4, Kind.NUMBER, "15", "SUM(B1:B6)", "General")
    assert {c.column for c in one.cells.values()} == {1, 2, 3, 4, 8}
    assert (three.cells, workbook.remarks) == ({}, ())


def test_pictures_come_with_the_cell_under_their_corner() -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
        "606060000000050001a5f645400000000049454e44ae426082"
    )  # fmt: skip
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as target:
        tab = target.add_worksheet()
        tab.insert_image("C7", "seen.png", {"image_data": io.BytesIO(pixel)})
    data = memory.getvalue()

    (picture,) = read_bytes(data, pictures=True).sheets[0].pictures
    assert (picture.row, picture.column, picture.extension) == (7, 3, "png")
    assert picture.data == pixel
    assert read_bytes(data).sheets[0].pictures == ()


@pytest.mark.parametrize(
    ("formula", "seen"),
    [
        ('_xlfn.WEBSERVICE("https://example.org")', "WEBSERVICE"),
        ('HYPERLINK("https://example.org","คลิก")', "HYPERLINK"),
        ("cmd|'/C calc'!A0", "DDE"),
        ('importxml("a","b")', "IMPORTXML"),
        ('HYPERLINK("#"&amp;B1,"ไป")', None),
        ("SUM(B1:B9)", None),
        ("RECALL(1)", None),
    ],
)
def test_formulas_that_reach_outside_are_remarked(formula: str, seen: str | None) -> None:
    escaped = formula.replace('"', "&quot;")
    workbook = read_bytes(book(sheet(cells(f'<c r="A1"><f>{escaped}</f><v>1</v></c>'))))

    assert [(r.code, r.seen, r.sheet, r.cells) for r in workbook.remarks] == (
        [("S12", seen, "S", ("A1",))] if seen else []
    )


# ---- size, and the short cut ----


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576" s="1" customFormat="1">'
        '<c r="A1048576" s="1"/></row>',
        "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(1, 1_048_577, 4)),
    ],
    ids=["far corner", "styled last row", "a quarter of a million styled rows"],
)
def test_a_sheet_with_a_far_end_is_read_at_once(rows: str) -> None:
    merged = '<mergeCells><mergeCell ref="B1:D1048576"/><mergeCell ref="1:2"/></mergeCells>'
    data = book(sheet(rows, merged), styles=FORMATS)
    started = time.process_time()
    workbook = read_bytes(data)

    assert time.process_time() - started < 2  # a busy machine; alone, a quarter of a second
    assert workbook.sheets[0].merges[0] == Area(1, 2, 1_048_576, 4)
    assert len(workbook.sheets[0].cells) <= 2


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 5), st.booleans()), max_size=30))
def test_blank_cells_and_rows_may_be_taken_out_beforehand(
    places: list[tuple[int, int, bool]],
) -> None:
    rows: dict[int, dict[int, bool]] = {}
    for row, column, filled in places:
        rows.setdefault(row, {})[column] = filled
    body = sheet(
        "".join(
            f'<row r="{row}" ht="15">'
            + "".join(
                f'<c r="{address(row, column)}" s="1">{"<v>1</v>" if filled else ""}</c>'
                for column, filled in sorted(line.items())
            )
            + "</row>"
            for row, line in sorted(rows.items())
        )
    ).encode()
    package = recognise(book(body), Path("x.xlsx"))
    whole = sheetxml.read_sheet(package, "xl/worksheets/sheet1.xml", sheetxml.Context())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheetxml, "_THIN_FROM", 0)
        thinned = sheetxml.read_sheet(package, "xl/worksheets/sheet1.xml", sheetxml.Context())

    assert thinned == whole
    assert len(whole.cells) == sum(sum(line.values()) for line in rows.values())


CONTENT = st.sampled_from(
    ["<v>1</v>", "<v>ก&amp;ข</v>", "<v></v>", "<f>A1</f><v>2</v>", "<f/>", "<is><t>x</t></is>", "",
     '<f t="shared" si="1">B1</f><v>1</v>', '<f t="shared" si="1"/><v>1</v>', "<v>&#3585;</v>",
     "<v>&bad;</v>", "<v>a<b/>c</v>", "<v><![CDATA[1]]></v>", "<v>&#38;lt;</v>", "<!-- -->",
     "<f>A1</f><v></v>", "<f>A1</f><v>ก</v>", "<f>A1&amp;B1</f><v>0</v>", "<f>&bad;</f><v>1</v>",
     "<f>\x01</f><v>1</v>", "<v>a\x01</v>", "<v>\uffff</v>", "<v>\ufeffa</v>", "<v>a\r\nb\rc</v>",
     '<f>HYPERLINK("http://x")</f><v>1</v>', '<f>DDE|"x"</f>', "<f> </f><v>7</v>", "<v>1e3</v>",
     "<v>_x0041_</v>", "<v>0000000000000000</v>", "<f>A1</f><v>45000</v>"]
)  # fmt: skip
CELLS = st.builds(
    lambda r, s, t, inner: f"<c{r}{s}{t}>{inner}</c>",
    st.sampled_from([' r="A1"', ' r="B2"', ' r="XFD9"', ' r="XFE9"', "", " r='C3'"]),
    st.sampled_from(["", ' s="0"', ' s="1"', ' s="3"', ' s="77"']),
    st.sampled_from(["", ' t="s"', ' t="n"', ' t="str"', ' t="b"', ' t="inlineStr"', ' t="odd"']),
    CONTENT,
)
ROWS = st.builds(
    lambda attributes, inner: f"<row{attributes}>{''.join(inner)}</row>",
    st.sampled_from(
        [
            "",
            ' r="1"',
            ' r="9" hidden="1"',
            ' r="2" spans="1:3"',
            ' r="2000000"',
            ' r="3" x="ก"',
            ' r="3" x="\t"',
            ' r="3" x="\x02"',
            ' r="3" x="a&amp;b"',
        ]
    ),
    st.lists(CELLS | st.just('<c r="D4" s="1"/>'), max_size=4),
)
AFTER = st.sampled_from(
    ["", '<autoFilter ref="A1"/>', "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>", "<a>", "&x;",
     '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', "<!-- <sheetData> -->", "<sheetData/>"]
)  # fmt: skip


@given(st.lists(ROWS, max_size=4).map("".join), AFTER)
def test_the_short_cut_gives_what_expat_gives_or_nothing(rows: str, after: str) -> None:
    data = sheet(rows, after).encode()
    kinds = (Kind.NUMBER, Kind.DATE, Kind.PERCENT, Kind.NUMBER)
    context = sheetxml.Context(["ก", "ข"], sheetxml.Styles(kinds, ("General", "d/m/yy", "0%", "0")))
    package = recognise(book(data), Path("x.xlsx"))

    def outcome(reader: object) -> object:
        try:
            return reader()  # type: ignore[operator]
        except (UnreadableError, sheetxml.MalformedError) as trouble:
            return getattr(trouble, "code", "malformed")

    try:
        plain = outcome(lambda: plain_sheet(data, "p", context))
    except NotPlainError:
        return
    assert plain == outcome(
        lambda: sheetxml.read_sheet(package, "xl/worksheets/sheet1.xml", context)
    )
    if isinstance(plain, sheetxml.SheetPart):
        late = plain_sheet(data, "p", context, seldom=True)
        made = late.cells if late.late is None else late.late
        places = {(row, column) for row in range(1, 9) for column in range(1, 9)} | {*plain.cells}
        assert {at: made[at] for at in places if made.get(at)} == plain.cells == dict(made)
        assert replace(late, cells=plain.cells, late=None) == plain


@given(
    st.lists(
        st.sampled_from(
            ["<t>ก</t>", '<t xml:space="preserve"> a </t>', "<r><t>a</t></r><r><t>b</t></r>", "<t/>",
             "<r><rPr><b/></rPr><t>&amp;lt;</t></r>", "<t>_x000D_</t>", "<rPh><t>x</t></rPh><t>y</t>",
             "<t>a\r\nb</t>", "<t>a</t>x", "<t>\x01</t>", "<t>\ufffe</t>", "<t>&bad;</t>",
             "<t><![CDATA[x]]></t>", "<t>&#60;&#38;amp;</t>", "<r><t/></r>", ""]
        )
    )
)  # fmt: skip
def test_the_short_cut_through_strings_gives_what_expat_gives(items: list[str]) -> None:
    data = crafted.strings(*items).encode()
    package = recognise(book(strings=data), Path("x.xlsx"))
    try:
        plain = plain_strings(data, "p")
    except NotPlainError:
        return

    assert plain == sheetxml.read_strings(package, "xl/sharedStrings.xml")


@pytest.mark.parametrize(
    "change",
    [("", ""), ("<xf ", "<xf  "), ('"', "'"), ("<styleSheet", "<!-- --><styleSheet"),
     ("</styleSheet>", '<dxfs><dxf><numFmt numFmtId="14" formatCode="0%"/></dxf></dxfs></styleSheet>'),
     ("numFmtId", "a='1' numFmtId"), ('numFmtId="0"', ""), ("<numFmts></numFmts>", "")]
)  # fmt: skip
@pytest.mark.parametrize("codes", [(), (14, 71, 10), ("0.00%", 'd/m/bbbb "&<>"', 14)])
def test_the_short_cut_through_formats_gives_what_expat_gives(
    codes: tuple[str | int, ...], change: tuple[str, str]
) -> None:
    data = crafted.styles(*codes).replace(*change).encode()
    slow = sheetxml.read_styles([data], "p")
    try:
        plain = plain_styles(data)
    except NotPlainError:
        assert change != ("", "")
        return

    assert plain == slow


def test_the_short_cut_is_taken_on_workbooks_of_the_usual_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the part went to expat")

    monkeypatch.setattr(sheetxml, "read_sheet", refuse)
    monkeypatch.setattr(sheetxml, "read_strings", refuse)
    monkeypatch.setattr(sheetxml, "read_styles", refuse)

    assert len(written().sheets[0].cells) == 21


# ---- the second reader, and other tables ----


def test_a_workbook_that_ours_cannot_follow_is_read_by_another_with_a_remark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = written()

    def fail(*_: object, **__: object) -> None:
        raise sheetxml.MalformedError("xl/worksheets/sheet1.xml", "odd")

    monkeypatch.setattr(reading, "read_sheet", fail)
    theirs = written()

    assert [remark.code for remark in theirs.remarks] == ["S15"]
    for mine, other in zip(ours.sheets, theirs.sheets, strict=True):
        assert (mine.name, mine.merges, mine.tables, mine.visibility) == (
            other.name, other.merges, other.tables, other.visibility
        )  # fmt: skip
        assert [(c.address, c.kind, c.formula, c.number or c.raw) for c in mine.cells.values()] == [
            (c.address, c.kind, c.formula, c.number or c.raw) for c in other.cells.values()
        ]


def test_a_workbook_that_nobody_can_follow_is_refused_with_the_part() -> None:
    with pytest.raises(UnreadableError) as found:
        read_bytes(book(sheet("<row><c></row>")))

    assert (found.value.code, found.value.part) == ("F10", "xl/worksheets/sheet1.xml")


def test_the_second_reader_is_not_asked_about_what_would_exhaust_it() -> None:
    merges = '<mergeCells><mergeCell ref="A1:Z1048576"/></mergeCells>'
    started = time.process_time()
    with pytest.raises(UnreadableError, match="F10"):
        read_bytes(book(sheet("<row><c></row>", merges)))

    assert time.process_time() - started < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text_is_read_as_one_sheet(encoding: str, delimiter: str) -> None:
    text = delimiter.join(["รหัส", "คะแนน", "หมายเหตุ"]) + "\r\n"
    text += delimiter.join(["0012", "92.35", '"สอง\nบรรทัด"']) + "\r\n"
    workbook = read_bytes(text.encode(encoding), Path("ผล.csv"))

    (only,) = workbook.sheets
    assert only.name == "ผล"
    assert [c.raw for c in only.cells.values()] == [
        "รหัส", "คะแนน", "หมายเหตุ", "0012", "92.35", "สอง\nบรรทัด"
    ]  # fmt: skip
    assert [only.cell(2, n).kind for n in (1, 2, 3)] == [Kind.TEXT, Kind.NUMBER, Kind.TEXT]


def test_an_open_document_is_read() -> None:
    body = (
        '<table:table table:name="ก"><table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row table:visibility="collapse">'
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.85"><text:p>85%</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>ก<text:s text:c="2"/>ข'
        "</text:p><text:p>ค</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2024-09-30T00:00:00"/>'
        '<table:table-cell office:value-type="float" office:value="0" table:formula="of:=1/0">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row></table:table>"
    )
    workbook = read_bytes(crafted.open_document(body), Path("x.ods"))

    assert [tuple(cell)[:5] for cell in workbook.sheets[0].cells.values()] == [
        (1_048_001, 3, Kind.PERCENT, "0.85", ""),
        (1_048_001, 4, Kind.TEXT, "ก  ข\nค", ""),
        (1_048_001, 5, Kind.DATE, "2024-09-30", ""),
        (1_048_001, 6, Kind.ERROR, "#DIV/0!", "1/0"),
    ]
    assert workbook.sheets[0].hidden_rows == {1_048_001}


def test_an_open_document_that_repeats_without_end_is_refused() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        "</table:table-row>"
    )
    data = crafted.open_document(f'<table:table table:name="a">{row}</table:table>')

    with pytest.raises(UnreadableError, match="S08"):
        read_bytes(data, Path("x.ods"))


def test_reading_twice_gives_the_same_and_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "แบบ.xlsx"
    path.write_bytes(book())
    before = path.stat()

    assert read(path) == read(path)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert read(path).modified == dt.datetime.fromtimestamp(before.st_mtime, dt.UTC)


def test_a_part_that_is_remembered_is_known_by_all_its_bytes() -> None:
    """Two files in one process that differ in a small part only are read each by its own."""
    cell = sheet(cells('<c r="A1" s="1"><v>45000</v></c>'))
    kinds = [
        read_bytes(book(cell, styles=crafted.styles(code))).sheets[0].cell(1, 1).kind
        for code in (14, "0%", 14, "0.00", "0%")
    ]

    assert kinds == [Kind.DATE, Kind.PERCENT, Kind.DATE, Kind.NUMBER, Kind.PERCENT]


@pytest.mark.parametrize("inner", ["<v>0</v>", "<f>B1</f><v>0</v>"])
def test_a_sheet_that_is_remembered_says_what_its_own_file_says(inner: str) -> None:
    """The sheet is the same in all files, byte for byte; the texts that it names are not."""
    body = sheet(cells(f'<c r="A1" t="s">{inner}</c>'))
    texts = ["ก", "ก", "ก", "ข", "ข", "ก"]
    taken = [
        read_bytes(book(body, strings=crafted.strings(f"<t>{text}</t>"))).sheets[0].cell(1, 1).raw
        for text in texts
    ]

    assert taken == texts


def test_a_sheet_that_is_remembered_is_read_by_the_formats_of_its_own_file() -> None:
    body = sheet(cells('<c r="A1" s="1"><v>45000</v></c><c r="B1" t="s"><v>7</v></c>'))
    codes = ("0%", "0%", "0%", 14, "0.00", "0%")
    sheets = [read_bytes(book(body, styles=crafted.styles(code))).sheets[0] for code in codes]

    assert [one.cell(1, 1).kind for one in sheets] == [
        *(Kind.PERCENT, Kind.PERCENT, Kind.PERCENT, Kind.DATE, Kind.NUMBER, Kind.PERCENT)
    ]
    assert {one.cell(1, 2).raw for one in sheets} == {"#REF!"}


def test_a_part_with_a_false_sum_is_refused_though_a_sound_one_is_remembered() -> None:
    data = book(sheet(cells('<c r="A1"><v>1</v></c>')), styles=crafted.styles(14))
    read_bytes(data)
    central = data.rfind(b"PK\1\2", 0, data.rfind(b"xl/styles.xml"))
    broken = bytearray(data)
    broken[central + 16] ^= 0xFF

    with pytest.raises(UnreadableError) as caught:
        read_bytes(bytes(broken))

    assert caught.value.code == "F10"

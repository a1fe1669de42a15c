"""Reports of agencies' own layouts, made up here, become the measures a person reads in them."""

import csv
from pathlib import Path

import docx
import openpyxl
import pytest
from convert_rounds import RULES, Round, go_round, lost, pieces_of
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itaxl import pipeline
from itaxl.cells import Cell, Kind, Sheet, Workbook
from itaxl.intake.convert import convert

HERE = Path(__file__).parent
BOOK = RULES.book(2566)
HEADINGS = {
    "measure": "มาตรการ/แนวทาง",
    "method": "วิธีการดำเนินการ",
    "period": "ระยะเวลา ดำเนินการ",
    "owner": "ผู้รับผิดชอบ",
    "result": "ผลการดำเนินการ",
    "suggestion": "ข้อเสนอแนะ",
    "outcome": "ผลลัพธ์หรือ ความสำเร็จของ การ ดำเนินการเมื่อ สิ้น ปีงบประมาณ",
}
LABELS = r"(?:(?<=ขั้นตอน)|(?<=ผู้รับผิดชอบ)|(?<=ผลการดำเนินการ)|(?<=ผลลัพธ์)) ?[: -]"
ANSWERS = [
    ("ทำป้ายบอกทาง", "ร่างแบบ", "ต.ค. ๖๕ - มี.ค. ๖๖", "กองช่าง", "ดำเนินการแล้วเสร็จ", "-", "คนหลงน้อยลง"),
    ("จัดคิวออนไลน์", "เขียนระบบ", "ม.ค. 2566", "สำนักปลัด", "อยู่ระหว่างดำเนินการ", "ไม่มี", "รอน้อยลง"),
    ("สอนใช้คู่มือ", "จัดอบรม", "ไตรมาส 2", "กองคลัง", "จัดอบรม ๒ ครั้ง", "", "ใช้คู่มือเป็น"),
]


def row(round_: Round, at: int, *keys: str) -> list[str]:
    return [round_.records[at].text(key) for key in keys]


def why(round_: Round, words: str) -> list[str]:
    return [piece.why for piece in round_.found.found.left if words in piece.text]


def codes(round_: Round) -> list[list[str]]:
    return [[str(code) for code in record.value("codes") or ()] for record in round_.records]


# ── plain text ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["tabs", "lines", "headed"])
def test_no_text_of_a_plain_report_is_dropped(name: str, tmp_path: Path) -> None:
    done = go_round(HERE / f"{name}.txt", tmp_path)
    pieces = list(pieces_of((HERE / f"{name}.txt").read_text("utf-8"), LABELS))

    assert len(pieces) > 20
    assert lost(pieces, done.found.path) == []


def test_a_report_with_tabs_is_read_by_its_headings(tmp_path: Path) -> None:
    done = go_round(HERE / "tabs.txt", tmp_path)

    assert [record.text("measure") for record in done.records] == [
        "ทำแผ่นพับบริการ", "ตั้งศูนย์รับเรื่อง", "เปิดเผยราคากลาง",
    ]  # fmt: skip
    assert row(done, 1, "owner", "method") == ["สำนัก ปลัด", "- จัดห้อง\n- แต่งตั้งผู้ดูแล"]
    assert done.records[1].value("owner").units == ("สำนักปลัด",)
    assert [str(r.value("period").end) for r in done.records] == [
        "2023-03-31", "2023-01-31", "2023-09-30",
    ]  # fmt: skip
    assert [r.value("status") for r in done.records] == ["done", "done", "in_progress"]
    found = done.found.found
    assert (found.tables, found.joined_tables, found.joined_rows) == (2, 1, 1)
    assert (str(found.total), found.level) == ("91.20", "ผ่านดี")


def test_agency_place_and_year_come_from_the_title(tmp_path: Path) -> None:
    back = go_round(HERE / "tabs.txt", tmp_path).back

    told = {key: back.agency[key].text for key in ("type", "name", "district", "province")}
    assert told == {
        "type": "เทศบาลตำบล", "name": "เทศบาลตำบลตัวอย่างงาม", "district": "ทดลอง", "province": "น่าน",
    }  # fmt: skip
    assert back.agency_value("fiscal_year") == 2566


def test_what_is_no_measure_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    done = go_round(HERE / "tabs.txt", tmp_path)

    assert why(done, "เปิดเผยราคากลาง") == ["repeated"]
    assert why(done, "ไม่มีตัวตน") == ["other_table"]
    assert why(done, "ลายมือชื่อ") == []
    assert why(done, "๕,๐๐๐ บาท") == ["extra"]
    assert why(done, "- ๒ -") == ["page"]
    assert why(done, "ปิดท้าย") == ["unknown"]


def test_an_answer_inside_the_method_stays_there_and_is_told(tmp_path: Path) -> None:
    done = go_round(HERE / "tabs.txt", tmp_path)

    assert "ผู้รับผิดชอบ งานพัสดุ" in done.records[2].text("method")
    assert done.records[2].value("owner").units == ("กองคลัง",)
    told = {finding.code for finding in done.found.findings}
    assert {"R121", "W112"} <= told


def test_a_report_of_one_cell_per_line_is_read_by_its_headings(tmp_path: Path) -> None:
    done = go_round(HERE / "lines.txt", tmp_path)

    assert codes(done) == [["i11"], ["o10"], ["o24"]]
    assert [r.value("owner").units for r in done.records] == [
        ("งานการเจ้าหน้าที่", "กองช่าง"), ("ทุกส่วนราชการ",), ("สำนักปลัด",),
    ]  # fmt: skip
    assert [str(r.value("period").start) for r in done.records] == [
        "2023-11-01", "2024-02-01", "2024-01-01",
    ]  # fmt: skip
    assert done.records[0].value("theme") == "4"
    assert done.back.agency["name"].text == "องค์การบริหารส่วนตำบลสมมติใหม่"


def test_a_report_without_results_is_a_plan(tmp_path: Path) -> None:
    done = go_round(HERE / "lines.txt", tmp_path)

    assert done.back.agency_value("round") == "plan"
    told = [pipeline.progress(r, report=False).doing for r in done.records]
    assert told == ["planned"] * 3


def test_headed_text_is_read_as_measures(tmp_path: Path) -> None:
    done = go_round(HERE / "headed.txt", tmp_path)

    assert [record.text("no") for record in done.records] == ["1", "2", ""]
    assert [record.text("measure") for record in done.records] == [
        "มาตรการเปิดเผยแผนการใช้เงิน", "มาตรการยืมของหลวง ให้ตรวจสอบได้", "มาตรการรับฟังเสียงประชาชน",
    ]  # fmt: skip
    assert codes(done) == [["i7"], ["i20", "i21", "i23"], []]
    assert row(done, 0, "method") == ["๑. จัดทำผังการใช้เงิน\n๒. ติดประกาศหน้าสำนักงาน"]
    assert [r.value("owner").units for r in done.records] == [
        ("กองคลัง",), ("สำนักปลัด",), ("งานธุรการ",),
    ]  # fmt: skip
    assert row(done, 1, "result", "outcome") == ["อยู่ระหว่างดำเนินการ", "ของหายน้อยลง"]
    assert row(done, 2, "method", "outcome") == ["ตั้งตู้รับความเห็น", "มีผู้เสนอ ๑๒ เรื่อง"]
    assert why(done, "สรุปผล...") == ["page"]
    assert why(done, "นายทดสอบ") == ["signature"]


# ── headings ────────────────────────────────────────────────────────────────────────────────────
def table(headings: dict[str, str], order: list[str]) -> Workbook:
    """Lay the answers out under headings in some order."""
    keys = list(HEADINGS)
    lines = [[headings[key] for key in order]]
    lines += [[answers[keys.index(key)] for key in order] for answers in ANSWERS]
    cells = {
        (at, column): Cell(at, column, Kind.TEXT, text)
        for at, line in enumerate(lines, 3)
        for column, text in enumerate(line, 2)
        if text
    }
    return Workbook(Path("own.xlsx"), (Sheet("ผลงาน", cells),))


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(list(HEADINGS)))
def test_the_order_of_columns_changes_nothing(order: list[str]) -> None:
    found = convert(table(HEADINGS, order), BOOK)

    told = [tuple(r.text(key) for key in HEADINGS) for r in found.submission.records]
    assert told == ANSWERS


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_spaces_inside_headings_change_nothing(data: st.DataObject) -> None:
    def broken(text: str) -> str:
        at = data.draw(st.integers(1, len(text) - 1))
        return text[:at] + data.draw(st.sampled_from([" ", "\n", "  \n "])) + text[at:]

    headings = {key: broken(text) for key, text in HEADINGS.items()}
    found = convert(table(headings, list(HEADINGS)), BOOK)

    told = [tuple(r.text(key) for key in HEADINGS) for r in found.submission.records]
    assert told == ANSWERS


with (HERE / "headings.csv").open(encoding="utf-8", newline="") as lines:
    SPELLINGS = [(line["key"], line["written"]) for line in csv.DictReader(lines)]


@pytest.mark.parametrize(("key", "written"), SPELLINGS)
def test_a_spelling_of_a_heading_is_known(key: str, written: str) -> None:
    found = convert(table(HEADINGS | {key: written}, list(HEADINGS)), BOOK)

    told = [r.text(key) for r in found.submission.records]
    assert told == [answers[list(HEADINGS).index(key)] for answers in ANSWERS]


# ── Word ────────────────────────────────────────────────────────────────────────────────────────
def fill(table: "docx.table.Table", lines: list[list[str]]) -> None:
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            table.cell(at, column).text = text


def word_report() -> Document:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "งานแผนและงบประมาณ"
    document.add_paragraph("รายงานผลตามมาตรการโปร่งใส")
    document.add_paragraph("อบต.ตัวอย่างสอง อำเภอสมมติ จังหวัดแพร่ ประจำปีงบประมาณ พ.ศ. 2566")
    heads = ["ที่", "มาตรการ", "ขั้นตอน", "ระยะเวลา", "ผู้รับผิดชอบ", "สรุปผล"]
    first = document.add_table(4, 6)
    fill(first, [heads, [], ["1", "ทำป้ายบอกทาง", "ร่างแบบ", "ต.ค. 65", "กองช่าง", "ติดตั้งแล้ว"],
                 ["2", "จัดคิว", "เขียนระบบ", "พ.ย. 65", "สำนักปลัด", "ดำเนินการแล้วเสร็จ"]])  # fmt: skip
    first.cell(1, 0).merge(first.cell(1, 5)).text = BOOK.themes[1].name if BOOK.themes else "บริการ"
    inner = first.cell(2, 2).add_table(1, 2)
    fill(inner, [["แบบร่างที่หนึ่ง", "แบบร่างที่สอง"]])
    first.cell(2, 2).add_paragraph("ติดตั้งที่ทางแยก")
    document.add_paragraph("")
    second = document.add_table(4, 6)
    fill(second, [heads, ["", "", "ทดสอบระบบ", "", "", ""],
                  ["3", "สอนใช้คู่มือ", "จัดอบรม", "ธ.ค. 65", "กองคลัง", "อบรม ๒ ครั้ง"],
                  ["4", "แจกคู่มือ", "พิมพ์เล่ม", "", "", "แจกครบทุกหมู่บ้าน"]])  # fmt: skip
    second.cell(2, 3).merge(second.cell(3, 3))
    second.cell(2, 4).merge(second.cell(3, 4))
    document.add_paragraph("ข้อความระหว่างตาราง")
    for line in ["๕. กิจกรรมรับฟังเสียง", "วิธีดำเนินการ : ตั้งตู้", "ผู้รับผิดชอบ : งานธุรการ", "สรุปผล : ตั้งแล้ว"]:
        document.add_paragraph(line)
    control = (
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>ในกรอบควบคุม</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    document.element.body.append(parse_xml(control))
    return document


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Round:
    folder = tmp_path_factory.mktemp("word")
    word_report().save(str(folder / "report.docx"))
    return go_round(folder / "report.docx", folder)


def test_tables_of_a_word_report_are_joined_over_pages(word: Round) -> None:
    measures = [record.text("measure") for record in word.records]

    assert measures == ["ทำป้ายบอกทาง", "จัดคิว", "สอนใช้คู่มือ", "แจกคู่มือ", "กิจกรรมรับฟังเสียง"]
    assert word.records[1].text("method") == "เขียนระบบ ทดสอบระบบ"
    found = word.found.found
    assert (found.tables, found.joined_tables, found.joined_rows) == (2, 1, 1)


def test_cells_merged_in_a_word_report_count_for_all_their_rows(word: Round) -> None:
    assert [r.text("period") for r in word.records[2:4]] == ["ธ.ค. 65", "ธ.ค. 65"]
    assert [r.text("owner") for r in word.records[2:4]] == ["กองคลัง", "กองคลัง"]


def test_no_words_of_a_word_report_are_dropped(word: Round) -> None:
    words = [
        "แบบร่างที่หนึ่ง", "แบบร่างที่สอง", "ติดตั้งที่ทางแยก", "ในกรอบควบคุม", "งานแผนและงบประมาณ",
        "ข้อความระหว่างตาราง", "แจกครบทุกหมู่บ้าน", "ตั้งตู้",
    ]  # fmt: skip

    assert lost(words, word.found.path) == []
    assert "แบบร่างที่สอง" in word.records[0].text("method")


# ── workbooks ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def own_workbook(tmp_path_factory: pytest.TempPathFactory) -> Round:
    folder = tmp_path_factory.mktemp("xlsx")
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "งานปี 66"
    sheet["B1"] = "สรุปผลมาตรการ ทต.ตัวอย่างสาม ปีงบประมาณ 2566"
    heads = ["กิจกรรม", "แนวทางการดำเนินงาน", "กำหนดเวลา", "หน่วยงานรับผิดชอบ", "ผลการปฏิบัติ"]
    lines: dict[int, list[str]] = {
        4: heads,
        5: ["ด้านการใช้งบประมาณ"],
        6: ["ทำป้าย", "ร่างแบบ", "ต.ค. 65", "กองช่าง", "ติดแล้ว"],
        9: heads[::-1],
        10: ["ดำเนินการแล้วเสร็จ", "กองคลัง", "พ.ย. 65", "เขียนระบบ", "จัดคิว"],
    }
    for at, line in lines.items():
        for column, text in enumerate(line, 2):
            sheet.cell(at, column, text)
    sheet.merge_cells("B5:F5")
    other = workbook.create_sheet("เพิ่มเติม")
    for at, line in {1: heads, 2: ["อบรม", "เชิญวิทยากร", "ธ.ค. 65", "สำนักปลัด", "อบรมแล้ว"]}.items():
        for column, text in enumerate(line, 1):
            other.cell(at, column, text)
    workbook.create_sheet("บันทึก")["A1"] = "โทรถามอำเภอวันจันทร์"
    workbook.save(folder / "own.xlsx")
    return go_round(folder / "own.xlsx", folder)


def test_tables_of_all_sheets_are_read(own_workbook: Round) -> None:
    told = [row(own_workbook, at, "measure", "method", "owner") for at in range(3)]

    assert told == [
        ["ทำป้าย", "ร่างแบบ", "กองช่าง"],
        ["จัดคิว", "เขียนระบบ", "กองคลัง"],
        ["อบรม", "เชิญวิทยากร", "สำนักปลัด"],
    ]
    assert len(own_workbook.records) == 3
    assert own_workbook.back.agency["name"].text == "เทศบาลตำบลตัวอย่างสาม"


def test_no_words_of_a_workbook_are_dropped(own_workbook: Round) -> None:
    words = ["โทรถามอำเภอวันจันทร์", "ด้านการใช้งบประมาณ", "สรุปผลมาตรการ", "กำหนดเวลา"]

    assert lost(words, own_workbook.found.path) == []


# ── made-up rows ────────────────────────────────────────────────────────────────────────────────
def test_a_row_whose_measure_is_a_person_is_set_aside() -> None:
    workbook = table(HEADINGS, list(HEADINGS))
    cells = dict(workbook.sheets[0].cells)
    for column, text in enumerate(["นายสมมติ ไม่มีจริง", "กรรมการ", "ต.ค. 65", "กองช่าง"], 2):
        cells[8, column] = Cell(8, column, Kind.TEXT, text)

    found = convert(Workbook(workbook.path, (Sheet("ผลงาน", cells),)), BOOK)

    assert len(found.submission.records) == len(ANSWERS)
    assert [piece.why for piece in found.left if "ไม่มีจริง" in piece.text] == ["person"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(doubled=st.lists(st.integers(0, len(ANSWERS) - 1), max_size=4))
def test_rows_that_repeat_are_set_aside_and_never_lost(doubled: list[int]) -> None:
    workbook = table(HEADINGS, list(HEADINGS))
    cells = dict(workbook.sheets[0].cells)
    for at, which in enumerate(doubled, 3 + len(ANSWERS) + 1):
        for column, text in enumerate(ANSWERS[which], 2):
            if text:
                cells[at, column] = Cell(at, column, Kind.TEXT, text)

    found = convert(Workbook(workbook.path, (Sheet("ผลงาน", cells),)), BOOK)

    assert len(found.submission.records) == len(ANSWERS)
    assert sum(piece.why == "repeated" for piece in found.left) == len(doubled)


@pytest.mark.parametrize(
    ("line", "code", "measure"),
    [
        ("๐๗ กิจกรรมรณรงค์", ["o7"], "กิจกรรมรณรงค์"),
        ("07 โครงการอบรม", ["o7"], "โครงการอบรม"),
        ("012 หน่วยงานเผยแพร่แผน", ["o12"], "หน่วยงานเผยแพร่แผน"),
        # A count, and a number that no item has.
        ("7 โครงการอบรม", [], "7 โครงการอบรม"),
        ("099 หน่วยงานร่วมทำ", [], "099 หน่วยงานร่วมทำ"),
    ],
)
def test_a_number_that_begins_with_a_nought_is_a_code_whatever_follows(
    line: str, code: list[str], measure: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["มาตรการ", "ระยะเวลา", "ผู้รับผิดชอบ", "ผลการดำเนินการ"])
    sheet.append([line, "ม.ค. 2566", "สำนักปลัด", "จัดแล้ว"])
    book.save(tmp_path / "report.xlsx")

    done = go_round(tmp_path / "report.xlsx", tmp_path)

    assert codes(done) == [code]
    assert row(done, 0, "measure") == [measure]

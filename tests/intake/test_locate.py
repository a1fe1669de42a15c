"""Which form, which year, which sheets: by names, words and likeness, never by a file's name."""

from dataclasses import replace

import pytest
from grids import book, cell, moved, sheet

from itaxl.cells import Sheet
from itaxl.intake import locate, parse, read_submission
from itaxl.rulebooks.loading import load
from itaxl.submission import Form, Found

BOOKS = {year: load(year) for year in (2566, 2567)}
EDITION = "แบบรายงาน ITA ปีงบประมาณ 2567 รุ่น 1"
AGENCY = sheet(
    "หน่วยงาน",
    f"""
    | ข้อมูลหน่วยงาน |
    | {EDITION} |
    | ปีงบประมาณ * | 2567 | ปีงบประมาณของแบบรายงานนี้ (พ.ศ. 4 หลัก) |
    | จังหวัด * | นครตัวอย่าง |
    | อำเภอ * | เมือง |
    | ประเภทหน่วยงาน * | เทศบาลตำบล |
    | ชื่อหน่วยงาน * | เทศบาลตำบลตัวอย่าง |
    | รหัสหน่วยงาน | A-07 |
    """,
)
MEASURES = sheet(
    "มาตรการ",
    """
    | ลำดับ | ประเด็น | มาตรการ/โครงการ/กิจกรรม | ขั้นตอน/วิธีการปฏิบัติ | ผู้รับผิดชอบ |
    | 1 | 2 | จัดทำคู่มือ | เขียน | กองคลัง |
    """,
)
SCORES = sheet(
    "คะแนน",
    """
    | เครื่องมือ | ข้อที่ | ตัวชี้วัด | ส่วนที่ 1 | ส่วนที่ 2 | คะแนน | ปีก่อน | คะแนนที่ใช้ |
    | IIT | 1 | การปฏิบัติหน้าที่ | | | 100 | 99 | 100 |
    | EIT | 6 | คุณภาพการดำเนินงาน | 90 | 96 | | | 93 |
    """,
)


def without(table: Sheet, row: int) -> Sheet:
    return replace(table, cells={at: c for at, c in table.cells.items() if at[0] != row})


def test_three_places_are_compared_and_all_are_kept() -> None:
    workbook = book(
        AGENCY,
        MEASURES,
        properties={"itaxl_form": "standard", "itaxl_year": "2567", "itaxl_code": "A-08"},
        names={"itaxl_year": "=2566", "itaxl_version": '"1"'},
    )

    layout = locate(workbook, BOOKS)

    assert layout.form is Form.STANDARD
    assert layout.fiscal_year == 2567
    assert layout.version == "1"
    assert layout.identity == {
        "property": {"form": "standard", "year": "2567", "code": "A-08"},
        "name": {"year": "2566", "version": "1"},
        "cell": {"year": "2567", "version": "1", "code": "A-07"},
        "answer": {"year": "2567"},
    }


@pytest.mark.parametrize("kind", ["visible line", "answer", "property"])
def test_the_year_is_found_when_only_one_place_says_it(kind: str) -> None:
    agency = AGENCY if kind == "visible line" else without(AGENCY, 2)
    agency = agency if kind == "answer" else without(agency, 3)
    properties = {"itaxl_year": "2567"} if kind == "property" else {}

    layout = locate(book(agency, MEASURES, properties=properties), BOOKS)

    assert (layout.form, layout.fiscal_year) == (Form.STANDARD, 2567)


def test_without_any_year_the_answers_are_read_and_the_year_stays_unknown() -> None:
    bare = without(without(AGENCY, 2), 3)

    submission = read_submission(book(bare, MEASURES), BOOKS)

    assert submission.layout.fiscal_year is None
    assert submission.records[0].text("measure") == "จัดทำคู่มือ"


def test_a_year_without_a_rule_book_gives_the_layout_only() -> None:
    workbook = book(AGENCY, MEASURES, properties={"itaxl_form": "standard", "itaxl_year": "2599"})

    submission = read_submission(
        replace(workbook, names={"itaxl_year": "2599", "itaxl_version": '"9"'}), BOOKS
    )

    assert submission.layout.fiscal_year == 2599
    assert submission.layout.form is Form.STANDARD
    assert not submission.records


def test_a_workbook_of_somebody_else_is_foreign() -> None:
    other = sheet("Sheet1", "| Name | Amount |\n| Apples | 3 |")

    submission = read_submission(book(other), BOOKS)

    assert submission.layout.form is Form.FOREIGN
    assert not submission.records


def test_an_empty_workbook_is_foreign() -> None:
    assert locate(book(), BOOKS).form is Form.FOREIGN
    assert locate(book(Sheet("Sheet1", {})), BOOKS).form is Form.FOREIGN


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("มาตรการ", Found.EXACT),
        ("มาตร การ", Found.EXACT),
        ("แบบรายงาน", Found.ALIAS),
        ("มาตรการ (2)", Found.NEAR),
        ("สำเนาของ มาตรการ", Found.NEAR),
        ("มาตราการ", Found.NEAR),
        ("Sheet3", Found.GUESSED),
    ],
)
def test_a_renamed_sheet_is_found(title: str, found: Found) -> None:
    layout = locate(book(AGENCY, replace(MEASURES, name=title)), BOOKS)

    assert layout.sheets["measures"] == title
    assert layout.sheets_found["measures"] is found
    assert layout.form is Form.STANDARD


def test_the_filled_copy_of_an_empty_sheet_counts() -> None:
    empty = without(MEASURES, 2)
    copy = replace(MEASURES, name="มาตรการ (2)")

    assert locate(book(AGENCY, empty, copy), BOOKS).sheets["measures"] == "มาตรการ (2)"
    assert locate(book(AGENCY, MEASURES, copy), BOOKS).sheets["measures"] == "มาตรการ"


def test_sheets_that_are_not_the_forms_are_carried_along() -> None:
    notes = sheet("บันทึก", "| โทรแจ้งแล้ว |")

    submission = read_submission(book(AGENCY, MEASURES, notes, Sheet("Sheet9", {})), BOOKS)

    assert submission.layout.extra_sheets == ("บันทึก",)
    assert [(e.sheet, e.cell.raw) for e in submission.extras] == [("บันทึก", "โทรแจ้งแล้ว")]


def test_hidden_sheets_are_read() -> None:
    hidden = replace(MEASURES, visibility="veryHidden")

    assert read_submission(book(AGENCY, hidden), BOOKS).records


def test_missing_sheets_and_headings_are_named() -> None:
    layout = locate(book(AGENCY, MEASURES), BOOKS)

    missing = {(m.key, m.sheet) for m in layout.missing}
    assert ("scores", "") in missing
    assert ("period", "มาตรการ") in missing
    assert ("phone", "หน่วยงาน") in missing


def test_labels_are_found_wherever_they_stand_and_values_right_of_them() -> None:
    workbook = book(moved(AGENCY, rows=(1, 4, 6), columns=(1, 1, 2)), MEASURES)

    submission = read_submission(workbook, BOOKS)

    assert {key: entry.text for key, entry in submission.agency.items()} == {
        "fiscal_year": "2567",
        "province": "นครตัวอย่าง",
        "district": "เมือง",
        "type": "เทศบาลตำบล",
        "name": "เทศบาลตำบลตัวอย่าง",
        "code": "A-07",
    }
    assert submission.agency_value("type") == "subdistrict_municipality"


def test_prompts_beside_a_blank_value_are_no_answers() -> None:
    blank = replace(AGENCY, cells={at: c for at, c in AGENCY.cells.items() if at != (3, 2)})

    entry = read_submission(book(blank, MEASURES), BOOKS).agency["fiscal_year"]

    assert entry.is_blank
    assert entry.cell.address == "B3"


def test_a_column_inserted_between_labels_and_values_does_not_lose_them() -> None:
    submission = read_submission(book(moved(AGENCY, columns=(2,)), MEASURES), BOOKS)

    assert submission.agency["name"].cell.address == "C7"


def test_a_label_written_as_an_answer_is_an_answer() -> None:
    agency = replace(AGENCY, cells={**AGENCY.cells, (5, 2): cell(5, 2, "จังหวัด")})

    submission = read_submission(book(agency, MEASURES), BOOKS)

    assert submission.agency_value("district") == "จังหวัด"
    assert submission.agency_value("province") == "นครตัวอย่าง"
    assert submission.layout.doubled == ()


def test_a_line_the_agency_added_is_carried_along() -> None:
    agency = replace(
        AGENCY, cells={**AGENCY.cells, (9, 1): cell(9, 1, "ไลน์"), (9, 2): cell(9, 2, "@tt")}
    )

    submission = read_submission(book(agency, MEASURES), BOOKS)

    assert [(e.heading, e.cell.raw) for e in submission.extras] == [("ไลน์", "@tt")]


def test_names_of_values_count_unless_another_label_stands_before_them() -> None:
    names = {
        "itaxl_agency_district": "'หน่วยงาน'!$B$5",
        "itaxl_agency_name": "'หน่วยงาน'!$B$4",  # the value of another label
    }
    agency = replace(AGENCY, cells={**AGENCY.cells, (5, 1): cell(5, 1, "เขต/อำเภอที่ตั้ง")})

    submission = read_submission(book(agency, MEASURES, names=names), BOOKS)

    assert submission.agency_value("district") == "เมือง"
    assert submission.agency_value("name") == "เทศบาลตำบลตัวอย่าง"
    assert submission.layout.distrusted == ("itaxl_agency_name",)


def test_scores_are_read_by_indicator_and_part() -> None:
    submission = read_submission(book(AGENCY, MEASURES, SCORES), BOOKS)

    figures = {code: entry.text for code, entry in submission.scores.items()}
    assert figures == {
        "1": "100",
        "last.1": "99",
        "6": "",
        "6.EIT1": "90",
        "6.EIT2": "96",
        "last.6": "",
    }
    assert submission.typed["6"].text == "93"


@pytest.mark.parametrize(
    "row", ["| | ๑. | | | | 88 |", "| | | การปฏิบัติ หน้าที่ | | | 88 |", "| | 1 | ข้อแรก | | | 88 |"]
)
def test_an_indicator_is_known_by_its_number_or_its_name(row: str) -> None:
    scores = sheet(
        "คะแนน",
        f"""
        | เครื่องมือ | ข้อที่ | ตัวชี้วัด | ส่วนที่ 1 | ส่วนที่ 2 | คะแนน |
        {row}
        """,
    )

    assert read_submission(book(AGENCY, MEASURES, scores), BOOKS).scores["1"].text == "88"


def test_computed_cells_are_read_beside_their_labels() -> None:
    words = BOOKS[2567].form.words
    scores = sheet(
        "คะแนน",
        f"""
        | เครื่องมือ | ข้อที่ | ตัวชี้วัด | คะแนน | คะแนนที่ใช้ | ผลการประเมิน |
        | IIT | 1 | การปฏิบัติหน้าที่ | 100 | 100 | ผ่านเกณฑ์ |
        | | | {words["instrument_scores"]} | | คะแนน | {words["weight"]} |
        | IIT | | แบบวัด | | 98.89 | 30 |
        | EIT1 | | ส่วนแรก | | 90 | 15 |
        | | | {words["total"]} | | 92.35 | |
        | | | {words["level"]} | | ผ่านดี | |
        """,
    )

    typed = read_submission(book(AGENCY, MEASURES, scores), BOOKS).typed

    assert {code: entry.text for code, entry in typed.items()} == {
        "1": "100",
        "verdict.1": "ผ่านเกณฑ์",
        "IIT": "98.89",
        "EIT1": "90",
        "total": "92.35",
        "level": "ผ่านดี",
    }


def test_items_are_read_by_code_in_any_spelling_and_strange_codes_are_carried_along() -> None:
    items = sheet(
        "รายข้อ",
        """
        | รหัสข้อ | ข้อคำถาม/รายการ | ตัวชี้วัด | คะแนน |
        | i1 | ก | 1 | 99 |
        | I๒ | ข | 1 | 98 |
        | O01 | ค | 9 | 100 |
        | o99 | ง | 9 | 50 |
        | i3 | จ | 1 | |
        """,
    )

    submission = read_submission(book(AGENCY, MEASURES, items), BOOKS)

    assert {code: entry.text for code, entry in submission.items.items()} == {
        "i1": "99",
        "i2": "98",
        "o1": "100",
        "i3": "",
    }
    assert [(e.heading, e.cell.raw) for e in submission.extras] == [("o99", "50")]


def test_the_book_of_the_scores_names_their_rows() -> None:
    agency = replace(
        AGENCY,
        cells={**AGENCY.cells, (9, 1): cell(9, 1, "ปีของผลคะแนน"), (9, 2): cell(9, 2, "2566")},
    )
    items = sheet(
        "รายข้อ",
        """
        | รหัสข้อ | ข้อคำถาม/รายการ | คะแนน |
        | o43 | รายงานผล | 100 |
        """,
    )
    workbook = book(agency, MEASURES, items)

    assert "o43" in read_submission(workbook, BOOKS).items
    assert "o43" not in parse(workbook, locate(workbook, BOOKS), BOOKS[2567]).items


def test_a_register_and_a_summary_are_told_from_a_report() -> None:
    register = (sheet("หน่วยงาน", "| รหัส |"), sheet("ตั้งค่า", "| ปีงบประมาณ |"))
    summary = tuple(Sheet(name, {}) for name in ("ภาพรวม", "การส่งแบบ", "ข้อค้นพบ"))

    assert locate(book(*register), BOOKS).form is Form.REGISTER
    assert locate(book(*summary), BOOKS).form is Form.SUMMARY
    assert locate(book(MEASURES, properties={"itaxl_form": "summary"}), BOOKS).form is Form.SUMMARY
    corrected = {"itaxl_form": "corrected", "itaxl_year": "2567"}
    assert locate(book(AGENCY, MEASURES, properties=corrected), BOOKS).form is Form.CORRECTED


def test_books_may_be_a_function() -> None:
    assert locate(book(AGENCY, MEASURES), load).fiscal_year == 2567

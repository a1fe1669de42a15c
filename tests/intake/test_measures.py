"""Rows of the table of measures: each becomes a measure or is explained, with its reason."""

from dataclasses import replace
from typing import Any

import pytest
from grids import book, moved, sheet

from itaxl.cells import Area, Cell, Kind, Picture, Sheet
from itaxl.fields.reading import State
from itaxl.intake import locate, parse
from itaxl.rulebooks.loading import load
from itaxl.submission import Found, Submission, Why

BOOK = load(2567)
AGENCY = sheet(
    "หน่วยงาน",
    """
    | แบบรายงาน ITA ปีงบประมาณ 2567 รุ่น 1 |
    | ชื่อหน่วยงาน | เทศบาลตำบลตัวอย่าง |
    """,
)


def measures(markdown: str, **more: Any) -> Sheet:
    return sheet("มาตรการ", markdown, **more)


def read(table: Sheet, *others: Sheet) -> Submission:
    workbook = book(AGENCY, table, *others)
    submission = parse(workbook, locate(workbook, {2567: BOOK}), BOOK)
    rows = {row for row, _ in table.cells}
    used = [record.row for record in submission.records]
    explained = [row.row for row in submission.explained]
    assert sorted(used + explained) == sorted(rows), "every row is used or explained, once"
    return submission


def texts(submission: Submission, key: str) -> list[str]:
    return [record.text(key) for record in submission.records]


def whys(submission: Submission) -> dict[int, Why]:
    return {row.row: row.why for row in submission.explained}


def test_a_plain_table_gives_a_measure_per_row_and_blank_answers_keep_their_cell() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | มาตรการ/โครงการ/กิจกรรม | ขั้นตอน/วิธีการปฏิบัติ | ผู้รับผิดชอบ |
            | 1 | จัดทำคู่มือ | เขียนแล้วเผยแพร่ | กองคลัง |
            | 2 | ปรับปรุงเว็บไซต์ | จ้างทำ |  |
            """
        )
    )

    assert texts(submission, "measure") == ["จัดทำคู่มือ", "ปรับปรุงเว็บไซต์"]
    blank = submission.records[1].entries["owner"]
    assert blank.is_blank
    assert blank.cell.address == "D3"
    assert "period" not in submission.records[0].entries
    assert "period" in {missing.key for missing in submission.layout.missing}


def test_rows_above_the_heading_are_titles() -> None:
    submission = read(
        measures(
            """
            | แผนมาตรการส่งเสริมคุณธรรม |
            | เทศบาลตำบลตัวอย่าง |
            | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | ก | ข | ค |
            """
        )
    )

    assert whys(submission) == {1: Why.TITLE, 2: Why.TITLE, 3: Why.HEADING}


def test_a_row_cut_by_a_page_break_continues_the_measure_above() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ระยะเวลา | ผู้รับผิดชอบ | ผลการดำเนินการ |
            | 1 | จัดทำคู่มือ | เขียนคู่มือ | ต.ค. 66 | กองคลัง | ทำคู่มือ |
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ระยะเวลา | ผู้รับผิดชอบ | ผลการดำเนินการ |
            | | | แล้วเผยแพร่ | | | 5 เรื่อง |
            | 2 | อบรม | เชิญวิทยากร | พ.ย. 66 | สำนักปลัด | อบรมแล้ว |
            """
        )
    )

    first = submission.records[0]
    assert first.text("method") == "เขียนคู่มือ\nแล้วเผยแพร่"
    assert first.value("result") == "ทำคู่มือ\n5 เรื่อง"
    assert first.entries["method"].cell.raw == "เขียนคู่มือ"
    assert [cell.address for cell in first.entries["method"].more] == ["C4"]
    assert first.continued == (4,)
    assert whys(submission) == {1: Why.HEADING, 3: Why.HEADING, 4: Why.CONTINUED}


@pytest.mark.parametrize(
    "row",
    [
        "| | | แล้วเผยแพร่ | ธ.ค. 66 | | |",  # its own period
        "| | | แล้วเผยแพร่ | | กองช่าง | |",  # its own owner
        "| 2 | | แล้วเผยแพร่ | | | |",  # its own number
        "| | อบรม | แล้วเผยแพร่ | | | |",  # its own measure
    ],
)
def test_a_row_with_an_answer_of_its_own_is_a_measure_of_its_own(row: str) -> None:
    submission = read(
        measures(
            f"""
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ระยะเวลา | ผู้รับผิดชอบ | ผลการดำเนินการ |
            | 1 | จัดทำคู่มือ | เขียนคู่มือ | ต.ค. 66 | กองคลัง | ทำคู่มือ |
            {row}
            """
        )
    )

    assert len(submission.records) == 2
    assert submission.records[0].text("method") == "เขียนคู่มือ"


def test_a_theme_row_ends_the_measure_above_and_names_the_theme_of_those_below() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | ประเด็น | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | | จัดทำคู่มือ | เขียน | กองคลัง |
            | ประเด็นที่ ๔ กระบวนการกำกับดูแลการใช้ทรัพย์สินของทางราชการ |
            | | | | ทำทะเบียน | |
            | 2 | | ทะเบียนยืม | ทำทะเบียน | กองคลัง |
            | 3 | 2 | ประกาศ | ติดประกาศ | สำนักปลัด |
            """
        )
    )

    assert whys(submission)[3] is Why.THEME
    assert [record.value("theme") for record in submission.records] == [None, "4", "4", "2"]
    theme = submission.records[2].entries["theme"]
    assert (theme.cell.address, theme.sheet) == ("A3", "มาตรการ")
    assert submission.records[0].continued == ()


def test_rows_of_dashes_totals_notes_numbers_and_signatures_are_no_measures() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | จัดทำคู่มือ | เขียน | กองคลัง |
            | ----- | ----- | ----- | ----- |
            | 2 | | | |
            | ๓. | | | |
            | รวมทั้งสิ้น | 1 มาตรการ | | |
            | หมายเหตุ: ข้อมูล ณ วันที่ 30 กันยายน 2567 | | | |
            | | | ลงชื่อ ........................ ผู้รายงาน | |
            | | | (........................) | |
            | | | ตำแหน่ง นักวิเคราะห์นโยบายและแผน | |
            | | | วันที่ 1 ตุลาคม 2567 | |
            """
        )
    )

    assert whys(submission) == {
        1: Why.HEADING,
        3: Why.DASHES,
        4: Why.BLANK,
        5: Why.BLANK,
        6: Why.TOTAL,
        7: Why.UNKNOWN,
        8: Why.SIGNATURE,
        9: Why.SIGNATURE,
        10: Why.SIGNATURE,
        11: Why.SIGNATURE,
    }
    assert [row.text for row in submission.explained if row.row == 7] == [
        "หมายเหตุ: ข้อมูล ณ วันที่ 30 กันยายน 2567"
    ]
    assert len(submission.records) == 1


def test_words_of_a_signature_or_a_total_in_a_real_measure_are_answers() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ระยะเวลา | ผู้รับผิดชอบ |
            | 1 | ลงชื่อปฏิบัติงานด้วยลายนิ้วมือ | ลงชื่อทุกวัน | ตลอดปี | สำนักปลัด |
            | 2 | รวมพลังต่อต้านการทุจริต | จัดกิจกรรม | ธ.ค. 66 | สำนักปลัด |
            """
        )
    )

    assert len(submission.records) == 2


def test_the_examples_of_the_form_copied_into_the_table_are_no_measures() -> None:
    example = BOOK.form.guide.examples[0]
    submission = read(
        measures(
            f"""
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | {example["measure"]} | {example["method"]} | {example["owner"]} |
            | 2 | ทบทวนคู่มือ | ประชุม | กองคลัง |
            """
        )
    )

    assert whys(submission)[2] is Why.EXAMPLE
    assert texts(submission, "measure") == ["ทบทวนคู่มือ"]


def test_a_merged_owner_or_theme_holds_for_every_row_it_covers() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | ประเด็น | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | 2 | จัดทำคู่มือ | เขียน | กองคลัง |
            | 2 | | อบรม | เชิญ | |
            | 3 | | ประกาศ | ติด | สำนักปลัด |
            """,
            merges=(Area(2, 2, 4, 2), Area(2, 5, 3, 5)),
        )
    )

    assert [record.value("theme") for record in submission.records] == ["2", "2", "2"]
    assert texts(submission, "owner") == ["กองคลัง", "กองคลัง", "สำนักปลัด"]
    assert submission.records[1].entries["owner"].cell.address == "E2"


def test_steps_in_rows_of_their_own_beside_a_merged_measure_are_one_measure() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | จัดทำคู่มือ | เขียน | กองคลัง |
            | | | พิมพ์ | |
            | | | แจก | |
            | 2 | อบรม | เชิญ | สำนักปลัด |
            """,
            merges=(Area(2, 1, 4, 1), Area(2, 2, 4, 2), Area(2, 4, 4, 4)),
        )
    )

    assert texts(submission, "method") == ["เขียน\nพิมพ์\nแจก", "เชิญ"]
    assert submission.records[0].continued == (3, 4)


def test_measures_that_share_a_merged_name_and_differ_in_owner_stay_apart() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | จัดทำคู่มือ | เขียน | กองคลัง |
            | | | พิมพ์ | สำนักปลัด |
            """,
            merges=(Area(2, 2, 3, 2),),
        )
    )

    assert texts(submission, "measure") == ["จัดทำคู่มือ", "จัดทำคู่มือ"]
    assert texts(submission, "owner") == ["กองคลัง", "สำนักปลัด"]


def test_an_answer_hidden_under_a_merge_is_carried_along() -> None:
    submission = read(
        measures(
            """
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | จัดทำคู่มือ | เขียน | กองคลัง |
            | 2 | อบรม | เชิญ | กองช่าง |
            """,
            merges=(Area(2, 4, 3, 4),),
        )
    )

    assert texts(submission, "owner") == ["กองคลัง", "กองคลัง"]
    assert [(e.cell.address, e.cell.raw, e.heading, e.record) for e in submission.extras] == [
        ("D3", "กองช่าง", "ผู้รับผิดชอบ", 2)
    ]


def test_a_row_that_only_has_hidden_answers_is_explained_with_its_words() -> None:
    submission = read(
        measures(
            """
            | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | จัดทำคู่มือ | เขียน | กองคลัง |
            | อบรม | เชิญ | กองช่าง |
            """,
            merges=(Area(2, 1, 3, 1), Area(2, 2, 3, 2), Area(2, 3, 3, 3)),
        )
    )

    assert whys(submission)[3] is Why.UNKNOWN
    assert [row.text for row in submission.explained if row.row == 3] == ["อบรม · เชิญ · กองช่าง"]
    assert len(submission.extras) == 3


def test_hidden_rows_are_read_and_say_so() -> None:
    submission = read(
        measures(
            """
            | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | จัดทำคู่มือ | เขียน | กองคลัง |
            | อบรม | เชิญ | กองช่าง |
            """,
            hidden_rows=frozenset({3}),
            filtered=True,
        )
    )

    assert [record.hidden for record in submission.records] == [False, True]


def test_extra_columns_travel_with_their_heading_and_measure() -> None:
    submission = read(
        measures(
            """
            | มาตรการ | งบประมาณ | วิธีการดำเนินการ | ผู้รับผิดชอบ | |
            | จัดทำคู่มือ | 5000 | เขียน | กองคลัง | ด่วน |
            """
        )
    )

    extras = [(e.cell.raw, e.heading, e.record) for e in submission.extras]
    assert extras == [("5000", "งบประมาณ", 1), ("ด่วน", "", 1)]
    assert [heading.written for heading in submission.layout.unknown] == ["งบประมาณ"]


def test_a_number_as_an_answer_and_an_error_value_keep_their_kind() -> None:
    table = measures(
        """
        | มาตรการ | วิธีการดำเนินการ | ระยะเวลา | ผู้รับผิดชอบ |
        | จัดทำคู่มือ | เขียน | 2567 | กองคลัง |
        """
    )
    table = replace(table, cells={**table.cells, (2, 4): Cell(2, 4, Kind.ERROR, "#REF!")})

    owner = read(table).records[0].entries["owner"]

    assert owner.reading.state is State.DECLINED
    assert owner.text == "#REF!"


def test_pictures_belong_to_the_measure_they_are_placed_at() -> None:
    def picture(row: int) -> Picture:
        return Picture(row, 4, "png", b"x")

    submission = read(
        measures(
            """
            | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ | หลักฐาน |
            | จัดทำคู่มือ | เขียน | กองคลัง | |
            | อบรม | เชิญ | กองช่าง | |
            """,
            pictures=(picture(3), picture(3), picture(40)),
        )
    )

    assert {position: len(found) for position, found in submission.pictures.items()} == {2: 2, 0: 1}


def test_a_renamed_heading_is_still_known_by_its_workbook_name() -> None:
    table = measures(
        """
        | ลำดับ | มาตรการ | วิธีการดำเนินการ | ใครทำ |
        | 1 | จัดทำคู่มือ | เขียน | กองคลัง |
        """
    )
    workbook = book(AGENCY, table, names={"itaxl_measures_owner": "'มาตรการ'!$D$1"})
    layout = locate(workbook, {2567: BOOK})

    assert layout.heading("owner").found is Found.NAME  # type: ignore[union-attr]
    assert parse(workbook, layout, BOOK).records[0].text("owner") == "กองคลัง"


@pytest.mark.parametrize(
    "reference",
    [
        "'มาตรการ'!$C$1",  # another heading
        "'มาตรการ'!$D$2",  # an answer
        "'มาตรการ'!$Z$9",  # nothing
        "#REF!",
        "'ไม่มี'!$A$1",
        "มาตรการ!$A$1:$B$2",
    ],
)
def test_a_name_that_points_elsewhere_is_distrusted_and_the_heading_counts(reference: str) -> None:
    table = measures(
        """
        | ลำดับ | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
        | 1 | จัดทำคู่มือ | เขียน | กองคลัง |
        """
    )
    workbook = book(AGENCY, table, names={"itaxl_measures_owner": reference})
    layout = locate(workbook, {2567: BOOK})

    heading = layout.heading("owner")
    assert heading is not None
    assert (heading.column, heading.found) == (4, Found.EXACT)
    assert layout.distrusted == ("itaxl_measures_owner",)


def test_names_left_behind_by_a_moved_table_do_not_mislead() -> None:
    table = moved(
        measures(
            """
            | ลำดับ | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | 1 | จัดทำคู่มือ | เขียน | กองคลัง |
            """
        ),
        columns=(1,),
    )
    names = {
        "itaxl_measures_no": "มาตรการ!$A$1",
        "itaxl_measures_measure": "มาตรการ!$B$1",
        "itaxl_measures_method": "มาตรการ!$C$1",
        "itaxl_measures_owner": "มาตรการ!$D$1",
    }
    workbook = book(AGENCY, table, names=names)
    submission = parse(workbook, locate(workbook, {2567: BOOK}), BOOK)

    record = submission.records[0]
    assert {key: record.text(key) for key in ("no", "measure", "method", "owner")} == {
        "no": "1",
        "measure": "จัดทำคู่มือ",
        "method": "เขียน",
        "owner": "กองคลัง",
    }

"""Tables are found by the words of their headings, wherever they stand."""

import pytest
from grids import sheet
from hypothesis import given
from hypothesis import strategies as st

from itaxl.cells import Area
from itaxl.intake.tables import TableFound, find_tables, vocabulary, wanted
from itaxl.rulebooks.loading import load
from itaxl.submission import Found

COLUMNS = wanted(load(2567).form.columns)


def keys(table: TableFound) -> dict[int, str]:
    return {heading.column: heading.key for heading in table.headings}


# What offices really wrote above their columns, by the published tables of three of them.
WRITTEN = [
    ("มาตรการ/แนวทาง", "measure"),
    ("วิธีการดำเนินการ", "method"),
    ("ระยะเวลา ดำเนินการ", "period"),
    ("ผลการดำเนินการ", "result"),
    ("ข้อเสนอแนะ", "suggestion"),
    ("ผู้รับผิดชอบ", "owner"),
    ("ผลลัพธ์หรือ ความสำเร็จของ การ ดำเนินการเมื่อ สิ้น ปีงบประมาณ", "outcome"),
    ("ผลลัพธ์หรือ ความสำเร็จของการ ดำเนินการ เมื่อสิ้นปี", "outcome"),
    ("ผลลัพธ์หรือ ความสำเร็จของการ ดำเนินการ เมื่อสิ้น ปีงบประมาณ", "outcome"),
    ("ผลลัพธ์หรือความสำเร็จ ของการดำเนินการเมื่อ สิ้น ปีงบประมาณ", "outcome"),
    ("มาตรการ/โครงการ/กิจกรรม", "measure"),
    ("มาตรการหรือกิจกรรมที่ดำเนินการ", "measure"),
    ("ขั้นตอน/วิธีการปฏิบัติ", "method"),
    ("มาตรการ", "measure"),
    ("ขั้นตอนหรือวิธีดำเนินการ", "method"),
    ("สรุปผลดำเนินการ", "result"),
    ("สรุปผลการดำเนินการ", "result"),
    ("หน่วยงานผู้รับผิดชอบ", "owner"),
    ("ช่วงระยะเวลาในการดำเนินการ", "period"),
    ("ผู้รับผิดชอบ *", "owner"),
    ("ผลการดำเนินการ **", "result"),
    ("ผู้\u200bรับผิดชอบ", "owner"),
    ("ผลการด\u0e4d\u0e32เนินการ", "result"),
]


SPELLINGS = [word for column in COLUMNS for word in (column.title, *column.aliases)]
GAPS = st.sampled_from(["", " ", "\n", "\u200b", "\u00a0", "*", "-"])


@given(st.sampled_from(SPELLINGS), st.integers(0, 9), GAPS, GAPS, st.text("กมาลำดับ\u0e40"))
def test_a_glance_at_two_letters_hides_no_heading(
    word: str, at: int, before: str, inside: str, after: str
) -> None:
    words = vocabulary(COLUMNS)
    for text in (before + word[:at] + inside + word[at:], word[:at] + after):
        assert words.quick(text) == words.known(text)


@pytest.mark.parametrize(("written", "key"), WRITTEN)
def test_every_spelling_that_is_known_is_recognised_without_guessing(
    written: str, key: str
) -> None:
    match = vocabulary(COLUMNS).known(written)

    assert match is not None
    assert match[0] == key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ผลการดำเนินงาน", "result"),
        ("ผู้รับผิดชอบโครงการ", "owner"),
        ("ผู้รับผิดชอบ (สำนัก/กอง)", "owner"),
        ("๔. ผู้รับผิดชอบ", "owner"),
        ("ระยะเวลาการดำเนินการ", "period"),
        ("วิธีดำเนินการ", "method"),
        ("ผลลัพธ์", "outcome"),
        ("โครงการ", "measure"),
        ("ชื่อผู้ติดต่อ", None),
        ("งบประมาณ", None),
        ("ดำเนินการ", None),
        ("ผล", None),
        ("", None),
    ],
)
def test_a_near_heading_is_offered_for_one_column_or_none(written: str, key: str | None) -> None:
    assert vocabulary(COLUMNS).near(written) == key


def test_headings_that_differ_by_a_number_are_never_near() -> None:
    scores = vocabulary(wanted(load(2567).form.scores))

    assert scores.known("ส่วนที่ ๑") == ("part1", Found.EXACT)
    assert scores.near("ส่วนที่ 3") is None


def test_columns_are_read_in_any_order_with_others_between() -> None:
    table = find_tables(
        sheet(
            "แผ่น1",
            """
            | ข้อเสนอแนะ | งบประมาณ | ผู้รับผิดชอบ | มาตรการ | ระยะเวลา | วิธีการดำเนินการ |
            | - | 0 | กองคลัง | จัดทำคู่มือ | 2567 | เขียน |
            """,
        ),
        COLUMNS,
    )[0]

    assert keys(table) == {1: "suggestion", 3: "owner", 4: "measure", 5: "period", 6: "method"}
    assert [(h.column, h.written) for h in table.unknown] == [(2, "งบประมาณ")]


def test_each_repeated_heading_begins_a_table_with_its_own_order() -> None:
    tables = find_tables(
        sheet(
            "แผ่น1",
            """
            | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ |
            | ก | ข | ค |
            | ผู้รับ ผิดชอบ | มาตรการ | วิธีการ⏎ดำเนินการ |
            | ค | ก | ข |
            """,
        ),
        COLUMNS,
    )

    assert [(t.row, t.last_heading_row, t.last_row) for t in tables] == [(1, 1, 2), (3, 3, 4)]
    assert keys(tables[1]) == {1: "owner", 2: "measure", 3: "method"}


def test_a_heading_broken_over_two_rows_is_one_heading() -> None:
    table = find_tables(
        sheet(
            "แผ่น1",
            """
            | มาตรการ | วิธีการ | ระยะเวลา | ผู้รับผิดชอบ | สรุปผล |
            | | ดำเนินการ | ดำเนินการ | | การดำเนินการ |
            | ก | ข | 2567 | ค | ง |
            """,
        ),
        COLUMNS,
    )[0]

    assert set(keys(table).values()) == {"measure", "method", "period", "owner", "result"}
    assert table.last_heading_row == 2


def test_a_group_heading_over_sub_headings_is_no_column() -> None:
    table = find_tables(
        sheet(
            "แผ่น1",
            """
            | ลำดับ | มาตรการ | ผู้รับผิดชอบ | การรายงาน | |
            | | | | ผลการดำเนินการ | ข้อเสนอแนะ |
            | 1 | ก | ข | ค | - |
            """,
            merges=(Area(1, 4, 1, 5), Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(1, 3, 2, 3)),
        ),
        COLUMNS,
    )[0]

    assert keys(table) == {1: "no", 2: "measure", 3: "owner", 4: "result", 5: "suggestion"}
    assert table.unknown == ()
    assert (table.row, table.last_heading_row) == (1, 2)


def test_of_doubled_headings_the_one_with_answers_counts() -> None:
    table = find_tables(
        sheet(
            "แผ่น1",
            """
            | มาตรการ | ผู้รับผิดชอบ | ระยะเวลา | ผู้รับผิดชอบ |
            | ก |  | 2567 | กองคลัง |
            """,
        ),
        COLUMNS,
    )[0]

    assert keys(table)[4] == "owner"
    assert [heading.column for heading in table.doubled] == [2]


def test_answers_that_are_words_of_headings_make_no_table() -> None:
    assert not find_tables(
        sheet(
            "แผ่น1",
            """
            | เรื่อง | บันทึก | ผู้รับผิดชอบ | ก | ข | ค | ง | จ | สถานะ |
            | ข้อ 1 | ข้อความ | x | y | z | x | y | z | x |
            """,
        ),
        COLUMNS,
    )

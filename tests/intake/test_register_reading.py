"""The register is read whole; what is wrong with it is told with its cell."""

import datetime as dt
from decimal import Decimal

from grids import book, moved, sheet

from itaxl.cells import Sheet
from itaxl.intake.register import parse_register
from itaxl.register import Agency, FileChoice, Waiver
from itaxl.rulebooks.register_form import register_form

FORM = register_form()
AGENCIES = """
    | รหัส | ประเภท | ชื่อหน่วยงาน | อำเภอ | จังหวัด | คะแนนปีก่อน | ระดับปีก่อน | ตชว. 1 | ตชว. 10 |
    | A-01 | อบต. | อบต.ก | เมือง | | 92.35 | ผ่านดี | 100 | ๗๖.๖๗ |
    | | เทศบาลตำบล | ทต.ข | เมือง | อื่น | | | | |
"""
SETTINGS = """
    | ปีงบประมาณ | 2567 |
    | จังหวัด | นครตัวอย่าง |
    | กำหนดส่ง | 15 ตุลาคม 2567 |
    | ข้อมูล ณ วันที่ | 31 ตุลาคม 2567 |
    | คะแนนเป้าหมาย | 85 |
    | สัดส่วนเป้าหมาย (ร้อยละ) | 84 |
"""
WAIVERS = """
    | หน่วยงาน | รหัสข้อค้นพบ | ขอบเขต | เหตุผล | ผู้อนุมัติ | ใช้ได้ถึง |
    | A-01 | c101 | ผู้รับผิดชอบ | รวมกอง | ท้องถิ่นจังหวัด | 30 กันยายน 2568 |
    | ทุกหน่วยงาน | R201 | | ปีแรก | ท้องถิ่นจังหวัด | |
"""
CHOICES = """
    | หน่วยงาน | ชื่อไฟล์ | เหตุผล |
    | ทต.ข | ข (2).xlsx | ฉบับลงนาม |
"""


def sheets(
    agencies: str = AGENCIES,
    settings: str = SETTINGS,
    waivers: str = WAIVERS,
    choices: str = CHOICES,
) -> tuple[Sheet, ...]:
    return (
        sheet("หน่วยงาน", agencies),
        sheet("ตั้งค่า", settings),
        sheet("ผ่อนผัน", waivers),
        sheet("เลือกไฟล์", choices),
    )


def test_a_whole_register_is_read() -> None:
    register, problems = parse_register(book(*sheets()))

    assert problems == ()
    assert register.agencies == (
        Agency(
            "อบต.ก",
            type="sao",
            district="เมือง",
            province="นครตัวอย่าง",
            code="A-01",
            last_total=Decimal("92.35"),
            last_level="ผ่านดี",
            last_scores={"1": Decimal(100), "10": Decimal("76.67")},
        ),
        Agency("ทต.ข", type="subdistrict_municipality", district="เมือง", province="อื่น"),
    )
    assert register.settings.fiscal_year == 2567
    assert register.settings.deadline == dt.date(2024, 10, 15)
    assert register.settings.target_share == Decimal(84)
    assert register.waivers[0] == Waiver(
        "A-01", "C101", "ผู้รับผิดชอบ", "รวมกอง", "ท้องถิ่นจังหวัด", dt.date(2025, 9, 30)
    )
    assert register.waivers[1].agency == "*"
    assert register.choices == (FileChoice("ทต.ข", "ข (2).xlsx", "ฉบับลงนาม"),)


def test_moved_and_renamed_parts_are_read_the_same() -> None:
    first, *others = sheets()
    other = book(moved(first, (1, 2), (1, 4)), *(moved(one, (1,), (1,)) for one in others))

    assert parse_register(other) == parse_register(book(*sheets()))


def test_example_rows_and_blank_rows_are_passed_over() -> None:
    values = {**FORM.examples[0].values, "type": "องค์การบริหารส่วนตำบล"}
    keys = ("code", "type", "name", "district", "province", "contact", "note")
    example = " | ".join(values[key] for key in keys)
    agencies = f"""
        | รหัสหน่วยงาน | ประเภทหน่วยงาน | ชื่อหน่วยงาน | อำเภอ | จังหวัด | ผู้ติดต่อ | หมายเหตุ |
        | {example} |
        | | | | | | | |
        | A-01 | | อบต.ก | เมือง | | | |
    """

    register, _ = parse_register(book(*sheets(agencies)))

    assert [agency.code for agency in register.agencies] == ["A-01"]


def test_what_is_wrong_is_told_with_its_cell_and_the_rest_is_read() -> None:
    agencies = """
        | รหัสหน่วยงาน | ประเภทหน่วยงาน | ชื่อหน่วยงาน | อำเภอ | คะแนนรวมปีก่อน |
        | A-01 | โรงเรียนทหาร | อบต.ก | เมือง | เก้าสิบ |
        | A-01 | อบต. | อบต.ค | เมือง | |
        | A-03 | อบต. | | เมือง | |
    """
    settings = SETTINGS.replace("15 ตุลาคม 2567", "เร็วๆ นี้")

    register, problems = parse_register(book(*sheets(agencies, settings)[:3]))

    told = {(p.code, p.sheet, p.cells, p.seen) for p in problems}
    assert told == {
        ("G01", "เลือกไฟล์", (), "เลือกไฟล์"),
        ("G03", "ตั้งค่า", ("B3",), "เร็วๆ นี้"),
        ("G03", "หน่วยงาน", ("B2",), "โรงเรียนทหาร"),
        ("G03", "หน่วยงาน", ("E2",), "เก้าสิบ"),
        ("G04", "หน่วยงาน", ("A4",), "ชื่อหน่วยงาน"),
        ("G05", "หน่วยงาน", ("A2", "A3"), "อบต.ค"),
    }
    assert len(register.agencies) == 3
    assert register.agencies[0].last_total is None
    assert register.settings.deadline is None
    assert register.settings.target_score == Decimal(85)


def test_a_waiver_of_an_agency_that_is_not_expected_is_told() -> None:
    waivers = WAIVERS.replace("| A-01 |", "| A-77 |")

    _, problems = parse_register(book(*sheets(waivers=waivers)))

    assert [(p.code, p.cells, p.seen) for p in problems] == [("G06", ("A2",), "A-77")]


def test_an_empty_register_says_which_sheets_are_missing() -> None:
    register, problems = parse_register(book())

    assert register.agencies == ()
    assert [p.seen for p in problems] == ["ตั้งค่า", "หน่วยงาน", "ผ่อนผัน", "เลือกไฟล์"]


def test_the_form_of_the_register_names_each_column_once() -> None:
    for spec in FORM.sheets:
        columns = FORM.columns(spec.key)
        assert len({column.heading for column in columns}) == len(columns)
        assert len({column.key for column in columns}) == len(columns)
    for example in FORM.examples:
        keys = {column.key for column in FORM.columns(example.sheet)}
        assert set(example.values) <= keys


def test_the_units_of_an_agency_are_read_by_their_usual_names() -> None:
    agencies = """
        | รหัสหน่วยงาน | ชื่อหน่วยงาน | สำนัก/กอง |
        | A-01 | อบต.ก | สำนักงานปลัด อบต., กองคลัง / กองช่าง |
        | A-02 | อบต.ข | ทุกส่วนราชการ |
        | A-03 | อบต.ค | |
    """

    register, _ = parse_register(book(*sheets(agencies)))

    assert [agency.units for agency in register.agencies] == [
        ("สำนักปลัด", "กองคลัง", "กองช่าง"),
        (),
        (),
    ]

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import people
import pytest
from drawn import MAIN, opened, sheets_of
from libreoffice import recalculate_all
from openpyxl.utils.cell import coordinate_to_tuple
from openxml_audit import OpenXmlValidator

import itaxl
from itaxl import summary
from itaxl.cells import address
from itaxl.excel.drawing import draw
from itaxl.findings import Severity
from itaxl.plans import BookPlan, Formula, Link
from itaxl.register import Register
from itaxl.review import Review
from itaxl.scores import Standing
from itaxl.summary.identities import Who
from itaxl.summary.ledger_rules import Arrival
from itaxl.summary.words import section, word
from itaxl.summary.years import Past

TABS = (
    "ภาพรวม",
    "การส่งแบบ",
    "คะแนนและอันดับ",
    "ตัวชี้วัด",
    "เทียบปีก่อน",
    "รายข้อ",
    "มาตรการ",
    "ติดตาม",
    "ความครอบคลุม",
    "ข้อเสนอแนะ",
    "ข้อความซ้ำ",
    "ข้อค้นพบ",
    "ที่มา",
)


Made = tuple[summary.Frame, BookPlan, Path]


def made(
    reviews: Iterable[Review], register: Register | None, **more: Any
) -> tuple[summary.Frame, BookPlan]:
    frame = people.frame(reviews, register, people.AS_OF, people.BOOKS, **more)
    return frame, summary.summarise(frame)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[summary.Frame, BookPlan, Path]:
    frame, plan = made(*people.district())
    return frame, plan, draw(plan, tmp_path_factory.mktemp("summary") / "สรุปผล.xlsx")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[summary.Frame, BookPlan, Path]:
    frame, plan = made(*people.province())
    return frame, plan, draw(plan, tmp_path_factory.mktemp("summary") / "จังหวัด.xlsx")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[summary.Frame, BookPlan, Path]:
    frame, plan = made([], None)
    return frame, plan, draw(plan, tmp_path_factory.mktemp("summary") / "ว่าง.xlsx")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> tuple[summary.Frame, BookPlan, Path]:
    """A summary with every sheet there is: earlier years, notes without a row, its sources."""
    reviews, register = people.district()
    agencies = [Who(f"อบต.{place}", "sao", "เมือง", "สมมุติ") for place in people.PLACES]
    pasts = [
        Past(year, who, Decimal(80 + n), "ผ่าน", {"1": Decimal(n)})
        for n, who in enumerate(agencies)
        for year in (2565, 2566)
    ]
    frame = people.frame(reviews, register, people.AS_OF, people.BOOKS, pasts=pasts)
    records = summary.collected(one.record for one in people.digests(reviews))
    lines = frozenset({summary.register_line(register)})
    note = summary.Note("มาตรการ", "ไม่มี-1", "อบต.ที่ยุบแล้ว", "=1+1", "รอคำตอบ", "คุณสมชาย")
    plan = summary.summarise(frame, (note,), summary.Carried(records, lines))
    return frame, plan, draw(plan, tmp_path_factory.mktemp("summary") / "ครบ.xlsx")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> tuple[summary.Frame, BookPlan, Path]:
    frame, plan = made(*people.district(), rows_per_sheet=10)
    return frame, plan, draw(plan, tmp_path_factory.mktemp("summary") / "ยาว.xlsx")


@pytest.fixture(scope="module")
def recalculated(
    full: Made, province: Made, empty: Made, long: Made, tmp_path_factory: pytest.TempPathFactory
) -> dict[Path, Path]:
    """What LibreOffice makes of every summary, in one start of it."""
    paths = [made[2] for made in (full, province, empty, long)]
    return dict(
        zip(paths, recalculate_all(paths, tmp_path_factory.mktemp("recalculated")), strict=True)
    )


@pytest.fixture(params=["full", "province", "empty", "long"])
def any_summary(request: pytest.FixtureRequest) -> tuple[summary.Frame, BookPlan, Path]:
    found: tuple[summary.Frame, BookPlan, Path] = request.getfixturevalue(request.param)
    return found


@cache
def formulas(path: Path) -> dict[tuple[str, tuple[int, int]], tuple[str, Any]]:
    """Every formula of a workbook with the value stored beside it."""
    return {
        (name, place): (formula, sheet.values.get(place))
        for name, sheet in sheets_of(path).items()
        for place, formula in sheet.formulas.items()
    }


def same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-9
    return (one or "") == (other or "")


def test_the_tabs_stand_in_order(district: Made) -> None:
    assert tuple(sheet.name for sheet in district[1].sheets) == TABS


def test_it_says_what_it_is(district: Made) -> None:
    assert district[1].properties == {
        "itaxl_form": "summary",
        "itaxl_year": "2567",
        "itaxl_version": itaxl.__version__,
    }


def test_recalculating_in_libreoffice_changes_nothing(
    any_summary: Made, recalculated: dict[Path, Path]
) -> None:
    path = any_summary[2]
    stored = formulas(path)
    found = sheets_of(recalculated[path])

    wrong = {
        place: (text, value, found[place[0]].values.get(place[1]))
        for place, (text, value) in stored.items()
        if not same(value, found[place[0]].values.get(place[1]))
    }
    assert len(stored) > 80
    assert wrong == {}


@pytest.mark.parametrize("name", ["full", "empty", "long"])
def test_the_package_has_no_faults(name: str, request: pytest.FixtureRequest) -> None:
    result = OpenXmlValidator().validate(str(request.getfixturevalue(name)[2]))

    assert [str(error) for error in result.errors] == []


def test_formulas_need_no_new_excel_and_are_not_volatile(province: Made) -> None:
    told = " ".join(text for text, _ in formulas(province[2]).values())

    for name in (
        "OFFSET(",
        "INDIRECT(",
        "TODAY(",
        "NOW(",
        "RAND",
        "FILTER(",
        "UNIQUE(",
        "XLOOKUP(",
        "SORT(",
        "LET(",
        "TEXTJOIN(",
        "_xlfn",
        "MAXIFS(",
        "IFS(",
    ):
        assert name not in told.replace("COUNTIFS(", "").replace("AVERAGEIFS(", "")


@cache
def cells_of(path: Path, sheet: str) -> dict[str, Any]:
    return {address(*place): value for place, value in sheets_of(path)[sheet].values.items()}


def beside(cells: dict[str, Any], label: str) -> Any:
    """What stands in the next filled cell of the row that a label stands in."""
    row, column = next(coordinate_to_tuple(at) for at, value in cells.items() if value == label)
    right = [
        (c, v)
        for at, v in cells.items()
        for r, c in (coordinate_to_tuple(at),)
        if r == row and c > column
    ]
    return min(right)[1]


def tile(cells: dict[str, Any], label: str) -> Any:
    """The large figure below a label."""
    at = next(at for at, value in cells.items() if value == label and at.endswith("4"))
    return cells[at[:-1] + "5"]


def test_the_tiles_say_what_counting_by_hand_gives(province: Made) -> None:
    reviews, register = people.province()
    cells = cells_of(province[2], "ภาพรวม")
    totals = [
        float(r.scorecard.total) for r in reviews if r.scorecard and r.scorecard.total is not None
    ]
    broken = sum(1 for r in reviews if r.submission is None)
    came = {r.submission.agency_value("code") for r in reviews if r.submission}

    assert tile(cells, "หน่วยงานทั้งหมด") == len(register.agencies) == 142
    assert tile(cells, "ส่งแล้ว") == len(came)
    assert tile(cells, "ยังไม่ส่ง") == 142 - len(came) - broken
    assert tile(cells, "ต้องส่งใหม่") == broken
    assert tile(cells, "คะแนนรวมเฉลี่ย") == pytest.approx(mean(totals))
    assert tile(cells, "ได้ 85 ขึ้นไป") == pytest.approx(sum(t >= 85 for t in totals) / len(totals))


def test_levels_and_measures_on_the_first_page_add_up(province: Made) -> None:
    reviews, _ = people.province()
    cells = cells_of(province[2], "ภาพรวม")
    levels = Counter(r.scorecard.level for r in reviews if r.scorecard)

    for level in ("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน"):
        assert beside(cells, level) == levels[level]
    assert sum(levels.values()) + beside(cells, "ยังไม่ทราบ") == 142
    told = sum(beside(cells, name) for name in section("doing").values())
    assert told == sum(len(r.submission.records) for r in reviews if r.submission)


def test_the_nearest_and_the_fallen_are_the_right_ones(province: Made) -> None:
    reviews, register = people.province()
    cells = cells_of(province[2], "ภาพรวม")
    last = {agency.code: float(agency.last_total or 0) for agency in register.agencies}
    falls = sorted(
        (
            round(float(r.scorecard.total) - last[r.submission.agency_value("code")], 2),
            r.submission.agency_value("name"),
        )
        for r in reviews
        if r.submission and r.scorecard and r.scorecard.total is not None
    )
    shown = [
        value
        for at, value in sorted(
            cells.items(), key=lambda x: int("".join(filter(str.isdigit, x[0])))
        )
        if at.startswith("W") and at[1:].isdigit() and isinstance(value, str)
    ]

    names = shown[shown.index("หน่วยงาน") + 1 :]
    assert names == [name for _, name in falls[:10]]


def test_the_first_page_prints_on_one_page(any_summary: Made) -> None:
    first = any_summary[1].sheets[0]

    assert first.printing.fit_pages_tall == 1
    assert first.printing.landscape
    part = sheets_of(any_summary[2])["ภาพรวม"].part
    # One page is what the format means when it says nothing.
    setup = part.find(f"{MAIN}pageSetup")
    assert (setup.get("fitToWidth", "1"), setup.get("fitToHeight", "1")) == ("1", "1")
    assert part.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr").get("fitToPage") == "1"


def test_charts_refer_to_cells_that_hold_their_data(any_summary: Made) -> None:
    first = any_summary[1].sheets[0]
    filled = {(c.row, c.column) for c in first.cells if c.value is not None}
    filled |= {(m.area.first_row, m.area.first_column) for m in first.merges if m.value is not None}

    assert len(first.charts) == 3
    for chart in first.charts:
        for _, labels, values in chart.series:
            assert labels.last_row - labels.first_row == values.last_row - values.first_row >= 5
            for area in (labels, values):
                rows = range(area.first_row, area.last_row + 1)
                assert {(row, area.first_column) for row in rows} <= filled


def test_every_status_and_level_is_coloured_and_said_in_words(district: Made) -> None:
    ledger = district[1].sheets[1]
    formulas = " ".join(shade.formula for shade in ledger.shades)

    assert all(word("arrival", status) in formulas for status in Arrival)


def rows_below(path: Path, sheet: str, heading: str) -> list[dict[str, Any]]:
    rows = sheets_of(path)[sheet].rows
    top = next(i for i, row in enumerate(rows) if heading in row)
    return [
        dict(zip(rows[top], row, strict=True))
        for row in rows[top + 1 :]
        if any(v not in (None, "") for v in row)
    ]


def test_the_ledger_has_a_reminder_for_each_agency_that_must_send(district: Made) -> None:
    rows = rows_below(district[2], "การส่งแบบ", "สถานะการส่ง")
    reminded = {
        row["หน่วยงาน"]: row["ข้อความเตือน (คัดลอกไปส่งได้)"]
        for row in rows
        if row["ข้อความเตือน (คัดลอกไปส่งได้)"]
    }

    assert set(reminded) == {
        "อบต.ป่าไผ่",
        "อบต.นาทอง",
        "อบต.ห้วยใส",
        "เทศบาลตำบลโคกสูงเหนือ",
        "อบต.ท่าข้าม",
    } - ({"เทศบาลตำบลโคกสูงเหนือ"} - {row["หน่วยงาน"] for row in rows})
    assert "10 ต.ค. 2567" in reminded["อบต.นาทอง"]
    assert "2566" in reminded["อบต.ป่าไผ่"]


def test_what_must_be_chased_stands_on_its_tab(district: Made) -> None:
    frame, _, path = district
    rows = rows_below(path, "ติดตาม", "เหตุที่ต้องติดตาม")
    late = [
        row for row in frame.measures if row.standing in {Standing.OVERDUE, Standing.NOT_REPORTED}
    ]

    assert len(rows) == sum(1 for row in frame.measures if row.chase)
    assert sum(1 for row in rows if row["เลยกำหนด (วัน)"]) == len(late) > 0
    days = [
        row["เลยกำหนด (วัน)"]
        for row in rows[: sum(1 for r in late if r.standing is Standing.OVERDUE)]
    ]
    assert days == sorted(days, reverse=True)


def test_items_lost_most_often_come_first(district: Made) -> None:
    rows = rows_below(district[2], "รายข้อ", "ได้ไม่เต็ม")

    assert [(row["รหัสข้อ"], row["ได้ไม่เต็ม"], row["ได้ 0"]) for row in rows] == [
        ("o12", 2, 2),
        ("i1", 1, 0),
        ("o13", 1, 0),
    ]


def test_the_sources_add_up_and_name_every_file(district: Made) -> None:
    cells = cells_of(district[2], "ที่มา")
    reviews, _ = people.district()

    assert beside(cells, "แถวที่อ่าน") == beside(cells, "แถวที่ใช้") + beside(cells, "แถวที่อธิบาย")
    assert "ตรงกัน" in cells.values()
    assert {review.file.sha256 for review in reviews} <= set(cells.values())


TRICKY = ("=1+1", "+66 2", "-พร้อม", "@SUM(A1)", "\t=cmd", "http://x.test/a", "0012", "<b>&")


def test_text_from_agencies_is_always_text(tmp_path: Path) -> None:
    reviews = []
    for number, text in enumerate(TRICKY):
        keys = ("measure", "result", "suggestion", "owner", "period")
        record = people.measure(1, no="1", **dict.fromkeys(keys, text))
        who = people.who("ทุ่งสน") | {"name": f"อบต.{number}{text}", "district": text}
        findings = [people.finding("C101", Severity.ERROR, seen=text, row=text)]
        returned = people.submission(who, people.GOLDEN, (record,), path=f"{number}.xlsx")
        reviews.append(people.review(returned, findings))

    path = draw(made(reviews, None)[1], tmp_path / "s.xlsx")

    rows = rows_below(path, "มาตรการ", "มาตรการ/โครงการ/กิจกรรม")
    book = opened(path)
    told = [
        cell
        for sheet in ("มาตรการ", "ข้อค้นพบ", "ข้อเสนอแนะ")
        for row in book[sheet].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "COUNTIF" not in cell.value
    ]
    assert {row["มาตรการ/โครงการ/กิจกรรม"].strip() for row in rows} == {t.strip() for t in TRICKY}
    for text in TRICKY:
        mine = [cell for cell in told if text.strip() in str(cell.value)]
        assert len(mine) >= 8
        assert {cell.data_type for cell in mine} == {"s"}
        assert not any(cell.hyperlink for cell in mine)


def test_a_table_too_long_for_a_sheet_continues_and_says_so(long: Made, district: Made) -> None:
    frame, plan, path = long
    names = [sheet.name for sheet in plan.sheets]
    cells = cells_of(path, "มาตรการ")

    parts = [name for name in names if name.startswith("มาตรการ")]
    assert len(parts) == -(-len(frame.measures) // 10) > 2
    assert parts[1] == "มาตรการ (2)"
    assert "มาตรการ (2)" in cells["A4"]
    told = [row["ลำดับ"] for part in parts for row in rows_below(path, part, "ผลการดำเนินการ")]
    assert told == list(range(1, len(frame.measures) + 1))
    tables = [table for sheet in opened(path) for table in sheet.tables]
    assert len(tables) == len(set(tables))
    assert cells_of(path, "ภาพรวม") == cells_of(district[2], "ภาพรวม")


def test_links_lead_to_the_row_of_the_agency(district: Made) -> None:
    _, _, path = district
    ledger = sheets_of(path)["การส่งแบบ"]
    headings = {heading: column for column, heading in enumerate(ledger.rows[4], 1)}

    count = len(ledger.rows) - 5
    refs = [ledger.values.get((6 + n, headings["รหัสอ้างอิง"])) for n in range(count)]
    links = [ledger.formulas.get((6 + n, headings["ดูคะแนน"])) for n in range(count)]
    assert sum(map(bool, links)) > 5
    for number, (ref, link) in enumerate(zip(refs, links, strict=True)):
        if link:
            assert f"${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[headings['รหัสอ้างอิง'] - 1]}{6 + number}" in link
            assert ref


def test_the_same_frame_gives_the_same_plan(district: Made) -> None:
    again = made(*people.district())[1]

    def told(plan: BookPlan) -> list[Any]:
        return [(s.name, tuple(s.cells), [tuple(t.rows) for t in s.tables]) for s in plan.sheets]

    assert told(again) == told(district[1])


def test_own_columns_of_the_coordinator_are_there_and_blank(district: Made) -> None:
    for sheet, heading in (
        ("การส่งแบบ", "สถานะการส่ง"),
        ("คะแนนและอันดับ", "ระดับ"),
        ("มาตรการ", "ผลการดำเนินการ"),
        ("ติดตาม", "เหตุที่ต้องติดตาม"),
    ):
        rows = rows_below(district[2], sheet, heading)
        assert rows
        assert {(row["หมายเหตุผู้ประสานงาน"], row["มอบหมาย"]) for row in rows} == {(None, None)}


def test_a_plan_never_holds_a_number_that_a_cell_cannot_keep(province: Made) -> None:
    for sheet in province[1].sheets:
        for table in sheet.tables:
            for row in table.rows:
                for value in row:
                    assert isinstance(
                        value, str | int | Decimal | dt.date | Formula | Link | type(None)
                    )
                    if isinstance(value, Decimal):
                        assert len(value.normalize().as_tuple().digits) <= 15

"""The corrected copy: read as it came in, marked at its cells, listed, and safe."""

import datetime as dt
import os
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import libreoffice
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from itaxl import checks, intake, pipeline
from itaxl.cells import Cell, Kind, Picture, Sheet, Workbook
from itaxl.excel.drawing import draw, draw_bytes
from itaxl.excel.reading import read, read_bytes
from itaxl.findings import Severity
from itaxl.pipeline import returning
from itaxl.plans import BookPlan, CellPlan, Formula, Link, PicturePlan, SheetPlan
from itaxl.rulebooks.loading import load
from itaxl.submission import Form, Submission
from itaxl.template import Fill, measures, pouring, standard
from itaxl.template.corrected import corrected, earlier_list
from itaxl.template.leftover import leftover

SAMPLES = Path(__file__).parent.parent / "samples"
WORKBOOKS = sorted(path for path in SAMPLES.glob("*/returned/*.xlsx") if zipfile.is_zipfile(path))
RULES = pipeline.rules(None)
BOOK = load(2567)
EXAMPLES = int(os.environ.get("ITAXL_EXAMPLES", "25"))
COLUMNS = [column.key for column in BOOK.form.columns]


# ── helpers ─────────────────────────────────────────────────────────────────────────────────────
def as_workbook(plan: BookPlan) -> Workbook:
    """See a plan as it would be read back, without the detour over a file."""
    sheets = []
    for sheet in plan.sheets:
        cells: dict[tuple[int, int], Cell] = {}
        for row, column, value, style in _drawn(sheet):
            spec = plan.styles.get(style)
            cells[row, column] = _cell(row, column, value, spec.number if spec else "")
        filled = {at: cell for at, cell in cells.items() if cell.kind is not Kind.BLANK}
        pictures = tuple(
            Picture(p.row, p.column, p.picture.extension, p.picture.data) for p in sheet.pictures
        )
        visibility = "hidden" if sheet.hidden else "visible"
        sheets.append(Sheet(sheet.name, filled, visibility=visibility, pictures=pictures))
    properties = {key: value for key, value in plan.properties.items() if value}
    return Workbook(Path("ส่งมา.xlsx"), tuple(sheets), dict(plan.names), properties)


def _drawn(sheet: SheetPlan) -> Iterator[tuple[int, int, Any, str]]:
    for merge in sheet.merges:
        yield merge.area.first_row, merge.area.first_column, merge.value, merge.style
    for cell in sheet.cells:
        yield cell.row, cell.column, cell.value, cell.style
    for table in sheet.tables:
        for at, column in enumerate(table.columns, table.column):
            yield table.row, at, column.heading, table.heading_style
        for row, values in enumerate(table.rows, table.row + 1):
            for at, (value, column) in enumerate(zip(values, table.columns, strict=True), 1):
                yield row, table.column + at - 1, value, column.style
    for cell in sheet.overlay:
        yield cell.row, cell.column, cell.value, cell.style


def _cell(row: int, column: int, value: Any, number: str) -> Cell:  # noqa: PLR0911 - one per kind
    formula = ""
    if isinstance(value, Formula):
        formula, value = value.text.removeprefix("="), value.result
        if value is None:
            return Cell(row, column, Kind.PENDING, "", formula)
    if isinstance(value, Link):
        value = value.text
    if value is None or value == "":
        return Cell(row, column)
    if isinstance(value, bool):
        return Cell(row, column, Kind.BOOLEAN, "TRUE" if value else "FALSE", formula)
    if isinstance(value, dt.datetime):
        return Cell(row, column, Kind.DATE, value.isoformat(timespec="seconds"), formula, number)
    if isinstance(value, dt.date):
        return Cell(row, column, Kind.DATE, value.isoformat(), formula, number)
    if isinstance(value, int | Decimal):
        kind = Kind.PERCENT if "%" in number else Kind.NUMBER
        if "mmm" in number:
            day = dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
            return Cell(row, column, Kind.DATE, day.isoformat(), formula, number)
        return Cell(row, column, kind, format(value, "f"), formula, number)
    kind = Kind.ERROR if formula and value.startswith("#") else Kind.TEXT
    return Cell(row, column, kind, value, formula)


def submission_of(plan: BookPlan) -> Submission:
    return intake.read_submission(as_workbook(plan), RULES.book)


def findings_of(submission: Submission) -> tuple[Any, ...]:
    return checks.examine(checks.Case(submission, BOOK))


def copied(submission: Submission, earlier: Any = None) -> BookPlan:
    findings = findings_of(submission)
    notes = checks.join(f for f in findings if f.severity is Severity.NOTE)
    return corrected(BOOK, submission, findings, notes, earlier)


def extras_of(submission: Submission) -> list[tuple[str, str, str]]:
    return [(extra.sheet, extra.cell.address, extra.cell.shown) for extra in submission.extras]


def full_record(**changes: Any) -> dict[str, Any]:
    record = {
        "no": "1",
        "theme": BOOK.choices("themes")[0].text,
        "codes": "i1",
        "measure": "ปรับปรุงขั้นตอนการให้บริการประชาชน",
        "method": "จัดประชุม กำหนดขั้นตอน ประกาศให้ทราบ",
        "period": "ต.ค. 2567 - ก.ย. 2568",
        "owner": "กองคลัง",
    }
    return {key: value for key, value in {**record, **changes}.items() if value is not None}


def saved(path: Path, fill: Fill, change: Callable[[BookPlan], BookPlan] | None = None) -> Path:
    plan = standard(BOOK, fill)
    return draw(change(plan) if change else plan, path)


def png(shade: int) -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + chunk(b"IEND", b"")
    )


# ── the law: what goes back is read as it came in ───────────────────────────────────────────────
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_corrected_copy_says_what_the_sample_said_for_two_rounds(path: Path) -> None:
    review = pipeline.review(path, RULES)
    came = intake.read_submission(read(path, pictures=True), RULES.book)
    book = RULES.book(came.layout.fiscal_year or 0)

    plan = corrected(book, came, review.findings, checks.join(review.findings))
    first = intake.read_submission(read_bytes(draw_bytes(plan)), RULES.book)
    second = submission_of(corrected(book, first, findings_of(first)))

    assert pouring.said(came)
    assert pouring.said(first) == pouring.said(came)
    assert pouring.said(second) == pouring.said(came)
    assert first.layout.form is Form.CORRECTED
    assert extras_of(first) == extras_of(second)


odd_texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "=1+1", "+66", "-", "@a", "'x", "๙๘.๘๙", "98,89", "98.5 คะแนน", "ไม่มี", " ๑ ", "i1,e2",
            "ประเด็นที่ 1", "รวมทั้งสิ้น", "ตัวอย่าง", "หมายเหตุ", "ต.ค. ๖๖ - ก.ย. ๖๗",
            "กอง\nคลัง", "สํา\u200bนัก",
            "ดำเนินการแล้ว", "_x0041_", "http://a.b", "มาตรการ", "ลำดับ", "TRUE", "#REF!", "2567",
        ]
    ),
)  # fmt: skip
odd_values = st.one_of(
    st.none(),
    odd_texts,
    st.decimals(-10, 1000, places=2),
    st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2600, 1, 1)),
    st.sampled_from([Formula("=A1/0", "#DIV/0!"), Formula("=A1", None), Formula("=A1", "อ่านได้")]),
    st.builds(lambda n: ("percent", n), st.decimals(0, 2, places=4)),
)


wild = {
    "rows": st.lists(st.dictionaries(st.sampled_from(COLUMNS), odd_values, max_size=8), max_size=4),
    "lines": st.dictionaries(
        st.sampled_from([field.key for field in BOOK.form.agency]), odd_values, max_size=6
    ),
    "points": st.dictionaries(st.sampled_from(["1", "6", "10"]), odd_values, max_size=3),
    "budget": st.lists(odd_texts, max_size=3),
}


def wild_plan(
    rows: list[dict[str, Any]], lines: dict[str, Any], points: dict[str, Any], budget: list[str]
) -> BookPlan:
    """A workbook as somebody might return it: odd values anywhere, columns and sheets added."""
    lines = dict(lines)
    base = standard(BOOK, Fill(agency={"round": None}))
    fiscal = lines.pop("fiscal_year", None)
    if isinstance(fiscal, str):
        lines["fiscal_year"] = fiscal
    cells: dict[str, list[CellPlan]] = {}
    styles = dict(base.styles)

    def put(name: str, place: Any, value: Any) -> None:
        number = "@"
        if isinstance(value, tuple):
            number, value = "0.00%", value[1]
        elif isinstance(value, dt.date):
            number = "[$-107041E]d mmm yy"
        elif isinstance(value, Decimal):
            number = "General"
        style = f"odd {number}"
        styles[style] = replace(styles["text"], number=number)
        cells.setdefault(name, []).append(CellPlan(place.row, place.column, value, style))

    measure_sheet = BOOK.form.sheet("measures").name
    for row, record in enumerate([full_record(), *rows], measures.FIRST_ROW):
        for key, value in record.items():
            put(measure_sheet, pouring.Place("", row, COLUMNS.index(key) + 1), value)
    places = base.names
    for key, value in lines.items():
        put(*_spot(places[f"itaxl_agency_{key}"]), value)
    for code, value in points.items():
        sheet, spot = _spot(places[f"itaxl_indicator_{code}"])
        column = [h.key for h in BOOK.form.scores].index("score") + 1
        put(sheet, spot._replace(column=column), value)
    if budget:
        heading = pouring.Place("", measures.HEADING_ROW, len(COLUMNS) + 1)
        put(measure_sheet, heading, "งบประมาณ (บาท)")
        for row, text in enumerate(budget, measures.FIRST_ROW):
            put(measure_sheet, heading._replace(row=row), text)
    own = SheetPlan("ของเราเอง", [CellPlan(2, 3, text) for text in budget[:1]])
    sheets = [replace(s, overlay=tuple(cells.get(s.name, ()))) for s in base.sheets]
    return replace(base, sheets=(*sheets, own), styles=styles)


def _spot(formula: str) -> tuple[str, pouring.Place]:
    sheet, _, cell = formula.removeprefix("=").replace("'", "").partition("!")
    place = coordinate_from_string(cell.replace("$", ""))
    return sheet, pouring.Place("", place[1], column_index_from_string(place[0]))


# A formula that was never calculated, with words below it that go on with its row.
@example(
    rows=[{"no": "0", "result": Formula("=A1", None)}, {"result": "0"}],
    lines={},
    points={},
    budget=[],
)
@given(**wild)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_corrected_copy_says_what_came_in_whatever_was_filled(
    rows: list[dict[str, Any]], lines: dict[str, Any], points: dict[str, Any], budget: list[str]
) -> None:
    came = submission_of(wild_plan(rows, lines, points, budget))

    first = submission_of(copied(came))
    second = submission_of(copied(first))
    third = submission_of(copied(second))

    kept = pouring.said(came)
    now = pouring.said(first)
    numbered = {
        (group, key): value
        for (group, key), value in now.items()
        if key == "no" and (group, key) not in kept
    }
    # A row that would read as the end of the one above it is given its number, and nothing else.
    assert {at: value for at, value in now.items() if at not in numbered} == kept
    assert pouring.said(second) == now
    assert [e.cell.shown for e in came.extras if e.sheet == "ของเราเอง"] == [
        e.cell.shown for e in first.extras if e.sheet == "ของเราเอง"
    ]
    texts = [e.cell.shown for e in first.extras]
    assert all(any(e.cell.shown in text for text in texts) for e in came.extras)
    assert extras_of(first) == extras_of(second) == extras_of(third)


def test_every_kind_of_cell_survives_a_real_file(tmp_path: Path) -> None:
    odd: list[Any] = [
        "=1+1", "๙๘.๘๙", " เว้น ", "บรรทัด\nสอง", Decimal("98.89"), True, dt.date(2567, 3, 1),
        dt.date(2024, 10, 1), Formula("=1/0", "#DIV/0!"), Formula("=NA()", "#N/A"),
        ("percent", Decimal("0.855")), "_x0041_", "'x", "-", "+66", Decimal(2567),
    ]  # fmt: skip
    rows = [{"period": value, "owner": value, "status": value, "no": value} for value in odd]
    lines = {"report_date": dt.date(2024, 10, 5), "internal": ("percent", Decimal("0.5"))}
    points = {"1": ("percent", Decimal("0.855")), "6": Formula("=1/0", "#DIV/0!"), "10": True}
    path = draw(wild_plan(rows, lines, points, ["5"]), tmp_path / "แปลก.xlsx")
    came = intake.read_submission(read(path), RULES.book)
    assert {entry.cell.kind for r in came.records for entry in r.entries.values()} >= {
        Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.ERROR, Kind.PERCENT,
    }  # fmt: skip

    data = returning.copy_of(path, pipeline.review(path, RULES).findings, RULES)

    assert isinstance(data, bytes)
    assert pouring.said(returning.read_back(data, RULES)) == pouring.said(came)


def test_the_law_is_checked_on_every_copy_and_what_breaks_it_is_kept_apart(tmp_path: Path) -> None:
    # A text of more letters than a cell holds, joined over two pages, cannot go back into one.
    long = "ก" * 20_000
    rows = [full_record(method=long), {"method": long}]
    path = saved(tmp_path / "ยาว.xlsx", Fill(records=rows))
    review = pipeline.review(path, RULES)

    data = returning.copy_of(path, review.findings, RULES)

    assert isinstance(data, bytes)
    back = returning.read_back(data, RULES)
    assert len(back.records) == 1
    assert any(extra.cell.shown.startswith("ก" * 20_000) for extra in back.extras)


# ── marks and the list ──────────────────────────────────────────────────────────────────────────
@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = [
        full_record(),
        full_record(no="2", owner=None, measure="จัดทำคู่มือ", method="เขียน ทดลอง ใช้"),
    ]
    agency = {"name": "เทศบาลตำบลทดลอง", "type": "เทศบาลตำบล", "internal": "๓๘"}
    return saved(tmp_path / "แบบ.xlsx", Fill(agency=agency, records=rows))


def give_back(path: Path, folder: Path) -> Path:
    reviews = pipeline.check([path], RULES, aside=folder)
    (one,) = pipeline.give_back(reviews, [path], folder, RULES)
    assert one.path is not None, one.why
    return one.path


def rows_of(path: Path) -> list[dict[str, str]]:
    """The list of a copy, by heading."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [[("" if c is None else str(c)) for c in row] for row in sheet.values]
    start = next(at for at, row in enumerate(rows) if "รหัส" in row)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[-1]]


def test_each_finding_is_marked_at_its_cell_and_listed_on_the_first_sheet(
    faulty: Path, tmp_path: Path
) -> None:
    copy = give_back(faulty, tmp_path / "กลับ")

    book = openpyxl.load_workbook(copy)
    cell = book["มาตรการ"].cell(measures.FIRST_ROW + 1, COLUMNS.index("owner") + 1)
    assert book.worksheets[0].title == "รายการแก้ไข"
    assert book.active is book.worksheets[0]
    assert "C101" in str(cell.comment)
    assert "วิธีแก้" in str(cell.comment)
    assert cell.fill.fgColor.rgb.endswith("FFB3B3")
    listed = [row for row in rows_of(copy) if row["รหัส"] == "C101" and row["ลำดับที่"] == "2"]
    assert [(row["ไปที่ช่อง"], row["หัวข้อ"], row["ระดับ"]) for row in listed] == [
        ("มาตรการ!" + cell.coordinate, "ผู้รับผิดชอบ", "ต้องแก้")
    ]
    targets = {
        c.hyperlink.location for row in book.worksheets[0].iter_rows() for c in row if c.hyperlink
    }
    assert f"'มาตรการ'!{cell.coordinate}" in targets
    note = book["หน่วยงาน"].cell(5 + [f.key for f in BOOK.form.agency].index("internal"), 2)
    assert "C201" in str(note.comment)
    assert note.value == "๓๘"  # repaired in reading, and still what the agency wrote


def test_rules_are_restored_in_a_copy_of_a_workbook_that_lost_them(
    faulty: Path, tmp_path: Path
) -> None:
    stripped = openpyxl.load_workbook(faulty)
    for sheet in stripped.worksheets:
        sheet.data_validations.dataValidation.clear()
    stripped.save(faulty)

    copy = openpyxl.load_workbook(give_back(faulty, tmp_path / "กลับ"))

    assert len(copy["มาตรการ"].data_validations.dataValidation) >= len(COLUMNS)
    assert copy["มาตรการ"].tables["tblMeasures"].ref.startswith(f"A{measures.HEADING_ROW}:")


def test_the_next_round_says_what_was_mended_what_is_open_and_what_is_new(
    faulty: Path, tmp_path: Path
) -> None:
    copy = give_back(faulty, tmp_path / "กลับ")
    before = {(r["รหัส"], r["หัวข้อ"], r["ลำดับที่"]): r["ความคืบหน้า"] for r in rows_of(copy)}
    assert set(before.values()) <= {"รอแก้ไข", "-"}

    # The agency fills in the owner, clears a method, leaves the rest; a row is added above.
    book = openpyxl.load_workbook(copy)
    sheet = book["มาตรการ"]
    row = measures.FIRST_ROW
    sheet.cell(row + 1, COLUMNS.index("owner") + 1).value = "สำนักปลัด"
    sheet.cell(row, COLUMNS.index("period") + 1).value = None
    answered = tmp_path / "รอบสอง" / copy.name
    answered.parent.mkdir()
    book.save(answered)
    again = give_back(answered, tmp_path / "กลับ")

    after = {(r["รหัส"], r["หัวข้อ"], r["ลำดับที่"]): r["ความคืบหน้า"] for r in rows_of(again)}
    assert after["C101", "ผู้รับผิดชอบ", "2"] == "แก้แล้ว"
    assert after["C101", "ระยะเวลา", "1"] == "พบใหม่"
    still = {key for key, status in before.items() if status == "รอแก้ไข"} - {
        ("C101", "ผู้รับผิดชอบ", "2")
    }
    assert still
    assert {key: after[key] for key in still} == dict.fromkeys(still, "ยังไม่ได้แก้")
    mended = openpyxl.load_workbook(again)["มาตรการ"].cell(row + 1, COLUMNS.index("owner") + 1)
    assert mended.comment is None
    assert not mended.fill.fgColor.rgb.endswith("FFB3B3")

    third = give_back(again, tmp_path / "กลับสาม")
    statuses = {(r["รหัส"], r["หัวข้อ"], r["ลำดับที่"]): r["ความคืบหน้า"] for r in rows_of(third)}
    assert ("C101", "ผู้รับผิดชอบ", "2") not in statuses
    assert statuses["C101", "ระยะเวลา", "1"] == "ยังไม่ได้แก้"


def test_a_finding_that_was_answered_with_a_reason_is_told_as_answered() -> None:
    rows = [full_record(period="ต.ค. 2570 - ก.ย. 2571"), full_record(no="2")]
    agency = {"plan_year": 2568, "results_year": 2567}
    came = submission_of(standard(BOOK, Fill(agency=agency, records=rows)))
    first = as_workbook(copied(came))
    asked = [line for line in earlier_list(first) or () if line.severity == "confirm"]
    assert {line.key.code for line in asked} >= {"R101"}

    rows[0]["reason"] = "โครงการต่อเนื่องตามแผนพัฒนาท้องถิ่น"
    answered = submission_of(standard(BOOK, Fill(agency=agency, records=rows)))
    plan = copied(answered, earlier_list(first))

    lines = earlier_list(as_workbook(plan)) or ()
    assert [line.status for line in lines if line.key.code == "R101"][-1] == "answered"


def test_a_copy_without_faults_says_so_and_carries_no_marks() -> None:
    came = submission_of(standard(BOOK, Fill(records=[full_record()])))

    plan = corrected(BOOK, came, ())

    texts = [merge.value for merge in plan.sheets[0].merges]
    assert any("ไม่มีรายการที่ต้องแก้ไข" in str(text) for text in texts)
    assert not plan.sheets[0].tables
    assert not any(cell.note for sheet in plan.sheets for cell in sheet.overlay)


def test_a_copy_is_not_called_ready_before_its_list_is_done(tmp_path: Path) -> None:
    district = SAMPLES / "district" / "returned"
    unreadable_period = next(path for path in district.iterdir() if path.name.startswith("S12"))
    nothing_to_mend = next(path for path in district.iterdir() if path.name.startswith("S08"))

    asked, clean = (
        libreoffice.convert(give_back(path, tmp_path), "xlsx", tmp_path / "lo")
        for path in (unreadable_period, nothing_to_mend)
    )

    once = "พร้อมส่งเมื่อแก้ครบตามแผ่นงาน “รายการแก้ไข” แล้ว"
    assert verdict_of(asked) == once
    assert verdict_of(clean) == "พร้อมส่ง"
    with_list, without = (texts_of(sheet_of(path, "ตรวจสอบ")) for path in (asked, clean))
    assert any(once in text and "0 ทุกบรรทัด" in text for text in with_list)
    assert not any("รายการแก้ไข" in text for text in without)


def sheet_of(path: Path, name: str) -> Sheet:
    found = read(path).sheet(name)
    assert found
    return found


def verdict_of(path: Path) -> str:
    workbook = read(path)
    sheet, _, cell = workbook.names["itaxl_selfcheck_verdict"].partition("!")
    letters, row = coordinate_from_string(cell.replace("$", ""))
    found = workbook.sheet(sheet.strip("'"))
    assert found
    return found.cell(row, column_index_from_string(letters)).raw


# ── what travels along, and what never does ─────────────────────────────────────────────────────
def with_extras(plan: BookPlan) -> BookPlan:
    width = len(COLUMNS)
    cells = (
        CellPlan(measures.HEADING_ROW, width + 1, "งบประมาณ (บาท)"),
        CellPlan(measures.FIRST_ROW, width + 1, Decimal(25000)),
        CellPlan(measures.FIRST_ROW + 1, width + 1, "ไม่ใช้"),
    )
    place = measures.FIRST_ROW + 1
    pictures = (
        PicturePlan(place, COLUMNS.index("evidence") + 1, Picture(place, 1, "png", png(7))),
        PicturePlan(place, COLUMNS.index("evidence") + 1, Picture(place, 1, "png", png(9))),
    )
    own = SheetPlan("งบของเรา", [CellPlan(3, 2, "รวม"), CellPlan(3, 3, Decimal("12.5"))])
    sheets = [
        replace(s, overlay=cells, pictures=pictures) if s.name == "มาตรการ" else s
        for s in plan.sheets
    ]
    return replace(plan, sheets=(*sheets, own))


def test_extra_columns_sheets_and_pictures_survive_rounds_without_growing(tmp_path: Path) -> None:
    rows = [full_record(), full_record(no="2", measure="จัดทำคู่มือประชาชน")]
    path = saved(tmp_path / "แบบ.xlsx", Fill(records=rows), with_extras)

    first = give_back(path, tmp_path / "1")
    second = give_back(first, tmp_path / "2")
    third = give_back(second, tmp_path / "3")

    books = [read(copy, pictures=True) for copy in (first, second, third)]
    said = [intake.read_submission(book, RULES.book) for book in books]
    texts = {extra.cell.shown for extra in said[0].extras}
    assert {"งบประมาณ (บาท)", "25000", "ไม่ใช้", "รวม", "12.5"} <= texts
    beside = next(sheet for sheet in books[0].sheets if sheet.name == "ข้อมูลเพิ่มเติม")
    assert [beside.cell(row, 3).shown for row in (3, 4, 5)] == ["งบประมาณ (บาท)", "25000", "ไม่ใช้"]
    assert extras_of(said[0]) == extras_of(said[1]) == extras_of(said[2])
    assert [sheet.name for sheet in books[0].sheets] == [sheet.name for sheet in books[2].sheets]
    for one in said:
        assert {
            position: {p.data for p in pictures} for position, pictures in one.pictures.items()
        } == {2: {png(7), png(9)}}


def with_pictures(plan: BookPlan) -> BookPlan:
    """Pictures in a row, below the table, on a sheet of the form and on sheets of its own."""

    def placed(row: int, column: int, shade: int) -> PicturePlan:
        return PicturePlan(row, column, Picture(row, column, "png", png(shade)))

    evidence, below = COLUMNS.index("evidence") + 1, measures.FIRST_ROW + 40
    places = {
        "มาตรการ": (placed(measures.FIRST_ROW, evidence, 1), placed(below, 3, 2)),
        "หน่วยงาน": (placed(30, 2, 3),),
    }
    sheets = [replace(s, pictures=places.get(s.name, ())) for s in plan.sheets]
    own = SheetPlan(
        "งบของเรา", [CellPlan(3, 2, "รวม")], pictures=(placed(5, 4, 4), placed(8, 1, 5))
    )
    album = SheetPlan("ภาพถ่าย", pictures=(placed(2, 2, 6),))
    return replace(plan, sheets=(*sheets, own, album))


def pictures_of(book: Workbook) -> dict[str, list[tuple[int, int, bytes]]]:
    return {
        sheet.name: [(p.row, p.column, p.data) for p in sheet.pictures]
        for sheet in book.sheets
        if sheet.pictures
    }


def test_no_picture_is_lost_wherever_it_stood(tmp_path: Path) -> None:
    path = saved(tmp_path / "แบบ.xlsx", Fill(records=[full_record()]), with_pictures)
    came = pictures_of(read(path, pictures=True))

    first = give_back(path, tmp_path / "1")
    second = give_back(first, tmp_path / "2")

    one, two = (read(copy, pictures=True) for copy in (first, second))
    kept = pictures_of(one)
    left = leftover(BOOK, []).name
    assert {name: kept[name] for name in ("งบของเรา", "ภาพถ่าย")} == {
        name: came[name] for name in ("งบของเรา", "ภาพถ่าย")
    }
    assert [data for _, _, data in kept["มาตรการ"]] == [png(1)]
    sheet = next(sheet for sheet in one.sheets if sheet.name == left)
    told = {sheet.cell(row, 1).shown: data for row, _, data in kept[left]}
    assert told == {f"มาตรการ!C{measures.FIRST_ROW + 40}": png(2), "หน่วยงาน!B30": png(3)}
    assert pictures_of(two) == kept
    assert not [text for text in texts_of(one.sheets[0]) if "รูปภาพ" in text]


def texts_of(sheet: Sheet) -> list[str]:
    return [cell.shown for cell in sheet.cells.values()]


def test_what_is_no_picture_is_left_out_and_said(tmp_path: Path) -> None:
    came = submission_of(standard(BOOK, Fill(records=[full_record()])))
    false = Picture(2, 2, "png", b"<svg onload='alert(1)'/>")

    plan = corrected(BOOK, came, (), pictures={"ภาพถ่าย": (false,), "หน่วยงาน": (false,)})

    assert not [picture for sheet in plan.sheets for picture in sheet.pictures]
    assert "ภาพถ่าย" not in [sheet.name for sheet in plan.sheets]
    said = [str(merge.value) for merge in plan.sheets[0].merges]
    assert any("รูปภาพ 2 รูป" in text for text in said)


def test_a_copy_with_a_picture_put_on_any_sheet_is_not_written_over(tmp_path: Path) -> None:
    path = saved(tmp_path / "แบบ.xlsx", Fill(records=[full_record()]), with_pictures)
    copy = give_back(path, tmp_path / "กลับ")
    assert give_back(path, tmp_path / "กลับ") == copy

    plan = standard(BOOK, Fill(records=[full_record()]))
    pictures = (PicturePlan(30, 2, Picture(30, 2, "png", png(3))),)
    sheets = [replace(s, pictures=pictures) if s.name == "หน่วยงาน" else s for s in plan.sheets]
    mark = returning.fingerprint(submission_of(plan))
    changed = returning.stamped(replace(plan, sheets=tuple(sheets)), mark)

    assert returning.is_untouched(draw(returning.stamped(plan, mark), tmp_path / "1.xlsx"), RULES)
    assert not returning.is_untouched(draw(changed, tmp_path / "2.xlsx"), RULES)


def test_words_of_rows_that_are_no_measures_are_kept_once() -> None:
    plan = standard(BOOK, Fill(records=[full_record(), full_record(no="2")]))
    note = CellPlan(measures.FIRST_ROW + 4, 4, "หมายเหตุ: ปรับแผนตามงบประมาณ")
    sheets = [
        replace(s, overlay=(note, CellPlan(5, 1, "ข้อมูลของอำเภอเมือง"))) if s.name == "มาตรการ" else s
        for s in plan.sheets
    ]
    came = submission_of(replace(plan, sheets=tuple(sheets)))

    first = submission_of(copied(came))
    second = submission_of(copied(first))

    name = leftover(BOOK, []).name
    kept = [e.cell.shown for e in first.extras if e.sheet == name]
    assert "หมายเหตุ: ปรับแผนตามงบประมาณ" in kept
    assert "ข้อมูลของอำเภอเมือง" in kept
    assert not any("ปีงบประมาณ 2567 รุ่น" in text for text in kept)
    assert extras_of(second) == extras_of(first)


def test_nothing_dangerous_travels(faulty: Path, tmp_path: Path) -> None:
    dangers = {
        "xl/vbaProject.bin": b"macro",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/embeddings/oleObject1.bin": b"object",
        "customUI/customUI.xml": b"<customUI/>",
    }
    with zipfile.ZipFile(faulty, "a") as package:
        for name, data in dangers.items():
            package.writestr(name, data)

    copy = give_back(faulty, tmp_path / "กลับ")

    with zipfile.ZipFile(copy) as package:
        names = package.namelist()
        parts = b"".join(package.read(name) for name in names if name.endswith(".rels"))
    assert not [name for name in names if "vba" in name or "external" in name.lower()]
    assert not [name for name in names if "embed" in name or "customUI" in name]
    assert b'TargetMode="External"' not in parts


def test_the_agency_a_workbook_was_issued_to_is_not_forgotten() -> None:
    plan = standard(
        BOOK, Fill(agency={"code": "A1", "name": "หน่วยงานหนึ่ง"}, records=[full_record()])
    )
    row = 5 + [field.key for field in BOOK.form.agency].index("code")
    sheets = [
        replace(s, overlay=(CellPlan(row, 2, "B2"),)) if s.name == "หน่วยงาน" else s
        for s in plan.sheets
    ]
    came = submission_of(replace(plan, sheets=tuple(sheets)))

    back = submission_of(copied(came))

    codes = {place: said.get("code") for place, said in back.layout.identity.items()}
    assert (codes["property"], codes["name"], codes["cell"]) == ("A1", "A1", "B2")
    assert {f.code for f in findings_of(back)} >= {"W107"}


# ── names and files ─────────────────────────────────────────────────────────────────────────────
def test_a_copy_never_replaces_a_file_that_came_in_or_one_that_was_changed(
    faulty: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "กลับ"
    first = give_back(faulty, folder)
    drawn = first.read_bytes()

    assert first.name == "แบบ (แก้ไข).xlsx"
    assert give_back(faulty, folder) == first  # nobody touched it: drawn again in its place
    assert first.read_bytes() == drawn

    book = openpyxl.load_workbook(first)
    book["มาตรการ"].cell(measures.FIRST_ROW + 1, COLUMNS.index("owner") + 1).value = "สำนักปลัด"
    book.save(first)
    changed = first.read_bytes()

    assert give_back(faulty, folder).name == "แบบ (แก้ไข) (2).xlsx"
    assert first.read_bytes() == changed
    assert give_back(first, folder).name == "แบบ (แก้ไข) (2).xlsx"
    assert first.read_bytes() == changed


def test_what_is_foreign_or_unreadable_gets_no_copy_but_a_line_saying_why(
    faulty: Path, tmp_path: Path
) -> None:
    came = tmp_path / "มา"
    came.mkdir()
    (came / "ข้อความ.xlsx").write_text("ก,ข\n1,2\n", "utf-8")
    openpyxl.Workbook().save(came / "อื่น.xlsx")
    shutil.copy(faulty, came / "แบบ.xlsx")
    command = [
        sys.executable,
        "-m",
        "itaxl",
        "check",
        str(came),
        "--return",
        str(came / "กลับ"),
        "--lang",
        "th",
    ]

    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    again = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert ran.returncode == 1
    assert [path.name for path in (came / "กลับ").iterdir()] == ["แบบ (แก้ไข).xlsx"]
    told = [line for line in ran.stderr.splitlines() if "ไม่มีไฟล์ส่งกลับ" in line]
    assert [Path(line.split(": ")[0]).name for line in told] == ["ข้อความ.xlsx", "อื่น.xlsx"]
    assert "แบบ (แก้ไข)" not in again.stdout  # what was written is not read as if it had come in


def test_two_sources_of_one_name_get_two_copies(faulty: Path, tmp_path: Path) -> None:
    for name in ("ก", "ข"):
        (tmp_path / name).mkdir()
        shutil.copy(faulty, tmp_path / name / "แบบ.xlsx")
    paths = [tmp_path / "ก", tmp_path / "ข"]

    done = pipeline.give_back(pipeline.check(paths, RULES), paths, tmp_path / "กลับ", RULES)

    assert len({one.path for one in done}) == 2


# ── other programs ──────────────────────────────────────────────────────────────────────────────
def test_libreoffice_saves_a_copy_that_still_says_the_same(tmp_path: Path) -> None:
    rows = [full_record(), full_record(no="2", owner=None)]
    path = saved(tmp_path / "แบบ.xlsx", Fill(records=rows), with_extras)
    copy = give_back(path, tmp_path / "กลับ")

    again = libreoffice.convert(copy, "xlsx", tmp_path / "lo")

    before = intake.read_submission(read(copy), RULES.book)
    workbook = read(again)
    after = intake.read_submission(workbook, RULES.book)
    assert pouring.said(after) == pouring.said(before)
    assert after.layout.form is Form.CORRECTED
    assert len(earlier_list(workbook) or ()) == len(earlier_list(read(copy)) or ())


def test_a_copy_is_a_whole_package(faulty: Path, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    copy = give_back(
        saved(tmp_path / "ก.xlsx", Fill(records=[full_record()]), with_extras), tmp_path / "1"
    )

    result = audit.validate(str(copy)) if hasattr(audit, "validate") else None
    if result is None:
        tool = Path(sys.executable).with_name("openxml-audit")
        ran = subprocess.run([str(tool), str(copy)], capture_output=True, text=True, check=False)
        assert "Errors: 0" in ran.stdout, ran.stdout


def test_no_formula_of_the_form_is_quoted_where_results_were_not_stored(tmp_path: Path) -> None:
    points = {indicator.code: Decimal(90) for indicator in BOOK.indicators}
    book = openpyxl.load_workbook(saved(tmp_path / "แบบ.xlsx", Fill(scores=points)))
    book["คะแนน"]["F6"] = "=AVERAGE(F7:F8)"
    book.save(tmp_path / "อื่น.xlsx")  # it drops every stored result

    findings = pipeline.review(tmp_path / "อื่น.xlsx", RULES).findings

    (told,) = [finding for finding in findings if finding.code == "G104"]
    assert "=" not in told.message.th + told.message.en
    assert "LibreOffice" in told.remedy.th
    assert told.cells == ("F6",)

"""Forms really drawn, really saved by other programs, and really damaged are still read."""

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import libreoffice
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from itaxl.excel.drawing import draw
from itaxl.excel.reading import read
from itaxl.intake import read_submission
from itaxl.rulebooks.loading import load, years
from itaxl.submission import Form, Found, Submission, Why
from itaxl.template.fill import Fill
from itaxl.template.standard import standard

YEAR = 2567
BOOK = load(YEAR)
BOOKS = {YEAR: BOOK}
RECORDS = [
    {
        "no": "1",
        "theme": BOOK.choices("themes")[1].text,
        "codes": "e1, o11",
        "measure": "จัดทำคู่มือบริการ",
        "method": "1) ทบทวน\n2) จัดทำ",
        "period": "ต.ค. 2566 - มี.ค. 2567",
        "owner": "สำนักปลัด",
        "status": "ดำเนินการแล้วเสร็จ",
        "result": "จัดทำ 5 เรื่อง",
        "outcome": "ข้อสอบถามลดลง",
        "suggestion": "-",
    },
    {
        "no": "2",
        "theme": BOOK.choices("themes")[3].text,
        "codes": "i10",
        "measure": "=จัดทำทะเบียนการยืม",
        "method": "จัดทำแบบขอยืม",
        "period": "1 ตุลาคม 2566 - 30 กันยายน 2567",
        "owner": "กองคลัง",
        "status": "อยู่ระหว่างดำเนินการ",
        "result": "ใช้แล้ว 3 กอง",
    },
]
FILL = Fill(
    agency={
        "results_year": YEAR,
        "plan_year": YEAR,
        "round": "๑๒ เดือน",
        "province": "นครตัวอย่าง",
        "district": "เมือง",
        "type": "เทศบาลตำบล",
        "name": "เทศบาลตำบลตัวอย่าง",
        "code": "007",
        "phone": "02-000-0000",
    },
    scores={
        **{str(code): Decimal("90.5") for code in range(1, 11)},
        "6.EIT1": Decimal(88),
        "6.EIT2": Decimal(93),
        "last.1": Decimal(80),
    },
    items={"i1": Decimal(100), "o35": Decimal(0)},
    records=RECORDS,
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(standard(BOOK, FILL), tmp_path_factory.mktemp("drawn") / "แบบรายงาน.xlsx")


def answers(submission: Submission) -> dict[str, object]:
    """Give every answer by key, wherever it stands; blank ones too."""
    return {
        "agency": {key: entry.text for key, entry in submission.agency.items()},
        "scores": {key: entry.value for key, entry in submission.scores.items()},
        "items": {key: entry.value for key, entry in submission.items.items()},
        "records": [
            {key: entry.text for key, entry in record.entries.items()}
            for record in submission.records
        ],
    }


def test_a_filled_form_says_what_was_poured_in(drawn: Path) -> None:
    submission = read_submission(read(drawn), BOOKS)

    layout = submission.layout
    assert (layout.form, layout.fiscal_year, layout.version) == (Form.STANDARD, YEAR, BOOK.version)
    assert (layout.missing, layout.doubled, layout.unknown, layout.distrusted) == ((), (), (), ())
    assert {heading.found for heading in layout.headings if heading.sheet == "มาตรการ"} == {
        Found.NAME
    }
    assert layout.identity["property"]["year"] == layout.identity["name"]["year"] == str(YEAR)
    assert layout.identity["cell"] == {"year": str(YEAR), "version": BOOK.version, "code": "007"}
    for key, value in FILL.agency.items():
        assert submission.agency[key].text == str(value)
    for code, score in FILL.scores.items():
        assert submission.scores[code].value == score
    for code, score in FILL.items.items():
        assert submission.items[code].value == score
    poured = [
        {column.key: record.get(column.key, "") for column in BOOK.form.columns}
        for record in RECORDS
    ]
    assert answers(submission)["records"] == poured
    assert submission.extras == ()
    assert {row.why for row in submission.explained} == {Why.TITLE, Why.HEADING}
    assert submission.typed["total"].value == Decimal("90.50")


@pytest.mark.parametrize("year", years())
def test_the_blank_form_of_every_year_is_located_whole_and_says_nothing(
    year: int, tmp_path: Path
) -> None:
    book = load(year)

    submission = read_submission(
        read(draw(standard(book), tmp_path / "blank.xlsx")), {year: book, YEAR: BOOK}
    )

    layout = submission.layout
    assert (layout.form, layout.fiscal_year) == (Form.STANDARD, year)
    assert (layout.missing, layout.doubled, layout.unknown, layout.extra_sheets) == ((), (), (), ())
    assert submission.records == ()
    assert submission.extras == ()
    assert set(submission.items) == set(book.items_by_code)
    assert {code for code in submission.scores if code.isdigit()} == {
        ind.code for ind in book.indicators
    }
    filled = {key for key, entry in submission.agency.items() if not entry.is_blank}
    assert filled <= {"fiscal_year"}
    figures = {inst.code for inst in book.instruments} | set(book.parts) | {"total", "level"}
    assert not figures & set(submission.typed), "a blank form shows no figures"


def test_a_form_saved_by_libreoffice_is_read_the_same(drawn: Path, tmp_path: Path) -> None:
    saved = libreoffice.convert(drawn, "xlsx", tmp_path / "saved")

    before = read_submission(read(drawn), BOOKS)
    after = read_submission(read(saved), BOOKS)

    assert answers(after) == answers(before)
    assert after.layout.identity == before.layout.identity
    assert (after.layout.missing, after.layout.distrusted, after.extras) == ((), (), ())
    assert after.rows_used == before.rows_used


# ── damage, by a program that keeps no names in step with what it moves ─────────────────────────
def measures(book: openpyxl.Workbook) -> Worksheet:
    sheet = book["มาตรการ"]
    assert isinstance(sheet, Worksheet)
    sheet.tables.clear()
    return sheet


def rows_inserted(book: openpyxl.Workbook) -> None:
    measures(book).insert_rows(1, 3)
    measures(book).insert_rows(12, 2)


def columns_inserted(book: openpyxl.Workbook) -> None:
    measures(book).insert_cols(1)
    measures(book).insert_cols(5)
    measures(book).insert_cols(9, 2)


def column_moved(book: openpyxl.Workbook) -> None:
    sheet = measures(book)
    for row in range(1, sheet.max_row + 1):
        left, right = sheet.cell(row, 7), sheet.cell(row, 4)
        left.value, right.value = right.value, left.value


def agency_rows_inserted(book: openpyxl.Workbook) -> None:
    sheet = book["หน่วยงาน"]
    assert isinstance(sheet, Worksheet)
    sheet.insert_rows(8, 2)
    sheet.insert_rows(1)


def agency_column_inserted(book: openpyxl.Workbook) -> None:
    sheet = book["หน่วยงาน"]
    assert isinstance(sheet, Worksheet)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(1)


def scores_moved(book: openpyxl.Workbook) -> None:
    sheet = book["คะแนน"]
    assert isinstance(sheet, Worksheet)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(2, 2)
    sheet.insert_cols(1)


def sheets_renamed(book: openpyxl.Workbook) -> None:
    book["มาตรการ"].title = "Sheet5"
    book["หน่วยงาน"].title = "ข้อมูลหน่วยงาน"
    book["คะแนน"].title = "คะแนน (2)"
    book["รายข้อ"].title = "ข้อ"


def sheets_shuffled(book: openpyxl.Workbook) -> None:
    book.move_sheet("มาตรการ", -4)
    book["คะแนน"].sheet_state = "hidden"
    del book["คำชี้แจง"]
    del book["ตรวจสอบ"]


def names_lost(book: openpyxl.Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]
    properties = book.custom_doc_props  # type: ignore[attr-defined]
    for name in list(properties.names):
        del properties[name]


def names_lost_and_columns_inserted(book: openpyxl.Workbook) -> None:
    names_lost(book)
    columns_inserted(book)


def names_lost_and_sheets_renamed(book: openpyxl.Workbook) -> None:
    names_lost(book)
    sheets_renamed(book)


def headings_broken(book: openpyxl.Workbook) -> None:
    names_lost(book)
    sheet = measures(book)
    for cell in sheet[6]:
        if isinstance(cell.value, str):
            cell.value = "\n".join(
                [cell.value[:3] + " ", cell.value[3:7] + "\u200b", cell.value[7:]]
            )


DAMAGES = [
    rows_inserted,
    columns_inserted,
    column_moved,
    agency_rows_inserted,
    agency_column_inserted,
    scores_moved,
    sheets_renamed,
    sheets_shuffled,
    names_lost,
    names_lost_and_columns_inserted,
    names_lost_and_sheets_renamed,
    headings_broken,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_form_is_read_the_same(
    drawn: Path, tmp_path: Path, damage: Callable[[openpyxl.Workbook], None]
) -> None:
    book = openpyxl.load_workbook(drawn)
    damage(book)
    path = tmp_path / "damaged.xlsx"
    book.save(path)

    before = read_submission(read(drawn), BOOKS)
    after = read_submission(read(path), BOOKS)

    assert after.layout.form is Form.STANDARD
    assert after.layout.fiscal_year == YEAR
    assert answers(after) == answers(before)


def test_names_left_behind_are_told(drawn: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(drawn)
    columns_inserted(book)
    book.save(tmp_path / "damaged.xlsx")

    layout = read_submission(read(tmp_path / "damaged.xlsx"), BOOKS).layout

    assert "itaxl_measures_owner" in layout.distrusted


def test_a_file_stripped_of_its_properties_part_is_read_the_same(
    drawn: Path, tmp_path: Path
) -> None:
    """A program that writes only sheets leaves no properties and no names."""
    path = tmp_path / "stripped.xlsx"
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/custom.xml":
                continue
            if name in ("[Content_Types].xml", "_rels/.rels"):
                data = re.sub(rb"<(?:Override|Relationship)[^>]*custom[^>]*/>", b"", data)
            if name == "xl/workbook.xml":
                data = re.sub(rb"<definedNames>.*</definedNames>", b"", data, flags=re.DOTALL)
            target.writestr(name, data)

    before = read_submission(read(drawn), BOOKS)
    after = read_submission(read(path), BOOKS)

    assert after.layout.identity["property"] == after.layout.identity["name"] == {}
    assert after.layout.fiscal_year == YEAR
    assert answers(after) == answers(before)

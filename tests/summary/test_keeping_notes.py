"""What a coordinator writes in a summary is there again in the next one, whatever became of it."""

import datetime as dt
import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import people
import pytest
from drawn import opened, sheets_of
from libreoffice import convert_all
from openpyxl.worksheet.worksheet import Worksheet

from itaxl import summary
from itaxl.errors import ItaxlError
from itaxl.excel.drawing import draw
from itaxl.pipeline import keeping
from itaxl.plans import BookPlan
from itaxl.register import Register
from itaxl.review import Review
from itaxl.summary import noting
from itaxl.summary.words import word

TABS = ("การส่งแบบ", "คะแนนและอันดับ", "มาตรการ", "ติดตาม")
ORPHANS = "บันทึกที่ไม่พบแถว"
NOTE, ASSIGNED = "หมายเหตุผู้ประสานงาน", "มอบหมาย"


Noted = tuple[Path, dict[tuple[str, str], tuple[Any, Any]]]


def plan(
    reviews: Iterable[Review] | None = None,
    register: Register | None = None,
    notes: Sequence[summary.Note] = (),
) -> BookPlan:
    frame = district() if reviews is None else made(reviews, register)
    return summary.summarise(frame, notes, summary.Carried())


def made(reviews: Iterable[Review], register: Register | None) -> summary.Frame:
    return people.frame(reviews, register, people.AS_OF, people.BOOKS)


@cache
def district() -> summary.Frame:
    return made(*people.district())


def heading_row(sheet: Worksheet) -> int:
    return next(r for r in range(1, 30) if any(c.value == NOTE for c in sheet[r]))


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(c.value): c.column for c in sheet[heading_row(sheet)] if c.value}


KEYS = dict(zip(TABS, ("รหัสแถว", "รหัสอ้างอิง", "รหัสอ้างอิง", "รหัสอ้างอิง"), strict=True))


def told(path: Path) -> dict[tuple[str, str], tuple[Any, Any]]:
    """The notes of a file as it stores them: by tab and key of the row."""
    sheets = sheets_of(path)
    found = {}
    for tab in TABS:
        rows = sheets[tab].rows
        top = next(number for number, row in enumerate(rows) if NOTE in row)
        places = [rows[top].index(heading) for heading in (KEYS[tab], NOTE, ASSIGNED)]
        for row in rows[top + 1 :]:
            key, *said = (row[place] for place in places)
            if any(said):
                found[tab, str(key)] = (said[0], said[1])
    return found


def kept_in(book: BookPlan) -> dict[tuple[str, str], tuple[Any, Any]]:
    """The notes of a plan: by tab and key of the row; those without a row under their own tab."""
    found: dict[tuple[str, str], tuple[Any, Any]] = {}
    for sheet in book.sheets:
        if sheet.name not in (*TABS, ORPHANS):
            continue
        table = sheet.tables[-1]
        headings = [column.heading for column in table.columns]
        own = headings.index(NOTE)
        key = headings.index(KEYS.get(sheet.name, "รหัสแถวเดิม"))
        for row in table.rows:
            if row[own] or row[own + 1]:
                found[sheet.name, str(row[key])] = (row[own], row[own + 1])
    return found


@pytest.fixture(scope="module")
def noted(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[tuple[str, str], tuple[Any, Any]]]:
    """A summary of a district with notes on every tab that takes them."""
    path = draw(plan(), tmp_path_factory.mktemp("notes") / "สรุปผล.xlsx")
    book = opened(path)
    chance = random.Random(4)
    for tab in TABS:
        sheet, at = book[tab], columns(book[tab])
        rows = range(heading_row(sheet) + 1, sheet.max_row + 1)
        for row in chance.sample(rows, 5):
            sheet.cell(row, at[NOTE]).value = f"โทรแล้ว {tab} {row}\nรอหนังสือ =1+1"
            sheet.cell(row, at[ASSIGNED]).value = "คุณสมหญิง" if row % 2 else None
    book.save(path)
    return path, told(path)


def sort_rows(book: openpyxl.Workbook) -> None:
    for tab in TABS:
        sheet = book[tab]
        first = heading_row(sheet) + 1
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=first)]
        random.Random(1).shuffle(rows)
        for number, values in enumerate(rows, first):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value


def insert_columns_and_rows(book: openpyxl.Workbook) -> None:
    for tab in TABS:
        sheet = book[tab]
        sheet.tables.clear()
        sheet.insert_cols(3, 2)
        sheet.cell(5, 3).value = "คอลัมน์ของฉัน"
        sheet.insert_rows(2, 3)


def hide_rows(book: openpyxl.Workbook) -> None:
    for tab in TABS:
        for row in range(7, book[tab].max_row, 2):
            book[tab].row_dimensions[row].hidden = True


def rename_heading(book: openpyxl.Workbook) -> None:
    for tab in TABS:
        sheet = book[tab]
        column = columns(sheet)[NOTE]
        name = next(t for t in sheet.tables.values())
        name.tableColumns[column - 1].name = "บันทึกของผม"
        sheet.cell(heading_row(sheet), column).value = "บันทึกของผม"


def drop_keys(book: openpyxl.Workbook) -> None:
    for tab in TABS:
        sheet, at = book[tab], columns(book[tab])
        for row in range(heading_row(sheet) + 1, sheet.max_row + 1):
            sheet.cell(row, at[KEYS[tab]]).value = None


@pytest.mark.parametrize(
    "meddle",
    [None, sort_rows, insert_columns_and_rows, hide_rows, rename_heading],
    ids=lambda f: f.__name__ if f else "as it was",
)
def test_notes_come_back_at_their_rows(
    meddle: Callable[[openpyxl.Workbook], None] | None, noted: Noted, tmp_path: Path
) -> None:
    path = tmp_path / "s.xlsx"
    shutil.copy(noted[0], path)
    if meddle:
        book = opened(path)
        meddle(book)
        book.save(path)

    assert kept_in(plan(notes=keeping.notes_of(path))) == noted[1]


def test_notes_survive_saving_by_libreoffice_and_many_rounds(noted: Noted, tmp_path: Path) -> None:
    saved = convert_all([noted[0]], "xlsx", tmp_path)[0]
    assert keeping.is_summary(saved)

    again = draw(plan(notes=keeping.notes_of(saved)), tmp_path / "again.xlsx")

    assert told(again) == noted[1]
    assert kept_in(plan(notes=keeping.notes_of(again))) == noted[1]
    assert len(noted[1]) == 20


def test_without_its_keys_a_row_is_known_by_agency_and_subject(
    noted: Noted, tmp_path: Path
) -> None:
    book = opened(noted[0])
    drop_keys(book)
    path = tmp_path / "s.xlsx"
    book.save(path)

    found = kept_in(plan(notes=keeping.notes_of(path)))

    placed = {place: said for place, said in found.items() if place[0] != ORPHANS}
    assert placed.items() <= noted[1].items()
    assert len(found) == 20
    assert len(placed) >= 15


def test_a_note_whose_row_is_gone_is_kept_apart_until_the_row_comes_back(
    noted: Noted, tmp_path: Path
) -> None:
    reviews, register = people.district()
    fewer = (reviews[:3], replace(register, agencies=register.agencies[:4]))
    lost = draw(plan(*fewer, keeping.notes_of(noted[0])), tmp_path / "lost.xlsx")
    kept = told(lost)
    orphans = opened(lost)[ORPHANS]

    assert ORPHANS not in [sheet.name for sheet in plan(*fewer).sheets]
    assert kept.items() < noted[1].items()
    assert len(kept) + orphans.max_row - 5 == 20
    assert {c.value for c in orphans[5]} >= {NOTE, ASSIGNED, "ไม่พบตั้งแต่"}
    again = next(s for s in plan(*fewer, keeping.notes_of(lost)).sheets if s.name == ORPHANS)
    assert [[value or None for value in row] for row in again.tables[-1].rows] == [
        [cell.value for cell in row] for row in orphans.iter_rows(min_row=6)
    ]
    assert kept_in(plan(notes=keeping.notes_of(lost))) == noted[1]


def test_a_note_waits_while_another_stands_in_its_row() -> None:
    flat = noting.table([noting.Note("", "", "", "", "", "")])
    rows = plan().sheets[1].tables[-1].rows
    key = str(next(iter(rows))[-1])
    tab = TABS[0]
    here = noting.Note(tab, key, "", "", "ใหม่", "")
    waiting = noting.Note(tab, key, "", "", "เก่า", "", since="1 ต.ค. 2567")

    book = plan(notes=(waiting, here))

    filled = [row for row in book.sheets[1].tables[-1].rows if "ใหม่" in row]
    assert [row[-1] for row in filled] == [key]
    orphan = next(sheet for sheet in book.sheets if sheet.name == ORPHANS)
    assert [row[4] for row in orphan.tables[-1].rows] == ["เก่า"]
    assert flat.sheet == ORPHANS


def test_a_row_that_need_not_be_chased_any_more_says_where_its_measure_is() -> None:
    chased = next(sheet for sheet in plan().sheets if sheet.name == "มาตรการ")
    key = str(next(iter(chased.tables[-1].rows))[-1])
    gone = noting.Note("ติดตาม", "ไม่มี-123456", "อบต.ทุ่งสน", "มาตรการเก่า", "ถามแล้ว", "")
    moved = noting.Note("ติดตาม", key, "ไม่มีชื่อนี้", "", "เสร็จแล้วใช่ไหม", "")

    book = plan(notes=(gone, moved))

    rows = next(sheet for sheet in book.sheets if sheet.name == ORPHANS).tables[-1].rows
    followed = {
        row[-1] for row in next(s for s in book.sheets if s.name == "ติดตาม").tables[-1].rows
    }
    reasons = {row[4]: row[6] for row in rows}
    assert reasons["ถามแล้ว"] == word("phrases", "row_gone")
    if key not in followed:
        assert reasons["เสร็จแล้วใช่ไหม"] == word("phrases", "not_chased")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (12, "12"),
        (dt.datetime(2024, 11, 15), "15 พ.ย. 2567"),  # noqa: DTZ001 - cells know no zone
        ("=1+1", None),
        ("  รอ  ", "รอ"),
    ],
)
def test_what_was_typed_is_kept_as_it_is_read(
    value: Any, read: str | None, noted: Noted, tmp_path: Path
) -> None:
    book = opened(noted[0])
    sheet = book["คะแนนและอันดับ"]
    at, row = columns(sheet), heading_row(sheet) + 1
    sheet.cell(row, at[NOTE]).value, sheet.cell(row, at[ASSIGNED]).value = value, None
    key = str(sheet.cell(row, at["รหัสอ้างอิง"]).value)
    book.save(tmp_path / "s.xlsx")

    found = {n.key: n.note for n in keeping.notes_of(tmp_path / "s.xlsx") if n.tab == sheet.title}

    assert found.get(key) == read


# ── what stands where the summary is to go ──────────────────────────────────────────────────────


def test_nothing_is_kept_of_what_does_not_exist(tmp_path: Path) -> None:
    assert keeping.notes_of(tmp_path / "new.xlsx") == ()


def test_what_is_no_summary_is_not_written_over(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)

    with pytest.raises(ItaxlError, match="no summary of itaxl"):
        keeping.notes_of(other)


@pytest.mark.parametrize("damage", ["cut", "empty", "part", "text"])
def test_a_summary_that_cannot_be_read_is_not_written_over(
    damage: str, noted: Noted, tmp_path: Path
) -> None:
    path = tmp_path / "s.xlsx"
    data = noted[0].read_bytes()
    middle = len(data) // 2
    path.write_bytes(
        {
            "cut": data[:middle],
            "empty": b"",
            "part": data[: middle - 500] + bytes(1000) + data[middle + 500 :],
            "text": b"not a workbook",
        }[damage]
    )

    with pytest.raises(ItaxlError, match=r"cannot be read|no summary"):
        keeping.notes_of(path)

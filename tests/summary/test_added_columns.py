"""What a coordinator adds to a summary is kept where it stood, or the whole file is."""

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import people
import pytest
from drawn import opened
from libreoffice import convert_all
from openpyxl.worksheet.worksheet import Worksheet

from itaxl import summary
from itaxl.excel.drawing import draw
from itaxl.pipeline import keeping, replacing
from itaxl.plans import BookPlan
from itaxl.summary.note_reading import Foreign
from itaxl.wording import Text

NOTE = "หมายเหตุผู้ประสานงาน"
KEYS = {
    "การส่งแบบ": "รหัสแถว",
    "คะแนนและอันดับ": "รหัสอ้างอิง",
    "มาตรการ": "รหัสอ้างอิง",
    "ติดตาม": "รหัสอ้างอิง",
}
DAY = dt.date(2024, 11, 15)
Said = dict[tuple[str, str], dict[str, Any]]


@cache
def frame() -> summary.Frame:
    return people.frame(*people.district(), people.AS_OF, people.BOOKS)


@cache
def smaller() -> summary.Frame:
    """Three agencies of the district are all that is left."""
    reviews, _ = people.district()
    return people.frame(reviews[:3], None, people.AS_OF, people.BOOKS)


def plan(notes: tuple[summary.Note, ...] = (), of: summary.Frame | None = None) -> BookPlan:
    return summary.summarise(of or frame(), notes, summary.Carried())


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(plan(), tmp_path_factory.mktemp("added") / "สรุปผล.xlsx")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A summary of three agencies, which is opened and saved in no time."""
    return draw(plan(of=smaller()), tmp_path_factory.mktemp("small") / "สรุปผล.xlsx")


@pytest.fixture(scope="module")
def saved(
    small: Path, grown: tuple[Path, Said], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The summary of three agencies and the one with columns, both saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("saved")
    paths = [folder / "small.xlsx", folder / "grown.xlsx"]
    for path, source in zip(paths, (small, grown[0]), strict=True):
        shutil.copy(source, path)
    one, other = convert_all(paths, "xlsx", folder / "by")
    return one, other


def top(sheet: Worksheet) -> int:
    return next(row for row in range(1, 30) if any(cell.value == NOTE for cell in sheet[row]))


def column(sheet: Worksheet, heading: str) -> int:
    return next(int(cell.column) for cell in sheet[top(sheet)] if cell.value == heading)


def added(sheet: Worksheet, heading: str | None, *values: object) -> None:
    """Write a column of one's own to the right of a table, the values from its first row on."""
    place = sheet.max_column + 1
    sheet.cell(top(sheet), place).value = heading
    for row, value in enumerate(values, top(sheet) + 1):
        sheet.cell(row, place).value = value  # type: ignore[assignment]


def keys_of(sheet: Worksheet) -> list[str]:
    at = column(sheet, KEYS[sheet.title])
    return [str(sheet.cell(row, at).value) for row in range(top(sheet) + 1, sheet.max_row + 1)]


def said(book: BookPlan, *headings: str) -> Said:
    """What stands in added columns of a plan: by tab and key of the row."""
    found: Said = {}
    for sheet in book.sheets:
        if sheet.name not in KEYS:
            continue
        table = sheet.tables[-1]
        titles = [each.heading for each in table.columns]
        at = {heading: titles.index(heading) for heading in headings if heading in titles}
        key = titles.index(KEYS[sheet.name])
        for row in table.rows:
            assert len(row) == len(titles)
            told = {name: row[place] for name, place in at.items() if row[place] is not None}
            if told:
                found[sheet.name, str(row[key])] = told
    return found


def headings(book: BookPlan, tab: str) -> list[str]:
    sheet = next(sheet for sheet in book.sheets if sheet.name == tab)
    return [each.heading for each in sheet.tables[-1].columns]


@pytest.fixture(scope="module")
def grown(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """A summary whose four tables with notes were given columns."""
    book = opened(untouched)
    wanted: Said = {}
    for tab, key in KEYS.items():
        sheet = book[tab]
        added(sheet, "ผู้ตรวจ", "คุณสมชาย", None, "=1+1 ไม่ใช่สูตร")
        added(sheet, "นัดหมาย", DAY, DAY)
        added(sheet, "งบประมาณ", 1250.5)
        added(sheet, "ยังไม่ได้ใช้")
        sheet.cell(top(sheet) + 3, sheet.max_column - 3).data_type = "s"
        one, two, three = keys_of(sheet)[:3]
        wanted[tab, one] = {"ผู้ตรวจ": "คุณสมชาย", "นัดหมาย": DAY, "งบประมาณ": Decimal("1250.5")}
        wanted[tab, two] = {"นัดหมาย": DAY}
        wanted[tab, three] = {"ผู้ตรวจ": "=1+1 ไม่ใช่สูตร"}
        assert key in [cell.value for cell in sheet[top(sheet)]]
    path = tmp_path_factory.mktemp("grown") / "สรุปผล.xlsx"
    book.save(path)
    return path, wanted


ADDED = ("ผู้ตรวจ", "นัดหมาย", "งบประมาณ", "ยังไม่ได้ใช้")


def test_added_columns_come_back_at_their_rows_with_their_headings(
    grown: tuple[Path, Said], tmp_path: Path
) -> None:
    path, wanted = grown
    old = keeping.old_of(path)

    again = plan(old.notes)

    assert said(again, *ADDED) == wanted
    assert old.foreign == ()
    for tab in KEYS:
        assert headings(again, tab)[-4:] == list(ADDED)
    once_more = keeping.old_of(draw(again, tmp_path / "s.xlsx"))
    assert once_more == old


def test_added_columns_survive_libreoffice_sorting_and_a_column_in_the_middle(
    grown: tuple[Path, Said], saved: tuple[Path, Path], tmp_path: Path
) -> None:
    _, wanted = grown
    book = opened(saved[1])
    sheet = book["คะแนนและอันดับ"]
    first = top(sheet) + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for number, values in enumerate(reversed(rows), first):
        for place, value in enumerate(values, 1):
            sheet.cell(number, place).value = value
            if str(value).startswith("=1"):
                sheet.cell(number, place).data_type = "s"
    sheet.tables.clear()
    sheet.insert_cols(4)
    sheet.cell(first - 1, 4).value = "กลางตาราง"
    sheet.cell(first, 4).value = "ใช่"
    book.save(tmp_path / "s.xlsx")

    again = plan(keeping.notes_of(tmp_path / "s.xlsx"))

    assert said(again, *ADDED) == wanted
    assert sum("กลางตาราง" in told for told in said(again, "กลางตาราง").values()) == 1
    assert headings(again, "คะแนนและอันดับ")[-5:] == ["กลางตาราง", *ADDED]
    assert len(headings(again, "คะแนนและอันดับ")) == len(headings(plan(), "คะแนนและอันดับ")) + 5


def test_what_stands_in_added_columns_of_a_lost_row_is_kept_apart_until_it_is_back(
    grown: tuple[Path, Said], tmp_path: Path
) -> None:
    path, wanted = grown

    fewer = draw(plan(keeping.notes_of(path), smaller()), tmp_path / "fewer.xlsx")

    assert len(said(plan(keeping.notes_of(path), smaller()), *ADDED)) < len(wanted)
    assert said(plan(keeping.notes_of(fewer)), *ADDED) == wanted


def test_a_column_without_a_heading_is_given_one(small: Path, tmp_path: Path) -> None:
    book = opened(small)
    added(book["ติดตาม"], None, "โทรแล้ว")
    book.save(tmp_path / "s.xlsx")

    again = plan(keeping.notes_of(tmp_path / "s.xlsx"), smaller())

    assert headings(again, "ติดตาม")[-1].startswith("คอลัมน์ ")
    assert [list(told.values()) for told in said(again, headings(again, "ติดตาม")[-1]).values()] == [
        ["โทรแล้ว"]
    ]


def test_a_column_headed_like_one_of_ours_is_kept_beside_it(small: Path, tmp_path: Path) -> None:
    book = opened(small)
    added(book["คะแนนและอันดับ"], "อำเภอ", "ของฉัน")
    book.save(tmp_path / "s.xlsx")

    again = plan(keeping.notes_of(tmp_path / "s.xlsx"), smaller())

    rows = next(s for s in again.sheets if s.name == "คะแนนและอันดับ").tables[-1].rows
    assert [row[-1] for row in rows if row[-1]] == ["ของฉัน"]


# ── what no note holds ──────────────────────────────────────────────────────────────────────────


def new_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("ตารางของฉัน")["A1"] = "สรุปของฉัน"


def copied_sheet(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["มาตรการ"]).title = "มาตรการ (2)"


def column_elsewhere(book: openpyxl.Workbook) -> None:
    sheet = book["ตัวชี้วัด"]
    sheet.cell(5, sheet.max_column + 1).value = "ความเห็น"


def value_elsewhere(book: openpyxl.Workbook) -> None:
    sheet = book["ความครอบคลุม"]
    sheet.cell(8, sheet.max_column + 2).value = "ถามแล้ว"


def beside_the_title(book: openpyxl.Workbook) -> None:
    book["ติดตาม"]["H1"] = "พิมพ์แล้ว 15 พ.ย."


def below_the_page(book: openpyxl.Workbook) -> None:
    sheet = book["ภาพรวม"]
    sheet.cell(sheet.max_row + 3, 1).value = "บันทึกการประชุม"


def row_of_ones_own(book: openpyxl.Workbook) -> None:
    sheet = book["การส่งแบบ"]
    sheet.cell(sheet.max_row + 1, column(sheet, "หน่วยงาน")).value = "อบต.ที่เพิ่มเอง"


def formula(book: openpyxl.Workbook) -> None:
    added(book["คะแนนและอันดับ"], "ส่วนต่าง", "=E6*2")


@pytest.mark.parametrize(
    ("change", "what", "sheet"),
    [
        (new_sheet, "sheet", "ตารางของฉัน"),
        (copied_sheet, "sheet", "มาตรการ (2)"),
        (column_elsewhere, "column", "ตัวชี้วัด"),
        (value_elsewhere, "column", "ความครอบคลุม"),
        (beside_the_title, "cell", "ติดตาม"),
        (below_the_page, "cell", "ภาพรวม"),
        (row_of_ones_own, "row", "การส่งแบบ"),
        (formula, "formula", "คะแนนและอันดับ"),
    ],
)
def test_what_cannot_be_carried_over_keeps_the_old_file(
    change: Callable[[openpyxl.Workbook], None],
    what: str,
    sheet: str,
    small: Path,
    tmp_path: Path,
) -> None:
    path = tmp_path / "สรุปผล.xlsx"
    book = opened(small)
    change(book)
    book.save(path)
    before = path.read_bytes()
    told: list[Text] = []

    found = [(each.what, each.sheet) for each in keeping.old_of(path).foreign]
    copy = replacing.Kept(path).set_aside(told.append, dt.datetime(2024, 11, 21, 9, 5))  # noqa: DTZ001

    assert found == [(what, sheet)]
    assert copy == tmp_path / "สรุปผล (ก่อนรวม 2024-11-21 0905).xlsx"
    assert copy.read_bytes() == path.read_bytes() == before
    assert len(told) == 1
    assert sheet in told[0].th
    assert str(copy) in told[0].th
    assert sheet in told[0].en
    assert replacing.is_set_aside(copy)
    assert not replacing.is_set_aside(path)


def test_a_chart_of_ones_own_keeps_the_old_file(small: Path, tmp_path: Path) -> None:
    from openpyxl.chart import BarChart

    path = tmp_path / "สรุปผล.xlsx"
    book = opened(small)
    for place in ("A60", "A80", "A100", "A120"):
        sheet: Any = book["ภาพรวม"]
        sheet.add_chart(BarChart(), place)
    book.save(path)

    assert keeping.old_of(path).foreign == ()
    assert replacing.Kept(path).set_aside() is not None


def test_an_untouched_summary_is_replaced_without_a_copy(
    small: Path, saved: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "สรุปผล.xlsx"
    shutil.copy(small, path)

    for each in (path, saved[0]):
        assert keeping.old_of(each) == keeping.Old()
        assert replacing.Kept(each).set_aside() is None
    assert replacing.Kept(tmp_path / "new.xlsx").set_aside() is None
    assert list(tmp_path.glob("*ก่อนรวม*")) == []


def test_a_second_copy_of_the_same_minute_gets_a_number(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "สรุปผล.xlsx"
    now = dt.datetime(2024, 11, 21, 9, 5)  # noqa: DTZ001
    names = []
    for text in ("หนึ่ง", "สอง", "สอง"):
        book = opened(small)
        book.create_sheet(text)
        book.properties.modified = now
        book.save(path)
        names.append(replacing.Kept(path).set_aside(None, now))

    assert [name and name.stem[-6:] for name in names[:2]] == [" 0905)", "905) 2"]
    assert all(name and replacing.is_set_aside(name) for name in names)


def test_many_things_are_counted_not_listed() -> None:
    strange = tuple(Foreign("sheet", f"แผ่น {number}") for number in range(5))

    assert replacing._named(strange, "th").endswith("“แผ่น 2”, และอีก 2 รายการ")


def test_two_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [tmp_path / "เหนือ" / "s.xlsx", tmp_path / "ใต้" / "s.xlsx", tmp_path / "t.xlsx"]

    assert list(replacing.labelled(paths).values()) == ["เหนือ/s.xlsx", "ใต้/s.xlsx", "t.xlsx"]


def test_notes_of_districts_come_along_into_the_summary_of_the_province(
    small: Path, tmp_path: Path
) -> None:
    paths = []
    for name, text in (("เหนือ", "โทรแล้ว"), ("ใต้", "รอหนังสือ")):
        book = opened(small)
        sheet = book["คะแนนและอันดับ"]
        sheet.cell(top(sheet) + 1, column(sheet, NOTE)).value = text
        added(sheet, "ผู้ตรวจ", "คุณสมชาย")
        book.save(tmp_path / f"{name}.xlsx")
        paths.append(tmp_path / f"{name}.xlsx")
    province = tmp_path / "จังหวัด.xlsx"

    def merged(inputs: list[Path]) -> list[tuple[Any, ...]]:
        book = plan(replacing.Kept(province).notes(inputs), smaller())
        draw(book, province)
        rows = next(s for s in book.sheets if s.name == "คะแนนและอันดับ").tables[-1].rows
        return [(row[headings(book, "คะแนนและอันดับ").index(NOTE)], row[-1]) for row in rows][:2]

    first = merged(paths)

    assert first[0] == ("[เหนือ.xlsx] โทรแล้ว\n[ใต้.xlsx] รอหนังสือ", "คุณสมชาย")
    assert merged(paths) == merged(paths[::-1]) == merged([*paths, province]) == merged([]) == first

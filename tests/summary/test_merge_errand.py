"""The errand of a coordinator, file to file: merge, note, merge again, hand on."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from drawn import opened, sheets_of
from test_keeping_notes import columns, heading_row, told

from itaxl import pipeline, summary
from itaxl.apart import Apart
from itaxl.errors import ItaxlError
from itaxl.excel import streaming
from itaxl.excel.drawing import draw
from itaxl.pipeline import keeping
from itaxl.plans import Value
from itaxl.summary import alike
from itaxl.template import Fill, standard
from itaxl.wording import Text

SAMPLES = Path(__file__).parents[2] / "samples" / "district"
RULES = pipeline.rules(None)


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    folder: Path = tmp_path / "returned"
    folder.mkdir()
    for path in sorted(SAMPLES.glob("returned/S0[1-3]*.xlsx")):
        shutil.copy(path, folder)
    return folder


def merge(paths: list[Path], output: Path, **more: object) -> pipeline.Merged:
    return pipeline.merge(paths, output, RULES, SAMPLES / "register.xlsx", **more)  # type: ignore[arg-type]


def write_note(path: Path, text: str) -> str:
    book = opened(path)
    sheet = book["คะแนนและอันดับ"]
    at, row = columns(sheet), heading_row(sheet) + 1
    sheet.cell(row, at["หมายเหตุผู้ประสานงาน"]).value = text
    book.save(path)
    return str(sheet.cell(row, at["รหัสอ้างอิง"]).value)


def test_merging_again_keeps_notes_and_a_summary_can_be_handed_on(
    returned: Path, tmp_path: Path
) -> None:
    first = returned / "สรุปผล.xlsx"
    merge([returned], first)
    key = write_note(first, "โทรแล้ว")
    shutil.copy(next(SAMPLES.glob("returned/S04*.xlsx")), returned)

    again = merge([returned], first, also=["csv", "sqlite"])

    # The summary lies in the folder that is merged and is no return itself.
    assert (again.path, again.files) == (first, 4)
    assert told(first) == {("คะแนนและอันดับ", key): ("โทรแล้ว", None)}
    assert (returned / "สรุปผล.csv" / "agencies.csv").exists()
    assert (returned / "สรุปผล.sqlite").exists()

    handed = tmp_path / "province.xlsx"
    assert merge([first], handed).files == 4
    more = merge([first, next(SAMPLES.glob("returned/S05*.xlsx"))], first)
    assert more.files == 5
    assert told(first) == {("คะแนนและอันดับ", key): ("โทรแล้ว", None)}
    # Notes come along into the summary it is handed on to, as often as it is merged.
    assert told(handed) == {("คะแนนและอันดับ", key): ("โทรแล้ว", None)}
    merge([first], handed)
    assert told(handed) == {("คะแนนและอันดับ", key): ("โทรแล้ว", None)}


def test_the_same_workbooks_give_the_same_bytes_whichever_way_they_came(
    returned: Path, tmp_path: Path
) -> None:
    def digest(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    merge([returned], tmp_path / "a.xlsx")
    merge([tmp_path / "a.xlsx"], tmp_path / "b.xlsx")
    merge([tmp_path / "b.xlsx", tmp_path / "a.xlsx", returned], tmp_path / "c.xlsx")

    assert len({digest(tmp_path / f"{name}.xlsx") for name in "abc"}) == 1


def test_long_tables_that_other_processes_draw_say_the_same(
    returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "STREAMED_CELLS", 1)
    usual, alone, many = (tmp_path / name for name in ("usual.xlsx", "alone.xlsx", "many.xlsx"))
    merge([returned], usual)
    monkeypatch.setattr(summary, "LONG", 1)
    monkeypatch.setattr(alike, "MANY", 1)
    merge([returned], alone, jobs=1)
    finish, asked = Apart.finish, set[str]()

    def nothing_left(*_: object) -> Iterator[object]:
        pytest.fail("another process should have done it all")
        yield

    def wholly(self: Apart[object]) -> None:
        if self.make is not nothing_left:
            asked.add(self.make.__module__)
        if hasattr(os, "pread"):  # else no open file can be lent to another process
            self.make = nothing_left
        finish(self)

    with monkeypatch.context() as patch:
        patch.setattr(Apart, "finish", wholly)
        merge([returned], many, jobs=2)
    assert asked == {"itaxl.excel.ahead", "itaxl.summary.alike"}

    assert many.read_bytes() == alone.read_bytes()
    mine, theirs = sheets_of(many), sheets_of(usual)
    assert [*mine] == [*theirs]
    for name, sheet in theirs.items():
        assert mine[name].values == sheet.values
        assert mine[name].formulas == sheet.formulas
    # With a note the table is drawn as usual, and the note is in its place.
    key = write_note(many, "โทรแล้ว")
    merge([returned], many, jobs=2)
    assert told(many) == {("คะแนนและอันดับ", key): ("โทรแล้ว", None)}


def test_what_is_not_ours_is_not_written_over(returned: Path, tmp_path: Path) -> None:
    other = tmp_path / "ของฉัน.xlsx"
    openpyxl.Workbook().save(other)
    before = other.read_bytes()

    with pytest.raises(ItaxlError, match="not written over"):
        merge([returned], other)

    assert other.read_bytes() == before


def test_a_summary_without_its_sources_says_so(returned: Path, tmp_path: Path) -> None:
    first = tmp_path / "s.xlsx"
    merge([returned], first)
    book = opened(first)
    del book["itaxl_data"]
    book.save(first)

    assert keeping.is_summary(first)
    with pytest.raises(ItaxlError, match="no longer holds"):
        merge([first], tmp_path / "t.xlsx")


def test_last_year_must_be_an_earlier_summary(returned: Path, tmp_path: Path) -> None:
    first = tmp_path / "s.xlsx"
    merge([returned], first)

    with pytest.raises(ItaxlError, match="not before 2567"):
        merge([returned], tmp_path / "t.xlsx", last=[first])
    with pytest.raises(ItaxlError, match="not before 2567"):
        merge([returned], tmp_path / "t.xlsx", last=[returned])
    (tmp_path / "notes.txt").write_text("-")
    with pytest.raises(ItaxlError, match="neither a summary nor workbooks"):
        merge([returned], tmp_path / "t.xlsx", last=[tmp_path / "notes.txt"])
    with pytest.raises(ItaxlError, match="does not know xml"):
        merge([returned], tmp_path / "t.xlsx", also=["xml"])
    assert not (tmp_path / "t.xlsx").exists()


def test_last_year_may_be_the_folder_of_its_workbooks(returned: Path, tmp_path: Path) -> None:
    book = RULES.book(2566)
    scores = {indicator.code: Decimal(80) for indicator in book.indicators}
    agency: dict[str, Value] = {
        "fiscal_year": 2566,
        "results_year": 2566,
        "name": "เทศบาลตำบลสมมติ",
        "code": "S01",
    }
    folder = tmp_path / "last"
    folder.mkdir()
    draw(standard(book, Fill(agency=agency, scores=scores)), folder / "S01.xlsx")

    merged = merge([returned], tmp_path / "s.xlsx", last=[folder])

    (past,) = keeping.pasts_of(keeping.carried_by(merged.path))
    assert (past.year, past.who.code) == (2566, "S01")
    assert past.figures["1"] == 80


def test_what_cannot_be_carried_over_stays_in_a_copy_that_is_not_merged(
    returned: Path, tmp_path: Path
) -> None:
    first = returned / "สรุปผล.xlsx"
    merge([returned], first)
    book = opened(first)
    book.create_sheet("ตารางของฉัน")["A1"] = "ของฉัน"
    book.save(first)
    before = first.read_bytes()
    next(returned.glob("S01*.xlsx")).unlink()
    told_of: list[Text] = []

    again = merge([returned], first, tell=told_of.append)

    (copy,) = returned.glob("*ก่อนรวม*.xlsx")
    assert copy.read_bytes() == before
    assert again.files == 2
    assert any("ตารางของฉัน" in text.th for text in told_of)
    assert merge([returned], first).files == 2
    assert len(list(returned.glob("*ก่อนรวม*.xlsx"))) == 1
    assert merge([copy], tmp_path / "old.xlsx").files == 3


def test_a_summary_nobody_touched_is_not_read_again_and_one_with_notes_always_is(
    returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, cache = tmp_path / "s.xlsx", tmp_path / "cache"
    read: list[Path] = []
    old_of = keeping.old_of

    def watched(path: Path) -> keeping.Old:
        read.append(path)
        return old_of(path)

    monkeypatch.setattr(keeping, "old_of", watched)

    def merge_again() -> bool:
        read.clear()
        merge([returned], output, cache=cache)
        return bool(read)

    merge_again()
    assert not merge_again()
    assert not merge_again()

    key = write_note(output, "โทรแล้ว")
    noted = {("คะแนนและอันดับ", key): ("โทรแล้ว", None)}
    assert merge_again()
    assert told(output) == noted
    # It was written with a note, so it has to be read however little was done to it since.
    assert merge_again()
    assert told(output) == noted

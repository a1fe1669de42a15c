"""The errand of a coordinator, file to file: merge, note, merge again, hand on."""

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pytest
from test_keeping_notes import columns, heading_row, told

from itaxl import pipeline
from itaxl.errors import ItaxlError
from itaxl.pipeline import keeping

SAMPLES = Path(__file__).parents[2] / "samples" / "district"
RULES = pipeline.rules(None)


@pytest.fixture
def returned(tmp_path) -> Path:
    folder: Path = tmp_path / "returned"
    folder.mkdir()
    for path in sorted(SAMPLES.glob("returned/S0[1-3]*.xlsx")):
        shutil.copy(path, folder)
    return folder


def merge(paths: list[Path], output: Path, **more: object) -> pipeline.Merged:
    return pipeline.merge(paths, output, RULES, SAMPLES / "register.xlsx", **more)  # type: ignore[arg-type]


def write_note(path: Path, text: str) -> str:
    book = openpyxl.load_workbook(path)
    sheet = book["คะแนนและอันดับ"]
    at, row = columns(sheet), heading_row(sheet) + 1
    sheet.cell(row, at["หมายเหตุผู้ประสานงาน"]).value = text
    book.save(path)
    return str(sheet.cell(row, at["รหัสอ้างอิง"]).value)


def test_merging_again_keeps_notes_and_a_summary_can_be_handed_on(returned, tmp_path) -> None:
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
    assert told(handed) == {}


def test_the_same_workbooks_give_the_same_bytes_whichever_way_they_came(returned, tmp_path) -> None:
    def digest(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    merge([returned], tmp_path / "a.xlsx")
    merge([tmp_path / "a.xlsx"], tmp_path / "b.xlsx")
    merge([tmp_path / "b.xlsx", tmp_path / "a.xlsx", returned], tmp_path / "c.xlsx")

    assert len({digest(tmp_path / f"{name}.xlsx") for name in "abc"}) == 1


def test_what_is_not_ours_is_not_written_over(returned, tmp_path) -> None:
    other = tmp_path / "ของฉัน.xlsx"
    openpyxl.Workbook().save(other)
    before = other.read_bytes()

    with pytest.raises(ItaxlError, match="not written over"):
        merge([returned], other)

    assert other.read_bytes() == before


def test_a_summary_without_its_sources_says_so(returned, tmp_path) -> None:
    first = tmp_path / "s.xlsx"
    merge([returned], first)
    book = openpyxl.load_workbook(first)
    del book["itaxl_data"]
    book.save(first)

    assert keeping.is_summary(first)
    with pytest.raises(ItaxlError, match="no longer holds"):
        merge([first], tmp_path / "t.xlsx")


def test_last_year_must_be_an_earlier_summary(returned, tmp_path) -> None:
    first = tmp_path / "s.xlsx"
    merge([returned], first)

    with pytest.raises(ItaxlError, match="not before 2567"):
        merge([returned], tmp_path / "t.xlsx", last=[first])
    with pytest.raises(ItaxlError, match="no summary"):
        merge([returned], tmp_path / "t.xlsx", last=[next(returned.iterdir())])
    with pytest.raises(ItaxlError, match="does not know xml"):
        merge([returned], tmp_path / "t.xlsx", also=["xml"])
    assert not (tmp_path / "t.xlsx").exists()

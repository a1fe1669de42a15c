"""Earlier years come from their summary or from the folder of their workbooks: it is the same."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from itaxl import pipeline, summary
from itaxl.errors import ItaxlError
from itaxl.excel.drawing import draw
from itaxl.pipeline import reviewing
from itaxl.pipeline.gathering import Tell
from itaxl.pipeline.merging import _earlier, digest, together
from itaxl.wording import Text

RETURNED = Path(__file__).parents[2] / "samples" / "district" / "returned"
RULES = pipeline.rules(None)


def read(paths: Sequence[Path]) -> Iterator[summary.Digest]:
    for path in paths:
        yield digest(reviewing.review(path, RULES), RULES)


def pasts(*last: Path, tell: Tell | None = None) -> frozenset[str]:
    return frozenset(_earlier(last, RULES, 1, None, tell).pasts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four workbooks of a year, and a letter that is none."""
    made = tmp_path / "ปีก่อน"
    made.mkdir()
    for path in sorted(RETURNED.glob("S0[1-4]*.xlsx")):
        shutil.copy(path, made)
    (made / "บันทึกข้อความ.txt").write_text("เรียน นายอำเภอ", "utf-8")
    return made


def test_a_folder_of_workbooks_says_what_the_summary_of_them_says(
    folder: Path, tmp_path: Path
) -> None:
    told: list[Text] = []
    laid = together(tuple(read(sorted(folder.glob("*.xlsx")))), summary.Carried(), RULES)
    path = draw(summary.summarise(laid.frame, (), laid.carried), tmp_path / "s.xlsx")

    by_folder = pasts(folder, tell=told.append)

    assert by_folder == pasts(path) == pasts(path, folder)
    assert len(by_folder) >= 3
    assert any("1 files" in text.en for text in told)


def test_what_holds_no_year_is_refused(tmp_path: Path) -> None:
    (tmp_path / "บันทึก.txt").write_text("ไม่มีอะไร", "utf-8")

    with pytest.raises(ItaxlError, match="neither a summary nor workbooks"):
        pasts(tmp_path)


def test_a_summary_that_was_set_aside_in_the_folder_is_no_year(
    folder: Path, tmp_path: Path
) -> None:
    before = pasts(folder)
    other = tuple(read(sorted(RETURNED.glob("S0[5-9]*.xlsx"))))
    laid = together(other, summary.Carried(), RULES)
    path = folder / "สรุปผล (ก่อนรวม 2024-11-21 0905).xlsx"
    draw(summary.summarise(laid.frame, (), laid.carried), path)

    assert pasts(folder) == before
    assert pasts(path) != before

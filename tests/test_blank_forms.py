"""The blank forms kept for people who only want the workbook equal a fresh drawing."""

from pathlib import Path

import pytest

from itaxl.excel.drawing import draw_bytes
from itaxl.rulebooks.loading import load
from itaxl.template import standard

KEPT = sorted((Path(__file__).parent.parent / "workbook_templates").glob("fy*/*.xlsx"))


def test_there_is_a_blank_form_of_the_year_in_use() -> None:
    assert "fy2567" in {path.parent.name for path in KEPT}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.parent.name)
def test_the_kept_form_equals_a_fresh_drawing(path: Path) -> None:
    year = int(path.parent.name.removeprefix("fy"))

    assert path.read_bytes() == draw_bytes(standard(load(year)))

"""
The source documents convert to the measures that the tables beside them name.

The documents lie outside the repository, in the folder that ITAXL_SHARED names.
"""

import csv
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from convert_rounds import Round, go_round, lost, pieces_of

from itaxl import pipeline
from itaxl.fields.status import from_result

SHARED = os.environ.get("ITAXL_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="ITAXL_SHARED names no folder")
ROOT = Path(SHARED or ".")
MEASURES = {"000": 11, "001": 60, "002": 10}
_ROW = re.compile(r"(?:t\d+)?r(\d+)")


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Round]:
    folder = tmp_path_factory.mktemp("converted")
    return {seed: go_round(_source(seed), folder) for seed in MEASURES}


def _source(seed: str) -> Path:
    return next((ROOT / "seeds").glob(f"{seed}_*"))


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (ROOT / "domain" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _rows(name: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield document, number of the measure and line of the table."""
    for line in _table(name):
        for at in line["where"].split():
            if match := _ROW.fullmatch(at):
                yield line["seed"], int(match[1]), line


@pytest.mark.parametrize(("seed", "count"), MEASURES.items())
def test_every_measure_is_found(rounds: dict[str, Round], seed: str, count: int) -> None:
    assert len(rounds[seed].found.found.submission.records) == count
    assert len(rounds[seed].back.records) == count


def test_every_period_is_that_of_the_table(rounds: dict[str, Round]) -> None:
    expected: dict[tuple[str, int], Any] = {}
    for seed, row, line in _rows("periods.csv"):
        if line["is_period_cell"] == "yes":
            expected[seed, row] = (line["start"], line["end"])
    found = {}
    for seed, row in expected:
        period = rounds[seed].back.records[row - 1].value("period")
        found[seed, row] = (str(period.start), str(period.end)) if period else None

    assert len(expected) == sum(MEASURES.values())
    assert found == expected


def test_every_owner_is_that_of_the_table(rounds: dict[str, Round]) -> None:
    expected: dict[tuple[str, int], Any] = {}
    found = {}
    for seed, row, line in _rows("owners.csv"):
        expected[seed, row] = (line["owners"].split("|"), "publish_web" in line["handoff"])
        owners = rounds[seed].back.records[row - 1].value("owner")
        found[seed, row] = (list(owners.units), owners.publish_web) if owners else None

    assert len(expected) == sum(MEASURES.values())
    assert found == expected


def test_every_status_and_its_basis_is_that_of_the_table(rounds: dict[str, Round]) -> None:
    bases = {"explicit": "stated", "implied": "implied", "none": "none"}
    expected: dict[tuple[str, int], Any] = {}
    for seed, row, line in _rows("status.csv"):
        if line["column"] == "result":
            expected[seed, row] = (line["status"], bases[line["basis"]])
    found = {
        (seed, row): from_result(rounds[seed].back.records[row - 1].text("result"))[:2]
        for seed, row in expected
    }

    assert len(expected) == MEASURES["000"] + MEASURES["002"]
    assert found == expected


def test_a_measure_stands_as_its_result_says(rounds: dict[str, Round]) -> None:
    bases = {"explicit": "stated", "implied": "implied", "none": "none"}
    expected: dict[tuple[str, int], Any] = {}
    for seed, row, line in _rows("status.csv"):
        if line["column"] == "result":
            expected[seed, row] = (line["status"], bases[line["basis"]])
    expected |= {("001", row): ("planned", "none") for row in range(1, MEASURES["001"] + 1)}
    found = {}
    for seed, row in expected:
        back = rounds[seed].back
        year = back.layout.fiscal_year
        assert year is not None
        record = back.records[row - 1]
        told = pipeline.progress(record, report=back.is_report)
        found[seed, row] = (told.doing.value, told.basis.value)

    assert len(expected) == sum(MEASURES.values())
    assert found == expected


def test_every_item_code_is_that_of_the_table(rounds: dict[str, Round]) -> None:
    expected = {(seed, row): [line["canonical"]] for seed, row, line in _rows("item-codes.csv")}
    found = {
        (seed, row): [str(code) for code in rounds[seed].back.records[row - 1].value("codes") or ()]
        for seed, row in expected
    }

    assert len(expected) == MEASURES["001"]
    assert found == expected


@pytest.mark.parametrize(
    ("seed", "name", "year"),
    [
        ("000", "องค์การบริหารส่วนตำบลทุ่งกระพังโหม", 2567),
        ("001", "เทศบาลตำบลคลองปราบ", 2567),
        ("002", "องค์การบริหารส่วนตำบลควนขนุน", 2565),
    ],
)
def test_agency_and_year_are_taken_from_the_title(
    rounds: dict[str, Round], seed: str, name: str, year: int
) -> None:
    back = rounds[seed].back

    assert back.agency_value("name") == name
    assert back.agency_value("fiscal_year") == year
    assert back.layout.fiscal_year == year


def test_total_level_and_scores_are_taken_from_the_text(rounds: dict[str, Round]) -> None:
    found, back = rounds["001"]

    assert (found.found.total, found.found.level) == (Decimal("92.35"), "ผ่านดี")
    points = {str(n): back.scores[str(n)].value for n in range(1, 11)}
    given = [
        "100", "98.89", "100", "95.55", "100", "95.79", "92.09", "85.60", "100", "76.67",
    ]  # fmt: skip
    assert points == {str(n): Decimal(text) for n, text in enumerate(given, 1)}
    assert back.typed["total"].value.quantize(Decimal("0.01")) == Decimal("92.35")


def test_places_are_taken_from_the_cover(rounds: dict[str, Round]) -> None:
    back = rounds["001"].back

    assert back.agency_value("district") == "บ้านนาสาร"
    assert back.agency_value("province") == "สุราษฎร์ธานี"


@pytest.mark.parametrize("seed", MEASURES)
def test_no_text_of_a_document_is_dropped(rounds: dict[str, Round], seed: str) -> None:
    pieces = list(pieces_of(_source(seed).read_text("utf-8")))

    assert len(pieces) > 50
    assert lost(pieces, rounds[seed].found.path) == []

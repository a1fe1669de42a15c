"""What offices write and what it means, table by table."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl.fields import item_code, owner, period, status
from itaxl.fields.lexicon import WORDS
from itaxl.fields.period import Period
from itaxl.fields.reading import State

HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row | {"written": row["written"].replace("\\n", "\n")} for row in rows]


def days(found: Period) -> tuple[str, str]:
    return str(found.start or ""), str(found.end or "")


@pytest.mark.parametrize("row", table("period.csv"), ids=lambda row: row["written"])
def test_a_period_is_read_as_the_table_says(row: dict[str, str]) -> None:
    year = int(row["fiscal_year"]) if row["fiscal_year"] else None

    reading = period.read_text(row["written"], year)

    found = reading.value or reading.offered
    if row["state"] == "none":  # the year of a law, a length: never a period
        assert reading.value is None
        return
    assert reading.state.value == row["state"]
    assert reading.why == row["why"]
    if row["state"] == "declined":
        assert found is None
        return
    assert found is not None
    assert (found.kind.value, *days(found)) == (row["kind"], row["start"], row["end"])
    assert (found.precision, found.recurrence) == (row["precision"], row["recurrence"])
    if row["fiscal_years"]:
        years = [int(year) for year in row["fiscal_years"].split("-")]
        assert found.fiscal_years == tuple(range(years[0], years[-1] + 1))


def test_the_parts_of_a_period_are_kept() -> None:
    reading = period.read_text("ครั้งที่ 1 1 ต.ค. 66 - 31 มี.ค. 67 ครั้งที่ 2 1 เม.ย. 67 - 30 ก.ย. 67")

    assert reading.value is not None
    assert [days(part) for part in reading.value.segments] == [
        ("2023-10-01", "2024-03-31"),
        ("2024-04-01", "2024-09-30"),
    ]


@pytest.mark.parametrize("row", table("owner.csv"), ids=lambda row: row["written"])
def test_owners_are_read_as_the_table_says(row: dict[str, str]) -> None:
    reading = owner.read_text(row["written"])

    assert reading.value is not None
    found = reading.value
    assert found.units == tuple(row["units"].split("|"))
    assert found.scope == row["scope"]
    assert found.publish_web == (row["publish_web"] == "yes")
    assert found.deliver_to == tuple(filter(None, row["deliver_to"].split("|")))
    assert found.unknown == tuple(filter(None, row["unknown"].split("|")))


@pytest.mark.parametrize("row", table("item_code.csv"), ids=lambda row: row["written"])
def test_codes_are_read_as_the_table_says(row: dict[str, str]) -> None:
    ranges = dict(zip("ieo", map(int, row["ranges"].split("/")), strict=True))

    reading = item_code.read_codes(row["written"], ranges, row["section"])

    found = reading.value or reading.offered or ()
    assert reading.state.value == row["state"]
    assert "|".join(found) == row["codes"]
    assert "|".join(code.rule for code in found) == row["rules"]


@pytest.mark.parametrize("row", table("status_result.csv"), ids=lambda row: row["written"])
def test_a_result_tells_the_status_the_table_says(row: dict[str, str]) -> None:
    told = status.from_result(row["written"])

    assert (told.doing, told.basis) == (row["doing"], row["basis"])
    assert set(told.flags) == set(filter(None, row["flags"].split("|")))


@pytest.mark.parametrize(
    ("written", "section", "code", "rest", "sure"),
    [
        ("i๑ การปฏิบัติตามขั้นตอน", "", "i1", "การปฏิบัติตามขั้นตอน", True),
        ("๐๗ แผนพัฒนา", "", "o7", "แผนพัฒนา", True),
        ("๑๙ การบริหารงานบุคคล", "", "i9", "การบริหารงานบุคคล", False),
        ("๑๙ การบริหารงานบุคคล", "IIT", "i9", "การบริหารงานบุคคล", True),
        ("O๒๒: แนวปฏิบัติ", "", "o22", "แนวปฏิบัติ", True),
    ],
)
def test_a_measure_is_parted_from_its_code(
    written: str, section: str, code: str, rest: str, sure: bool
) -> None:
    found = item_code.leading_code(written, {"i": 15, "e": 9, "o": 35}, section)

    assert found == (code, rest)
    assert found[0].sure is sure


@pytest.mark.parametrize(
    "written", ["1. จัดทำคู่มือ", "๑๒) อบรม", "12 เดือน", "อบรม", "0 เรื่อง", "i40 ไม่มี"]
)
def test_numbers_of_a_list_are_no_codes(written: str) -> None:
    assert item_code.leading_code(written, {"i": 15, "e": 9, "o": 35}) is None


def test_words_for_nothing_are_told_from_blanks() -> None:
    for read in (period.read_text, owner.read_text):
        assert read(" \n").state is State.BLANK
        assert read(" – ").state is State.NONE
        assert read("ไม่ มี").state is State.NONE


def test_one_of_few_words_stands_in_every_phrase_of_a_status() -> None:
    assert status.PHRASES
    assert [phrase for phrase in status.PHRASES if not any(r in phrase for r in status.ROOTS)] == []


@pytest.mark.parametrize(
    ("pattern", "roots"),
    [
        (pattern, tuple(WORDS["status"][roots]))
        for patterns, roots in (("guards", "guard_roots"), ("residual", "residual_roots"))
        for pattern in WORDS["status"][patterns]
    ],
)
@given(data=st.data())
@settings(deadline=None)
def test_one_of_few_words_stands_in_all_that_a_pattern_matches(
    pattern: str, roots: tuple[str, ...], data: st.DataObject
) -> None:
    matched = data.draw(st.from_regex(pattern, fullmatch=True))

    assert any(root in matched for root in roots)

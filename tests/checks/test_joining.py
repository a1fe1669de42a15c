"""Joining and choosing: equal findings once, nothing lost, the worthiest first."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.cells import address
from itaxl.checks import BY_CODE, first_five, join
from itaxl.checks.joining import count_cells
from itaxl.checks.output import CSV_HEADINGS, as_csv_rows, as_json, as_sarif
from itaxl.findings import Finding, Severity, ranges


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["D7", "D8", "D9", "D12"], ("D7:D9", "D12")),
        (["D9", "D7", "D8"], ("D7:D9",)),
        (["D7", "E7"], ("D7", "E7")),
        (["AA2", "Z2", "AA3"], ("Z2", "AA2:AA3")),
        (["D7", "D7"], ("D7",)),
        (["D7:D9", "B1"], ("B1", "D7:D9")),
        ([], ()),
    ],
)
def test_cells_become_ranges(cells: list[str], expected: tuple[str, ...]) -> None:
    assert ranges(cells) == expected


places = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 30)), max_size=40)


@given(places)
def test_ranges_name_every_cell_once(found: list[tuple[int, int]]) -> None:
    cells = {address(row, column) for row, column in found}
    named = set()
    for part in ranges(cells):
        first, _, last = part.partition(":")
        column = first.rstrip("0123456789")
        rows = [int(side.removeprefix(column)) for side in (first, last or first)]
        named |= {f"{column}{row}" for row in range(rows[0], rows[1] + 1)}

    assert named == cells


def blank(cell: str, heading: str = "ผู้รับผิดชอบ") -> Finding:
    return BY_CODE["C101"].found("มาตรการ", (cell,), heading, row=cell[1:])


def outside(cell: str, seen: str) -> Finding:
    return BY_CODE["C102"].found("มาตรการ", (cell,), "สถานะ", cell[1:], seen, "ก, ข", "ก")


def test_equal_findings_are_told_once_with_all_their_cells() -> None:
    (joined,) = join([blank("D7"), blank("D8"), blank("D12")])

    assert joined.cells == ("D7:D8", "D12")
    assert joined.row == "7, 8, 12"
    assert joined.message == blank("D7").message


def test_findings_that_differ_in_the_quotation_only_are_joined_and_quote_several() -> None:
    (joined,) = join([outside("H2", "อาจจะ"), outside("H3", "คงจะ"), outside("H4", "อาจจะ")])

    assert joined.cells == ("H2:H4",)
    assert "“อาจจะ”, “คงจะ”" in joined.message.th


def test_a_quotation_without_marks_is_listed_without_them() -> None:
    check = BY_CODE["T103"]
    weak = [
        check.found("คะแนน", (cell,), "คะแนน", "", seen, "85.00")
        for cell, seen in (("F5", "1 การปฏิบัติหน้าที่"), ("F9", "5 การแก้ไขปัญหาการทุจริต"))
    ]

    (joined,) = join(weak)

    assert "1 การปฏิบัติหน้าที่, 5 การแก้ไขปัญหาการทุจริต" in joined.message.th


def test_repairs_of_a_sheet_are_told_once_with_an_example() -> None:
    notes = [
        BY_CODE["C201"].found("คะแนน", (cell,), "คะแนน", "", seen, read)
        for cell, seen, read in (("F5", "๙๘", "98"), ("F6", "๙๗", "97"), ("D7", "๙๖", "96"))
    ]

    (joined,) = join(notes)

    assert joined.cells == ("D7", "F5:F6")
    assert "“๙๘” เป็น 98 และอีก 2 ช่อง" in joined.message.th
    assert "2 more cells" in joined.message.en


def test_other_headings_sheets_and_suggestions_stay_apart() -> None:
    assert len(join([blank("D7"), blank("E7", "ระยะเวลา")])) == 2


@given(st.lists(st.tuples(st.integers(2, 40), st.sampled_from("DEF")), unique=True))
def test_joining_loses_no_cell(found: list[tuple[int, str]]) -> None:
    joined = join(blank(f"{column}{row}", column) for row, column in found)

    assert sum(map(count_cells, joined)) == len(found)


def test_the_first_five_ask_for_something_and_come_by_weight() -> None:
    found = [
        BY_CODE["C201"].found("มาตรการ", ("A2",)),
        blank("D7"),
        *(blank(f"E{row}", "ระยะเวลา") for row in range(2, 9)),
        BY_CODE["R107"].found("มาตรการ", ("C2",)),
        BY_CODE["W106"].found("คะแนน"),
    ]

    first = first_five(found)

    assert [finding.code for finding in first] == ["W106", "C101", "C101", "R107"]
    assert first[1].cells == ("E2:E8",)


def test_json_has_the_documented_keys() -> None:
    made = as_json(outside("H2", "อาจจะ"))

    documented = [
        "code", "name", "severity", "sheet", "cells", "heading", "seen", "expected",
        "suggestion", "message", "remedy",
    ]  # fmt: skip
    assert [key for key in made if key not in ("row", "answer")] == documented
    assert made["cells"] == ["H2"]
    assert set(made["message"]) == {"th", "en"}
    assert json.loads(json.dumps(made)) == made


def test_csv_rows_fit_their_headings() -> None:
    (row,) = as_csv_rows([blank("D7")], "en")

    assert len(row) == len(CSV_HEADINGS)
    assert dict(zip(CSV_HEADINGS, row, strict=True))["severity"] == "error"


def test_sarif_names_rules_files_and_places() -> None:
    log = as_sarif([("งาน/แบบ 1.xlsx", [blank("D7")]), ("", [])], "th", "1.0")
    (run,) = log["runs"]
    (result,) = run["results"]

    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["C101"]
    assert result["level"] == "error"
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert " " not in uri
    assert uri.isascii()
    place = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    assert place == "มาตรการ!D7"


def test_severities_are_ordered_by_weight() -> None:
    ranks = [severity.rank for severity in (Severity.ERROR, Severity.CONFIRM, Severity.NOTE)]

    assert ranks == sorted(ranks)

"""What the catalogue promises: code = file = case file = page, in both languages."""

import re
import string
from pathlib import Path

import pytest
from case_files import FOLDER, read_cases

import itaxl.checks
from itaxl.checks import BY_CODE, CHECKS, Check
from itaxl.checks.base import (
    AcrossCheck,
    CellCheck,
    RepairCheck,
    RowCheck,
    SpokenCheck,
    WorkbookCheck,
)
from itaxl.checks.pages import pages

ROOM = Path(itaxl.checks.__file__).parent
DOCS = Path(__file__).parents[2] / "docs" / "checks"
SLOTS = {"sheet", "cells", "heading", "row", "seen", "expected", "suggestion"}
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)


def test_there_are_enough_checks_that_look_at_something() -> None:
    assert sum(not isinstance(check, SpokenCheck) for check in CHECKS) >= 45


def test_codes_and_names_are_unique() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS) == len(BY_CODE)
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_checks_stand_in_the_order_of_letters_and_numbers() -> None:
    keys = [("FSWHCRTGX".index(c.code[0]), len(c.code), c.code) for c in CHECKS]

    assert keys == sorted(keys)


@every_check
def test_a_check_lives_in_a_file_named_after_it(check: Check) -> None:
    stem = f"{check.code}_{check.name}".lower().replace("-", "_")

    assert type(check).__module__ == f"itaxl.checks.{stem}"
    assert type(check).__name__ == "".join(word.capitalize() for word in check.name.split("-"))


def test_every_file_of_a_check_is_in_the_catalogue() -> None:
    files = {path.stem for path in ROOM.glob("*.py") if re.match(r"[a-z]\d{2,3}_", path.name)}

    assert files == {type(check).__module__.rpartition(".")[2] for check in CHECKS}


@every_check
def test_a_check_imports_no_other_check(check: Check) -> None:
    source = (ROOM / f"{type(check).__module__.rpartition('.')[2]}.py").read_text("utf-8")

    assert not re.search(r"import.*checks\.[a-z]\d{2,3}_|checks\.catalogue", source)


@every_check
def test_a_case_file_finds_something_and_finds_nothing(check: Check) -> None:
    path = FOLDER / f"{check.code}.md"
    cases = list(read_cases(path))

    assert path.read_text("utf-8").startswith(f"# {check.code} {check.name}\n")
    assert any(check.code in {e.code for e in case.expected} for case in cases)
    assert any(check.code not in {e.code for e in case.expected} for case in cases)


def test_every_case_file_has_its_check() -> None:
    assert {path.stem for path in FOLDER.glob("[A-Z]*.md")} == set(BY_CODE)


@every_check
def test_the_words_are_there_in_both_languages(check: Check) -> None:
    for text in (check.fact, check.remedy, check.wrong, check.right):
        assert text.th.strip()
        assert text.en.strip()
    for text in (check.fact, check.remedy):
        assert re.search("[ก-๛]", text.th), "Thai words in Thai letters"
        bare = re.sub(r"[“‘][^”’]*[”’]|\{\w+\}", "", text.en)
        assert re.search("[a-z]{2,}", bare), "English words in English letters"
    assert re.search("[ก-๛]", check.why)
    assert not check.why.endswith(".")


@every_check
def test_the_examples_differ(check: Check) -> None:
    assert check.wrong.th != check.right.th
    assert check.wrong.en != check.right.en


@every_check
def test_every_slot_fills(check: Check) -> None:
    for words in (*check.fact, *check.remedy):
        assert {slot for _, slot, _, _ in string.Formatter().parse(words) if slot} <= SLOTS
    place = ("มาตรการ", ("D7",), "ผู้รับผิดชอบ", "7", "{seen}", "{0}", "%s")

    finding = check.found(*place)

    assert "{sheet}" not in finding.message.th
    assert (finding.sheet, finding.cells, finding.heading, finding.row) == place[:4]


@every_check
def test_both_languages_quote_the_same(check: Check) -> None:
    for text in (check.fact, check.remedy):
        slots = [
            {slot for _, slot, _, _ in string.Formatter().parse(words) if slot} for words in text
        ]
        assert slots[0] == slots[1]


@every_check
def test_what_a_check_follows_exists(check: Check) -> None:
    assert set(check.follows) <= set(BY_CODE) - {check.code}


@every_check
def test_the_docstring_tells_what_and_why(check: Check) -> None:
    parts = (check.__doc__ or "").strip().split("\n\n")

    assert len(parts) >= 2
    assert parts[0].endswith(".")


@every_check
def test_a_check_has_one_place_to_look(check: Check) -> None:
    kinds = (SpokenCheck, WorkbookCheck, CellCheck, RepairCheck, RowCheck, AcrossCheck)

    assert sum(isinstance(check, kind) for kind in kinds) == 1


def test_the_pages_are_those_made_from_the_classes() -> None:
    made = pages()
    there = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}

    assert there == made, "regenerate: python -m itaxl.checks.pages docs/checks"

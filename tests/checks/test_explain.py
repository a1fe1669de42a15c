"""The words that ``itaxl explain`` says."""

import pytest

from itaxl.checks import CHECKS, Check
from itaxl.cli.explain import find, page
from itaxl.errors import ItaxlError
from itaxl.wording import Language


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_page_tells_fact_remedy_and_both_examples(check: Check, language: Language) -> None:
    told = page(check, language)

    assert check.code in told
    assert check.wrong.say(language) in told
    assert check.right.say(language) in told
    assert "{" not in told.replace(check.wrong.say(language), "")


@pytest.mark.parametrize("code", ["C101", "c101", " c๑๐๑ ", "blank-required-cell"])
def test_a_check_is_found_by_code_and_by_name(code: str) -> None:
    assert find(code).code == "C101"


def test_an_unknown_code_is_answered_with_the_nearest() -> None:
    with pytest.raises(ItaxlError) as trouble:
        find("C1O1")

    assert "C101" in trouble.value.text.th
    assert "C101" in trouble.value.text.en

from decimal import Decimal

import pytest
from hypothesis import strategies as st
from scoring_cases import LETTERS, NAMES, given, indicators, instruments, law

from itaxl.scoring import Inputs, card, change

scores = st.decimals(0, 100, places=2)


def test_a_total_rises_while_the_level_falls_and_it_is_said_why() -> None:
    last = instruments("90", "90", "90", "95")
    now = card(instruments("98", "84", "90", "98"), NAMES)
    seen = change(now, {**last.indicators, **last.parts}, NAMES, NAMES)

    assert (seen.level_before, seen.level, seen.level_fell) == ("ผ่านดี", "ผ่าน", True)
    assert seen.differences["total"].points == Decimal("2.70")
    assert seen.differences["EIT1"].points == -6
    assert seen.explanation is not None
    assert "2.70" in seen.explanation.en
    assert "EIT1 84.00 (90.00)" in seen.explanation.en
    assert "EIT1 84.00 (90.00)" in seen.explanation.th
    assert "EIT2" not in seen.explanation.en


def test_a_published_total_and_level_are_enough() -> None:
    # As reported of one agency: 92.43 to 94.64, and one level down because EIT fell below 85.
    now = card(instruments("99", "80", "88", "100"), NAMES)
    seen = change(now, {"total": Decimal("92.43")}, NAMES, last_level="ผ่านดี")

    assert seen.level_fell is True
    assert seen.differences["total"].points == now.total - Decimal("92.43")  # type: ignore[operator]
    assert seen.explanation is not None
    assert "EIT1 80.00" in seen.explanation.th


def test_a_level_that_falls_with_the_total_is_explained_by_the_total() -> None:
    now = card(instruments("80", "80", "80", "80"), NAMES)
    seen = change(now, indicators("90 " * 10), NAMES, NAMES)

    assert seen.level_fell is True
    assert seen.explanation is not None
    assert "80.00 is below 85" in seen.explanation.en


def test_levels_of_two_schemes_are_not_compared() -> None:
    now = card(given("90 " * 10), NAMES)
    seen = change(now, indicators("96 " * 10), NAMES, LETTERS)

    assert (seen.level_before, seen.level, seen.level_fell) == ("AA", "ผ่านดี", None)
    assert seen.differences["total"].points == -6
    assert seen.differences["EIT"].points == -6
    assert seen.explanation is not None
    assert "different schemes" in seen.explanation.en


def test_a_letter_typed_for_last_year_is_not_compared_with_a_name() -> None:
    seen = change(card(given("90 " * 10), NAMES), {}, NAMES, last_level="A")

    assert seen.level_fell is None
    assert seen.explanation is not None


def test_without_last_years_rule_book_only_given_figures_are_compared() -> None:
    seen = change(card(given("90 " * 10), NAMES), {"1": Decimal(80), "x": Decimal(1)}, NAMES)

    assert {code: d.points for code, d in seen.differences.items()} == {"1": 10}
    assert seen.level_fell is None
    assert seen.explanation is None


def test_a_figure_missing_this_year_has_no_difference() -> None:
    seen = change(card(Inputs(), NAMES), {"1": Decimal(80)}, NAMES)

    assert (seen.differences["1"].now, seen.differences["1"].points) == (None, None)


@pytest.mark.parametrize("better", ["90", "96"])
def test_a_level_that_did_not_fall_needs_no_explanation(better: str) -> None:
    seen = change(card(given(f"{better} " * 10), NAMES), indicators("90 " * 10), NAMES, NAMES)

    assert (seen.level_fell, seen.explanation) == (False, None)


@law(st.lists(scores, min_size=10, max_size=10), st.lists(scores, min_size=10, max_size=10))
def test_what_fell_one_way_did_not_fall_the_other(now: list[Decimal], last: list[Decimal]) -> None:
    this = dict(zip(map(str, range(1, 11)), now, strict=True))
    past = dict(zip(map(str, range(1, 11)), last, strict=True))
    forth = change(card(Inputs(indicators=this), NAMES), past, NAMES, NAMES)
    back = change(card(Inputs(indicators=past), NAMES), this, NAMES, NAMES)

    assert not (forth.level_fell and back.level_fell)
    assert (forth.explanation is not None) is bool(forth.level_fell)
    assert forth.differences["IIT"].points == -back.differences["IIT"].points  # type: ignore[operator]

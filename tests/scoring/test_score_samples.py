from decimal import Decimal

import pytest
from hypothesis import strategies as st
from scoring_cases import LETTERS, NAMES, SEED, altered, given, law, submission

from itaxl.rulebooks.model import UNKNOWN, Sample
from itaxl.scoring import Inputs, card, minima, minimum, score

IIT, EIT1, EIT2 = NAMES.samples
TENTH = IIT.model_copy(update={"percent": Decimal(10), "big": 4000})


@pytest.mark.parametrize(
    ("sample", "people", "fewest"),
    [
        (IIT, 0, 0), (IIT, 1, 1), (IIT, 29, 29), (IIT, 30, 30), (IIT, 31, 30), (IIT, 150, 30),
        (IIT, 151, 31), (IIT, 155, 31), (IIT, 156, 32), (IIT, 1999, 400), (IIT, 2000, 400),
        (IIT, 2001, 400), (IIT, 100_000, 400),
        (TENTH, 29, 29), (TENTH, 300, 30), (TENTH, 301, 31), (TENTH, 4000, 400), (TENTH, 4001, 400),
        (EIT2, 29, 20), (EIT2, 100, 20), (EIT2, 101, 21), (EIT2, 400, 80),
    ],
)  # fmt: skip
def test_minima_at_their_edges(sample: Sample, people: int, fewest: int) -> None:
    assert minimum(sample, people) == fewest


@law(st.integers(0, 5000), st.integers(0, 5000))
def test_more_people_never_need_fewer_answers(one: int, other: int) -> None:
    few, many = sorted((one, other))

    assert minimum(IIT, few) <= minimum(IIT, many)  # type: ignore[operator]
    assert minimum(IIT, many) <= many  # type: ignore[operator]


def test_the_second_part_counts_from_the_minimum_of_the_first() -> None:
    assert minima({"internal": 100, "external": 1000}, NAMES) == {
        "IIT": 30,
        "EIT1": 200,
        "EIT2": 40,
    }
    assert minima({"external": 1000}, NAMES)["IIT"] is None


def test_an_unknown_rule_gives_no_minimum() -> None:
    assert minimum(IIT.model_copy(update={"percent": UNKNOWN}), 100) is None
    assert minimum(IIT.model_copy(update={"floor": UNKNOWN}), 100) is None
    assert minimum(IIT.model_copy(update={"percent": UNKNOWN}), 10) == 10


def people(**numbers: int) -> Inputs:
    return Inputs(indicators=given(SEED).indicators, populations=numbers)


def test_too_few_respondents_take_total_and_level_and_leave_the_instruments() -> None:
    made = card(people(internal=200, respondents_iit=39), NAMES)

    assert made.value("IIT") == Decimal("98.888")
    assert (made.total, made.level, made.value("total")) == (None, None, None)
    assert made.to_next_level is None
    assert made.level_reason is not None
    assert "39" in made.level_reason.th
    assert "40" in made.level_reason.th


def test_enough_respondents_change_nothing() -> None:
    made = card(
        people(
            internal=200,
            respondents_iit=40,
            external=1000,
            respondents_eit1=200,
            respondents_eit2=40,
        ),
        NAMES,
    )

    assert made.total == Decimal("92.35")
    assert [s.enough for s in made.samples] == [True, True, True]
    assert made.notes == ()


@pytest.mark.parametrize(
    "known", [{}, {"internal": 200}, {"respondents_iit": 3}, {"respondents_eit2": 1}]
)
def test_what_is_not_known_is_noted_and_does_not_fail(known: dict[str, int]) -> None:
    made = card(people(**known), NAMES)

    assert made.total == Decimal("92.35")
    assert [s.enough for s in made.samples] == [None, None, None]
    assert len(made.notes) == 3


def test_a_year_without_a_known_rule_is_not_checked() -> None:
    book = altered(LETTERS, samples=(IIT.model_copy(update={"percent": UNKNOWN}),))
    made = card(people(internal=200, respondents_iit=1), book)

    assert made.total == Decimal("92.35")
    assert "this year's rule is not known" in made.notes[0].en


def test_numbers_of_people_come_from_the_workbook_with_their_cell() -> None:
    made = score(
        submission(given(SEED).indicators, agency={"internal": 200, "respondents_iit": 39}), NAMES
    )

    assert made.samples[0].enough is False
    assert made.samples[0].cells == (("หน่วยงาน", "F4"),)

"""Laws of the whole chain, from answers to the level, each from the lowest figures there are."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st
from scoring_cases import LETTERS, NAMES, law

from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.scoring import Inputs, card, rounded, score_answers, with_answers

points = st.decimals(0, 100, places=2)
steps = st.sampled_from([Decimal(value) for value in ("84.99", "85", "94.99", "95", "100")])
figures = st.one_of(steps, points)
codes = [*"12345", *(f"{code}.EIT{part}" for code in "678" for part in (1, 2)), "9", "10"]
whole = st.fixed_dictionaries(dict.fromkeys(codes, figures))
some = st.fixed_dictionaries({}, optional=dict.fromkeys([*codes, "6", "7", "8"], figures))
survey = [item.code for item in NAMES.items if item.instrument == "EIT"]
yes_no = [item.code for item in NAMES.items if item.scale == "yes_no"]


def inputs(given: dict[str, Decimal]) -> Inputs:
    return Inputs(
        indicators={code: value for code, value in given.items() if "." not in code},
        parts={code: value for code, value in given.items() if "." in code},
    )


def rank(made: Scorecard, book: RuleBook) -> int:
    """Levels are listed best first."""
    assert book.levels != "unknown"
    return [band.name for band in book.levels.bands].index(made.level or "")


@law(given=whole, which=st.sampled_from(codes), more=figures)
def test_a_higher_score_of_a_part_lowers_neither_total_nor_level(
    given: dict[str, Decimal], which: str, more: Decimal
) -> None:
    before = card(inputs(given), NAMES)
    after = card(inputs({**given, which: max(more, given[which])}), NAMES)

    assert (after.total or 0) >= (before.total or 0)
    assert rank(after, NAMES) <= rank(before, NAMES)
    assert before.level_proven, "every part is known"


@law(given=some)
def test_every_figure_lies_between_those_it_is_made_from(given: dict[str, Decimal]) -> None:
    for book in (NAMES, LETTERS):
        for figure in card(inputs(given), book).figures.values():
            values = [part.value for part in figure.parts if part.value is not None]
            if figure.value is not None and len(values) == len(figure.parts) > 0:
                assert min(values) <= figure.value <= max(values)


@law(given=some)
def test_what_is_made_of_unknown_figures_is_unknown(given: dict[str, Decimal]) -> None:
    for figure in card(inputs(given), NAMES).figures.values():
        if figure.value is not None and figure.code not in given:
            assert figure.parts, "nothing comes from nothing"
            assert all(part.value is not None for part in figure.parts)
        if figure.value is None:
            assert figure.reason is not None


@law(
    st.fixed_dictionaries(
        {item.code: points for item in NAMES.items if item.group.startswith(tuple("123459"))}
        | {"10.1": points, "10.2": points}  # which items these have is not known
        | {f"{code}.{part}": points for code in survey for part in NAMES.parts}
    )
)
def test_nothing_is_rounded_before_the_total(given: dict[str, Decimal]) -> None:
    exact = {code: Fraction(value) for code, value in given.items()}

    def mean(values: list[Fraction]) -> Fraction:
        return sum(values, Fraction(0)) / len(values)

    def group(code: str, part: str = "") -> Fraction:
        dot = f".{part}" if part else ""
        return mean([exact[item.code + dot] for item in NAMES.items if item.group == code])

    iit = mean([group(code) for code in "12345"])
    one, two = (mean([group(code, part) for code in "678"]) for part in ("EIT1", "EIT2"))
    nine = mean([group(sub) for sub in ("9.1", "9.2", "9.3", "9.4", "9.5")])
    oit = mean([nine, mean([exact["10.1"], exact["10.2"]])])
    total = (30 * iit + 15 * one + 15 * two + 40 * oit) / 100
    half_up = (total * 100 + Fraction(1, 2)).__floor__()

    typed = {code: given.pop(code) for code in ("10.1", "10.2")}
    made = card(Inputs(items=given, indicators=typed), NAMES)
    assert made.total == Decimal(half_up) / 100


@law(st.lists(st.fixed_dictionaries(dict.fromkeys(survey, points)), min_size=1, max_size=6),
     st.randoms(use_true_random=False))  # fmt: skip
def test_answers_of_a_part_give_the_scores_of_that_part_in_any_order(
    people: list[dict[str, Decimal]], chance: object
) -> None:
    people = [{**person, **dict.fromkeys(set(yes_no) & set(person), Decimal(100))}
              for person in people]  # fmt: skip
    people.append(dict.fromkeys(survey, Decimal(100)))  # so that numbers are surely points
    shuffled = sorted(people, key=lambda _: chance.random())  # type: ignore[attr-defined]
    made, again = (score_answers(rows, "EIT", NAMES) for rows in (people, shuffled))

    assert made.items == again.items
    assert set(made.items) == set(survey)
    scored = card(with_answers(Inputs(), made.items, "EIT1"), NAMES)
    assert scored.value("EIT2") is None
    assert scored.value("EIT") is None, "one part is not the survey"
    for code in ("6", "7", "8"):
        own = [made.items[item.code] for item in NAMES.items if item.group == code]
        seen = scored.value(f"{code}.EIT1")
        assert seen is not None
        assert rounded(seen, 9) == rounded(sum(own, Decimal(0)) / len(own), 9)

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import strategies as st
from scoring_cases import LETTERS, NAMES, SEED, altered, given, instruments, law

from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Change, Distance, Scorecard
from itaxl.scoring import Inputs, card

scores = st.decimals(0, 100, places=2)
coarse = st.integers(0, 10).map(lambda tens: Decimal(tens * 10))
HUNDREDTH = Decimal("0.01")


def rank(made: Scorecard, book: RuleBook) -> int:
    names = [band.name for band in book.levels.bands]  # type: ignore[union-attr]
    return names.index(made.level)


def raised_by(points: Inputs, changes: Mapping[str, Decimal]) -> Inputs:
    """The same inputs with indicators or parts raised."""
    return Inputs(
        indicators={c: v + changes.get(c, Decimal(0)) for c, v in points.indicators.items()},
        parts={c: v + changes.get(c, Decimal(0)) for c, v in points.parts.items()},
    )


def leaves(changes: tuple[Change, ...]) -> dict[str, Decimal]:
    """What is really raised: parts where a change has some."""
    return {leaf.code: leaf.points for c in changes for leaf in (c.parts or (c,))}


def points_of(changes: tuple[Change, ...]) -> Decimal:
    return sum((change.points for change in changes), Decimal(0))


def to_next(points: Inputs, book: RuleBook = NAMES) -> Distance:
    distance = card(points, book).to_next_level
    assert distance is not None
    return distance


# ── by hand ─────────────────────────────────────────────────────────────────────────────────────


def test_a_total_below_a_border_lacks_points() -> None:
    distance = to_next(given("80 " * 10))

    assert (distance.level, distance.points) == ("ผ่าน", Decimal(5))
    assert distance.binding == ()
    # An indicator of OIT is worth 0.2: 4.995 points of the total are 24.975, more than its room.
    assert distance.single is None
    assert distance.cheapest == (Change("9", Decimal(20)), Change("10", Decimal("4.98")))


def test_one_indicator_can_be_enough() -> None:
    distance = to_next(given("84 " * 10))

    assert distance.points == 1
    assert distance.single == Change("9", Decimal("4.98"))
    assert distance.cheapest == (Change("9", Decimal("4.98")),)


def test_only_a_condition_may_bind() -> None:
    distance = to_next(instruments("100", "84", "100", "100"))

    assert (distance.level, distance.points) == ("ผ่านดี", Decimal(0))
    assert distance.binding == (Change("EIT1", Decimal(1)),)
    # Three points in sum over the parts of three indicators, in the first alone: 1.5 of it.
    assert distance.single == Change("6", Decimal("1.5"), (Change("6.EIT1", Decimal(3)),))
    assert distance.cheapest == (distance.single,)


def test_two_instruments_below_a_condition_need_more_than_one_indicator() -> None:
    distance = to_next(instruments("84", "90", "90", "84"))

    assert [change.code for change in distance.binding] == ["IIT", "OIT"]
    assert distance.single is None
    assert leaves(distance.cheapest) == {"1": Decimal(5), "9": Decimal(2)}


def test_a_mean_stands_for_parts_that_are_not_known() -> None:
    distance = to_next(given(SEED))

    assert distance.level == "ผ่านดีเยี่ยม"
    assert distance.points == Decimal("2.65")
    assert {c.code: c.points for c in distance.binding} == {
        "EIT1": Decimal("3.84"),
        "EIT2": Decimal("3.84"),
        "OIT": Decimal("6.67"),
    }
    assert distance.single is None
    # 3 × 3.84 points of EIT and 2 × 6.665 of OIT; they bring the total above 95 by themselves.
    assert leaves(distance.cheapest) == {"8": Decimal("11.52"), "10": Decimal("13.33")}
    assert distance.note is not None


def test_at_the_top_there_is_no_next_level() -> None:
    assert card(instruments("95", "95", "95", "95"), NAMES).to_next_level is None
    assert card(given("95 " * 10), LETTERS).to_next_level is None


def test_letters_ask_for_the_total_alone() -> None:
    distance = to_next(given("94 " * 8 + "94 90"), LETTERS)

    assert (distance.level, distance.binding, distance.note) == ("AA", (), None)
    assert distance.points == Decimal("1.80")
    assert distance.single == Change("10", Decimal("8.98"))


def test_instruments_alone_can_be_raised_too() -> None:
    made = card(Inputs(upper={"IIT": Decimal(84), "EIT": Decimal(84), "OIT": Decimal(84)}), LETTERS)

    assert made.to_next_level is not None
    # One point of OIT is two of its indicators: 0.4 for two, as much as 0.2 for one.
    assert made.to_next_level.single == Change("OIT", Decimal("2.49"))


# ── laws ────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def cases(draw: st.DrawFn) -> tuple[Inputs, RuleBook]:
    ten = draw(st.lists(scores, min_size=10, max_size=10))
    points = given(" ".join(map(str, ten)))
    if draw(st.booleans()):
        return points, draw(st.sampled_from([NAMES, LETTERS]))
    six = draw(st.lists(scores, min_size=6, max_size=6))
    parts = dict(zip(instruments("0", "0", "0", "0").parts, six, strict=True))
    rest = {c: v for c, v in points.indicators.items() if c not in "678"}
    return Inputs(indicators=rest, parts=parts), NAMES


@law(cases())
def test_the_changes_told_reach_the_level_told(case: tuple[Inputs, RuleBook]) -> None:
    points, book = case
    distance = card(points, book).to_next_level
    if distance is None:
        return
    ways = [distance.cheapest] + ([(distance.single,)] if distance.single else [])
    for way in ways:
        after = card(raised_by(points, leaves(way)), book)

        assert after.level is not None
        assert rank(after, book) < rank(card(points, book), book)
        assert all(f.value <= 100 for f in after.figures.values() if f.value is not None)


@law(cases())
def test_no_combination_costs_more_than_the_single_change(case: tuple[Inputs, RuleBook]) -> None:
    distance = card(*case).to_next_level
    if distance is None or distance.single is None:
        return
    assert points_of(distance.cheapest) <= distance.single.points + 3 * HUNDREDTH


@law(cases())
def test_a_single_change_is_the_smallest(case: tuple[Inputs, RuleBook]) -> None:
    points, book = case
    made = card(points, book)
    single = made.to_next_level.single if made.to_next_level else None
    if single is None or single.parts:
        return
    less = card(raised_by(points, {single.code: single.points - HUNDREDTH}), book)

    assert rank(less, book) >= rank(made, book)
    for code, value in points.indicators.items():
        room = min(single.points - HUNDREDTH, 100 - value)
        if room > 0:
            assert rank(card(raised_by(points, {code: room}), book), book) >= rank(made, book)


SMALL = altered(  # two indicators each: few enough to try every combination
    NAMES,
    indicators=tuple(i for i in NAMES.indicators if i.code in {"1", "2", "6", "7", "9", "10"}),
)
SMALL_CODES = ("1", "2", "6", "7", "9", "10")


def every_rise(points: Mapping[str, Decimal], step: int) -> Iterator[dict[str, Decimal]]:
    """Every way to raise scores in steps, up to 100."""
    ways = [range(0, int(100 - value) + 1, step) for value in points.values()]
    for rises in product(*ways):
        yield {code: Decimal(rise) for code, rise in zip(points, rises, strict=True)}


@pytest.mark.parametrize(
    "six",
    [
        "80 80 80 80 80 80",
        "60 100 100 80 80 100",
        "100 60 80 80 60 100",
        "60 60 100 100 100 100",
        "80 100 60 80 100 80",
    ],
)
def test_no_combination_on_a_grid_is_cheaper_than_the_cheapest(six: str) -> None:
    indicators = dict(zip(SMALL_CODES, map(Decimal, six.split()), strict=True))
    made = card(Inputs(indicators=indicators), SMALL)
    distance = made.to_next_level
    assert distance is not None
    told = points_of(distance.cheapest)
    for rises in every_rise(indicators, 10):
        if sum(rises.values()) < told - 3 * HUNDREDTH:
            after = card(raised_by(Inputs(indicators=indicators), rises), SMALL)

            assert rank(after, SMALL) >= rank(made, SMALL)


PARTS = altered(  # one indicator each, EIT in two parts: levers of four kinds
    NAMES,
    indicators=tuple(i for i in NAMES.indicators if i.code in {"1", "6", "9"}),
    sub_indicators=(),
)


@law(st.tuples(coarse, coarse, coarse, coarse))
def test_no_combination_of_parts_is_cheaper_either(four: tuple[Decimal, ...]) -> None:
    points = Inputs(
        indicators={"1": four[0], "9": four[3]},
        parts={"6.EIT1": four[1], "6.EIT2": four[2]},
    )
    made = card(points, PARTS)
    distance = made.to_next_level
    if distance is None:
        return
    told = points_of(distance.cheapest)
    for rises in every_rise({**points.indicators, **points.parts}, 20):
        cost = rises["1"] + rises["9"] + (rises["6.EIT1"] + rises["6.EIT2"]) / 2
        if cost < told - 3 * HUNDREDTH:
            assert rank(card(raised_by(points, rises), PARTS), PARTS) >= rank(made, PARTS)

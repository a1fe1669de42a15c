from decimal import Decimal

import pytest
from hypothesis import strategies as st
from scoring_cases import (
    LETTERS,
    NAMES,
    SEED,
    altered,
    given,
    instruments,
    law,
    submission,
    without_weight,
)

from itaxl.errors import ItaxlError
from itaxl.rulebooks.loading import load, years
from itaxl.scores import FigureKind, Origin
from itaxl.scoring import Inputs, assume, card, disagreements, score
from itaxl.scoring.arithmetic import mean, rounded, weighted

scores = st.decimals(0, 100, places=2)
ten = st.lists(scores, min_size=10, max_size=10)


# Published figures: provinces of 2563 and 2564, and the plan of one municipality of 2567.
@pytest.mark.parametrize(
    ("year", "ten_scores", "total"),
    [
        (2564, "93.55 87.72 91.01 87.93 89.52 / 90.55 88.68 88.58 / 72.89 65.56", "81.45"),
        (2563, "92.57 86.13 90.08 85.98 88.04 / 83.67 82.11 79.29 / 69.94 52.78", "75.62"),
        (2564, "92.84 86.27 89.21 84.70 87.51 / 90.03 87.99 85.97 / 75.39 65.39", "80.99"),
        (2564, "94.65 89.11 91.95 89.29 89.86 / 92.12 89.90 89.49 / 65.89 51.15", "77.85"),
        (2567, SEED, "92.35"),
    ],
)
def test_published_totals_are_reproduced(year: int, ten_scores: str, total: str) -> None:
    assert card(given(ten_scores), load(year)).total == Decimal(total)


@pytest.mark.parametrize("year", years())
def test_every_year_answers_and_a_year_of_unknown_weights_has_no_total(year: int) -> None:
    book = load(year)
    made = card(given(SEED), book)
    known = all(isinstance(instrument.weight, Decimal) for instrument in book.instruments)

    assert made.value("OIT") == Decimal("88.335")
    assert (made.total == Decimal("92.35")) is known
    assert known or "not computable because the weight" in str(made.level_reason)


def test_a_total_published_from_unrounded_figures_is_met_within_a_hundredth() -> None:
    made = card(given("92.17 85.44 88.74 84.05 86.51 / 84.62 83.70 81.88 / 51.68 29.82"), LETTERS)

    assert made.value("total") == Decimal("67.5346")
    assert made.total is not None
    assert abs(made.total - Decimal("67.54")) <= Decimal("0.01")


def test_instruments_of_a_published_table() -> None:
    made = card(given(SEED), NAMES)

    assert made.value("IIT") == Decimal("98.888")
    assert made.value("EIT") == Decimal("91.16")
    assert made.value("OIT") == Decimal("88.335")
    assert made.value("total") == Decimal("92.3484")
    assert made.value("EIT1") is None


@pytest.mark.parametrize(
    ("nine", "of_ten", "weighted_oit"),
    [
        ("93.50", "100", "38.70"),
        ("97.78", "93.75", "38.31"),
        ("97.14", "100", "39.43"),
        ("97.50", "87.50", "37.00"),
        ("93.78", "100", "38.76"),
        ("94.64", "100", "38.93"),
    ],
)
def test_weighted_disclosure_of_agencies(nine: str, of_ten: str, weighted_oit: str) -> None:
    made = card(Inputs(indicators={"9": Decimal(nine), "10": Decimal(of_ten)}), LETTERS)
    oit = made.value("OIT")

    assert oit is not None
    assert rounded(oit * Decimal("0.4")) == Decimal(weighted_oit)
    assert made.total is None
    assert made.level is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.005", "0.01"), ("84.995", "85.00"), ("84.9949999", "84.99"), ("88.335", "88.34")],
)
def test_a_half_goes_up(value: str, shown: str) -> None:
    assert rounded(Decimal(value)) == Decimal(shown)


def test_a_division_that_does_not_end_never_moves_a_half_down() -> None:
    # 0.3 times the third of 250.45 is 25.045 exactly; the digits cut off must not make it less.
    third = mean([Decimal("100"), Decimal("100"), Decimal("50.45")])
    total = weighted([(Decimal(30), third), (Decimal(70), Decimal(100))])

    assert third * 3 < Decimal("250.45")
    assert rounded(total) == Decimal("95.05")


@law(
    st.lists(st.integers(0, 10000), min_size=10, max_size=10),
)
def test_the_total_equals_exact_whole_number_arithmetic(hundredths: list[int]) -> None:
    made = card(given(" ".join(str(Decimal(h) / 100) for h in hundredths)), LETTERS)
    # Per indicator: 30 % over five, 30 % over three, 40 % over two = 0.06, 0.1, 0.2.
    worth = [6] * 5 + [10] * 3 + [20] * 2
    ten_thousandths = sum(h * w for h, w in zip(hundredths, worth, strict=True))
    half_up = (ten_thousandths + 50) // 100

    assert made.total == Decimal(half_up) / 100


@law(ten)
def test_the_total_lies_between_the_lowest_and_the_highest_instrument(ten: list[Decimal]) -> None:
    made = card(given(" ".join(map(str, ten))), LETTERS)
    three = [made.value(code) for code in ("IIT", "EIT", "OIT")]
    known = [value for value in three if value is not None]

    assert min(known) <= made.figures["total"].value <= max(known)  # type: ignore[operator]


# ── levels of the chain ─────────────────────────────────────────────────────────────────────────


def iit_items(value: str) -> dict[str, Decimal]:
    return {f"i{n}": Decimal(value) for n in range(1, 16)}


@law(st.lists(scores, min_size=3, max_size=3), scores)
def test_items_win_over_a_typed_indicator(items: list[Decimal], typed: Decimal) -> None:
    made = card(
        Inputs(items=dict(zip(("i1", "i2", "i3"), items, strict=True)), indicators={"1": typed}),
        NAMES,
    )
    figure = made.figures["1"]

    assert figure.origin is Origin.COMPUTED
    assert figure.value is not None
    assert abs(figure.value * 3 - sum(items)) < Decimal("1e-15")
    assert figure.typed == typed
    assert [d.code for d in disagreements(made)] == (
        ["1"] if abs(figure.value - typed) > Decimal("0.01") else []
    )


def test_a_disagreement_names_both_figures_and_their_cells() -> None:
    made = score(
        submission({"1": Decimal(90)}, {c: Decimal(80) for c in ("i1", "i2", "i3")}), NAMES
    )
    (found,) = disagreements(made)

    assert (found.code, found.used, found.other) == ("1", Decimal(80), Decimal(90))
    assert found.used_cells == (("รายข้อ", "F3"), ("รายข้อ", "F4"), ("รายข้อ", "F5"))
    assert found.other_cells == (("คะแนน", "F3"),)


@pytest.mark.parametrize(("typed", "told"), [("80.01", False), ("80.02", True), ("79.99", False)])
def test_a_hundredth_is_no_disagreement(typed: str, told: bool) -> None:
    items = {code: Decimal(80) for code in ("i1", "i2", "i3")}
    made = card(Inputs(items=items, indicators={"1": Decimal(typed)}), NAMES)

    assert bool(disagreements(made)) is told


def test_incomplete_items_do_not_replace_a_typed_indicator() -> None:
    made = card(Inputs(items={"i1": Decimal(0)}, indicators={"1": Decimal(90)}), NAMES)
    figure = made.figures["1"]

    assert (figure.value, figure.origin) == (Decimal(90), Origin.TYPED)
    assert figure.reason is not None
    assert "i2, i3" in figure.reason.en


def test_incomplete_items_alone_make_no_indicator() -> None:
    made = card(Inputs(items={"i1": Decimal(50), "i2": Decimal(50)}), NAMES)

    assert made.value("1") is None
    assert made.figures["1"].reason is not None
    assert "i3" in made.figures["1"].reason.en


def test_sub_indicators_are_averaged_alike_however_many_items_they_have() -> None:
    sizes = {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5}
    oit = [item for item in LETTERS.items if item.instrument == "OIT"]
    assert {s: sum(item.group == s for item in oit) for s in sizes} == sizes
    zero = next(item.code for item in oit if item.group == "9.4")
    made = card(Inputs(items={i.code: Decimal(0 if i.code == zero else 100) for i in oit}), LETTERS)

    assert made.value("9.4") == 75
    assert made.value("9") == 95  # not 32 of 33 items
    assert made.value("10") == 100
    assert made.value("OIT") == Decimal("97.5")


def test_both_parts_make_the_indicator_and_the_parts_of_the_instrument() -> None:
    made = card(instruments("90", "80", "96", "90"), NAMES)

    assert made.value("6") == 88
    assert [made.value(code) for code in ("EIT1", "EIT2", "EIT")] == [80, 96, 88]
    assert [p.code for p in made.figures["total"].parts] == ["IIT", "EIT1", "EIT2", "OIT"]
    assert made.total == Decimal("89.40")


def test_parts_of_some_indicators_only_leave_the_parts_of_the_instrument_unknown() -> None:
    points = instruments("90", "80", "96", "90")
    parts = {code: value for code, value in points.parts.items() if not code.startswith("8")}
    made = card(Inputs(indicators={**points.indicators, "8": Decimal(70)}, parts=parts), NAMES)

    assert (made.value("EIT1"), made.value("EIT2")) == (None, None)
    assert made.value("EIT") == 82
    assert made.figures["EIT1"].reason is not None
    assert "8.EIT1" in made.figures["EIT1"].reason.en


def test_one_known_part_does_not_make_the_indicator() -> None:
    made = card(Inputs(parts={"6.EIT1": Decimal(80)}, indicators={"6": Decimal(85)}), NAMES)

    assert made.value("6") == 85
    assert made.value("6.EIT2") is None


def test_parts_and_items_that_differ_are_told() -> None:
    points = Inputs(
        parts={"6.EIT1": Decimal(80), "6.EIT2": Decimal(90)},
        items={code: Decimal(70) for code in ("e1", "e2", "e3")},
    )
    made = card(points, NAMES)

    assert made.value("6") == 85
    assert [(d.code, d.used, d.other) for d in disagreements(made)] == [
        ("6", Decimal(85), Decimal(70))
    ]


def test_instruments_typed_by_hand_are_enough_for_a_level() -> None:
    made = score(
        submission(by_hand={"IIT": Decimal(90), "EIT": Decimal(90), "OIT": Decimal(90)}), LETTERS
    )

    assert (made.total, made.level) == (Decimal(90), "A")
    assert made.figures["IIT"].origin is Origin.TYPED


def test_results_stored_in_formula_cells_are_compared_and_never_believed() -> None:
    alone = score(submission(computed={"IIT": Decimal(90)}), NAMES)
    beside = score(
        submission({code: Decimal(80) for code in "12345"}, computed={"IIT": Decimal(90)}),
        NAMES,
    )

    assert alone.value("IIT") is None
    assert beside.value("IIT") == 80
    assert [d.code for d in disagreements(beside)] == ["IIT"]


def test_a_typed_total_without_its_instruments_is_no_total() -> None:
    made = score(submission(by_hand={"total": Decimal(95)}), NAMES)

    assert (made.total, made.level) == (None, None)
    assert made.figures["total"].typed == 95


# ── what is not known ───────────────────────────────────────────────────────────────────────────


def test_nothing_given_gives_nothing_and_no_zero() -> None:
    made = card(Inputs(), NAMES)

    assert all(figure.value is None and figure.reason for figure in made.figures.values())
    assert (made.total, made.level, made.to_next_level) == (None, None, None)
    assert made.level_reason is not None


@pytest.mark.parametrize("missing", [str(code) for code in range(1, 11)])
def test_a_missing_indicator_leaves_the_other_instruments_and_takes_the_total(missing: str) -> None:
    points = given(SEED)
    rest = {code: value for code, value in points.indicators.items() if code != missing}
    made = card(Inputs(indicators=rest), NAMES)
    known = [code for code in ("IIT", "EIT", "OIT") if made.value(code) is not None]

    assert len(known) == 2
    assert made.total is None
    assert made.level is None
    assert made.level_reason is not None
    assert missing in made.level_reason.en


def test_an_unknown_weight_is_named_and_nothing_is_borrowed() -> None:
    made = card(given(SEED), without_weight(NAMES, "OIT"))

    assert made.value("OIT") == Decimal("88.335")
    assert made.total is None
    assert made.level_reason is not None
    assert "not computable because the weight of OIT" in made.level_reason.en


def test_weights_that_do_not_add_up_make_no_total() -> None:
    iit = NAMES.instrument("IIT").model_copy(update={"weight": Decimal(25)})
    made = card(given(SEED), altered(NAMES, instruments=(iit, *NAMES.instruments[1:])))

    assert made.total is None
    assert made.level_reason is not None
    assert "95" in made.level_reason.en


def test_unknown_levels_leave_the_total() -> None:
    made = card(given(SEED), altered(NAMES, levels="unknown"))

    assert (made.total, made.level) == (Decimal("92.35"), None)
    assert made.level_reason is not None
    assert "levels of this year are not known" in made.level_reason.en


def test_items_of_no_known_group_do_not_make_an_indicator() -> None:
    oit = {item.code: Decimal(100) for item in NAMES.items if item.instrument == "OIT"}
    made = card(Inputs(items=oit), NAMES)

    assert made.value("9") == 100
    assert made.value("10") is None
    assert made.figures["10"].reason is not None
    assert "10.1" in made.figures["10"].reason.en


def test_items_that_may_not_be_all_do_not_make_an_indicator() -> None:
    more = tuple(
        inst.model_copy(update={"item_count": "unknown"}) if inst.code == "IIT" else inst
        for inst in NAMES.instruments
    )
    made = card(Inputs(items=iit_items("90")), altered(NAMES, instruments=more))

    assert made.value("1") is None
    assert card(Inputs(items=iit_items("90")), NAMES).value("IIT") == 90


def test_a_cell_that_is_no_score_is_named_and_not_taken_as_zero() -> None:
    made = score(submission({**dict.fromkeys("1245", Decimal(90)), "3": "ดีมาก"}), NAMES)
    reason = made.figures["3"].reason

    assert made.value("3") is None
    assert made.value("IIT") is None
    assert reason is not None
    assert "ดีมาก" in reason.th
    assert "คะแนน!F7" in reason.th


@pytest.mark.parametrize("value", [Decimal("100.01"), Decimal("-1"), Decimal("NaN")])
def test_points_outside_the_range_are_not_used(value: Decimal) -> None:
    assert score(submission({"1": value}), NAMES).value("1") is None


def test_codes_the_year_does_not_have_are_told() -> None:
    made = card(Inputs(items={"i99": Decimal(5)}, indicators={"11": Decimal(5)}), NAMES)

    assert any("i99, 11" in note.en for note in made.notes)


@law(st.dictionaries(st.sampled_from([*map(str, range(1, 11)), "i1", "o3", "6.EIT1", "x"]), scores))
def test_any_subset_of_figures_is_scored_without_trouble(some: dict[str, Decimal]) -> None:
    made = card(
        Inputs(
            items={c: v for c, v in some.items() if c[0] in "iox"},
            indicators={c: v for c, v in some.items() if c.isdigit()},
            parts={c: v for c, v in some.items() if "EIT" in c},
        ),
        NAMES,
    )

    assert (made.total is None) == (made.level is None)
    assert all((f.value is not None) or f.reason for f in made.figures.values())


# ── what-if ─────────────────────────────────────────────────────────────────────────────────────


def test_an_assumed_indicator_replaces_what_lies_below_it() -> None:
    points = Inputs(items=iit_items("50"), indicators=given(SEED).indicators)
    made = card(assume(points, {"1": Decimal(90)}, NAMES), NAMES)

    assert (made.value("1"), made.figures["1"].origin) == (Decimal(90), Origin.ASSUMED)
    assert made.value("2") == 50


def test_an_assumed_indicator_replaces_its_parts() -> None:
    made = card(assume(instruments("90", "80", "96", "90"), {"6": Decimal(100)}), NAMES)

    assert made.value("6") == 100
    assert made.value("EIT") == 92


def test_an_assumed_part_and_an_assumed_item_count_like_given_ones() -> None:
    points = Inputs(items=iit_items("50"), parts=instruments("0", "80", "90", "0").parts)
    made = card(assume(points, {"6.EIT1": Decimal(92), "i1": Decimal(80)}, NAMES), NAMES)

    assert made.value("EIT1") == 84
    assert made.value("1") == 60
    assert made.figures["i1"].origin is Origin.ASSUMED


def test_assuming_changes_only_the_copy() -> None:
    points = given(SEED)
    assume(points, {"10": Decimal(90)})

    assert points.indicators["10"] == Decimal("76.67")


@pytest.mark.parametrize(
    "wrong", [{"11": Decimal(5)}, {"10": Decimal(101)}, {"IIT": Decimal(9)}, {"6.X": Decimal(1)}]
)
def test_what_cannot_be_assumed_is_refused(wrong: dict[str, Decimal]) -> None:
    with pytest.raises(ItaxlError) as told:
        assume(given(SEED), wrong, NAMES)

    assert next(iter(wrong)) in told.value.text.th


# ── kinds ───────────────────────────────────────────────────────────────────────────────────────


def test_every_figure_says_on_which_level_it_stands() -> None:
    made = card(Inputs(), NAMES)
    kinds = {code: made.figures[code].kind for code in ("i1", "9.1", "6.EIT1", "6", "EIT2", "EIT")}

    assert list(kinds.values()) == [
        FigureKind.ITEM,
        FigureKind.SUB_INDICATOR,
        FigureKind.INDICATOR_PART,
        FigureKind.INDICATOR,
        FigureKind.INSTRUMENT_PART,
        FigureKind.INSTRUMENT,
    ]

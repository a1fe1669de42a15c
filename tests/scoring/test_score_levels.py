from decimal import Decimal

import pytest
from hypothesis import strategies as st
from scoring_cases import LETTERS, NAMES, SEED, altered, given, instruments, law

from itaxl.rulebooks.model import UNKNOWN
from itaxl.scoring import Inputs, assume, card, verdict

scores = st.decimals(0, 100, places=2)


def letter_of(total: str) -> str | None:
    return card(instruments_alike(total), LETTERS).level


def instruments_alike(points: str) -> Inputs:
    return given(" ".join([points] * 10))


@pytest.mark.parametrize(
    ("total", "letter"),
    [
        ("58.13", "D"), ("65.38", "C"), ("74.57", "C"), ("77.70", "B"), ("88.37", "A"),
        ("91.10", "A"), ("96.08", "AA"),
        ("100", "AA"), ("95", "AA"), ("94.99", "A"), ("85", "A"), ("84.99", "B"), ("75", "B"),
        ("74.99", "C"), ("65", "C"), ("64.99", "D"), ("55", "D"), ("54.99", "E"), ("50", "E"),
        ("49.99", "F"), ("0", "F"),
    ],
)  # fmt: skip
def test_letters_at_their_edges(total: str, letter: str) -> None:
    assert letter_of(total) == letter


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (("100", "100", "100", "100"), "ผ่านดีเยี่ยม"),
        (("95", "95", "95", "95"), "ผ่านดีเยี่ยม"),
        (("94.99", "100", "100", "100"), "ผ่านดี"),
        (("100", "94.99", "100", "100"), "ผ่านดี"),
        (("100", "100", "94.99", "100"), "ผ่านดี"),
        (("100", "100", "100", "94.99"), "ผ่านดี"),
        (("98", "90", "96", "98"), "ผ่านดี"),  # a total of 96.5, above 95
        (("85", "85", "85", "85"), "ผ่านดี"),
        (("84.99", "95", "95", "95"), "ผ่าน"),
        (("95", "84.99", "95", "95"), "ผ่าน"),
        (("95", "95", "84.99", "95"), "ผ่าน"),
        (("95", "95", "95", "84.99"), "ผ่าน"),
        (("100", "0", "100", "100"), "ผ่าน"),
        (("84.99", "84.99", "84.99", "84.99"), "ต้องปรับปรุง"),
        (("70", "70", "70", "70"), "ต้องปรับปรุง"),
        (("69.99", "69.99", "69.99", "69.99"), "ต้องปรับปรุงโดยด่วน"),
        (("0", "0", "0", "0"), "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_names_at_their_edges(points: tuple[str, str, str, str], level: str) -> None:
    made = card(instruments(*points), NAMES)

    assert (made.level, made.level_proven, made.level_reason) == (level, True, None)


def test_the_total_is_rounded_before_the_level() -> None:
    # 84.99 everywhere and 2.5 hundredths more in indicator 9 make 84.995.
    made = card(given("84.99 " * 8 + "85.015 84.99"), NAMES)

    assert made.value("total") == Decimal("84.995")
    assert (made.total, made.level, made.at_border) == (Decimal("85.00"), "ผ่าน", True)


def test_an_instrument_is_not_rounded_up_to_a_condition() -> None:
    points = instruments("95", "95", "95", "85")
    made = card(assume(points, {"10": Decimal("84.99")}), NAMES)

    assert made.value("OIT") == Decimal("84.995")
    assert made.level == "ผ่าน"


@pytest.mark.parametrize(
    ("total", "flagged"),
    [
        ("84.994", False), ("84.995", True), ("84.999", True), ("85", True), ("85.004", True),
        ("85.005", False), ("90", False), ("94.995", True), ("69.998", True),
        ("0", False), ("100", False),
    ],
)  # fmt: skip
def test_totals_within_rounding_of_a_border_are_flagged(total: str, flagged: bool) -> None:
    assert card(instruments_alike(total), NAMES).at_border is flagged


@law(st.integers(0, 100_000), st.integers(-5, 5))
def test_two_totals_within_rounding_never_differ_in_level_unflagged(
    thousandths: int, off: int
) -> None:
    near = min(max(thousandths + off, 0), 100_000)
    one = card(instruments_alike(str(Decimal(thousandths) / 1000)), LETTERS)
    other = card(instruments_alike(str(Decimal(near) / 1000)), LETTERS)

    assert one.level == other.level or one.at_border or other.at_border


# ── proof ───────────────────────────────────────────────────────────────────────────────────────


def with_mean(eit: str, rest: str = "100") -> Inputs:
    points = instruments(rest, "0", "0", rest)
    return Inputs(indicators={**points.indicators, **dict.fromkeys("678", Decimal(eit))})


@pytest.mark.parametrize(
    ("eit", "rest", "level", "proven"),
    [
        ("84.99", "100", "ผ่าน", True),  # the mean is below 85, so a part must be
        ("85", "100", "ผ่านดี", False),
        ("92.49", "100", "ผ่านดี", False),
        ("92.50", "100", "ผ่านดี", True),
        ("94.99", "100", "ผ่านดี", True),
        ("95", "100", "ผ่านดีเยี่ยม", False),
        ("97.49", "100", "ผ่านดีเยี่ยม", False),
        ("97.50", "100", "ผ่านดีเยี่ยม", True),
        ("100", "100", "ผ่านดีเยี่ยม", True),
        ("97.50", "84", "ผ่าน", True),  # another instrument decides
        ("60", "80", "ต้องปรับปรุง", True),  # the total alone decides
    ],
)
def test_what_the_mean_of_the_parts_proves(eit: str, rest: str, level: str, proven: bool) -> None:
    made = card(with_mean(eit, rest), NAMES)

    assert (made.level, made.level_proven) == (level, proven)
    assert (made.level_reason is None) is proven


def test_the_reason_says_from_which_mean_it_would_be_certain() -> None:
    made = card(given(SEED), NAMES)

    assert (made.level, made.level_proven) == ("ผ่านดี", False)
    assert made.level_reason is not None
    assert "92.50" in made.level_reason.th
    assert "92.50" in made.level_reason.en


def test_a_single_indicator_can_prove_more_than_the_mean() -> None:
    # Parts known for two indicators bound the parts of the instrument more closely.
    parts = {f"{code}.{part}": Decimal(90) for code in "67" for part in ("EIT1", "EIT2")}
    points = instruments("100", "0", "0", "100")
    made = card(Inputs(indicators={**points.indicators, "8": Decimal(90)}, parts=parts), NAMES)

    # The third indicator's parts lie within 80 … 100, those of the instrument within 86.67 … 93.33.
    assert made.value("EIT1") is None
    assert (made.level, made.level_proven) == ("ผ่านดี", True)


@law(
    st.lists(st.tuples(scores, scores), min_size=3, max_size=3),
    st.decimals(85, 100, places=2),
    st.decimals(85, 100, places=2),
)
def test_hiding_the_parts_never_proves_a_wrong_level(
    parts: list[tuple[Decimal, Decimal]], iit: Decimal, oit: Decimal
) -> None:
    known = instruments(str(iit), "0", "0", str(oit))
    halves = {
        f"{code}.EIT{n}": pair[n - 1]
        for code, pair in zip("678", parts, strict=True)
        for n in (1, 2)
    }
    means = {code: (pair[0] + pair[1]) / 2 for code, pair in zip("678", parts, strict=True)}
    true = card(Inputs(indicators=known.indicators, parts=halves), NAMES)
    seen = card(Inputs(indicators={**known.indicators, **means}), NAMES)
    names = [band.name for band in NAMES.levels.bands]  # type: ignore[union-attr]

    assert true.level_proven
    assert true.total == seen.total
    assert names.index(seen.level) <= names.index(true.level)
    if seen.level_proven:
        assert seen.level == true.level


@law(st.lists(scores, min_size=10, max_size=10), st.integers(0, 9), scores)
def test_more_never_lowers_a_level(ten: list[Decimal], which: int, more: Decimal) -> None:
    for book in (NAMES, LETTERS):
        names = [band.name for band in book.levels.bands]  # type: ignore[union-attr]
        before = card(given(" ".join(map(str, ten))), book)
        better = [max(old, more) if n == which else old for n, old in enumerate(ten)]
        after = card(given(" ".join(map(str, better))), book)

        assert names.index(after.level) <= names.index(before.level)
        assert not before.level_proven or after.level_proven or after.level != before.level


def test_conditions_nobody_knows_make_no_level_where_they_would_decide() -> None:
    levels = NAMES.levels.model_copy(update={"conditions_on": (UNKNOWN,)})  # type: ignore[union-attr]
    book = altered(NAMES, levels=levels)

    assert card(instruments_alike("90"), book).level is None
    assert card(instruments_alike("90"), book).level_reason is not None
    assert card(instruments_alike("80"), book).level == "ต้องปรับปรุง"
    assert card(instruments_alike("80"), book).to_next_level is not None
    assert card(instruments_alike("90"), book).to_next_level is None


# ── verdicts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ("100", "ผ่านเกณฑ์"), ("85", "ผ่านเกณฑ์"), ("84.995", "ผ่านเกณฑ์"), ("84.994", "ต้องปรับปรุง"),
        ("70", "ต้องปรับปรุง"), ("69.99", None), ("0", None),
    ],
)  # fmt: skip
def test_verdicts_at_their_edges(points: str, name: str | None) -> None:
    assert verdict(Decimal(points), NAMES) == name


def test_a_year_without_verdicts_gives_none() -> None:
    assert LETTERS.verdicts == UNKNOWN
    assert card(given(SEED), LETTERS).verdicts == {}
    assert card(given(SEED), NAMES).verdicts["10"] == "ต้องปรับปรุง"

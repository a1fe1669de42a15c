"""One sentence that holds for every input."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields import FIELDS, Context, item_code, owner, period, status
from itaxl.fields.common import folded, nothing
from itaxl.fields.lexicon import NOTHING
from itaxl.fields.reading import Reading, State

HERE = Path(__file__).parent


def written(name: str) -> list[str]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return [row["written"].replace("\\n", "\n") for row in csv.DictReader(lines)]


PERIODS, OWNERS, RESULTS = map(written, ("period.csv", "owner.csv", "status_result.csv"))
GAPS = st.sampled_from([" ", "\n", "  ", "\u00a0", "\t", "\u200b", "\r\n   "])
THAI = st.text(st.sampled_from("กขคงตมปีงบประาณ๐๑๒๓0123456789.-–/ ำํ้่็์พศ.คยเดือนioeIOE,และ\n()"))
ANY = st.one_of(st.text(), THAI, st.sampled_from([*PERIODS, *OWNERS, *RESULTS]))


@st.composite
def with_gaps(draw: Callable[..., Any], texts: list[str]) -> tuple[str, str]:
    """Give a text and the same text with white space and line breaks anywhere."""
    text = draw(st.sampled_from(texts))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)), reverse=True)
    broken = text
    for place in places:
        broken = broken[:place] + draw(GAPS) + broken[place:]
    return text, broken


def same(reading: Reading[Any]) -> Reading[Any]:
    return reading._replace(repairs=())


@given(with_gaps(PERIODS), st.sampled_from([None, 2567]))
def test_white_space_never_changes_a_period(pair: tuple[str, str], year: int | None) -> None:
    assert same(period.read_text(pair[0], year)) == same(period.read_text(pair[1], year))


@given(with_gaps(OWNERS))
def test_white_space_never_changes_owners(pair: tuple[str, str]) -> None:
    assert same(owner.read_text(pair[0])) == same(owner.read_text(pair[1]))


@given(with_gaps(RESULTS))
def test_white_space_never_changes_what_a_result_tells(pair: tuple[str, str]) -> None:
    assert status.from_result(pair[0]) == status.from_result(pair[1])


@given(st.sampled_from([*PERIODS, *OWNERS, *RESULTS]))
def test_kinds_of_digits_and_spellings_of_sara_am_change_nothing(text: str) -> None:
    others = [
        thai.thai_digits(text),
        thai.western_digits(text),
        text.replace("\u0e33", "\u0e4d\u0e32"),
        text.replace("\u0e33", "\u0e4d \u0e32"),
    ]

    for other in others:
        assert same(period.read_text(other)) == same(period.read_text(text))
        assert same(owner.read_text(other)) == same(owner.read_text(text))
        assert status.from_result(other) == status.from_result(text)


@settings(max_examples=300)
@given(ANY, st.sampled_from([*Kind]), st.sampled_from(sorted(FIELDS)))
def test_no_reader_ever_raises_and_only_a_reading_has_a_value(
    raw: str, kind: Kind, field: str
) -> None:
    context = Context(fiscal_year=2568, code_ranges={"i": 15, "e": 9, "o": 35})

    reading = FIELDS[field](Cell(1, 1, kind, raw), context)

    assert (reading.value is not None) == (reading.state is State.READ)
    assert reading.why or reading.state in {State.READ, State.BLANK, State.NONE}


@given(st.one_of(ANY, with_gaps(sorted(NOTHING)).map(lambda pair: pair[1].upper())))
def test_a_glance_at_the_first_letter_hides_no_word_for_nothing(text: str) -> None:
    bare = folded(text)

    assert (nothing(text) is None) == (bool(bare.strip("._…-")) and bare not in NOTHING)


@given(ANY)
def test_a_period_lies_in_its_fiscal_years(text: str) -> None:
    found = period.read_text(text, 2568).value
    if found is None or found.start is None or found.end is None or found.reversed:
        return

    assert found.start <= found.end
    assert thai.fiscal_year(found.start) == found.fiscal_years[0]
    assert thai.fiscal_year(found.end) == found.fiscal_years[-1]


@given(st.dates(min_value=thai.fiscal_start(2550), max_value=thai.fiscal_end(2599)))
def test_a_day_we_write_is_the_day_we_read(day: Any) -> None:
    for text in (thai.say_date(day), thai.say_date(day, short=True)):
        reading = period.read_text(text)
        assert reading.value is not None
        assert (reading.value.start, reading.value.end) == (day, day)


@given(st.lists(st.tuples(st.sampled_from("ieo"), st.integers(1, 9)), min_size=1, max_size=5))
def test_codes_we_write_are_the_codes_we_read(codes: list[tuple[str, int]]) -> None:
    names = [f"{letter}{number}" for letter, number in codes]

    for joint in (", ", " ", "\n", " และ ", "/"):
        text = joint.join(names)
        reading = item_code.read_codes(text, {"i": 15, "e": 9, "o": 35})
        assert reading.value == tuple(dict.fromkeys(names))

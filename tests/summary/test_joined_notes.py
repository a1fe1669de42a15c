"""What several summaries say of the same rows: nothing is lost, joining twice changes nothing."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl.summary.notes import Note, joined, label

TAB = "มาตรการ"
FILES = ("อำเภอเหนือ.xlsx", "อำเภอใต้.xlsx", "เมือง (2).xlsx")


def note(key: str, text: str = "", assigned: str = "", since: str = "", **more: object) -> Note:
    return Note(TAB, key, "อบต.ทุ่งสน", "", text, assigned, since, tuple(more.items()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "others", "told"),
    [
        ((), {FILES[0]: [note("1", "โทรแล้ว")]}, ["โทรแล้ว"]),
        ((), {FILES[0]: [note("1", "ก")], FILES[1]: [note("1", "ก")]}, ["ก"]),
        (
            (),
            {FILES[0]: [note("1", "ข")], FILES[1]: [note("1", "ก")]},
            [f"[{FILES[0]}] ข\n[{FILES[1]}] ก"],
        ),
        (
            [note("1", "ของจังหวัด")],
            {FILES[0]: [note("1", "ก")], FILES[1]: [note("1", "ก")]},
            [f"ของจังหวัด\n[{FILES[0]}, {FILES[1]}] ก"],
        ),
        ([note("1", "ก")], {FILES[0]: [note("1", "ก")]}, ["ก"]),
        ([note("1", "ก")], {FILES[0]: [note("2", "ข")]}, ["ก", "ข"]),
        ([note("1", "", "คุณ ก")], {FILES[0]: [note("1", "ข")]}, ["ข"]),
    ],
    ids=["alone", "the same", "two", "own and two", "own again", "two rows", "two columns"],
)
def test_what_differs_stands_together_with_who_said_it(
    own: Sequence[Note], others: Mapping[str, Sequence[Note]], told: list[str]
) -> None:
    assert [one.note for one in joined(own, others)] == told


def test_names_are_joined_as_notes_are() -> None:
    one, two = note("1", "", "คุณ ก"), note("1", "", "คุณ ข")

    (both,) = joined((), {FILES[0]: [one], FILES[1]: [two]})

    assert both.assigned == f"[{FILES[0]}] คุณ ก\n[{FILES[1]}] คุณ ข"
    assert both.note == ""


def test_numbers_and_dates_of_added_columns_stay_while_nobody_differs() -> None:
    day = dt.date(2024, 11, 15)
    one = note("1", งบ=Decimal("12.50"), นัด=day)
    two = note("1", งบ=Decimal("12.5"), นัด=dt.date(2024, 11, 16))

    (both,) = joined((), {FILES[0]: [one], FILES[1]: [two]})

    assert dict(both.more) == {
        "งบ": Decimal("12.5"),
        "นัด": f"[{FILES[0]}] 15 พ.ย. 2567\n[{FILES[1]}] 16 พ.ย. 2567",
    }


def test_the_day_a_note_was_lost_on_stays_when_the_district_sends_it_again() -> None:
    lost = note("1", "ก", since="1 ต.ค. 2567")

    assert joined([lost], {FILES[0]: [note("1", "ก")]}) == (lost,)


def test_of_ones_own_two_notes_for_one_row_stay_two() -> None:
    own = (note("1", "ใหม่"), note("1", "เก่า", since="1 ต.ค. 2567"))

    assert set(joined(own, {FILES[0]: [note("1", "ใหม่")]})) == set(own)


def test_columns_are_told_of_once_in_their_order() -> None:
    def heading(*names: str) -> Note:
        return Note(TAB, "", "", "", "", "", more=tuple((name, None) for name in names))

    (told,) = joined([heading("ก", "ข")], {FILES[0]: [heading("ค", "ก")]})

    assert [name for name, _ in told.more] == ["ก", "ข", "ค"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("เมือง.xlsx", "เมือง.xlsx"),
        ("เมือง, ใต้ [1].xlsx", "เมือง ใต้ 1 .xlsx"),
        ("เมือง.XLSX", "เมือง.XLSX.xlsx"),
    ],
)
def test_the_name_of_a_file_holds_no_sign_of_ours(name: str, told: str) -> None:
    assert label(name) == told


texts = st.sampled_from(["", "ก", "ข", "ก\nข", "[x] ก", "โทรแล้ว", "ค\n"]).map(str.strip)
days = st.sampled_from(["", "1 ต.ค. 2567"])
values = st.sampled_from([None, Decimal(1), dt.date(2024, 1, 1), "1", "ก"])
written = st.builds(
    lambda key, text, who, since, value: note(key, text, who, since, คอลัมน์=value),
    st.sampled_from(["1", "2", ""]), texts, texts, days, values,
)  # fmt: skip
sheets = st.lists(written, max_size=4).map(tuple)
inputs = st.dictionaries(st.sampled_from(FILES), sheets, max_size=3)


@settings(max_examples=150, deadline=None)
@given(sheets, inputs)
def test_joining_again_changes_nothing(
    own: tuple[Note, ...], others: dict[str, tuple[Note, ...]]
) -> None:
    once = joined(own, others)

    assert set(joined(once, others)) == set(once)


@settings(max_examples=100, deadline=None)
@given(sheets, inputs)
def test_the_order_of_the_summaries_makes_no_difference(
    own: tuple[Note, ...], others: dict[str, tuple[Note, ...]]
) -> None:
    found = {joined(own, dict(order)) for order in itertools.permutations(others.items())}

    assert len(found) == 1


@settings(max_examples=150, deadline=None)
@given(sheets, inputs)
def test_nothing_that_was_said_is_lost(
    own: tuple[Note, ...], others: dict[str, tuple[Note, ...]]
) -> None:
    told = joined(own, others)

    for one in (*own, *itertools.chain.from_iterable(others.values())):
        mine = [each for each in told if each.key == one.key]
        for said in (one.note, one.assigned):
            assert any(said in each.note or said in each.assigned for each in mine)
        for heading, value in one.more:
            assert value is None or any(heading in dict(each.more) for each in mine)

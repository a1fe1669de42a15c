"""What lies aside of a long table comes back as it was put there."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.summary.longtable import LongTable, packed

ANY_TEXT = st.text(st.characters() | st.sampled_from("\x1f\ud800กี่"))
OTHERS = (("i1", "o13"), dt.date(2024, 12, 1), None, b"\x1f\x00")


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=5))
def test_texts_of_any_letters_come_back(rows: list[tuple[str, str, str]]) -> None:
    table = LongTable(("place",), ("a", "b", "c", "codes", "end", "theme", "raw"))
    for place, texts in enumerate(rows):
        table.add((place,), packed(texts, OTHERS))

    assert [tuple(row) for row in table] == [(n, *row, *OTHERS) for n, row in enumerate(rows)]


@pytest.mark.parametrize("texts", [(), ("",), ("", "")])
def test_few_and_blank_texts_come_back(texts: tuple[str, ...]) -> None:
    table = LongTable((), (*"abc"[: len(texts)], "other"))
    table.add((), packed(texts, (1,)))

    assert [tuple(row) for row in table] == [(*texts, 1)]

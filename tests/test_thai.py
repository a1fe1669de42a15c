"""Thai text in one spelling."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl import thai

MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"
DAMAGED = st.text(
    st.sampled_from(MARKS + "กนดเแาำ \n\u200b\u00a0\ufffd\uf70a\uf711๑1"), max_size=30
)
ANY = st.one_of(st.text(max_size=60), DAMAGED)


@pytest.mark.parametrize(
    "written",
    [
        "น้\u0e4d\u0e32",
        "น\u0e4d้\u0e32",
        "น\u0e33\u0e49",
        "น\u0e49\u0e49\u0e33",
        "น\u0e49\u0e4d\u0e33",
    ],
)
def test_sara_am_has_one_spelling(written: str) -> None:
    assert thai.clean(written) == "น\u0e49\u0e33"


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("เเผน", "แผน"),
        ("ด\ufffd\u0e33เนิน", "ดำเนิน"),
        ("ป\uf710น", "ปั\u0e19"),
        ("ก\u200bข\ufeff", "กข"),
        ("ก\u00a0ข", "ก ข"),
        ("a\x07b", "ab"),
        ("ก\nข", "ก\nข"),
        ("plain text", "plain text"),
    ],
)
def test_cleaning_mends_what_cannot_be_seen(written: str, clean: str) -> None:
    assert thai.clean(written) == clean


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert thai.clean(thai.clean(text)) == thai.clean(text)


PAGE = "".join(bytes([code]).decode("cp874", "ignore") for code in range(256))


@given(st.text(st.sampled_from(PAGE + "\u200b\u0301\uf70a"), max_size=8) | ANY)
def test_the_glance_for_the_thai_code_page_says_what_the_patterns_say(text: str) -> None:
    dirty = (
        thai._ODD_LETTER.search(text)
        or thai._ODD_PAIR.search(text)
        or "\u0e40\u0e40" in text
        or not unicodedata.is_normalized("NFC", text)
    )

    assert thai._looked_at(text).is_clean is not bool(dirty)


@given(st.text(st.sampled_from(PAGE + "\u200b\u0301\uf70a１ß"), max_size=8) | ANY)
def test_folding_by_the_thai_code_page_is_folding_step_by_step(text: str) -> None:
    assert (thai.fold(text), thai.folded_letters(text)) == thai._folded(text)


@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert thai.fold(thai.fold(text)) == thai.fold(text)


@given(ANY, st.lists(st.integers(0, 60), max_size=5))
def test_white_space_anywhere_never_changes_the_folded_form(text: str, places: list[int]) -> None:
    broken = text
    for place in places:
        broken = broken[:place] + " \n"[place % 2] + broken[place:]

    assert thai.fold(broken) == thai.fold(text)


WORDS = ["ดำเนินการ", "น้ำประปา", "ที่ปรึกษา", "แผนปฏิบัติ", "ก.ย. ๖๗", "ITA", "กำกับ\nติดตาม"]


@given(st.lists(st.sampled_from([*WORDS, "\u200b", "\ufeff", "น\u0e4d\u0e49\u0e32"])).map(" ".join))
def test_folding_cleaned_text_is_folding_the_text(text: str) -> None:
    assert thai.fold(thai.clean(text)) == thai.fold(text)


@given(st.text("0123456789", max_size=10))
def test_digits_come_back(digits: str) -> None:
    assert thai.western_digits(thai.thai_digits(digits)) == digits


def test_width_counts_columns() -> None:
    assert thai.width("ผู้รับผิดชอบ") == 8
    assert thai.width("abc") == 3


@pytest.mark.parametrize(
    ("day", "year"),
    [(dt.date(2023, 9, 30), 2566), (dt.date(2023, 10, 1), 2567), (dt.date(2024, 9, 30), 2567)],
)
def test_the_fiscal_year_begins_in_october(day: dt.date, year: int) -> None:
    assert thai.fiscal_year(day) == year
    assert thai.fiscal_start(year) <= day <= thai.fiscal_end(year)


def test_dates_are_said_as_officials_do() -> None:
    assert thai.say_date(dt.date(2024, 10, 1)) == "1 ตุลาคม 2567"
    assert thai.say_date(dt.date(2024, 10, 1), short=True) == "1 ต.ค. 2567"

"""Texts in the form in which they are compared with others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.checks import likeness
from itaxl.thai import fold

PAGE = "".join(bytes([code]).decode("cp874", "ignore") for code in range(256))


@given(st.text(st.sampled_from(PAGE + "\u200b\u0301１ß’") | st.characters(), max_size=12))
def test_letters_by_the_thai_code_page_are_those_of_the_pattern(text: str) -> None:
    letters = likeness._NO_LETTER.sub("", fold(text))

    assert likeness.bare(text) == letters.encode("cp874", "backslashreplace")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("จัดทำแผน (ปี 2568) ครบ ๑๒ เดือน", "จัดทำแผนปีครบเดือน"),
        ("เทศบาลทุ่งสน จัดอบรม", "เทศบาลจัดอบรม"),
        ("e-Service “ใหม่” – 50%", "eserviceใหม่"),
    ],
)
def test_names_digits_and_signs_make_no_difference(text: str, bare: str) -> None:
    assert likeness.bare(text, ["ทุ่งสน".encode("cp874")]) == bare.encode("cp874")

"""Days and months as people write them, found in folded text."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from itaxl import thai
from itaxl.fields.lexicon import WORDS

# A Buddhist year in full, a Gregorian one, or the last two digits; an apostrophe may stand before.
YEAR = r"(?:2[4-6]\d\d|19\d\d|20\d\d|['’‘]?\d\d)"
ERA = r"(?:ปี)?(?:พ\.?ศ\.?|ค\.?ศ\.?)?"


def _loose(short: str) -> str:
    """Let dots of a shortened month be missing; with none at all a number or dash must follow."""
    head, tail = short.rstrip(".").split(".")
    undotted = rf"{head}{tail}(?=(?:พ\.?ศ\.?)?['’‘]?\d|-|$)"
    return rf"{head}\.{tail}\.?|{head}{tail}\.|{undotted}"


def _month_words() -> dict[str, int]:
    """Give the pattern of every way to write a month, longest first, with its number."""
    words: dict[str, int] = {}
    for number, (full, short) in enumerate(zip(thai.MONTHS, thai.SHORT_MONTHS, strict=True), 1):
        more = WORDS["months"][str(number)]
        for word in sorted((full, *more), key=len, reverse=True):
            words[re.escape(thai.fold(word)) + r"\.?"] = number
        words[_loose(thai.fold(short))] = number
    return words


_BY_NUMBER: dict[int, list[str]] = {}
for _word, _number in _month_words().items():
    _BY_NUMBER.setdefault(_number, []).append(_word)
MONTH = "(?:" + "|".join("|".join(words) for words in _BY_NUMBER.values()) + ")"
_MONTHS = [(n, re.compile("|".join(words))) for n, words in _BY_NUMBER.items()]

WORDED = rf"(?:\d{{1,2}})?(?:เดือน)?{MONTH}(?:{ERA}{YEAR})?"
FULL_YEAR = r"(?:(?:2[4-6]|19|20)\d\d)"
# Dots and dashes need the whole year: 1.2.10 is a number of a chapter, 1-10-66 a telephone's end.
SLASHED = (
    rf"(?:\d{{1,2}}/\d{{1,2}}/{YEAR}|\d{{1,2}}\.\d{{1,2}}\.{FULL_YEAR}"
    rf"|\d{{1,2}}-\d{{1,2}}-{FULL_YEAR})"
)
ISO = rf"(?:{FULL_YEAR}-\d\d-\d\d)"
MONTH_SLASH = rf"(?:(?:0?[1-9]|1[0-2])/{FULL_YEAR})"

_WORDED = re.compile(rf"(\d{{1,2}})?(?:เดือน)?({MONTH})(?:{ERA}({YEAR}))?")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Point:
    """
    A day or a month as written; ``year`` is Gregorian, None when none was written.

    ``why`` names a doubt about it (and the point is then the likelier reading); ``turned`` tells
    that the year was written in the Gregorian era.
    """

    month: int
    year: int | None = None
    day: int | None = None
    why: str = ""
    turned: bool = False

    @property
    def exists(self) -> bool:
        """The calendar has such a day; without a year 29 February is given the benefit."""
        if self.day is None:
            return 1 <= self.month <= 12
        year = 2000 if self.year is None else self.year
        return 1 <= self.month <= 12 and 1 <= self.day <= calendar.monthrange(year, self.month)[1]

    @property
    def first(self) -> dt.date:
        """The first day meant."""
        return dt.date(self.year or 1, self.month, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day meant."""
        year = self.year or 1
        return dt.date(year, self.month, self.day or calendar.monthrange(year, self.month)[1])

    def in_year(self, year: int) -> "Point":
        """Give the point a Gregorian year."""
        return replace(self, year=year)


def year_of(text: str) -> tuple[int, str, bool]:
    """
    Read a year as written: Gregorian number, doubt, whether it was written as Gregorian.

    Two digits from 50 are Buddhist (67 is 2567). Below that the Buddhist year would lie before
    1 January 2550, so a Gregorian one is likelier: doubted.
    """
    digits = text.lstrip("'’‘")
    number = int(digits)
    if len(digits) == 4:
        return (thai.gregorian(number), "", False) if number >= 2400 else (number, "", True)
    if number >= 50:
        return thai.gregorian(2500 + number), "", False
    return 2000 + number, "two-digit-year", True


@lru_cache(maxsize=128)
def _month(word: str) -> int:
    """Number a month by a word of the pattern MONTH; there are few, and each is tried in turn."""
    return next(number for number, pattern in _MONTHS if pattern.fullmatch(word))


def worded(text: str) -> Point:
    """Read a token of the pattern WORDED."""
    match = _WORDED.fullmatch(text)
    assert match
    month = _month(match[2])
    day = int(match[1]) if match[1] else None
    if match[3] is None:
        return Point(month, day=day)
    year, why, turned = year_of(match[3])
    return Point(month, year, day, why, turned)


def numbered(text: str) -> Point:
    """Read a token of the patterns SLASHED, ISO or MONTH_SLASH: day first, as Thais write."""
    parts = _NUMBERS.findall(text)
    if len(parts[0]) == 4:
        year, why, turned = year_of(parts[0])
        return Point(int(parts[1]), year, int(parts[2]), why, turned)
    year, why, turned = year_of(parts[-1])
    if len(parts) == 2:
        return Point(int(parts[0]), year, None, why, turned)
    day, month = int(parts[0]), int(parts[1])
    if month > 12 >= day:
        return Point(day, year, month, "month-first", turned)
    return Point(month, year, day, why, turned)

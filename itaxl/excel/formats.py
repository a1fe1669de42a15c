"""Number formats: what a stored number means, and a date serial as a date."""

import datetime as dt
import math
import re
from functools import lru_cache

from itaxl.cells import Kind

# ECMA-376 part 1, 18.8.30. 59 to 62 and 67 to 81 are the Thai ones, which only the identifier
# names; 27 to 36 and 50 to 58 are dates in the East Asian editions.
BUILT_IN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: "_(* #,##0_);_(* (#,##0);_(* \\-_);_(@_)",
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* \\-_);_(@_)',
    43: "_(* #,##0.00_);_(* (#,##0.00);_(* \\-??_);_(@_)",
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* \\-??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    59: "t0",
    60: "t0.00",
    61: "t#,##0",
    62: "t#,##0.00",
    67: "t0%",
    68: "t0.00%",
    69: "t# ?/?",
    70: "t# ??/??",
    71: "ว/ด/ปปปป",
    72: "ว-ดดด-ปป",
    73: "ว-ดดด",
    74: "ดดด-ปป",
    75: "ช:นน",
    76: "ช:นน:ทท",
    77: "ว/ด/ปปปป ช:นน",
    78: "นน:ทท",
    79: "[ช]:นน:ทท",
    80: "นน:ทท.0",
    81: "d/m/bb",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, *range(50, 59)), "yyyy/m/d"),
    **dict.fromkeys((32, 33, 34, 35), "h:mm:ss"),
}

# What a format shows as it stands: quoted, escaped, as wide as a letter, or filling the cell.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+|ช+|น+|ท+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WORDS = re.compile(r"general|am/pm|a/p|e[+-]", re.IGNORECASE)
_PARTS_OF_SECONDS = re.compile(r"(?<=[sSท])[.,]0+")
_DIGITS = re.compile(r"[0#?]")
_DATE_LETTERS = re.compile(r"[dmyhsbega]", re.IGNORECASE)
_DAY_LETTERS = re.compile(r"[dybega]|วว?|ป", re.IGNORECASE)
_THAI_WORDS = re.compile("[\u0e01-\u0e4e]+")
_THAI_DATE = re.compile(r"[วดปชนท]+\Z")

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_NOT_A_NUMBER = re.compile(r"[+-]?(?:nan|inf|infinity|1\.#(?:inf|ind|qnan))\Z", re.IGNORECASE)

_BASE_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 a serial has no time zone
_BASE_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 a serial has no time zone
_DAY = 86_400_000


@lru_cache(maxsize=4096)
def meaning(code: str) -> Kind:
    """
    Tell what a number under a format is: NUMBER, DATE or PERCENT.

    A time of day is a DATE; an elapsed time, such as [h]:mm, is a NUMBER of days.
    """
    for section in _sections(code)[:3]:
        if _is_date(section):
            return Kind.DATE
        if "%" in _BRACKETS.sub("", section):
            return Kind.PERCENT
    return Kind.NUMBER


def _sections(code: str) -> list[str]:
    """Split a format at its semicolons, what it shows as it stands taken out."""
    return _LITERAL.sub(" ", code).split(";")


def _is_date(section: str) -> bool:
    if _ELAPSED.search(section):
        return False
    bare = _PARTS_OF_SECONDS.sub("", _WORDS.sub("", _BRACKETS.sub("", section)))
    if _DIGITS.search(bare):
        return False
    # Letters of a Thai word that nobody quoted, such as บาท, are not parts of a date.
    thai = _THAI_WORDS.findall(bare)
    if thai:
        return all(_THAI_DATE.match(word) for word in thai)
    return _DATE_LETTERS.search(bare) is not None


@lru_cache(maxsize=4096)
def shows_day(code: str) -> bool:
    """Tell whether a date format shows a day or year, not a time of day alone."""
    return any(_DAY_LETTERS.search(_WORDS.sub("", _BRACKETS.sub("", s))) for s in _sections(code))


def read_number(text: str) -> tuple[Kind, str]:
    """
    Read what stands where a number should.

    A finite number keeps its spelling; infinities, not-a-number and numbers past the largest a
    spreadsheet holds become the error value #NUM!; anything else is kept as the text it is.
    """
    text = text.strip(" \t\r\n")
    if _NUMBER.match(text):
        return (Kind.NUMBER, text) if math.isfinite(float(text)) else (Kind.ERROR, "#NUM!")
    if _NOT_A_NUMBER.match(text):
        return Kind.ERROR, "#NUM!"
    return Kind.TEXT, text


def iso_date(serial: str, code: str, *, base_1904: bool) -> str | None:
    """
    Write a date serial as ISO text: a date, a date with time, or a time of day.

    None where the number is no date: negative, beyond the year 9999, day 0, and 29 February 1900,
    which spreadsheets count and the calendar does not.
    """
    days = float(serial)
    if not 0 <= days < 2_958_466:
        return None
    whole, fraction = divmod(round(days * _DAY), _DAY)
    if whole == 0 and not shows_day(code):
        return _spell(_BASE_1904 + dt.timedelta(milliseconds=fraction)).partition("T")[2] or (
            "00:00:00"
        )
    if base_1904:
        base = _BASE_1904
    elif whole in {0, 60}:
        return None
    else:
        base = _BASE_1900 if whole > 60 else _BASE_1900 + dt.timedelta(days=1)
    try:
        return _spell(base + dt.timedelta(days=whole, milliseconds=fraction))
    except OverflowError:
        return None


def _spell(moment: dt.datetime) -> str:
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")

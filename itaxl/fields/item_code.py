"""Item codes such as i1 and o12, and what copying makes of them: ๐๗ for o7, 112 for i12."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, doubtful, no_value, nothing, plain_dashes
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading, Repair


class Code(str):
    """
    The code of a question or item, a string such as ``o7``; with what was written and why it is so.

    ``rule``: letter, zero (0 or ๐ printed for o), one (1 or ๑ printed for i), list (the letter
    stands before an earlier number), range (between the two ends of i1-i3).
    """

    __slots__ = ("raw", "rule", "sure")

    raw: str
    rule: str
    sure: bool

    def __new__(
        cls, code: str, raw: str = "", rule: str = "letter", *, sure: bool = True
    ) -> "Code":
        """Make a code; by itself it is written as it is."""
        made = super().__new__(cls, code)
        made.raw, made.rule, made.sure = raw or code, rule, sure
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, str, str], dict[str, bool]]:
        return (str(self), self.raw, self.rule), {"sure": self.sure}


class _Written(NamedTuple):
    letter: str
    digits: str
    raw: str


_SECTIONS = {"iit": "i", "eit": "e", "oit": "o", "i": "i", "e": "e", "o": "o"}
# A letter may stand apart from its digits; o also comes as its Greek and Cyrillic look-alikes.
_ITEM = re.compile(r"(?:(?P<letter>[ieoοоі|l])\s*)?(?P<digits>\d{1,3})(?!\d)", re.IGNORECASE)
_LOOKALIKES = str.maketrans("οоі|l", "ooiii")
_BETWEEN = re.compile(r"[\s,;/+&·•.()]*(?:และ)?(?:ข้อ(?:ที่)?)?[\s,;/+&·•.()]*|\s*")
_TO = re.compile(r"\s*(?:-|ถึง|~)\s*")
_LEAD = re.compile(r"[\s\-•*]*(?:(?:ข้อ|ตัวชี้วัด)(?:ที่)?\s*)?")
# A dot, a bracket or a word for what is counted makes a bare number no code.
_NUMBERED = re.compile(
    r"\s*(?:[.)/%]|วัน|เดือน|ปี|ครั้ง|คน|ราย(?!งาน|การ|เดือน|ได้)|เรื่อง(?!ร้องเรียน)|โครงการ|กิจกรรม|ชั่วโมง|หน่วย)"
)
_AFTER = re.compile(r"\s*[:.)\-]?\s*")


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[tuple[Code, ...]]:
    """Read the item codes of a cell."""
    if (answer := no_value(cell)) is not None:
        return answer
    if cell.kind in {Kind.TEXT, Kind.NUMBER}:
        text = cell.raw if cell.kind is Kind.TEXT else cell.shown
        return read_codes(text, context.code_ranges, context.section)
    return declined(cell.kind.value)


def _normal(text: str) -> str:
    return plain_dashes(thai.western_digits(thai.clean(text)))


def read_codes(
    text: str, ranges: Mapping[str, int], section: str = ""
) -> Reading[tuple[Code, ...]]:
    """
    Read a list of item codes.

    ``ranges`` is the highest number of each letter in the year; empty when it is not known.
    Separators are white space, commas, และ, ข้อ …; ``i1-i3`` is a range. Anything else declines.
    A code with its letter is read even when the year has no such item: that is for a check to say.
    """
    if (answer := nothing(text)) is not None:
        return answer
    groups = _groups(_normal(text))
    if groups is None:
        return declined("not-a-code")
    known = section or next((w.letter for group in groups for w in group if w.letter), "")
    codes: list[Code] = []
    letter = ""
    for group in groups:
        found = [_decide(written, ranges, known, letter) for written in group]
        if None in found:
            return declined("no-letter")
        ends = [code for code in found if code]
        letter = ends[-1][0] if any(w.letter for w in group) else letter
        filled = _filled(ends)
        if filled is None:
            return declined("not-a-code")
        codes += filled
    return _judged(tuple(dict.fromkeys(codes)))


def _judged(codes: tuple[Code, ...]) -> Reading[tuple[Code, ...]]:
    plain = all(code.rule in {"letter", "range"} for code in codes)
    repairs = () if plain else (Repair.CODE_LETTER,)
    if not all(code.sure for code in codes):
        return doubtful("code-letter", codes, repairs)
    return Reading(codes, repairs=repairs)


def in_range(code: str, ranges: Mapping[str, int]) -> bool:
    """Tell whether the year has such a code."""
    return 1 <= int(code[1:]) <= ranges.get(code[0], 0)


def _groups(text: str) -> list[list[_Written]] | None:
    """Cut text into single codes and the two ends of ranges; None when other words stand there."""
    groups: list[list[_Written]] = []
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if not match:
            return None
        group = [_written(match)]
        at = match.end()
        to = _TO.match(text, at)
        if to and (end := _ITEM.match(text, to.end())):
            group.append(_written(end))
            at = end.end()
        groups.append(group)
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    return groups or None


def _written(match: re.Match[str]) -> _Written:
    letter = (match["letter"] or "").lower().translate(_LOOKALIKES)
    return _Written(letter, match["digits"], match[0])


def _decide(
    written: _Written, ranges: Mapping[str, int], section: str, letter: str = ""
) -> Code | None:
    """Name the code that was meant, and by which rule; None when no letter can be told."""
    letters, digits, raw = written
    if letters:
        return Code(f"{letters}{int(digits)}", raw) if int(digits) else None
    if digits[0] == "0" and int(digits):
        return Code(f"o{int(digits)}", raw, "zero")
    if letter and (not ranges or int(digits) <= ranges.get(letter, 0)):
        return Code(f"{letter}{int(digits)}", raw, "list")
    return _one_for_i(digits, raw, ranges, _SECTIONS.get(section.lower(), ""))


def _one_for_i(digits: str, raw: str, ranges: Mapping[str, int], section: str) -> Code | None:
    """
    Read 1 as the letter i: sure when no item of the year has such a number, or under IIT.

    Two digits may also be a plain number of a list, so without IIT they are not sure.
    """
    most = ranges.get("i", 0)
    if len(digits) < 2 or digits[0] != "1" or digits[1] == "0":
        return None
    if not 1 <= int(digits[1:]) <= most or section in {"e", "o"}:
        return None
    above_all = int(digits) > max(ranges.values(), default=0)
    sure = above_all or (section == "i" and int(digits) > most)
    return Code(f"i{int(digits[1:])}", raw, "one", sure=sure)


def _filled(ends: list[Code]) -> list[Code] | None:
    """Fill a range between its ends; None when they are no two ends of one."""
    if len(ends) < 2:
        return ends
    first, last = ends
    numbers = int(first[1:]), int(last[1:])
    if first[0] != last[0] or not numbers[0] < numbers[1] <= numbers[0] + 60:
        return None
    inner = [
        Code(f"{first[0]}{n}", f"{first.raw}-{last.raw}", "range")
        for n in range(numbers[0] + 1, numbers[1])
    ]
    return [first, *inner, last]


def leading_code(
    text: str, ranges: Mapping[str, int], section: str = ""
) -> tuple[Code, str] | None:
    """
    Part a measure from the code it begins with: ``๐๗ แผน…`` is o7 and ``แผน…``.

    None when it begins with none. ``sure`` is False for a bare 1x that may be a list number; a
    number with a dot or bracket behind it always is one. Codes the year has not are no codes.
    """
    line = _normal(text)
    lead = _LEAD.match(line)
    match = _ITEM.match(line, lead.end() if lead else 0)
    if not match:
        return None
    written = _written(match)
    rest = line[match.end() :]
    if not written.letter and _NUMBERED.match(rest):
        return None
    code = _decide(written, ranges, section)
    if code is None or (ranges and not in_range(code, ranges)):
        return None
    after = _AFTER.match(rest)
    return code, rest[after.end() :].strip() if after else rest.strip()

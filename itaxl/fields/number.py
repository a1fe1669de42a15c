"""Numbers: counts of people and things, and decimals without a scale."""

import re
from decimal import Decimal

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, digit_repairs, doubtful, no_value, nothing, plain_dashes
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading, Repair, State

UNITS = ("คะแนน", "ร้อยละ", "%", "คน", "ราย", "ชุด", "แห่ง", "บาท", "ครั้ง", "เรื่อง")
PREFIXES = ("ร้อยละ", "จำนวน", "ประมาณ", "คะแนน")
_UNIT = re.compile(rf"^(?P<number>[-+]?[\d.,]*\d[.]?)(?P<unit>{'|'.join(UNITS)})?$")
_PREFIX = re.compile(rf"^(?:{'|'.join(PREFIXES)})[:=]?")
_PLAIN = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d{1,15})?", re.ASCII)
_TWO = re.compile(r"\d\s+\d\d|\d\d\s+\d")
_SPLIT = re.compile(r"[\d.,]\s+[\d.,]")  # one number broken by a space, or two numbers
_DECIMAL_COMMA = re.compile(r"[-+]?\d{1,3},\d{1,2}", re.ASCII)


def written(text: str) -> Reading[Decimal]:
    """
    Read a number from text, whatever its range.

    Thai digits, thousands commas and a unit are repaired and told. A comma that can only be a
    decimal one (98,89) is doubted. Exponents, nan, inf and anything else are declined.
    """
    if (answer := nothing(text)) is not None:
        return answer
    repairs = digit_repairs(text)
    bare = plain_dashes(thai.western_digits("".join(thai.clean(text).split()))).lower()
    inner = _PREFIX.sub("", bare)
    parts = _UNIT.fullmatch(inner)
    if not parts:
        return declined("not-a-number")
    if inner != bare or parts["unit"]:
        repairs = (*repairs, Repair.UNIT)
    return _spelled(parts["number"], thai.clean(text), repairs)


def _spelled(number: str, text: str, repairs: tuple[Repair, ...]) -> Reading[Decimal]:
    """Read digits, points and commas; spaces in ``text`` may part two numbers or break one."""
    if _DECIMAL_COMMA.fullmatch(number):
        return doubtful("decimal-comma", Decimal(number.replace(",", ".")), repairs)
    if _THOUSANDS.fullmatch(number):
        number, repairs = number.replace(",", ""), (*repairs, Repair.COMMA)
    if not _PLAIN.fullmatch(number):
        return declined("not-a-number")
    if _TWO.search(text):
        return declined("two-numbers")
    if _SPLIT.search(text):
        return doubtful("spaces-in-number", Decimal(number), repairs)
    return Reading(Decimal(number), repairs=(*repairs, Repair.TEXT_NUMBER))


def figure(cell: Cell) -> Reading[Decimal]:
    """Read the number of a cell of any kind, whatever its range; a percent is read times 100."""
    if (answer := no_value(cell)) is not None:
        return answer
    if cell.kind is Kind.TEXT:
        return written(cell.raw)
    number = cell.number
    if number is None:
        return declined(cell.kind.value)
    if cell.kind is Kind.PERCENT:
        return Reading(number * 100, repairs=(Repair.PERCENT,))
    return Reading(number)


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[Decimal]:
    """Read a decimal number."""
    del context
    return figure(cell)


def read_text(text: str) -> Reading[Decimal]:
    """Read a decimal number from text."""
    return written(text)


def _whole(reading: Reading[Decimal]) -> Reading[int]:
    if reading.state is not State.READ or reading.value is None:
        # 1,23 is no count, and 98,89 people are none either.
        return (
            declined("not-a-number")
            if reading.offered is not None
            else Reading(state=reading.state, why=reading.why)
        )
    if reading.value != reading.value.to_integral_value():
        return declined("not-whole")
    if reading.value < 0:
        return declined("negative")
    return Reading(int(reading.value), repairs=reading.repairs)


def read_integer(cell: Cell, context: Context = NO_CONTEXT) -> Reading[int]:
    """Read a count: whole and not negative."""
    del context
    if cell.kind is Kind.PERCENT:
        return declined("percent")
    return _whole(figure(cell))


def read_integer_text(text: str) -> Reading[int]:
    """Read a count from text."""
    return _whole(written(text))

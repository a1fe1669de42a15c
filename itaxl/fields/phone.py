"""Telephone numbers of Thailand."""

import re

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, digit_repairs, doubtful, no_value, nothing, plain_dashes
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading

_LABEL = re.compile(r"^(?:หมายเลข)?(?:โทรศัพท์|โทร|tel|phone|มือถือ)\.?:?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ต่อ|ext\.?|#)(\d{1,6})(?:-\d{1,6})?$", re.IGNORECASE)
_SHORT = re.compile(r"1\d{3}")
_NUMBER = re.compile(r"0[689]\d{8}|0[2-57]\d{7}")  # mobile and fixed lines
_TAIL = re.compile(r"^(0-?[2-57][\d\-]{6,9}\d)-\d{1,2}$")  # 0-3561-1484-5: lines 1484 to 1485


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[str]:
    """Read telephone numbers; a number cell has lost its leading zero and is doubted."""
    del context
    if (answer := no_value(cell)) is not None:
        return answer
    if cell.kind is Kind.TEXT:
        return read_text(cell.raw)
    digits = cell.shown
    if cell.kind is Kind.NUMBER and _NUMBER.fullmatch("0" + digits):
        return doubtful("leading-zero", "0" + digits)
    if cell.kind is Kind.NUMBER and _SHORT.fullmatch(digits):
        return Reading(digits)
    return declined(cell.kind.value)


def read_text(text: str) -> Reading[str]:
    """
    Read one or more telephone numbers, written as digits and separated by ", ".

    An extension follows its number as ``x`` and digits.
    """
    if (answer := nothing(text)) is not None:
        return answer
    line = plain_dashes(thai.western_digits(thai.clean(text)))
    numbers = [_one(part) for part in re.split(r"[,;/\n]|หรือ|และ", line) if part.strip()]
    if not numbers or "" in numbers:
        return declined("not-a-phone")
    return Reading(", ".join(numbers), repairs=digit_repairs(text))


def _one(part: str) -> str:
    """Give one number as digits; empty when it is none."""
    bare = _LABEL.sub("", "".join(part.split()))
    extension = _EXTENSION.search(bare)
    if extension:
        bare = bare[: extension.start()]
    digits = re.sub(r"[-.()]", "", bare)
    if (several := _TAIL.match(bare)) and _NUMBER.fullmatch(several[1].replace("-", "")):
        digits = several[1].replace("-", "")
    if digits.startswith("+66"):
        digits = "0" + digits[3:].removeprefix("0")
    if not (_NUMBER.fullmatch(digits) or _SHORT.fullmatch(digits)):
        return ""
    return digits + (f"x{extension[1]}" if extension else "")

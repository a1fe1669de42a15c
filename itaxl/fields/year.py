"""A year of the Buddhist Era."""

import re

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, digit_repairs, doubtful, folded, no_value, nothing
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading, Repair

EARLIEST, LATEST = 2400, 2700
_YEAR = re.compile(
    r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ|งบฯ?|งปม\.?)?(?:พ\.?ศ\.?|ค\.?ศ\.?)?(\d{4}|\d{2})", re.ASCII
)


def of_number(year: int) -> Reading[int]:
    """Read a year number: Buddhist as it is, Gregorian turned, two digits doubted."""
    if EARLIEST <= year <= LATEST:
        return Reading(year)
    if 1900 <= year < 2100:
        return Reading(thai.buddhist(year), repairs=(Repair.GREGORIAN_YEAR,))
    if 50 <= year < 100:
        return doubtful("two-digit-year", 2500 + year)
    if 0 < year < 50:
        return doubtful("two-digit-year", thai.buddhist(2000 + year))
    return declined("out-of-range")


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[int]:
    """Read a Buddhist year; a date cell is declined, for its day says more than was asked."""
    del context
    if (answer := no_value(cell)) is not None:
        return answer
    if cell.kind is Kind.TEXT:
        return read_text(cell.raw)
    if cell.kind is not Kind.NUMBER:
        return declined(cell.kind.value)
    number = cell.number
    if number is None or number != number.to_integral_value():
        return declined("not-a-year")
    return of_number(int(number))


def read_text(text: str) -> Reading[int]:
    """Read a year from text such as ปีงบประมาณ พ.ศ. ๒๕๖๗."""
    if (answer := nothing(text)) is not None:
        return answer
    match = _YEAR.fullmatch(folded(text))
    if not match:
        return declined("not-a-year")
    found = of_number(int(match[1]))
    repairs = (*digit_repairs(text), *found.repairs)
    return Reading(found.value, found.state, repairs, found.offered, found.why)

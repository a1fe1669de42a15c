"""One day."""

import datetime as dt
import re

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields import points
from itaxl.fields.common import declined, doubtful, folded, no_value, nothing, spelling_repairs
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.points import ISO, SLASHED, WORDED
from itaxl.fields.reading import Reading, Repair

_DAY = re.compile(
    rf"(?:ลง|ณ|เมื่อ)?(?:วัน)?(?:ที่)?(?:(?P<worded>{WORDED})|(?P<numbered>{SLASHED}|{ISO}))"
)


def of_cell(cell: Cell) -> Reading[dt.date]:
    """
    Read the day stored in a date cell.

    Years 2400–2700 are Buddhist ones typed as Gregorian: turned. Years 1957–1999 come from two
    digits of a Buddhist year (1/10/67 becomes 1967): doubted. Others outside 2000–2056 declined.
    """
    day = cell.date
    if day is None:
        return declined("not-a-date")
    if 2400 <= day.year <= 2700:
        turned = _in_year(day, thai.gregorian(day.year))
        return (
            Reading(turned, repairs=(Repair.BUDDHIST_DATE,)) if turned else declined("no-such-day")
        )
    if 1957 <= day.year <= 1999:
        return doubtful("gregorian-1967", _in_year(day, thai.gregorian(2500 + day.year % 100)))
    return Reading(day) if 2000 <= day.year < 2057 else declined("out-of-range")


def _in_year(day: dt.date, year: int) -> dt.date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[dt.date]:
    """Read one day, Gregorian."""
    del context
    if (answer := no_value(cell)) is not None:
        return answer
    if cell.kind is Kind.TEXT:
        return read_text(cell.raw)
    return of_cell(cell) if cell.kind is Kind.DATE else declined(cell.kind.value)


def read_text(text: str) -> Reading[dt.date]:
    """Read one day from text such as ๑ ตุลาคม ๒๕๖๗ or 1/10/2567; the day, the month, the year."""
    if (answer := nothing(text)) is not None:
        return answer
    match = _DAY.fullmatch(folded(text))
    if not match:
        return declined("not-a-date")
    point = (
        points.worded(match["worded"]) if match["worded"] else points.numbered(match["numbered"])
    )
    if point.day is None or point.year is None:
        return declined("no-day" if point.day is None else "no-year")
    if not point.exists:
        return declined("no-such-day")
    repairs = spelling_repairs(text) + ((Repair.GREGORIAN_YEAR,) if point.turned else ())
    if point.why:
        return doubtful(point.why, point.first, repairs)
    return Reading(point.first, repairs=repairs)

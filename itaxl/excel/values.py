"""Values as a spreadsheet can hold them, and the results that formulas store."""

import datetime as dt
from decimal import Decimal

from itaxl.excel.texts import clean_text, literal
from itaxl.plans import Value

EXACT_DIGITS = 15
FIRST_YEAR = 1900  # Excel knows no day before it

_INEXACT = 1_000_000_000_000_000


class _StoredBlank(str):
    """A stored result "": the library would take a plain one for "no result stored"."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return False


def stored(value: Value) -> object:
    """Give the result a formula stores."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date):
        return (dt.date(value.year, value.month, value.day) - dt.date(1899, 12, 30)).days
    return literal(clean_text(value or "")) or _StoredBlank()


def is_exact(value: int | Decimal) -> bool:
    """Tell whether a spreadsheet keeps every digit of a number."""
    if isinstance(value, int):
        return abs(value) < _INEXACT
    if not value.is_finite():
        return False
    return len(value.normalize().as_tuple().digits) <= EXACT_DIGITS

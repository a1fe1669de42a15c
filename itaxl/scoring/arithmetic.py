"""Means and rounding of scores: exact as far as anybody counts, a half goes up."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import cache

HUNDRED = Decimal(100)
SHOWN_PLACES = 2  # scores are published and typed with two decimals

# A third has no last digit: figures are kept to 20 decimals, and compared at 12, so that the
# digits a division leaves behind never decide between two levels.
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_KEPT = Decimal("1e-20")
_COMPARED = Decimal("1e-12")


def weighted(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Give the mean of values by weights, from pairs (weight, value); at least one pair."""
    above = below = Decimal(0)
    for weight, value in pairs:
        above = _EXACT.fma(weight, value, above)
        below = _EXACT.add(below, weight)
    return kept(_EXACT.divide(above, below))


def mean(values: Iterable[Decimal]) -> Decimal:
    """Give the plain mean; at least one value."""
    return weighted((Decimal(1), value) for value in values)


def kept(value: Decimal) -> Decimal:
    """Give a figure as it is stored: 20 decimals, without trailing zeros."""
    return plain(value.quantize(_KEPT, rounding=ROUND_HALF_EVEN, context=_EXACT))


def plain(value: Decimal) -> Decimal:
    """Write a number without trailing zeros and without an exponent."""
    return Decimal(format(value.normalize(_EXACT), "f"))


def settled(value: Decimal) -> Decimal:
    """Give a figure as it is compared with a border."""
    return value.quantize(_COMPARED, rounding=ROUND_HALF_EVEN, context=_EXACT)


def rounded(value: Decimal, places: int = SHOWN_PLACES) -> Decimal:
    """Round half up to a number of decimals."""
    return settled(value).quantize(unit(places), rounding=ROUND_HALF_UP, context=_EXACT)


def raised(value: Decimal, places: int = SHOWN_PLACES) -> Decimal:
    """Round up to a number of decimals: what must be reached is never told too small."""
    return settled(value).quantize(unit(places), rounding=ROUND_CEILING, context=_EXACT)


@cache
def unit(places: int) -> Decimal:
    """Give the smallest step of a number with so many decimals (2 → 0.01)."""
    return Decimal(1).scaleb(-places)


@cache
def half_unit(places: int) -> Decimal:
    """Give half of that step: how far a rounded figure may lie from the true one."""
    return Decimal(5).scaleb(-places - 1)

"""Scores: points from 0 to 100, always Decimal."""

from decimal import Decimal

from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, doubtful
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.number import figure, written
from itaxl.fields.reading import Reading, State

HIGHEST = Decimal(100)


def _within(reading: Reading[Decimal], *, fraction_is_odd: bool) -> Reading[Decimal]:
    points = reading.value if reading.state is State.READ else reading.offered
    if points is None:
        return reading
    if points < 0:
        return declined("negative")
    if points > HIGHEST:
        return declined("out-of-range")
    if fraction_is_odd and 0 < points <= 1:
        # 0.85 may be a share that lost its percent format, or a very low score: ask.
        return doubtful("fraction", points * 100, reading.repairs)
    return reading


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[Decimal]:
    """Read a score; 85% is 85, and a plain 0.85 is doubted."""
    del context
    return _within(figure(cell), fraction_is_odd=cell.kind is not Kind.PERCENT)


def read_text(text: str) -> Reading[Decimal]:
    """Read a score from text."""
    return _within(written(text), fraction_is_odd="%" not in text and "ร้อยละ" not in text)

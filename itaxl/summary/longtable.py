"""
Tables of rows with names for their columns; of long ones only what is compared is held.

Scores stay ``Decimal``, and ``None`` is unknown: no column turns values into others of its kind.
"""

import copy
import pickle
from array import array
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from itaxl.summary.shelf import Shelf

_TOGETHER = 2**20  # bytes put aside at once
_AROUND = 2**16  # bytes fetched at once
_BETWEEN = "\x1f"  # texts that lie aside together; where one holds it, they lie each for itself
_TWO_BYTES = "utf-16-le"  # how they are held: Thai is read from it twice as fast as from UTF-8
_AS_IT_IS = "surrogatepass"


def packed(texts: Sequence[str], others: Sequence[Any] = ()) -> bytes:
    """Pack what lies aside of one row: its texts, then its other values."""
    said: object = tuple(texts)
    joined = _BETWEEN.join(texts)
    if joined.count(_BETWEEN) < len(texts):
        said = joined.encode(_TWO_BYTES, _AS_IT_IS)
    return pickle.dumps((said, *others), pickle.HIGHEST_PROTOCOL)


def unpacked(aside: bytes) -> Sequence[Any]:
    """Give what was ``packed``."""
    texts, *others = pickle.loads(aside)  # noqa: S301 - by ``packed``
    if isinstance(texts, bytes):
        texts = texts.decode(_TWO_BYTES, _AS_IT_IS).split(_BETWEEN)
    return (*texts, *others)


class Table:
    """Rows of one kind, all held; one row has the columns as attributes."""

    def __init__(self, columns: Sequence[str], rows: Iterable[Iterable[Any]] = ()) -> None:
        self.columns = tuple(columns)
        self._row = _maker(self.columns)
        self._rows = [*map(self._row, rows)]

    def add(self, values: Iterable[Any]) -> None:
        """Add a row."""
        self._rows.append(self._row(values))

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, column: str) -> list[Any]:
        """Give the values of a column."""
        return [*map(attrgetter(column), self._rows)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)


class LongTable:
    """Rows of one kind: columns that are held, then those that lie aside, texts before others."""

    def __init__(self, held: Sequence[str], aside: Sequence[str]) -> None:
        self.columns = (*held, *aside)
        self._numbers = {name: number for number, name in enumerate(held)}
        self._held: list[Sequence[Any]] = []
        self._ends = array("Q", [0])  # where the texts of each row end, and the next ones begin
        self._order: Sequence[int] | None = None  # of the texts, once the rows were sorted
        self._shelf = Shelf()
        self._waiting = bytearray()
        self._row = _maker(self.columns)

    def __getstate__(self) -> dict[str, Any]:
        """Give what crosses to a process we start, which reads only."""
        self._put()
        return {name: value for name, value in vars(self).items() if name != "_row"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _row=_maker(state["columns"]))

    def add(self, held: Sequence[Any], aside: bytes) -> None:
        """Add a row: values of the columns that are held, and the ``packed`` values of the rest."""
        self._held.append(held)
        self._ends.append(self._ends[-1] + len(aside))
        self._waiting += aside
        if len(self._waiting) > _TOGETHER:
            self._put()

    def _put(self) -> None:
        self._shelf.put(bytes(self._waiting))
        self._waiting.clear()

    def sort(self, key: Callable[[int], Any]) -> None:
        """Put the rows in order, once, by a key that is given the place of a row so far."""
        self._order = array("L", sorted(range(len(self)), key=key))
        self._held = [self._held[place] for place in self._order]

    def only(self, places: Sequence[int]) -> "LongTable":
        """Give a table of some of the rows, in this order; what lies aside is not copied."""
        some = copy.copy(self)
        order = range(len(self)) if self._order is None else self._order
        some._held = [self._held[place] for place in places]
        some._order = array("L", [order[place] for place in places])
        return some

    def now_at(self) -> "array[int]":
        """Tell where rows stand, in the order in which they were added."""
        places = array("L", range(len(self)))
        for place, first in enumerate(self._order or ()):
            places[first] = place
        return places

    def __len__(self) -> int:
        return len(self._held)

    def __getitem__(self, column: str) -> list[Any]:
        """Give the values of a column; those that lie aside are fetched."""
        number = self._numbers.get(column)
        if number is not None:
            return [held[number] for held in self._held]
        take = attrgetter(column)
        return [take(row) for row in self]

    def __iter__(self) -> Iterator[Any]:
        return self.rows(range(len(self)))

    def rows(self, places: Iterable[int]) -> Iterator[Any]:
        """Give the rows at these places, with all columns as attributes."""
        if self._waiting:
            self._put()
        make, held, order, ends = self._row, self._held, self._order, self._ends
        begin, window, after = 0, b"", -1  # what was fetched last, and where that row ends
        for place in places:
            at = place if order is None else order[place]
            start, end = ends[at], ends[at + 1]
            if not begin <= start <= end <= begin + len(window):
                # Rows that lie together are mostly wanted together, all others one by one.
                size = max(end - start, _AROUND) if start == after else end - start
                begin, window = start, self._shelf.take(start, size)
            after = end
            yield make((*held[place], *unpacked(window[start - begin : end - begin])))


def _maker(columns: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    row = namedtuple("Row", columns)  # type: ignore[misc] # columns known only now
    return row._make

"""
Which texts of measures are alike, looked for from the moment it is known which workbooks count.

Nothing that is laid out has a say in it. So where there are very many texts, another process looks
while this one lays out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from itaxl.apart import SILENCE, Apart
from itaxl.checks.likeness import Cluster, bare, sketch, sketched_clusters
from itaxl.packing import unpack
from itaxl.summary import measure_rows, years
from itaxl.summary.identities import bare_names
from itaxl.summary.shelf import Aside
from itaxl.summary.years import TEXTS

MANY = 20_000  # measures; among fewer what is alike is found in less than a second
_OPEN = 64  # workbooks whose texts are held while texts are compared


class Said(NamedTuple):
    """What the measures of a workbook that counts say: its agency's name, and ``Digest.texts``."""

    agency: str
    measures: int
    texts: bytes | Aside


Past = Mapping[str, Sequence[bytes]]  # by column, bare texts of earlier years


def earlier(past: Iterable[Any], column: str) -> Iterator[tuple[Any, years.Said]]:
    """Give the texts of earlier years in a column, each with the row of the year it is of."""
    return ((row, said) for row in past for said in row.texts if said.column == column)


def bare_texts(past: Iterable[Any], prefixes: tuple[str, ...]) -> Past:
    """Give the texts of earlier years in the form in which they are compared."""
    return {
        column: [
            bare(said.text, bare_names(row.agency, prefixes)) for row, said in earlier(past, column)
        ]
        for column in TEXTS
    }


class Alike:
    """Texts that are alike, by column; to be closed when they are no longer wanted."""

    def __init__(
        self, said: Sequence[Said], past: Past, prefixes: tuple[str, ...], *, alone: bool = False
    ) -> None:
        """Begin to look, unless there are few texts or this process is to do without others."""
        self._found: dict[str, list[Cluster]] = {}
        few = sum(each.measures for each in said) < MANY
        # One column takes seconds where there is a quarter of a million texts.
        self._apart = Apart(
            _looked,
            (said, past, prefixes),
            self._take,
            alone=alone or few,
            silence=10 * SILENCE,
        )

    def clusters(self, column: str) -> list[Cluster]:
        """
        Give what is alike in one column (of ``years.TEXTS``).

        Members are texts by their places: those of measures in the order in which they were said,
        then those of earlier years.
        """
        if column not in self._found:
            self._apart.finish()
        return self._found[column]

    def close(self) -> None:
        """Stop looking."""
        self._apart.close()

    def _take(self, found: tuple[str, list[Cluster]]) -> None:
        column, clusters = found
        self._found[column] = clusters


def _looked(
    said: Sequence[Said], past: Past, prefixes: tuple[str, ...]
) -> Iterator[tuple[str, list[Cluster]]]:
    """Give each column and what is alike in it."""
    ends = list(accumulate(each.measures for each in said))
    measures = ends[-1] if ends else 0
    opened = lru_cache(_OPEN)(lambda number: unpack(bytes(said[number].texts)))
    made: list[list[bytes]] = [[] for _ in TEXTS]
    for each in said:
        for _, some in unpack(bytes(each.texts)):
            for sketches, one in zip(made, some, strict=True):
                sketches.append(one)
    for column, sketches in zip(TEXTS, made, strict=True):
        before = past.get(column, ())
        sketches.extend(map(sketch, before))

        def text_at(at: int, column: str = column, before: Sequence[bytes] = before) -> bytes:
            if at >= measures:
                return before[at - measures]
            number = bisect_right(ends, at)
            aside, _ = opened(number)[at - ends[number]]
            names = bare_names(said[number].agency, prefixes)
            return bare(measure_rows.aside_text(aside, column), names)

        yield column, sketched_clusters(sketches, text_at)
        sketches.clear()  # there may be a quarter of a million

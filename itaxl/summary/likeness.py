"""
Texts that are the same or nearly so, found among very many without comparing each with each.

Pure and independent of order. Equal texts are put together first; each further one is compared only
with the few leaders it shares a rare stretch of letters with, so that the work grows with the
number of texts and not with its square.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itaxl.thai import fold

LEAST = 40  # letters; shorter texts are alike by chance or by custom
ALIKE = 92.0  # of 100; measured on forms that were copied and then changed by a name or a date
_STRETCH = 14  # letters looked at together
_MARKS = 12  # stretches kept of a text
_CROWD = 12  # a stretch that leads to more leaders than these is a turn of phrase, and no sign
_NO_LETTER = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\d_]")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts that are alike, by their places; how alike the least alike one is to the leader."""

    members: tuple[int, ...]
    likeness: int  # of 100


def bare(text: str, names: Iterable[str] = ()) -> str:
    """Give the form texts are compared in: no spaces, digits or signs, no names of its agency."""
    letters = _NO_LETTER.sub("", fold(text))
    for name in names:
        if len(name) > 3:
            letters = letters.replace(name, "")
    return letters


def clusters(texts: Sequence[str]) -> list[Cluster]:
    """
    Put bare texts together that are alike, the largest cluster first; those too short stay out.

    A text joins the leader it is most like; the commonest texts lead.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if len(text) >= LEAST:
            places[text].append(place)
    led: dict[str, list[tuple[str, float]]] = {}
    leaders: dict[int, list[str]] = defaultdict(list)
    for text in sorted(places, key=lambda text: (-len(places[text]), text)):
        marks = _marks(text)
        leader, likeness = _closest(text, marks, leaders)
        if leader:
            led[leader].append((text, likeness))
            continue
        led[text] = []
        for mark in marks:
            if len(leaders[mark]) <= _CROWD:
                leaders[mark].append(text)
    found = [
        Cluster(
            tuple(sorted([*places[leader], *(p for text, _ in others for p in places[text])])),
            int(min((likeness for _, likeness in others), default=100.0)),
        )
        for leader, others in led.items()
        if others or len(places[leader]) > 1
    ]
    return sorted(found, key=lambda cluster: (-len(cluster.members), cluster.members))


def _marks(text: str) -> list[int]:
    """Choose a few stretches of a text by their hashes: texts alike will share some of them."""
    data = text.encode("utf-16-le")
    wide = 2 * _STRETCH
    hashes = {zlib.crc32(data[at : at + wide]) for at in range(0, len(data) - wide + 1, 2)}
    return sorted(hashes)[:_MARKS]


def _closest(text: str, marks: list[int], leaders: dict[int, list[str]]) -> tuple[str, float]:
    from rapidfuzz import fuzz

    candidates: set[str] = set()
    for mark in marks:
        told = leaders.get(mark, ())
        if len(told) <= _CROWD:
            candidates.update(told)
    best, likeness = "", 0.0
    for leader in sorted(candidates):
        found = fuzz.ratio(text, leader, score_cutoff=max(ALIKE, likeness))
        if found > likeness:
            best, likeness = leader, found
    return best, likeness

"""Ranks, changes and distances across agencies: pure, Decimal, unknown stays unknown."""

from collections.abc import Hashable, Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import TypeVar

from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Distance, Scorecard
from itaxl.summary.words import word

Key = TypeVar("Key", bound=Hashable)
_SHOWN = Decimal("0.01")
_KEPT = Decimal("1e-10")  # a spreadsheet keeps 15 digits: three before the point and these


@lru_cache(2**16)  # agencies share most scores; a value that is held once is held cheaply
def in_cell(value: Decimal | None) -> Decimal | None:
    """Give a figure as a cell can hold it: ten decimals."""
    if value is None:
        return None
    return Decimal(format(value.quantize(_KEPT, ROUND_HALF_EVEN).normalize(), "f"))


def mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of the values that are known; None when none is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def ranks(values: Mapping[Key, Decimal | None]) -> dict[Key, int]:
    """Rank from the highest down; equal values share a rank, the unknown get none."""
    known = sorted((value for value in values.values() if value is not None), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(known, start=1)))}
    return {key: first[value] for key, value in values.items() if value is not None}


def order(values: Mapping[Key, Decimal | None], ties: Mapping[Key, str]) -> dict[Key, int]:
    """Number from the smallest up, every number once; equal values go by their name."""
    known = [(value, ties[key], key) for key, value in values.items() if value is not None]
    ordered = sorted(known, key=lambda row: row[:2])
    return {key: place for place, (_, _, key) in enumerate(ordered, start=1)}


def lowest(card: Scorecard, book: RuleBook) -> str:
    """The instrument with the lowest score; empty unless every instrument is known."""
    scores = {inst.code: card.value(inst.code) for inst in book.instruments}
    known = [(score, code) for code, score in scores.items() if score is not None]
    if not known or len(known) < len(scores):
        return ""
    least = min(score for score, _ in known)
    return next(code for score, code in known if score == least)


def effort(distance: Distance | None) -> Decimal | None:
    """Points of indicators that the next level asks for at least; None when it is not known."""
    if distance is None:
        return None
    if distance.cheapest:
        return sum((change.points for change in distance.cheapest), Decimal(0))
    if distance.single:
        return distance.single.points
    gaps = [distance.points, *(change.points for change in distance.binding)]
    return max(gaps) if max(gaps) > 0 else None


def lacks(distance: Distance | None) -> str:
    """Say in words what separates an agency from the next level."""
    if distance is None:
        return ""
    said = []
    if distance.points > 0:
        said.append(word("phrases", "missing_points", points=shown(distance.points)))
    said += [
        word("phrases", "binding", code=change.code, points=shown(change.points))
        for change in distance.binding
    ]
    if distance.single:
        change = distance.single
        said.append(word("phrases", "single", code=change.code, points=shown(change.points)))
    elif distance.cheapest:
        parts = [
            word("phrases", "together_part", code=change.code, points=shown(change.points))
            for change in distance.cheapest
        ]
        said.append(word("phrases", "together", parts=", ".join(parts)))
    return " · ".join(said)


def shown(points: Decimal) -> str:
    """Write missing points with two decimals, never too few."""
    return str(points.quantize(_SHOWN, rounding=ROUND_CEILING))

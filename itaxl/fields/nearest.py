"""The likeliest of some words, for messages; never for values."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from itaxl.fields.common import folded

LIKE_ENOUGH = 0.75
CLEARLY = 0.05  # by how much the best must beat the second
_LONGEST = 200


def likeness(one: str, other: str) -> float:
    """Say how alike two folded texts are, 0 to 1."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False)
    if matcher.quick_ratio() < LIKE_ENOUGH:
        return 0.0
    return matcher.ratio()


def nearest(text: str, options: Iterable[str]) -> str | None:
    """Suggest the option most like a text; None when none is like enough or two are equally so."""
    bare = folded(text)
    if not bare:
        return None
    ranked = sorted(
        ((likeness(bare, folded(option)), option) for option in dict.fromkeys(options)),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < LIKE_ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEARLY and ranked[0][0] < 1:
        return None
    return ranked[0][1]

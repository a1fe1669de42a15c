"""
Texts that are the same or nearly so, found among very many without comparing each with each.

Pure and independent of order. Equal texts are put together first; each further one is compared only
with the few leaders it shares a rare stretch of letters with, so that the work grows with the
number of texts and not with its square.
"""

import re
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import sub

from itaxl.thai import fold, folded_letters

LEAST = 40  # letters; shorter texts are alike by chance or by custom
ALIKE = 92.0  # of 100; measured on forms that were copied and then changed by a name or a date
_STRETCH = 20  # letters looked at together
_MARKS = 12  # stretches kept of a text
_CROWD = 12  # a stretch that leads to more leaders than these is a turn of phrase, and no sign
_MARK = 8  # bytes that stand for a whole text in its sketch
_CLASSES = 16  # letters are counted by the last bits of their codes
_COUNTS = _MARK + 4  # of a sketch: the mark and the length, then how often letters come
_HEAD = _COUNTS + _CLASSES
_MOST = 255  # letters of a class that are counted
_TEXTS = 8192  # texts held while comparing
_SLOTS = 1 << 23  # to tell stretches that come once from those that come again
_SLOT = _SLOTS - 1
_NO_LETTER = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\d_]")
_NO_LETTERS = bytes(
    code for code in range(256) if _NO_LETTER.match(bytes([code]).decode("cp874", "replace"))
)
# Stretches follow frequent letters: at some places only, the same in texts that are alike; or else
# each letter.
_FOLLOWING = re.compile(b"[%b](?=(.{%d}))" % ("นร".encode("cp874"), _STRETCH), re.DOTALL)
_EVERYWHERE = re.compile(b".(?=(.{%d}))" % _STRETCH, re.DOTALL)
_CLASS_OF = bytes(code % _CLASSES for code in range(256))
_EACH_CLASS = [bytes([number]) for number in range(_CLASSES)]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts that are alike, by their places; how alike the least alike one is to the leader."""

    members: tuple[int, ...]
    likeness: int  # of 100


def bare(text: str, names: Iterable[bytes] = ()) -> bytes:
    """
    Give the form texts are compared in: no spaces, digits or signs, no names of its agency.

    It is in the Thai code page, a byte a letter; a letter that lacks there is spelled in several.
    """
    letters = folded_letters(text)
    if letters is None:
        letters = _NO_LETTER.sub("", fold(text)).encode("cp874", "backslashreplace")
    else:
        letters = letters.translate(None, _NO_LETTERS)
    for name in names:
        if len(name) > 3:
            letters = letters.replace(name, b"")
    return letters


def sketch(text: bytes) -> bytes:
    """
    Give what stands for a bare text among very many: a mark, its length, its letters, stretches.

    It is empty for a text that is too short to be compared. Letters are counted by classes.
    """
    if len(text) < LEAST:
        return b""
    found = set(map(zlib.crc32, _FOLLOWING.findall(text)))
    if len(found) < _MARKS // 2:
        found = set(map(zlib.crc32, _EVERYWHERE.findall(text)))
    mark = blake2b(text, digest_size=_MARK).digest()
    stretches = array("I", sorted(found)[:_MARKS])
    return mark + len(text).to_bytes(4, "little") + _counted(text) + stretches.tobytes()


def _counted(text: bytes) -> bytes:
    """Count the letters of each class, up to what a byte holds."""
    classes = text.translate(_CLASS_OF)
    counts = map(classes.count, _EACH_CLASS)
    return bytes(counts if len(classes) <= _MOST else (min(count, _MOST) for count in counts))


def clusters(texts: Sequence[bytes]) -> list[Cluster]:
    """
    Put bare texts together that are alike, the largest cluster first; those too short stay out.

    A text joins the leader it is most like; the commonest texts lead.
    """
    return sketched_clusters([sketch(text) for text in texts], texts.__getitem__)


def sketched_clusters(sketches: Sequence[bytes], text_at: Callable[[int], bytes]) -> list[Cluster]:
    """Do what ``clusters`` does from sketches; ``text_at`` gives a bare text that is wanted."""
    first: dict[bytes, int] = {}  # where each text stands, and where it stands again
    again: dict[bytes, list[int]] = {}
    for place, made in enumerate(sketches):
        if made and first.setdefault(made, place) != place:
            again.setdefault(made, []).append(place)
    shared = _shared(first)
    leaders: dict[int, tuple[bytes, ...]] = {}
    led: dict[bytes, list[tuple[bytes, float]]] = defaultdict(list)
    text_of = lru_cache(_TEXTS)(lambda made: text_at(first[made]))
    for made in sorted(sorted(first), key=lambda made: -len(again.get(made, ()))):
        marks = [number for number in _stretches(made) if shared[number & _SLOT] > 1]
        leader, likeness = _closest(made, marks, leaders, text_of)
        if leader:
            led[leader].append((made, likeness))
            continue
        for mark in marks:
            told = leaders.get(mark, ())
            if len(told) <= _CROWD:
                leaders[mark] = (*told, made)
    joined = {made for others in led.values() for made, _ in others}
    alone = (made for made in again if made not in led and made not in joined)
    found = []
    for leader in (*led, *alone):
        others = led.get(leader, [])
        alike = (leader, *(made for made, _ in others))
        members = sorted(place for made in alike for place in (first[made], *again.get(made, ())))
        likeness = min((likeness for _, likeness in others), default=100.0)
        found.append(Cluster(tuple(members), int(likeness)))
    return sorted(found, key=lambda cluster: (-len(cluster.members), cluster.members))


def _stretches(made: bytes) -> "array[int]":
    return array("I", made[_HEAD:])


def _shared(sketches: Iterable[bytes]) -> bytearray:
    """Count, up to two, the texts a stretch stands in; a slot may count for several stretches."""
    seen = bytearray(_SLOTS)
    for made in sketches:
        for number in _stretches(made):
            slot = number & _SLOT
            if seen[slot] < 2:
                seen[slot] += 1
    return seen


def _closest(
    made: bytes,
    marks: Iterable[int],
    leaders: Mapping[int, tuple[bytes, ...]],
    text_of: Callable[[bytes], bytes],
) -> tuple[bytes, float]:
    led_to: dict[bytes, int] = {}
    for mark in marks:
        told = leaders.get(mark, ())
        if len(told) <= _CROWD:
            for one in told:
                led_to[one] = led_to.get(one, 0) + 1
    # One stretch in common is a turn of phrase; short texts have few to share.
    least = 2 if len(made) > _HEAD + 4 * _MARKS // 2 else 1
    some = [one for one, count in led_to.items() if count >= least and _may_be_alike(made, one)]
    return _likest(made, sorted(some), text_of) if some else (b"", 0.0)


def _likest(
    made: bytes, leaders: Iterable[bytes], text_of: Callable[[bytes], bytes]
) -> tuple[bytes, float]:
    from rapidfuzz import fuzz

    best, likeness = b"", 0.0
    for leader in leaders:
        cutoff = max(ALIKE, likeness)
        found = fuzz.ratio(text_of(made), text_of(leader), score_cutoff=cutoff)
        if found > likeness:
            best, likeness = leader, found
    return best, likeness


def _may_be_alike(one: bytes, other: bytes) -> bool:
    """
    Tell whether texts of these lengths and letters can be alike enough.

    So many letters at least have to be added or taken away as one text has more of a class than
    the other; a likeness of 92 allows eight for each hundred of both texts.
    """
    mine = int.from_bytes(one[_MARK:_COUNTS], "little")
    theirs = int.from_bytes(other[_MARK:_COUNTS], "little")
    spare = (mine + theirs) * (100 - ALIKE) / 100
    if abs(mine - theirs) > spare:
        return False
    apart: int = sum(map(abs, map(sub, one[_COUNTS:_HEAD], other[_COUNTS:_HEAD])))
    return apart <= spare

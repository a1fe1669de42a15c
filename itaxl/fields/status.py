"""How far a measure has come: the status column, and what the words of a result say."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from itaxl.cells import Cell, Kind
from itaxl.fields import choice
from itaxl.fields.common import declined, folded, nothing
from itaxl.fields.context import NO_CONTEXT, Choice, Context
from itaxl.fields.lexicon import WORDS
from itaxl.fields.reading import Reading, Repair, State

_LEXICON = WORDS["status"]
PHRASES = {folded(word): row["value"] for row in _LEXICON["phrase"] for word in row["words"]}
_ALONE: dict[str, str] = {folded(word): value for word, value in _LEXICON["alone"].items()}
# Longest first: ยังไม่ดำเนินการแล้วเสร็จ holds ดำเนินการแล้วเสร็จ.
_PHRASE = re.compile("|".join(map(re.escape, sorted(PHRASES, key=len, reverse=True))))
# A text without any of these holds no phrase, which is seen sooner.
ROOTS: tuple[str, ...] = tuple(_LEXICON["roots"])
_LEADING = re.compile(r"\(\?:((?:[^()|?]+\|)+[^()|?]+)\)(?!\?)")


def _spread(patterns: Sequence[str]) -> str:
    """
    Join patterns, one that begins with a choice of words as one for each word.

    What begins with a letter is looked for by that letter: ten times as fast.
    """
    choices = ((pattern, _LEADING.match(pattern)) for pattern in patterns)
    return "|".join(
        word + pattern[found.end() if found else 0 :]
        for pattern, found in choices
        for word in (found[1].split("|") if found else ("",))
    )


_GUARD = re.compile(_spread(_LEXICON["guards"]))
_GUARD_ROOTS: tuple[str, ...] = tuple(_LEXICON["guard_roots"])
_RESIDUAL = re.compile(_spread(_LEXICON["residual"]))
_RESIDUAL_ROOTS: tuple[str, ...] = tuple(_LEXICON["residual_roots"])
_SCORE = re.compile("|".join(_LEXICON["score"]))
_NEGATION: tuple[str, ...] = tuple(_LEXICON["negation"])
_BULLET = re.compile(r"^(?:[-•*]|\(?\d{1,2}[.)])+")
_TELLING: tuple[str, ...] = tuple(_LEXICON["telling"])
_VERB = re.compile("|".join(sorted(_LEXICON["verbs"], key=len, reverse=True)))
_SHARE = re.compile(
    r"(?:ดำเนินการ|แล้วเสร็จ|เสร็จ|คืบหน้า|ความก้าวหน้า)(?:แล้ว|ได้|ไป|คิดเป็น|เสร็จ|สิ้น){0,4}"
    r"(?:(?:ร้อยละ)(?P<a>\d{1,3}(?:\.\d+)?)|(?P<b>\d{1,3}(?:\.\d+)?)%)"
)
_DOING_ALONE = "ดำเนินการ"
_OPPOSED = {"ไม่", "ยัง", "รอ", "เลื่อน", "ยกเลิก", "ระหว่าง", "กำลัง", "บาง", "ล่าช้า", "เสร็", "ต่อเนื่อง"}
_FEW = 2  # letters that may differ for a spelling to count as the same words


class Told(NamedTuple):
    """
    What a result says: a value of ``scores.Doing``, a value of ``scores.Basis``, and flags.

    Flags: negated_context (words of failure in a harmless place), residual_problem (follow up),
    incomplete_sentence (no verb says what was done), score (it speaks of scores), mixed (words of
    two different statuses), negation (a "not" that no rule explains).
    """

    doing: str = "unknown"
    basis: str = "none"
    flags: tuple[str, ...] = ()


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[str]:
    """Read the status column."""
    if cell.kind is Kind.TEXT and not cell.is_blank:
        return read_text(cell.raw, context.choices)
    return choice.read(cell, context)


def read_text(text: str, choices: Sequence[Choice]) -> Reading[str]:
    """
    Read a status: a choice of the list, or the same words misspelt by a letter or two.

    A spelling is taken only when one choice is near and no word that turns the meaning differs.
    Other words of the lexicon are declined and the status they mean is offered.
    """
    exact = choice.read_text(text, choices)
    if exact.state not in {State.DECLINED, State.DOUBTFUL} or exact.why == "placeholder":
        return exact
    values = {each.value for each in choices}
    bare = folded(text)
    if PHRASES.get(bare) in values:
        return Reading(PHRASES[bare], repairs=(Repair.NEAR_CHOICE,))
    near = {
        each.value
        for each in choices
        for word in (each.text, *each.aliases)
        if _same_words(bare, folded(word))
    }
    if len(near) == 1:
        return Reading(near.pop(), repairs=(Repair.NEAR_CHOICE,))
    told = from_result(text)
    if told.basis == "stated" and told.doing in values:
        return declined("not-a-choice", told.doing)
    return declined("not-a-choice")


def _same_words(one: str, other: str) -> bool:
    """Tell whether two texts differ by a slip of the hand only."""
    if len(other) < 8 or abs(len(one) - len(other)) > _FEW:
        return False
    if {word for word in _OPPOSED if word in one} != {word for word in _OPPOSED if word in other}:
        return False
    return _distance(one, other) <= _FEW


def _distance(one: str, other: str) -> int:
    """Count the letters to add, drop or change."""
    before = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        now = [row]
        for column, b in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (a != b)))
        before = now
    return before[-1]


def from_result(text: str) -> Told:
    """Tell from the words of a result how far a measure has come, and how surely."""
    return Told() if nothing(text) is not None else _told(folded(text))


def may_state(text: str) -> bool:
    """Tell at a glance whether a result may state how far a measure has come."""
    bare = folded(text)
    return (
        bare in _ALONE
        or bare.rstrip(".").endswith("แล้ว")
        or _may_tell_a_share(bare)
        or _holds(bare, ROOTS)
    )


def _may_tell_a_share(bare: str) -> bool:
    return "%" in bare or "ร้อยละ" in bare


def _holds(bare: str, words: Iterable[str]) -> bool:
    return any(map(bare.__contains__, words))


@lru_cache(maxsize=4096)
def _told(bare: str) -> Told:
    kept, guarded = _GUARD.subn("·", bare) if _holds(bare, _GUARD_ROOTS) else (bare, 0)
    flags = ["negated_context"] if guarded else []
    if _holds(bare, _RESIDUAL_ROOTS) and _RESIDUAL.search(bare):
        flags.append("residual_problem")
    if _SCORE.search(bare):
        flags.append("score")
    if bare in _ALONE:
        return Told(_ALONE[bare], "stated")
    found = _stated(kept)
    if len(found) == 1 and "unknown" not in found:
        return Told(found.pop(), "stated", tuple(flags))
    if found:
        return Told(flags=(*flags, "negation" if "unknown" in found else "mixed"))
    return _without_phrase(kept, flags)


def _without_phrase(kept: str, flags: Sequence[str]) -> Told:
    """Judge a result that holds no words of a status: by แล้ว at its end, or by its verb."""
    if _holds(kept, _NEGATION):
        return Told(flags=(*flags, "negation"))
    if kept.rstrip(".").endswith("แล้ว"):
        return Told("done", "stated", tuple(flags))
    start = _BULLET.sub("", kept)
    if _holds(start, _TELLING) or (_VERB.match(start) and start != _DOING_ALONE):
        return Told("done", "implied", tuple(flags))
    return Told(flags=(*flags, *(() if "score" in flags else ("incomplete_sentence",))))


def _stated(kept: str) -> set[str]:
    """Collect the statuses stated; a share of the work counts, and done with ongoing is done."""
    share = _SHARE.search(kept) if _may_tell_a_share(kept) else None
    if share:
        whole = Decimal(share["a"] or share["b"]) >= 100
        kept = kept[: share.start()] + "·" + kept[share.end() :]
    matches = _PHRASE.finditer(kept) if _holds(kept, ROOTS) else ()
    found = {PHRASES[match[0]] for match in matches}
    if share:
        found.add("done" if whole else "in_progress")
    if found >= {"done", "ongoing"}:
        found.discard("ongoing")
    if found >= {"done", "done_late"}:
        found.discard("done")
    return found

"""One of a list of choices."""

from collections.abc import Sequence

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, doubtful, folded, no_value, nothing, spelling_repairs
from itaxl.fields.context import NO_CONTEXT, Choice, Context
from itaxl.fields.nearest import nearest
from itaxl.fields.reading import Reading, Repair, State


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[str]:
    """Read a choice: its ``value``; a number is read by its digits."""
    answer = no_value(cell)
    if answer is not None and answer.state is not State.NONE:
        return answer
    if cell.kind in {Kind.TEXT, Kind.NUMBER}:
        return read_text(cell.raw if cell.kind is Kind.TEXT else cell.shown, context.choices)
    return declined(cell.kind.value)


def read_text(text: str, choices: Sequence[Choice]) -> Reading[str]:
    """
    Read a choice by its text, another word for it, or its value.

    White space, digits and invisible characters are never in the way. What is only similar is
    never taken: it is declined, and doubted when one choice is clearly meant.
    """
    bare = folded(text)
    if choice := _by_word(choices).get(bare):
        # The value is exact too: a theme may be named by its number.
        exact = thai.one_line(text) in (thai.one_line(choice.text), choice.value)
        return Reading(choice.value, repairs=() if exact else _repairs(text, choice))
    if (answer := nothing(text)) is not None:
        return answer
    words = {word: choice.value for choice in choices for word in (choice.text, *choice.aliases)}
    meant = nearest(text, words)
    return doubtful("near-choice", words[meant]) if meant else declined("not-a-choice")


# By identity, for choices of a rule book cannot be hashed; held here, so that it stays theirs.
_KNOWN: dict[int, tuple[Sequence[Choice], dict[str, Choice]]] = {}
_MOST_KNOWN = 64  # lists; a rule book has a dozen


def _by_word(choices: Sequence[Choice]) -> dict[str, Choice]:
    """Map every folded word to its choice, the first one where two share a word; once a list."""
    known = _KNOWN.get(id(choices))
    if known is None:
        words: dict[str, Choice] = {}
        for choice in choices:
            for word in (choice.text, *choice.aliases, choice.value):
                words.setdefault(folded(word), choice)
        if not isinstance(choices, tuple):  # it may change
            return words
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(choices)] = (choices, words)
    return known[1]


def _repairs(text: str, choice: Choice) -> tuple[Repair, ...]:
    if folded(text) != folded(choice.text):
        return (Repair.NEAR_CHOICE,)
    return spelling_repairs(text) or (Repair.SPACES,)

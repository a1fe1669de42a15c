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
    for choice in choices:
        if any(folded(word) == bare for word in (choice.text, *choice.aliases, choice.value)):
            # The value is exact too: a theme may be named by its number.
            exact = thai.one_line(text) in (thai.one_line(choice.text), choice.value)
            return Reading(choice.value, repairs=() if exact else _repairs(text, choice))
    if (answer := nothing(text)) is not None:
        return answer
    words = {word: choice.value for choice in choices for word in (choice.text, *choice.aliases)}
    meant = nearest(text, words)
    return doubtful("near-choice", words[meant]) if meant else declined("not-a-choice")


def _repairs(text: str, choice: Choice) -> tuple[Repair, ...]:
    if folded(text) != folded(choice.text):
        return (Repair.NEAR_CHOICE,)
    return spelling_repairs(text) or (Repair.SPACES,)

"""What every reader does first: blank cells, error values, words that say nothing."""

import re
from string import ascii_letters, digits
from typing import Any

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.lexicon import NOTHING
from itaxl.fields.reading import BLANK, NONE, Reading, Repair, State

_DASHES = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"
)
_ODD_DASH = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# A text with more letters than this is no word for nothing, however it is spelt.
_LONGEST_NOTHING = 64
# Nor is one that begins with a letter none of those words does; เเ is read as แ.
_INITIALS = {letter for word in NOTHING for letter in word[0].replace("แ", "แเ")}
_TELLING = frozenset(
    letter
    for letter in "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮเแโใไ" + ascii_letters + digits
    if letter.casefold() not in _INITIALS
)
# What a stored number looks like; nan and inf are none. Two digits of exponent are enough.
_FINITE = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?", re.ASCII)


def declined(why: str, offered: Any = None) -> Reading[Any]:
    """Say that a value cannot be read, and why."""
    return Reading(state=State.DECLINED, why=why, offered=offered)


def doubtful(why: str, offered: Any = None, repairs: tuple[Repair, ...] = ()) -> Reading[Any]:
    """Say that a value can be read in two ways, and which one is likelier."""
    return Reading(state=State.DOUBTFUL, why=why, offered=offered, repairs=repairs)


# Made once: to look a kind up in its class takes ten times as long, and every cell is asked.
_TEXT = Kind.TEXT
_NUMBERS = frozenset({Kind.NUMBER, Kind.PERCENT})
_NO_VALUE = {
    Kind.BLANK: BLANK,
    Kind.ERROR: declined("error-value"),
    Kind.PENDING: declined("no-result"),
}


def plain_dashes(text: str) -> str:
    """Write every dash and minus sign as ``-``."""
    return text.translate(_DASHES) if _ODD_DASH.search(text) else text


def folded(text: str) -> str:
    """Give the form texts are compared in, with one kind of dash."""
    return plain_dashes(thai.fold(text))


def nothing(text: str) -> Reading[Any] | None:
    """
    Tell a text that says nothing: BLANK for white space, NONE for a word.

    A dotted line that was not filled in is declined.

    None when the text says something.
    """
    if text[:1] in _TELLING:
        return None
    for beginning in (text[: 2 * _LONGEST_NOTHING], text):
        letters = "".join(beginning.split())
        if len(letters) > _LONGEST_NOTHING and letters[0].isalnum():
            return None
        if len(beginning) == len(text):
            break
    bare = folded(text)
    if not bare:
        return BLANK
    if not bare.strip("-") or bare in NOTHING:
        return NONE
    if not bare.strip("._…-"):
        return declined("placeholder")
    return None


def no_value(cell: Cell) -> Reading[Any] | None:
    """Answer for cells no value of any kind can be read from; None for all others."""
    kind = cell.kind
    if kind is _TEXT:
        return nothing(cell.raw)
    if kind in _NUMBERS:
        return None if _FINITE.fullmatch(cell.raw) else declined("not-a-number")
    return _NO_VALUE.get(kind)


def spelling_repairs(text: str) -> tuple[Repair, ...]:
    """List the repair made when cleaning changes a text: invisible characters, order of marks."""
    usual = text.replace("\u00a0", " ")
    return (Repair.SPELLING,) if thai.clean(text) != usual else ()


def digit_repairs(text: str) -> tuple[Repair, ...]:
    """List the repair made when a number is written in Thai or full-width digits."""
    return (Repair.DIGITS,) if thai.western_digits(text) != text else ()

"""
The form texts are compared in, as formulas and as Python does the same to a value.

Formulas work on one cell and, inside SUMPRODUCT, on a whole range. Small differences that people
do not see (spaces, Thai digits, a doubled vowel) are taken out as when the workbook is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from itaxl.fields import status
from itaxl.fields.common import folded
from itaxl.fields.lexicon import NOTHING
from itaxl.plans import CellPlan
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.judged import NOTHING_DONE
from itaxl.rulebooks.model import Choice, RuleBook
from itaxl.template.formulas import Bench, say, span
from itaxl.thai import thai_digits, western_digits

# What stands before every word of a list: so a blank cell is a word too, and a number a text.
LEAD = ":"
_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
_SPACES = (" ", "\u00a0", "\u3000")
_UNSEEN = (*_SPACES, *_INVISIBLE)
_BREAKS = ("CHAR(9)", "CHAR(10)", "CHAR(13)")
_SAME = (("เเ", "แ"), ("ํา", "ำ"))
DIGITS = tuple((thai_digits(digit), digit) for digit in "0123456789")
DASHES = tuple(
    (dash, "-") for dash in "\u2013\u2014\u2010\u2011\u2012\u2015\u2212\ufe58\ufe63\uff0d"
)
_WIDE = tuple((chr(0xFF10 + digit), str(digit)) for digit in range(10))
_JOKERS = (("~", "~~"), ("*", "~*"), ("?", "~?"))
_STATUSES = "statuses"
_LONGEST_DASHES = 13  # a row of more hyphens is no word for nothing to the form
# Marks above and below a letter that people type twice, or in the wrong order, without seeing it.
_MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c")


def substitute(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Write replacements one in the other."""
    for old, new in pairs:
        text = f"SUBSTITUTE({text},{say(old)},{say(new)})"
    return text


@lru_cache(maxsize=256)
def bare_text(ref: str) -> str:
    """Write a text without what is not seen: spaces, line breaks, doubled vowels joined."""
    return substitute(f"CLEAN({ref})", [*((old, "") for old in _UNSEEN), *_SAME])


@lru_cache(maxsize=256)
def seen_text(ref: str) -> str:
    """Write a text without what is not seen; line breaks stay, other white space is one space."""
    pairs = [*((old, "") for old in _INVISIBLE), *((old, " ") for old in _SPACES[1:])]
    return f"TRIM({substitute(ref, pairs)})"


def seen_value(text: str) -> str:
    """Do to a text what ``seen_text`` does."""
    for old in _INVISIBLE:
        text = text.replace(old, "")
    for old in _SPACES:
        text = text.replace(old, " ")
    return " ".join(filter(None, text.split(" ")))


@lru_cache(maxsize=256)
def spaced_text(ref: str) -> str:
    """Write a text in western digits, one kind of dash, small letters, its words a space apart."""
    for mark in _BREAKS:
        ref = f'SUBSTITUTE({ref},{mark}," ")'
    pairs = [*((old, "") for old in _INVISIBLE), *((old, " ") for old in _SPACES[1:])]
    return f"LOWER(TRIM(CLEAN({substitute(ref, [*pairs, *DIGITS, *_WIDE, *DASHES])})))"


def space_value(text: str) -> str:
    """Do to a text what ``spaced_text`` does."""
    text = "".join(" " if letter in "\t\n\r" else letter for letter in text)
    text = seen_value("".join(letter for letter in text if letter >= " "))
    for old, new in (*DIGITS, *_WIDE, *DASHES):
        text = text.replace(old, new)
    return text.lower()


@lru_cache(maxsize=256)
def folded_text(ref: str) -> str:
    """Write a spaced text as it is compared: without spaces, doubled vowels joined."""
    return substitute(ref, [(" ", ""), *_SAME])


def fold_value(text: str) -> str:
    """Do to a text what ``folded_text`` does to its spaced form."""
    text = space_value(text)
    for old, new in ((" ", ""), *_SAME):
        text = text.replace(old, new)
    return text


@lru_cache(maxsize=256)
def among(ref: str, words: str) -> str:
    """Write whether a text is among words; ``ref`` may be a range. Never an error."""
    return f"ISNUMBER(MATCH({say(LEAD)}&{substitute(bare_text(ref), _JOKERS)},{words},0))"


@lru_cache(maxsize=256)
def blank(ref: str) -> str:
    """Write whether nothing is seen in a cell; ``ref`` may be a range."""
    return f"(LEN({substitute(f'CLEAN({ref})', [(old, '') for old in _UNSEEN])})=0)"


@dataclass(frozen=True, slots=True)
class Words:
    """
    Where the words that formulas compare with stand, by name; each is a workbook name.

    ``lists`` holds what a cell of a list may hold, words for nothing included; ``whole`` only
    the words of its choices and ``values`` those of one choice; ``nothing`` a blank and the words
    that say nothing; ``idle`` the statuses under which no result is due.
    """

    lists: Mapping[str, str]
    whole: Mapping[str, str]
    values: Mapping[tuple[str, str], str]
    nothing: str
    idle: str


def lay_words(book: RuleBook, bench: Bench) -> tuple[Words, dict[str, str]]:
    """Lay the words down, a column for each list; give them and the workbook names."""
    dashes = [LEAD + "-" * times for times in range(1, _LONGEST_DASHES)]
    dashes += [LEAD + dash * times for dash, _ in DASHES for times in (1, 2, 3)]
    nothing = list(dict.fromkeys([LEAD, *_spelt(sorted(NOTHING)), *dashes]))
    names: dict[str, str] = {}
    lists: dict[str, str] = {}
    whole: dict[str, str] = {}
    values: dict[tuple[str, str], str] = {}
    for key in _lists_of(book):
        by_value = {choice.value: _words_of(choice, key, book) for choice in book.choices(key)}
        lists[key] = name_of("words", key)
        told = [word for words in by_value.values() for word in words]
        # A blank comes first: most cells are blank, and words are looked through in order.
        names[lists[key]] = _lay(bench, key, [LEAD, *told, *nothing])
        row = 3
        whole[key] = _column(bench, bench.column - 1, row, row + len(told) - 1)
        for value, words in by_value.items():
            values[key, value] = _column(bench, bench.column - 1, row, row + len(words) - 1)
            row += len(words)
    idle = [
        word
        for choice in book.form.lists.get(_STATUSES, ())
        if choice.value in NOTHING_DONE
        for word in _words_of(choice, _STATUSES, book)
    ]
    found = Words(lists, whole, values, name_of("words", "nothing"), name_of("words", "idle"))
    names[found.nothing] = _lay(bench, "nothing", nothing)
    names[found.idle] = _lay(bench, "idle", idle or [LEAD])
    return found, names


def _lists_of(book: RuleBook) -> list[str]:
    lists = [column.list for column in book.form.columns if column.list]
    lists += [field.list for field in book.form.agency if field.list]
    return [name for name in dict.fromkeys(lists) if book.choices(name)]


def _words_of(choice: Choice, key: str, book: RuleBook) -> list[str]:
    """Give every word that is read as a choice, a slip of the hand not counted."""
    words = [choice.text, *choice.aliases, choice.value]
    if any(column.kind == "status" and column.list == key for column in book.form.columns):
        words += [word for word, value in status.PHRASES.items() if value == choice.value]
    return _spelt(words)


def _spelt(words: Sequence[str]) -> list[str]:
    """Fold words, and write each with Thai digits too; then with marks as fingers slip."""
    texts = [folded(western_digits(word)) for word in words]
    spelt = [spelling for text in texts for spelling in (text, thai_digits(text))]
    # The slips come last: words are looked through in order, and most are spelt right.
    spelt += [slip for text in texts for slip in _slips(text)]
    return list(dict.fromkeys(LEAD + spelling for spelling in spelt))


def _slips(text: str) -> Iterator[str]:
    """Write a text with one mark doubled or two marks in the other order: it folds to the same."""
    for at, letter in enumerate(text):
        if letter in _MARKS:
            yield text[:at] + letter + text[at:]
            if text[at + 1 : at + 2] in _MARKS:
                yield text[:at] + text[at + 1] + letter + text[at + 2 :]


def _lay(bench: Bench, heading: str, words: Sequence[str]) -> str:
    bench.cells.append(CellPlan(1, bench.column, heading, "text"))
    bench.cells += [CellPlan(row, bench.column, word, "text") for row, word in enumerate(words, 2)]
    bench.column += 1
    return "=" + _column(bench, bench.column - 1, 2, len(words) + 1)


def _column(bench: Bench, column: int, first: int, last: int) -> str:
    return span(bench.sheet, first, column, last)

"""
The form texts are compared in, as formulas and as Python does the same to a value.

Formulas work on one cell and, inside SUMPRODUCT, on a whole range. Small differences that people
do not see (spaces, Thai digits, a doubled vowel) are taken out as when the workbook is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
_UNSEEN = (" ", "\u00a0", "\u200b")
_SAME = (("เเ", "แ"), ("ํา", "ำ"))
DIGITS = tuple((thai_digits(digit), digit) for digit in "0123456789")
_DASHES = (("–", "-"), ("—", "-"), ("\u2212", "-"))
_JOKERS = (("~", "~~"), ("*", "~*"), ("?", "~?"))
_STATUSES = "statuses"


def substitute(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Write replacements one in the other."""
    for old, new in pairs:
        text = f"SUBSTITUTE({text},{say(old)},{say(new)})"
    return text


def bare_text(ref: str) -> str:
    """Write a text without what is not seen: spaces, line breaks, doubled vowels joined."""
    return substitute(f"CLEAN({ref})", [*((old, "") for old in _UNSEEN), *_SAME])


def folded_text(ref: str) -> str:
    """Write a text as it is compared: bare, western digits, one kind of dash, small letters."""
    return f"LOWER({substitute(bare_text(ref), [*DIGITS, *_DASHES])})"


def western_text(ref: str) -> str:
    """Write a text in western digits and one kind of dash, its spaces kept."""
    return f"LOWER({substitute(ref, [*DIGITS, *_DASHES])})"


def fold_value(text: str) -> str:
    """Do to a text what ``folded_text`` does."""
    text = "".join(letter for letter in text if letter >= " ")
    for old, new in (*((old, "") for old in _UNSEEN), *_SAME, *DIGITS, *_DASHES):
        text = text.replace(old, new)
    return text.lower()


def among(ref: str, words: str) -> str:
    """Write whether a text is among words; ``ref`` may be a range. Never an error."""
    return f"ISNUMBER(MATCH({say(LEAD)}&{substitute(bare_text(ref), _JOKERS)},{words},0))"


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
    dashes = [
        LEAD + dash * times for dash in ("-", *(odd for odd, _ in _DASHES)) for times in (1, 2, 3)
    ]
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
    """Fold words, and write each with Thai digits too."""
    texts = [folded(western_digits(word)) for word in words]
    return list(
        dict.fromkeys(LEAD + spelt for text in texts for spelt in (text, thai_digits(text)))
    )


def _lay(bench: Bench, heading: str, words: Sequence[str]) -> str:
    bench.cells.append(CellPlan(1, bench.column, heading, "text"))
    bench.cells += [CellPlan(row, bench.column, word, "text") for row, word in enumerate(words, 2)]
    bench.column += 1
    return "=" + _column(bench, bench.column - 1, 2, len(words) + 1)


def _column(bench: Bench, column: int, first: int, last: int) -> str:
    return span(bench.sheet, first, column, last)

"""Rows that hold the same measure, or the same number, as live formulas."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.model import RuleBook
from itaxl.template.folding import DIGITS, Words, among, bare_text, substitute
from itaxl.template.formulas import say
from itaxl.template.rows import Poured, Span, cell_of, measure
from itaxl.thai import fold

COMPARED_ROWS = 300  # every row is compared with every other: more would make typing slow
_JOKERS = (("~", ""), ("*", ""), ("?", ""))  # they stand for other letters where texts are matched


class Repeated(NamedTuple):
    """How many cells repeat another, where the first of them is, and those poured in."""

    number: str
    first: str
    found: tuple[str, ...]


def same_measure(
    book: RuleBook, words: Words, lines: Sequence[Poured], names: dict[str, str]
) -> Repeated:
    """Find rows with the same measure and method."""
    view = Span(book, COMPARED_ROWS)
    name, how = (substitute(bare_text(view.ref(key)), _JOKERS) for key in ("measure", "method"))
    ends = f'LEFT({name},80)&"|"&RIGHT({name},30)&LEN({name})&"|"'
    told_how = f'LEFT({how},60)&"|"&RIGHT({how},30)&LEN({how})'
    key = f"{ends}&REPT({told_how},1-{among(view.ref('method'), words.nothing)})"
    asked = f"(1-{among(view.ref('measure'), words.nothing)})"
    told = [
        (line.row, (_told(line, "measure"), _told(line, "method")))
        for line in lines
        if line.answered("measure")
    ]
    return _repeated(book, "measure", key, asked, told, names)


def same_number(
    book: RuleBook, words: Words, lines: Sequence[Poured], names: dict[str, str]
) -> Repeated:
    """Find rows with the same number under the same theme."""
    view = Span(book, COMPARED_ROWS)
    number = substitute(f"LOWER({bare_text(view.ref('no'))})", (*_JOKERS, *DIGITS))
    themes = enumerate((area for (key, _), area in words.values.items() if key == "themes"), 1)
    theme = "+".join(f"{at}*{among(view.ref('theme'), area)}" for at, area in themes) or "0"
    key = f'LEFT({number},90)&"|"&({theme})'
    asked = f"(({measure(view, book)})*(1-{among(view.ref('no'), words.nothing)}))"
    told = [
        (line.row, (_told(line, "no"), str(line.readings["theme"].value)))
        for line in lines
        if line.answered("no")
    ]
    return _repeated(book, "no", key, asked, told, names)


def _told(line: Poured, key: str) -> str:
    return fold(str(line.values.get(key) or "")) if line.answered(key) else ""


def _repeated(
    book: RuleBook,
    column: str,
    key: str,
    asked: str,
    told: Sequence[tuple[int, tuple[str, str]]],
    names: dict[str, str],
) -> Repeated:
    """Count the rows whose key comes again; rows that are not asked share a key of no row."""
    view, longer = Span(book, COMPARED_ROWS), Span(book, COMPARED_ROWS + 1)
    ref = view.ref(column)
    sheet, top = ref.partition("!")[0], ref.partition("!")[2].partition(":")[0]
    keys, rows_asked = name_of("twice", column), name_of("asked", column)
    # Blank rows match the first of them at once: most rows are blank, and comparing is slow.
    names[keys] = f"=REPT({key},{asked})&{say('|')}"
    names[rows_asked] = f"={asked}"
    start = f"ROW({sheet}!{top})"
    found_at = f"MATCH({keys},{keys},0)+(1-{rows_asked})*{COMPARED_ROWS}"
    # Counts by the place of the first row with a key; the last counts what is not asked.
    counts = f"FREQUENCY({found_at},ROW({ref})-{start}+1)"
    inside = f"(ROW({longer.ref(column)})-{start}<{COMPARED_ROWS})"
    times = Counter(key for _, key in told)
    found = tuple(cell_of(book, column, row) for row, key in told if times[key] > 1)
    rows = f"10000000-ROW({longer.ref(column)})"
    first = f"10000000-SUMPRODUCT(MAX(({counts}>1)*{inside}*({rows})))"
    letters = top.strip("$").partition("$")[0]
    number = f"SUMPRODUCT(({counts}>1)*{inside}*{counts})"
    return Repeated(number, f"{say(letters)}&({first})", found)

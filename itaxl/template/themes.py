"""Which themes of the year a plan has no measure for, as live formulas."""

from collections.abc import Sequence
from decimal import Decimal

from itaxl.cells import address
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.model import RuleBook, Theme
from itaxl.template import measures
from itaxl.template.folding import DASHES, DIGITS, Words, among, substitute
from itaxl.template.formulas import Bench, Term, say
from itaxl.template.rows import REPORT, Poured, Span

# What may stand between codes, the longest words first; and between the two ends of a range.
_BETWEEN = ("ตัวชี้วัดที่", "ตัวชี้วัด", "และ", "ข้อที่", "ข้อ", *" \u00a0;/+&·•.()")
_TO = (*DASHES[:2], ("ถึง", "-"), ("~", "-"), (" -", "-"), ("- ", "-"))
_LETTERS = "ieo"
CODES = name_of("codes", "text")  # the codes of every row, commas around and between
KNOWN = name_of("codes", "known")  # 1 where nothing but codes and ranges of them stands


def names(book: RuleBook) -> dict[str, str]:
    """
    Give the workbook names that read the codes of all rows; none where the form has no codes.

    Of a range both ends are read. What lies between them, numbers without a letter and letters
    that copying changed are left to whoever reads the file: every key would take too long.
    """
    if not any(column.key == "codes" for column in book.form.columns):
        return {}
    text = f'SUBSTITUTE(TRIM({Span(book).ref("codes")}),CHAR(10),",")'
    text = substitute(f"LOWER({text})", [*DIGITS, *_TO])
    apart = [(f"{letter} ", letter) for letter in _LETTERS]
    text = substitute(text, [*apart, *((mark, ",") for mark in _BETWEEN)])
    ends = [(f"-{letter}", "") for letter in _LETTERS]
    plain = [*((letter, "") for letter in (*_LETTERS, ",")), *((d, "") for d in "0123456789")]
    return {
        CODES: f'=","&{text}&","',
        KNOWN: f"=(LEN({substitute(CODES, [*ends, *plain])})=0)",
    }


def lacking(
    book: RuleBook, words: Words, lines: Sequence[Poured], bench: Bench, *, report: bool
) -> tuple[str, str, int]:
    """
    Lay down for every theme whether a plan has a measure under it; ("", "", 0) without themes.

    Gives the formulas of how many lack one and of the first cell of their column, and the number.
    """
    keys = {column.key for column in book.form.columns}
    if not book.themes or "theme" not in keys:
        return "", "", 0
    view, met = Span(book), _met(book, lines)
    asked = bench.lay(_asked(view, lines, report=report))
    nameless = bench.lay(_nameless(view, words, lines, asked))
    flags = [bench.lay(_flag(book, words, theme, met, (asked, nameless))) for theme in book.themes]
    area = measures.column_area(book, "theme")
    lacks = len(flags) - sum(flag.value == 1 for flag in flags)
    count = f"IF({asked.text}=0,0,{len(flags)}-{'-'.join(flag.text for flag in flags)})"
    first = say(address(area.first_row, area.first_column))
    return count, first, lacks if asked.value == 1 else 0


def _asked(view: Span, lines: Sequence[Poured], *, report: bool) -> Term:
    """Give 1 for a plan that has measures."""
    text = f"IF({REPORT}=1,0,IF(SUMPRODUCT({view.measure})>0,1,0))"
    return Term(text, Decimal(int(bool(lines) and not report)))


def _nameless(view: Span, words: Words, lines: Sequence[Poured], asked: Term) -> Term:
    """Count the measures of a plan that name no theme; their codes are looked at."""
    count = f"SUMPRODUCT({view.measure}*(1-{among(view.ref('theme'), words.whole['themes'])}))"
    number = sum(line.readings["theme"].value is None for line in lines)
    return Term(f"IF({asked.text}=0,0,{count})", Decimal(number if asked.value == 1 else 0))


def _flag(
    book: RuleBook, words: Words, theme: Theme, met: set[str], cells: tuple[Term, Term]
) -> Term:
    """Give 1 when a row names the theme, or without naming one holds a code of its items."""
    view, number, (asked, nameless) = Span(book), str(theme.number), cells
    text = f"SUMPRODUCT({among(view.ref('theme'), words.values['themes', number])}*1)"
    if theme.items and any(column.key == "codes" for column in book.form.columns):
        known = among(view.ref("theme"), words.whole["themes"])
        listed = ",".join(say(f",{item},") for item in theme.items)
        found = f'ISNUMBER(FIND({{{listed}}},SUBSTITUTE({CODES},"-",",")))'
        text += f"+IF({nameless.text}=0,0,SUMPRODUCT({found}*{KNOWN}*(1-{known})))"
    value = int(number in met) if asked.value == 1 else 0
    return Term(f"IF({asked.text}=0,0,IF({text}>0,1,0))", Decimal(value))


def _met(book: RuleBook, lines: Sequence[Poured]) -> set[str]:
    homes, met = book.themes_by_item, set()
    for line in lines:
        theme, codes = line.readings["theme"].value, line.readings.get("codes")
        if theme is not None:
            met.add(str(theme))
        elif codes is not None:
            told = codes.offered if codes.value is None else codes.value
            items = told if isinstance(told, tuple | list | frozenset) else ()
            met |= {str(homes[str(item)].number) for item in items if str(item) in homes}
    return met

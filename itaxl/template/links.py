"""
Whether a text is a web address, as formulas: the same grammar as when the workbook is read.

Formulas work on one cell and, inside SUMPRODUCT, on a whole range. Left to whoever reads the file:
the number of a port, and the host of every address but the first where a cell holds several.
"""

from functools import lru_cache

from itaxl.fields.url import LONGEST
from itaxl.template.folding import seen_text, substitute
from itaxl.template.formulas import say

_BREAK = "CHAR(10)"
_ODD = ("<", ">", '"', "{", "}", "|", "\\", "^", "`", " ")
_HOST_ENDS = ("?", "#", ":")
_NO_HOST = ("..", ".-", "-.", "@")  # in a host with a point before it
_HOST_ROOM = 255
_OTHER_DIGITS = tuple((digit, "0") for digit in "123456789")
_NO_DIGITS = tuple((digit, "") for digit in "0123456789")


def is_address(ref: str) -> str:
    """Write 1 or 0 whether one typed text is near enough to a web address not to be stopped."""
    text = f"TRIM({ref})"
    scheme = f'((LEFT({text},7)="http://")+(LEFT({text},8)="https://"))'
    end = f'FIND("/",{text}&"/////////",9)'
    return f'({scheme}*(FIND(".",{text}&"          .")<{end})*ISERROR(FIND(" ",{text})))'


@lru_cache(maxsize=256)
def link_text(ref: str) -> str:
    """Write a text as an address is read from it: unseen letters out, no space beside breaks."""
    text = f'SUBSTITUTE({seen_text(ref)}," "&{_BREAK},{_BREAK})'
    return f'SUBSTITUTE({text},{_BREAK}&" ",{_BREAK})'


@lru_cache(maxsize=256)
def host_of(text: str) -> str:
    """Write the host of the first address of a text that ``link_text`` gave; "" for none."""
    ends = substitute(text, [(end, "/") for end in _HOST_ENDS])
    ends = f'SUBSTITUTE({ends},{_BREAK},"/")'
    # The colon of the scheme is a third stroke by now.
    rest = f'MID({ends},FIND("//",{ends}&"//")+3,{_HOST_ROOM})&"/"'
    return f'LEFT({rest},FIND("/",{rest})-1)'


@lru_cache(maxsize=256)
def is_sound(text: str, host: str) -> str:
    """Write 1 or 0 whether a text is one or more web addresses, each on a line of its own."""
    scheme = f'((LEFT({text},7)="http://")+(LEFT({text},8)="https://")>0)'
    plain = f"(LEN({substitute(text, [(letter, '') for letter in _ODD])})=LEN({text}))"
    no_tabs = f"ISERROR(FIND(CHAR(9),{text}))"
    return f"({scheme}*{plain}*{no_tabs}*(LEN({text})<={LONGEST})*{_lines(text)}*{_is_host(host)})"


def _lines(text: str) -> str:
    """Write whether every line begins an address: then no break is left when they are taken out."""
    rest = f'SUBSTITUTE(LOWER({text})&"|",{_BREAK}&{_BREAK},{_BREAK})'
    for begin in ("http://", "https://", "|"):
        rest = f'SUBSTITUTE({rest},{_BREAK}&"{begin}","")'
    return f"ISERROR(FIND({_BREAK},{rest}))"


def _is_host(host: str) -> str:
    """Write whether a host has sound labels and a name at its end, or is a number of four parts."""
    listed = ",".join(map(say, _NO_HOST))
    ones = ";".join("1" for _ in _NO_HOST)
    labels = f'(MMULT(ISNUMBER(FIND({{{listed}}},"."&{host}))*1,{{{ones}}})=0)'
    last = f'LEFT(TRIM(RIGHT(SUBSTITUTE({host},".",REPT(" ",99)),99)),1)'
    named = f'ISNUMBER(FIND(".",{host}))*ISERROR(FIND({last},"0123456789_-"))'
    four = f'({substitute(host, _NO_DIGITS)}="...")'
    short = f'ISERROR(FIND("0000",{substitute(host, _OTHER_DIGITS)}))'
    ended = f'(RIGHT({host},1)<>".")'
    return f'(({host}="localhost")+{ended}*{labels}*({named}+{four}*{short})>0)'

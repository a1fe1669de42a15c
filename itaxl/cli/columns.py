"""Lines of text in columns: Thai marks take no room, and nothing is cut."""

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from itaxl.thai import width

_GAP = "  "
_NARROWEST = 40


def room() -> int | None:
    """Give the columns of the terminal, or those that COLUMNS asks for; None in a pipe."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return max(_NARROWEST, shutil.get_terminal_size().columns)
    return None


def fits(rows: Sequence[Sequence[str]], limit: int | None) -> bool:
    """Tell whether aligned rows stay within the limit."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return limit is None or sum(widths) + len(_GAP) * (len(widths) - 1) <= limit


def aligned(rows: Sequence[Sequence[str]], numbers: frozenset[int], limit: int | None) -> list[str]:
    """
    Align rows under each other, the columns ``numbers`` to the right.

    Where the lines would be wider than the limit, the first column has a line of its own.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    if not fits(rows, limit):
        rest = [_line(row[1:], widths[1:], {n - 1 for n in numbers}) for row in rows]
        indented = [_GAP + line for line in rest]
        first, *others = zip(rows, indented, strict=True)
        return [first[1], *(line for row, below in others for line in (row[0], below))]
    return [_line(row, widths, numbers) for row in rows]


def wrapped(text: str, limit: int | None, first: str = "", then: str = "") -> Iterator[str]:
    """Break a text at its spaces into lines that fit, ``first`` before the first, then ``then``."""
    line, started = first, False
    for word in _words(text, limit - width(then) if limit is not None else None):
        if started and limit is not None and width(line) + 1 + width(word) > limit:
            yield line
            line, started = then, False
        line += f" {word}" if started else word
        started = True
    yield line


def _line(row: Sequence[str], widths: Sequence[int], numbers: Iterable[int]) -> str:
    right = set(numbers)
    cells = (
        " " * (widths[n] - width(cell)) + cell
        if n in right
        else cell + " " * (widths[n] - width(cell))
        for n, cell in enumerate(row)
    )
    return _GAP.join(cells).rstrip()


def _words(text: str, limit: int | None) -> Iterator[str]:
    """Yield the words; one that fits no line in pieces, a letter never parted from its marks."""
    for word in text.split():
        piece = ""
        for letter in word:
            full = limit is not None and width(piece) >= limit
            if full and unicodedata.category(letter) != "Mn":
                yield piece
                piece = ""
            piece += letter
        yield piece

"""How high a row must be for its texts."""

import math
from collections.abc import Callable
from functools import cache

from itaxl import thai
from itaxl.plans import StyleSpec

FONT_SIZE = 16
ROW_POINTS = 24.0  # one line of the font with marks above and below
MAX_ROW_POINTS = 409.0
LINE_POINTS = 1.5  # points one line takes for each point of the font
NEXT_POINTS = 1.75  # the same for each of several lines; measured in LibreOffice
DIGIT_PIXELS = 8  # widest digit of the font; a column of n characters is n times as wide
LETTER_PIXELS = 8.1  # mean width of a Thai letter of the font at 16 points, measured
WORD_LOSS = 0.92  # share of a line that is filled before Thai words wrap


class Lines:
    """Points that texts of one style need in a column of ``width`` characters."""

    __slots__ = ("_line", "_next", "_room", "_wraps", "grows")

    def __init__(self, width: float, style: StyleSpec) -> None:
        room = (width - style.indent) * DIGIT_PIXELS / (LETTER_PIXELS * style.size / FONT_SIZE)
        self._room = max(room * WORD_LOSS, 1.0)
        self._wraps = style.wrap
        self._line = style.size * LINE_POINTS
        self._next = style.size * NEXT_POINTS
        self.grows = style.wrap or style.size > FONT_SIZE  # else no text makes a row higher

    def points(self, text: str) -> float:
        """Points a text needs."""
        if not self._wraps:
            return self._line
        lines = count_lines(text, self._room)
        return self._line if lines == 1 else lines * self._next

    def most(self, text: str) -> float:
        """Points that are surely enough for a text: quickly told, for rows that are high anyway."""
        if not self._wraps:
            return self._line
        lines = _lines(text, self._room, len)
        return self._line if lines == 1 else lines * self._next


def count_lines(text: str, room: float) -> int:
    """Count the lines a text takes where so many letters fit on one."""
    return _lines(text, room, _width)


def _lines(text: str, room: float, width: Callable[[str], int]) -> int:
    if "\n" in text:
        return sum(max(1, math.ceil(width(line) / room)) for line in text.split("\n"))
    return 1 if len(text) <= room else math.ceil(width(text) / room) or 1


def _width(text: str) -> int:
    """Count the columns of a line as ``thai.width`` does, at once for the Thai code page."""
    try:
        return len(text.encode("cp874").translate(None, _marks()))
    except UnicodeEncodeError:  # letters of other scripts, or invisible ones
        return thai.width(text)


@cache
def _marks() -> bytes:
    """Give the letters of the Thai code page that take no column."""
    letters = ((code, bytes([code]).decode("cp874", "replace")) for code in range(256))
    return bytes(code for code, letter in letters if not thai.width(letter))

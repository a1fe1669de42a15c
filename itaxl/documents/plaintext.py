"""
Read a plain text report: tables as tab-separated lines or as one cell per line, the rest as text.

Every line of the file stands in some cell; the row of a cell is the number of its first line.
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from itaxl.cells import Cell, Kind, Sheet, Workbook
from itaxl.thai import one_line

SHEET = "ข้อความ"
_ENCODINGS = ("utf-8-sig", "utf-16", "cp874")

# Leftovers of programs that turned pages into text: marks of paragraphs, lists, bookmarks.
_BREAK = re.compile(r"</p>\s*<p>|<br\s*/?>|</li>|</?ul[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^>]*>|\[bookmark: [^\]]*\]", re.IGNORECASE)
_STARS = re.compile(r"\\?\*{2,}|(?:\\\*)+")
_PAGE_NUMBER = re.compile(r"^\s*-?\s*\d{1,3}\s*-?\s*$")
_PIPES = re.compile(r"^\s*\|(.*)\|\s*$")

Line = tuple[int, str]  # number of the line in the file, its text


def read(data: bytes, path: Path) -> Workbook:
    """Read the bytes of a text file as a workbook of one sheet."""
    return Workbook(path, (sheet(decode(data)),), size=len(data))


def decode(data: bytes) -> str:
    """Decode Thai text as Windows and the web write it; what fits no code page is replaced."""
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def sheet(text: str) -> Sheet:
    """Lay the lines of a text out as cells."""
    cells: dict[tuple[int, int], Cell] = {}
    for row, texts in _rows(text.splitlines()):
        for column, raw in enumerate(texts, start=1):
            if words := tidy(raw):
                cells[row, column] = Cell(row, column, Kind.TEXT, words)
    return Sheet(SHEET, cells)


def tidy(text: str) -> str:
    """Take the leftovers of a converter out of one cell."""
    text = _BREAK.sub("\n", text)
    text = html.unescape(_STARS.sub("", _TAG.sub("", text)))
    return "\n".join(line for line in (one_line(part) for part in text.split("\n")) if line)


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """
    Yield rows: the number of the first line, and the texts of the cells.

    A line with a tab inside is a row by itself. A line that only begins with a tab is one cell of a
    row that a blank line ends, as word processors save tables; lines without a tab go on with it.
    """
    group: list[list[Line]] = []  # the cells of a row that is still open
    for number, line in enumerate(lines, start=1):
        texts = _cells_of(line)
        if texts:
            yield from _closed(group)
            group = []
            yield number, texts
        elif line.lstrip(" ").startswith("\t") and line.strip():
            # A space before the tab is what is left of a page break: a new row begins.
            if line.startswith(" "):
                yield from _closed(group)
                group = []
            group.append([(number, line.strip())])
        elif line.strip() and group and not _PAGE_NUMBER.match(line):
            group[-1].append((number, line.strip()))
        else:
            yield from _closed(group)
            group = []
            if line.strip():
                yield number, [line]
    yield from _closed(group)


def _cells_of(line: str) -> list[str]:
    """Part a line that is a row by itself; nothing for any other line."""
    if piped := _PIPES.match(line):
        return piped[1].split("|")
    inside = "\t" in line.strip("\t ")
    led = line.startswith("\t") and line.strip() and line.rstrip(" ").count("\t") > 1
    return line.split("\t") if inside or led else []


def _closed(group: Sequence[Sequence[Line]]) -> Iterator[tuple[int, list[str]]]:
    """Close a row of one cell per line; one cell alone is an indented paragraph, no row."""
    if len(group) == 1:
        for number, text in group[0]:
            yield number, [text]
    elif group:
        yield group[0][0][0], ["\n".join(text for _, text in cell) for cell in group]

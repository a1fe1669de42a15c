"""Read a web page that an office program saved: its tables and its text, as cells."""

import re
from html.parser import HTMLParser
from pathlib import Path

from itaxl.cells import Area, Cell, Kind, Sheet, Workbook
from itaxl.documents.plaintext import decode, tidy
from itaxl.errors import UnreadableError

SHEET = "หน้าเว็บ"
MAX_CELLS = 300_000
MAX_SPAN = 63
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(?:windows-874|tis-620|cp874)", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "title", "head", "template"})
_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br"})


def read(data: bytes, path: Path) -> Workbook:
    """Read the bytes of a page: a row per paragraph and per table row, in their order."""
    text = data.decode("cp874", "replace") if _CHARSET.search(data[:4096]) else decode(data)
    page = _Page()
    page.feed(text)
    page.close()
    page.end_line()
    return Workbook(path, (Sheet(SHEET, page.cells, tuple(page.merges)),), size=len(data))


class _Page(HTMLParser):
    """The page as it is laid out; a table inside a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Area] = []
        self._row = 1
        self._column = 0  # 0 outside a table row
        self._texts: list[str] = []
        self._unseen = 0
        self._depth = 0
        self._taken: dict[int, int] = {}  # column -> last row that a cell above reaches down to

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.end_line()
                self._taken.clear()
        elif tag == "tr" and self._depth == 1:
            self._end_row()
            self._column = 1
        elif tag in {"td", "th"} and self._depth == 1:
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in _BLOCKS:
            if self._depth:
                self._texts.append("\n")
            else:
                self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_row()
                self._column = 0
                self._row += 1
        elif tag == "tr" and self._depth == 1:
            self._end_row()
        elif tag in _BLOCKS and not self._depth:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._texts.append(re.sub(r"\s+", " ", data))

    def end_line(self) -> None:
        """Put what was read so far as a row of its own."""
        if words := tidy("".join(self._texts)):
            self._put(1, words)
            self._row += 1
        self._texts.clear()

    def _begin_cell(self, stated: dict[str, str | None]) -> None:
        wide, high = (_span(stated.get(key)) for key in ("colspan", "rowspan"))
        while self._taken.get(self._column, 0) >= self._row:
            self._column += 1
        self._open = (self._column, wide)
        last = self._row + high - 1
        if wide > 1 or high > 1:
            self.merges.append(Area(self._row, self._column, last, self._column + wide - 1))
        for column in range(self._column, self._column + wide):
            self._taken[column] = last

    _open: tuple[int, int] | None = None

    def _end_cell(self) -> None:
        if self._open:
            column, wide = self._open
            if words := tidy("".join(self._texts)):
                self._put(column, words)
            self._column = column + wide
        self._open = None
        self._texts.clear()

    def _end_row(self) -> None:
        if self._column:
            self._end_cell()
            self._row += 1
        self._column = 1 if self._depth else 0

    def _put(self, column: int, words: str) -> None:
        self.cells[self._row, column] = Cell(self._row, column, Kind.TEXT, words)
        if len(self.cells) > MAX_CELLS:
            raise UnreadableError("S08", f"cells > {MAX_CELLS}")


def _span(text: str | None) -> int:
    plain = (text or "").strip()
    return max(1, min(int(plain[:4]), MAX_SPAN)) if plain.isascii() and plain.isdecimal() else 1

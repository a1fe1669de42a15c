"""
Read a Word document (.docx) as cells; python-docx is the extra ``docx``.

The parts are walked here, in the order they are read in: content controls, text boxes, tables
inside cells, headers and notes hold words too, and none of them may get lost.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from itaxl.cells import Area, Cell, Kind, Sheet, Workbook
from itaxl.documents.plaintext import tidy
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.wording import Text

SHEET = "เอกสาร"
MARGIN_SHEET = "หัวและท้ายกระดาษ"
MAX_SPAN = 63  # columns of a table in Word
MAX_DEPTH = 8  # tables in tables
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARGINS = ("header", "footer", "footnotes", "endnotes", "comments")
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SKIPPED = frozenset({"delText", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"})


@dataclass(slots=True)
class _Grid:
    """The rows of one sheet as they are laid out."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    row: int = 0

    def put(self, column: int, text: str) -> None:
        if words := tidy(text):
            self.cells[self.row, column] = Cell(self.row, column, Kind.TEXT, words)


def read(data: bytes, path: Path) -> Workbook:
    """
    Read the bytes of a document: a row per paragraph and per table row, in their order.

    A blank row parts tables from what stands around them. What stands in margins and notes is a
    sheet of its own. The bytes must have passed the guard. Raises ItaxlError without the extra.
    """
    try:
        import docx
    except ImportError:
        raise ItaxlError(
            Text(
                "อ่านไฟล์ Word ต้องติดตั้งส่วนเสริมก่อน · พิมพ์ pip install itaxl[docx]",
                "reading Word documents needs an extra; type pip install itaxl[docx]",
            )
        ) from None
    try:
        document = docx.Document(io.BytesIO(data))
        body, margins = _Grid(), _Grid()
        _lay(document.element.body, body)
        for root in _margins(document.part):
            _lay(root, margins)
    except Exception as error:  # the library raises whatever a damaged part makes it raise
        raise UnreadableError("F10", type(error).__name__) from None
    sheets = [Sheet(SHEET, body.cells, tuple(body.merges))]
    if margins.cells:
        sheets.append(Sheet(MARGIN_SHEET, _once(margins.cells), tuple(margins.merges)))
    return Workbook(path, tuple(sheets), size=len(data))


def _margins(part: Any) -> Iterator[Any]:
    """Yield the roots of the parts around the body, in the order of their names."""
    from docx.oxml.parser import parse_xml

    related = [rel for rel in part.rels.values() if not rel.is_external]
    wanted = [rel for rel in related if rel.reltype.rsplit("/", 1)[-1] in _MARGINS]
    for rel in sorted(wanted, key=lambda rel: str(rel.target_part.partname)):
        yield parse_xml(rel.target_part.blob)


def _once(cells: dict[tuple[int, int], Cell]) -> dict[tuple[int, int], Cell]:
    """Keep a text of the margins once; every section of a document repeats them."""
    first: dict[str, tuple[int, int]] = {}
    for at, cell in cells.items():
        first.setdefault(cell.raw, at)
    return {at: cell for at, cell in cells.items() if first[cell.raw] == at}


def _name(element: Any) -> str:
    """The local name of an element of the document; empty for any other one."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2] if tag.startswith((_W, _STRICT)) else ""


def _lay(parent: Any, grid: _Grid) -> None:
    """Lay paragraphs and tables out one below the other, whatever they are wrapped in."""
    for element in parent:
        name = _name(element)
        if name == "p":
            grid.row += 1
            grid.put(1, _paragraph(element))
            for box in _boxes(element):
                _lay(box, grid)
        elif name == "tbl":
            grid.row += 1
            _lay_table(element, grid)
            grid.row += 1
        elif name not in _SKIPPED:
            _lay(element, grid)


def _paragraph(element: Any) -> str:
    """The words of a paragraph, those of its text boxes left out."""
    return "".join(_runs(element))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name != "txbxContent" and name not in _SKIPPED and child.tag != _FALLBACK:
            yield from _runs(child)


def _boxes(element: Any) -> Iterator[Any]:
    """Yield the text boxes anchored in a paragraph, each in one of its two spellings only."""
    for child in element:
        if _name(child) == "txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _lay_table(table: Any, grid: _Grid) -> None:
    """Lay a table out; cells merged in it stay merged."""
    open_down: dict[int, list[int]] = {}  # first column -> the merge that goes on downwards
    spans: list[list[int]] = []
    for line in _inside(table, "tr"):
        grid.row += 1
        column = 1 + _number(line, "trPr", "gridBefore", 0)
        for cell in _inside(line, "tc"):
            width = max(1, _number(cell, "tcPr", "gridSpan", 1))
            last = column + width - 1
            merge = _down(cell)
            above = open_down.get(column) if merge == "continue" else None
            if above is None:
                above = [grid.row, column, grid.row, last]
                spans.append(above)
                open_down[column] = above
            above[2] = grid.row
            if merge not in {"restart", "continue"}:
                open_down.pop(column, None)
            grid.put(column, _words(cell))
            column = last + 1
    grid.merges.extend(Area(*span) for span in spans if span[:2] != span[2:])


def _inside(parent: Any, wanted: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, out of whatever wraps them."""
    for child in parent:
        name = _name(child)
        if name == wanted:
            yield child
        elif name not in _SKIPPED and name not in {"p", "tbl"}:
            yield from _inside(child, wanted)


def _number(element: Any, properties: str, wanted: str, usual: int) -> int:
    """Read a number of grid columns; no honest table has more than Word can make."""
    for held in element:
        if _name(held) == properties:
            for child in held:
                text = next(iter(child.attrib.values()), "") if _name(child) == wanted else ""
                if text.isascii() and text.isdecimal():
                    return min(int(text[:4]), MAX_SPAN)
    return usual


def _down(cell: Any) -> str:
    """Tell whether a cell begins a merge downwards, goes on with one, or neither."""
    for held in cell:
        if _name(held) == "tcPr":
            for child in held:
                if _name(child) == "vMerge":
                    return str(next(iter(child.attrib.values()), "continue"))
    return ""


def _words(cell: Any, depth: int = 0) -> str:
    """All words of a table cell, a line per paragraph; a table inside it is read row by row."""
    lines: list[str] = []
    for child in cell:
        name = _name(child)
        if name == "p":
            lines.append(_paragraph(child))
            lines.extend(_words(box, depth + 1) for box in _boxes(child) if depth < MAX_DEPTH)
        elif name not in _SKIPPED and depth < MAX_DEPTH * 4:
            lines.append(_words(child, depth + 1))
    return "\n".join(line for line in lines if line.strip())

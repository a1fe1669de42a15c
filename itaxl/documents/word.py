"""Read a Word document (.docx) as cells; python-docx is the extra ``docx``."""

from pathlib import Path

from itaxl.cells import Area, Cell, Kind, Sheet, Workbook
from itaxl.documents.plaintext import tidy
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.wording import Text

SHEET = "เอกสาร"


def read(path: Path) -> Workbook:
    """Read the body of a document: a row per paragraph and per table row, in their order."""
    try:
        import docx
    except ImportError:
        raise ItaxlError(
            Text(
                "อ่านไฟล์ Word ต้องติดตั้งส่วนเสริมก่อน · พิมพ์ pip install itaxl[docx]",
                "reading Word documents needs an extra; type pip install itaxl[docx]",
            )
        ) from None
    from docx.table import Table

    try:
        document = docx.Document(str(path))
    except Exception as error:
        raise UnreadableError("F10", part=type(error).__name__) from None
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Area] = []
    row = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            row = _table(block, row, cells, merges)
        else:
            row += 1
            _put(cells, row, 1, block.text)
    return Workbook(path, (Sheet(SHEET, cells, tuple(merges)),))


def _table(table: object, row: int, cells: dict[tuple[int, int], Cell], merges: list[Area]) -> int:
    """Lay a table out below a row; cells merged in it stay merged."""
    spans: dict[object, list[int]] = {}
    for line in table.rows:  # type: ignore[attr-defined]
        row += 1
        # One XML element under several addresses is a merged cell.
        for column, cell in enumerate(line.cells, start=1 + line.grid_cols_before):
            span = spans.setdefault(cell._tc, [row, column, row, column])
            span[2], span[3] = max(span[2], row), max(span[3], column)
            if span[:2] == [row, column]:
                _put(cells, row, column, cell.text)
    merges.extend(Area(*span) for span in spans.values() if span[:2] != span[2:])
    return row


def _put(cells: dict[tuple[int, int], Cell], row: int, column: int, text: str) -> None:
    if words := tidy(text):
        cells[row, column] = Cell(row, column, Kind.TEXT, words)

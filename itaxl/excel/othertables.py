"""Tables that are no Excel workbook but hold what one would: CSV and OpenDocument."""

import csv
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from xml.parsers import expat

from itaxl.cells import MAX_COLUMN, MAX_ROW, Area, Cell, Kind, Sheet, Workbook
from itaxl.errors import UnreadableError
from itaxl.excel.formats import read_number
from itaxl.excel.guard import MAX_CELLS, MAX_SHEETS
from itaxl.excel.package import Package
from itaxl.excel.sheetxml import MalformedError, elements, local, parse

# ---- CSV ----

_DELIMITERS = ",;\t|"
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?\Z")


def read_csv(package: Package) -> Workbook:
    """
    Read delimited text as a workbook of one sheet, named after the file.

    UTF-8, UTF-16 with a mark, or the old Thai code page. A field is a NUMBER only when it is
    spelled as a number is stored; leading zeros, commas and Thai digits stay TEXT.
    """
    text = _decode(package.data)
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, values in enumerate(
            csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text)), 1
        ):
            if row > MAX_ROW or len(values) > MAX_COLUMN:
                raise UnreadableError("S06", f"row {row}")
            for column, value in enumerate(values, 1):
                if value:
                    kind = Kind.NUMBER if _PLAIN_NUMBER.match(value) else Kind.TEXT
                    cells[row, column] = Cell(row, column, kind, value)
            if len(cells) > MAX_CELLS:
                raise UnreadableError("S08", f"cells > {MAX_CELLS}")
    except csv.Error as trouble:
        raise UnreadableError("F10", str(trouble)) from trouble
    sheet = Sheet(package.path.stem or "CSV", cells)
    return Workbook(package.path, (sheet,), sha256=package.sha256, size=len(package.data))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", "replace")


def _delimiter(text: str) -> str:
    """Choose the delimiter that splits the first lines most evenly into several fields."""
    lines = text[:20_000].splitlines()[:30]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        widths.pop(1, None)
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        return times, width

    return max(_DELIMITERS, key=evenness)


# ---- OpenDocument ----

_TIME = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?\Z")
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?\Z|Err:[0-9]+\Z")
_MAX_REPEATED = 1_000  # a filled cell is repeated by hand, not by the thousand
_MAX_STORED = 300_000  # repetition is so cheap to write that the limit is lower than elsewhere


def read_ods(package: Package) -> Workbook:
    """Read an OpenDocument spreadsheet; repeated blank cells and rows are stepped over."""
    if "META-INF/manifest.xml" in package and any(
        element.name == "encryption-data"
        for element in elements(package.chunks("META-INF/manifest.xml"), "META-INF/manifest.xml")
    ):
        raise UnreadableError("F07", "OpenDocument")
    reader = _OpenDocument()
    try:
        parse(package.chunks("content.xml"), "content.xml", reader.start, reader.end, reader.parser)
        modified, application = _meta(package)
    except MalformedError as trouble:
        raise UnreadableError("F10", trouble.seen, trouble.part) from trouble
    return Workbook(
        path=package.path,
        sheets=tuple(table.sheet(reader.hidden_styles) for table in reader.tables),
        sha256=package.sha256,
        size=len(package.data),
        modified=modified,
        application=application,
    )


def _meta(package: Package) -> tuple[dt.datetime | None, str]:
    if "meta.xml" not in package:
        return None, ""
    found = {e.name: e.text.strip() for e in elements(package.chunks("meta.xml"), "meta.xml")}
    try:
        moment = dt.datetime.fromisoformat(found.get("date", "")[:26])
    except ValueError:
        return None, found.get("generator", "")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment, found.get("generator", "")


@dataclass(slots=True)
class _Table:
    """One table on its way to being a sheet."""

    name: str
    style: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    columns: int = 0
    row: int = 0
    column: int = 0

    def sheet(self, hidden_styles: set[str]) -> Sheet:
        """Give the sheet; only hidden rows and columns that hold something are named."""
        rows = {row for row, _ in self.cells}
        columns = {column for _, column in self.cells}
        return Sheet(
            self.name,
            self.cells,
            tuple(self.merges),
            frozenset(rows & self.hidden_rows),
            frozenset(
                c for c in columns if any(first <= c <= last for first, last in self.hidden_columns)
            ),
            "hidden" if self.style in hidden_styles else "visible",
        )


class _OpenDocument:
    """Handlers for content.xml."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.tables: list[_Table] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.nested = 0  # inside an annotation or a table within a cell
        self.stored = 0
        self.repeated_rows = 1
        self.row_cells: list[Cell] = []
        self.cell: dict[str, str] | None = None
        self.texts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if self.nested or (self.cell is not None and name in {"annotation", "table", "shapes"}):
            self.nested += 1
        elif self.cell is not None:
            self.start_text(name, attributes)
        elif name in {"table-cell", "covered-table-cell"} and self.tables:
            self.cell = {local(key): value for key, value in attributes.items()}
            self.texts.clear()
        elif name == "table-row" and self.tables:
            self.start_row(attributes)
        elif name == "table-column" and self.tables:
            self.start_column(attributes)
        elif name == "table":
            plain = {local(key): value for key, value in attributes.items()}
            self.tables.append(_Table(plain.get("name", ""), plain.get("style-name", "")))
            if len(self.tables) > MAX_SHEETS:
                raise UnreadableError("S08", f"sheets > {MAX_SHEETS}")
        elif name == "style":
            self.style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            if self.texts:
                self.texts.append("\n")
            self.texts.append("")
            self.parser.CharacterDataHandler = self.texts.append
        elif name == "s":
            self.texts.append(" " * min(_count(attributes, "text:c"), 32_767))
        elif name in {"tab", "line-break"}:
            self.texts.append("\t" if name == "tab" else "\n")

    def start_row(self, attributes: dict[str, str]) -> None:
        table = self.tables[-1]
        table.row += 1
        table.column = 0
        self.row_cells = []
        self.repeated_rows = _count(attributes, "table:number-rows-repeated")
        if attributes.get("table:visibility") in {"collapse", "filter"}:
            last = min(table.row + min(self.repeated_rows, _MAX_REPEATED), MAX_ROW + 1)
            table.hidden_rows.update(range(table.row, last))

    def start_column(self, attributes: dict[str, str]) -> None:
        table = self.tables[-1]
        first = table.columns + 1
        table.columns += _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in {"collapse", "filter"}:
            table.hidden_columns.append((first, table.columns))

    def end(self, name: str) -> None:
        name = local(name)
        if self.nested:
            self.nested -= 1
            if not self.nested and self.texts:
                self.parser.CharacterDataHandler = self.texts.append
        elif name == "p":
            self.parser.CharacterDataHandler = None
        elif name in {"table-cell", "covered-table-cell"} and self.cell is not None:
            self.end_cell(self.cell)
            self.cell = None
        elif name == "table-row" and self.tables:
            self.end_row()

    def end_cell(self, stated: dict[str, str]) -> None:
        table = self.tables[-1]
        repeated = _count(stated, "number-columns-repeated")
        first = table.column + 1
        table.column += repeated
        cell = _open_cell(table.row, first, stated, "".join(self.texts))
        if cell is None:
            return
        if table.row > MAX_ROW or first > MAX_COLUMN:
            raise UnreadableError("S06", f"row {table.row}, column {first}", "content.xml")
        wide, high = (_count(stated, f"number-{way}-spanned") for way in ("columns", "rows"))
        if wide > 1 or high > 1:
            table.merges.append(Area(table.row, first, table.row + high - 1, first + wide - 1))
        for column in range(first, min(first + min(repeated, _MAX_REPEATED), MAX_COLUMN + 1)):
            self.row_cells.append(cell._replace(column=column))

    def end_row(self) -> None:
        table = self.tables[-1]
        times = min(self.repeated_rows, _MAX_REPEATED) if self.row_cells else 0
        self.stored += times * len(self.row_cells)
        if self.stored > _MAX_STORED:
            raise UnreadableError("S08", f"cells > {_MAX_STORED}", "content.xml")
        for row in range(table.row, min(table.row + times, MAX_ROW + 1)):
            for cell in self.row_cells:
                table.cells[row, cell.column] = cell._replace(row=row)
        table.row += self.repeated_rows - 1


def _count(attributes: dict[str, str], key: str) -> int:
    text = attributes.get(key, "1")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 10 else 1


def _open_cell(row: int, column: int, stated: dict[str, str], text: str) -> Cell | None:
    """Make the cell that an element means; None when it holds nothing."""
    formula = stated.get("formula", "")
    formula = re.sub(r"\A(?:\w+:)?=", "", formula)
    meaning = _open_value(stated, text)
    if meaning is None:
        return Cell(row, column, Kind.PENDING, "", formula) if formula else None
    kind, raw = meaning
    return Cell(row, column, kind, raw, formula, "0%" if kind is Kind.PERCENT else "")


def _open_value(  # noqa: PLR0911 one line for each kind
    stated: dict[str, str], text: str
) -> tuple[Kind, str] | None:
    kind = stated.get("value-type", "string" if text else "")
    if not kind:
        return None
    if kind == "error" or ("formula" in stated and _ERROR.match(text)):
        return Kind.ERROR, text
    if kind == "boolean":
        return Kind.BOOLEAN, stated.get("boolean-value", text).upper()
    if kind == "date":
        return Kind.DATE, re.sub(r"T00:00:00(?:\.0+)?\Z", "", stated.get("date-value", text))
    if kind == "time":
        return _open_time(stated.get("time-value", ""))
    if kind == "string":
        return Kind.TEXT, stated.get("string-value", text)
    meant, raw = read_number(stated.get("value", text))
    return (Kind.PERCENT if kind == "percentage" and meant is Kind.NUMBER else meant), raw


def _open_time(value: str) -> tuple[Kind, str]:
    """Read a duration: less than a day is a time of day, more is a number of days."""
    match = _TIME.match(value)
    if match is None:
        return Kind.TEXT, value
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    if hours < 24 and not match[1]:
        return Kind.DATE, f"{hours:02}:{minutes:02}:{seconds:02}"
    return Kind.NUMBER, f"{match[1]}{(hours * 3600 + minutes * 60 + seconds) / 86400!r}"

"""
Large workbooks of our own making, perhaps saved again by another program: read sheet by sheet.

Only the sheets that are asked for are parsed, and their rows are handed over one by one, so that a
workbook far beyond what an agency may send can be read in little memory.
"""

import re
import stat
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from itaxl.cells import Cell
from itaxl.errors import UnreadableError
from itaxl.excel import guard, plainsheet
from itaxl.excel.letters import NotPlainError
from itaxl.excel.package import Package, Relation, Sizes, by_name, directory, peek
from itaxl.excel.parts import MainPart, Parts, properties_among
from itaxl.excel.sheetxml import (
    Context,
    MalformedError,
    SheetPart,
    SheetReader,
    elements,
    parse,
    thin,
)

MAX_FILE = 500 * 2**20
SIZES = Sizes(part=2 * 2**30, expanded=4 * 2**30, ratio=1000)
_PROPERTIES = "docProps/custom.xml"
_SNIFFED = 2**18  # bytes of the properties that are looked at
_OTHER_SPELLING = re.compile(b"[&\0]")  # letters by their numbers, or of two bytes each

Take = Callable[[int, Mapping[int, Cell]], None]


def has_property(path: Path, name: str, value: str) -> bool:
    """Tell whether a custom property has a value, without reading the rest."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        data = peek(path, _PROPERTIES, _SNIFFED)
        if value.encode() not in data and not _OTHER_SPELLING.search(data):
            return False  # as nearly all files: no parser is needed to tell
        found = elements([data], _PROPERTIES)
    except (OSError, ValueError, LookupError, UnreadableError):
        return False  # whoever reads the file in earnest will tell what is wrong with it
    return properties_among(found).get(name) == value


@dataclass(frozen=True)
class LargeBook:
    """A workbook whose sheets are read when they are asked for."""

    properties: Mapping[str, str]
    names: Mapping[str, str]
    sheets: tuple[str, ...]
    _package: Package = field(repr=False)
    _parts: Mapping[str, str] = field(repr=False)  # name of the sheet -> its part
    _context: Context = field(repr=False)

    def rows(self, sheet: str, take: Take) -> None:
        """Hand over the rows of a sheet that hold anything, each as cells by column."""
        part = self._parts[sheet]
        try:
            if self._package.size(part) <= plainsheet.MAX_PART:
                _hand_over(
                    plainsheet.plain_sheet(self._package.part(part), part, self._context), take
                )
                return
        except NotPlainError:
            pass  # written by another program; nothing has been handed over yet
        reader = _RowReader(self._context, part, take)
        try:
            chunks = map(reader.thin, self._package.chunks(part))
            parse(chunks, part, reader.start, reader.end, reader.parser)
        except MalformedError as trouble:
            raise UnreadableError("F10", str(trouble.seen), part) from trouble
        reader.hand_over()


def _hand_over(sheet: SheetPart, take: Take) -> None:
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (row, column), cell in sheet.cells.items():
        rows[row][column] = cell
    for row in sorted(rows):
        take(row, rows[row])


def open_large(path: Path) -> LargeBook:
    """Open a workbook; UnreadableError when it is none or is damaged."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise UnreadableError("F13", f"{path.stat().st_size // 2**20} MB")
        data = path.read_bytes()
    except OSError as trouble:
        raise UnreadableError("F14", trouble.strerror or type(trouble).__name__) from trouble
    if not data.startswith(b"PK\3\4"):
        guard.recognise(data, path)  # tells what it is instead
        raise UnreadableError("F03", "unknown")
    package = Package(path, "xlsx", data, by_name(directory(data, SIZES)))
    try:
        return _opened(package)
    except MalformedError as trouble:
        raise UnreadableError("F10", str(trouble.seen), trouble.part) from trouble
    except (ValueError, LookupError, ArithmeticError) as trouble:
        raise UnreadableError("F10", type(trouble).__name__) from trouble


def _opened(package: Package) -> LargeBook:
    parts = Parts(package)
    relations = parts.relations(parts.main.part)
    sheets = _sheet_parts(parts.main, relations)
    return LargeBook(
        properties=parts.properties(),
        names=parts.main.names,
        sheets=tuple(sheets),
        _package=package,
        _parts=sheets,
        _context=parts.context(relations),
    )


def _sheet_parts(main: MainPart, relations: Mapping[str, Relation]) -> dict[str, str]:
    return {
        tab.attributes.get("name", ""): relations[tab.attributes["id"]].target
        for tab in main.tabs
        if tab.attributes.get("id") in relations
    }


class _RowReader(SheetReader):
    """Handlers for one sheet part that keep the cells of one row at a time."""

    def __init__(self, context: Context, part: str, take: Take) -> None:
        super().__init__(context, part)
        self.take_row = take

    def thin(self, chunk: bytes) -> bytes:
        """Take blank cells out of a part before it is parsed."""
        less = thin(chunk)
        self.thinned |= less is not chunk
        return less

    def start_row(self, attributes: dict[str, str]) -> None:
        self.hand_over()
        super().start_row(attributes)

    def hand_over(self) -> None:
        """Give away the row that was read and forget it."""
        cells, self.sheet.cells = self.sheet.cells, {}
        self.count = 0
        if cells:
            number = next(iter(cells))[0]
            self.take_row(number, {column: cell for (_, column), cell in cells.items()})

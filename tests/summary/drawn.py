"""Drawn workbooks as stored: what openpyxl would tell of their cells, in a tenth of the time."""

import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
from lxml import etree  # type: ignore[import-untyped]
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.merge import MergedCellRange

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PARTS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
C, F, V, IS, T = (MAIN + name for name in ("c", "f", "v", "is", "t"))


@dataclass
class Drawn:
    """One sheet: what its cells store, its formulas, and the rest of its part."""

    values: dict[tuple[int, int], Any] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    part: Any = None

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """All rows from the first, as long as the widest."""
        height = max((row for row, _ in self.values), default=0)
        width = max((column for _, column in self.values), default=0)
        return [
            tuple(self.values.get((row, column)) for column in range(1, width + 1))
            for row in range(1, height + 1)
        ]


def opened(path: Path) -> openpyxl.Workbook:
    """Open a workbook to change it; frames of merged cells are left as the file has them."""
    with patch.object(MergedCellRange, "format", lambda _: None):
        return openpyxl.load_workbook(path)


def sheets_of(path: Path) -> dict[str, Drawn]:
    """Read every sheet of a workbook by its name; nobody changes what is given."""
    state = path.stat()
    return _sheets(path, state.st_mtime_ns, state.st_size)


@cache
def _sheets(path: Path, *_: int) -> dict[str, Drawn]:
    with zipfile.ZipFile(path) as package:
        texts = _texts(package)
        book = etree.fromstring(package.read("xl/workbook.xml"))
        relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        targets = {
            each.get("Id"): each.get("Target") for each in relations.iter(f"{PARTS}Relationship")
        }
        return {
            each.get("name"): _sheet(package.read(_part(targets[each.get(LINK)])), texts)
            for each in book.iter(f"{MAIN}sheet")
        }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _texts(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    root = etree.fromstring(package.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(T)) for item in root]


def _sheet(data: bytes, texts: list[str]) -> Drawn:
    found = Drawn(part=etree.fromstring(data, etree.XMLParser(huge_tree=True)))
    for cell in found.part.iter(C):
        place = coordinate_to_tuple(cell.get("r"))
        formula, value, inline = cell.find(F), cell.find(V), cell.find(IS)
        if formula is not None:
            found.formulas[place] = f"={formula.text or ''}"
        if inline is not None:
            found.values[place] = "".join(text.text or "" for text in inline.iter(T))
        elif value is not None and value.text:
            found.values[place] = _value(cell.get("t", "n"), value.text, texts)
    return found


def _value(kind: str, text: str, texts: list[str]) -> Any:
    match kind:
        case "s":
            return texts[int(text)]
        case "b":
            return text == "1"
        case "n":
            number = float(text)
            return int(number) if number.is_integer() and "." not in text else number
    return text

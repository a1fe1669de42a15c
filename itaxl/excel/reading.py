"""File → cells: every cell that holds something, as it was stored, from one bounded reader."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from itaxl.cells import Picture, Remark, Sheet, TableArea, Workbook
from itaxl.errors import UnreadableError
from itaxl.excel import guard, othertables, secondreader
from itaxl.excel.package import Package, Relation, printable
from itaxl.excel.parts import Parts
from itaxl.excel.plainsheet import read_sheet
from itaxl.excel.sheetxml import (
    Context,
    Element,
    MalformedError,
    SheetPart,
    elements,
    parse_area,
)

_SHEET_RELATIONS = frozenset({"worksheet", "xlMacrosheet", "xlIntlMacrosheet"})
_OTHER_TABS = frozenset({"chartsheet", "dialogsheet"})
_MAX_DANGERS = 200  # addresses listed for one kind of formula on one sheet


def read(path: Path, *, pictures: bool = False) -> Workbook:
    """
    Read a workbook as it came in; the file is never altered.

    Raises UnreadableError with the code of the cause. Pictures are read only when asked for.
    """
    workbook = _read_package(guard.open_package(path), pictures=pictures)
    if workbook.modified is None:
        moment = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        workbook = replace(workbook, modified=moment)
    return workbook


def read_bytes(
    data: bytes, path: Path = Path("workbook.xlsx"), *, pictures: bool = False
) -> Workbook:
    """Read a workbook from its bytes; ``path`` only names it."""
    return _read_package(guard.recognise(data, path), pictures=pictures)


def _read_package(package: Package, *, pictures: bool) -> Workbook:
    if package.kind == "csv":
        return othertables.read_csv(package)
    if package.kind == "ods":
        return othertables.read_ods(package)
    try:
        return _Reader(package, pictures=pictures).workbook()
    except UnreadableError as trouble:
        if trouble.code != "F10" or trouble.seen != "missing":
            raise
        return _second_opinion(package, MalformedError(trouble.part, "missing"))
    except MalformedError as trouble:
        return _second_opinion(package, trouble)
    except (ValueError, LookupError, ArithmeticError) as trouble:
        # Not foreseen: the file is odd in a new way, and the run goes on without it.
        return _second_opinion(package, MalformedError("", type(trouble).__name__))


def _second_opinion(package: Package, trouble: MalformedError) -> Workbook:
    """Let another reader try what ours could not, once all of it has been scanned."""
    guard.scan(package)
    workbook = secondreader.read(package)
    if workbook is None:
        raise UnreadableError("F10", printable(trouble.seen), trouble.part) from trouble
    remark = Remark("S15", printable(str(trouble)))
    return replace(workbook, remarks=(*package.remarks, remark))


class _Reader:
    """One package on its way to being a workbook."""

    def __init__(self, package: Package, *, pictures: bool) -> None:
        self.package = package
        self.parts = Parts(package)
        self.pictures = pictures
        self.remarks = list(package.remarks)

    def workbook(self) -> Workbook:
        """Read the whole package."""
        parts, main = self.parts, self.parts.main
        relations = parts.relations(main.part)
        sheets = tuple(self.sheets(relations, parts.context(relations)))
        if main.is_strict:  # other readers show its sheets as empty
            self.remarks.append(Remark("S14", "Strict Open XML"))
        return Workbook(
            path=self.package.path,
            sheets=sheets,
            names=main.names,
            properties=parts.properties(),
            sha256=self.package.sha256,
            size=len(self.package.data),
            modified=parts.modified(),
            application=parts.application(),
            remarks=tuple(self.remarks),
        )

    def sheets(self, relations: dict[str, Relation], context: Context) -> Iterator[Sheet]:
        """Read the sheets in tab order; tabs that hold a chart or a dialogue have no cells."""
        main = self.parts.main
        seen: set[str] = set()
        for tab in main.tabs:
            relation = relations.get(tab.attributes.get("id", ""))
            if relation is None or relation.external:
                raise MalformedError(main.part, f"sheet {tab.attributes.get('name', '')}")
            if relation.kind in _OTHER_TABS:
                continue
            if relation.target in seen:
                raise UnreadableError("S08", "sheets on one part", relation.target)
            seen.add(relation.target)
            yield self.sheet(tab, relation.target, context)

    def sheet(self, tab: Element, part: str, context: Context) -> Sheet:
        """Read one sheet with its tables and, if asked, its pictures."""
        state = tab.attributes.get("state", "visible")
        # What nobody sees are our lists, a third of a form, of which a few cells are looked at.
        held = read_sheet(self.package, part, context, seldom=state != "visible")
        relations = self.parts.relations(part)
        name = tab.attributes.get("name", "")
        self.note_dangers(name, held)
        tables = [
            self.table(relations[key].target)
            for key in held.tables
            if key in relations and relations[key].target in self.package
        ]
        cells = held.cells if held.late is None else held.late
        rows = {row for row, _ in cells} if held.hidden_rows else set()
        columns = {column for _, column in cells} if held.hidden_columns else set()
        return Sheet(
            name=name,
            cells=cells,
            merges=tuple(held.merges),
            hidden_rows=frozenset(rows & held.hidden_rows),
            hidden_columns=frozenset(
                column
                for column in columns
                if any(first <= column <= last for first, last in held.hidden_columns)
            ),
            visibility=state,
            filtered=held.filtered or any(filtered for _, filtered in tables),
            tables=tuple(table for table, _ in tables if table is not None),
            pictures=tuple(self.sheet_pictures(held, relations)) if self.pictures else (),
        )

    def table(self, part: str) -> tuple[TableArea | None, bool]:
        """Read a table: its name and area, and whether a filter of it hides rows."""
        parts = self.parts.elements(part)
        head = parts[0].attributes
        area = parse_area(head.get("ref", ""), part)
        name = head.get("displayName") or head.get("name", "")
        return (
            TableArea(name, area) if area else None,
            any(element.name == "filterColumn" for element in parts),
        )

    def sheet_pictures(self, held: SheetPart, relations: dict[str, Relation]) -> Iterator[Picture]:
        """Read the pictures that are placed in a sheet, by the cell under their corner."""
        for key in held.drawings:
            drawing = relations[key].target if key in relations else ""
            if drawing not in self.package:
                continue
            links = self.parts.relations(drawing)
            for row, column, link in _anchors(elements(self.package.chunks(drawing), drawing)):
                media = links.get(link)
                if media and not media.external and media.target in self.package:
                    extension = PurePosixPath(media.target).suffix.lower().lstrip(".")
                    yield Picture(row, column, extension, self.package.part(media.target))

    def note_dangers(self, sheet: str, held: SheetPart) -> None:
        """Remark on formulas that reach out of the workbook."""
        for seen, cells in sorted(held.dangers.items()):
            self.remarks.append(Remark("S12", seen, sheet, tuple(cells[:_MAX_DANGERS])))


def _anchors(parts: Sequence[Element]) -> Iterator[tuple[int, int, str]]:
    """Find the pictures of a drawing: row and column from 1, and the relationship of the bytes."""
    row = column = 1
    for part in parts:
        if part.parent == "from" and part.name in {"row", "col"}:
            number = int(part.text) + 1 if part.text.strip().isdecimal() else 1
            row, column = (number, column) if part.name == "row" else (row, number)
        elif part.name == "blip" and "embed" in part.attributes:
            yield row, column, part.attributes["embed"]

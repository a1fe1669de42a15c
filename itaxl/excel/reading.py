"""File → cells: every cell that holds something, as it was stored, from one bounded reader."""

import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from itaxl.cells import Picture, Remark, Sheet, TableArea, Workbook
from itaxl.errors import UnreadableError
from itaxl.excel import guard, othertables, secondreader
from itaxl.excel.fastpath import read_sheet, read_strings, read_styles
from itaxl.excel.package import (
    Package,
    Relation,
    SmallPart,
    printable,
    relations_name,
    resolve,
)
from itaxl.excel.sheetxml import (
    Context,
    Element,
    MalformedError,
    SheetPart,
    Styles,
    elements,
    is_true,
    parse_area,
)

_SHEET_RELATIONS = frozenset({"worksheet", "xlMacrosheet", "xlIntlMacrosheet"})
_OTHER_TABS = frozenset({"chartsheet", "dialogsheet"})
_APPLICATION = re.compile(rb"<(?:\w+:)?Application>([^<]*)<")
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
        self.pictures = pictures
        self.remarks = list(package.remarks)

    def workbook(self) -> Workbook:
        """Read the whole package."""
        root = self.relations("")
        main = _target(root, "officeDocument") or "xl/workbook.xml"
        if main.startswith(("word/", "ppt/")):
            raise UnreadableError("F03", main.partition("/")[0])
        parts = _elements(self.package, main)
        relations = self.relations(main)
        context = self.context(main, parts, relations)
        sheets = tuple(self.sheets(main, parts, relations, context))
        self.note_strict(parts)
        return Workbook(
            path=self.package.path,
            sheets=sheets,
            names=_names(parts),
            properties=self.properties(root),
            sha256=self.package.sha256,
            size=len(self.package.data),
            modified=self.modified(root),
            application=self.application(root),
            remarks=tuple(self.remarks),
        )

    def relations(self, part: str) -> dict[str, Relation]:
        """Read the relationships of a part; none where it has none."""
        name = relations_name(part)
        if name not in self.package:
            return {}
        small = self.package.small(name)
        if small is None:
            return _relations(part, elements(self.package.chunks(name), name))
        return _known_relations(part, small)

    def context(
        self, main: str, parts: Sequence[Element], relations: dict[str, Relation]
    ) -> Context:
        """Read what the cells lean on: shared strings, formats, and the first day of the dates."""
        strings = _target(relations, "sharedStrings") or resolve(main, "sharedStrings.xml")
        styles = _target(relations, "styles") or resolve(main, "styles.xml")
        return Context(
            read_strings(self.package, strings) if strings in self.package else (),
            self.styles(styles) if styles in self.package else Styles(),
            any(is_true(p.attributes.get("date1904")) for p in parts if p.name == "workbookPr"),
        )

    def styles(self, part: str) -> Styles:
        """Read the cell formats, a part of bounded size."""
        size = self.package.size(part)
        if size > guard.MAX_STYLES_PART:
            raise UnreadableError("S08", f"{size // 2**20} MB", part)
        return read_styles(self.package, part)

    def sheets(
        self,
        main: str,
        parts: Sequence[Element],
        relations: dict[str, Relation],
        context: Context,
    ) -> Iterator[Sheet]:
        """Read the sheets in tab order; tabs that hold a chart or a dialogue have no cells."""
        tabs = [part for part in parts if part.name == "sheet" and part.parent == "sheets"]
        if len(tabs) > guard.MAX_SHEETS:
            raise UnreadableError("S08", f"sheets > {guard.MAX_SHEETS}", main)
        seen: set[str] = set()
        for tab in tabs:
            relation = relations.get(tab.attributes.get("id", ""))
            if relation is None or relation.external:
                raise MalformedError(main, f"sheet {tab.attributes.get('name', '')}")
            if relation.kind in _OTHER_TABS:
                continue
            if relation.target in seen:
                raise UnreadableError("S08", "sheets on one part", relation.target)
            seen.add(relation.target)
            yield self.sheet(tab, relation.target, context)

    def sheet(self, tab: Element, part: str, context: Context) -> Sheet:
        """Read one sheet with its tables and, if asked, its pictures."""
        held = read_sheet(self.package, part, context)
        relations = self.relations(part)
        name = tab.attributes.get("name", "")
        self.note_dangers(name, held)
        tables = [
            self.table(relations[key].target)
            for key in held.tables
            if key in relations and relations[key].target in self.package
        ]
        rows = {row for row, _ in held.cells} if held.hidden_rows else set()
        columns = {column for _, column in held.cells} if held.hidden_columns else set()
        return Sheet(
            name=name,
            cells=held.cells,
            merges=tuple(held.merges),
            hidden_rows=frozenset(rows & held.hidden_rows),
            hidden_columns=frozenset(
                column
                for column in columns
                if any(first <= column <= last for first, last in held.hidden_columns)
            ),
            visibility=tab.attributes.get("state", "visible"),
            filtered=held.filtered or any(filtered for _, filtered in tables),
            tables=tuple(table for table, _ in tables if table is not None),
            pictures=tuple(self.sheet_pictures(held, relations)) if self.pictures else (),
        )

    def table(self, part: str) -> tuple[TableArea | None, bool]:
        """Read a table: its name and area, and whether a filter of it hides rows."""
        parts = _elements(self.package, part)
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
            links = self.relations(drawing)
            for row, column, link in _anchors(elements(self.package.chunks(drawing), drawing)):
                media = links.get(link)
                if media and not media.external and media.target in self.package:
                    extension = PurePosixPath(media.target).suffix.lower().lstrip(".")
                    yield Picture(row, column, extension, self.package.part(media.target))

    def properties(self, root: dict[str, Relation]) -> dict[str, str]:
        """Read the custom properties as text."""
        found: dict[str, str] = {}
        name = ""
        for element in self.optional(_target(root, "custom-properties") or "docProps/custom.xml"):
            if element.name == "property":
                name = element.attributes.get("name", "")
            elif element.parent == "property":
                found[name] = element.text
        return found

    def modified(self, root: dict[str, Relation]) -> dt.datetime | None:
        """Read when the file says it was last saved."""
        for element in self.optional(_target(root, "core-properties") or "docProps/core.xml"):
            if element.name == "modified":
                return _moment(element.text.strip())
        return None

    def application(self, root: dict[str, Relation]) -> str:
        """Read which program the file says it was saved by."""
        part = _target(root, "extended-properties") or "docProps/app.xml"
        # The part also lists every sheet and name; only one word of it is wanted.
        match = _APPLICATION.search(self.package.part(part)) if part in self.package else None
        return html.unescape(match[1].decode("utf-8", "replace")).strip() if match else ""

    def optional(self, part: str) -> Sequence[Element]:
        """Read a part about the file; cells do not depend on it, so its faults cost nothing."""
        if part not in self.package:
            return []
        try:
            return _elements(self.package, part)
        except MalformedError:
            return []

    def note_dangers(self, sheet: str, held: SheetPart) -> None:
        """Remark on formulas that reach out of the workbook."""
        for seen, cells in sorted(held.dangers.items()):
            self.remarks.append(Remark("S12", seen, sheet, tuple(cells[:_MAX_DANGERS])))

    def note_strict(self, parts: Sequence[Element]) -> None:
        """Remark on the strict form of the format, which other readers show as empty."""
        head = parts[0].attributes if parts else {}
        if head.get("conformance") == "strict" or any("purl.oclc.org" in v for v in head.values()):
            self.remarks.append(Remark("S14", "Strict Open XML"))


def _elements(package: Package, part: str) -> Sequence[Element]:
    """List the elements of a part; not to be changed, for the next file may have the same part."""
    small = package.small(part)
    return elements(package.chunks(part), part) if small is None else _known_elements(small)


def _relations(part: str, listed: Sequence[Element]) -> dict[str, Relation]:
    return {
        element.attributes.get("Id", ""): Relation(
            element.attributes.get("Type", "").rpartition("/")[2],
            resolve(part, element.attributes.get("Target", "")),
            element.attributes.get("TargetMode") == "External",
        )
        for element in listed
        if element.name == "Relationship"
    }


@lru_cache(maxsize=32)
def _known_relations(part: str, small: SmallPart) -> dict[str, Relation]:
    return _relations(part, elements([small.unpacked()], small.name))


@lru_cache(maxsize=32)
def _known_elements(small: SmallPart) -> tuple[Element, ...]:
    # Files drawn or saved by one program share names, relationships and tables byte for byte.
    return tuple(elements([small.unpacked()], small.name))


def _target(relations: dict[str, Relation], kind: str) -> str | None:
    return next((r.target for r in relations.values() if r.kind == kind and not r.external), None)


def _names(parts: Sequence[Element]) -> dict[str, str]:
    """Read the names of the workbook; those of a single sheet and Excel's own are left out."""
    names: dict[str, str] = {}
    for part in parts:
        name = part.attributes.get("name", "")
        if part.name != "definedName" or "localSheetId" in part.attributes:
            continue
        if not name.startswith("_xlnm"):
            names[name] = part.text
        if len(names) > guard.MAX_NAMES:
            raise UnreadableError("S08", f"names > {guard.MAX_NAMES}")
    return names


def _anchors(parts: Sequence[Element]) -> Iterator[tuple[int, int, str]]:
    """Find the pictures of a drawing: row and column from 1, and the relationship of the bytes."""
    row = column = 1
    for part in parts:
        if part.parent == "from" and part.name in {"row", "col"}:
            number = int(part.text) + 1 if part.text.strip().isdecimal() else 1
            row, column = (number, column) if part.name == "row" else (row, number)
        elif part.name == "blip" and "embed" in part.attributes:
            yield row, column, part.attributes["embed"]


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)

"""The parts of a workbook around its sheets: relationships, names, formats, properties."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from itaxl.errors import UnreadableError
from itaxl.excel import guard
from itaxl.excel.fastpath import read_strings, read_styles
from itaxl.excel.package import Package, Relation, SmallPart, relations_name, resolve
from itaxl.excel.sheetxml import Context, Element, MalformedError, Styles, elements, is_true

_MAX_MAIN = 2**18  # bytes of a main part that is worth remembering: ours names many formulas
_APPLICATION = re.compile(rb"<(?:\w+:)?Application>([^<]*)<")


class MainPart:
    """What the main part says, each worked out once: many files of one form share the part."""

    def __init__(self, part: str, listed: Sequence[Element]) -> None:
        self.part = part
        self._elements = listed

    @cached_property
    def tabs(self) -> tuple[Element, ...]:
        """The tabs in their order; S08 when there are too many."""
        tabs = [one for one in self._elements if one.name == "sheet" and one.parent == "sheets"]
        if len(tabs) > guard.MAX_SHEETS:
            raise UnreadableError("S08", f"sheets > {guard.MAX_SHEETS}", self.part)
        return tuple(tabs)

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the workbook; those of a single sheet and Excel's own are left out."""
        names: dict[str, str] = {}
        for element in self._elements:
            name = element.attributes.get("name", "")
            if element.name != "definedName" or "localSheetId" in element.attributes:
                continue
            if not name.startswith("_xlnm"):
                names[name] = element.text
            if len(names) > guard.MAX_NAMES:
                raise UnreadableError("S08", f"names > {guard.MAX_NAMES}")
        return names

    @cached_property
    def base_1904(self) -> bool:
        """Whether days are counted from 1904."""
        return any(
            is_true(one.attributes.get("date1904"))
            for one in self._elements
            if one.name == "workbookPr"
        )

    @cached_property
    def is_strict(self) -> bool:
        """Whether the part is in the strict form of the format."""
        head = self._elements[0].attributes if self._elements else {}
        return head.get("conformance") == "strict" or any(
            "purl.oclc.org" in value for value in head.values()
        )


class Parts:
    """The parts of one package."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def elements(self, part: str) -> Sequence[Element]:
        """List the elements of a part; not to be changed, the next file may have the same part."""
        small = self.package.small(part)
        if small is None:
            return elements(self.package.chunks(part), part)
        return _known_elements(small)

    def relations(self, part: str) -> dict[str, Relation]:
        """Read the relationships of a part; none where it has none."""
        name = relations_name(part)
        if name not in self.package:
            return {}
        small = self.package.small(name)
        if small is None:
            return _relations(part, elements(self.package.chunks(name), name))
        return _known_relations(part, small)

    @cached_property
    def root(self) -> dict[str, Relation]:
        """The relationships of the package itself."""
        return self.relations("")

    @cached_property
    def main(self) -> MainPart:
        """The part that names the sheets; F03 where it belongs to a text or to slides."""
        name = target_of(self.root, "officeDocument") or "xl/workbook.xml"
        if name.startswith(("word/", "ppt/")):
            raise UnreadableError("F03", name.partition("/")[0])
        small = self.package.small(name, _MAX_MAIN)
        if small is None:
            return MainPart(name, elements(self.package.chunks(name), name))
        return _known_main(small)

    def context(self, relations: dict[str, Relation]) -> Context:
        """Read what the cells lean on: shared strings, formats, and the first day of the dates."""
        main = self.main
        strings = target_of(relations, "sharedStrings") or resolve(main.part, "sharedStrings.xml")
        styles = target_of(relations, "styles") or resolve(main.part, "styles.xml")
        return Context(
            read_strings(self.package, strings) if strings in self.package else (),
            self._styles(styles) if styles in self.package else Styles(),
            main.base_1904,
        )

    def _styles(self, part: str) -> Styles:
        """Read the cell formats, a part of bounded size."""
        size = self.package.size(part)
        if size > guard.MAX_STYLES_PART:
            raise UnreadableError("S08", f"{size // 2**20} MB", part)
        return read_styles(self.package, part)

    def properties(self) -> dict[str, str]:
        """Read the custom properties as text."""
        part = target_of(self.root, "custom-properties") or "docProps/custom.xml"
        return properties_among(self._optional(part))

    def modified(self) -> dt.datetime | None:
        """Read when the file says it was last saved."""
        part = target_of(self.root, "core-properties") or "docProps/core.xml"
        for element in self._optional(part):
            if element.name == "modified":
                return _moment(element.text.strip())
        return None

    def application(self) -> str:
        """Read which program the file says it was saved by."""
        part = target_of(self.root, "extended-properties") or "docProps/app.xml"
        if part not in self.package:
            return ""
        small = self.package.small(part)
        return _application(self.package.part(part)) if small is None else _known_application(small)

    def _optional(self, part: str) -> Sequence[Element]:
        """Read a part about the file; cells do not depend on it, so its faults cost nothing."""
        if part not in self.package:
            return []
        try:
            return self.elements(part)
        except MalformedError:
            return []


def target_of(relations: dict[str, Relation], kind: str) -> str | None:
    """Find the part of a kind that relationships name; None where they name none."""
    return next((r.target for r in relations.values() if r.kind == kind and not r.external), None)


def properties_among(listed: Sequence[Element]) -> dict[str, str]:
    """Give the custom properties that the elements of their part hold."""
    found: dict[str, str] = {}
    name = ""
    for element in listed:
        if element.name == "property":
            name = element.attributes.get("name", "")
        elif element.parent == "property":
            found[name] = element.text
    return found


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


def _application(data: bytes) -> str:
    # The part also lists every sheet and name; only one word of it is wanted.
    match = _APPLICATION.search(data)
    return html.unescape(match[1].decode("utf-8", "replace")).strip() if match else ""


# Files drawn or saved by one program share names, relationships and tables byte for byte.


@lru_cache(maxsize=32)
def _known_relations(part: str, small: SmallPart) -> dict[str, Relation]:
    return _relations(part, elements([small.unpacked()], small.name))


@lru_cache(maxsize=32)
def _known_elements(small: SmallPart) -> tuple[Element, ...]:
    return tuple(elements([small.unpacked()], small.name))


@lru_cache(maxsize=8)
def _known_application(small: SmallPart) -> str:
    return _application(small.unpacked())


@lru_cache(maxsize=8)
def _known_main(small: SmallPart) -> MainPart:
    return MainPart(small.name, elements([small.unpacked()], small.name))


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)

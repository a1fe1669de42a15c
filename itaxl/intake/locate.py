"""
Find out which of our workbooks this is, of which year, and where its parts stand.

Anchors in this order: workbook names, exact headings, other spellings, near matches; never the
number of a column. What disagrees is recorded, nothing is decided by a file's name.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from itaxl.cells import Kind, Sheet, Workbook, column_number
from itaxl.errors import RuleBookError
from itaxl.intake.labels import LabelsFound, find_labels
from itaxl.intake.tables import (
    NEAR,
    Anchors,
    TableFound,
    Wanted,
    find_tables,
    folded,
    main_table,
    vocabulary,
    wanted,
)
from itaxl.rulebooks import anchors, loading
from itaxl.rulebooks.model import RuleBook, SheetSpec
from itaxl.rulebooks.once import once_per_book
from itaxl.rulebooks.register_form import register_form
from itaxl.submission import Form, Found, Heading, Layout, Missing
from itaxl.thai import fold, western_digits

Books = Mapping[int, RuleBook] | Callable[[int], RuleBook]

_REFERENCE = re.compile(
    r"=?\$?(?:'((?:[^']|'')+)'|([^'!]+?))[!.]\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?[A-Z]+\$?\d+)?"
)
_CONSTANT = re.compile(r'=?(?:"((?:[^"]|"")*)"|(-?\d+(?:\.\d+)?))')
_EDITION = re.compile(r"ปีงบประมาณ(?:พ\.ศ\.)?(\d{4}).{0,60}?รุ่น(?:ที่)?(\d[\w.-]*)")
_COPY = re.compile(
    r"(?:\(\d+\)|[-_]?(?:copy|สำเนา)\d*|_\d+)$|^(?:สำเนา(?:ของ)?|copyof)", re.IGNORECASE
)
_TABLES = ("measures", "scores", "items")
# Headings or labels a sheet must show to be known by them alone.
_ENOUGH = {"agency": 5, "measures": 4, "scores": 4, "items": 3}


def locate(workbook: Workbook, books: Books) -> Layout:
    """
    Say which form a workbook is and where its sheets and headings stand.

    ``books`` gives the rule book of a fiscal year (Buddhist Era). Without a year the headings of
    the newest form are looked for; the year then stays None.
    """
    return located(workbook, books)[0]


class Searched(NamedTuple):
    """A search for tables that was made: its arguments, and what it found."""

    sheet: Sheet
    columns: tuple[Wanted, ...]
    anchors: Anchors
    tables: tuple[TableFound, ...]


class Seen(NamedTuple):
    """What was found on the way to a layout, so that nothing is searched for twice."""

    labels: LabelsFound | None = None  # of the sheet หน่วยงาน
    measures: Searched | None = None


NOTHING_SEEN = Seen()


def located(workbook: Workbook, books: Books) -> tuple[Layout, Seen]:
    """Locate a workbook, and hand on what was found on the way."""
    identity = _identity(workbook)
    form = _form(workbook, identity)
    if form is Form.REGISTER or form is Form.SUMMARY:
        layout = Layout(form, _year(identity), _said(identity, "version"), identity=identity)
        return layout, NOTHING_SEEN
    book = form_book(books, _year(identity))
    if book is None:
        return Layout(form or Form.FOREIGN, _year(identity), identity=identity), NOTHING_SEEN
    parts = _parts(workbook, book)
    identity = _with_answers(parts, identity)
    year = _year(identity)
    if (other := form_book(books, year)) is not None and other.form != book.form:
        parts = _parts(workbook, other)
    if form is None or not parts.sheets:
        form = _by_parts(parts, identity)
    layout = Layout(
        form,
        year,
        _said(identity, "version"),
        sheets={key: sheet.name for key, (sheet, _) in parts.sheets.items()},
        headings=tuple(parts.headings),
        doubled=tuple(parts.doubled),
        missing=tuple(parts.missing),
        unknown=tuple(parts.unknown),
        identity=identity,
        sheets_found={key: found for key, (_, found) in parts.sheets.items()},
        extra_sheets=_extra_sheets(workbook, parts),
        distrusted=tuple(parts.distrusted),
    )
    return layout, Seen(parts.labels, parts.measures)


def book_of(books: Books, year: int | None) -> RuleBook | None:
    """Give the rule book of a fiscal year; None when there is none."""
    if year is None:
        return None
    if isinstance(books, Mapping):
        return books.get(year)
    try:
        return books(year)
    except RuleBookError:
        return None


def form_book(books: Books, year: int | None) -> RuleBook | None:
    """Give the rule book to know headings by: that of the year, else the newest there is."""
    if (book := book_of(books, year)) is not None:
        return book
    years = sorted(books) if isinstance(books, Mapping) else loading.years()
    return book_of(books, years[-1]) if years else None


# ── names ───────────────────────────────────────────────────────────────────────────────────────
@lru_cache(maxsize=1024)
def reference(formula: str) -> tuple[str, int, int] | None:
    """Read where a workbook name points: sheet, row, column; None when it points to no cell."""
    match = _REFERENCE.fullmatch(formula.strip())
    if match is None:
        return None
    sheet = (match[1] or match[2]).replace("''", "'")
    return sheet, int(match[4]), column_number(match[3])


def _name_value(workbook: Workbook, name: str) -> str:
    """Give what a workbook name says: a constant, or the text of the cell it points to."""
    formula = workbook.names.get(name, "").strip()
    if constant := _CONSTANT.fullmatch(formula):
        return (constant[1] or constant[2] or "").replace('""', '"')
    if (place := reference(formula)) and (sheet := workbook.sheet(place[0])):
        return sheet.cell(place[1], place[2]).shown.strip()
    return ""


# ── identity ────────────────────────────────────────────────────────────────────────────────────
def _identity(workbook: Workbook) -> dict[str, dict[str, str]]:
    """Gather what the three places say of form, year, version and agency code."""
    said: dict[str, dict[str, str]] = {"property": {}, "name": {}, "cell": {}}
    for key in anchors.IDENTITY:
        name = anchors.identity_name(key)
        if value := workbook.properties.get(name, "").strip():
            said["property"][key] = value
        if value := _name_value(workbook, name):
            # The name may point at the visible line that says year and version in one.
            edition = _edition(value) if key in ("year", "version") else None
            said["name"][key] = edition[key] if edition else value
    if edition := _visible(workbook):
        said["cell"].update(edition)
    return said


def _visible(workbook: Workbook) -> dict[str, str] | None:
    for sheet in workbook.sheets:
        for cell in sheet.cells.values():
            if cell.kind is Kind.TEXT and "รุ่น" in cell.raw and len(cell.raw) < 300:
                edition = _edition(cell.raw)
                if edition:
                    return edition
    return None


def _edition(text: str) -> dict[str, str] | None:
    match = _EDITION.search(fold(text))
    return {"year": match[1], "version": match[2]} if match else None


def _with_answers(
    parts: "_Parts", identity: dict[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """Add the agency code and the fiscal year typed on the sheet หน่วยงาน."""
    if "agency" not in parts.sheets:
        return identity
    sheet = parts.sheets["agency"][0]
    for place, key, answer in (("cell", "code", "code"), ("answer", "year", "fiscal_year")):
        if answer in parts.values:
            cell = sheet.cell(*parts.values[answer])
            if not cell.is_blank:
                identity.setdefault(place, {})[key] = western_digits(cell.shown.strip())
    return identity


def _year(identity: Mapping[str, Mapping[str, str]]) -> int | None:
    """Settle the fiscal year: what most places say, the first of them where they are at odds."""
    years = [
        year
        for place in ("property", "name", "cell", "answer")
        if (year := _buddhist_year(identity.get(place, {}).get("year", "")))
    ]
    # Counter keeps the order of first meeting among equals.
    return Counter(years).most_common(1)[0][0] if years else None


def _buddhist_year(text: str) -> int | None:
    digits = fold(text).removeprefix("พ.ศ.").removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None


def _said(identity: Mapping[str, Mapping[str, str]], key: str) -> str:
    places = (identity.get(place, {}).get(key, "") for place in ("property", "name", "cell"))
    return next((value for value in places if value), "")


# ── form ────────────────────────────────────────────────────────────────────────────────────────
def _form(workbook: Workbook, identity: Mapping[str, Mapping[str, str]]) -> Form | None:
    said = _said(identity, "form").casefold()
    if said in set(Form):
        return Form(said)
    names = {folded(sheet.name) for sheet in workbook.sheets}
    register = register_form()
    ours = {folded(name) for sheet in register.sheets for name in (sheet.name, *sheet.aliases)}
    if len(names & ours) >= 2:
        return Form.REGISTER
    if len(names & {folded(name) for name in register.summary_tabs}) >= 3:
        return Form.SUMMARY
    return None


def _by_parts(parts: "_Parts", identity: Mapping[str, Mapping[str, str]]) -> Form:
    """Judge by what was found: two of our sheets, or one beside our visible line."""
    enough = 1 if identity.get("cell", {}).get("version") else 2
    ours = [key for key in parts.sheets if key in ("agency", *_TABLES)]
    return Form.STANDARD if len(ours) >= enough else Form.FOREIGN


# ── sheets ──────────────────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class _Parts:
    """What was found on the way; handed on as a layout."""

    sheets: dict[str, tuple[Sheet, Found]]
    headings: list[Heading]
    doubled: list[Heading]
    missing: list[Missing]
    unknown: list[Heading]
    distrusted: list[str]
    values: dict[str, tuple[int, int]]
    labels: LabelsFound | None = None
    measures: Searched | None = None


Pointed = dict[str, dict[str, tuple[str, int, int, str]]]  # sheet key -> key -> place, name


def _parts(workbook: Workbook, book: RuleBook) -> _Parts:
    form = book.form
    pointed, broken = _pointed(workbook, book)
    sheets = _sheets(workbook, book, pointed)
    parts = _Parts(sheets, [], [], [], [], broken, {})
    for spec in form.sheets:
        if spec.key not in sheets:
            parts.missing.append(Missing(spec.key, spec.name))
    for key in _TABLES:
        if key in sheets:
            _locate_table(sheets[key][0], key, book, pointed.get(key, {}), parts)
    if "agency" in sheets:
        _locate_labels(sheets["agency"][0], book, pointed.get("agency", {}), parts)
    return parts


def _pointed(workbook: Workbook, book: RuleBook) -> tuple[Pointed, list[str]]:
    """Follow our names to the cells they point to; those that point nowhere are broken."""
    pointed: Pointed = {}
    broken: list[str] = []
    sheets = {sheet.name for sheet in workbook.sheets}
    for sheet_key, key, name in _our_names(book):
        if (formula := workbook.names.get(name)) is None:
            continue
        place = reference(formula)
        if place and place[0] in sheets:
            pointed.setdefault(sheet_key, {})[key] = (*place, name)
        else:
            broken.append(name)
    return pointed, broken


@once_per_book
def _our_names(book: RuleBook) -> tuple[tuple[str, str, str], ...]:
    """Give sheet, key and workbook name of everything a name of ours points to."""
    return tuple(
        (sheet_key, column.key, anchors.name_of(sheet_key, column.key))
        for sheet_key in ("agency", *_TABLES)
        for column in form_columns(book, sheet_key)
    )


def form_columns(book: RuleBook, sheet_key: str) -> tuple[Wanted, ...]:
    """Name what a sheet of the form is searched for: its columns, or its lines."""
    return _form_columns(book)[sheet_key]


@once_per_book
def _form_columns(book: RuleBook) -> dict[str, tuple[Wanted, ...]]:
    form = book.form
    return {
        "agency": tuple(Wanted(line.key, line.label, line.aliases) for line in form.agency),
        "measures": wanted(form.columns),
        "scores": wanted(form.scores),
        "items": wanted(form.items),
    }


def _sheets(workbook: Workbook, book: RuleBook, pointed: Pointed) -> dict[str, tuple[Sheet, Found]]:
    """Find the sheets of the form: by names, titles, other spellings, likeness, contents."""
    search = _SheetSearch(book, pointed)
    taken: dict[str, tuple[Sheet, Found]] = {}
    free = list(workbook.sheets)
    for find, found in (
        (search.by_names, Found.NAME),
        (search.by_title, Found.EXACT),
        (search.by_alias, Found.ALIAS),
        (search.by_likeness, Found.NEAR),
        (search.by_contents, Found.GUESSED),
    ):
        for spec in book.form.sheets:
            if spec.key not in taken and (sheet := find(free, spec)):
                taken[spec.key] = (sheet, found)
                free = [other for other in free if other.name != sheet.name]
    return _filled_copy(workbook, book, taken)


@once_per_book
def _other_titles(book: RuleBook) -> dict[str, set[str]]:
    """Give for each sheet of the form the titles of the others."""
    sheets = book.form.sheets
    return {
        spec.key: {folded(other.name) for other in sheets if other.key != spec.key}
        for spec in sheets
    }


class _SheetSearch:
    """The ways to recognise one sheet of the form among those that are still free."""

    def __init__(self, book: RuleBook, pointed: Pointed) -> None:
        self._book = book
        self._pointed = pointed

    def by_names(self, free: list[Sheet], spec: SheetSpec) -> Sheet | None:
        """Find the sheet most workbook names point to."""
        votes = Counter(place[0] for place in self._pointed.get(spec.key, {}).values())
        if not votes:
            return None
        name = votes.most_common(1)[0][0]
        # A name may be left over from a sheet that another part has moved into.
        if folded(name) in _other_titles(self._book)[spec.key]:
            return None
        return next((sheet for sheet in free if sheet.name == name), None)

    def by_title(self, free: list[Sheet], spec: SheetSpec) -> Sheet | None:
        """Find the sheet with the title of the form."""
        title = folded(spec.name)
        return next((sheet for sheet in free if folded(sheet.name) == title), None)

    def by_alias(self, free: list[Sheet], spec: SheetSpec) -> Sheet | None:
        """Find the sheet with another title that is known."""
        titles = {folded(alias) for alias in spec.aliases}
        return next((sheet for sheet in free if folded(sheet.name) in titles), None)

    def by_likeness(self, free: list[Sheet], spec: SheetSpec) -> Sheet | None:
        """Find a copy of the sheet, or one whose title was mistyped."""
        titles = [folded(name) for name in (spec.name, *spec.aliases)]
        for sheet in free:
            name = _original(sheet.name)
            if any(_alike(name, title) for title in titles):
                return sheet
        return None

    def by_contents(self, free: list[Sheet], spec: SheetSpec) -> Sheet | None:
        """Find the sheet that shows most of the headings or labels, if it shows enough."""
        if spec.key not in ("agency", *_TABLES) or not free:
            return None
        columns = form_columns(self._book, spec.key)
        if spec.key == "agency":
            known = vocabulary(columns).quick
            counts = [_count_labels(sheet, known) for sheet in free]
        else:
            counts = [_width(find_tables(sheet, columns)) for sheet in free]
        best = max(counts)
        return free[counts.index(best)] if best >= _ENOUGH[spec.key] else None


def _alike(name: str, title: str) -> bool:
    return name == title or SequenceMatcher(None, title, name, autojunk=False).ratio() >= NEAR


def _count_labels(sheet: Sheet, known: Callable[[str], tuple[str, Found] | None]) -> int:
    texts = (cell.raw for cell in sheet.cells.values() if cell.kind is Kind.TEXT)
    return len({match[0] for text in texts if (match := known(text))})


def _width(tables: Iterable[TableFound]) -> int:
    return max((len(table.headings) for table in tables), default=0)


@lru_cache(maxsize=256)
def _original(name: str) -> str:
    """Fold the name of a sheet without what marks it as a copy; few names come again and again."""
    return _COPY.sub("", folded(name))


def _filled_copy(
    workbook: Workbook, book: RuleBook, taken: dict[str, tuple[Sheet, Found]]
) -> dict[str, tuple[Sheet, Found]]:
    """Prefer the copy "(2)" of the sheet of measures where the first one was left empty."""
    if "measures" not in taken:
        return taken
    sheet, _ = taken["measures"]
    used = {other.name for other, _ in taken.values()}
    title = _original(sheet.name)
    copies = [
        other
        for other in workbook.sheets
        if other.name not in used and _original(other.name) == title
    ]
    columns = form_columns(book, "measures")
    if copies and not _answers(sheet, columns):
        filled = next((copy for copy in copies if _answers(copy, columns)), sheet)
        return {**taken, "measures": (filled, Found.NEAR)} if filled is not sheet else taken
    return taken


def _answers(sheet: Sheet, columns: tuple[Wanted, ...]) -> bool:
    """Tell whether anything was written below the heading of the measures."""
    table = main_table(find_tables(sheet, columns))
    if table is None or (heading := table.heading("measure")) is None:
        return False
    return any(
        column == heading.column and row > table.last_heading_row and not cell.is_blank
        for (row, column), cell in sheet.cells.items()
    )


def _extra_sheets(workbook: Workbook, parts: _Parts) -> tuple[str, ...]:
    ours = {sheet.name for sheet, _ in parts.sheets.values()} | set(anchors.OWN_SHEETS)
    extra = [
        sheet.name
        for sheet in workbook.sheets
        if sheet.name not in ours and any(not cell.is_blank for cell in sheet.cells.values())
    ]
    if not extra:
        return ()
    # A sheet that one of our names points to is ours, whatever it is called.
    named = {
        place[0]
        for name, formula in workbook.names.items()
        if name.startswith(anchors.PREFIX) and (place := reference(formula))
    }
    return tuple(name for name in extra if name not in named)


# ── headings ────────────────────────────────────────────────────────────────────────────────────
def _locate_table(
    sheet: Sheet,
    key: str,
    book: RuleBook,
    pointed: Mapping[str, tuple[str, int, int, str]],
    parts: _Parts,
) -> None:
    columns = form_columns(book, key)
    trusted = _trusted(sheet, columns, pointed, parts.distrusted)
    tables = find_tables(sheet, columns, trusted)
    if key == "measures":
        parts.measures = Searched(sheet, columns, trusted, tables)
    table = main_table(tables)
    if table is None:
        parts.missing.extend(Missing(c.key, c.title, sheet.name) for c in columns)
        return
    parts.headings.extend(table.headings)
    parts.doubled.extend(table.doubled)
    parts.unknown.extend(table.unknown)
    there = {heading.key for heading in table.headings}
    parts.missing.extend(Missing(c.key, c.title, sheet.name) for c in columns if c.key not in there)


def _trusted(
    sheet: Sheet,
    columns: tuple[Wanted, ...],
    pointed: Mapping[str, tuple[str, int, int, str]],
    distrusted: list[str],
) -> Anchors:
    """Keep the names that point at a heading: their own, or one renamed among headings."""
    words = vocabulary(columns)
    trusted: dict[tuple[int, int], tuple[str, Found]] = {}
    renamed: list[tuple[str, int, int, str]] = []
    for key, (name_sheet, row, column, name) in pointed.items():
        cell = sheet.cell(row, column)
        match = words.known(cell.shown) if len(cell.shown) < 300 else None
        if name_sheet == sheet.name and match and match[0] == key:
            trusted[row, column] = (key, Found.NAME)
        elif name_sheet == sheet.name and not match and cell.kind is Kind.TEXT and cell.raw.strip():
            renamed.append((key, row, column, name))
        else:
            distrusted.append(name)
    for key, row, column, name in renamed:
        if _stands_among_headings(sheet, row, key, columns, trusted):
            trusted[row, column] = (key, Found.NAME)
        else:
            distrusted.append(name)
    return trusted


def _stands_among_headings(
    sheet: Sheet, row: int, key: str, columns: tuple[Wanted, ...], trusted: Anchors
) -> bool:
    """Tell whether a renamed heading stands in a heading row that has none of its own key."""
    words = vocabulary(columns)
    cells = [cell for (at, _), cell in sheet.cells.items() if at == row]
    keys = {match[0] for cell in cells if (match := words.quick(cell.raw))}
    keys |= {other for (at, _), (other, _) in trusted.items() if at == row}
    return key not in keys and len(keys) >= 2


def _locate_labels(
    sheet: Sheet,
    book: RuleBook,
    pointed: Mapping[str, tuple[str, int, int, str]],
    parts: _Parts,
) -> None:
    columns = form_columns(book, "agency")
    here = {key: (row, at) for key, (name, row, at, _) in pointed.items() if name == sheet.name}
    found = find_labels(sheet, columns, here, prompts(book))
    parts.headings.extend(found.headings)
    parts.doubled.extend(found.doubled)
    parts.unknown.extend(found.unknown)
    parts.values = dict(found.values)
    parts.labels = found
    parts.distrusted.extend(
        name for key, (_, row, at, name) in pointed.items() if found.values.get(key) != (row, at)
    )
    there = {heading.key for heading in found.headings}
    parts.missing.extend(Missing(c.key, c.title, sheet.name) for c in columns if c.key not in there)


@once_per_book
def prompts(book: RuleBook) -> frozenset[str]:
    """Gather the words of the form that may stand beside the values."""
    return frozenset(line.prompt for line in book.form.agency)

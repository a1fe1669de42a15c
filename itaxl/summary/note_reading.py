"""
A summary read back: which columns of its sheets are ours, and what else stands there.

Our columns are known by their workbook names, else by their headings. What stands in the others was
added by the coordinator: in a table with notes it is kept with them, elsewhere it is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from itaxl.cells import Cell, Kind, column_letters, column_number
from itaxl.plans import Value
from itaxl.summary import page, parcel
from itaxl.summary.notes import Note
from itaxl.summary.tables import OWN_COLUMNS, Noted
from itaxl.summary.words import day, section, word
from itaxl.thai import clean, fold

NOTE, ASSIGNED = OWN = tuple(column.key for column in OWN_COLUMNS)
FIGURE = "figure"  # stands for all columns whose headings change with the year
HEADINGS_WITHIN = 40  # rows from the top in which headings are looked for
HEAD_ROWS = (1, 2, 4)  # above a table: title, subtitle, where it goes on; each in the first column
_HIDDEN = parcel.SHEET.partition("_")[0] + "_"  # sheets of ours that nobody sees begin so


class Foreign(NamedTuple):
    """Something the coordinator put on a summary where no note is kept."""

    what: Literal["sheet", "column", "row", "cell", "formula", "thing"]
    sheet: str
    name: str = ""


class Place(NamedTuple):
    """A column of ours as its workbook name tells: its number, its first and its last row."""

    column: int
    first: int
    last: int


# ── workbook names ──────────────────────────────────────────────────────────────────────────────


def named(names: Mapping[str, str], sheet: str) -> dict[str, dict[str, Place]]:
    """Find the columns of ours on a sheet by workbook names: those of a tab, by their keys."""
    tabs = sorted(section("sheets"), key=len, reverse=True)
    found: dict[str, dict[str, Place]] = {}
    for name, formula in names.items():
        there, _, area = formula.lstrip("=$").rpartition("!")
        if there.strip("'").replace("''", "'") != sheet:
            continue
        tab = next((tab for tab in tabs if name.startswith(f"{tab}_")), None)
        place = _place(area)
        if tab and place:
            key = name.removeprefix(f"{tab}_").partition("__")[0]
            found.setdefault(tab, {})[key] = place
    return found


def _place(area: str) -> Place | None:
    first, _, last = area.replace("$", "").partition(":")
    letters, number = _address(first)
    _, end = _address(last or first)
    return Place(column_number(letters), number, end) if letters and number and end else None


def _address(text: str) -> tuple[str, int]:
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and len(letters) < 4 and digits):
        return "", 0
    return letters, int(digits)


def is_hidden(sheet: str) -> bool:
    """Tell whether a sheet is one of ours that nobody sees."""
    return sheet.startswith(_HIDDEN)


def is_ours(sheet: str, names: Mapping[str, str]) -> bool:
    """Tell whether a sheet is one of the summary's: by its name, else by workbook names to it."""
    if sheet in section("sheets").values() or is_hidden(sheet):
        return True
    quoted = "'" + sheet.replace("'", "''") + "'!"
    beginnings = (f"{sheet}!", quoted)
    return any(formula.lstrip("=$").startswith(beginnings) for formula in names.values())


# ── headings ────────────────────────────────────────────────────────────────────────────────────


class Heads(NamedTuple):
    """The headings of a table: columns of ours by key, and headings of the others by column."""

    ours: dict[str, list[int]]
    added: dict[int, str]


def _heads(texts: Mapping[int, str], tab: Noted, places: Mapping[str, Place]) -> Heads | None:
    """Take a row as headings when at least two of ours stand in it."""
    keys = places or section("headings")
    known = {key: fold(word("headings", key)) for key in (*keys, *_wanted(tab)) if _is_fixed(key)}
    by_title = {title: key for key, title in reversed(known.items())}
    found: dict[str, list[int]] = {}
    for column, text in texts.items():
        if key := by_title.get(fold(text)):
            found.setdefault(key, []).append(column)
    if len(found) < 2:
        return None
    # A program that moved columns without their names: these now lead to columns of others.
    stale = any(key in found and place.column not in found[key] for key, place in places.items())
    trusted = {} if stale else {place.column: key for key, place in places.items()}
    ours: dict[str, list[int]] = {key: [column] for column, key in trusted.items()}
    added: dict[int, str] = {}
    for column, text in texts.items():
        if column in trusted:
            continue
        key = FIGURE if stale and _is_figure(text, places) else by_title.get(fold(text))
        if key and (key in (*OWN, FIGURE) or key not in ours):
            ours.setdefault(key, []).append(column)
        else:
            added[column] = text
    return Heads(ours, added)


def _wanted(tab: Noted) -> tuple[str, ...]:
    keys = (tab.key, "agency", tab.about, *OWN, "tab", "since")
    return tuple(key for key in keys if key)


def _is_fixed(key: str) -> bool:
    """Tell whether the heading of a key is a word, the same in every year."""
    return "{" not in section("headings").get(key, "{")


def _is_figure(text: str, places: Iterable[str]) -> bool:
    """Tell whether a heading is that of a figure of the year, as the keys name them."""
    weighted = word("headings", "weighted").partition("{weight}")[0]
    codes = {key.removeprefix("weighted_") for key in places if not _is_fixed(key)}
    return text in codes or any(text.startswith(weighted.format(code=code)) for code in codes)


# ── sheets with notes ───────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class NoteReader:
    """Takes the rows of one sheet and keeps what stands in the coordinator's columns."""

    noted: Noted
    places: Mapping[str, Place]
    sheet: str = ""
    notes: list[Note] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)
    _columns: dict[str, list[int]] = field(default_factory=dict)
    _added: dict[int, str] = field(default_factory=dict)
    _ours: frozenset[int] = frozenset()
    _watched: tuple[int, ...] = ()  # where something of the coordinator's may stand

    def take(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Take one row."""
        if self._columns:
            self._body(number, cells)
        elif number <= HEADINGS_WITHIN:
            self._head(number, cells)

    def _head(self, number: int, cells: Mapping[int, Cell]) -> None:
        texts = {column: text for column in sorted(cells) if (text := _text(cells[column]))}
        heads = _heads(texts, self.noted, self.places)
        if heads is None:
            self.foreign += _beside_title(number, texts, self.sheet)
            return
        self._columns, self._added = heads
        self._ours = frozenset(column for columns in self._columns.values() for column in columns)
        self._watch()
        if self._added and "since" not in self._columns:
            more = tuple((heading, None) for heading in self._added.values())
            self.notes.append(Note(self._tab, "", "", "", "", "", more=more))

    @property
    def _tab(self) -> str:
        return word("sheets", self.noted.tab)

    def _watch(self) -> None:
        own = [column for key in OWN for column in self._columns.get(key, ())]
        self._watched = (*own, *self._added)

    def _body(self, number: int, cells: Mapping[int, Cell]) -> None:
        if beyond := cells.keys() - self._ours - self._added.keys():
            self._without_heading(beyond, cells)
        if not any(column in cells for column in self._watched):
            if not self._names_a_row(cells):
                self._strange(number, cells)
            return
        said = {key: self._said(key, cells) for key in (NOTE, ASSIGNED)}
        more = tuple(
            (heading, value)
            for column, heading in self._added.items()
            if column in cells and (value := _value(cells[column])) is not None
        )
        if any(said.values()) or more:
            self._note(number, cells, said, more)
        for column in self._added:
            if column in cells and cells[column].formula:
                self.foreign.append(Foreign("formula", self.sheet, self._added[column]))
        if not self._names_a_row(cells):
            self._strange(number, cells)

    def _note(
        self,
        number: int,
        cells: Mapping[int, Cell],
        said: Mapping[str, str],
        more: tuple[tuple[str, Value], ...],
    ) -> None:
        key, agency = self._said(self.noted.key, cells), self._said("agency", cells)
        nameless = "" if key or agency else word("phrases", "row_only", row=number)
        self.notes.append(
            Note(
                tab=self._said("tab", cells) or self._tab,
                key=key,
                agency=agency,
                about=self._said(self.noted.about, cells) or nameless,
                note=said[NOTE],
                assigned=said[ASSIGNED],
                since=self._said("since", cells),
                more=more,
            )
        )

    def _said(self, key: str, cells: Mapping[int, Cell]) -> str:
        columns = self._columns.get(key, ())
        if len(columns) == 1:
            return _text(cells[columns[0]]) if columns[0] in cells else ""
        texts = [_text(cells[column]) for column in columns if column in cells]
        return "\n".join(dict.fromkeys(text for text in texts if text))

    def _without_heading(self, columns: Iterable[int], cells: Mapping[int, Cell]) -> None:
        """Give columns without a heading one, so that they can be kept."""
        for column in sorted(columns):
            if not cells[column].is_blank:
                letters = column_letters(column)
                self._added[column] = word("phrases", "added_column", letters=letters)
        self._watch()

    def _names_a_row(self, cells: Mapping[int, Cell]) -> bool:
        """Tell whether a row is one of ours; on the sheet of lost notes all of them may be."""
        columns = self._columns.get(self.noted.key, ())
        return "since" in self._columns or any(column in cells for column in columns)

    def _strange(self, number: int, cells: Mapping[int, Cell]) -> None:
        own = {column for key in OWN for column in self._columns.get(key, ())}
        if any(column in self._ours - own and not cell.is_blank for column, cell in cells.items()):
            self.foreign.append(Foreign("row", self.sheet, str(number)))


def reader(sheet: str, noted: Iterable[Noted], names: Mapping[str, str]) -> NoteReader | None:
    """Make the reader of a sheet; None when the coordinator has no columns on it."""
    places = named(names, sheet)
    for each in noted:
        own = word("sheets", each.tab)
        mine = places.get(each.tab, {})
        if sheet == own or sheet.startswith(f"{own} (") or mine.keys() & {*OWN, each.key}:
            return NoteReader(each, mine, sheet)
    return None


# ── other sheets ────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Watcher:
    """Takes the rows of a sheet without notes and tells what is not ours."""

    sheet: str
    tab: str
    places: Mapping[str, Place]
    foreign: list[Foreign] = field(default_factory=list)
    _added: dict[int, str] = field(default_factory=dict)
    _ended: bool = False

    def take(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Take one row."""
        if self.places:
            self._table(number, cells)
        elif self.tab == "overview":
            self._page(number, cells)

    def _table(self, number: int, cells: Mapping[int, Cell]) -> None:
        first = min(place.first for place in self.places.values())
        last = max(place.last for place in self.places.values())
        if number < first - 1:
            texts = {column: _text(cell) for column, cell in cells.items() if not cell.is_blank}
            self.foreign += _beside_title(number, texts, self.sheet)
            return
        # Below the heat map stand the means, in columns of the same width.
        if number > last and self.tab != "indicators":
            self._told("row", str(number), cells)
            return
        ours = {place.column for place in self.places.values()}
        for column in sorted(cells.keys() - ours - self._added.keys()):
            if not cells[column].is_blank:
                letters = column_letters(column)
                heading = _text(cells[column]) if number == first - 1 else ""
                self._added[column] = heading or word("phrases", "added_column", letters=letters)
                self.foreign.append(Foreign("column", self.sheet, self._added[column]))

    def _page(self, number: int, cells: Mapping[int, Cell]) -> None:
        beside = {column: cell for column, cell in cells.items() if column > page.COLUMNS}
        self._told("cell", str(number), cells if self._ended else beside)
        foot = word("overview", "foot")
        self._ended = self._ended or any(cell.shown == foot for cell in cells.values())

    def _told(self, what: Literal["row", "cell"], name: str, cells: Mapping[int, Cell]) -> None:
        if any(not cell.is_blank for cell in cells.values()):
            self.foreign.append(Foreign(what, self.sheet, name))


def watcher(sheet: str, names: Mapping[str, str]) -> Watcher:
    """Make what looks over a sheet of ours without notes."""
    places = named(names, sheet)
    titles = {title: tab for tab, title in section("sheets").items()}
    tab = next(iter(places), titles.get(sheet, ""))
    return Watcher(sheet, tab, places.get(tab, {}))


def _beside_title(number: int, texts: Mapping[int, str], sheet: str) -> Iterable[Foreign]:
    if number in HEAD_ROWS:
        for column, text in texts.items():
            if column != 1 and text:
                yield Foreign("cell", sheet, f"{column_letters(column)}{number}")


# ── values ──────────────────────────────────────────────────────────────────────────────────────


def _text(cell: Cell) -> str:
    """Give what a person reads in a cell."""
    if cell.kind is Kind.DATE and cell.date:
        return day(cell.date)
    return "" if cell.kind is Kind.PENDING else clean(cell.shown).strip()


def _value(cell: Cell) -> Value:
    """Give what stands in a cell as a plain value; None where nothing does."""
    if cell.kind is Kind.NUMBER:
        return cell.number
    if cell.kind is Kind.DATE and cell.date:
        time = cell.raw[11:16]
        return f"{day(cell.date)} {time}" if time.strip("0:") else cell.date
    return _text(cell) or None

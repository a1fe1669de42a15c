"""
The coordinator's own columns: read from the summary that is replaced, put back by row.

A note belongs to a row by the row's key, not by its place. A note whose row is gone is never lost:
it stands on a sheet of its own until its row comes back or the coordinator removes it. Columns that
the coordinator added stand again at the right end of their table.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from itaxl.plans import Formula, Link, SheetPlan, TableColumn, Value
from itaxl.summary.frame import Facts
from itaxl.summary.note_reading import NOTE, OWN, NoteReader, reader
from itaxl.summary.notes import Note, shown
from itaxl.summary.tables import OWN_COLUMNS, Column, Flat, Noted, Row, flat_sheet
from itaxl.summary.words import day, section, word
from itaxl.thai import fold

__all__ = ("ORPHANED", "Note", "NoteReader", "plan", "reader", "table", "with_notes")

ADDED_WIDTH = 20
COLUMNS = (
    Column("no", "number", 7),
    Column("tab", "text", 20),
    Column("agency", "text", 30),
    Column("about", "text", 46),
    *OWN_COLUMNS,
    Column("why_lost", "text", 34),
    Column("since", "center", 16),
    Column("note_key", "code", 26),
)
ORPHANED = Noted("orphans", "note_key", "about")

# ── keeping ─────────────────────────────────────────────────────────────────────────────────────


def with_notes(
    sheet: SheetPlan,
    flat: Flat,
    noted: Noted,
    notes: Sequence[Note],
    keys: Sequence[object] | None = None,
) -> tuple[SheetPlan, list[Note]]:
    """
    Put notes into the coordinator's columns of a sheet's flat table; give back those left over.

    A note goes to the row with its key; else to the one row of its agency and subject, where no
    other note means the same. A row takes one note; what was written in it goes before what had
    been lost, and a further note that says something else is left over.

    ``keys`` are those of the rows in their order, where they are known without making the rows,
    which are then gone through only for notes without a key of theirs.
    """
    name = word("sheets", noted.tab)
    mine = [note for note in notes if note.tab == name]
    left = [note for note in notes if note.tab != name]
    if not mine:
        return sheet, left
    table = sheet.tables[-1]
    rows = tuple(table.rows) if isinstance(table.rows, Iterator) else table.rows
    said = sorted((note for note in mine if not note.is_heading), key=lambda note: bool(note.since))
    taken, over = _placed(said, _Rows(rows, flat, noted, keys))
    added = _Added.of(mine)
    columns = (*table.columns, *added.columns())
    filled = _Filled(rows, flat.at(NOTE) - flat.column, taken, added)
    put = replace(table, columns=columns, rows=filled)
    return replace(sheet, tables=(*sheet.tables[:-1], put)), left + over


def _placed(notes: Iterable[Note], rows: "_Rows") -> tuple[dict[int, Note], list[Note]]:
    """Find the row of each note; give those that have none too."""
    taken: dict[int, Note] = {}
    waiting: list[Note] = []
    left: list[Note] = []
    notes = tuple(notes)
    by_key = rows.by_key({note.key for note in notes if note.key})
    for note in notes:
        at = by_key.get(note.key) if note.key else None
        if at is None:
            waiting.append(note)
        elif taken.setdefault(at, note).said != note.said:
            left.append(note)
    alike = Counter(rows.name(note.key, note.agency, note.about) for note in waiting)
    by_name = rows.by_name(alike)
    for note in waiting:
        named = rows.name(note.key, note.agency, note.about)
        found = by_name.get(named, ()) if note.agency and alike[named] == 1 else ()
        if len(found) != 1 or taken.setdefault(found[0], note) is not note:
            left.append(note)
    return taken, left


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where rows of a table are, by their keys and by agency and subject: only what is asked."""

    rows: Iterable[Row]
    flat: Flat
    noted: Noted
    keys: Sequence[object] | None

    def by_key(self, wanted: set[str]) -> dict[str, int]:
        """Find the first row of each key."""
        found: dict[str, int] = {}
        if wanted:
            at = self.flat.at(self.noted.key) - self.flat.column
            keys = self.keys if self.keys is not None else (row[at] for row in self.rows)
            for place, key in enumerate(keys):
                if key in wanted:
                    found.setdefault(str(key), place)
        return found

    def by_name(self, wanted: Counter[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
        """Find the rows of each agency and subject."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        if wanted:
            keys = (self.noted.key, "agency", self.noted.about)
            columns = [self.flat.at(key) - self.flat.column if key else None for key in keys]
            for place, row in enumerate(self.rows):
                key, agency, about = (
                    str(row[column] or "") if column is not None else "" for column in columns
                )
                if (named := self.name(key, agency, about)) in wanted:
                    found[named].append(place)
        return found

    def name(self, key: str, agency: str, about: str) -> tuple[str, str]:
        """Tell what names a row beside its key."""
        alone = self.noted.by_agency and not self.noted.is_further(key)
        return fold(agency), "" if alone else fold(about)


@dataclass(frozen=True, slots=True)
class _Added:
    """The columns a coordinator added to a table, and whether all in one are dates."""

    headings: tuple[str, ...]
    dated: frozenset[str]

    @classmethod
    def of(cls, notes: Sequence[Note]) -> "_Added":
        """Collect them in the order they stood in."""
        values: dict[str, list[Value]] = {}
        for note in notes:
            for heading, value in note.more:
                values.setdefault(heading, []).append(value)
        dated = (
            heading
            for heading, found in values.items()
            if any(found) and all(value is None or isinstance(value, dt.date) for value in found)
        )
        return cls(tuple(values), frozenset(dated))

    def columns(self) -> Iterator[TableColumn]:
        """Plan them."""
        for heading in self.headings:
            style = "own_date" if heading in self.dated else "own"
            yield TableColumn(heading, style, ADDED_WIDTH)

    def cells(self, note: Note | None) -> Row:
        """Give what a note says in them; a date among other values as people write it."""
        found = dict(note.more) if note else {}
        return tuple(
            shown(value)
            if isinstance(value := found.get(heading), dt.date) and heading not in self.dated
            else value
            for heading in self.headings
        )


@dataclass(frozen=True, slots=True)
class _Filled:
    """Rows with notes in them: made when they are gone through, as often as that is done."""

    rows: Iterable[Row]
    first: int  # place of the coordinator's columns
    taken: dict[int, Note]
    added: _Added

    def __iter__(self) -> Iterator[tuple[Value | Formula | Link, ...]]:
        blank = self.added.cells(None)
        for at, row in enumerate(self.rows):
            note = self.taken.get(at)
            if note is None:
                yield (*row, *blank) if blank else row
            else:
                own = (note.note or None, note.assigned or None)
                rest = row[self.first + len(OWN) :]
                yield (*row[: self.first], *own, *rest, *self.added.cells(note))


# ── notes without a row ─────────────────────────────────────────────────────────────────────────


def table(notes: Sequence[Note]) -> Flat:
    """Place the table of notes without a row."""
    return Flat(ORPHANED.tab, word("sheets", ORPHANED.tab), COLUMNS, len(set(notes)))


def plan(
    flat: Flat, notes: Iterable[Note], reason: Callable[[Note], str], facts: Facts
) -> SheetPlan:
    """Put notes whose row is gone on a sheet, each with the reason."""
    order = list(section("sheets").values())

    def place(note: Note) -> tuple[int, str, str, str, str]:
        tab = order.index(note.tab) if note.tab in order else len(order)
        return tab, note.agency, note.about, note.key, repr(note)

    found = sorted(set(notes), key=place)
    added = _Added.of(found)
    sheet = flat_sheet(
        flat,
        _rows(found, reason, day(facts.as_of)),
        word("titles", ORPHANED.tab, year=facts.year),
        word("subtitles", ORPHANED.tab),
        frozen=3,
        printed="since",
    )
    if not added.headings:
        return sheet
    lost = sheet.tables[-1]
    rows = tuple((*row, *added.cells(note)) for row, note in zip(lost.rows, found, strict=True))
    whole = replace(lost, columns=(*lost.columns, *added.columns()), rows=rows)
    return replace(sheet, tables=(*sheet.tables[:-1], whole))


def _rows(notes: Iterable[Note], reason: Callable[[Note], str], today: str) -> Iterator[Row]:
    for number, note in enumerate(notes, start=1):
        yield (
            number,
            note.tab,
            note.agency,
            note.about,
            note.note or None,
            note.assigned or None,
            reason(note),
            note.since or today,
            note.key,
        )

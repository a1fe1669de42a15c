"""
The coordinator's own columns: read from the summary that is replaced, put back by row.

A note belongs to a row by the row's key, not by its place. A note whose row is gone is never lost:
it stands on a sheet of its own until its row comes back or the coordinator removes it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from itaxl.cells import Cell, Kind, column_number
from itaxl.plans import SheetPlan
from itaxl.summary.frame import Facts
from itaxl.summary.tables import OWN_COLUMNS, Column, Flat, Noted, Row, flat_sheet
from itaxl.summary.words import day, section, word
from itaxl.thai import clean, fold

NOTE, ASSIGNED = OWN = tuple(column.key for column in OWN_COLUMNS)
HEADINGS_WITHIN = 40  # rows from the top in which headings are looked for
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


@dataclass(frozen=True, slots=True)
class Note:
    """
    What the coordinator wrote at one row of a sheet.

    ``tab`` is the name of the sheet and ``key`` that of the row; ``agency`` and ``about`` find the
    row again where its key has changed. ``since`` is the day of the round it was first missed in.
    """

    tab: str
    key: str
    agency: str
    about: str
    note: str
    assigned: str
    since: str = ""

    @property
    def said(self) -> tuple[str, str]:
        """What stands in the two columns."""
        return self.note, self.assigned


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class NoteReader:
    """Takes the rows of one sheet and keeps what stands in the coordinator's columns."""

    noted: Noted
    named: Mapping[str, int]  # key of a column -> its number, as a workbook name tells
    columns: dict[str, list[int]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def take(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Take one row."""
        if self.columns:
            self._note(number, cells)
        elif number <= HEADINGS_WITHIN:
            self._headings(cells)

    def _headings(self, cells: Mapping[int, Cell]) -> None:
        keys = (self.noted.key, "agency", self.noted.about, *OWN, "tab", "since")
        wanted = {fold(word("headings", key)): key for key in keys if key}
        found: dict[str, list[int]] = {}
        for column in sorted(cells):
            if key := wanted.get(fold(cells[column].shown)):
                found.setdefault(key, []).append(column)
        if len(found) < 2:
            return
        # A heading that was renamed is found by the workbook name of its column.
        self.columns = {key: [column] for key, column in self.named.items()} | found

    def _note(self, number: int, cells: Mapping[int, Cell]) -> None:
        said = {key: _texts(columns, cells) for key, columns in self.columns.items()}
        if not (said.get(NOTE) or said.get(ASSIGNED)):
            return
        key, agency = said.get(self.noted.key, ""), said.get("agency", "")
        nameless = "" if key or agency else word("phrases", "row_only", row=number)
        self.notes.append(
            Note(
                tab=said.get("tab") or word("sheets", self.noted.tab),
                key=key,
                agency=agency,
                about=said.get(self.noted.about) or nameless,
                note=said.get(NOTE, ""),
                assigned=said.get(ASSIGNED, ""),
                since=said.get("since", ""),
            )
        )


def _texts(columns: Iterable[int], cells: Mapping[int, Cell]) -> str:
    texts = [_text(cells[column]) for column in columns if column in cells]
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _text(cell: Cell) -> str:
    """Give what a person reads in a cell."""
    if cell.kind is Kind.DATE and cell.date:
        return day(cell.date)
    return "" if cell.kind is Kind.PENDING else clean(cell.shown).strip()


def reader(sheet: str, noted: Iterable[Noted], names: Mapping[str, str]) -> NoteReader | None:
    """Make the reader of a sheet; None when the coordinator has no columns on it."""
    for each in noted:
        own = word("sheets", each.tab)
        named = {key: _named(names, each.tab, key, sheet) for key in (*OWN, each.key)}
        if sheet == own or sheet.startswith(f"{own} (") or any(named.values()):
            return NoteReader(each, {key: column for key, column in named.items() if column})
    return None


def _named(names: Mapping[str, str], tab: str, key: str, sheet: str) -> int:
    """Number the column that a workbook name stands for on a sheet; 0 when none does."""
    for name, place in names.items():
        if name != f"{tab}_{key}" and not name.startswith(f"{tab}_{key}__"):
            continue
        there, _, area = place.lstrip("=$").rpartition("!")
        letters = area.partition(":")[0].replace("$", "").rstrip("0123456789")
        if there.strip("'").replace("''", "'") == sheet and letters.isalpha() and len(letters) < 4:
            return column_number(letters)
    return 0


# ── keeping ─────────────────────────────────────────────────────────────────────────────────────


def with_notes(
    sheet: SheetPlan, flat: Flat, noted: Noted, notes: Sequence[Note]
) -> tuple[SheetPlan, list[Note]]:
    """
    Put notes into the coordinator's columns of a sheet's flat table; give back those left over.

    A note goes to the row with its key; else to the one row of its agency and subject, where no
    other note means the same. A row takes one note; what was written in it goes before what had
    been lost, and a further note that says something else is left over.
    """
    name = word("sheets", noted.tab)
    mine = sorted((note for note in notes if note.tab == name), key=lambda note: bool(note.since))
    left = [note for note in notes if note.tab != name]
    if not mine:
        return sheet, left
    table = sheet.tables[-1]
    rows = tuple(table.rows)
    places = _Places(rows, flat, noted)
    taken: dict[int, Note] = {}
    waiting: list[Note] = []
    for note in mine:
        at = places.by_key.get(note.key) if note.key else None
        if at is None:
            waiting.append(note)
        elif taken.setdefault(at, note).said != note.said:
            left.append(note)
    alike = Counter(places.name(note.key, note.agency, note.about) for note in waiting)
    for note in waiting:
        named = places.name(note.key, note.agency, note.about)
        found = places.by_name[named] if note.agency and alike[named] == 1 else []
        if len(found) != 1 or taken.setdefault(found[0], note) is not note:
            left.append(note)
    first = flat.at(NOTE) - flat.column
    filled = tuple(
        _filled(row, first, taken[at]) if at in taken else row for at, row in enumerate(rows)
    )
    return replace(sheet, tables=(*sheet.tables[:-1], replace(table, rows=filled))), left


def _filled(row: Row, first: int, note: Note) -> Row:
    return (*row[:first], *(text or None for text in note.said), *row[first + len(OWN) :])


class _Places:
    """Where the rows of a table are, by their keys and by agency and subject."""

    def __init__(self, rows: Sequence[Row], flat: Flat, noted: Noted) -> None:
        self._noted = noted
        keys = (noted.key, "agency", noted.about)
        columns = [flat.at(key) - flat.column if key else None for key in keys]
        self.by_key: dict[str, int] = {}
        self.by_name: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            key, agency, about = (
                str(row[column] or "") if column is not None else "" for column in columns
            )
            self.by_key.setdefault(key, place)
            self.by_name[self.name(key, agency, about)].append(place)

    def name(self, key: str, agency: str, about: str) -> tuple[str, str]:
        """Tell what names a row beside its key."""
        alone = self._noted.by_agency and not self._noted.is_further(key)
        return fold(agency), "" if alone else fold(about)


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

    return flat_sheet(
        flat,
        _rows(sorted(set(notes), key=place), reason, day(facts.as_of)),
        word("titles", ORPHANED.tab, year=facts.year),
        word("subtitles", ORPHANED.tab),
        frozen=3,
        printed="since",
    )


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

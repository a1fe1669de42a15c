"""
What a coordinator wrote at the rows of a summary, and how what several summaries say is joined.

Pure: where several summaries have something to say of one row all of it is kept, each with the name
of the file it comes from. Joining depends on neither order nor how often a summary comes.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from itaxl.plans import Value
from itaxl.summary.words import day
from itaxl.thai import fold

Said = tuple[tuple[str, Value], ...]  # headings of added columns, and what stands in them


@dataclass(frozen=True, slots=True)
class Note:
    """
    What the coordinator wrote at one row of a sheet.

    ``tab`` is the name of the sheet and ``key`` that of the row; ``agency`` and ``about`` find the
    row again where its key has changed. ``since`` is the day of the round it was first missed in.
    ``more`` is what stands in columns the coordinator added. A note that belongs to no row and says
    nothing tells only which columns there are.
    """

    tab: str
    key: str
    agency: str
    about: str
    note: str
    assigned: str
    since: str = ""
    more: Said = ()

    @property
    def said(self) -> tuple[str, str, frozenset[tuple[str, Value]]]:
        """What was written, in the order of no column."""
        return self.note, self.assigned, frozenset(pair for pair in self.more if _is_said(pair[1]))

    @property
    def is_heading(self) -> bool:
        """Tells of columns alone."""
        nothing = not (self.key or self.agency or self.about or self.note or self.assigned)
        return nothing and not any(_is_said(value) for _, value in self.more)


def _is_said(value: Value) -> bool:
    return value is not None and value != ""


def shown(value: Value) -> str:
    """Write what stands in an added column as a person reads it."""
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


# ── who said what ───────────────────────────────────────────────────────────────────────────────

_MARK = re.compile(r"^\[([^\[\]\n]+\.xls[xm])\] ", re.MULTILINE)
_BETWEEN = re.compile(r"(?<=\.xls[xm]), ")
_Entries = dict[str, set[str]]  # what was said -> the files that say it
_Place = tuple[str, ...]


def joined(own: Iterable[Note], others: Mapping[str, Iterable[Note]]) -> tuple[Note, ...]:
    """
    Put notes of other summaries, by the name of their file, to those of one's own.

    What is said of the same row in the same words stands there once; what differs stands there
    together, each with the files that say it. Notes of one's own that no other touches stay as
    they are.
    """
    mine = tuple(own)
    groups: dict[_Place, list[tuple[str, Note]]] = {}
    apart: list[tuple[_Place, Note]] = []
    for place, note in _placed(mine):
        if place in groups and not note.is_heading:
            apart.append((place, note))  # two of one's own for one row wait as they are
        else:
            groups.setdefault(place, []).append(("", note))
    for source in sorted(others):
        for place, note in _placed(others[source]):
            groups.setdefault(place, []).append((source, note))
    own_places = [place for place, found in groups.items() if not found[0][0]]
    new_places = sorted(place for place, found in groups.items() if found[0][0])
    made = [_one(groups[place]) for place in (*own_places, *new_places)]
    known = set(made)
    return (*made, *(note for _, note in apart if note not in known))


def _placed(notes: Iterable[Note]) -> Iterator[tuple[_Place, Note]]:
    """Name the row of each note; one that waits for a row which has another stays apart from it."""
    found = tuple(notes)
    live = {_row(note) for note in found if not note.since}
    for note in found:
        row = _row(note)
        yield (*row, "waits" if note.since and row in live else ""), note


def _row(note: Note) -> _Place:
    if note.is_heading:
        return "", note.tab, "", ""
    if note.key:
        return note.tab, note.key, "", ""
    return note.tab, "", fold(note.agency), fold(note.about)


def _one(told: Sequence[tuple[str, Note]]) -> Note:
    first = told[0][1]
    if len(told) == 1:
        return first
    headings = dict.fromkeys(heading for _, note in told for heading, _ in note.more)
    more = tuple((heading, _value(heading, told)) for heading in headings)
    alive = any(not note.since for _, note in told)
    return replace(
        first,
        agency=next((note.agency for _, note in told if note.agency), ""),
        about=next((note.about for _, note in told if note.about), ""),
        note=_text((source, note.note) for source, note in told),
        assigned=_text((source, note.assigned) for source, note in told),
        since="" if alive and not first.since else first.since,
        more=more,
    )


def _value(heading: str, told: Sequence[tuple[str, Note]]) -> Value:
    """Join what stands in one added column; a number or a date that nobody differs from stays."""
    found = [(source, dict(note.more).get(heading)) for source, note in told]
    said = [(source, value) for source, value in found if _is_said(value)]
    if len({shown(value) for _, value in said}) < 2:
        return next((value for _, value in said), None)
    return _text((source, shown(value)) for source, value in said)


def _text(told: Iterable[tuple[str, str]]) -> str:
    entries: _Entries = {}
    for source, text in told:
        for said, files in _parted(text, source):
            entries.setdefault(said, set()).update(files)
    if len(entries) < 2:
        return next(iter(entries), "")
    lines = sorted((sorted(files), said) for said, files in entries.items())
    return "\n".join(f"[{', '.join(files)}] {said}" if files else said for files, said in lines)


def _parted(text: str, source: str) -> Iterator[tuple[str, list[str]]]:
    """Part a text into what was said and by which files; what names no file is the source's own."""
    parts = _MARK.split(text)
    if own := parts[0].strip():
        yield own, [source] if source else []
    for files, said in zip(parts[1::2], parts[2::2], strict=True):
        if said.strip():
            yield said.strip(), _BETWEEN.split(files)


def label(name: str) -> str:
    """Give the name of a file as it stands before what it says: no sign of ours is in it."""
    plain = re.sub(r"[\[\],\s]+", " ", name).strip()
    return plain if re.search(r"\.xls[xm]$", plain) else f"{plain}.xlsx"

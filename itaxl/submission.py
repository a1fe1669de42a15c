"""One returned workbook, read and named, not yet judged."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from itaxl.cells import Cell, Kind, Picture, Remark
from itaxl.fields.reading import Reading, State

# To look a member up in its class takes ten times as long, and answers are asked all the time.
_BLANK, _TEXT = State.BLANK, Kind.TEXT


class Form(StrEnum):
    """Which of our workbooks this is."""

    STANDARD = "standard"
    REGISTER = "register"
    SUMMARY = "summary"
    CORRECTED = "corrected"  # a standard workbook that went back with marks
    FOREIGN = "foreign"  # none of ours


class Found(StrEnum):
    """How a heading or a sheet was recognised."""

    NAME = "name"  # by the workbook name that points to it
    EXACT = "exact"
    ALIAS = "alias"
    NEAR = "near"  # similar; told as "read column X as Y"
    GUESSED = "guessed"  # by what stands below it


class Heading(NamedTuple):
    """A heading found: which column of the form it is, and where it stands."""

    key: str
    sheet: str
    row: int
    column: int
    written: str
    found: Found


@dataclass(frozen=True, slots=True)
class Missing:
    """A heading or sheet of the form that was not found."""

    key: str
    title: str
    sheet: str = ""  # empty when the sheet itself is missing


@dataclass(frozen=True, slots=True)
class Layout:
    """
    Which form this is and where its parts stand.

    ``identity`` holds what each of the three places says of year, version and agency code:
    {"property": {...}, "name": {...}, "cell": {...}} with keys form, year, version, code; what is
    not said is not there. A fourth place, "answer", holds the year typed on the sheet หน่วยงาน.
    """

    form: Form
    fiscal_year: int | None = None  # Buddhist year of the rule book the form belongs to
    version: str = ""  # version of the form
    sheets: Mapping[str, str] = field(default_factory=dict)  # key of the sheet -> its name here
    headings: tuple[Heading, ...] = ()
    doubled: tuple[Heading, ...] = ()  # further headings of a key already found
    missing: tuple[Missing, ...] = ()
    unknown: tuple[Heading, ...] = ()  # headings of no column of ours; key is ""
    identity: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheets_found: Mapping[str, Found] = field(default_factory=dict)  # key -> how it was recognised
    extra_sheets: tuple[str, ...] = ()  # sheets with content that are no part of the form
    distrusted: tuple[str, ...] = ()  # workbook names that point to a place that is not theirs

    def heading(self, key: str, sheet: str = "") -> Heading | None:
        """Find the heading read for a key."""
        return next((h for h in self.headings if h.key == key and sheet in ("", h.sheet)), None)


# A tuple, for a workbook gives hundreds and this is made in a third of a dataclass's time.
class Entry(NamedTuple):
    """
    One answer: the field it fills, the cell it stands in, and what was read from it.

    ``more`` holds cells of rows that continue this answer after a page break.
    """

    key: str
    sheet: str
    heading: str
    cell: Cell
    reading: Reading[Any]
    more: tuple[Cell, ...] = ()

    @property
    def value(self) -> Any:
        """The value read; None when there is none."""
        return self.reading.value

    @property
    def is_blank(self) -> bool:
        """Nothing was written."""
        return self.reading.state is _BLANK

    @property
    def text(self) -> str:
        """What was written, as a person would read it."""
        cell = self.cell
        if not self.more:
            return cell.raw if cell.kind is _TEXT else cell.shown  # most are texts
        return "\n".join(one.shown for one in (cell, *self.more) if not one.is_blank)


@dataclass(frozen=True, slots=True)
class Record:
    """
    One measure: a row of the table มาตรการ, with the rows that continue it.

    ``entries`` holds every column of the form that has a heading here, blank ones too.
    """

    position: int  # 1 for the first measure of the table
    sheet: str
    row: int
    entries: Mapping[str, Entry]
    continued: tuple[int, ...] = ()  # further rows that were joined to this one
    hidden: bool = False

    def value(self, key: str) -> Any:
        """Give the value read for a column; None when there is none or no such column."""
        entry = self.entries.get(key)
        return entry.value if entry else None

    def text(self, key: str) -> str:
        """Give what was written in a column."""
        entry = self.entries.get(key)
        return entry.text if entry else ""

    @property
    def key(self) -> str:
        """How people name this row: its number as written, else its position."""
        return self.text("no") or str(self.position)


class Why(StrEnum):
    """Why a row that was read is not a measure."""

    TITLE = "title"  # above the headings: titles, the agency's own words
    HEADING = "heading"  # the heading row, or one repeated at a page break
    DASHES = "dashes"  # a separator row
    BLANK = "blank"  # formatted or numbered, but nothing else is written
    CONTINUED = "continued"  # joined to the measure above
    EXAMPLE = "example"  # an example row of the form
    SIGNATURE = "signature"  # the signature block
    TOTAL = "total"  # a total row
    THEME = "theme"  # a row that only names the theme of those below
    UNKNOWN = "unknown"  # not understood: carried along and told


@dataclass(frozen=True, slots=True)
class Explained:
    """A row that was read and not used as a measure, with the reason and its words."""

    sheet: str
    row: int
    why: Why
    text: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """A cell outside the form: an extra column or sheet; carried along, never dropped."""

    sheet: str
    cell: Cell
    heading: str = ""
    record: int | None = None  # position of the measure it stands beside


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Where a submission came from."""

    path: str
    sha256: str = ""
    size: int = 0
    modified: dt.datetime | None = None
    application: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """
    All that one workbook says.

    ``agency`` by the key of the field (name, type, fiscal_year …); ``scores`` by figure code
    ("1" … "10" for indicators, "6.EIT1" for a part of an indicator, "last.1" for last year's);
    ``typed`` by figure code for what stands in the form's formula cells ("IIT", "total", "level");
    ``items`` by question or item code ("i1", "o12").
    """

    file: FileFacts
    layout: Layout
    agency: Mapping[str, Entry] = field(default_factory=dict)
    scores: Mapping[str, Entry] = field(default_factory=dict)
    typed: Mapping[str, Entry] = field(default_factory=dict)
    items: Mapping[str, Entry] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    explained: tuple[Explained, ...] = ()
    extras: tuple[Extra, ...] = ()
    # By position of the measure; 0 holds those that stand beside none.
    pictures: Mapping[int, tuple[Picture, ...]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    extras_left_out: int = 0  # cells outside the form beyond what is carried along

    @property
    def rows_read(self) -> int:
        """Rows with content on the sheet of measures: used + explained, always."""
        return self.rows_used + len(self.explained)

    @property
    def rows_used(self) -> int:
        """Rows that became measures, those joined to another one not counted."""
        return len(self.records)

    def agency_value(self, key: str) -> Any:
        """Give the value read for a field of the sheet หน่วยงาน; None when there is none."""
        entry = self.agency.get(key)
        return entry.value if entry else None

    @property
    def is_report(self) -> bool:
        """The workbook reports results; a plan has none yet."""
        if (round_ := self.agency_value("round")) is not None:
            return bool(round_ != "plan")
        return any(
            not record.entries[key].is_blank
            for record in self.records
            for key in ("status", "result", "outcome")
            if key in record.entries
        )

"""Many reviews become one summary workbook: tidy tables, then a plan per sheet."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from itaxl.plans import BookPlan, SheetPlan
from itaxl.summary import (
    comparison,
    copies,
    coverage,
    findings,
    follow_up,
    indicators,
    items,
    ledger,
    measures,
    noting,
    overview,
    parcel,
    ranking,
    sources,
    suggestions,
    trend,
)
from itaxl.summary.digest import Body as Body
from itaxl.summary.digest import Digest as Digest
from itaxl.summary.digest import digest_of as digest_of
from itaxl.summary.frame import Frame as Frame
from itaxl.summary.frame import frame as frame
from itaxl.summary.frame import year_of as year_of
from itaxl.summary.noting import Note as Note
from itaxl.summary.parcel import unpack as unpack
from itaxl.summary.record import Carried as Carried
from itaxl.summary.record import Record as Record
from itaxl.summary.record import collected as collected
from itaxl.summary.record import register_line as register_line
from itaxl.summary.record import register_of as register_of
from itaxl.summary.record import review_of as review_of
from itaxl.summary.registers import joined as joined
from itaxl.summary.shelf import Shelf as Shelf
from itaxl.summary.styles import STYLES as STYLES
from itaxl.summary.tables import Flat, Noted, continued
from itaxl.summary.words import word
from itaxl.summary.years import Past as Past
from itaxl.summary.years import past_line as past_line
from itaxl.summary.years import past_of_line as past_of_line
from itaxl.summary.years import pasts_of as pasts_of

LONG = 50_000  # rows; fewer are drawn in a few seconds
DATA_SHEET, DATA_HEADINGS = parcel.SHEET, parcel.HEADINGS


class Tab(NamedTuple):
    """
    A sheet of the summary: its plan, and its flat table, whose columns formulas name.

    ``noted`` says how rows with columns of the coordinator's are known again; ``wanted`` whether
    there is anything to show. Of one that is ``apart``, another process can make the rows of the
    flat table: they can be pickled.
    """

    plan: Callable[[Frame], SheetPlan]
    flat: Callable[[Frame], Flat] | None = None
    noted: Noted | None = None
    wanted: Callable[[Frame], bool] | None = None  # always, where there is none
    apart: bool = False


SHEETS: tuple[Tab, ...] = (
    Tab(overview.plan),
    Tab(ledger.plan, ledger.flat, ledger.NOTED),
    Tab(ranking.plan, ranking.flat, ranking.NOTED),
    Tab(indicators.plan, indicators.flat),
    Tab(comparison.plan, comparison.flat, wanted=comparison.wanted),
    Tab(trend.plan, trend.flat, wanted=trend.wanted),
    Tab(items.plan, items.flat),
    Tab(measures.plan, measures.flat, measures.NOTED, apart=True),
    Tab(follow_up.plan, follow_up.flat, follow_up.NOTED, apart=True),
    Tab(coverage.plan, coverage.flat),
    Tab(suggestions.plan, suggestions.flat, apart=True),
    Tab(copies.plan, copies.flat, wanted=copies.wanted),
    Tab(findings.plan, findings.flat, apart=True),
    Tab(sources.plan),
)


NOTED = (*(tab.noted for tab in SHEETS if tab.noted), noting.ORPHANED)


def summarise(
    frame: Frame,
    notes: Sequence[Note] = (),
    carried: Carried | None = None,
    begun: Sequence[SheetPlan] = (),
) -> BookPlan:
    """
    Plan the summary workbook: every sheet in tab order, a long table over several sheets.

    ``notes`` are those of the summary that is replaced; ``carried`` is what this one was made from,
    and makes it something that can be merged again; ``begun`` are the ``long_sheets``, where they
    were planned before.
    """
    planned = {sheet.name: sheet for sheet in begun}
    sheets: list[SheetPlan] = []
    names = sources.names()
    left = list(notes)
    for tab in SHEETS:
        if tab.wanted and not tab.wanted(frame):
            continue
        flat = tab.flat(frame) if tab.flat else None
        sheet = (flat and planned.get(flat.sheet)) or tab.plan(frame)
        if flat and tab.noted:
            keys = frame.measures["ref"] if tab.noted is measures.NOTED else None
            sheet, left = noting.with_notes(sheet, flat, tab.noted, left, keys)
        sheets += continued(sheet, flat) if flat else (sheet,)
        names |= dict(flat.definitions()) if flat else {}
    year = str(frame.facts.year)
    if left:
        flat = noting.table(left)
        sheets.insert(len(sheets) - 1, noting.plan(flat, left, _reason(frame), frame.facts))
        names |= dict(flat.definitions())
    if carried is not None:
        sheets.append(parcel.plan(carried))
    return BookPlan(
        sheets=tuple(sheets),
        styles=STYLES,
        names=names,
        properties={
            "itaxl_form": "summary",
            "itaxl_year": year,
            "itaxl_version": frame.facts.version,
        },
        title=word("titles", "overview", year=year),
    )


def long_sheets(frame: Frame, notes: Sequence[Note] = ()) -> list[SheetPlan]:
    """
    Plan the sheets whose rows are worth beginning before anything else is planned.

    Their tables are very long, fit one sheet and bear no note.
    """
    noted = {note.tab for note in notes}
    apart = ((tab, tab.flat(frame)) for tab in SHEETS if tab.apart and tab.flat)
    return [
        tab.plan(frame)
        for tab, table in apart
        if table.count >= LONG and len(table.parts) == 1 and table.sheet not in noted
    ]


def note_reader(sheet: str, names: Mapping[str, str]) -> noting.NoteReader | None:
    """Make what reads the notes of a sheet of a summary; None where there are none to keep."""
    return noting.reader(sheet, NOTED, names)


def _reason(frame: Frame) -> Callable[[Note], str]:
    """Say why a note has no row."""
    measured = frozenset(frame.measures["ref"])

    def why(note: Note) -> str:
        chased = note.tab == word("sheets", "follow_up") and note.key in measured
        return word("phrases", "not_chased" if chased else "row_gone")

    return why

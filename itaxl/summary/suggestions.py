"""ข้อเสนอแนะ: what agencies suggest, beside the measure they suggest it for."""

from itaxl.plans import SheetPlan
from itaxl.summary.frame import Frame
from itaxl.summary.longtable import LongTable
from itaxl.summary.measures import rows_of
from itaxl.summary.tables import Column, Flat, flat_sheet
from itaxl.summary.words import word

COLUMNS = (
    Column("no", "number", 7),
    Column("agency", "text", 28),
    Column("theme", "text", 34),
    Column("measure", "text", 42),
    Column("suggestion", "text", 60),
    Column("doing", "center", 14),
    Column("district", "text", 14),
    Column("ref", "code", 16),
)


def flat(frame: Frame) -> Flat:
    """Place the table of suggestions."""
    count = sum(frame.measures["suggests"])
    name = word("sheets", "suggestions")
    return Flat("suggestions", name, COLUMNS, count, frame.facts.rows_per_sheet)


def plan(frame: Frame) -> SheetPlan:
    """Put suggestions together by theme."""
    table = flat(frame)
    return flat_sheet(
        table,
        rows_of(table, _by_theme(frame)),
        word("titles", "suggestions", year=frame.facts.year),
        word("subtitles", "suggestions"),
        frozen=2,
        printed="doing",
    )


def _by_theme(frame: Frame) -> LongTable:
    suggests, themes = frame.measures["suggests"], frame.measures["theme"]
    places = (place for place, told in enumerate(suggests) if told)
    last = len(frame.facts.book.themes) + 1
    found = sorted(places, key=lambda place: themes[place] or last)
    return frame.measures.only(found)

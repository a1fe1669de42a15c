"""ข้อเสนอแนะ: what agencies suggest, beside the measure they suggest it for."""

from itaxl.plans import SheetPlan
from itaxl.summary.frame import Frame, each
from itaxl.summary.measures import row_of
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
    count = sum(1 for text in frame.measures["suggestion"] if text)
    name = word("sheets", "suggestions")
    return Flat("suggestions", name, COLUMNS, count, frame.facts.rows_per_sheet)


def plan(frame: Frame) -> SheetPlan:
    """Put suggestions together by theme."""
    table = flat(frame)
    told = [row for row in each(frame.measures) if row.suggestion]
    told.sort(key=lambda row: row.theme or len(frame.facts.book.themes) + 1)
    return flat_sheet(
        table,
        (row_of(number, row, table) for number, row in enumerate(told, start=1)),
        word("titles", "suggestions", year=frame.facts.year),
        word("subtitles", "suggestions"),
        frozen=2,
        printed="doing",
    )

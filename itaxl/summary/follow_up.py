"""ติดตาม: measures that are overdue, unclear or without a result, the gravest first."""

from itaxl.plans import ShadePlan, SheetPlan
from itaxl.summary.frame import Frame
from itaxl.summary.longtable import LongTable
from itaxl.summary.measure_rows import CHASES
from itaxl.summary.measures import rows_of, standing_shades
from itaxl.summary.tables import OWN_COLUMNS, Column, Flat, Noted, flat_sheet
from itaxl.summary.words import day, word

COLUMNS = (
    Column("no", "number", 7),
    Column("agency", "text", 26),
    Column("why", "text", 28),
    Column("days", "whole", 10),
    Column("measure", "text", 38),
    Column("period", "text", 17),
    Column("owner", "text", 17),
    Column("doing", "center", 13),
    Column("standing", "center", 14),
    *OWN_COLUMNS,
    Column("result", "long", 36),
    Column("end", "date", 12),
    Column("district", "text", 13),
    Column("place", "text", 20),
    Column("ref", "code", 16),
)
NOTED = Noted("follow_up", "ref", "measure")


def chased(frame: Frame) -> LongTable:
    """Give the measures to chase: the gravest reason first, then the longest overdue."""
    chases, days = frame.measures["chase"], frame.measures["days"]
    places = (place for place, chase in enumerate(chases) if chase)
    found = sorted(places, key=lambda at: (CHASES.index(chases[at][0]), -(days[at] or 0)))
    return frame.measures.only(found)


def flat(frame: Frame) -> Flat:
    """Place the table of measures to chase."""
    count = sum(1 for chase in frame.measures["chase"] if chase)
    name = word("sheets", "follow_up")
    return Flat("follow_up", name, COLUMNS, count, frame.facts.rows_per_sheet)


def plan(frame: Frame) -> SheetPlan:
    """Put what to ask for first on top."""
    table = flat(frame)
    days = table.area("days")
    first = f"${table.letter('days')}{days.first_row}"
    return flat_sheet(
        table,
        rows_of(table, chased(frame)),
        word("titles", "follow_up", year=frame.facts.year),
        word("subtitles", "follow_up", as_of=day(frame.facts.as_of)),
        shades=(
            *standing_shades(table),
            ShadePlan(days, f"=AND(ISNUMBER({first}),{first}>0)", "fair"),
        ),
        frozen=2,
        printed=OWN_COLUMNS[-1].key,
    )

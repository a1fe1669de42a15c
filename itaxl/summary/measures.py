"""มาตรการ: every measure of every counted workbook in one flat table, to filter and to pivot."""

from typing import Any

from itaxl.plans import ShadePlan, SheetPlan
from itaxl.scores import Standing
from itaxl.summary.frame import Frame, each
from itaxl.summary.measure_rows import flag_words
from itaxl.summary.tables import OWN_COLUMNS, Column, Flat, Noted, Row, flat_sheet
from itaxl.summary.words import word

COLUMNS = (
    Column("no", "number", 7),
    Column("agency", "text", 26),
    Column("row_no", "center", 7),
    Column("theme", "text", 24),
    Column("codes", "text", 9),
    Column("measure", "text", 36),
    Column("period", "text", 17),
    Column("owner", "text", 17),
    Column("doing", "center", 13),
    Column("standing", "center", 14),
    Column("result", "text", 38),
    *OWN_COLUMNS,
    Column("basis", "center", 14),
    Column("stated", "text", 18),
    Column("method", "text", 40),
    Column("outcome", "text", 34),
    Column("suggestion", "text", 28),
    Column("evidence", "text", 24),
    Column("reason", "text", 24),
    Column("flags", "text", 20),
    Column("start", "date", 12),
    Column("end", "date", 12),
    Column("owners", "text", 20),
    Column("theme_no", "whole", 8),
    Column("type", "text", 20),
    Column("district", "text", 13),
    Column("province", "text", 13),
    Column("file", "text", 26),
    Column("place", "text", 20),
    Column("agency_ref", "code", 12),
    Column("ref", "code", 16),
)
NOTED = Noted("measures", "ref", "measure")
STANDING_TONES = {
    Standing.FINISHED: "pass",
    Standing.OVERDUE: "low",
    Standing.NOT_REPORTED: "low",
    Standing.UNKNOWN: "grey",
    Standing.DROPPED: "grey",
}


def flat(frame: Frame) -> Flat:
    """Place the table of measures."""
    limit = frame.facts.rows_per_sheet
    return Flat("measures", word("sheets", "measures"), COLUMNS, len(frame.measures), limit)


def plan(frame: Frame) -> SheetPlan:
    """Put one measure on each row, agencies in the order of their totals."""
    table = flat(frame)
    return flat_sheet(
        table,
        (row_of(number, row, table) for number, row in enumerate(each(frame.measures), start=1)),
        word("titles", "measures", year=frame.facts.year),
        word("subtitles", "measures"),
        shades=standing_shades(table),
        frozen=2,
        printed=OWN_COLUMNS[-1].key,
    )


def standing_shades(table: Flat) -> tuple[ShadePlan, ...]:
    """Colour how measures stand; the word itself says the same."""
    area = table.area("standing")
    first = f"${table.letter('standing')}{area.first_row}"
    return tuple(
        ShadePlan(area, f'={first}="{word("standing", standing)}"', tone)
        for standing, tone in STANDING_TONES.items()
    )


def row_of(number: int, row: Any, table: Flat) -> Row:
    """Give the cells of one measure for any table of measures."""
    shown = {
        "no": number,
        "row_no": row.no,
        "theme": row.theme_name or None,
        "theme_no": row.theme,
        "codes": ", ".join(row.codes),
        "doing": word("doing", row.doing),
        "basis": word("basis", row.basis),
        "standing": word("standing", row.standing),
        "flags": flag_words(row.flags),
        "place": word("phrases", "row", sheet=row.sheet, row=row.row),
        "why": " · ".join(word("chase", reason) for reason in row.chase),
        **dict.fromkeys(("coordinator_note", "assigned")),
    }
    return tuple(
        shown[column.key] if column.key in shown else getattr(row, column.key) or None
        for column in table.columns
    )

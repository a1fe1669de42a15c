"""มาตรการ: every measure of every counted workbook in one flat table, to filter and to pivot."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from operator import itemgetter
from typing import Any

from itaxl.plans import ShadePlan, SheetPlan, Value
from itaxl.scores import Standing
from itaxl.summary.frame import Frame
from itaxl.summary.measure_rows import ASIDE, HELD, flag_words
from itaxl.summary.tables import OWN_COLUMNS, Column, Flat, Lazy, Noted, Row, flat_sheet
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
    Column("method", "long", 40),
    Column("outcome", "long", 34),
    Column("suggestion", "long", 28),
    Column("evidence", "long", 24),
    Column("reason", "long", 24),
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
        rows_of(table, frame.measures),
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


def rows_of(table: Flat, measures: Iterable[Any]) -> Lazy:
    """Give the rows of any table of measures, numbered from 1."""
    return Lazy(partial(_rows, table, measures))


def _rows(table: Flat, measures: Iterable[Any]) -> Iterator[Row]:
    keys = [column.key for column in table.columns[1:]]
    # All values that stand in a row as they are shown are taken at once: there are very many rows.
    take = itemgetter(*(_AT.get(_NAMED.get(key, key), 0) for key in keys))
    shown = [(place, _SHOWN[key]) for place, key in enumerate(keys, 1) if key in _SHOWN]

    for number, row in enumerate(measures, 1):
        values = [number, *take(row)]
        for place, show in shown:
            values[place] = show(row)
        yield tuple(values)


_AT = {key: place for place, key in enumerate((*HELD, *ASIDE))}
_NAMED = {"row_no": "no", "theme": "theme_name", "theme_no": "theme"}  # as rows of measures do
_SHOWN: Mapping[str, Callable[[Any], Value]] = {
    "codes": lambda row: ", ".join(row.codes),
    "doing": lambda row: word("doing", row.doing),
    "basis": lambda row: word("basis", row.basis),
    "standing": lambda row: word("standing", row.standing),
    "flags": lambda row: flag_words(row.flags) if row.flags else None,
    "place": lambda row: word("phrases", "row", sheet=row.sheet, row=row.row),
    "why": lambda row: " · ".join(word("chase", reason) for reason in row.chase),
    **{column.key: lambda _: None for column in OWN_COLUMNS},
}

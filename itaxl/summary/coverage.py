"""ความครอบคลุม: how many measures each agency has for each theme, and what nothing is done about."""

from typing import Any

from itaxl.plans import CellPlan, ShadePlan, SheetPlan
from itaxl.summary.frame import Frame
from itaxl.summary.ledger_rules import Arrival
from itaxl.summary.styles import ARRIVAL_TONES
from itaxl.summary.tables import Column, Flat, Row, flat_sheet
from itaxl.summary.words import word


def flat(frame: Frame) -> Flat:
    """Place the table of agencies and themes; it is never longer than a sheet."""
    themes = frame.facts.book.themes
    columns = (
        Column("no", "number", 7),
        Column("agency", "text", 32),
        Column("district", "text", 14),
        Column("status", "center", 14),
        *(
            Column(f"theme_{theme.number}", "whole", 15, f"{theme.number}. {theme.name}")
            for theme in themes
        ),
        Column("unplaced", "whole", 13),
        Column("none_theme", "text", 20),
        Column("weak", "text", 44),
    )
    return Flat("coverage", word("sheets", "coverage"), columns, len(frame.agencies))


def plan(frame: Frame) -> SheetPlan:
    """Put a zero where a counted workbook has no measure for a theme."""
    table = flat(frame)
    counts = {(row.key, row.theme): row.measures for row in frame.coverage}
    names = {ind.code: ind.name for ind in frame.facts.book.indicators}
    rows = [
        _row(number, row, frame, counts, names)
        for number, row in enumerate(frame.agencies, start=1)
    ]
    return flat_sheet(
        table,
        rows,
        word("titles", "coverage", year=frame.facts.year),
        word("subtitles", "coverage"),
        cells=(
            CellPlan(3, 2, word("phrases", "legend"), "plain"),
            CellPlan(3, 3, word("phrases", "no_measure"), "legend_low"),
        ),
        shades=_shades(table, frame),
        frozen=2,
    )


def _row(
    number: int,
    row: Any,
    frame: Frame,
    counts: dict[tuple[str, int], int],
    names: dict[str, str],
) -> Row:
    return (
        number,
        row.agency,
        row.district,
        word("arrival", row.status),
        *(counts.get((row.key, theme.number)) for theme in frame.facts.book.themes),
        row.unplaced,
        ", ".join(str(theme) for theme in row.no_theme),
        " · ".join(f"{code}. {names[code]}" for code in row.weak),
    )


def _shades(table: Flat, frame: Frame) -> tuple[ShadePlan, ...]:
    themes = frame.facts.book.themes
    status = table.area("status")
    shades = [
        ShadePlan(
            status,
            f'=${table.letter("status")}{status.first_row}="{word("arrival", arrival)}"',
            tone,
        )
        for arrival, tone in ARRIVAL_TONES.items()
        if arrival is not Arrival.SUPERSEDED
    ]
    if themes:
        first, last = (
            table.area(f"theme_{themes[0].number}"),
            table.at(f"theme_{themes[-1].number}"),
        )
        corner = f"{table.letter(f'theme_{themes[0].number}')}{first.first_row}"
        area = first._replace(last_column=last)
        shades.append(ShadePlan(area, f"=AND(ISNUMBER({corner}),{corner}=0)", "low"))
    return tuple(shades)

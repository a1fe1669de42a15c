"""คะแนนและอันดับ: one agency per row, best total first, the unknown last."""

from decimal import Decimal
from typing import Any

from itaxl.cells import Area
from itaxl.plans import CellPlan, ShadePlan, SheetPlan
from itaxl.rulebooks.model import RuleBook
from itaxl.summary.frame import Frame
from itaxl.summary.ledger_rules import Arrival
from itaxl.summary.styles import ARRIVAL_TONES, level_tones, steps
from itaxl.summary.tables import OWN_COLUMNS, Column, Flat, Noted, Row, flat_sheet
from itaxl.summary.words import word

LEGEND_ROW = 3
NOTED = Noted("ranking", "ref")


def flat(frame: Frame) -> Flat:
    """Place the table of agencies; it is never longer than a sheet."""
    return Flat(
        "ranking", word("sheets", "ranking"), columns(frame.facts.book), len(frame.agencies)
    )


def columns(book: RuleBook) -> tuple[Column, ...]:
    """The columns, weighted and raw scores of each instrument among them."""
    scores = [
        column
        for inst in book.instruments
        for column in (
            Column(
                f"weighted_{inst.code}",
                "score",
                10,
                word("headings", "weighted", code=inst.code, weight=inst.weight),
            ),
            Column(inst.code, "score", 8, word("headings", "raw", code=inst.code)),
        )
    ]
    return (
        Column("order", "number", 7),
        Column("agency", "text", 30),
        Column("district", "text", 13),
        Column("level", "center", 16),
        Column("total", "total", 11),
        *scores,
        Column("lowest", "center", 13),
        Column("rank_district", "whole", 9),
        Column("rank_province", "whole", 10),
        Column("last_total", "score", 11),
        Column("change", "change", 9),
        Column("next_level", "center", 15),
        Column("lacks", "text", 52),
        *OWN_COLUMNS,
        Column("proven", "center", 13),
        Column("points", "score", 10),
        Column("effort", "score", 12),
        Column("type", "text", 22),
        Column("province", "text", 13),
        Column("status", "center", 14),
        Column("registered", "center", 9),
        Column("near_order", "whole", 11),
        Column("fall_order", "whole", 11),
        Column("ref", "code", 12),
    )


def plan(frame: Frame) -> SheetPlan:
    """Put the best total first and agencies without one last."""
    table = flat(frame)
    scores = _instruments(frame)
    rows = [
        _row(number, row, scores.get(row.key, {}), table)
        for number, row in enumerate(frame.agencies, start=1)
    ]
    return flat_sheet(
        table,
        rows,
        word("titles", "ranking", year=frame.facts.year),
        word("subtitles", "ranking"),
        cells=legend(frame.facts.book, LEGEND_ROW, 2),
        shades=_shades(table, frame.facts.book),
        frozen=2,
        printed="lacks",
    )


def legend(book: RuleBook, row: int, column: int) -> tuple[CellPlan, ...]:
    """Say what each colour of a score means."""
    bounds = steps(book)
    above: Decimal | None = None
    cells = [CellPlan(row, column, word("phrases", "legend"), "plain")]
    for number, (least, tone) in enumerate(bounds, start=1):
        key = "legend_from" if above is None else "legend_low" if least == 0 else "legend_between"
        below = above - Decimal("0.01") if above is not None else None
        text = word("phrases", key, least=least, above=above, below=below)
        cells.append(CellPlan(row, column + number, text, f"legend_{tone}"))
        above = least
    return tuple(cells)


def score_shades(area: Area, first: str, book: RuleBook) -> tuple[ShadePlan, ...]:
    """Colour scores by the steps of the rule book; a blank cell keeps no colour."""
    above = ""
    shades = []
    for least, tone in steps(book):
        formula = f"=AND(ISNUMBER({first}),{first}>={least}{above})"
        shades.append(ShadePlan(area, formula, tone))
        above = f",{first}<{least}"
    return tuple(shades)


def _instruments(frame: Frame) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in frame.figures:
        if row.kind == "instrument":
            mine = found.setdefault(str(row.key), {})
            mine[str(row.code)], mine[f"weighted_{row.code}"] = row.value, row.weighted
    return found


def _row(number: int, row: Any, scores: dict[str, Any], table: Flat) -> Row:
    proof = {True: "proven", False: "unproven"}
    shown = {
        "order": number if row.total is not None else None,
        "level": row.level or word("phrases", "level_unknown"),
        "proven": word("phrases", proof[row.proven]) if row.proven is not None else None,
        "status": word("arrival", row.status),
        "registered": word("phrases", "yes" if row.expected else "no"),
        "near_order": row.near,
        "fall_order": row.fall,
        **dict.fromkeys(("coordinator_note", "assigned")),
        **scores,
    }
    return tuple(
        shown[column.key] if column.key in shown else getattr(row, column.key, None)
        for column in table.columns
    )


def _shades(table: Flat, book: RuleBook) -> tuple[ShadePlan, ...]:
    level, status = table.area("level"), table.area("status")
    first_level = f"${table.letter('level')}{level.first_row}"
    first_status = f"${table.letter('status')}{status.first_row}"
    total = table.area("total")
    change = table.area("change")
    first_change = f"${table.letter('change')}{change.first_row}"
    return (
        *score_shades(total, f"${table.letter('total')}{total.first_row}", book),
        *(
            ShadePlan(level, f'={first_level}="{name}"', tone)
            for name, tone in level_tones(book).items()
        ),
        *(
            ShadePlan(status, f'={first_status}="{word("arrival", arrival)}"', tone)
            for arrival, tone in ARRIVAL_TONES.items()
            if arrival is not Arrival.SUPERSEDED
        ),
        ShadePlan(change, f"=AND(ISNUMBER({first_change}),{first_change}<0)", "low"),
    )

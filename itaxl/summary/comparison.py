"""เทียบปีก่อน: every agency this year beside last year, in total, level and indicators."""

from typing import Any

from itaxl.cells import address
from itaxl.plans import CellPlan, ShadePlan, SheetPlan
from itaxl.summary.frame import Frame
from itaxl.summary.page import level_names
from itaxl.summary.tables import Column, Flat, Row, flat_sheet
from itaxl.summary.words import word

CLEAR = 5  # points up or down that are no chance


def wanted(frame: Frame) -> bool:
    """Tell whether anything is known of last year."""
    return any(row.last_total is not None or row.last_level for row in frame.agencies) or any(
        row.last is not None for row in frame.figures
    )


def flat(frame: Frame) -> Flat:
    """Place the table of agencies; it is never longer than a sheet."""
    year = frame.facts.year
    columns = (
        Column("order", "number", 7),
        Column("agency", "text", 32),
        Column("district", "text", 14),
        Column("last_level", "center", 16, word("headings", "level_of", year=year - 1)),
        Column("level", "center", 16, word("headings", "level_of", year=year)),
        Column("moved", "center", 14),
        Column("last_total", "score", 10, word("headings", "total_of", year=year - 1)),
        Column("total", "total", 10, word("headings", "total_of", year=year)),
        Column("change", "change", 10),
        *(
            Column(
                f"d{ind.code}",
                "change",
                13,
                word("headings", "change_of", code=ind.code, name=ind.name),
            )
            for ind in frame.facts.book.indicators
        ),
        Column("ref", "code", 12),
    )
    return Flat("comparison", word("sheets", "comparison"), columns, len(frame.agencies))


def plan(frame: Frame) -> SheetPlan:
    """Put agencies in the order of their totals this year."""
    table = flat(frame)
    changes: dict[tuple[str, str], Any] = {
        (row.key, row.code): row.value - row.last
        for row in frame.figures
        if row.kind == "indicator" and row.value is not None and row.last is not None
    }
    rows = [
        _row(number, row, frame, table, changes)
        for number, row in enumerate(frame.agencies, start=1)
    ]
    return flat_sheet(
        table,
        rows,
        word("titles", "comparison", year=frame.facts.year, last=frame.facts.year - 1),
        word("subtitles", "comparison"),
        cells=_legend(),
        shades=_shades(table),
        frozen=2,
        printed=table.columns[-2].key,
    )


def _legend() -> tuple[CellPlan, ...]:
    """Say what each colour of a change means."""
    tones = {"risen": "pass", "sunk": "fair", "fallen": "low"}
    told = (
        CellPlan(3, 3 + place, word("phrases", key, points=CLEAR), f"legend_{tone}")
        for place, (key, tone) in enumerate(tones.items())
    )
    return CellPlan(3, 2, word("phrases", "legend"), "plain"), *told


def _row(number: int, row: Any, frame: Frame, table: Flat, changes: dict[Any, Any]) -> Row:
    shown = {
        "order": number if row.total is not None else None,
        "level": row.level or None,
        "last_level": row.last_level or None,
        "moved": moved(row, frame),
        **{f"d{ind.code}": changes.get((row.key, ind.code)) for ind in frame.facts.book.indicators},
    }
    return tuple(
        shown[column.key] if column.key in shown else getattr(row, column.key)
        for column in table.columns
    )


def moved(row: Any, frame: Frame) -> str | None:
    """Say whether the level rose or fell; levels of different schemes are not compared."""
    if not (row.level and row.last_level):
        return None
    names = level_names(frame.facts.book)
    before = frame.facts.books.get(frame.facts.year - 1)
    alike = before is None or level_names(before) == names
    if not alike or row.level not in names or row.last_level not in names:
        return word("phrases", "level_other")
    step = names.index(row.last_level) - names.index(row.level)
    return word("phrases", "level_up" if step > 0 else "level_down" if step < 0 else "level_same")


def _shades(table: Flat) -> tuple[ShadePlan, ...]:
    moves, area = table.area("moved"), table.body()
    changes = area._replace(first_column=table.at("change"), last_column=table.at("ref") - 1)
    corner = address(changes.first_row, changes.first_column)
    first = f"${table.letter('moved')}{moves.first_row}"
    return (
        ShadePlan(moves, f'={first}="{word("phrases", "level_up")}"', "pass"),
        ShadePlan(moves, f'={first}="{word("phrases", "level_down")}"', "low"),
        ShadePlan(changes, f"=AND(ISNUMBER({corner}),{corner}<=-{CLEAR})", "low"),
        ShadePlan(changes, f"=AND(ISNUMBER({corner}),{corner}<0)", "fair"),
        ShadePlan(changes, f"=AND(ISNUMBER({corner}),{corner}>={CLEAR})", "pass"),
    )

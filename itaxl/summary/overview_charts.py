"""The three charts of the first page, each above the cells it is drawn from."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from itaxl.cells import Area, address
from itaxl.plans import ChartPlan, Formula, ShadePlan
from itaxl.scores import Doing
from itaxl.summary import indicators, measures, ranking
from itaxl.summary.frame import Frame
from itaxl.summary.page import (
    CHARTS_ROW,
    COLUMNS,
    DATA_ROW,
    PIXELS,
    ZONES,
    Page,
    instruments_row,
    known_or,
    level_names,
)
from itaxl.summary.standings import mean
from itaxl.summary.styles import TONE_COLORS, level_tones
from itaxl.summary.tables import count_if
from itaxl.summary.words import word

ROWS = 14  # a chart is so many rows high
DOING_COLORS = {
    Doing.DONE: "4E8F3A", Doing.DONE_LATE: "8CBF72", Doing.ONGOING: "5B8FC0",
    Doing.IN_PROGRESS: "8FB3D9", Doing.PARTIAL: "E0C04E", Doing.NOT_STARTED: "E0A92E",
    Doing.POSTPONED: "B58BC0", Doing.CANCELLED: "7F7F7F", Doing.UNKNOWN: "C8553D",
    Doing.PLANNED: "9AA3AD",
}  # fmt: skip


def levels(page: Page, frame: Frame) -> None:
    """Agencies by level, and below them how often each instrument is the lowest."""
    (level,) = ranking.flat(frame).names("level")
    column, unknown = ZONES[0], word("phrases", "level_unknown")
    found = [name or unknown for name in frame.agencies["level"]]
    names = (*level_names(frame.facts.book), unknown)
    _heads(page, column, (("level", 8), ("agencies", 3), ("share", 4)))
    for row, name in enumerate(names, start=DATA_ROW + 1):
        count = Formula(f"=COUNTIF({level},{address(row, column)})", found.count(name))
        share = Decimal(found.count(name)) / max(len(found), 1)
        divided = Formula(f"={address(row, column + 8)}/ROWS({level})", share)
        page.line(row, column, ((8, name, "line"), (3, count, "count"), (4, divided, "share")))
    tones = level_tones(frame.facts.book)
    colors = [TONE_COLORS[tones.get(name, "grey")] for name in names]
    rows = (DATA_ROW + 1, DATA_ROW + len(names))
    page.charts.append(_chart("levels", column, 8, rows, colors))
    _instruments(page, frame)


def _instruments(page: Page, frame: Frame) -> None:
    (lowest,) = ranking.flat(frame).names("lowest")
    row, column = instruments_row(frame.facts.book), ZONES[0]
    _heads(page, column, (("instruments", 8), ("lowest", 7)), row=row)
    for code, count in lowest_counts(frame).items():
        row += 1
        formula = Formula(f"=COUNTIF({lowest},{address(row, column)})", count)
        page.line(row, column, ((8, code, "line"), (7, formula, "count")))


def instrument_cells(frame: Frame) -> tuple[str, str]:
    """Where the table of instruments holds their codes and how often each is the lowest."""
    first = instruments_row(frame.facts.book) + 1
    last = first + len(frame.facts.book.instruments) - 1
    return f"$A${first}:$A${last}", f"$I${first}:$I${last}"


def lowest_counts(frame: Frame) -> dict[str, int]:
    """For how many agencies each instrument is the lowest one."""
    found = list(frame.agencies["lowest"])
    return {inst.code: found.count(inst.code) for inst in frame.facts.book.instruments}


def indicator_means(page: Page, frame: Frame) -> None:
    """Mean score of each indicator, and how many agencies are below the target."""
    table, book, column = indicators.flat(frame), frame.facts.book, ZONES[1]
    target = book.targets.indicator
    scores = indicators.values(frame)
    none = word("overview", "none")
    _heads(
        page, column, (("number", 1), ("indicator", 9), ("mean", 2), ("below", 3)), target=target
    )
    for row, ind in enumerate(book.indicators, start=DATA_ROW + 1):
        (name,) = table.names(f"c{ind.code}")
        known = [value for mine in scores.values() if (value := mine.get(ind.code)) is not None]
        average = Formula(
            f'=IF(COUNT({name})=0,"{none}",AVERAGE({name}))', known_or(mean(known), none)
        )
        below = Formula(
            f'=COUNTIF({name},"<"&target_indicator)', sum(1 for value in known if value < target)
        )
        page.line(
            row,
            column,
            ((1, ind.code, "small_center"), (9, ind.name, "line"), (2, average, "mean"),
             (3, below, "count")),
        )  # fmt: skip
    rows = (DATA_ROW + 1, DATA_ROW + len(book.indicators))
    cell = address(rows[0], column + 10)
    page.shades.append(
        ShadePlan(
            Area(rows[0], column + 10, rows[1], column + 10),
            f"=AND(ISNUMBER({cell}),{cell}<target_indicator)",
            "low",
        )
    )
    color = [TONE_COLORS["pass"]]
    page.charts.append(_chart("indicators", column, 10, rows, color, target=target))


def doings(page: Page, frame: Frame) -> None:
    """Measures by how far they have come."""
    names, column = measures.flat(frame).names("doing"), ZONES[2]
    found = list(frame.measures["doing"])
    total = "+".join(f"COUNTA({name})" for name in names)
    _heads(page, column, (("doing", 8), ("count", 4), ("share", 4)))
    for row, doing in enumerate(DOING_COLORS, start=DATA_ROW + 1):
        count = Formula("=" + count_if(names, address(row, column)), found.count(doing))
        share = Decimal(found.count(doing)) / max(len(found), 1)
        divided = Formula(f"=IF({total}=0,0,{address(row, column + 8)}/({total}))", share)
        page.line(
            row,
            column,
            ((8, word("doing", doing), "line"), (4, count, "count"), (4, divided, "share")),
        )
    rows = (DATA_ROW + 1, DATA_ROW + len(DOING_COLORS))
    page.charts.append(_chart("measures", column, 8, rows, list(DOING_COLORS.values())))


def _heads(
    page: Page,
    column: int,
    heads: Iterable[tuple[str, int]],
    row: int = DATA_ROW,
    **slots: object,
) -> None:
    page.line(
        row, column, [(width, word("overview", key, **slots), "heading") for key, width in heads]
    )


def _chart(
    key: Literal["levels", "indicators", "measures"],
    labels: int,
    values: int,
    rows: tuple[int, int],
    colors: list[str],
    target: Decimal | None = None,
) -> ChartPlan:
    """A column chart over the labels of a zone and the values so many columns right of them."""
    title = word("overview", key, target=target)
    areas = (Area(rows[0], column, rows[1], column) for column in (labels, labels + values))
    return ChartPlan(
        kind="column",
        title=title,
        data_sheet=word("sheets", "overview"),
        series=((title, *areas),),  # type: ignore[arg-type]
        row=CHARTS_ROW,
        column=labels,
        width=(COLUMNS - labels + 1 if labels == ZONES[-1] else ZONES[1] - 2) * PIXELS,
        height=ROWS * 28 - 4,
        colors=tuple(colors),
        minimum=0,
        maximum=None if target is None else 100,
        target=None if target is None else float(target),
        target_title=word("overview", "target"),
    )

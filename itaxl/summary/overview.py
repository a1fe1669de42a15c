"""ภาพรวม: the state of a district, a province or the nation on one printed page."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from itaxl.cells import Area
from itaxl.plans import Formula, Link, PrintPlan, SheetPlan, Value
from itaxl.summary import ledger, overview_charts, overview_lists, ranking
from itaxl.summary.frame import Frame
from itaxl.summary.ledger_rules import Arrival
from itaxl.summary.page import (
    COLUMNS,
    DATA_ROW,
    LINE,
    LISTED,
    TILES_ROW,
    WIDTH,
    Page,
    known_or,
    lists_row,
)
from itaxl.summary.standings import mean
from itaxl.summary.tables import count_if
from itaxl.summary.words import day, word


def plan(frame: Frame) -> SheetPlan:
    """Put the figures, three charts and three lists on one page, all of it live."""
    page = Page(lists_row(frame.facts.book))
    _head(page, frame)
    _tiles(page, frame)
    for part in (
        overview_charts.levels,
        overview_charts.indicator_means,
        overview_charts.doings,
        overview_lists.near,
        overview_lists.falls,
        overview_lists.themes,
    ):
        part(page, frame)
    last = page.lists_row + 2 + LISTED
    page.put(last, 1, COLUMNS, word("overview", "foot"), "foot")
    return SheetPlan(
        name=word("sheets", "overview"),
        cells=tuple(page.cells),
        merges=tuple(page.merges),
        charts=tuple(page.charts),
        shades=tuple(page.shades),
        widths=dict.fromkeys(range(1, COLUMNS + 1), WIDTH),
        heights=_heights(page, last),
        printing=PrintPlan(fit_pages_tall=1, area=Area(1, 1, last, COLUMNS)),
        gridlines=False,
        zoom=80,
        tab_color="2F5B8A",
    )


def _heights(page: Page, last: int) -> dict[int, float]:
    gaps = (3, TILES_ROW + 3, DATA_ROW - 1, page.lists_row - 1)
    return {
        **dict.fromkeys(range(TILES_ROW, last + 1), LINE),
        **dict.fromkeys(gaps, 9.0),
        1: 36.0,
        2: 22.0,
        TILES_ROW + 1: 40.0,
    }


# ── head and tiles ──────────────────────────────────────────────────────────────────────────────


def _head(page: Page, frame: Frame) -> None:
    facts = frame.facts
    files = sum(1 for file in frame.ledger["file"] if file)
    province = facts.province or _only(frame.agencies["province"])
    deadline = day(facts.deadline) if facts.deadline else ""
    subtitle = word(
        "overview",
        "subtitle",
        province=word("overview", "province", province=province) if province else "",
        as_of=day(facts.as_of),
        deadline=word("overview", "deadline", deadline=deadline) if deadline else "",
        agencies=len(frame.agencies),
        files=files,
    )
    page.put(1, 1, COLUMNS - 18, word("titles", "overview", year=facts.year), "title")
    page.put(2, 1, COLUMNS - 18, subtitle, "subtitle")
    for place, key in enumerate(("ledger", "ranking", "follow_up")):
        name = word("sheets", key)
        page.put(1, COLUMNS - 17 + 6 * place, 6, Link(name, "A1", name), "go")


def _tiles(page: Page, frame: Frame) -> None:
    status = ranking.flat(frame).names("status")
    statuses = list(frame.agencies["status"])
    expected = ranking.flat(frame).names("registered")

    def count(*arrivals: Arrival) -> Formula:
        parts = [count_if(status, f'"{word("arrival", arrival)}"') for arrival in arrivals]
        return Formula("=" + "+".join(parts), sum(statuses.count(arrival) for arrival in arrivals))

    everyone = len(frame.agencies)
    missing = count(Arrival.MISSING)
    inside = sum(1 for row in frame.agencies["expected"] if row)
    yes = word("phrases", "yes")
    every = f"ROWS({status[0]})"
    tiles = (
        ("expected", Formula(f"={every}", max(everyone, 1)), "tile_value",
         Formula("=" + count_if(expected, f'"{yes}"'), inside), "tile_note_value"),
        ("received", count(Arrival.RECEIVED, Arrival.LATE), "tile_value",
         count(Arrival.LATE), "tile_note_value"),
        ("missing", missing, "tile_value",
         Formula(f"=({missing.text[1:]})/{every}",
                 Decimal(statuses.count(Arrival.MISSING)) / max(everyone, 1)),
         "tile_note_percent"),
        ("rejected", count(Arrival.REJECTED, Arrival.UNREADABLE), "tile_value",
         count(Arrival.UNREADABLE), "tile_note_value"),
        ("nothing", count(Arrival.NOTHING), "tile_value", _superseded(frame), "tile_note_value"),
        *_score_tiles(frame),
    )  # fmt: skip
    width = COLUMNS // len(tiles)
    for number, (key, value, style, note, note_style) in enumerate(tiles):
        column = 1 + number * width
        label = word("overview", f"tile_{key}", target=frame.facts.target_score)
        page.put(TILES_ROW, column, width, label, "tile_label")
        page.put(TILES_ROW + 1, column, width, value, style)
        page.put(TILES_ROW + 2, column, width - 2, word("overview", f"tile_{key}_note"),
                 "tile_note")  # fmt: skip
        page.put(TILES_ROW + 2, column + width - 2, 2, note, note_style)


def _superseded(frame: Frame) -> Formula:
    names = ledger.flat(frame).names("status")
    criterion = f'"{word("arrival", Arrival.SUPERSEDED)}"'
    count = sum(1 for status in frame.ledger["status"] if status is Arrival.SUPERSEDED)
    return Formula("=" + count_if(names, criterion), count)


def _score_tiles(frame: Frame) -> Iterator[tuple[str, Formula, str, Formula | Value, str]]:
    (total,) = ranking.flat(frame).names("total")
    totals = [value for value in frame.agencies["total"] if value is not None]
    none = word("overview", "none")
    average = mean(totals)
    yield (
        "mean",
        Formula(f'=IF(COUNT({total})=0,"{none}",AVERAGE({total}))', known_or(average, none)),
        "tile_score",
        Formula(f"=COUNT({total})", len(totals)),
        "tile_note_value",
    )
    passing = sum(1 for value in totals if value >= frame.facts.target_score)
    share = Decimal(passing) / len(totals) if totals else none
    target = frame.facts.target_share
    formula = f'=IF(COUNT({total})=0,"{none}",COUNTIF({total},">="&target_score)/COUNT({total}))'
    yield (
        "share",
        Formula(formula, share),
        "tile_percent",
        Formula(
            f'=IF(ISNUMBER(target_share),target_share/100,"{none}")',
            target / 100 if target is not None else none,
        ),
        "tile_note_percent",
    )
    yield _binding(frame)


def _binding(frame: Frame) -> tuple[str, Formula, str, Formula, str]:
    """The instrument that is the lowest one of most agencies, over the table of instruments."""
    labels, counts = overview_charts.instrument_cells(frame)
    found = overview_charts.lowest_counts(frame)
    most = max(found.values(), default=0)
    none = word("overview", "none")
    name = next((code for code, count in found.items() if count == most and most), none)
    formula = f'=IF(MAX({counts})=0,"{none}",INDEX({labels},MATCH(MAX({counts}),{counts},0)))'
    return (
        "binding",
        Formula(formula, name),
        "tile_value",
        Formula(f"=MAX({counts})", most),
        "tile_note_value",
    )


def _only(values: Iterable[str]) -> str:
    found = {value for value in values if value}
    return found.pop() if len(found) == 1 else ""

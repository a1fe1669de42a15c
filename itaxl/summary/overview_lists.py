"""The three lists of the first page: who is near, who fell, what nothing is done about."""

from collections.abc import Iterable

from itaxl.plans import Formula
from itaxl.scores import Standing
from itaxl.summary import coverage, measures, ranking
from itaxl.summary.frame import Frame
from itaxl.summary.page import LISTED, Page
from itaxl.summary.tables import count_if, quoted
from itaxl.summary.words import word

# (key of the column, heading, width, style): near an edge, fallen, and where the lists begin.
_NEAR = (("agency", "agency", 7, "line"), ("total", "now", 2, "mean"),
         ("next_level", "to_level", 3, "line"), ("lacks", "lacks", 9, "small"))  # fmt: skip
_FALLS = (("agency", "agency", 7, "line"), ("last_total", "last", 2, "mean"),
          ("total", "now", 2, "mean"), ("change", "change", 2, "fall"))  # fmt: skip
_THEMES_COLUMN, _THEMES = 37, (10, 2)


def near(page: Page, frame: Frame) -> None:
    """The ten agencies with the shortest way to a better level, and what they lack."""
    _list(page, frame, 1, "near", _NEAR)


def falls(page: Page, frame: Frame) -> None:
    """The ten agencies whose total fell most since last year."""
    _list(page, frame, 23, "falls", _FALLS)


def _list(
    page: Page, frame: Frame, first: int, title: str, keys: Iterable[tuple[str, str, int, str]]
) -> None:
    keys = tuple(keys)
    order = {"near": "near", "falls": "fall"}[title]
    width = sum(width for _, _, width, _ in keys)
    page.put(page.lists_row, first, width, word("overview", title), "section")
    heads = [(width, word("overview", heading), "heading") for _, heading, width, _ in keys]
    page.line(page.lists_row + 1, first, heads)
    found = {getattr(row, order): row for row in frame.agencies}
    for number in range(1, LISTED + 1):
        agency = found.get(number)
        cells = [
            (
                width,
                Formula(
                    _look_up(frame, key, order, number),
                    getattr(agency, key) if agency is not None else "",
                ),
                style,
            )
            for key, _, width, style in keys
        ]
        page.line(page.lists_row + 1 + number, first, cells)


def _look_up(frame: Frame, key: str, order: str, number: int) -> str:
    """Find the agency with a number in the table of agencies; its name leads to its row."""
    table = ranking.flat(frame)
    (name,), (orders,) = table.names(key), table.names(f"{order}_order")
    place = f"MATCH({number},{orders},0)"
    inner = f"INDEX({name},{place})"
    if key == "agency":
        target = f"#{quoted(table.sheet)}!{table.letter(key)}"
        inner = f'HYPERLINK("{target}"&({place}+{table.row}),{inner})'
    return f'=IFERROR({inner},"")'


def themes(page: Page, frame: Frame) -> None:
    """For each theme, how many agencies with a counted workbook have no measure."""
    table, row = coverage.flat(frame), page.lists_row
    page.put(row, _THEMES_COLUMN, sum(_THEMES), word("overview", "themes"), "section")
    _pair(page, row + 1, word("overview", "theme"), word("overview", "without"), "heading")
    without = [
        entry.theme for entry in frame.coverage if entry.measures == 0
    ]  # one entry per agency and theme
    row += 2
    for theme in frame.facts.book.themes:
        (name,) = table.names(f"theme_{theme.number}")
        count = Formula(f"=COUNTIF({name},0)", without.count(theme.number))
        _pair(page, row, f"{theme.number}. {theme.name}", count, "count")
        row += 1
    _pair(page, row, word("overview", "overdue"), _late(frame), "count")


def _late(frame: Frame) -> Formula:
    names = measures.flat(frame).names("standing")
    late = (Standing.OVERDUE, Standing.NOT_REPORTED)
    formula = "+".join(count_if(names, f'"{word("standing", standing)}"') for standing in late)
    found = list(frame.measures["standing"])
    return Formula(f"={formula}", sum(found.count(standing) for standing in late))


def _pair(page: Page, row: int, text: str, value: str | Formula, style: str) -> None:
    label = "heading" if style == "heading" else "small"
    page.line(row, _THEMES_COLUMN, ((_THEMES[0], text, label), (_THEMES[1], value, style)))

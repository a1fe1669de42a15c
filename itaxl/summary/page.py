"""The grid that the first page is laid out on: narrow equal columns, everything so many wide."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from itaxl.cells import Area
from itaxl.plans import CellPlan, ChartPlan, Formula, Link, MergePlan, ShadePlan, Value
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Doing

COLUMNS, WIDTH, PIXELS = 48, 4.4, 40  # of the grid; characters and pixels of one column
LINE = 21.0  # points
ZONES = (1, 17, 33)  # where the three charts and the tables below them begin
TILES_ROW, CHARTS_ROW, DATA_ROW, LISTED = 4, 8, 23, 10


@dataclass(slots=True)
class Page:
    """What stands on the page so far."""

    lists_row: int
    cells: list[CellPlan] = field(default_factory=list)
    merges: list[MergePlan] = field(default_factory=list)
    charts: list[ChartPlan] = field(default_factory=list)
    shades: list[ShadePlan] = field(default_factory=list)

    def put(
        self, row: int, column: int, width: int, value: Value | Formula | Link, style: str
    ) -> None:
        """Put a value over so many columns."""
        if width == 1 or isinstance(value, Link):
            self.cells.append(CellPlan(row, column, value, style))
        else:
            area = Area(row, column, row, column + width - 1)
            self.merges.append(MergePlan(area, value, style))

    def line(
        self, row: int, column: int, parts: Iterable[tuple[int, Value | Formula, str]]
    ) -> None:
        """Put values side by side, each over so many columns."""
        for width, value, style in parts:
            self.put(row, column, width, value, style)
            column += width


def level_names(book: RuleBook) -> tuple[str, ...]:
    """The levels of the year, best first; none where they are not known."""
    return () if book.levels == "unknown" else tuple(band.name for band in book.levels.bands)


def instruments_row(book: RuleBook) -> int:
    """The headings of the table of instruments, below the levels and those without one."""
    return DATA_ROW + len(level_names(book)) + 2


def lists_row(book: RuleBook) -> int:
    """Where the lists begin: below the longest of the three tables."""
    longest = max(
        instruments_row(book) + len(book.instruments),
        DATA_ROW + len(book.indicators),
        DATA_ROW + len(Doing),
    )
    return longest + 2


def known_or(value: Decimal | None, none: str) -> Decimal | str:
    """Give a value, or the sign for one that is not known."""
    return none if value is None else value

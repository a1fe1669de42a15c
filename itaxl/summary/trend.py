"""แนวโน้ม: three years and more side by side, with a line drawn in every row."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from itaxl.cells import Area
from itaxl.plans import SheetPlan, SparkPlan
from itaxl.summary.frame import Frame
from itaxl.summary.standings import in_cell, mean
from itaxl.summary.tables import Column, Flat, Row, flat_sheet
from itaxl.summary.words import word

Series = tuple[str, str, str, tuple[Decimal | None, ...]]  # kind, name, district, value by year


def years(frame: Frame) -> tuple[int, ...]:
    """The years anything is known of, this one the last."""
    return (*sorted({row.year for row in frame.past}), frame.facts.year)


def wanted(frame: Frame) -> bool:
    """Tell whether more than two years are known."""
    return len(years(frame)) > 2


def flat(frame: Frame) -> Flat:
    """Place the table of totals and indicators by year; it is never longer than a sheet."""
    columns = (
        Column("no", "number", 7),
        Column("what", "center", 14),
        Column("name", "text", 44),
        Column("district", "text", 14),
        *(Column(f"y{year}", "score", 11, str(year)) for year in years(frame)),
        Column("spark", "text", 22),
        Column("span", "change", 12),
    )
    return Flat("trend", word("sheets", "trend"), columns, len(tuple(_series(frame))))


def plan(frame: Frame) -> SheetPlan:
    """Put the mean of all first, then every indicator, then agencies by their totals."""
    table, known = flat(frame), years(frame)
    rows = [_row(number, row) for number, row in enumerate(_series(frame), start=1)]
    first, last = table.at(f"y{known[0]}"), table.at(f"y{known[-1]}")
    sparks = tuple(
        SparkPlan(row, table.at("spark"), Area(row, first, row, last))
        for row in range(table.row + 1, table.row + 1 + len(rows))
    )
    return flat_sheet(
        table,
        rows,
        word("titles", "trend", first=known[0], last=known[-1]),
        word("subtitles", "trend"),
        frozen=3,
        sparks=sparks,
    )


def _row(number: int, row: Series) -> Row:
    kind, name, district, values = row
    known = [value for value in values if value is not None]
    span = known[-1] - known[0] if len(known) > 1 else None
    return (number, kind, name, district, *map(in_cell, values), None, in_cell(span))


def _series(frame: Frame) -> Iterator[Series]:
    known = years(frame)
    book = frame.facts.book
    before = {(row.key, row.year): row for row in frame.past}
    totals: dict[str, tuple[Decimal | None, ...]] = {
        row.key: (
            *(getattr(before.get((row.key, year)), "total", None) for year in known[:-1]),
            row.total,
        )
        for row in frame.agencies
    }
    yield word("phrases", "mean_all"), word("headings", "total"), "", _means(totals.values(), known)
    now = {(row.key, row.code): row.value for row in frame.figures}
    for ind in book.indicators:
        scores = [
            (
                *(
                    (before[key, year].figures.get(ind.code) if (key, year) in before else None)
                    for year in known[:-1]
                ),
                now.get((key, ind.code)),
            )
            for key in totals
        ]
        name = word("headings", "indicator", code=ind.code, name=ind.name)
        yield word("phrases", "mean_all"), name, "", _means(scores, known)
    for row in frame.agencies:
        if sum(value is not None for value in totals[row.key]) > 1:
            yield word("headings", "agency"), row.agency, row.district, totals[row.key]


def _means(
    rows: Iterable[tuple[Decimal | None, ...]], known: tuple[int, ...]
) -> tuple[Decimal | None, ...]:
    columns = list(zip(*rows, strict=True)) or [()] * len(known)
    return tuple(mean(column) for column in columns)

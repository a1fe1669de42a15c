"""ตัวชี้วัด: agency × indicator as a heat map, and means by type, district and province."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from itaxl.cells import Area, address
from itaxl.plans import CellPlan, Formula, Link, SheetPlan, TableColumn, TablePlan
from itaxl.summary import ranking
from itaxl.summary.frame import Frame
from itaxl.summary.standings import mean
from itaxl.summary.tables import Column, Flat, Row, flat_sheet
from itaxl.summary.words import word

# The columns of the heat map that groups are made by, with the word for the kind of group.
GROUPS = (("type", "by_type"), ("province", "by_province"), ("district", "by_district"))
MAX_GROUPS = 200  # more groups than that are read in a pivot table, not on paper


def flat(frame: Frame) -> Flat:
    """Place the heat map; it is never longer than a sheet."""
    book = frame.facts.book
    columns = (
        Column("order", "number", 7),
        Column("agency", "text", 32),
        Column("type", "text", 20),
        Column("district", "text", 14),
        Column("province", "text", 13),
        *(
            Column(f"c{ind.code}", "score", 14, _heading(ind.code, ind.name))
            for ind in book.indicators
        ),
        Column("total", "total", 11),
    )
    return Flat("indicators", word("sheets", "indicators"), columns, len(frame.agencies))


def values(frame: Frame) -> dict[str, dict[str, Decimal | None]]:
    """Scores of indicators by agency key and code."""
    if "indicators" not in frame.kept:
        frame.kept["indicators"] = _values(frame)
    kept: dict[str, dict[str, Decimal | None]] = frame.kept["indicators"]
    return kept


def _values(frame: Frame) -> dict[str, dict[str, Decimal | None]]:
    found: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
    for row in frame.figures:
        if row.kind == "indicator":
            found[str(row.key)][str(row.code)] = row.value
    return found


def plan(frame: Frame) -> SheetPlan:
    """Put agencies in the order of their totals, and the means of groups below them."""
    table = flat(frame)
    scores = values(frame)
    codes = [ind.code for ind in frame.facts.book.indicators]
    rows = [
        (
            number if row.total is not None else None,
            *(row.agency, row.type, row.district, row.province),
            *(scores.get(row.key, {}).get(code) for code in codes),
            row.total,
        )
        for number, row in enumerate(frame.agencies, start=1)
    ]
    means = _means(frame, table, scores)
    book = frame.facts.book
    first, last = table.at(f"c{codes[0]}"), table.at("total")
    heat = table.body()._replace(first_column=first, last_column=last)
    low = Area(means.row + 1, first, means.row + max(1, len(tuple(means.rows))), last)
    sheet = flat_sheet(
        table,
        rows,
        word("titles", "indicators", year=frame.facts.year),
        word("subtitles", "indicators"),
        cells=(
            *ranking.legend(book, ranking.LEGEND_ROW, 2),
            CellPlan(
                ranking.LEGEND_ROW,
                last - 1,
                Link(table.sheet, f"A{means.row}", word("phrases", "go_means")),
                "go",
            ),
            CellPlan(means.row - 1, 1, word("phrases", "means"), "title"),
        ),
        shades=tuple(
            shade
            for area in (heat, low)
            for shade in ranking.score_shades(area, _corner(area), book)
        ),
        frozen=2,
    )
    return _with_means(sheet, means)


def _with_means(sheet: SheetPlan, means: TablePlan) -> SheetPlan:
    area = sheet.printing.area
    assert area is not None
    last = means.row + max(1, len(tuple(means.rows)))
    return replace(
        sheet,
        tables=(*sheet.tables, means),
        printing=replace(sheet.printing, area=area._replace(last_row=last)),
    )


def _means(
    frame: Frame, table: Flat, scores: Mapping[str, Mapping[str, Decimal | None]]
) -> TablePlan:
    """Means of all agencies, then by type, province and district, as live formulas."""
    row = table.row + max(1, table.count) + 4
    columns = tuple(
        TableColumn(
            word("headings", {"order": "no", "agency": "group", "type": "group_kind",
                              "district": "count", "province": "known_total"}[column.key])
            if column.key in {"order", "agency", "type", "district", "province"}
            else column.title,
            {"district": "whole", "province": "whole"}.get(column.key, column.style),
            column.width,
        )
        for column in table.columns
    )  # fmt: skip
    rows = tuple(_mean_rows(frame, table, scores, row + 1))
    return TablePlan(row, 1, columns, rows, name="indicator_means")


def _mean_rows(
    frame: Frame, table: Flat, scores: Mapping[str, Mapping[str, Decimal | None]], first: int
) -> Iterator[Row]:
    agencies = list(frame.agencies)
    keys = [column.key for column in table.columns[5:]]
    number = 1
    yield _mean_row(number, word("phrases", "mean_all"), "", "", agencies, keys, scores, table, 0)
    for column, kind in GROUPS:
        found = sorted({getattr(row, column) for row in agencies if getattr(row, column)})
        if len(found) > MAX_GROUPS or (column != "type" and len(found) < 2):
            continue
        for name in found:
            mine = [row for row in agencies if getattr(row, column) == name]
            number += 1
            yield _mean_row(
                number, name, word("phrases", kind), column, mine, keys, scores, table,
                first + number - 1,
            )  # fmt: skip


def _mean_row(
    number: int, name: str, kind: str, column: str, mine: list[Any], keys: list[str],
    scores: Mapping[str, Mapping[str, Decimal | None]], table: Flat, row: int,
) -> Row:  # fmt: skip
    group = table.names(column)[0] if column else ""
    total = table.names("total")[0]
    known = sum(1 for agency in mine if agency.total is not None)
    # Compared with =, not as a criterion: names may hold signs that criteria give a meaning to.
    count = f"=SUMPRODUCT(({group}=$B{row})*1)" if column else f"=ROWS({total})"
    known_formula = (
        f"=SUMPRODUCT(({group}=$B{row})*ISNUMBER({total}))" if column else f"=COUNT({total})"
    )
    return (
        number,
        name,
        kind or None,
        Formula(count, len(mine) if mine or column else 1),
        Formula(known_formula, known),
        *(_mean_cell(key, column, group, mine, scores, table, row) for key in keys),
    )


def _mean_cell(
    key: str, column: str, group: str, mine: list[Any],
    scores: Mapping[str, Mapping[str, Decimal | None]], table: Flat, row: int,
) -> Formula:  # fmt: skip
    found = mean(
        agency.total if key == "total" else scores.get(agency.key, {}).get(key[1:])
        for agency in mine
    )
    name = table.names(key)[0]
    inner = f"AVERAGE({name})"
    if column:
        chosen = f"({group}=$B{row})"
        inner = f"SUMPRODUCT({chosen}*1,{name})/SUMPRODUCT({chosen}*ISNUMBER({name}))"
    return Formula(f'=IFERROR({inner},"")', found if found is not None else "")


def _heading(code: str, name: str) -> str:
    return word("headings", "indicator", code=code, name=name)


def _corner(area: Area) -> str:
    return address(area.first_row, area.first_column)

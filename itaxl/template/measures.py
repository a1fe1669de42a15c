"""The sheet มาตรการ: one Excel table that people may extend, never protected."""

from collections.abc import Iterator, Mapping, Sequence

from itaxl.cells import Area
from itaxl.plans import (
    CellPlan,
    Formula,
    PrintPlan,
    RulePlan,
    ShadePlan,
    SheetPlan,
    TableColumn,
    TablePlan,
    Value,
)
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.model import Column, RuleBook
from itaxl.template.agency import rule_of, value_place, values_of
from itaxl.template.fill import Fill
from itaxl.template.formulas import place
from itaxl.template.parts import Part, edition_cells
from itaxl.template.words import say as word

TABLE = "tblMeasures"
HEADING_ROW = 6
FIRST_ROW = HEADING_ROW + 1
BLANK_ROWS = 60
GUARDED_ROWS = 1000  # rules, colours and the self-check reach this far below the heading
PRINTED_WIDTH = 215  # characters in sum at which A4 landscape is still easy to read
LEAST_WIDTH = 7


def widths(book: RuleBook) -> dict[int, float]:
    """Give the width of each column, narrowed together so that a printed page can be read."""
    wanted = [column.width for column in book.form.columns]
    share = min(1.0, PRINTED_WIDTH / sum(wanted))
    return {
        number: max(LEAST_WIDTH, round(width * share)) for number, width in enumerate(wanted, 1)
    }


def column_area(book: RuleBook, key: str) -> Area:
    """Give the cells of a column that are guarded."""
    number = 1 + [column.key for column in book.form.columns].index(key)
    return Area(FIRST_ROW, number, FIRST_ROW + GUARDED_ROWS - 1, number)


def plan(book: RuleBook, fill: Fill, shades: Sequence[ShadePlan] = ()) -> Part:
    """Draw the sheet; the colours come from the rules that are counted."""
    spec = book.form.sheet("measures")
    columns = tuple(
        TableColumn(column.heading, _style(column), widths(book)[number])
        for number, column in enumerate(book.form.columns, 1)
    )
    table = TablePlan(
        HEADING_ROW,
        1,
        columns,
        [_row(book, record) for record in fill.records],
        name=TABLE,
        blank_rows=max(BLANK_ROWS - len(fill.records), 10),
    )
    names = {
        name_of("measures", column.key): "=" + place(spec.name, HEADING_ROW, number)
        for number, column in enumerate(book.form.columns, 1)
    }
    sheet = SheetPlan(
        name=spec.name,
        cells=[*edition_cells(book, spec), *_agency_line(book, fill)],
        tables=(table,),
        widths=widths(book),
        heights={HEADING_ROW: 52},
        rules=tuple(_rules(book)),
        shades=tuple(shades),
        freeze=(FIRST_ROW, 1),
        printing=PrintPlan(repeat_rows=(HEADING_ROW, HEADING_ROW)),
        tab_color="D08A2E",
    )
    return Part(sheet, names)


def _row(book: RuleBook, record: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(record.get(column.key) for column in book.form.columns)


def _style(column: Column) -> str:
    if column.kind == "date":
        return "cell_date"
    narrow = column.key == "no" or column.kind == "codes"
    return "cell_center" if narrow else "cell_text"


def _agency_line(book: RuleBook, fill: Fill) -> Iterator[CellPlan]:
    """Say on the printed page whose measures these are."""
    cell = value_place(book, "name")
    name = values_of(book, fill).get("name")
    shown = str(name) if name is not None else ""
    yield CellPlan(3, 1, Formula(f'=IF(LEN({cell})=0,"",{cell})', shown), "subtitle")
    yield CellPlan(4, 1, word(book, "report_note"), "edition")


def _rules(book: RuleBook) -> Iterator[RulePlan]:
    for number, column in enumerate(book.form.columns, 1):
        yield RulePlan(
            Area(HEADING_ROW, number, HEADING_ROW, number),
            prompt_title=column.heading,
            prompt=mark(book, column) + column.prompt,
            formula="=FALSE",
            error_title=word(book, "heading_title"),
            error=word(book, "heading_error"),
            stop=True,
        )
        area = column_area(book, column.key)
        yield rule_of(book, column.kind, column.list, area, column.heading, column.prompt)


def mark(book: RuleBook, column: Column) -> str:
    """Give the mark of a required column."""
    marks = {"always": "required_mark", "report": "report_mark"}
    return word(book, marks[column.required]) + " " if column.required in marks else ""

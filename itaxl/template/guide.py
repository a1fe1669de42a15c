"""The first sheet: how to fill the workbook in, what the colours mean, examples, the levels."""

from collections.abc import Iterator

from itaxl.cells import Area
from itaxl.plans import CellPlan, MergePlan, PrintPlan, SheetPlan
from itaxl.rulebooks.model import Choice, Column, RuleBook
from itaxl.template.formulas import Known, Term, place, span
from itaxl.template.levels import LevelTable
from itaxl.template.measures import mark
from itaxl.template.parts import Part, edition_cells
from itaxl.template.words import say as word

NUMBER, FIRST, SECOND, THIRD = 1, 2, 3, 4
_LEVELS_ROW = 5


def level_rows(book: RuleBook) -> int:
    """Count the rows of the level table, heading and space included."""
    return 0 if book.levels == "unknown" else len(book.levels.bands) + 3


def level_table(book: RuleBook) -> LevelTable | None:
    """Say where the level table stands; None where the levels of the year are not known."""
    if book.levels == "unknown":
        return None
    sheet = book.form.sheet("guide").name
    first = _first_level_row(book)

    def terms(column: int, values: list[Known]) -> tuple[Term, ...]:
        return tuple(
            Term(place(sheet, row, column), value) for row, value in enumerate(values, first)
        )

    bands = book.levels.bands
    return LevelTable(
        names=terms(FIRST, [band.name for band in bands]),
        froms=terms(SECOND, [band.at_least for band in bands]),
        eaches=terms(THIRD, ["" if b.each_at_least is None else b.each_at_least for b in bands]),
        bands=bands,
        conditions_on=book.levels.conditions_on or tuple(i.code for i in book.instruments),
        places=book.levels.places,
    )


def plan(book: RuleBook) -> Part:
    """Draw the sheet."""
    spec = book.form.sheet("guide")
    sheet = SheetPlan(
        name=spec.name,
        cells=[
            *edition_cells(book, spec),
            *_steps(book),
            *_legend(book),
            *_levels(book),
            *_examples(book),
        ],
        merges=tuple(_merges(book)),
        widths={NUMBER: 6, FIRST: 30, SECOND: 40, THIRD: 40},
        protected=True,
        printing=PrintPlan(landscape=False),
        gridlines=False,
        tab_color="1F3864",
    )
    return Part(sheet, _names(book))


def _names(book: RuleBook) -> dict[str, str]:
    if book.levels == "unknown":
        return {}
    sheet, first = book.form.sheet("guide").name, _first_level_row(book)
    last = first + len(book.levels.bands) - 1
    columns = {"name": FIRST, "from": SECOND, "each": THIRD}
    return {
        f"itaxl_levels_{key}": "=" + span(sheet, first, column, last)
        for key, column in columns.items()
    }


def _merges(book: RuleBook) -> Iterator[MergePlan]:
    for row, step in enumerate(book.form.guide.steps, _LEVELS_ROW):
        yield MergePlan(Area(row, FIRST, row, THIRD), step, "step")
    row = _LEVELS_ROW + len(book.form.guide.steps)
    yield MergePlan(Area(row, FIRST, row, THIRD), book.form.guide.contact, "step")


def _steps(book: RuleBook) -> Iterator[CellPlan]:
    yield CellPlan(_LEVELS_ROW - 1, NUMBER, word(book, "how_to"), "subtitle")
    for number, row in enumerate(range(len(book.form.guide.steps)), 1):
        yield CellPlan(_LEVELS_ROW + row, NUMBER, number, "step_number")


def _legend_row(book: RuleBook) -> int:
    return _LEVELS_ROW + len(book.form.guide.steps) + 2


def _legend(book: RuleBook) -> Iterator[CellPlan]:
    row = _legend_row(book)
    yield CellPlan(row, NUMBER, word(book, "legend"), "subtitle")
    for number, (style, meaning) in enumerate(book.form.guide.legend.items(), row + 1):
        yield CellPlan(number, FIRST, word(book, "swatch"), f"swatch_{style}")
        yield CellPlan(number, SECOND, meaning, "meaning")


def _levels_heading_row(book: RuleBook) -> int:
    return _legend_row(book) + len(book.form.guide.legend) + 3


def _first_level_row(book: RuleBook) -> int:
    return _levels_heading_row(book) + 1


def _levels(book: RuleBook) -> Iterator[CellPlan]:
    row = _levels_heading_row(book)
    yield CellPlan(row - 1, NUMBER, word(book, "level_table"), "subtitle")
    if book.levels == "unknown":
        yield CellPlan(row, FIRST, word(book, "no_levels"), "step")
        return
    headings = ("level_name", "level_from", "level_each")
    for column, key in enumerate(headings, FIRST):
        yield CellPlan(row, column, word(book, key), "heading")
    for number, band in enumerate(book.levels.bands, row + 1):
        yield CellPlan(number, FIRST, band.name, "fact")
        yield CellPlan(number, SECOND, band.at_least, "fact_score")
        yield CellPlan(number, THIRD, band.each_at_least, "fact_score")


def _examples(book: RuleBook) -> Iterator[CellPlan]:
    """Show the filled example rows standing up: a line per column can be read without scrolling."""
    rows = len(book.levels.bands) if book.levels != "unknown" else 0
    row = _first_level_row(book) + rows + 2
    yield CellPlan(row - 1, NUMBER, word(book, "examples"), "subtitle")
    yield CellPlan(row, FIRST, book.form.sheet("measures").name, "heading")
    examples = book.form.guide.examples[: THIRD - FIRST]
    for number in range(len(examples)):
        yield CellPlan(row, SECOND + number, word(book, "example", number=number + 1), "heading")
    for line, column in enumerate(book.form.columns, row + 1):
        yield CellPlan(line, FIRST, mark(book, column) + column.heading, "label")
        for number, example in enumerate(examples):
            text = example_text(book, column, example.get(column.key, ""))
            yield CellPlan(line, SECOND + number, text, "example")


def example_text(book: RuleBook, column: Column, value: str) -> str:
    """Give an example as people type it: choices by their text."""
    choices: tuple[Choice, ...] = book.choices(column.list) if column.list else ()
    return next((choice.text for choice in choices if choice.value == value), value)

"""The sheet หน่วยงาน: one line per field, label, value and what belongs there; signatures below."""

from collections.abc import Iterator

from itaxl.cells import Area, address
from itaxl.fields import FIELDS, Context
from itaxl.fields.reading import Reading
from itaxl.plans import CellPlan, MergePlan, PrintPlan, RulePlan, ShadePlan, SheetPlan, Value
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.judged import JUDGED
from itaxl.rulebooks.model import Kind, RuleBook
from itaxl.template.fill import Fill
from itaxl.template.formulas import place
from itaxl.template.judging import Typed, as_cell, fault_here
from itaxl.template.links import is_address
from itaxl.template.parts import Part, edition_cells
from itaxl.template.words import say as word

HEADING_ROW = 4
FIRST_ROW = HEADING_ROW + 1
LABEL, VALUE, HINT = 1, 2, 3

INPUT_STYLES: dict[Kind, str] = {
    "date": "input_date",
    "year": "input_number",
    "integer": "input_number",
}
_RULES = {"year": "C111", "integer": "C113", "url": "C112"}
_LOCKED_STYLES = {"input_date": "locked_date", "input_number": "locked_number"}


def row_of(book: RuleBook, key: str) -> int:
    """Give the row of a field."""
    return FIRST_ROW + [field.key for field in book.form.agency].index(key)


def reading_of(book: RuleBook, fill: Fill, key: str) -> Reading[object]:
    """Read the value of a field as it will be read when the workbook comes back."""
    field = book.form.field(key)
    choices = book.choices(field.list) if field.list else ()
    cell = as_cell(values_of(book, fill)[key], row_of(book, key), VALUE)
    return FIELDS[field.kind](cell, Context(choices=choices))


def value_place(book: RuleBook, key: str) -> str:
    """Write the value cell of a field as a reference."""
    return place(book.form.sheet("agency").name, row_of(book, key), VALUE)


def values_of(book: RuleBook, fill: Fill) -> dict[str, Value]:
    """Give the values of all fields; the fiscal year is that of the form."""
    given = {"fiscal_year": book.fiscal_year, **fill.agency}
    return {field.key: given.get(field.key) for field in book.form.agency}


def typed_cells(book: RuleBook, fill: Fill) -> Iterator[Typed]:
    """List the cells that people fill in."""
    values = values_of(book, fill)
    for row, field in enumerate(book.form.agency, FIRST_ROW):
        required = field.required == "always"
        yield Typed("agency", row, VALUE, field.kind, values[field.key], field.list, required)


def plan(book: RuleBook, fill: Fill) -> Part:
    """Draw the sheet."""
    spec = book.form.sheet("agency")
    names = {
        name_of("agency", field.key): "=" + value_place(book, field.key)
        for field in book.form.agency
    }
    last = FIRST_ROW + len(book.form.agency) - 1
    sheet = SheetPlan(
        name=spec.name,
        cells=[*edition_cells(book, spec), *_cells(book, fill)],
        merges=tuple(_signatures(book, last + 3)),
        widths={LABEL: 36, VALUE: 56, HINT: 62},
        rules=tuple(_rules(book)),
        shades=tuple(_shades(book)),
        freeze=(FIRST_ROW, 1),
        protected=True,
        printing=PrintPlan(fit_pages_tall=1),
        gridlines=False,
        tab_color="2F6B9A",
    )
    return Part(sheet, names)


def _cells(book: RuleBook, fill: Fill) -> Iterator[CellPlan]:
    headings = (word(book, "item"), word(book, "value"), word(book, "hint"))
    for column, heading in zip((LABEL, VALUE, HINT), headings, strict=True):
        yield CellPlan(HEADING_ROW, column, heading, "heading")
    yield CellPlan(3, LABEL, word(book, "required_note"), "hint")
    values = values_of(book, fill)
    locked = fill.locked | {"fiscal_year"}
    for row, field in enumerate(book.form.agency, FIRST_ROW):
        style = INPUT_STYLES.get(field.kind, "input_text")
        if field.key in locked and values[field.key] not in (None, ""):
            style = _LOCKED_STYLES.get(style, "locked")
        yield CellPlan(row, LABEL, field.label, "label")
        yield CellPlan(row, VALUE, values[field.key], style)
        mark = f"{word(book, 'required_mark')} " if field.required != "never" else ""
        yield CellPlan(row, HINT, mark + field.prompt, "hint")


def _signatures(book: RuleBook, row: int) -> Iterator[MergePlan]:
    for number, line in enumerate(book.form.guide.signature):
        column = LABEL if number % 2 == 0 else HINT
        last = VALUE if column == LABEL else HINT
        yield MergePlan(Area(row + number // 2 * 2, column, row + number // 2 * 2, last), line,
                        "text")  # fmt: skip


def rule_of(
    book: RuleBook, kind: Kind, list_name: str, area: Area, title: str, prompt: str
) -> RulePlan:
    """Give the rule for typing a kind of value; text is only prompted for."""
    cell = address(area.first_row, area.first_column)
    if kind in {"choice", "status"} and list_name:
        return RulePlan(
            area, title, prompt, list_name=name_of("list", list_name),
            error_title=word(book, "list_title"), error=JUDGED["C102"].remedy.th, stop=True,
        )  # fmt: skip
    formulas = {
        "year": f"=AND(ISNUMBER({cell}),{cell}>=2400,{cell}<=2700,{cell}=INT({cell}))",
        "integer": f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell}))",
        "url": f'=OR({is_address(cell)}>0,TRIM({cell})="-")',
    }
    if kind not in formulas:
        return RulePlan(area, title, prompt)
    return RulePlan(
        area, title, prompt, formula=formulas[kind],
        error_title=word(book, f"{kind}_title"), error=JUDGED[_RULES[kind]].remedy.th,
    )  # fmt: skip


def _rules(book: RuleBook) -> Iterator[RulePlan]:
    for row, field in enumerate(book.form.agency, FIRST_ROW):
        area = Area(row, VALUE, row, VALUE)
        yield rule_of(book, field.kind, field.list, area, field.label, field.prompt)


def _shades(book: RuleBook) -> Iterator[ShadePlan]:
    last = FIRST_ROW + len(book.form.agency) - 1
    area = Area(FIRST_ROW, VALUE, last, VALUE)
    fault = fault_here("agency", FIRST_ROW, VALUE)
    yield ShadePlan(area, f'={fault}="C103"', "required")
    yield ShadePlan(area, f"=LEN({fault})>0", "broken")

"""The register (ทะเบียนหน่วยงาน), drawn from its own form: who is expected, settings, waivers."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from itaxl.cells import Area
from itaxl.plans import (
    BookPlan,
    CellPlan,
    PrintPlan,
    RulePlan,
    SheetPlan,
    TableColumn,
    TablePlan,
    Value,
)
from itaxl.rulebooks.anchors import identity_name, name_of
from itaxl.rulebooks.model import RuleBook
from itaxl.rulebooks.register_form import RegisterColumn, RegisterSheet, register_form
from itaxl.template.agency import INPUT_STYLES, rule_of
from itaxl.template.formulas import Bench
from itaxl.template.styles import STYLES

FORM = "register"
HEADING_ROW = 4
BLANK_ROWS = {"agencies": 200, "waivers": 40, "choices": 40}
_EPOCH = dt.date(2024, 1, 1)
_STYLES = {**INPUT_STYLES, "score": "input_score", "number": "input_score"}


def register(
    book: RuleBook,
    agencies: Sequence[Mapping[str, Value]] | None = None,
    settings: Mapping[str, Value] | None = None,
) -> BookPlan:
    """
    Draw a register; ``agencies`` by column key and ``settings`` by line key, as people see them.

    Without agencies it holds the example rows of its form. Lists are those of the rule book.
    """
    form = register_form()
    bench = Bench()
    lists = {
        column.list: [choice.text for choice in book.choices(column.list)]
        for spec in form.sheets
        for column in form.columns(spec.key)
        if column.list
    }
    names = {name_of("list", name): bench.list(name, texts) for name, texts in lists.items()}
    rows = {"agencies": agencies} if agencies is not None else _examples(book)
    sheets = [
        _settings(book, spec, {"fiscal_year": book.fiscal_year, **(settings or {})})
        if spec.key == "settings"
        else _table(book, spec, rows.get(spec.key) or ())
        for spec in form.sheets
    ]
    lists_sheet = SheetPlan(bench.sheet, bench.cells, hidden=True, protected=True)
    return BookPlan(
        sheets=(*sheets, lists_sheet),
        styles=STYLES,
        names=names,
        properties={
            identity_name("form"): FORM,
            identity_name("version"): form.version,
            identity_name("year"): str(book.fiscal_year),
        },
        title=form.title,
        created=dt.datetime.combine(_EPOCH, dt.time()),
    )


def _examples(book: RuleBook) -> dict[str, list[Mapping[str, Value]]]:
    """The example rows of the form, choices as their text."""
    rows: dict[str, list[Mapping[str, Value]]] = {}
    for example in register_form().examples:
        lists = {c.key: c.list for c in register_form().columns(example.sheet) if c.list}
        values: dict[str, Value] = dict(example.values)
        for key, name in lists.items():
            texts = {choice.value: choice.text for choice in book.choices(name)}
            if key in values:
                values[key] = texts.get(str(values[key]), values[key])
        rows.setdefault(example.sheet, []).append(values)
    return rows


def _title(book: RuleBook, spec: RegisterSheet) -> Iterator[CellPlan]:
    form = register_form()
    yield CellPlan(1, 1, spec.title or spec.name, "title")
    yield CellPlan(2, 1, f"{form.title} · ปีงบประมาณ {book.fiscal_year}", "edition")


def _table(book: RuleBook, spec: RegisterSheet, rows: Sequence[Mapping[str, Value]]) -> SheetPlan:
    columns = register_form().columns(spec.key)
    blank = BLANK_ROWS[spec.key]
    last = HEADING_ROW + len(rows) + blank
    return SheetPlan(
        name=spec.name,
        cells=tuple(_title(book, spec)),
        tables=(
            TablePlan(
                HEADING_ROW,
                1,
                tuple(TableColumn(c.heading, _style(c), c.width) for c in columns),
                [tuple(row.get(column.key) for column in columns) for row in rows],
                name=f"tbl_{spec.key}",
                blank_rows=blank,
            ),
        ),
        widths={number: column.width for number, column in enumerate(columns, 1)},
        heights={HEADING_ROW: 52},
        rules=tuple(
            _rule(book, column, Area(HEADING_ROW + 1, number, last, number))
            for number, column in enumerate(columns, 1)
        ),
        freeze=(HEADING_ROW + 1, 1),
        printing=PrintPlan(repeat_rows=(HEADING_ROW, HEADING_ROW)),
    )


def _settings(book: RuleBook, spec: RegisterSheet, values: Mapping[str, Value]) -> SheetPlan:
    cells = list(_title(book, spec))
    rules = []
    for row, line in enumerate(register_form().settings, HEADING_ROW):
        default: Value = line.default or None
        cells.append(CellPlan(row, 1, line.heading, "label"))
        cells.append(CellPlan(row, 2, values.get(line.key, default), _style(line)))
        cells.append(CellPlan(row, 3, line.prompt, "hint"))
        rules.append(_rule(book, line, Area(row, 2, row, 2)))
    return SheetPlan(
        name=spec.name,
        cells=tuple(cells),
        widths={1: 34, 2: 34, 3: 70},
        rules=tuple(rules),
        printing=PrintPlan(fit_pages_tall=1),
        gridlines=False,
    )


def _style(column: RegisterColumn) -> str:
    return _STYLES.get(column.kind, "cell_text")


def _rule(book: RuleBook, column: RegisterColumn, area: Area) -> RulePlan:
    return rule_of(book, column.kind, column.list, area, column.heading[:32], column.prompt)

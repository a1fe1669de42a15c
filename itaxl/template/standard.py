"""The standard workbook of a fiscal year, drawn from its rule book alone."""

import datetime as dt

from itaxl.plans import BookPlan, CellPlan, SheetPlan
from itaxl.rulebooks.anchors import FORM, IDENTITY, LISTS_SHEET, identity_name, name_of
from itaxl.rulebooks.model import RuleBook
from itaxl.template import agency, guide, items, measures, scores, selfcheck
from itaxl.template.fill import Fill
from itaxl.template.folding import lay_words
from itaxl.template.formulas import Bench, place
from itaxl.template.judging import judge
from itaxl.template.parts import Part
from itaxl.template.respondents import lay_respondents
from itaxl.template.styles import STYLES

_EPOCH = dt.date(2024, 1, 1)


def standard(
    book: RuleBook, fill: Fill | None = None, today: dt.date | None = None, once: str = ""
) -> BookPlan:
    """
    Draw the standard workbook, blank or with the values of one agency.

    The same rule book, values and date give the same plan. Stored results of formulas are made
    here, from the values poured in. ``once`` says what has to be done, and Excel cannot judge,
    before the workbook is ready.
    """
    fill = fill or Fill()
    bench = Bench()
    names = _lists(book, bench)
    identity = _identity(book, fill)
    names |= _identity_cells(bench, identity)
    words, more = lay_words(book, bench)
    cells = [*agency.typed_cells(book, fill), *scores.typed_cells(book, fill),
             *items.typed_cells(book, fill)]  # fmt: skip
    made, states = judge(book, cells, words, bench)
    people = lay_respondents(book, made, bench)
    names |= more | states
    score_part = scores.plan(book, fill, bench, guide.level_table(book), made, people.message)
    bench.column, bench.row = bench.column + 1, 1
    used = _used(book, score_part)
    live = selfcheck.lay(book, fill, made, people, used, bench)
    names |= live.names
    parts = {
        "guide": guide.plan(book),
        "agency": agency.plan(book, fill),
        "scores": score_part,
        "items": items.plan(book, fill),
        "measures": measures.plan(book, fill, live.shades),
        "selfcheck": selfcheck.plan(book, live.checks, once),
    }
    ordered = [parts[spec.key] for spec in book.form.sheets]
    lists = SheetPlan(LISTS_SHEET, bench.cells, hidden=True, protected=True)
    for part in ordered:
        names |= part.names
    return BookPlan(
        sheets=(*(part.sheet for part in ordered), lists),
        styles=STYLES,
        names=names,
        properties={identity_name(key): value for key, value in identity.items()},
        title=book.form.title,
        created=dt.datetime.combine(today or _EPOCH, dt.time()),
    )


def _identity(book: RuleBook, fill: Fill) -> dict[str, str]:
    code = fill.agency.get("code")
    values = (str(book.fiscal_year), book.version, "" if code is None else str(code), FORM)
    return dict(zip(IDENTITY, values, strict=True))


def _lists(book: RuleBook, bench: Bench) -> dict[str, str]:
    """Lay down every list of the form and name it."""
    lists = dict.fromkeys(book.form.lists)
    columns = [column.list for column in book.form.columns if column.list]
    columns += [field.list for field in book.form.agency if field.list]
    return {
        name_of("list", name): bench.list(name, [c.text for c in book.choices(name)])
        for name in dict.fromkeys([*lists, *columns])
    }


def _identity_cells(bench: Bench, identity: dict[str, str]) -> dict[str, str]:
    names = {}
    for key, value in identity.items():
        bench.cells.append(CellPlan(bench.row, bench.column, value or None, "text"))
        names[identity_name(key)] = "=" + place(bench.sheet, bench.row, bench.column)
        bench.row += 1
    bench.column, bench.row = bench.column + 1, 1
    return names


def _used(book: RuleBook, part: Part) -> list[tuple[str, bool]]:
    """Tell for each indicator whether the drawn sheet has a score for it."""
    column = scores.columns_of(book)["used"]
    results = {
        cell.row: getattr(cell.value, "result", "")
        for cell in part.sheet.cells
        if cell.column == column
    }
    return [
        (ind.code, results[scores.row_of(book, ind.code)] not in ("", None))
        for ind in book.indicators
    ]

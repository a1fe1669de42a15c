"""The sheet รายข้อ: one row per question or item of the year, its score optional."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from itaxl.cells import Area, address
from itaxl.plans import CellPlan, PrintPlan, RulePlan, ShadePlan, SheetPlan
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.judged import JUDGED
from itaxl.rulebooks.model import RuleBook
from itaxl.template.fill import Fill
from itaxl.template.formulas import Known, Term, mean, place, scores_in
from itaxl.template.judging import Judgement, Typed, fault_here
from itaxl.template.parts import Part, edition_cells
from itaxl.template.words import say as word

HEADING_ROW = 4
FIRST_ROW = HEADING_ROW + 1


def columns_of(book: RuleBook) -> dict[str, int]:
    """Give the column of each heading."""
    return {heading.key: number for number, heading in enumerate(book.form.items, 1)}


def typed_cells(book: RuleBook, fill: Fill) -> Iterator[Typed]:
    """List the cells that people fill in."""
    column = columns_of(book)["score"]
    for row, item in enumerate(book.items, FIRST_ROW):
        yield Typed("items", row, column, "score", fill.items.get(item.code))


def plan(book: RuleBook, fill: Fill) -> Part:
    """Draw the sheet."""
    spec = book.form.sheet("items")
    columns = columns_of(book)
    names = {
        name_of("items", heading.key): "=" + place(spec.name, HEADING_ROW, columns[heading.key])
        for heading in book.form.items
    }
    for row, item in enumerate(book.items, FIRST_ROW):
        names[name_of("item", item.code)] = "=" + place(spec.name, row, columns["code"])
    sheet = SheetPlan(
        name=spec.name,
        cells=[*edition_cells(book, spec), *_cells(book, fill, columns)],
        widths={columns[h.key]: h.width for h in book.form.items},
        rules=tuple(_rules(book, columns)),
        shades=tuple(_shades(book, columns)),
        freeze=(FIRST_ROW, 1),
        protected=True,
        printing=PrintPlan(landscape=False, repeat_rows=(HEADING_ROW, HEADING_ROW)),
        gridlines=False,
        tab_color="7F7F7F",
    )
    return Part(sheet, names)


def _cells(book: RuleBook, fill: Fill, columns: dict[str, int]) -> Iterator[CellPlan]:
    for heading in book.form.items:
        yield CellPlan(HEADING_ROW, columns[heading.key], heading.heading, "heading")
    for row, item in enumerate(book.items, FIRST_ROW):
        group = word(book, "unknown") if item.group == "unknown" else item.group
        yield CellPlan(row, columns["code"], item.code, "fact_center")
        yield CellPlan(row, columns["title"], item.title, "fact")
        yield CellPlan(row, columns["group"], group, "fact_center")
        yield CellPlan(row, columns["score"], fill.items.get(item.code), "input_score")


def _area(book: RuleBook, columns: dict[str, int]) -> Area | None:
    if not book.items:
        return None
    column = columns["score"]
    return Area(FIRST_ROW, column, FIRST_ROW + len(book.items) - 1, column)


def _rules(book: RuleBook, columns: dict[str, int]) -> Iterator[RulePlan]:
    heading = next(h for h in book.form.items if h.key == "score")
    if (area := _area(book, columns)) is not None:
        cell = address(area.first_row, area.first_column)
        yield RulePlan(
            area,
            prompt_title=heading.heading,
            prompt=heading.prompt,
            formula=f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=100)",
            error_title=word(book, "score_title"),
            error=JUDGED["C104"].remedy.th,
            stop=True,
        )


def _shades(book: RuleBook, columns: dict[str, int]) -> Iterator[ShadePlan]:
    if (area := _area(book, columns)) is not None:
        fault = fault_here("items", area.first_row, area.first_column)
        yield ShadePlan(area, f'={fault}="C106"', "doubtful")
        yield ShadePlan(area, f"=LEN({fault})>0", "broken")


# ── the mean of an indicator's items, for the sheet คะแนน ───────────────────────────────────────


def indicator_term(book: RuleBook, made: Judgement, code: str, other: Term) -> Term:
    """Give an indicator from its items when all of them are known, else the other term."""
    groups = _groups(book, code)
    if not groups or not all(groups):
        return other
    rows = {item.code: row for row, item in enumerate(book.items, FIRST_ROW)}
    column = columns_of(book)["score"]
    numbers = {code: made.number("items", row, column) for code, row in rows.items()}
    spans = [_spans(numbers, group) for group in groups]
    everything = [ref for group in spans for ref in group]
    needed = sum(len(group) for group in groups)
    means = ",".join(f"AVERAGE({','.join(group)})" for group in spans)
    count = "+".join(scores_in(ref) for ref in everything)
    return Term(
        f"IF({count}={needed},AVERAGE({means}),{other.text})",
        _value(numbers, groups, other.value),
    )


def _value(numbers: dict[str, Term], groups: Sequence[Sequence[str]], other: Known) -> Known:
    known = {code: term.number for code, term in numbers.items() if term.number is not None}
    if not all(code in known for group in groups for code in group):
        return other
    return mean([mean([known[code] for code in group]) for group in groups])


def _groups(book: RuleBook, code: str) -> list[list[str]]:
    """Give the codes of an indicator's items by sub-indicator, or all together without one."""
    subs = [sub.code for sub in book.sub_indicators if sub.indicator == code] or [code]
    return [[item.code for item in book.items if item.group == sub] for sub in subs]


def _spans(numbers: dict[str, Term], codes: Sequence[str]) -> list[str]:
    """Write the numbers read from the scores of items, neighbours as one range."""
    order = list(numbers)
    at = sorted(order.index(code) for code in codes)
    breaks = [here for here, following in pairwise(at) if following != here + 1]
    starts = [at[0], *(following for here, following in pairwise(at) if following != here + 1)]
    return [
        f"{numbers[order[start]].text}:{numbers[order[end]].text.rpartition('!')[2]}"
        for start, end in zip(starts, [*breaks, at[-1]], strict=True)
    ]

"""The sheet คะแนน: one row per indicator, and what follows from them as live formulas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from itaxl.cells import Area, address
from itaxl.plans import (
    CellPlan,
    Formula,
    Link,
    MergePlan,
    PrintPlan,
    RulePlan,
    ShadePlan,
    SheetPlan,
    Value,
)
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.judged import JUDGED
from itaxl.rulebooks.model import Indicator, Instrument, RuleBook
from itaxl.template import items
from itaxl.template.fill import Fill
from itaxl.template.formulas import (
    UNKNOWN,
    Bench,
    Known,
    Term,
    is_score,
    mean_known,
    place,
    round_text,
    rounded,
    say,
    score_or,
    scores_in,
    weighted_known,
)
from itaxl.template.judging import Judgement, Typed, fault_here
from itaxl.template.levels import LevelTable, Standing, lay_levels
from itaxl.template.parts import Part, edition_cells
from itaxl.template.words import say as word

HEADING_ROW = 4
FIRST_ROW = HEADING_ROW + 1
SHOWN_PLACES = 2
PART_KEYS = ("part1", "part2")
TYPED_KEYS = (*PART_KEYS, "score", "last_year")


@dataclass(slots=True)
class _Grid:
    """Where things stand on the sheet, and what has been drawn of it so far."""

    book: RuleBook
    fill: Fill
    bench: Bench
    made: Judgement
    sheet: str
    columns: Mapping[str, int]
    too_few: Term
    cells: list[CellPlan] = field(default_factory=list)
    merges: list[MergePlan] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)

    def ref(self, row: int, key: str) -> str:
        return place(self.sheet, row, self.columns[key])

    def put(self, row: int, key: str, value: Value | Formula | Link, style: str) -> None:
        self.cells.append(CellPlan(row, self.columns[key], value, style))

    def label(self, row: int, text: str, style: str) -> None:
        """Draw a label that reaches to the column of results."""
        first, last = self.columns["number"], self.columns["used"] - 1
        self.merges.append(MergePlan(Area(row, first, row, last), text, style))

    def compute(self, row: int, key: str, term: Term, style: str) -> Term:
        """Draw a computed cell and give it as a term."""
        self.put(row, key, term.formula(), style)
        return Term(self.ref(row, key), term.value)


def columns_of(book: RuleBook) -> dict[str, int]:
    """Give the column of each heading."""
    return {heading.key: number for number, heading in enumerate(book.form.scores, 1)}


def row_of(book: RuleBook, code: str) -> int:
    """Give the row of an indicator."""
    return FIRST_ROW + [indicator.code for indicator in book.indicators].index(code)


def typed_cells(book: RuleBook, fill: Fill) -> Iterator[Typed]:
    """List the cells of scores that people fill in; a score that is only tried is none."""
    columns = columns_of(book)
    for indicator in book.indicators:
        row, parts = row_of(book, indicator.code), book.instrument(indicator.instrument).parts
        codes = {"score": indicator.code, "last_year": f"last.{indicator.code}"}
        for key, part in zip(PART_KEYS, parts, strict=False):
            codes[key] = f"{indicator.code}.{part.code}"
        for key, code in codes.items():
            yield Typed("scores", row, columns[key], "score", fill.scores.get(code))


def plan(
    book: RuleBook,
    fill: Fill,
    bench: Bench,
    table: LevelTable | None,
    made: Judgement,
    too_few: Term = UNKNOWN,
) -> Part:
    """Draw the sheet; helper cells go to the bench. ``too_few`` says why there is no total."""
    spec = book.form.sheet("scores")
    grid = _Grid(book, fill, bench, made, spec.name, columns_of(book), too_few)
    used = {ind.code: _indicator(grid, ind) for ind in book.indicators}
    next_row = FIRST_ROW + len(book.indicators) + 1
    _results(grid, used, table, next_row)
    last = FIRST_ROW + len(book.indicators) - 1
    sheet = SheetPlan(
        name=spec.name,
        cells=[*edition_cells(book, spec), *_headings(grid), *grid.cells],
        merges=tuple(grid.merges),
        widths={grid.columns[h.key]: h.width for h in book.form.scores},
        heights=grid.heights,
        rules=tuple(_rules(grid, last)),
        shades=tuple(_shades(grid, last)),
        freeze=(FIRST_ROW, 1),
        protected=True,
        printing=PrintPlan(repeat_rows=(HEADING_ROW, HEADING_ROW), fit_pages_tall=1),
        gridlines=False,
        tab_color="5B9A68",
    )
    return Part(sheet, grid.names)


def _headings(grid: _Grid) -> Iterator[CellPlan]:
    for heading in grid.book.form.scores:
        column = grid.columns[heading.key]
        grid.names[name_of("scores", heading.key)] = "=" + place(grid.sheet, HEADING_ROW, column)
        yield CellPlan(HEADING_ROW, column, heading.heading, "heading")


# ── one row per indicator ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one indicator that later formulas use."""

    used: Term
    parts: tuple[Term, ...]
    what_if: Term


def _indicator(grid: _Grid, indicator: Indicator) -> Row:
    row = row_of(grid.book, indicator.code)
    instrument = grid.book.instrument(indicator.instrument)
    grid.put(row, "instrument", instrument.code, "fact_center")
    grid.put(row, "number", int(indicator.code) if indicator.code.isdigit() else indicator.code,
             "fact_number")  # fmt: skip
    grid.put(row, "indicator", indicator.name, "fact")
    grid.names[name_of("indicator", indicator.code)] = "=" + grid.ref(row, "number")
    parts = tuple(_parts(grid, row, indicator, instrument))
    typed = _typed(grid, row, "score", indicator.code)
    last = _typed(grid, row, "last_year", f"last.{indicator.code}")
    what_if = _typed(grid, row, "what_if", "")
    used = grid.compute(row, "used", _used(grid, indicator, parts, typed), "computed_score")
    grid.compute(row, "verdict", _verdict(grid.book, used), "computed_center")
    grid.compute(row, "change", _change(used, last), "computed_change")
    return Row(used, parts, what_if)


def _typed(grid: _Grid, row: int, key: str, code: str) -> Term:
    value = grid.fill.scores.get(code)
    grid.put(row, key, value, "input_score")
    if key not in TYPED_KEYS:
        return Term(grid.ref(row, key), "" if value is None else value)
    return grid.made.number("scores", row, grid.columns[key])


def _parts(grid: _Grid, row: int, indicator: Indicator, instrument: Instrument) -> Iterator[Term]:
    for number, key in enumerate(PART_KEYS):
        if number < len(instrument.parts):
            yield _typed(grid, row, key, f"{indicator.code}.{instrument.parts[number].code}")
        else:
            grid.put(row, key, None, "unused")


def _used(grid: _Grid, indicator: Indicator, parts: Sequence[Term], typed: Term) -> Term:
    """Take the parts when all are known, else the items, else what was typed."""
    found = score_or(typed, UNKNOWN)
    found = items.indicator_term(grid.book, grid.made, indicator.code, found)
    if not parts:
        return found
    refs = [part.text for part in parts]
    count = "+".join(scores_in(ref) for ref in refs)
    all_known = all(is_score(part.value) for part in parts)
    made = mean_known(parts)
    text = f"IF({count}={len(parts)},AVERAGE({','.join(refs)}),{found.text})"
    return Term(text, made.value if all_known else found.value)


def _verdict(book: RuleBook, used: Term) -> Term:
    if book.verdicts == "unknown":
        return UNKNOWN
    text, value = '""', ""
    shown = None if used.number is None else rounded(used.number, SHOWN_PLACES)
    for band in reversed(book.verdicts.bands):
        name = "" if band.name == "unknown" else band.name
        score = round_text(used.text, SHOWN_PLACES)
        text = f"IF({score}>={band.at_least:f},{say(name)},{text})"
        if shown is not None and shown >= band.at_least:
            value = name
    return Term(f'IF({used.text}="","",{text})', value)


def _change(used: Term, last: Term) -> Term:
    value: Known = ""
    if used.number is not None and last.number is not None and is_score(last.value):
        value = rounded(used.number - last.number, SHOWN_PLACES)
    difference = round_text(f"{used.text}-{last.text}", SHOWN_PLACES)
    return Term(f'IF(AND(ISNUMBER({used.text}),{scores_in(last.text)}=1),{difference},"")', value)


# ── what follows: instruments, total, level ─────────────────────────────────────────────────────


def _results(
    grid: _Grid, rows: Mapping[str, Row], table: LevelTable | None, first_row: int
) -> None:
    book, bench = grid.book, grid.bench
    grid.label(first_row, word(book, "instrument_scores"), "heading")
    grid.put(first_row, "used", word(book, "score"), "heading")
    grid.put(first_row, "verdict", word(book, "weight"), "heading")
    row = first_row + 1
    now = Standing(book)
    for instrument in book.instruments:
        for code, name, weight, term in _instrument(now, instrument, rows):
            grid.put(row, "instrument", code, "fact_center")
            grid.label(row, name, "fact")
            now.figures[code] = grid.compute(row, "used", term, "computed_score")
            shown = word(book, "unknown") if isinstance(weight, str) else weight
            grid.put(row, "verdict", shown, "fact_number")
            grid.names[name_of("figure", code)] = "=" + grid.ref(row, "used")
            row += 1
    now.total = _unless_too_few(_total(now, bench), grid)
    now.bounds.update(_bounds(bench, now, rows))
    row = _total_lines(grid, now, table, row + 1)
    _what_if_lines(grid, rows, now, table, row)


def _instrument(
    made: Standing, instrument: Instrument, rows: Mapping[str, Row], *, what_if: bool = False
) -> Iterator[tuple[str, str, Decimal | str, Term]]:
    """
    Give the parts of an instrument and then the instrument, each with its term.

    Whoever takes them puts each into ``made.figures`` before asking for the next.
    """
    indicators = [rows[ind.code] for ind in made.book.indicators_of(instrument.code)]
    term = mean_known([row.what_if if what_if else row.used for row in indicators])
    for number, part in enumerate(instrument.parts):
        scores = _all_scores([row.parts[number] for row in indicators])
        yield part.code, part.name, part.weight, scores
    if instrument.parts:
        parts = [(part.weight, made.figures[part.code]) for part in instrument.parts]
        term = weighted_known(parts, term)
    yield instrument.code, instrument.name, instrument.weight, term


def _all_scores(cells: Sequence[Term]) -> Term:
    """Give the mean of typed cells when all of them are scores."""
    refs = [cell.text for cell in cells]
    count = "+".join(scores_in(ref) for ref in refs)
    known = all(is_score(cell.value) for cell in cells)
    text = f'IF({count}={len(cells)},AVERAGE({",".join(refs)}),"")'
    return Term(text, mean_known(cells).value if known else "")


def _total(made: Standing, bench: Bench) -> Term | None:
    """Lay down the total before rounding; None where a weight is not known."""
    weights = [inst.weight for inst in made.book.instruments]
    if any(not isinstance(weight, Decimal) for weight in weights):
        return None
    pairs = [
        (inst.weight, made.figures[inst.code])
        for inst in made.book.instruments
        if isinstance(inst.weight, Decimal)
    ]
    return bench.lay(weighted_known(pairs))


def _bounds(
    bench: Bench, made: Standing, rows: Mapping[str, Row]
) -> Iterator[tuple[str, tuple[Term, Term]]]:
    """Bound the parts of an instrument, whether they are known or only their mean is."""
    for instrument in made.book.instruments:
        indicators = [rows[ind.code] for ind in made.book.indicators_of(instrument.code)]
        for number, part in enumerate(instrument.parts):
            lows, highs = [], []
            for row in indicators:
                other = row.parts[1 - number] if len(row.parts) == 2 else UNKNOWN
                low, high = _part_bounds(row.used, row.parts[number], other)
                lows.append(bench.lay(low))
                highs.append(bench.lay(high))
            others = [made.figures[p.code] for p in instrument.parts if p.code != part.code]
            whole = made.figures[instrument.code]
            low, high = _part_bounds(whole, made.figures[part.code], others[0])
            lows = [bench.lay(mean_known(lows)), bench.lay(low)]
            highs = [bench.lay(mean_known(highs)), bench.lay(high)]
            yield part.code, (bench.lay(_extreme("MAX", lows)), bench.lay(_extreme("MIN", highs)))


def _extreme(function: Literal["MAX", "MIN"], cells: Sequence[Term]) -> Term:
    """Give the greatest or the least of cells when all are known."""
    refs = ",".join(cell.text for cell in cells)
    numbers = [cell.number for cell in cells if cell.number is not None]
    value: Known = ""
    if len(numbers) == len(cells):
        value = max(numbers) if function == "MAX" else min(numbers)
    return Term(f'IF(COUNT({refs})={len(cells)},{function}({refs}),"")', value)


def _part_bounds(used: Term, part: Term, other: Term) -> tuple[Term, Term]:
    """
    Bound one part of an indicator.

    It is known itself, or follows from the mean and the other part, or lies where the other part
    stays between 0 and 100.
    """
    low_value: Known = ""
    high_value: Known = ""
    if (mean := used.number) is not None:
        low, high = max(Decimal(0), 2 * mean - 100), min(Decimal(100), 2 * mean)
        if part.number is not None and is_score(part.value):
            low = high = part.number
        elif other.number is not None and is_score(other.value):
            low = high = min(Decimal(100), max(Decimal(0), 2 * mean - other.number))
        low_value, high_value = low, high
    follows = f"MIN(100,MAX(0,2*{used.text}-{other.text}))"
    known = f"{scores_in(part.text)}=1"
    other_known = f"{scores_in(other.text)}=1"

    def bound(rest: str) -> str:
        return f'IF({used.text}="","",IF({known},{part.text},IF({other_known},{follows},{rest})))'

    return (
        Term(bound(f"MAX(0,2*{used.text}-100)"), low_value),
        Term(bound(f"MIN(100,2*{used.text})"), high_value),
    )


def _total_lines(grid: _Grid, now: Standing, table: LevelTable | None, row: int) -> int:
    """Draw total, level, proof and the way to the next level; give the next free row."""
    book = grid.book
    places = book.levels.places if book.levels != "unknown" else SHOWN_PLACES
    if now.total is None:
        _line(grid, row, "total", Term(say(word(book, "no_weights")), word(book, "no_weights")))
        return row + 2
    total = now.rounded_total(places)
    total = _line(grid, row, "total", total, "total")
    if table is None:
        words = word(book, "no_levels")
        _line(grid, row + 1, "level", Term(say(words), words))
        return row + 3
    found = lay_levels(grid.bench, now, total, table)
    found = replace(found, level=_or_too_few(found.level, grid))
    for number, (key, term, style) in enumerate(found.lines(book), row + 1):
        _line(grid, number, key, term, style)
    return row + 2 + len(found.lines(book))


def _unless_too_few(total: Term | None, grid: _Grid) -> Term | None:
    """Take the total away where an instrument has too few respondents to be processed."""
    if total is None or grid.too_few is UNKNOWN:
        return total
    value = "" if grid.too_few.value else total.value
    return grid.bench.lay(Term(f'IF({grid.too_few.text}="",{total.text},"")', value))


def _or_too_few(level: Term, grid: _Grid) -> Term:
    """Say instead of the level which instruments have too few respondents."""
    if grid.too_few is UNKNOWN:
        return level
    few = grid.too_few
    return Term(f'IF({few.text}="",{level.text},{few.text})', few.value or level.value)


def _line(grid: _Grid, row: int, key: str, term: Term, style: str = "computed") -> Term:
    """Draw one line of results: label and value, the value wide enough for a sentence."""
    grid.label(row, word(grid.book, key), "label")
    first, last = grid.columns["used"], grid.columns["what_if"]
    grid.names[name_of("figure", key)] = "=" + place(grid.sheet, row, first)
    if style in {"total", "level"}:
        grid.heights[row] = 32
    if style in {"total", "computed_score"}:
        return grid.compute(row, "used", term, style)
    area = Area(row, first, row, last)
    grid.merges.append(MergePlan(area, term.formula(), style))
    return Term(place(grid.sheet, row, first), term.value)


def _what_if_lines(
    grid: _Grid, rows: Mapping[str, Row], now: Standing, table: LevelTable | None, row: int
) -> None:
    """Draw total and level with the scores tried out; blank while none is tried."""
    if now.total is None or table is None:
        return
    book, bench = grid.book, grid.bench
    tried = {code: _tried(bench, row_) for code, row_ in rows.items()}
    then = Standing(book)
    for instrument in book.instruments:
        for code, _, _, term in _instrument(then, instrument, tried, what_if=True):
            then.figures[code] = bench.lay(term)
    then.total = _unless_too_few(_total(then, bench), grid)
    then.bounds.update(_bounds(bench, then, tried))
    assert then.total is not None
    total = bench.lay(then.rounded_total(table.places))
    found = lay_levels(bench, then, total, table)
    column = grid.columns["what_if"]
    cells = [place(grid.sheet, row_of(book, code), column) for code in rows]
    count = "+".join(scores_in(cell) for cell in cells)

    def when_tried(term: Term) -> Term:
        return Term(f'IF({count}=0,"",{term.text})', "")

    _line(grid, row, "what_if_total", when_tried(total), "computed_score")
    _line(grid, row + 1, "what_if_level", when_tried(_or_too_few(found.level, grid)))


def _tried(bench: Bench, row: Row) -> Row:
    """Give a row in which a score that is tried out stands for the indicator, its parts unknown."""
    tried = f"{scores_in(row.what_if.text)}=1"
    parts = tuple(
        bench.lay(
            Term(
                f'IF(OR({tried},{scores_in(part.text)}=0),"",{part.text})',
                part.value if is_score(part.value) else "",
            )
        )
        for part in row.parts
    )
    used = bench.lay(Term(f"IF({tried},{row.what_if.text},{row.used.text})", row.used.value))
    return Row(used, parts, used)


# ── rules and shades ────────────────────────────────────────────────────────────────────────────


def _inputs(grid: _Grid, last: int) -> Iterator[tuple[str, Area]]:
    for heading in grid.book.form.scores:
        if heading.key not in {*TYPED_KEYS, "what_if"}:
            continue
        column = grid.columns[heading.key]
        rows = [
            row_of(grid.book, ind.code)
            for ind in grid.book.indicators
            if heading.key not in PART_KEYS
            or len(grid.book.instrument(ind.instrument).parts) > PART_KEYS.index(heading.key)
        ]
        if rows:
            yield heading.key, Area(min(rows), column, min(max(rows), last), column)


def _rules(grid: _Grid, last: int) -> Iterator[RulePlan]:
    book = grid.book
    for key, area in _inputs(grid, last):
        heading = next(h for h in book.form.scores if h.key == key)
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


def _shades(grid: _Grid, last: int) -> Iterator[ShadePlan]:
    for key, area in _inputs(grid, last):
        if key == "what_if":
            cell = address(area.first_row, area.first_column)
            yield ShadePlan(area, f"=AND(LEN({cell})>0,{scores_in(cell)}=0)", "broken")
            continue
        first = min(grid.columns[each] for each in TYPED_KEYS)
        fault = fault_here("scores", FIRST_ROW, first)
        yield ShadePlan(area, f'={fault}="C106"', "doubtful")
        yield ShadePlan(area, f"=LEN({fault})>0", "broken")
        if key == "score":
            used = address(area.first_row, grid.columns["used"])
            yield ShadePlan(area, f"=LEN(${used})=0", "required")

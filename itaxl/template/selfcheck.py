"""
The sheet ตรวจสอบ: what Excel can judge by itself, counted live, and one large verdict.

Each rule is a value (``SelfCheck``); the sheet draws whatever rules there are, those that keep a
workbook from being sent first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from itaxl.cells import Area, address, column_letters
from itaxl.plans import CellPlan, Formula, MergePlan, PrintPlan, ShadePlan, SheetPlan
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.judged import JUDGED
from itaxl.rulebooks.model import RuleBook
from itaxl.template import agency, measures, rows, scores, themes, twice
from itaxl.template.fill import Fill
from itaxl.template.folding import among
from itaxl.template.formulas import Bench, Term, mean, place, quoted, say, span, steady
from itaxl.template.judging import Judgement
from itaxl.template.parts import Part, edition_cells
from itaxl.template.respondents import Flag, Respondents
from itaxl.template.words import say as word

VERDICT_ROW = 4
HEADING_ROW = 6
FIRST_ROW = HEADING_ROW + 1
SHEET, TITLE, COUNT, GO, HOW, CODE = 1, 2, 3, 4, 5, 6
UNJUDGED = "–"  # shown while an error value in a cell keeps a rule from being counted
_FAR = 10**7  # beyond the code row × 1000 + column of any guarded cell


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """
    One rule that Excel judges live; its words are those of ``JUDGED``.

    ``count`` counts the cells that break it and ``first`` gives the address of the first of them,
    both as formulas without the leading =; ``found`` are the addresses broken in what is poured
    in, of which the stored results are made. ``total`` is what is counted where that is no cell,
    and ``stands`` is then the address.
    """

    code: str
    sheet: str
    count: str
    first: str
    found: tuple[str, ...] = ()
    heading: str = ""
    total: int | None = None
    stands: str = ""

    @property
    def place(self) -> str:
        """The address of the first that is broken in what is poured in; "" for none."""
        if self.total is not None:
            return self.stands if self.total else ""
        return self.found[0] if self.found else ""

    @property
    def result(self) -> int:
        """How many are broken in what is poured in."""
        return len(self.found) if self.total is None else self.total

    @property
    def blocks(self) -> bool:
        """Whether it keeps the workbook from being sent."""
        return JUDGED[self.code].blocks


@dataclass(frozen=True, slots=True)
class Live:
    """The rules of a workbook, and the colours and names that come of them."""

    checks: tuple[SelfCheck, ...]
    shades: tuple[ShadePlan, ...]
    names: Mapping[str, str]


def lay(
    book: RuleBook,
    fill: Fill,
    made: Judgement,
    people: Respondents,
    used: Sequence[tuple[str, bool]],
    bench: Bench,
) -> Live:
    """List the rules; what they need in between is laid down. ``used``: which have a score."""
    lines = rows.poured(book, fill)
    first = Term(rows.first_row(book), rows.first_of(lines))
    names = rows.names(book) | {rows.FIRST: "=" + bench.lay(first).text}
    report = _report(book, fill, made, lines)
    names[rows.REPORT] = "=" + bench.lay(report).text
    is_report = report.value == 1
    rules = tuple(rows.rules(book, made.words, report=is_report))
    checks = (
        *_agency_checks(book, made, people),
        *_score_checks(book, made, people, used),
        *_measure_checks(book, rules, lines),
        *_table_checks(book, made, lines, bench, names, report=is_report),
    )
    for rule in rules:
        names[rule.name] = "=" + rule.condition(rows.Line(book))
    laid = [_laid(check, bench) for check in checks]
    bench.column, bench.row = bench.column + 1, 1
    shades = tuple(
        ShadePlan(measures.column_area(book, rule.key), f"={rule.name}>0", rule.style)
        for rule in rules
    )
    order = [spec.name for spec in book.form.sheets]
    ordered = sorted(laid, key=lambda check: (not check.blocks, order.index(check.sheet)))
    return Live(tuple(ordered), shades, names)


def _laid(check: SelfCheck, bench: Bench) -> SelfCheck:
    """Lay down the formulas of a rule, so that those of the sheet stay short."""
    count = bench.lay(Term(check.count, Decimal(check.result))).text
    first = bench.lay(Term(f'IF(N({count})=0,"",{check.first})', check.place)).text
    return replace(check, count=count, first=first)


def _report(book: RuleBook, fill: Fill, made: Judgement, lines: Sequence[rows.Poured]) -> Term:
    """Give 1 for a report: the round says so, or where it says nothing, the rows do."""
    told_keys = tuple(c.key for c in book.form.columns if c.key in ("status", "result", "outcome"))
    view = rows.Span(book)
    told = f"SUMPRODUCT({view.measure}*{rows.seen(view, told_keys)})"
    text = f"IF(ISNUMBER({told}),IF({told}>0,1,0),0)"
    value = Decimal(int(any(not line.blank(key) for line in lines for key in told_keys)))
    where = agency.value_place(book, "round")
    rounds = {choice.value: made.words.values["rounds", choice.value]
              for choice in book.form.lists.get("rounds", ())}  # fmt: skip
    for choice, words in rounds.items():
        text = f"IF({among(where, words)},{int(choice != 'plan')},{text})"
    stated = agency.reading_of(book, fill, "round").value
    if stated is not None:
        value = Decimal(int(stated != "plan"))
    return Term(text, value)


# ── the sheet ───────────────────────────────────────────────────────────────────────────────────
def plan(book: RuleBook, checks: Sequence[SelfCheck], once: str = "") -> Part:
    """Draw the sheet; ``once`` says what else is to be done before the workbook is ready."""
    spec = book.form.sheet("selfcheck")
    blocking = [check for check in checks if check.blocks]
    last = FIRST_ROW + len(blocking) - 1
    ready = not any(check.result for check in blocking)
    counts = f"{address(FIRST_ROW, COUNT)}:{address(last, COUNT)}"
    good, bad = once or word(book, "ready"), word(book, "not_ready")
    # A count that is not a number could not be made: then nothing is certain.
    sure = f"AND(COUNT({counts})={len(blocking)},SUM({counts})=0)"
    verdict = Formula(f"=IF({sure},{say(good)},{say(bad)})", good if ready else bad)
    area = Area(VERDICT_ROW, SHEET, VERDICT_ROW, CODE)
    cell = f"${column_letters(SHEET)}${VERDICT_ROW}"
    sheet = SheetPlan(
        name=spec.name,
        cells=[*edition_cells(book, spec), *_cells(book, checks, once)],
        merges=(MergePlan(area, verdict, "verdict"),),
        widths={SHEET: 14, TITLE: 54, COUNT: 11, GO: 13, HOW: 70, CODE: 9},
        heights={VERDICT_ROW: 54},
        shades=(
            ShadePlan(area, f"={cell}={say(good)}", "doubtful" if once else "good"),
            ShadePlan(area, f"={cell}={say(bad)}", "bad"),
            *_count_shades(len(blocking), len(checks)),
        ),
        freeze=(FIRST_ROW, 1),
        protected=True,
        printing=PrintPlan(fit_pages_tall=1),
        gridlines=False,
        tab_color="B5534F",
    )
    return Part(
        sheet, {name_of("selfcheck", "verdict"): "=" + place(spec.name, VERDICT_ROW, SHEET)}
    )


def _row(number: int, blocking: int) -> int:
    """Give the row of a rule: a heading parts those that block from those that do not."""
    return FIRST_ROW + number + (number >= blocking)


def _count_shades(blocking: int, everything: int) -> Iterator[ShadePlan]:
    for first, last, style in ((0, blocking, "bad"), (blocking, everything, "doubtful")):
        if last > first:
            top = _row(first, blocking)
            lines = Area(top, COUNT, _row(last - 1, blocking), COUNT)
            yield ShadePlan(lines, f"={address(top, COUNT)}<>0", style)


def _cells(book: RuleBook, checks: Sequence[SelfCheck], once: str) -> Iterator[CellPlan]:
    note = word(book, "selfcheck_note_once", once=once) if once else word(book, "selfcheck_note")
    yield CellPlan(3, SHEET, note, "edition")
    headings = ("sheet", "check_rule", "check_count", "check_go", "check_how", "check_code")
    for column, key in enumerate(headings, SHEET):
        yield CellPlan(HEADING_ROW, column, word(book, key), "heading")
    blocking = sum(check.blocks for check in checks)
    if blocking < len(checks):
        yield CellPlan(FIRST_ROW + blocking, SHEET, word(book, "check_confirm"), "subtitle")
    for number, check in enumerate(checks):
        yield from _line(_row(number, blocking), check)


def _line(row: int, check: SelfCheck) -> Iterator[CellPlan]:
    words = JUDGED[check.code]
    count, target = address(row, COUNT), say(f"#{quoted(check.sheet)}!")
    link = f'=IF(N({count})=0,"",HYPERLINK({target}&{check.first},{check.first}))'
    yield CellPlan(row, SHEET, check.sheet, "fact")
    yield CellPlan(row, TITLE, words.rule.format(heading=check.heading), "fact")
    yield CellPlan(row, COUNT, Formula(f"={check.count}", check.result), "count")
    yield CellPlan(row, GO, Formula(link, check.place), "link")
    yield CellPlan(row, HOW, words.remedy.th, "fact")
    yield CellPlan(row, CODE, check.code, "fact_center")


# ── the rules about single cells ────────────────────────────────────────────────────────────────
def _agency_checks(book: RuleBook, made: Judgement, people: Respondents) -> Iterator[SelfCheck]:
    links = [line.label for line in book.form.agency if line.kind == "url"]
    for code in ("C103", "C102", "C111", "C113", "C112", "C107"):
        if code != "C112" or links:
            yield _grid_check(book, made, "agency", code, ", ".join(links))
    if people.many:
        yield _flag_check(book, "G110", people.many)


def _score_checks(
    book: RuleBook, made: Judgement, people: Respondents, used: Sequence[tuple[str, bool]]
) -> Iterator[SelfCheck]:
    for key in ("scores", "items"):
        if key in made.grids:
            for code in ("C104", "C105", "C106", "C107"):
                yield _grid_check(book, made, key, code)
    if any(inst.parts for inst in book.instruments):
        yield _means_check(book, made)
    yield _missing_check(book, people, used)
    if people.few:
        yield _flag_check(book, "G111", people.few)


def _grid_check(
    book: RuleBook, made: Judgement, key: str, code: str, heading: str = ""
) -> SelfCheck:
    """Count a fault among the typed cells of a sheet."""
    grid = made.grids[key]
    test = f"({grid.area}={say(code)})"
    if code == "C102":
        heading = ", ".join(line.label for line in book.form.agency if line.kind == "choice")
    return SelfCheck(
        code, book.form.sheet(key).name, f"COUNTIF({grid.area},{say(code)})",
        first_of(test, grid.area, grid.shift), tuple(grid.found(code)), heading,
    )  # fmt: skip


def _flag_check(book: RuleBook, code: str, flags: Sequence[Flag]) -> SelfCheck:
    """Count flags, each about a line of หน่วยงาน."""
    first = '""'
    for flag in reversed(flags):
        here = address(agency.row_of(book, flag.line), agency.VALUE)
        first = f"IF({flag.term.text}=1,{say(here)},{first})"
    found = [address(agency.row_of(book, flag.line), agency.VALUE)
             for flag in flags if flag.term.value == 1]  # fmt: skip
    return SelfCheck(
        code, book.form.sheet("agency").name, "+".join(flag.term.text for flag in flags),
        first, tuple(found),
    )  # fmt: skip


def _means_check(book: RuleBook, made: Judgement) -> SelfCheck:
    """Compare the mean that was typed with the mean of the parts beside it."""
    columns, tests, found = scores.columns_of(book), [], []
    first = '""'
    for indicator in reversed(book.indicators):
        parts = book.instrument(indicator.instrument).parts
        if not parts:
            continue
        row = scores.row_of(book, indicator.code)
        terms = [made.number("scores", row, columns[key])
                 for key, _ in zip(scores.PART_KEYS, parts, strict=False)]  # fmt: skip
        typed = made.number("scores", row, columns["score"])
        refs = ",".join(term.text for term in (*terms, typed))
        apart = steady(f"ABS(AVERAGE({','.join(term.text for term in terms)})-{typed.text})")
        test = f"IF(COUNT({refs})={len(terms) + 1},IF({apart}>0.01,1,0),0)"
        tests.append(test)
        here = address(row, columns["score"])
        first = f"IF({test}=1,{say(here)},{first})"
        numbers = [term.number for term in terms]
        known = [number for number in numbers if number is not None]
        if len(known) < len(terms) or typed.number is None:
            continue
        if abs(mean(known) - typed.number) * 100 > 1:
            found.append(here)
    sheet = book.form.sheet("scores").name
    return SelfCheck("G107", sheet, "+".join(reversed(tests)), first, tuple(reversed(found)))


def _missing_check(
    book: RuleBook, people: Respondents, used: Sequence[tuple[str, bool]]
) -> SelfCheck:
    """Count the indicators without a score, unless there can be no total anyway."""
    columns, sheet = scores.columns_of(book), book.form.sheet("scores").name
    last = scores.FIRST_ROW + len(book.indicators) - 1
    area = span(sheet, scores.FIRST_ROW, columns["used"], last)
    test = f"(LEN({area})=0)"
    if people.few:
        test += f"*(LEN({people.message.text})=0)"
    found = [address(scores.row_of(book, code), columns["score"])
             for code, known in used if not known and not people.message.value]  # fmt: skip
    return SelfCheck(
        "G104", sheet, f"SUMPRODUCT({test}*1)",
        first_of(test, area, columns["score"] - columns["used"]), tuple(found),
    )  # fmt: skip


# ── the rules about rows ────────────────────────────────────────────────────────────────────────
def _measure_checks(
    book: RuleBook, rules: Sequence[rows.RowRule], lines: Sequence[rows.Poured]
) -> Iterator[SelfCheck]:
    sheet, view = book.form.sheet("measures").name, rows.Span(book)
    first_cell = address(measures.FIRST_ROW, 1)
    none = f"IF(SUMPRODUCT({view.measure})=0,1,0)"
    yield SelfCheck("T102", sheet, _counted(none), say(first_cell),
                    () if lines else (first_cell,))  # fmt: skip
    columns = {column.key: column.heading for column in book.form.columns}
    for rule in rules:
        condition = rule.condition(view)
        found = [rows.cell_of(book, rule.key, line.row) for line in lines if rule.broken(line)]
        yield SelfCheck(
            rule.code, sheet, _counted(f"SUMPRODUCT({condition})"),
            _first_row(condition, view.ref(rule.key)), tuple(found), columns[rule.key],
        )  # fmt: skip
    everything = view.ref(book.form.columns[0].key).partition(":")[0]
    corner = view.ref(book.form.columns[-1].key).partition(":")[2]
    table = f"{everything}:{corner}"
    errors = f"ISERROR({table})"
    yield SelfCheck("C107", sheet, f"SUMPRODUCT({errors}*1)", first_of(errors, table))


def _table_checks(
    book: RuleBook,
    made: Judgement,
    lines: Sequence[rows.Poured],
    bench: Bench,
    names: dict[str, str],
    *,
    report: bool,
) -> Iterator[SelfCheck]:
    """Judge the table as a whole: themes without a measure, rows that repeat others."""
    sheet, words = book.form.sheet("measures").name, made.words
    count, first, lacks = themes.lacking(book, words, lines, bench, report=report)
    if count:
        names |= themes.names(book)
        yield SelfCheck("T101", sheet, _counted(count), first, total=lacks, stands=first.strip('"'))
    keys = {column.key for column in book.form.columns}
    if {"measure", "method"} <= keys:
        same = twice.same_measure(book, words, lines, names)
        yield SelfCheck("R106", sheet, _counted(same.number), same.first, same.found)
    if {"no", "theme"} <= keys:
        same = twice.same_number(book, words, lines, names)
        yield SelfCheck("R118", sheet, _counted(same.number), same.first, same.found)


def _counted(count: str) -> str:
    return f"IFERROR({count},{say(UNJUDGED)})"


def first_of(condition: str, cells: str, shift: int = 0) -> str:
    """Write the address of the first cell of a range, row by row, where a condition holds."""
    code = f"{_FAR}-(ROW({cells})*1000+COLUMN({cells}))"
    first = f"({_FAR}-SUMPRODUCT(MAX(({condition})*({code}))))"
    return f"ADDRESS(INT({first}/1000),MOD({first},1000)+{shift},4)"


def _first_row(condition: str, cells: str) -> str:
    """Write the address of the first cell of one column where a condition holds."""
    letters = cells.partition("!$")[2].partition("$")[0]
    return f"{say(letters)}&({_FAR}-SUMPRODUCT(MAX({condition}*({_FAR}-ROW({cells})))))"

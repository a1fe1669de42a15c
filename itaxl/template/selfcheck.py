"""
The sheet ตรวจสอบ: what Excel can judge by itself, counted live, and one large verdict.

Each rule is a value (``SelfCheck``); the sheet draws whatever rules there are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from itaxl.cells import Area, address, column_letters
from itaxl.plans import CellPlan, Formula, MergePlan, PrintPlan, ShadePlan, SheetPlan, Value
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.model import AgencyField, RuleBook
from itaxl.template import agency, items, measures, scores
from itaxl.template.fill import Fill
from itaxl.template.formulas import is_score, place, quoted, say
from itaxl.template.parts import Part, edition_cells
from itaxl.template.words import say as word

VERDICT_ROW = 4
HEADING_ROW = 6
FIRST_ROW = HEADING_ROW + 1
SHEET, TITLE, COUNT, GO, HOW = 1, 2, 3, 4, 5
_FAR = 10**6  # beyond the code row × 100 + column of any guarded cell


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """
    One rule that Excel judges live.

    ``count`` counts the cells that break it and ``first`` gives the address of the first of them,
    both as formulas without the leading =; ``found`` are the addresses broken in what is poured
    in, of which the stored results are made.
    """

    code: str
    sheet: str
    title: str
    how: str
    count: str
    first: str
    found: tuple[str, ...] = ()


def plan(book: RuleBook, fill: Fill, used: Sequence[tuple[str, bool]]) -> Part:
    """Draw the sheet; ``used`` tells for each indicator whether it has a score."""
    spec = book.form.sheet("selfcheck")
    checks = tuple(checks_of(book, fill, used))
    last = FIRST_ROW + len(checks) - 1
    ready = not any(check.found for check in checks)
    counts = f"{address(FIRST_ROW, COUNT)}:{address(last, COUNT)}"
    good, bad = word(book, "ready"), word(book, "not_ready")
    verdict = Formula(f"=IF(SUM({counts})=0,{say(good)},{say(bad)})", good if ready else bad)
    area = Area(VERDICT_ROW, SHEET, VERDICT_ROW, HOW)
    cell = f"${column_letters(SHEET)}${VERDICT_ROW}"
    lines = Area(FIRST_ROW, COUNT, last, COUNT)
    sheet = SheetPlan(
        name=spec.name,
        cells=[*edition_cells(book, spec), *_cells(book, checks)],
        merges=(MergePlan(area, verdict, "verdict"),),
        widths={SHEET: 16, TITLE: 52, COUNT: 14, GO: 18, HOW: 64},
        heights={VERDICT_ROW: 54},
        shades=(
            ShadePlan(area, f"={cell}={say(good)}", "good"),
            ShadePlan(area, f"={cell}={say(bad)}", "bad"),
            ShadePlan(lines, f"={address(FIRST_ROW, COUNT)}>0", "bad"),
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


def _cells(book: RuleBook, checks: Sequence[SelfCheck]) -> Iterator[CellPlan]:
    yield CellPlan(3, SHEET, word(book, "selfcheck_note"), "edition")
    headings = ("sheet", "check_rule", "check_count", "check_go", "check_how")
    for column, key in enumerate(headings, SHEET):
        yield CellPlan(HEADING_ROW, column, word(book, key), "heading")
    for row, check in enumerate(checks, FIRST_ROW):
        count = address(row, COUNT)
        target = say(f"#{quoted(check.sheet)}!")
        link = f'=IF({count}=0,"",HYPERLINK({target}&{check.first},{check.first}))'
        yield CellPlan(row, SHEET, check.sheet, "fact")
        yield CellPlan(row, TITLE, check.title, "fact")
        yield CellPlan(row, COUNT, Formula(f"={check.count}", len(check.found)), "count")
        yield CellPlan(row, GO, Formula(link, check.found[0] if check.found else ""), "link")
        yield CellPlan(row, HOW, check.how, "fact")


# ── the rules ───────────────────────────────────────────────────────────────────────────────────


def checks_of(book: RuleBook, fill: Fill, used: Sequence[tuple[str, bool]]) -> Iterator[SelfCheck]:
    """List the rules of a rule book, in the order of the sheets."""
    yield from _agency_checks(book, fill)
    yield from _score_checks(book, fill, used)
    yield from _measure_checks(book, fill)


def _agency_checks(book: RuleBook, fill: Fill) -> Iterator[SelfCheck]:
    values = agency.values_of(book, fill)
    how = {"choice": "list_how", "year": "years_agency", "integer": "numbers_agency"}
    titles = {"choice": "list_agency", "year": "years_agency", "integer": "numbers_agency"}
    broken: dict[str, Callable[[AgencyField, Value], bool]] = {
        "choice": lambda field, value: value not in {c.text for c in book.choices(field.list)},
        "year": lambda _, value: not (_is_whole(value) and 2400 <= int(str(value)) <= 2700),
        "integer": lambda _, value: not (_is_whole(value) and int(str(value)) >= 0),
    }
    required = [field for field in book.form.agency if field.required == "always"]
    yield _cells_check(
        book,
        ("agency_blank", "blank_agency", "blank_agency_how"),
        [(field, "LEN(TRIM({cell}))=0", not _filled(values[field.key])) for field in required],
    )
    for kind, is_broken in broken.items():
        fields = [
            (field, text, _filled(value) and is_broken(field, value))
            for field in book.form.agency
            if field.kind == kind and (text := agency.broken_text(field, "{cell}")) is not None
            for value in [values[field.key]]
        ]
        if fields:
            error = {"year": "year_error", "integer": "integer_error"}.get(kind, how[kind])
            yield _cells_check(book, (f"agency_{kind}", titles[kind], error), fields)


def _cells_check(
    book: RuleBook,
    words: tuple[str, str, str],
    fields: Sequence[tuple[AgencyField, str, bool]],
) -> SelfCheck:
    """Judge single cells of หน่วยงาน."""
    sheet = book.form.sheet("agency").name
    tests = []
    first = '""'
    found = []
    for field, text, is_broken in fields:
        row = agency.row_of(book, field.key)
        tests.append(text.replace("{cell}", place(sheet, row, agency.VALUE)))
        if is_broken:
            found.append(address(row, agency.VALUE))
    for (field, _, _), test in reversed(list(zip(fields, tests, strict=True))):
        here = address(agency.row_of(book, field.key), agency.VALUE)
        first = f"IF({test},{say(here)},{first})"
    count = "+".join(f"IF({test},1,0)" for test in tests)
    code, title, how = words
    return SelfCheck(
        code, sheet, word(book, title), word(book, how, year=book.fiscal_year), count, first,
        tuple(found),
    )  # fmt: skip


def _score_checks(
    book: RuleBook, fill: Fill, used: Sequence[tuple[str, bool]]
) -> Iterator[SelfCheck]:
    sheet = book.form.sheet("scores").name
    columns = scores.columns_of(book)
    last = scores.FIRST_ROW + len(book.indicators) - 1
    area = Area(scores.FIRST_ROW, columns["used"], last, columns["used"])
    score = columns["score"]
    yield _range_check(
        ("scores_missing", sheet, word(book, "missing_scores"), word(book, "missing_scores_how")),
        area,
        "(LEN({area})=0)",
        [address(scores.row_of(book, code), score) for code, known in used if not known],
        shift=score - columns["used"],
    )
    first, right = columns["part1"], columns["last_year"]
    typed = Area(scores.FIRST_ROW, min(first, right), last, max(first, right))
    title, how = word(book, "broken_scores"), word(book, "score_error")
    bad = "(LEN({area})>0)*(1-ISNUMBER({area})*({area}>=0)*({area}<=100))"
    places = _score_places(book)
    broken = [places[code] for code, value in fill.scores.items()
              if code in places and not is_score(value)]  # fmt: skip
    yield _range_check(("scores_broken", sheet, title, how), typed, bad, _in_order(broken))
    if book.items:
        name, column = book.form.sheet("items").name, items.columns_of(book)["score"]
        area = Area(items.FIRST_ROW, column, items.FIRST_ROW + len(book.items) - 1, column)
        rows = {item.code: row for row, item in enumerate(book.items, items.FIRST_ROW)}
        broken = [(rows[code], column) for code, value in fill.items.items()
                  if code in rows and not is_score(value)]  # fmt: skip
        yield _range_check(("items_broken", name, title, how), area, bad, _in_order(broken))


def _score_places(book: RuleBook) -> dict[str, tuple[int, int]]:
    columns = scores.columns_of(book)
    places = {}
    for indicator in book.indicators:
        row = scores.row_of(book, indicator.code)
        places[indicator.code] = (row, columns["score"])
        places[f"last.{indicator.code}"] = (row, columns["last_year"])
        for key, part in zip(
            scores.PART_KEYS, book.instrument(indicator.instrument).parts, strict=False
        ):
            places[f"{indicator.code}.{part.code}"] = (row, columns[key])
    return places


def _in_order(places: Sequence[tuple[int, int]]) -> list[str]:
    return [address(*where) for where in sorted(places)]


def _measure_checks(book: RuleBook, fill: Fill) -> Iterator[SelfCheck]:
    sheet = book.form.sheet("measures").name
    filled = _filled_rows(book)
    first_cell = address(measures.FIRST_ROW, 1)
    records = [record for record in fill.records if any(_filled(v) for v in record.values())]
    yield SelfCheck(
        "measures_none",
        sheet,
        word(book, "no_measures"),
        word(book, "no_measures_how"),
        f"IFERROR(IF(SUMPRODUCT({filled}*1)=0,1,0),1)",
        say(first_cell),
        () if records else (first_cell,),
    )
    report = measures.is_report(book, fill)
    for column in book.form.columns:
        area = measures.column_area(book, column.key)
        if column.required != "never":
            only = f"*{measures.report_text(book)}" if column.required == "report" else ""
            due = column.required == "always" or report
            yield _range_check(
                (
                    f"measures_blank_{column.key}",
                    sheet,
                    word(book, "blank_column", heading=column.heading),
                    word(book, "blank_column_how"),
                ),
                area,
                f"{filled}*(LEN(TRIM({{area}}))=0){only}",
                [cell for cell, record, value in _column(book, fill, column.key)
                 if due and record and not _filled(value)],
            )  # fmt: skip
    for column in book.form.columns:
        if not column.list or not book.choices(column.list):
            continue
        texts = {choice.text for choice in book.choices(column.list)}
        found = f"ISERROR(MATCH({{area}},{name_of('list', column.list)},0))"
        yield _range_check(
            (
                f"measures_list_{column.key}",
                sheet,
                word(book, "list_column", heading=column.heading),
                word(book, "list_how"),
            ),
            measures.column_area(book, column.key),
            f"(LEN({{area}})>0)*{found}",
            [cell for cell, _, value in _column(book, fill, column.key)
             if _filled(value) and value not in texts],
        )  # fmt: skip


def _column(book: RuleBook, fill: Fill, key: str) -> Iterator[tuple[str, bool, Value]]:
    """Give each poured-in cell of a column: address, whether its row holds anything, value."""
    column = measures.column_area(book, key).first_column
    for row, record in enumerate(fill.records, measures.FIRST_ROW):
        yield address(row, column), any(_filled(v) for v in record.values()), record.get(key)


def _filled_rows(book: RuleBook) -> str:
    """Write, for every guarded row of the measures, whether anything stands in it."""
    sheet = book.form.sheet("measures").name
    lengths = "+".join(
        f"LEN({_absolute(sheet, measures.column_area(book, column.key))})"
        for column in book.form.columns
    )
    return f"(({lengths})>0)"


def _range_check(
    words: tuple[str, str, str, str], area: Area, test: str, found: Sequence[str], shift: int = 0
) -> SelfCheck:
    """Judge a range by a product of conditions over {area}; a broken count counts as 1."""
    code, sheet, title, how = words
    cells = _absolute(sheet, area)
    condition = test.replace("{area}", cells)
    place_code = f"{_FAR}-(ROW({cells})*100+COLUMN({cells}))"
    first = f"({_FAR}-SUMPRODUCT(MAX({condition}*({place_code}))))"
    where = f"ADDRESS(INT({first}/100),MOD({first},100)+{shift},4)"
    top = say(address(area.first_row, area.first_column + shift))
    return SelfCheck(
        code, sheet, title, how,
        f"IFERROR(SUMPRODUCT({condition}),1)",
        f"IFERROR({where},{top})",
        tuple(found),
    )  # fmt: skip


def _absolute(sheet: str, area: Area) -> str:
    first, last = column_letters(area.first_column), column_letters(area.last_column)
    return f"{quoted(sheet)}!${first}${area.first_row}:${last}${area.last_row}"


def _filled(value: Value) -> bool:
    return value is not None and bool(str(value).strip())


def _is_whole(value: Value) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, Decimal) and value == int(value))

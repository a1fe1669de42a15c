"""
The rules about rows of มาตรการ that Excel judges: as a formula and as Python says the same.

A condition is a product of ones and noughts. It is written for a ``Span``, every guarded row at
once, to be counted; and for a ``Line``, one row, to be coloured.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from itaxl.cells import address, column_letters
from itaxl.fields import FIELDS, Context
from itaxl.fields.reading import Reading, State
from itaxl.plans import Value
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.judged import NOTHING_DONE, is_misspelt
from itaxl.rulebooks.model import Column, RuleBook
from itaxl.template import measures
from itaxl.template.fill import Fill
from itaxl.template.folding import Words, among, blank
from itaxl.template.formulas import quoted
from itaxl.template.judging import as_cell
from itaxl.template.links import host_of, is_sound, link_text

REPORT = name_of("selfcheck", "report")  # 1 where results are reported, else 0
FIRST = name_of("selfcheck", "first")  # the row of the first measure
ROWS = name_of("selfcheck", "rows")  # 1 for every guarded row that is a measure
ROW = name_of("selfcheck", "row")  # the same of the row of the cell that asks
_LABELS = ("no", "theme")  # they name a measure, they do not make one
_RUNNING = ("method", "result", "outcome", "suggestion")  # may run on in the next row
_RUN_ON = (*_RUNNING, "evidence", "reason")


class View(Protocol):
    """How a condition sees the columns of the table."""

    def ref(self, key: str) -> str:
        """Write the cells of a column."""

    @property
    def measure(self) -> str:
        """Write 1 for a row that is a measure."""

    def link(self, key: str) -> str:
        """Name what is read of a column of web addresses."""

    def host(self, key: str) -> str:
        """Name the hosts in a column of web addresses."""


@dataclass(frozen=True, slots=True)
class Span:
    """Every guarded row at once, for SUMPRODUCT."""

    book: RuleBook
    rows: int = measures.GUARDED_ROWS

    def ref(self, key: str) -> str:
        """Write the cells of a column as a range."""
        area = measures.column_area(self.book, key)
        letters, sheet = column_letters(area.first_column), self.book.form.sheet("measures").name
        last = area.first_row + self.rows - 1
        return f"{quoted(sheet)}!${letters}${area.first_row}:${letters}${last}"

    @property
    def measure(self) -> str:
        """Name the flags of all rows."""
        return ROWS

    def link(self, key: str) -> str:
        """Name the texts of all rows."""
        return name_of("links", key)

    def host(self, key: str) -> str:
        """Name the hosts of all rows."""
        return name_of("hosts", key)


@dataclass(frozen=True, slots=True)
class Line:
    """One row, for a workbook name whose row moves along with the cell that uses it."""

    book: RuleBook

    def ref(self, key: str) -> str:
        """Write the cell of a column in row 1: names are written as seen from A1."""
        letters = column_letters(measures.column_area(self.book, key).first_column)
        return f"{quoted(self.book.form.sheet('measures').name)}!${letters}1"

    @property
    def measure(self) -> str:
        """Name the flag of the row."""
        return ROW

    def link(self, key: str) -> str:
        """Name the text of the row."""
        return name_of("link", key)

    def host(self, key: str) -> str:
        """Name the host of the row."""
        return name_of("host", key)


def seen(view: View, keys: tuple[str, ...]) -> str:
    """Write 1 where something stands in any of these columns."""
    # Every rule asks this of a thousand rows: cleaning the texts first would make typing slow.
    return "((" + "+".join(f'({view.ref(key)}<>"")' for key in keys) + ")>0)"


def _told(view: View, book: RuleBook) -> str:
    """Write 1 where more stands than labels and dashes."""
    refs = [view.ref(column.key) for column in book.form.columns if column.key not in _LABELS]
    return "((" + "+".join(f'(TRIM({ref})<>"")*({ref}<>"-")' for ref in refs) + ")>0)"


def measure(view: View, book: RuleBook) -> str:
    """Write 1 for the rows that are measures: not only labels, dashes or text running on."""
    keys = tuple(column.key for column in book.form.columns)
    named = tuple(key for key in keys if key not in _RUN_ON)
    runs_on = f"(1-{seen(view, named)})*{seen(view, _running(book))}"
    return f"{_told(view, book)}*(1-{runs_on}*(ROW({view.ref(keys[0])})>{FIRST}))"


def first_row(book: RuleBook) -> str:
    """Write the row of the first measure; a large number where there is none."""
    view = Span(book)
    rows = f"1000000-ROW({view.ref(book.form.columns[0].key)})"
    return f"1000000-SUMPRODUCT(MAX({_told(view, book)}*({rows})))"


def first_of(lines: Sequence["Poured"]) -> Decimal:
    """Give the row of the first measure poured in, as ``first_row`` does."""
    return Decimal(lines[0].row if lines else 1_000_000)


def _running(book: RuleBook) -> tuple[str, ...]:
    keys = {column.key for column in book.form.columns}
    return tuple(key for key in _RUNNING if key in keys)


# ── what was poured in ──────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Poured:
    """One poured-in row as it will be read: its number and the reading of every column."""

    row: int
    values: Mapping[str, Value]
    readings: Mapping[str, Reading[object]]

    def written(self, key: str) -> bool:
        """Tell whether anything can be seen in a column."""
        return bool(str(self.values.get(key) or "").strip())

    def blank(self, key: str) -> bool:
        """Tell whether a column was left blank."""
        return self.readings[key].state is State.BLANK

    def answered(self, key: str) -> bool:
        """Tell whether a column is answered, a word for "nothing" not counted."""
        reading = self.readings.get(key)
        return reading is not None and reading.state not in (State.BLANK, State.NONE)


def poured(book: RuleBook, fill: Fill) -> list[Poured]:
    """Give the poured-in rows that are measures."""
    found: list[Poured] = []
    for row, values in enumerate(fill.records, measures.FIRST_ROW):
        readings = {
            column.key: FIELDS[column.kind](
                as_cell(values.get(column.key), row, number), _context(book, column)
            )
            for number, column in enumerate(book.form.columns, 1)
        }
        line = Poured(row, values, readings)
        if _is_measure(line, book, begun=bool(found)):
            found.append(line)
    return found


def _context(book: RuleBook, column: Column) -> Context:
    choices = book.choices(column.list) if column.list else ()
    ranges: dict[str, int] = {}
    for item in book.items:
        if item.code[1:].isdigit():
            ranges[item.code[0]] = max(ranges.get(item.code[0], 0), int(item.code[1:]))
    return Context(choices=choices, fiscal_year=book.fiscal_year, code_ranges=ranges)


def _is_measure(line: Poured, book: RuleBook, *, begun: bool) -> bool:
    keys = [column.key for column in book.form.columns]
    told = [key for key in keys if key not in _LABELS and line.written(key)]
    if not any(str(line.values[key]).strip(" -") for key in told):
        return False
    named = any(line.written(key) for key in keys if key not in _RUN_ON)
    return named or not begun or not any(line.written(key) for key in _RUNNING)


# ── the rules of one cell ───────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule about one column of a row: when it is broken, as a formula and of a poured row."""

    code: str
    key: str
    condition: Callable[[View], str]
    broken: Callable[[Poured], bool]
    style: str = "broken"

    @property
    def name(self) -> str:
        """The workbook name under which colours ask for it."""
        return name_of("mark", f"{self.code}_{self.key}")


def names(book: RuleBook) -> dict[str, str]:
    """Give the workbook names of what the rules ask of rows more than once."""
    found = {ROWS: "=" + measure(Span(book), book), ROW: "=" + measure(Line(book), book)}
    views: tuple[View, ...] = (Span(book), Line(book))
    for key in (column.key for column in book.form.columns if column.kind == "url"):
        for view in views:
            found[view.link(key)] = "=" + link_text(view.ref(key))
            found[view.host(key)] = "=" + host_of(view.link(key))
    return found


def rules(book: RuleBook, words: Words, *, report: bool) -> Iterator[RowRule]:
    """List the rules; ``report`` tells whether the poured-in form is one."""
    columns = {column.key: column for column in book.form.columns}
    whole = {"status", "result", "outcome"} <= columns.keys()
    for column in book.form.columns:
        if column.required != "never":
            yield _blank_rule(column, words, report=report, whole=whole)
    if whole:
        yield RowRule(
            "R103", "status",
            lambda view: f"{view.measure}*{blank(view.ref('status'))}*{_has_result(view, words)}",
            lambda line: line.blank("status") and _is_told(line), "required",
        )  # fmt: skip
        yield RowRule(
            "R104", "result",
            lambda view: f"{view.measure}*{blank(view.ref('result'))}*{_due(view, words)}",
            lambda line: line.blank("result") and _is_due(line), "required",
        )  # fmt: skip
    for column in book.form.columns:
        if column.list in words.lists:
            yield _list_rule(book, column, words)
        if column.kind == "url":
            yield _link_rule(column, words)


def _blank_rule(
    column: Column,
    words: Words,
    *,
    report: bool,
    whole: bool,
) -> RowRule:
    """A blank where something is required; what R103 and R104 tell is not told twice."""
    key, asked = column.key, column.required == "always" or report
    told_by_others = {"status": (_has_result, _is_told), "result": (_due, _is_due)} if whole else {}

    def condition(view: View) -> str:
        parts = [view.measure, blank(view.ref(key))]
        if column.required == "report":
            parts.append(REPORT)
        if key in told_by_others:
            parts.append(f"(1-{told_by_others[key][0](view, words)})")
        return "*".join(parts)

    def broken(line: Poured) -> bool:
        elsewhere = key in told_by_others and told_by_others[key][1](line)
        return asked and line.blank(key) and not elsewhere

    return RowRule("C101", key, condition, broken, "required")


def _has_result(view: View, words: Words) -> str:
    parts = [f"(1-{among(view.ref(key), words.nothing)})" for key in ("result", "outcome")]
    return f"(({'+'.join(parts)})>0)"


def _is_told(line: Poured) -> bool:
    return line.answered("result") or line.answered("outcome")


def _due(view: View, words: Words) -> str:
    """Write 1 where a status is chosen under which a result is due."""
    status = view.ref("status")
    return f"((1-{among(status, words.nothing)})*(1-{among(status, words.idle)}))"


def _is_due(line: Poured) -> bool:
    return line.answered("status") and line.readings["status"].value not in NOTHING_DONE


def _list_rule(book: RuleBook, column: Column, words: Words) -> RowRule:
    def broken(line: Poured) -> bool:
        reading, text = line.readings[column.key], str(line.values.get(column.key))
        if reading.state in (State.DECLINED, State.DOUBTFUL):
            return True
        is_status = column.kind == "status" and reading.state is State.READ
        return is_status and is_misspelt(text, reading, book.choices(column.list))

    return RowRule(
        "C102",
        column.key,
        lambda view: f"{view.measure}*(1-{among(view.ref(column.key), words.lists[column.list])})",
        broken,
    )


def _link_rule(column: Column, words: Words) -> RowRule:
    def condition(view: View) -> str:
        ref = view.ref(column.key)
        sound = is_sound(view.link(column.key), view.host(column.key))
        return f"{view.measure}*(1-{among(ref, words.nothing)})*({sound}=0)"

    return RowRule(
        "C112",
        column.key,
        condition,
        lambda line: line.readings[column.key].state in (State.DECLINED, State.DOUBTFUL),
    )


def cell_of(book: RuleBook, key: str, row: int) -> str:
    """Give the address of a column in a row."""
    return address(row, measures.column_area(book, key).first_column)

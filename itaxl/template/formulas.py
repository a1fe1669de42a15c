"""
Live formulas with the result they must show, made together so that neither can be forgotten.

A ``Term`` is a cell, or part of a formula, and its value; "" is unknown and never zero. Formulas
use functions that every Excel since 2007 and LibreOffice know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext
from typing import TypeGuard

from itaxl.cells import column_letters
from itaxl.plans import CellPlan, Formula
from itaxl.rulebooks.anchors import LISTS_SHEET, name_of

Known = Decimal | str  # a number, a word, or "" for unknown

HUNDRED = Decimal(100)
# A binary float lies a hair beside 84.995; rounding to 8 places first brings it back.
STEADY_PLACES = 8


@dataclass(frozen=True, slots=True)
class Term:
    """A cell reference or part of a formula, and its value."""

    text: str
    value: Known = ""

    @property
    def number(self) -> Decimal | None:
        """The value as a number; None where it is unknown."""
        return self.value if isinstance(self.value, Decimal) else None

    def formula(self) -> Formula:
        """Make a cell's formula of it."""
        return Formula(f"={self.text}", self.value)


def quoted(sheet: str) -> str:
    """Write a sheet's name as formulas want it."""
    return "'" + sheet.replace("'", "''") + "'"


def place(sheet: str, row: int, column: int) -> str:
    """Write a cell as a fixed reference from another sheet."""
    return f"{quoted(sheet)}!${column_letters(column)}${row}"


def moving(sheet: str, column: int) -> str:
    """Write a cell of the row that asks, for a workbook name: names are written as seen from A1."""
    return f"{quoted(sheet)}!${column_letters(column)}1"


def span(sheet: str, first_row: int, column: int, last_row: int) -> str:
    """Write part of a column as a fixed reference from another sheet."""
    letters = column_letters(column)
    return f"{quoted(sheet)}!${letters}${first_row}:${letters}${last_row}"


def say(text: str) -> str:
    """Write a text as a constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def raised(value: Decimal, places: int) -> Decimal:
    """Round up."""
    exact = rounded(value, STEADY_PLACES)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_CEILING)


def round_text(text: str, places: int) -> str:
    """Round half up in a formula, safe from binary floats."""
    return f"ROUND(ROUND({text},{STEADY_PLACES}),{places})"


def steady(text: str) -> str:
    """Take the binary hair off before comparing."""
    return f"ROUND({text},{STEADY_PLACES})"


def is_score(value: Known | None) -> TypeGuard[Decimal]:
    """Tell whether a value is a score from 0 to 100."""
    return isinstance(value, Decimal) and 0 <= value <= HUNDRED


def scores_in(text: str) -> str:
    """Count the scores from 0 to 100 in a range."""
    return f'COUNTIFS({text},">=0",{text},"<=100")'


def score_or(cell: Term, other: Term) -> Term:
    """Give a typed score, else the other term."""
    value = cell.value if is_score(cell.value) else other.value
    return Term(f"IF({scores_in(cell.text)}=1,{cell.text},{other.text})", value)


UNKNOWN = Term('""')


def mean(values: Sequence[Decimal]) -> Decimal:
    """Give the plain mean."""
    with localcontext(prec=40):
        return sum(values, Decimal(0)) / len(values)


def mean_known(cells: Sequence[Term], other: Term = UNKNOWN) -> Term:
    """Give the mean of cells when all are known, else the other term; cells hold numbers or ""."""
    if not cells:
        return other
    refs = ",".join(cell.text for cell in cells)
    numbers = [cell.number for cell in cells if cell.number is not None]
    value: Known = mean(numbers) if len(numbers) == len(cells) else other.value
    return Term(f"IF(COUNT({refs})={len(cells)},AVERAGE({refs}),{other.text})", value)


def weighted_known(cells: Sequence[tuple[Decimal, Term]], other: Term = UNKNOWN) -> Term:
    """Give the weighted mean of cells when all are known, else the other term."""
    refs = ",".join(cell.text for _, cell in cells)
    above = "+".join(f"{weight:f}*{cell.text}" for weight, cell in cells)
    below = sum((weight for weight, _ in cells), Decimal(0))
    value = other.value
    if all(cell.number is not None for _, cell in cells):
        with localcontext(prec=40):
            value = (
                sum((w * c.number for w, c in cells if c.number is not None), Decimal(0)) / below
            )
    return Term(f"IF(COUNT({refs})={len(cells)},({above})/{below:f},{other.text})", value)


@dataclass(slots=True)
class Bench:
    """The hidden sheet where lists stand and formulas lay down what they need in between."""

    column: int = 1
    row: int = 1
    sheet: str = LISTS_SHEET
    cells: list[CellPlan] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)  # formula with moving cells -> its name

    def lay(self, term: Term) -> Term:
        """Put a term into the next cell and give that cell."""
        self.cells.append(CellPlan(self.row, self.column, term.formula(), "text"))
        laid = Term(place(self.sheet, self.row, self.column), term.value)
        self.row += 1
        return laid

    def share(self, text: str) -> str:
        """Name a formula written with ``moving`` cells, so that it stands in the file only once."""
        return self.shared.setdefault(text, name_of("step", str(len(self.shared) + 1)))

    def names(self) -> dict[str, str]:
        """Give the workbook names of the formulas that are shared."""
        return {name: f"={text}" for text, name in self.shared.items()}

    def list(self, heading: str, values: Sequence[str]) -> str:
        """Put a list into a column of its own and give its range."""
        self.cells.append(CellPlan(1, self.column, heading, "text"))
        for row, value in enumerate(values, 2):
            self.cells.append(CellPlan(row, self.column, value, "text"))
        letters = column_letters(self.column)
        self.column += 1
        last = max(len(values), 1) + 1
        return f"={quoted(self.sheet)}!${letters}$2:${letters}${last}"


def cell_address(row: int, column: int) -> str:
    """Write a fixed reference on the same sheet."""
    return f"${column_letters(column)}${row}"

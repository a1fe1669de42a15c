"""
The rows of a flat table as XML, one string a row, nothing kept of it.

What stands here says the same of each kind of value as the calls of the library in ``drawing``
do; a test draws tables both ways. What is the same for all cells of a column is worked out once.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from itaxl.cells import MAX_ROW, column_letters
from itaxl.excel.heights import MAX_ROW_POINTS, ROW_POINTS, Lines
from itaxl.excel.library import fault
from itaxl.excel.looks import Numbers, is_quoted
from itaxl.excel.texts import cell_text, clean_text, is_plain, literal
from itaxl.excel.values import FIRST_YEAR, is_exact, stored
from itaxl.plans import Formula, Link, TablePlan, Value

SHORT = 160  # letters up to which texts come again and again
KNOWN = 400  # texts of a column that are remembered
SHARED_LETTERS = 2_000_000
ROW_PIXELS = 32

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_MARKUP = re.compile("[&<>]")
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_LEAP_DAY = dt.date(1900, 3, 1).toordinal()  # Excel counts a 29 February 1900 before it


class Linking(Protocol):
    """Says where links go to, as long as the sheet may hold more of them."""

    def target(self, link: Link) -> str | None:
        """Give the place a link leads to."""


class Shared:
    """
    Texts that come again and again, kept once for the whole workbook, as the library keeps its own.

    They follow the ``first`` texts there are already; there are only so many letters of them, and
    no more than ``most`` texts.
    """

    def __init__(self, first: int, most: int = SHARED_LETTERS) -> None:
        self._first = first
        self._most = most
        self._numbers: dict[str, int] = {}
        self._letters = 0

    def number(self, text: str) -> int | None:
        """Number a text; None when there is no more room."""
        found = self._numbers.get(text)
        if found is None and self._letters < SHARED_LETTERS and len(self) < self._most:
            self._letters += len(text)
            found = self._numbers[text] = self._first + len(self._numbers)
        return found

    def __len__(self) -> int:
        return len(self._numbers)

    def xml(self) -> str:
        """Write the texts in the order of their numbers."""
        return "".join(f"<si><t{written(text)}</t></si>" for text in self._numbers)


class _Column:
    """
    One column: how its cells begin and go on, by kind of value.

    A cell goes on behind the number of its row; ``after`` it comes what is before that of the next.
    """

    __slots__ = (
        "_once",
        "_quoted",
        "_shared",
        "_text",
        "_value",
        "after",
        "blank",
        "known",
        "letters",
        "lines",
        "nothing",
        "start",
    )

    def __init__(
        self, column: int, last: int, numbers: Numbers, lines: Lines, shared: Shared
    ) -> None:
        self.lines = lines
        self.known: dict[str, tuple[str, float]] = {}  # texts that came twice
        self._once: set[str] = set()
        self._shared = shared
        self.letters = column_letters(column)
        self.start = _start(column)
        self.after = _start(column + 1) if column < last else "</row>"
        self.blank = f'" s="{numbers.value}"/>'
        self.nothing = self.blank + self.after
        self._value = f'" s="{numbers.value}"'
        self._text = f'" s="{numbers.text}" t='
        self._quoted = f'" s="{numbers.quoted}" t='

    def learn(self, text: str) -> str:
        """Give a text as XML; remember it, and the points it needs, when it came before."""
        if len(text) > SHORT:
            return self.text(text)
        if text not in self._once:
            if len(self._once) >= KNOWN:
                self._once.clear()
            self._once.add(text)
            return self.text(text)
        if len(self.known) >= KNOWN:
            self.known.clear()
        points = self.lines.points(text) if self.lines.grows else 0.0
        cell = self._again(text)
        self.known[text] = cell + self.after, points
        return cell

    def _again(self, text: str) -> str:
        clean = cell_text(text)
        number = self._shared.number(clean) if clean else None
        if number is None:
            return self.text(text)
        return f'{self._quoted if is_quoted(clean) else self._text}"s"><v>{number}</v></c>'

    def text(self, text: str) -> str:
        """Give a text, which is never anything else than a text."""
        if is_plain(text):
            inner = f">{text}"
        else:
            text = cell_text(text)
            inner = written(text)
        if not text:
            return self.blank
        start = self._quoted if is_quoted(text) else self._text
        return f'{start}"inlineStr"><is><t{inner}</t></is></c>'

    def number(self, value: int | Decimal) -> str:
        """Give a number; as text where a spreadsheet would not keep all its digits."""
        if not is_exact(value):
            return self.text(str(value))
        return f"{self._value}><v>{float(value):.16G}</v></c>"

    def truth(self, value: bool) -> str:  # noqa: FBT001
        return f'{self._value} t="b"><v>{value:d}</v></c>'

    def date(self, date: dt.date) -> str:
        """Give a date as the number of its day."""
        if date.year < FIRST_YEAR:
            return self.text(date.isoformat())
        day = date.toordinal()
        number: float = day - _DAY_ZERO - (day < _LEAP_DAY)
        if isinstance(date, dt.datetime):
            number += (date - dt.datetime.combine(date, dt.time())) / dt.timedelta(days=1)
        return f"{self._value}><v>{number:.16G}</v></c>"

    def formula(self, formula: Formula) -> str:
        """Give a formula and the result it stores."""
        result = stored(formula.result)
        kind = ""
        if isinstance(result, bool):
            kind, result = ' t="b"', int(result)
        elif isinstance(result, str):
            kind = ' t="e"' if result in _ERRORS else ' t="str"'
            result = _escaped(result)
        text = _escaped(clean_text(formula.text).removeprefix("="))
        return f"{self._value}{kind}><f>{text}</f><v>{result}</v></c>"


class Rows:
    """The rows of a table as XML; afterwards how many there were, where they end, their links."""

    def __init__(
        self, table: TablePlan, looks: Sequence[tuple[Numbers, Lines]], linking: Linking
    ) -> None:
        self._table = table
        self._looks = looks
        self._linking = linking
        self._columns: list[_Column] = []
        self.last_row = table.row
        self.count = 0
        self.links: list[str] = []

    def xml(self, shared: Shared) -> Iterator[str]:
        """Write row after row; an Excel table has one at least."""
        first = self._table.column
        last = first + len(self._looks) - 1
        looks = enumerate(self._looks, first)
        self._columns = [_Column(column, last, *look, shared) for column, look in looks]
        for values in self._table.rows:
            self.count += 1
            yield self._next(values)
        if self._table.name and not self.count:
            yield self._next((None,) * len(self._columns))

    def _next(self, values: Sequence[Value | Formula | Link]) -> str:
        self.last_row = row = self.last_row + 1
        if row > MAX_ROW:
            raise fault(f"R{row}")
        points = ROW_POINTS
        pieces = [""]  # what stands between the numbers of the row
        long: list[tuple[float, Lines, str]] = []
        for column, value in zip(self._columns, values, strict=True):
            if value is None:
                pieces.append(column.nothing)
            elif not isinstance(value, str):
                pieces.append(self._other(column, value) + column.after)
            elif found := column.known.get(value):
                piece, needed = found
                if needed > points:  # noqa: PLR1730 - asked of every cell, and max takes longer
                    points = needed
                pieces.append(piece)
            else:
                pieces.append(column.learn(value) + column.after)
                if column.lines.grows:
                    long.append((column.lines.most(value), column.lines, value))
        height = _highest(points, long) if long else points
        pieces[0] = _row_start(row, height) + self._columns[0].start
        return str(row).join(pieces)

    def _other(self, column: _Column, value: object) -> str:
        match value:
            case bool():
                return column.truth(value)
            case int() | Decimal():
                return column.number(value)
            case dt.date():
                return column.date(value)
            case Formula():
                return column.formula(value)
            case Link():
                return self._link(column, value)
            case _:
                raise fault(type(value).__name__)

    def _link(self, column: _Column, link: Link) -> str:
        text = cell_text(clean_text(link.text, 255)) or " "
        target = self._linking.target(link)
        if target is not None:
            place = f"{column.letters}{self.last_row}"
            self.links.append(
                f'<hyperlink ref="{place}" location="{_quoted(target)}" display="{_quoted(text)}"/>'
            )
        return column.text(text)


def _start(column: int) -> str:
    return f'<c r="{column_letters(column)}'


def _highest(points: float, long: list[tuple[float, Lines, str]]) -> float:
    """Measure only texts that may need more than what others of the row need already."""
    long.sort(key=lambda each: each[0], reverse=True)
    for most, lines, text in long:
        if most <= points:
            break
        points = max(points, lines.points(text))
    return min(points, MAX_ROW_POINTS)


def _row_start(row: int, points: float) -> str:
    pixels = int(points * 4 / 3 + 0.5)
    if pixels == ROW_PIXELS:
        return f'<row r="{row}">'
    return f'<row r="{row}" ht="{pixels * 0.75:.16g}" customHeight="1">'


def written(text: str) -> str:
    """Give what follows <t for a clean text: it begins with the end of that tag."""
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f"{space}>{_escaped(literal(text))}"


def _escaped(text: str) -> str:
    if not _MARKUP.search(text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;").replace("\n", "&#xA;")

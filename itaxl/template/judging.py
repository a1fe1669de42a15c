"""
What Excel makes of every typed cell of หน่วยงาน, คะแนน and รายข้อ: its number and its fault.

A cell's fault is the code of the rule it breaks, as the checks name it. Both stand on the hidden
sheet, row by row beside the cells they are of; counts, colours and scores look there, so that
they cannot disagree. Stored results come from the readers that read the workbook back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from itaxl.cells import Cell, Kind, address
from itaxl.fields import FIELDS, Context
from itaxl.fields.number import PREFIXES, UNITS, figure
from itaxl.fields.reading import Reading, State
from itaxl.fields.year import EARLIEST, LATEST
from itaxl.plans import CellPlan, Formula, Value
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.model import RuleBook
from itaxl.template.fill import Percent
from itaxl.template.folding import (
    Words,
    among,
    fold_value,
    folded_text,
    spaced_text,
    substitute,
)
from itaxl.template.formulas import Bench, Known, Term, moving, place, say
from itaxl.template.links import host_of, is_sound, link_text

_DIGITS = tuple((digit, "") for digit in "0123456789")
_MASKED = tuple((digit, "0") for digit in "123456789")
_LEADS = tuple(lead + mark for lead in PREFIXES for mark in (":", "=", ""))
_YEAR_LEADS = tuple(
    "".join(parts)
    for parts in product(("ประจำ", ""), ("ปี", ""), ("งบประมาณ", "งบฯ", "งบ", "งปม.", "งปม", ""))
    if any(parts)
)
_ERAS = ("พ.ศ.", "พ.ศ", "พศ.", "พศ", "ค.ศ.", "ค.ศ", "คศ.", "คศ")
_OUT_OF_RANGE = frozenset({"out-of-range", "negative"})
_DECLINED = {"choice": "C102", "year": "C111", "integer": "C113", "number": "C113",
             "url": "C112", "score": "C105"}  # fmt: skip
_SHARE, _DAY = "P", "D"  # how CELL tells a percent and a date
_LAYERS = ("words", "lead", "bare", "marks", "figure", "fault", "number")


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed cell: its sheet (by key), where it stands, what kind of value, what is in it."""

    sheet: str
    row: int
    column: int
    kind: str
    value: Value
    list: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The faults of one sheet: a range that begins in the row of its first typed cell."""

    area: str
    shift: int  # columns from the range to the typed cells
    faults: Mapping[tuple[int, int], str]

    def found(self, code: str) -> list[str]:
        """Give the addresses that break a rule in what was poured in."""
        return [address(*at) for at, fault in sorted(self.faults.items()) if fault == code]


@dataclass(slots=True)
class Judgement:
    """What later formulas need of the typed cells: numbers by place, and grids by sheet."""

    words: Words
    numbers: dict[tuple[str, int, int], Term] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)

    def number(self, sheet: str, row: int, column: int) -> Term:
        """Give the cell with the number read from a typed cell; it holds "" for none."""
        return self.numbers[sheet, row, column]


def judge(
    book: RuleBook, cells: Sequence[Typed], words: Words, bench: Bench
) -> tuple[Judgement, dict[str, str]]:
    """Lay down number and fault of every typed cell; give them and the workbook names."""
    made = Judgement(words)
    names = {}
    for key in dict.fromkeys(cell.sheet for cell in cells):
        here = [cell for cell in cells if cell.sheet == key]
        made.grids[key] = _lay_grid(book, here, made, bench)
        names[name_of("state", key)] = "=" + made.grids[key].area
    return made, names | bench.names()


def fault_here(key: str, first_row: int, first_column: int) -> str:
    """Write, for a colour, the fault of the cell it is drawn at."""
    rows, columns = f"ROW()-{first_row - 1}", f"COLUMN()-{first_column - 1}"
    return f"INDEX({name_of('state', key)},{rows},{columns})"


def as_cell(value: Value, row: int, column: int) -> Cell:
    """Give a value as the cell that will be read back."""
    if value is None or value == "":
        return Cell(row, column)
    if isinstance(value, bool):
        return Cell(row, column, Kind.BOOLEAN, str(value).upper())
    if isinstance(value, int | Decimal):
        kind = Kind.PERCENT if isinstance(value, Percent) else Kind.NUMBER
        return Cell(row, column, kind, format(value, "f"))
    if isinstance(value, str):
        return Cell(row, column, Kind.TEXT, value)
    return Cell(row, column, Kind.DATE, value.isoformat())


def _lay_grid(book: RuleBook, cells: Sequence[Typed], made: Judgement, bench: Bench) -> Grid:
    left = min(cell.column for cell in cells)
    width = max(cell.column for cell in cells) - left + 1
    faults = {}
    for cell in cells:
        layers = _Layers(bench, cell.row, bench.column + cell.column - left, width)
        number, fault = _judge(book, cell, made.words, layers)
        made.numbers[cell.sheet, cell.row, cell.column] = number
        faults[cell.row, cell.column] = str(fault.value)
    first, last = min(cell.row for cell in cells), max(cell.row for cell in cells)
    column = bench.column + _LAYERS.index("fault") * width
    corner = place(bench.sheet, last, column + width - 1).rpartition("!")[2]
    bench.column += width * len(_LAYERS)
    return Grid(f"{place(bench.sheet, first, column)}:{corner}", left - column, faults)


# ── one cell ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class _Layers:
    """Cells side by side on the hidden sheet, each a step from what was typed to what is read."""

    bench: Bench
    row: int
    column: int
    width: int

    def put(self, layer: str, text: str, value: object) -> Term:
        """Lay one step down and give its cell, as the steps of the same row see it."""
        column = self.column + _LAYERS.index(layer) * self.width
        known: Known = Decimal(value) if isinstance(value, int | Decimal) else str(value)
        formula = Formula(f"={self.bench.share(text)}", known)
        self.bench.cells.append(CellPlan(self.row, column, formula, "text"))
        return Term(moving(self.bench.sheet, column), known)

    def name(self, text: str) -> str:
        """Name a step that needs no cell."""
        return self.bench.share(text)

    def fixed(self, layer: str, value: Known) -> Term:
        """Give the cell of a step as every other cell sees it."""
        column = self.column + _LAYERS.index(layer) * self.width
        return Term(place(self.bench.sheet, self.row, column), value)


class _Figure(NamedTuple):
    """The number of a cell whatever its range, and the steps it was read in."""

    shown: str
    bare: str = ""
    marks: str = ""
    mask: str = ""
    shape: str = ""


def _judge(book: RuleBook, cell: Typed, words: Words, layers: _Layers) -> tuple[Term, Term]:
    """Lay down number and fault of one cell."""
    ref = moving(book.form.sheet(cell.sheet).name, cell.column)
    reading = _reading(book, cell)
    shown = _Figure("")
    if cell.kind in ("score", "integer", "number", "year"):
        shown = _figure(cell, ref, layers)
    broken = _broken(cell, ref, shown, words, layers)
    when_blank = say("C103") if cell.required else '""'
    text = f"IF({among(ref, words.nothing)},{when_blank},{broken})"
    fault = layers.put("fault", f'IF(ISERROR({ref}),"C107",{text})', _fault(cell, reading))
    if not shown.shown or cell.kind == "year":
        return Term('""'), fault
    value = reading.value if reading.state is State.READ and reading.value is not None else ""
    number = layers.put("number", f'IF({fault.text}="",{shown.shown},"")', value)
    return layers.fixed("number", number.value), fault


def _broken(cell: Typed, ref: str, shown: _Figure, words: Words, layers: _Layers) -> str:
    """Write the code of the rule that a cell with something in it breaks; "" for none."""
    number = shown.shown
    if cell.kind == "choice" and cell.list in words.lists:
        return f'IF({among(ref, words.lists[cell.list])},"","C102")'
    if cell.kind == "url":
        return _link_fault(ref, layers)
    if cell.kind == "score":
        return _score_fault(shown)
    if cell.kind == "year":
        near = f"AND({number}>0,{number}<100)"
        usual = f"AND({number}>={EARLIEST},{number}<={LATEST})"
        other = f"AND({number}>=1900,{number}<2100)"
        good = f"AND({number}=INT({number}),OR({near},{usual},{other}))"
        return f'IF(ISNUMBER({number}),IF({good},"","C111"),"C111")'
    if cell.kind in ("integer", "number"):
        bad = f"OR({number}<0,{number}<>INT({number}))"
        return f'IF(ISNUMBER({number}),IF({bad},"C113",""),"C113")'
    return '""'


def _reading(book: RuleBook, cell: Typed) -> Reading[object]:
    """Read a value as it will be read when the workbook comes back."""
    choices = book.choices(cell.list) if cell.list else ()
    return FIELDS[cell.kind](as_cell(cell.value, cell.row, cell.column), Context(choices=choices))


def _fault(cell: Typed, reading: Reading[object]) -> str:
    """Name the rule that a value breaks, as the checks do."""
    if reading.state in (State.BLANK, State.NONE):
        return "C103" if cell.required else ""
    if cell.kind == "score":
        if reading.why in _OUT_OF_RANGE:
            return "C104"
        return {State.DOUBTFUL: "C106", State.DECLINED: "C105"}.get(reading.state, "")
    doubted = reading.state is State.DOUBTFUL and cell.kind in ("choice", "url")
    if reading.state is State.DECLINED or doubted:
        return _DECLINED.get(cell.kind, "")
    return ""


# ── addresses ───────────────────────────────────────────────────────────────────────────────────
def _link_fault(ref: str, layers: _Layers) -> str:
    """Write the fault of a web address; its text and its host are named."""
    text = layers.name(f'IF(ISTEXT({ref}),{link_text(ref)},"")')
    host = layers.name(host_of(text))
    return f'IF({is_sound(text, host)}>0,"","C112")'


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────
def _figure(cell: Typed, ref: str, layers: _Layers) -> _Figure:
    """Lay down the number of a cell whatever its range, from a number or from a text."""
    year = cell.kind == "year"
    told = cell.value if isinstance(cell.value, str) else ""
    spaced = layers.name(f'IF(ISTEXT({ref}),{spaced_text(ref)},"")')
    at = layers.put("words", folded_text(spaced), fold_value(told))
    begun = layers.put("lead", *_cut(at, _YEAR_LEADS if year else _LEADS, "LEFT"))
    cut = _cut(begun, _ERAS, "LEFT") if year else _cut(begun, UNITS, "RIGHT")
    bare = layers.put("bare", *cut)
    left = "".join(letter for letter in str(bare.value) if letter not in "0123456789")
    marks = layers.put("marks", substitute(bare.text, _DIGITS), left).text
    mask = layers.name(substitute(spaced, _MASKED))
    shape = _shape(ref, layers)
    if year:
        sound = f'AND({bare.text}<>"",{marks}="",OR(LEN({bare.text})=2,LEN({bare.text})=4))'
        value = _year_value(cell, str(bare.value))
    else:
        parted = _SPLIT if cell.kind != "score" else _TWO
        sound = f"AND({_is_number(bare.text, marks)},NOT({parted.format(mask=mask)}))"
        value = _value_of(cell)
    number = f'IF({shape}="",{ref},"")'
    if cell.kind == "score":
        number = f'IF({shape}="",{ref},IF({shape}={say(_SHARE)},ROUND({ref}*100,8),""))'
    read = f'VALUE(SUBSTITUTE({bare.text},",",""))'
    text = f'IF(ISNUMBER({ref}),{number},IF({sound},{read},""))'
    return _Figure(layers.put("figure", text, value).text, bare.text, marks, mask, shape)


# Spaces that part two numbers, or may: in a text whose digits are all 0.
_TWO = 'OR(ISNUMBER(FIND("0 00",{mask})),ISNUMBER(FIND("00 0",{mask})))'
_SPLIT = 'ISNUMBER(FIND("0 0",SUBSTITUTE(SUBSTITUTE({mask},".","0"),",","0")))'


def _shape(ref: str, layers: _Layers) -> str:
    """Name whether a number is shown as a percent or a date; "" where that cannot be told."""
    letter = f'LEFT(CELL("format",{ref}),1)'
    text = f'IF(ISNUMBER({ref}),IF(ISERROR(FIND({letter},"{_SHARE}{_DAY}")),"",{letter}),"")'
    return layers.name(text)


def _value_of(cell: Typed) -> Decimal | str:
    """Give the number that is told by a cell, whatever its range; "" for none."""
    reading = figure(as_cell(cell.value, cell.row, cell.column))
    if cell.kind != "score" and isinstance(cell.value, Percent):
        return ""
    doubted = reading.why == "spaces-in-number" and cell.kind == "score"
    number = reading.offered if doubted else reading.value
    return "" if number is None else number


def _year_value(cell: Typed, digits: str) -> Decimal | str:
    """Give the number of a year, one that cannot be a year included."""
    if isinstance(cell.value, int | Decimal) and not isinstance(cell.value, bool):
        return Decimal(cell.value)
    return Decimal(digits) if digits.isdecimal() and len(digits) in (2, 4) else ""


def _cut(ref: Term, words: Sequence[str], side: str) -> tuple[str, str]:
    """Cut the longest of some words off one side of a text; give formula and result."""
    text, value = ref.text, str(ref.value)
    for length in sorted({len(word) for word in words}):
        same = ",".join(say(word) for word in words if len(word) == length)
        rest = f"MID({ref.text},{length + 1},999)"
        if side == "RIGHT":
            rest = f"LEFT({ref.text},LEN({ref.text})-{length})"
        text = f"IF(SUMPRODUCT(({side}({ref.text},{length})={{{same}}})*1)>0,{rest},{text})"
    for word in sorted(words, key=len, reverse=True):
        if side == "LEFT" and value.startswith(word):
            return text, value[len(word) :][:999]
        if side == "RIGHT" and value.endswith(word):
            return text, value[: -len(word)]
    return text, value


def _is_number(bare: str, marks: str) -> str:
    """
    Write whether a bare text is a number: digits with one sign, one point, commas by thousands.

    ``marks`` is what is left of it without its digits.
    """
    signed = f'OR(LEFT({bare},1)="-",LEFT({bare},1)="+")'
    pointed = f'LEFT({bare},1)<>".",RIGHT({bare},1)<>"."'
    whole = f'LEFT({bare},FIND(".",{bare}&".")-1)'
    parted = f'IFERROR({whole}=TEXT(VALUE(SUBSTITUTE({whole},",","")),"#,##0"),FALSE)'
    rest = f'SUBSTITUTE({marks},",","")'
    commas_before = f'ISERROR(FIND(",",{bare},FIND(".",{bare}&".")))'
    shapes = (
        f'{marks}=""',
        f'AND({marks}=".",{pointed})',
        f'AND(OR({marks}="-",{marks}="+"),{signed})',
        f'AND(OR({marks}="-.",{marks}="+."),{signed},{pointed},MID({bare},2,1)<>".")',
        f'AND({marks}<>{rest},OR({rest}="",{rest}="."),{pointed},{parted},{commas_before})',
    )
    # No more than 15 digits before the point and 15 behind it are read.
    short = f'FIND(".",{bare}&".")<17+{signed}*1,LEN({bare})-FIND(".",{bare}&".")<16'
    return f"AND(LEN({bare})>LEN({marks}),{short},OR({','.join(shapes)}))"


def _score_fault(shown: _Figure) -> str:
    """Write the fault of a score: outside 0–100, to be read in two ways, or no number."""
    number, bare, marks, mask, shape = shown
    fraction = f"AND({number}>0,{number}<=1,{shape}={say('')})"
    doubt = f"OR({fraction},{_SPLIT.format(mask=mask)})"
    inside = f'IF(OR({number}<0,{number}>100),"C104",IF({doubt},"C106",""))'
    signed = f'OR(LEFT({bare},1)="-",LEFT({bare},1)="+")'
    at = f'FIND(",",{bare}&",")-{signed}*1'
    lone = f'OR({marks}=",",AND({signed},OR({marks}="-,",{marks}="+,")))'
    behind = f'LEN({bare})-FIND(",",{bare}&",")'
    comma = f"AND({lone},{at}>1,{at}<5,{behind}>0,{behind}<3)"
    likelier = f'VALUE(SUBSTITUTE({bare},",","."))'
    other = f'IF({comma},IF(OR({likelier}<0,{likelier}>100),"C104","C106"),"C105")'
    return f"IF(ISNUMBER({number}),{inside},{other})"

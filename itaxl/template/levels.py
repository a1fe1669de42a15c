"""
The level as live formulas, the same as scoring gives.

The level is the best band whose conditions nothing contradicts; it is proven when they are
certain. Where only the mean of two parts is known, each part lies between bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from itaxl.rulebooks.model import Band, Instrument, RuleBook
from itaxl.template.formulas import (
    UNKNOWN,
    Bench,
    Known,
    Term,
    raised,
    round_text,
    rounded,
    say,
    steady,
)
from itaxl.template.words import say as word

Condition = tuple[str, bool]  # a formula that is TRUE or FALSE, and which of the two it is


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Where the level table stands: for each band its name, total and condition, best first."""

    names: tuple[Term, ...]
    froms: tuple[Term, ...]
    eaches: tuple[Term, ...]
    bands: tuple[Band, ...]
    conditions_on: tuple[str, ...]
    places: int


@dataclass(slots=True)
class Standing:
    """Figures of one way to see the scores: as they are, or as tried out."""

    book: RuleBook
    figures: dict[str, Term] = field(default_factory=dict)
    bounds: dict[str, tuple[Term, Term]] = field(default_factory=dict)
    total: Term | None = None  # before rounding

    def rounded_total(self, places: int) -> Term:
        """Round the total half up."""
        assert self.total is not None
        number = self.total.number
        value: Known = "" if number is None else rounded(number, places)
        text = f'IF({self.total.text}="","",{round_text(self.total.text, places)})'
        return Term(text, value)

    def bound(self, code: str) -> tuple[Term, Term] | None:
        """Give the least and the most of a figure; None for one the year does not have."""
        if code in self.bounds:
            return self.bounds[code]
        return (self.figures[code],) * 2 if code in self.figures else None

    def whole(self, part: str) -> Instrument | None:
        """Find the instrument a part belongs to."""
        return next(
            (inst for inst in self.book.instruments if part in [p.code for p in inst.parts]), None
        )


@dataclass(frozen=True, slots=True)
class Levels:
    """The cells about the level that are shown."""

    level: Term
    proof: Term
    next_level: Term
    distance: Term
    binding: Term

    def lines(self, book: RuleBook) -> list[tuple[str, Term, str]]:
        """Give the lines in the order they are shown: key of the word, term, style."""
        if book.levels == "unknown":
            return []
        return [
            ("level", self.level, "level"),
            ("level_proof", self.proof, "computed"),
            ("next_level", self.next_level, "computed"),
            ("distance", self.distance, "computed_score"),
            ("binding", self.binding, "computed"),
        ]


def lay_levels(bench: Bench, now: Standing, total: Term, table: LevelTable) -> Levels:
    """Lay down, band by band, whether it is possible and certain, and what is shown of it."""
    book = now.book
    possible = [bench.lay(_possible(now, total, table, n)) for n in range(len(table.bands))]
    certain = [bench.lay(_certain(now, table, n)) for n in range(len(table.bands))]
    index = bench.lay(_first(possible, total))
    return Levels(
        level=_picked(index, table.names, word(book, "not_computable")),
        proof=_proof(book, index, certain),
        next_level=_next(book, index, table),
        distance=_distance(index, total, table),
        binding=_binding(bench, now, index, table),
    )


def _flag(conditions: Sequence[Condition]) -> Term:
    text = ",".join(text for text, _ in conditions)
    truth = all(truth for _, truth in conditions)
    return Term(f"IF(AND({text}),1,0)", Decimal(int(truth)))


def _at_least(term: Term, least: Term) -> Condition:
    known = term.number is not None and least.number is not None
    truth = known and rounded(term.number or Decimal(0), 8) >= (least.number or Decimal(0))
    return f"{steady(term.text)}>={least.text}", truth


def _possible(now: Standing, total: Term, table: LevelTable, number: int) -> Term:
    """Give 1 when the total is enough and no condition is contradicted."""
    reached = _at_least(total, table.froms[number])
    least = table.eaches[number]
    conditions = [reached]
    if table.bands[number].each_at_least is not None:
        conditions += [
            _at_least(bound[1], least)
            for code in table.conditions_on
            if (bound := now.bound(code)) is not None
        ]
        conditions += [
            condition
            for instrument in now.book.instruments
            if any(part.code in table.conditions_on for part in instrument.parts)
            for condition in _parts_together(now, instrument, least, table)
        ]
    flag = _flag(conditions)
    value = flag.value if total.number is not None else Decimal(0)
    return Term(f'IF({total.text}="",0,{flag.text})', value)


def _parts_together(
    now: Standing, instrument: Instrument, least: Term, table: LevelTable
) -> list[Condition]:
    """Say that all parts can reach a score at once: what one gains the other loses."""
    whole = now.figures[instrument.code]
    texts, needed = [], Decimal(0)
    for part in instrument.parts:
        low = now.bounds[part.code][0]
        if part.code in table.conditions_on:
            texts.append(f"MAX({low.text},{least.text})")
            needed += max(low.number or Decimal(0), least.number or Decimal(0))
        else:
            texts.append(low.text)
            needed += low.number or Decimal(0)
    truth = rounded(needed, 8) <= rounded((whole.number or Decimal(0)) * len(texts), 8)
    left, right = steady("+".join(texts)), steady(f"{len(texts)}*{whole.text}")
    known = all(now.figures[part.code].number is not None for part in instrument.parts)
    refs = ",".join(now.figures[part.code].text for part in instrument.parts)
    # Parts that are known were looked at one by one already.
    return [(f"OR(COUNT({refs})={len(texts)},{left}<={right})", known or truth)]


def _certain(now: Standing, table: LevelTable, number: int) -> Term:
    """Give 1 when every condition is met whatever the unknown parts are."""
    if table.bands[number].each_at_least is None:
        return Term("1", Decimal(1))
    conditions: list[Condition] = []
    for code in table.conditions_on:
        bound = now.bound(code)
        if bound is None:
            return Term("0", Decimal(0))
        low = bound[0]
        text, truth = _at_least(low, table.eaches[number])
        conditions.append((f"ISNUMBER({low.text})", low.number is not None))
        conditions.append((f"IF(ISNUMBER({low.text}),{text},FALSE)", truth))
    return _flag(conditions)


def _first(possible: Sequence[Term], total: Term) -> Term:
    """Give the number of the best possible band, counted from 1."""
    first, last = possible[0].text, possible[-1].text.rpartition("!")[2]
    value: Known = ""
    if total.number is not None:
        value = Decimal(1 + next(n for n, flag in enumerate(possible) if flag.value == 1))
    return Term(f'IF({total.text}="","",MATCH(1,{first}:{last},0))', value)


def _picked(index: Term, cells: Sequence[Term], otherwise: str, shift: int = 0) -> Term:
    first, last = cells[0].text, cells[-1].text.rpartition("!")[2]
    move = f"-{shift}" if shift else ""
    value: Known = otherwise
    if index.number is not None:
        value = cells[int(index.number) - 1 - shift].value
    return Term(
        f'IF({index.text}="",{say(otherwise)},INDEX({first}:{last},{index.text}{move}))', value
    )


def _proof(book: RuleBook, index: Term, certain: Sequence[Term]) -> Term:
    yes, no = word(book, "proven"), word(book, "not_proven")
    first, last = certain[0].text, certain[-1].text.rpartition("!")[2]
    value: Known = ""
    if index.number is not None:
        value = yes if certain[int(index.number) - 1].value == 1 else no
    flag = f"INDEX({first}:{last},{index.text})=1"
    return Term(f'IF({index.text}="","",IF({flag},{say(yes)},{say(no)}))', value)


def _next(book: RuleBook, index: Term, table: LevelTable) -> Term:
    top = word(book, "highest")
    value: Known = ""
    if index.number is not None:
        value = top if index.number == 1 else table.names[int(index.number) - 2].value
    first, last = table.names[0].text, table.names[-1].text.rpartition("!")[2]
    picked = f"INDEX({first}:{last},{index.text}-1)"
    return Term(f'IF({index.text}="","",IF({index.text}=1,{say(top)},{picked}))', value)


def _distance(index: Term, total: Term, table: LevelTable) -> Term:
    """Give what the total lacks to the next level; 0 when only a condition binds."""
    value: Known = ""
    if index.number is not None and index.number > 1 and total.number is not None:
        least = table.froms[int(index.number) - 2].number or Decimal(0)
        value = max(Decimal(0), least - total.number)
    first, last = table.froms[0].text, table.froms[-1].text.rpartition("!")[2]
    least_text = f"INDEX({first}:{last},{index.text}-1)"
    lack = round_text(f"MAX(0,{least_text}-{total.text})", table.places)
    return Term(f'IF({index.text}="","",IF({index.text}=1,"",{lack}))', value)


def _binding(bench: Bench, now: Standing, index: Term, table: LevelTable) -> Term:
    """Name the instruments below the next level's condition, with what each lacks."""
    if not any(band.each_at_least is not None for band in table.bands):
        return UNKNOWN
    first, last = table.eaches[0].text, table.eaches[-1].text.rpartition("!")[2]
    value: Known = ""
    if index.number is not None and index.number > 1:
        value = table.eaches[int(index.number) - 2].value
    each = bench.lay(
        Term(
            f'IF({index.text}="","",IF({index.text}=1,"",'
            f'IF(INDEX({first}:{last},{index.text}-1)="","",INDEX({first}:{last},{index.text}-1))))',
            value,
        )
    )
    names = [bench.lay(_lacking(now, code, each)) for code in table.conditions_on
             if now.bound(code) is not None]  # fmt: skip
    text = "&".join(name.text for name in names) or '""'
    joined = "".join(str(name.value) for name in names)
    # Every name ends with a separator, the last of which is cut off.
    return Term(f'IF(LEN({text})<3,"",LEFT({text},LEN({text})-3))', joined[:-3])


def _lacking(now: Standing, code: str, each: Term) -> Term:
    """Name one instrument with what it lacks; the mean stands for a part that is not known."""
    figure = now.figures[code]
    whole = now.whole(code)
    if whole is not None:
        mean = now.figures[whole.code]
        figure = Term(
            f"IF(ISNUMBER({figure.text}),{figure.text},{mean.text})",
            mean.value if figure.number is None else figure.value,
        )
    lacks = word(now.book, "lacks")
    value: Known = ""
    if each.number is not None and figure.number is not None:
        lack = raised(each.number - figure.number, 2)
        value = f"{code} ({lacks} {lack:.2f}) · " if lack > 0 else ""
    # Rounded up: what must be reached is never told too small.
    lack_text = f"ROUNDUP({steady(f'{each.text}-{figure.text}')},2)"
    shown = f"{say(f'{code} ({lacks} ')}&FIXED({lack_text},2,TRUE)&{say(') · ')}"
    return Term(f'IF({each.text}="","",IF({lack_text}>0,{shown},""))', value)

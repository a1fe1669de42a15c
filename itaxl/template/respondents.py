"""Whether enough people answered, as live formulas, the same as scoring gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from itaxl.rulebooks.model import RuleBook, Sample
from itaxl.template import agency
from itaxl.template.formulas import STEADY_PLACES, UNKNOWN, Bench, Known, Term, say
from itaxl.template.judging import Judgement
from itaxl.template.words import say as word

_MINIMUM = "minimum:"


@dataclass(frozen=True, slots=True)
class Flag:
    """One instrument: the line of หน่วยงาน with its respondents, and a cell that is 1 or 0."""

    instrument: str
    line: str
    term: Term


@dataclass(frozen=True, slots=True)
class Respondents:
    """Instruments with more answers than people and with fewer than are needed."""

    many: tuple[Flag, ...] = ()
    few: tuple[Flag, ...] = ()
    message: Term = UNKNOWN  # says which instruments have too few; "" for none


def lay_respondents(book: RuleBook, made: Judgement, bench: Bench) -> Respondents:
    """Lay down, instrument by instrument, whether its respondents are too many or too few."""
    minima: dict[str, Term] = {}
    for sample in sorted(book.samples, key=lambda sample: sample.of.startswith(_MINIMUM)):
        minima[sample.instrument] = bench.lay(_minimum(sample, _base(book, sample, made, minima)))
    few, many = [], []
    for sample in book.samples:
        people = _people(book, sample.respondents, made)
        line = sample.respondents
        needed = minima[sample.instrument]
        few.append(Flag(sample.instrument, line, bench.lay(_less(people, needed))))
        if not sample.of.startswith(_MINIMUM):
            there = _people(book, sample.of, made)
            many.append(Flag(sample.instrument, line, bench.lay(_less(there, people))))
    message = bench.lay(_message(book, few)) if few else UNKNOWN
    bench.column, bench.row = bench.column + 1, 1
    return Respondents(tuple(many), tuple(few), message)


def _people(book: RuleBook, key: str, made: Judgement) -> Term:
    return made.number("agency", agency.row_of(book, key), agency.VALUE)


def _base(book: RuleBook, sample: Sample, made: Judgement, minima: dict[str, Term]) -> Term:
    if sample.of.startswith(_MINIMUM):
        return minima.get(sample.of.removeprefix(_MINIMUM), UNKNOWN)
    return _people(book, sample.of, made)


def _minimum(sample: Sample, base: Term) -> Term:
    """Give the fewest respondents needed of so many people; "" where the rule is not known."""
    text, known = '""', isinstance(sample.percent, Decimal) and isinstance(sample.floor, int)
    number = base.number
    value: Known = ""
    if known:
        share = f"ROUNDUP(ROUND({base.text}*{sample.percent:f}/100,{STEADY_PLACES}),0)"
        text = f"MAX({sample.floor},{share})"
    if number is not None:
        value = _minimum_of(sample, number, known=known)
    if sample.big is not None and sample.cap is not None:
        text = f"IF({base.text}>{sample.big},{sample.cap},{text})"
    if sample.everybody_below is not None:
        text = f"IF({base.text}<{sample.everybody_below},{base.text},{text})"
    return Term(f'IF({base.text}="","",{text})', value)


def _minimum_of(sample: Sample, people: Decimal, *, known: bool) -> Known:
    if sample.everybody_below is not None and people < sample.everybody_below:
        return people
    if sample.big is not None and sample.cap is not None and people > sample.big:
        return Decimal(sample.cap)
    if not known:
        return ""
    share = (people * Decimal(sample.percent) / 100).to_integral_value(ROUND_CEILING)
    return max(Decimal(sample.floor), share)


def _less(one: Term, other: Term) -> Term:
    """Give 1 when one number is less than the other and both are known."""
    truth = one.number is not None and other.number is not None and one.number < other.number
    text = f"IF(COUNT({one.text},{other.text})=2,IF({one.text}<{other.text},1,0),0)"
    return Term(text, Decimal(int(truth)))


def _message(book: RuleBook, few: Sequence[Flag]) -> Term:
    codes = "&".join(f'IF({f.term.text}=1,{say(f.instrument + " ")},"")' for f in few)
    told = " ".join(f.instrument for f in few if f.term.value == 1)
    words = word(book, "too_few")
    return Term(
        f'IF({"+".join(f.term.text for f in few)}=0,"",TRIM({codes})&{say(" " + words)})',
        f"{told} {words}" if told else "",
    )

"""Sample sizes: how many respondents an instrument needs to be processed."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from itaxl.rulebooks.model import RuleBook, Sample
from itaxl.scores import SampleResult
from itaxl.scoring.inputs import Inputs
from itaxl.wording import Text

_MINIMUM = "minimum:"


def minimum(sample: Sample, population: int) -> int | None:
    """Give the fewest respondents needed of so many people; None when the rule is not known."""
    if sample.everybody_below is not None and population < sample.everybody_below:
        return population
    if sample.big is not None and sample.cap is not None and population > sample.big:
        return sample.cap
    if not isinstance(sample.percent, Decimal) or not isinstance(sample.floor, int):
        return None
    share = (population * sample.percent / 100).to_integral_value(ROUND_CEILING)
    return max(sample.floor, int(share))


def minima(populations: Mapping[str, int], book: RuleBook) -> dict[str, int | None]:
    """Give the minimum of every instrument that has a rule; None where it cannot be told."""
    found: dict[str, int | None] = {}
    for sample in _bases_first(book):
        base = _base(sample, populations, found)
        found[sample.instrument] = None if base is None else minimum(sample, base)
    return found


def sample_results(inputs: Inputs, book: RuleBook) -> tuple[SampleResult, ...]:
    """Compare the respondents of every instrument with its minimum, in the rule book's order."""
    needed = minima(inputs.populations, book)
    return tuple(_result(sample, needed, inputs) for sample in book.samples)


def _result(sample: Sample, needed: Mapping[str, int | None], inputs: Inputs) -> SampleResult:
    code, fewest = sample.instrument, needed[sample.instrument]
    people = inputs.populations.get(sample.respondents)
    cells = inputs.places(sample.respondents)
    base = _base(sample, inputs.populations, needed)
    if people is None:
        reason = _NO_RESPONDENTS.fill(code=code)
    elif base is None:
        reason = _NO_POPULATION.fill(code=code)
    elif fewest is None:
        reason = _NO_RULE.fill(code=code)
    elif people < fewest:
        reason = _TOO_FEW.fill(code=code, people=people, minimum=fewest)
        return SampleResult(code, people, fewest, enough=False, reason=reason, cells=cells)
    else:
        return SampleResult(code, people, fewest, enough=True, cells=cells)
    return SampleResult(code, people, fewest, enough=None, reason=reason, cells=cells)


def _base(
    sample: Sample, populations: Mapping[str, int], found: Mapping[str, int | None]
) -> int | None:
    if sample.of.startswith(_MINIMUM):
        return found.get(sample.of.removeprefix(_MINIMUM))
    return populations.get(sample.of)


def _bases_first(book: RuleBook) -> list[Sample]:
    return sorted(book.samples, key=lambda sample: sample.of.startswith(_MINIMUM))


_TOO_FEW = Text(
    "{code} มีผู้ตอบ {people} คน น้อยกว่าขั้นต่ำ {minimum} คน จึงไม่ประมวลผลคะแนนรวมและระดับ",
    "{code} has {people} respondents, fewer than the minimum of {minimum}, "
    "so neither total nor level is made",
)
_NO_RESPONDENTS = Text(
    "ยังไม่ได้ตรวจจำนวนผู้ตอบ {code} เพราะไม่ทราบจำนวนผู้ตอบ",
    "the sample of {code} was not checked because the number of respondents is not known",
)
_NO_POPULATION = Text(
    "ยังไม่ได้ตรวจจำนวนผู้ตอบ {code} เพราะไม่ทราบจำนวนผู้มีส่วนได้ส่วนเสีย",
    "the sample of {code} was not checked because the number of stakeholders is not known",
)
_NO_RULE = Text(
    "ยังไม่ได้ตรวจจำนวนผู้ตอบ {code} เพราะยังไม่ทราบเกณฑ์ขั้นต่ำของปีนี้",
    "the sample of {code} was not checked because this year's rule is not known",
)

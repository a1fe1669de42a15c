"""From the total to the level: what is certain, what is possible, what lies at a border."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from itaxl.rulebooks.model import UNKNOWN, Band, Instrument, Levels, RuleBook
from itaxl.scores import Figure
from itaxl.scoring.arithmetic import HUNDRED, half_unit, mean, raised, settled
from itaxl.wording import Text

_ZERO = Decimal(0)


class Bounds(NamedTuple):
    """The least and the most a figure can be, given what is known."""

    low: Decimal
    high: Decimal


class Verdict(NamedTuple):
    """A level, whether it is the only possible one, and if not, why."""

    level: str | None
    proven: bool
    reason: Text | None = None


def level_of(total: Decimal, made: Mapping[str, Figure], book: RuleBook) -> Verdict:
    """Give the best level that a rounded total and what is known of the instruments allow."""
    assert book.levels != UNKNOWN
    for band in book.levels.bands:
        if total < band.at_least:
            continue
        if band.each_at_least is not None and _unknown_conditions(book):
            return Verdict(None, proven=False, reason=_UNKNOWN_CONDITIONS)
        if band.each_at_least is None or _is_certain(band.each_at_least, made, book):
            return Verdict(band.name, proven=True)
        if _is_possible(band.each_at_least, made, book):
            return Verdict(
                band.name, proven=False, reason=_why_not_proven(band.each_at_least, made, book)
            )
    last = book.levels.bands[-1]
    return Verdict(last.name, proven=True)


def is_at_border(total: Decimal, levels: Levels) -> bool:
    """Tell whether a total, before rounding, lies so near a border that rounding may cross it."""
    half = half_unit(levels.places)
    low, high = settled(total - half), settled(total + half)
    return any(low < band.at_least <= high for band in levels.bands[:-1])


def next_band(level: str, levels: Levels) -> Band | None:
    """Give the band above a level; None at the top."""
    names = [band.name for band in levels.bands]
    position = names.index(level)
    return levels.bands[position - 1] if position else None


def conditions_on(book: RuleBook) -> tuple[str, ...]:
    """Name the instruments and parts that the conditions of the levels speak of."""
    if book.levels != UNKNOWN and book.levels.conditions_on:
        return book.levels.conditions_on
    return tuple(instrument.code for instrument in book.instruments)


def bounds(code: str, made: Mapping[str, Figure], book: RuleBook) -> Bounds | None:
    """Bound an instrument or a part of one; None when nothing is known of it."""
    figure = made.get(code)
    if figure is not None and figure.value is not None:
        return Bounds(figure.value, figure.value)
    instrument = _whole(code, book)
    if instrument is None or made[instrument.code].value is None:
        return None
    position = [part.code for part in instrument.parts].index(code)
    return _part_bounds(instrument, made, book)[position]


def _part_bounds(
    instrument: Instrument, made: Mapping[str, Figure], book: RuleBook
) -> list[Bounds]:
    """Bound the parts of an instrument whose mean is known, by indicator where possible."""
    parts = [part.code for part in instrument.parts]
    whole = made[instrument.code].value
    assert whole is not None
    by_mean = _spread([made[part].value for part in parts], whole)
    indicators = [indicator.code for indicator in book.indicators_of(instrument.code)]
    means = [made[code].value for code in indicators]
    rows = [
        _spread([made[f"{code}.{part}"].value for part in parts], value)
        for code, value in zip(indicators, means, strict=True)
        if value is not None
    ]
    if not rows or len(rows) < len(indicators):
        return by_mean
    by_indicator = [
        Bounds(mean(b.low for b in column), mean(b.high for b in column))
        for column in zip(*rows, strict=True)
    ]
    return [
        Bounds(max(one.low, other.low), min(one.high, other.high))
        for one, other in zip(by_mean, by_indicator, strict=True)
    ]


def _spread(values: Sequence[Decimal | None], average: Decimal) -> list[Bounds]:
    """Bound values from 0 to 100 of which some, and the average of all, are known."""
    known = [value for value in values if value is not None]
    rest = average * len(values) - sum(known, _ZERO)
    others = HUNDRED * (len(values) - len(known) - 1)
    free = Bounds(
        min(max(rest - others, _ZERO), HUNDRED),
        max(min(rest, HUNDRED), _ZERO),
    )
    return [free if value is None else Bounds(value, value) for value in values]


def _is_certain(least: Decimal, made: Mapping[str, Figure], book: RuleBook) -> bool:
    known = [bounds(code, made, book) for code in conditions_on(book)]
    return all(b is not None and settled(b.low) >= least for b in known)


def _is_possible(least: Decimal, made: Mapping[str, Figure], book: RuleBook) -> bool:
    for code in conditions_on(book):
        found = bounds(code, made, book)
        if found is not None and settled(found.high) < least:
            return False
    return all(
        _parts_may_reach(least, instrument, made, book)
        for instrument in book.instruments
        if any(part.code in conditions_on(book) for part in instrument.parts)
    )


def _parts_may_reach(
    least: Decimal, instrument: Instrument, made: Mapping[str, Figure], book: RuleBook
) -> bool:
    """Tell whether all parts can reach a score at once: what one gains the other loses."""
    whole = made[instrument.code].value
    codes = [part.code for part in instrument.parts]
    if whole is None or all(made[code].value is not None for code in codes):
        return True  # single parts were looked at already
    needed = [
        max(b.low, least) if code in conditions_on(book) else b.low
        for code, b in zip(codes, _part_bounds(instrument, made, book), strict=True)
    ]
    return settled(sum(needed, _ZERO)) <= settled(whole * len(codes))


def _unknown_conditions(book: RuleBook) -> bool:
    return UNKNOWN in conditions_on(book)


def _whole(part: str, book: RuleBook) -> Instrument | None:
    return next((inst for inst in book.instruments if part in [p.code for p in inst.parts]), None)


def _why_not_proven(least: Decimal, made: Mapping[str, Figure], book: RuleBook) -> Text:
    open_ = [
        code
        for code in conditions_on(book)
        if (b := bounds(code, made, book)) is None or settled(b.low) < least
    ]
    whole = next((inst for code in open_ if (inst := _whole(code, book)) is not None), None)
    if whole is None:
        return _NOT_PROVEN.fill(codes=", ".join(open_), least=least)
    count = len(whole.parts)
    certain = raised((HUNDRED * (count - 1) + least) / count)
    return _ONLY_THE_MEAN.fill(
        code=whole.code, parts=", ".join(open_), least=least, certain=certain
    )


_UNKNOWN_CONDITIONS = Text(
    "ไม่มีระดับ เพราะยังไม่ทราบว่าเกณฑ์ระดับของปีนี้ใช้กับเครื่องมือใด",
    "no level: not computable because it is not known which instruments this year's conditions "
    "speak of",
)
_NOT_PROVEN = Text(
    "ยังยืนยันระดับไม่ได้ เพราะไม่ทราบว่า {codes} ได้ {least} คะแนนขึ้นไปหรือไม่",
    "the level is not proven because it is not known whether {codes} reach {least}",
)
_ONLY_THE_MEAN = Text(
    "ยังยืนยันระดับไม่ได้ เพราะทราบเพียงคะแนนเฉลี่ยของ {code} · "
    "{parts} ได้ {least} ขึ้นไปแน่นอนเมื่อค่าเฉลี่ยตั้งแต่ {certain}",
    "the level is not proven because only the mean of the parts of {code} is known; that {parts} "
    "reach {least} is certain only from a mean of {certain}",
)

"""The way to the next level: what is lacking, and the cheapest ways to gain it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from itaxl.rulebooks.model import UNKNOWN, Band, Instrument, RuleBook
from itaxl.scores import Change, Distance, Figure
from itaxl.scoring.arithmetic import HUNDRED, half_unit, plain, raised, settled
from itaxl.scoring.levels import conditions_on, next_band
from itaxl.wording import Text

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Lever:
    """
    A score that can be raised.

    One point of it adds ``worth`` to the total and counts ``cost`` points of its indicator (half
    a point for one of two parts). ``group`` is the instrument or part whose condition it helps.
    """

    code: str
    indicator: str
    group: str
    room: Decimal  # points up to 100
    worth: Decimal
    cost: Decimal


Rises = Mapping[str, Decimal]  # points by code of the lever


def distance(
    level: str, total: Decimal, rounded_total: Decimal, made: Mapping[str, Figure], book: RuleBook
) -> Distance | None:
    """
    Tell what separates a total and its instruments from the next level; None at the top.

    Where the parts of an instrument are not known, its mean is taken for each of them. Points are
    rounded up to the decimals of the rule book.
    """
    assert book.levels != UNKNOWN
    band = next_band(level, book.levels)
    if band is None or (band.each_at_least is not None and UNKNOWN in conditions_on(book)):
        return None
    levers = _levers(made, book)
    needs = _needs(band, levers, made, book)
    lack = settled(max(_ZERO, band.at_least - half_unit(book.levels.places) - total))
    places = book.levels.places
    return Distance(
        level=band.name,
        points=max(_ZERO, band.at_least - rounded_total),
        binding=lacking(band, made, book),
        single=_single(levers, needs, lack, places),
        cheapest=_changes(levers, solve(levers, needs, lack, places) or {}),
        note=_supposed(made, book),
    )


def solve(
    levers: Sequence[Lever], needs: Mapping[str, Decimal], lack: Decimal, places: int
) -> dict[str, Decimal] | None:
    """
    Find the fewest points that meet the needs of every group and what the total lacks.

    ``needs`` are points in sum over the levers of a group, ``lack`` is points of the total. None
    when the levers cannot do it. Needs come first, because nothing can replace them; what the
    total still lacks is then raised where a point of an indicator is worth most, which is the
    exact optimum: every lever of a group is worth the same.
    """
    rises: dict[str, Decimal] = {}
    for group, points in needs.items():
        members = [lever for lever in levers if lever.group == group]
        if not _raise(members, points, rises, places):
            return None
    if rises:
        lack -= sum((rises.get(lever.code, _ZERO) * lever.worth for lever in levers), _ZERO)
    for worth, members in _by_gain(levers):
        before = sum((rises.get(lever.code, _ZERO) for lever in members), _ZERO)
        _raise(members, lack / worth, rises, places)
        after = sum((rises.get(lever.code, _ZERO) for lever in members), _ZERO)
        lack -= (after - before) * worth
    return rises if settled(lack) <= 0 else None


def _by_gain(levers: Sequence[Lever]) -> list[tuple[Decimal, list[Lever]]]:
    """Group levers of equal worth, those first that gain most for a point of an indicator."""
    if len(levers) == 1:
        return [(levers[0].worth, list(levers))]
    groups: dict[tuple[Decimal, Decimal], list[Lever]] = {}
    for lever in levers:
        groups.setdefault((settled(lever.worth / lever.cost), lever.worth), []).append(lever)
    return [(worth, groups[gain, worth]) for gain, worth in sorted(groups, reverse=True)]


def _raise(
    levers: Iterable[Lever], points: Decimal, rises: dict[str, Decimal], places: int
) -> bool:
    """Spread points over levers, the one with most room first, and tell whether they fitted."""
    for lever in sorted(levers, key=lambda lever: -lever.room):
        if settled(points) <= 0:
            break
        free = lever.room - rises.get(lever.code, _ZERO)
        more = min(free, raised(points, places))
        if more > 0:
            rises[lever.code] = rises.get(lever.code, _ZERO) + more
            points -= more
    return settled(points) <= 0


def _levers(made: Mapping[str, Figure], book: RuleBook) -> list[Lever]:
    return [
        lever for instrument in book.instruments for lever in _levers_of(instrument, made, book)
    ]


def _levers_of(instrument: Instrument, made: Mapping[str, Figure], book: RuleBook) -> list[Lever]:
    assert isinstance(instrument.weight, Decimal)
    indicators = [indicator.code for indicator in book.indicators_of(instrument.code)]
    count = len(indicators)
    if _in_parts(instrument, made, book):
        share = Decimal(1) / len(instrument.parts)
        return [
            Lever(code, indicator, part.code, HUNDRED - value, part.weight / 100 / count, share)
            for indicator in indicators
            for part in instrument.parts
            if (value := made[code := f"{indicator}.{part.code}"].value) is not None
        ]
    levers = [
        Lever(
            code,
            code,
            instrument.code,
            HUNDRED - value,
            instrument.weight / 100 / count,
            Decimal(1),
        )
        for code in indicators
        if (value := made[code].value) is not None
    ]
    whole = made[instrument.code].value
    if len(levers) == count or whole is None:
        return levers
    # Only the instrument itself is known: one point of it is one point of each indicator.
    code, worth = instrument.code, instrument.weight / 100
    return [Lever(code, code, code, HUNDRED - whole, worth, Decimal(max(count, 1)))]


def _in_parts(instrument: Instrument, made: Mapping[str, Figure], book: RuleBook) -> bool:
    """Tell whether conditions speak of the parts, and every part of every indicator is known."""
    named = any(part.code in conditions_on(book) for part in instrument.parts)
    return named and all(
        made[f"{indicator.code}.{part.code}"].value is not None
        for indicator in book.indicators_of(instrument.code)
        for part in instrument.parts
    )


def _needs(
    band: Band, levers: Sequence[Lever], made: Mapping[str, Figure], book: RuleBook
) -> dict[str, Decimal]:
    """Tell how many points each group lacks in sum over its levers, for the band's condition."""
    if band.each_at_least is None:
        return {}
    needs: dict[str, Decimal] = {}
    for code in conditions_on(book):
        group = _group(code, levers, book)
        value = _value(code, made, book)
        if group is None or value is None:
            continue
        members = sum(lever.group == group for lever in levers)
        lack = settled(band.each_at_least - value) * members
        if lack > 0:
            needs[group] = max(lack, needs.get(group, _ZERO))
    return needs


def lacking(band: Band, made: Mapping[str, Figure], book: RuleBook) -> tuple[Change, ...]:
    """Name the instruments and parts below a band's condition, with what each lacks."""
    if band.each_at_least is None:
        return ()
    assert book.levels != UNKNOWN
    lacking = (
        (code, settled(band.each_at_least - value))
        for code in conditions_on(book)
        if (value := _value(code, made, book)) is not None
    )
    places = book.levels.places
    return tuple(Change(code, raised(lack, places)) for code, lack in lacking if lack > 0)


def _value(code: str, made: Mapping[str, Figure], book: RuleBook) -> Decimal | None:
    """Give a figure, or the mean of the instrument for a part that is not known."""
    figure = made.get(code)
    if figure is not None and figure.value is not None:
        return figure.value
    whole = _whole(code, book)
    return made[whole.code].value if whole is not None else None


def _group(code: str, levers: Sequence[Lever], book: RuleBook) -> str | None:
    groups = {lever.group for lever in levers}
    if code in groups:
        return code
    whole = _whole(code, book)
    return whole.code if whole is not None and whole.code in groups else None


def _whole(part: str, book: RuleBook) -> Instrument | None:
    return next((i for i in book.instruments if part in [p.code for p in i.parts]), None)


def _single(
    levers: Sequence[Lever], needs: Mapping[str, Decimal], lack: Decimal, places: int
) -> Change | None:
    """Find the one indicator that reaches the level with the smallest rise."""
    found: list[Change] = []
    for indicator in dict.fromkeys(lever.indicator for lever in levers):
        own = [lever for lever in levers if lever.indicator == indicator]
        rises = solve(own, needs, lack, places)
        if rises:
            found.extend(_changes(own, rises))
    return min(found, key=lambda change: change.points, default=None)


def _changes(levers: Sequence[Lever], rises: Rises) -> tuple[Change, ...]:
    """Tell rises by indicator, with the rises of its parts where they are levers of their own."""
    changes = []
    for indicator in dict.fromkeys(lever.indicator for lever in levers):
        own = [lever for lever in levers if lever.indicator == indicator]
        moved = [(lever, rises[lever.code]) for lever in own if rises.get(lever.code)]
        if not moved:
            continue
        parts = tuple(Change(lever.code, plain(rise)) for lever, rise in moved)
        if len(own) == 1:
            changes.append(parts[0])
        else:
            points = plain(sum((lever.cost * rise for lever, rise in moved), _ZERO))
            changes.append(Change(indicator, points, parts))
    return tuple(changes)


def _supposed(made: Mapping[str, Figure], book: RuleBook) -> Text | None:
    for code in conditions_on(book):
        whole = _whole(code, book)
        if whole is not None and made[code].value is None:
            return _SUPPOSED.fill(code=whole.code)
    return None


_SUPPOSED = Text(
    "คำนวณโดยถือว่าทุกส่วนของ {code} ได้เท่าค่าเฉลี่ย เพราะไม่ทราบคะแนนแยกส่วน",
    "computed as if every part of {code} had the mean, because the parts are not known",
)

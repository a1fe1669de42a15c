"""Registers of several coordinators as one: what each expects, silences and chose, put together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from itaxl.register import EVERYBODY, Agency, Register, Settings, Waiver
from itaxl.summary.record import register_line
from itaxl.thai import fold

Value = TypeVar("Value")


def joined(registers: Iterable[Register]) -> Register | None:
    """
    Put registers together; None when there is none, and a single one stays as it is.

    The order they come in makes no difference. Where settings differ: the fiscal year most of them
    are of, the last deadline and day, and no province, target or share at all. A waiver for
    everybody holds for the agencies of its own register.
    """
    lines = {register_line(register): register for register in registers}
    several = [lines[line] for line in sorted(lines)]
    if len(several) < 2:
        return several[0] if several else None
    return Register(
        agencies=_agencies(several),
        settings=_settings([register.settings for register in several]),
        waivers=tuple(sorted({w for r in several for w in _waivers(r)}, key=repr)),
        choices=tuple(sorted({choice for r in several for choice in r.choices}, key=repr)),
    )


def _agencies(registers: list[Register]) -> tuple[Agency, ...]:
    """Every agency once: the line that says most; one without a code gives way to one with it."""
    ordered = sorted((a for r in registers for a in r.agencies), key=lambda a: (-_said(a), repr(a)))
    coded = {_place(agency) for agency in ordered if agency.code}
    found: dict[tuple[str, ...], Agency] = {}
    for agency in ordered:
        if agency.code or _place(agency) not in coded:
            found.setdefault((fold(agency.code) or "", *_place(agency)), agency)
    return tuple(sorted(found.values(), key=lambda a: (a.province, a.district, a.name, repr(a))))


def _place(agency: Agency) -> tuple[str, ...]:
    return tuple(map(fold, (agency.name, agency.type, agency.district, agency.province)))


def _said(agency: Agency) -> int:
    told = (agency.contact, agency.note, agency.last_total, agency.last_level)
    return sum(1 for value in told if value) + len(agency.last_scores)


def _settings(settings: list[Settings]) -> Settings:
    return Settings(
        fiscal_year=_commonest([each.fiscal_year for each in settings if each.fiscal_year]),
        province=_agreed([each.province for each in settings if each.province]) or "",
        deadline=max((each.deadline for each in settings if each.deadline), default=None),
        as_of=max((each.as_of for each in settings if each.as_of), default=None),
        target_score=_agreed([each.target_score for each in settings if each.target_score]),
        target_share=_agreed([each.target_share for each in settings if each.target_share]),
    )


def _commonest(years: list[int]) -> int | None:
    counts = Counter(years)
    return max(counts, key=lambda year: (counts[year], year), default=None)


def _agreed(values: list[Value]) -> Value | None:
    return values[0] if values and all(value == values[0] for value in values) else None


def _waivers(register: Register) -> Iterable[Waiver]:
    for waiver in register.waivers:
        if waiver.agency.strip() != EVERYBODY:
            yield waiver
            continue
        for agency in register.agencies:
            yield replace(waiver, agency=agency.code or agency.name)

"""The register: which agencies are expected, and the few settings a coordinator makes."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from itaxl.thai import fold

EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Agency:
    """
    One expected agency; the key is (type, name, district, province), or its code where it has one.

    ``type`` is a value of the list agency_types of the rule book; ``last_scores`` by figure code;
    ``units`` its own units by their usual names, empty where they are not known.
    """

    name: str
    type: str = ""
    district: str = ""
    province: str = ""
    code: str = ""
    contact: str = ""
    note: str = ""
    last_total: Decimal | None = None
    last_level: str = ""
    last_scores: Mapping[str, Decimal] = field(default_factory=dict)
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that need not be mended: agency (code or name, "*" for all), code, scope."""

    agency: str
    code: str
    scope: str = ""  # sheet, heading or row key; empty for the whole workbook
    reason: str = ""
    approved_by: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FileChoice:
    """Which file counts when several came from one agency."""

    agency: str
    file: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the coordinator sets: years are Buddhist Era, targets points and percent."""

    fiscal_year: int | None = None
    province: str = ""
    deadline: dt.date | None = None
    as_of: dt.date | None = None
    target_score: Decimal | None = None
    target_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """A register as read; faults of it are findings beside it."""

    agencies: tuple[Agency, ...] = ()
    settings: Settings = field(default_factory=Settings)
    waivers: tuple[Waiver, ...] = ()
    choices: tuple[FileChoice, ...] = ()


class Told(Protocol):
    """What a waiver looks at of a finding."""

    @property
    def code(self) -> str:
        """The code of its rule."""

    @property
    def sheet(self) -> str:
        """The sheet it is on."""

    @property
    def heading(self) -> str:
        """The heading of its column or line."""

    @property
    def row(self) -> str:
        """The key of its row; several are parted by commas."""


def called(name: str, codes: Iterable[str], prefixes: Iterable[str] = ()) -> frozenset[str]:
    """
    Give all that an agency is called by, folded: its codes, its name, its name with other prefixes.

    ``prefixes`` are the words for its type: with องค์การบริหารส่วนตำบล and อบต. both
    องค์การบริหารส่วนตำบลหนองแสง and อบต.หนองแสง are its names, and หนองแสง alone is too.
    """
    whole = fold(name)
    words = sorted({fold(prefix) for prefix in prefixes}, key=len, reverse=True)
    found = next((word for word in words if whole.startswith(word) and whole != word), "")
    bare = whole.removeprefix(found)
    names = {whole, bare, *(word + bare for word in words if bare)} if whole else set()
    return frozenset({*names, *(fold(code) for code in codes)} - {""})


def waives(
    waiver: Waiver, names: Collection[str], finding: Told, day: dt.date | None = None
) -> bool:
    """
    Tell whether a waiver silences a finding about an agency on a day; None is any day.

    ``names`` is what the agency is ``called`` by. A scope is the sheet, heading or row it is about.
    """
    if waiver.until is not None and day is not None and waiver.until < day:
        return False
    if fold(waiver.code) != fold(finding.code):
        return False
    if waiver.agency.strip() != EVERYBODY and fold(waiver.agency) not in names:
        return False
    scopes = {fold(text) for text in (finding.sheet, finding.heading, finding.row) if text}
    return not waiver.scope or fold(waiver.scope) in scopes

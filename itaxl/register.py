"""The register: which agencies are expected, and the few settings a coordinator makes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Agency:
    """
    One expected agency; the key is (type, name, district, province), or its code where it has one.

    ``type`` is a value of the list agency_types of the rule book; ``last_scores`` by figure code.
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


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that need not be mended: agency (code or name, "*" for all), code, scope, reason."""

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

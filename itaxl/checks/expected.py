"""What checks ask of the register about one workbook: its agency, last scores, own units."""

import re
from collections.abc import Mapping
from decimal import Decimal

from itaxl.checks.agencies import Directory, identity_of
from itaxl.checks.base import Case, number_of
from itaxl.fields.owner import Owners
from itaxl.register import Agency, Register
from itaxl.submission import Record, Submission
from itaxl.thai import fold

_UNIT = re.compile(r"(?:สำนัก|กอง|ส่วน)(?!ทุน)|งาน|ฝ่าย|หน่วย|ศูนย์")
_DEPARTMENTS = ("สำนัก", "กอง", "ส่วน")  # names of one rank; the smaller units have one word each


_known: list[tuple[Register, Directory]] = []  # of the register asked last: one run has one


def expected_agency(case: Case) -> Agency | None:
    """Find the line of the register that is this agency's; None where there is none."""
    if case.register is None:
        return None
    if "expected" not in case.memo:
        directory = _directory(case.register)
        found = directory.of(identity_of(case.submission))
        case.memo["expected"] = directory.agencies[min(found)] if found else None
    agency: Agency | None = case.memo["expected"]
    return agency


def _directory(register: Register) -> Directory:
    if not _known or _known[0][0] is not register:
        _known[:] = [(register, Directory(register.agencies))]
    return _known[0][1]


def scores_before(case: Case, code: str) -> list[Decimal]:
    """
    Give what is known of last year's score of an indicator, the nearest source first.

    These are the form's own column, last year's report, and the register.
    """
    agency = expected_agency(case)
    known = [
        number_of(entry)
        for entry in (
            case.submission.scores.get(f"last.{code}"),
            case.last.scores.get(code) if case.last is not None else None,
        )
        if entry is not None and entry.value is not None
    ]
    known.append(agency.last_scores.get(code) if agency else None)
    return [score for score in known if score is not None]


def strange_units(record: Record, case: Case) -> tuple[str, ...]:
    """
    Name the owners of a measure that are units, but none of this agency's.

    Where the register lists the agency's units these are all it has, of each rank the list names.
    Else, where last year's report is at hand, a unit is strange that is in no list of ours and
    owned nothing then. Where neither is known nothing is strange.
    """
    entry = record.entries.get("owner")
    owners = entry.value if entry is not None else None
    if not isinstance(owners, Owners) or owners.scope != "unit":
        return ()
    agency = expected_agency(case)
    if agency is not None and agency.units:
        own = {fold(unit): _rank(unit) for unit in agency.units}
        ranks = set(own.values()) - {""}
        return tuple(u for u in owners.units if _rank(u) in ranks and fold(u) not in own)
    if case.last is None or not (before := _units_of(case.last, case)):
        return ()
    return tuple(unit for unit in owners.unknown if _rank(unit) and fold(unit) not in before)


def own_units(case: Case) -> str:
    """List the units the register knows, for a message."""
    agency = expected_agency(case)
    return ", ".join(agency.units) if agency is not None else ""


def _units_of(submission: Submission, case: Case) -> Mapping[str, None]:
    """Give the units that owned a measure in another submission, once per case."""
    mark = (id(submission), "units")
    if mark not in case.memo:
        values = (record.value("owner") for record in submission.records)
        owners = [value for value in values if isinstance(value, Owners)]
        case.memo[mark] = dict.fromkeys(fold(unit) for one in owners for unit in one.units)
    units: Mapping[str, None] = case.memo[mark]
    return units


def _rank(unit: str) -> str:
    """Give the rank of a unit by the word it begins with; empty for a person or a post."""
    match = _UNIT.match(unit)
    if match is None:
        return ""
    return _DEPARTMENTS[0] if match[0] in _DEPARTMENTS else match[0]

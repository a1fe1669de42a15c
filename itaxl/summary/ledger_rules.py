"""
Which file counts for which agency, and what became of every other one.

Pure: digests and a register go in, lines come out; no table, no workbook, no wording.
The order in which the digests come makes no difference.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath

from itaxl.register import Agency, FileChoice, Register
from itaxl.submission import Form
from itaxl.summary.digest import Digest
from itaxl.summary.identities import Identity, Vocabulary, Who, bare_code, identify
from itaxl.thai import fold

SHORTEST_HINT = 4  # a shorter code or name stands in too many file names by chance
BANGKOK = dt.timezone(dt.timedelta(hours=7))


class Arrival(StrEnum):
    """What became of one file, or of an agency that sent none."""

    RECEIVED = "received"  # counts for its agency
    LATE = "late"  # counts, but was last changed after the deadline
    NOTHING = "nothing"  # counts: the agency answers that it has nothing to report
    MISSING = "missing"  # in the register, and nothing came
    UNREADABLE = "unreadable"  # no workbook could be read from the file
    REJECTED = "rejected"  # readable, but nothing of it may count; see Cause
    SUPERSEDED = "superseded"  # valid, but another file of its agency counts

    @property
    def is_valid(self) -> bool:
        """The file may count for its agency."""
        return self in {Arrival.RECEIVED, Arrival.LATE, Arrival.NOTHING}


class Cause(StrEnum):
    """Why a file has the status it has; the key of its words."""

    NONE = ""
    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"
    REGISTER = "register"
    SUMMARY = "summary"
    OTHER_YEAR = "other_year"
    NO_AGENCY = "no_agency"  # neither name nor code is given
    TWO_CODES = "two_codes"  # the code issued with the file is not the one written in it
    NO_FIGURES = "no_figures"  # neither a score nor a measure could be read
    OLDER = "older"
    NOT_CHOSEN = "not_chosen"
    SAME = "same"  # the same bytes came twice
    MISSING = "missing"
    AFTER_DEADLINE = "after_deadline"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Member:
    """One agency of the summary: expected, received, or both."""

    key: str
    who: Who
    expected: Agency | None = None  # its line of the register


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of the ledger: a file, or an agency that sent none.

    ``member`` is None for a file nobody can be found for. ``stands`` marks the one line that
    gives its agency its status. ``winner`` is the file that counts instead of this one.
    """

    member: Member | None
    digest: Digest | None
    status: Arrival
    cause: Cause = Cause.NONE
    stands: bool = False
    late: bool = False
    hinted: bool = False  # the agency is known from the name of the file only
    chosen: bool = False  # the register's choice made it count
    winner: Digest | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What files are judged by: the year summed up, the deadline, the day it is."""

    year: int
    as_of: dt.date
    deadline: dt.date | None = None
    choices: tuple[FileChoice, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def judge(digest: Digest, terms: Terms) -> tuple[Arrival, Cause]:
    """
    Tell whether a file may count at all, other files left aside.

    Unreadable: no workbook. Rejected: another form, another year, no agency, a code that was
    issued to someone else, or neither one score nor one measure that could be read.
    """
    if digest.form is None:
        return Arrival.UNREADABLE, Cause.UNREADABLE
    cause = _refusal(digest, terms)
    if cause is not Cause.NONE:
        return Arrival.REJECTED, cause
    if not digest.measures and not digest.scored:
        if digest.nothing:
            return Arrival.NOTHING, Cause.NOTHING
        return Arrival.REJECTED, Cause.NO_FIGURES
    if is_late(digest, terms.deadline):
        return Arrival.LATE, Cause.AFTER_DEADLINE
    return Arrival.RECEIVED, Cause.NONE


def is_late(digest: Digest, deadline: dt.date | None) -> bool:
    """The file was last changed after the deadline; unknown is not late."""
    changed = local_date(digest.file.modified)
    return deadline is not None and changed is not None and changed > deadline


def local_date(moment: dt.datetime | None) -> dt.date | None:
    """The date of a moment in Thailand; a moment without a zone is taken as local."""
    if moment is None:
        return None
    return (moment.astimezone(BANGKOK) if moment.tzinfo else moment).date()


def ledger(
    digests: Iterable[Digest], register: Register | None, terms: Terms
) -> tuple[tuple[Member, ...], tuple[Line, ...]]:
    """
    Put files and agencies together: every agency once among the members, every file in one line.

    Of the valid files of an agency the newest counts: by report date, then by the file's own
    date, then by hash. A choice in the register goes before.
    """
    ordered = sorted(digests, key=lambda digest: (digest.file.sha256, digest.file.path))
    members, owner, hinted = _attribute(ordered, register, terms)
    files: dict[str, list[Digest]] = defaultdict(list)
    for digest in ordered:
        files[owner.get(digest.file.path, "")].append(digest)
    lines: list[Line] = []
    for member in members:
        lines += _lines_of(member, files.pop(member.key, []), hinted, terms)
    for digest in files.pop("", []):
        lines.append(Line(None, digest, *judge(digest, terms)))
    return members, tuple(lines)


# ── attribution ─────────────────────────────────────────────────────────────────────────────────


def _attribute(
    digests: Sequence[Digest], register: Register | None, terms: Terms
) -> tuple[tuple[Member, ...], dict[str, str], frozenset[str]]:
    """Find the agency of each file: members, path -> key of the member, paths told by name only."""
    roll = _Roll(terms.vocabulary, register.agencies if register else ())
    owner: dict[str, str] = {}
    # Files that give a code go first, so that one without finds the agency it belongs to.
    for digest in sorted(digests, key=lambda digest: not digest.who.code):
        if (digest.who.name or digest.who.code) and digest.is_return:
            owner[digest.file.path] = roll.find_or_add(digest.who).key
    nameless = [digest for digest in digests if digest.file.path not in owner]
    hints = {digest.file.path: roll.hinted(digest.file.path) for digest in nameless}
    hinted = {path: member.key for path, member in hints.items() if member}
    return roll.members, owner | hinted, frozenset(hinted)


class _Roll:
    """The agencies known so far; the register's come first and keep their order."""

    def __init__(self, vocabulary: Vocabulary, expected: Iterable[Agency]) -> None:
        self._vocabulary = vocabulary
        self._by_code: dict[str, Member] = {}
        self._written_codes: dict[str, Member] = {}
        self._by_name: dict[str, list[tuple[Identity, Member]]] = defaultdict(list)
        self._members: dict[str, Member] = {}
        for agency in expected:
            who = Who(agency.name, agency.type, agency.district, agency.province, agency.code)
            self._add(who, agency)

    @property
    def members(self) -> tuple[Member, ...]:
        return tuple(self._members.values())

    def find_or_add(self, who: Who) -> Member:
        identity = identify(who, self._vocabulary)
        if identity.code and (found := self._by_code.get(bare_code(identity.code))):
            return found
        agreeing = [
            member for known, member in self._by_name[identity.name] if known.agrees(identity)
        ]
        return agreeing[0] if len(agreeing) == 1 else self._add(who, None)

    def hinted(self, path: str) -> Member | None:
        """The one agency whose code or name stands in the name of a file."""
        stem = fold(_file_name(path))
        found = {
            member.key: member
            for code, member in self._written_codes.items()
            if len(code) >= SHORTEST_HINT and code in stem
        }
        if not found:
            names = [name for name in self._by_name if len(name) >= SHORTEST_HINT and name in stem]
            longest = max(names, key=len, default="")
            found = {member.key: member for _, member in self._by_name.get(longest, ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def _add(self, who: Who, expected: Agency | None) -> Member:
        identity = identify(who, self._vocabulary)
        if identity.key in self._members:  # doubled in the register: the first line counts
            return self._members[identity.key]
        member = Member(identity.key, who, expected)
        self._members[member.key] = member
        if identity.code:
            self._by_code.setdefault(bare_code(identity.code), member)
            self._written_codes.setdefault(identity.code, member)
        self._by_name[identity.name].append((identity, member))
        return member


# ── choosing ────────────────────────────────────────────────────────────────────────────────────


def _lines_of(
    member: Member, files: Sequence[Digest], hinted: frozenset[str], terms: Terms
) -> list[Line]:
    if not files:
        return [Line(member, None, Arrival.MISSING, Cause.MISSING, stands=True)]
    judged = [
        Line(
            member,
            digest,
            *judge(digest, terms),
            late=is_late(digest, terms.deadline),
            hinted=digest.file.path in hinted,
        )
        for digest in sorted(files, key=lambda digest: _age(digest, terms), reverse=True)
    ]
    valid = [line for line in judged if line.status.is_valid and not line.hinted]
    chosen = next((line for line in valid if _is_chosen(line, member, terms)), None)
    standing = chosen or (valid[0] if valid else judged[0])
    return [_settled(line, standing, chosen=chosen is not None) for line in judged]


def _settled(line: Line, standing: Line, *, chosen: bool) -> Line:
    if line is standing:
        return replace(line, stands=True, chosen=chosen)
    if not line.status.is_valid or line.hinted:
        return line
    assert line.digest is not None
    assert standing.digest is not None
    same = line.digest.file.sha256 and line.digest.file.sha256 == standing.digest.file.sha256
    why = Cause.SAME if same else Cause.NOT_CHOSEN if chosen else Cause.OLDER
    return replace(line, status=Arrival.SUPERSEDED, cause=why, winner=standing.digest)


def _age(digest: Digest, terms: Terms) -> tuple[dt.date, dt.datetime, str, str]:
    """What the newest file is told by; a report dated after the day it is, is not believed."""
    changed = digest.file.modified
    if changed is not None and changed.tzinfo:
        changed = changed.astimezone(BANGKOK).replace(tzinfo=None)
    reported = digest.report_date
    if reported is None or reported > terms.as_of:
        reported = changed.date() if changed else dt.date.min
    earliest = dt.datetime.min  # noqa: DTZ901 - compared with naive moments only
    return reported, changed or earliest, digest.file.sha256, digest.file.path


def _is_chosen(line: Line, member: Member, terms: Terms) -> bool:
    assert line.digest is not None
    mine = identify(member.who, terms.vocabulary)
    name, path = fold(_file_name(line.digest.file.path)), fold(line.digest.file.path)
    for choice in terms.choices:
        agency = identify(Who(choice.agency), terms.vocabulary)
        about = mine.code and bare_code(fold(choice.agency)) == bare_code(mine.code)
        if not about and not mine.agrees(agency):
            continue
        file = fold(choice.file)
        if file and (
            file in (name, path, name.rsplit(".", 1)[0])
            or (len(file) >= 8 and line.digest.file.sha256.startswith(file))
        ):
            return True
    return False


# ── one file ────────────────────────────────────────────────────────────────────────────────────

_OTHER_FORMS = {Form.REGISTER: Cause.REGISTER, Form.SUMMARY: Cause.SUMMARY}


def _refusal(digest: Digest, terms: Terms) -> Cause:
    if digest.form not in {Form.STANDARD, Form.CORRECTED}:
        return _OTHER_FORMS.get(digest.form, Cause.NOT_OURS) if digest.form else Cause.NOT_OURS
    if digest.fiscal_year != terms.year:
        return Cause.OTHER_YEAR
    if not digest.who.name and not digest.who.code:
        return Cause.NO_AGENCY
    return Cause.TWO_CODES if digest.two_codes else Cause.NONE


def _file_name(path: str) -> str:
    return PurePosixPath(PureWindowsPath(path).as_posix()).name

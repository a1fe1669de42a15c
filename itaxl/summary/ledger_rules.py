"""
Which file counts for which agency, and what became of every other one.

Pure: reviews and a register go in, lines come out; no table, no workbook, no wording.
The order in which the reviews come makes no difference.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath

from itaxl.fields.reading import State
from itaxl.register import Agency, FileChoice, Register
from itaxl.review import Review
from itaxl.submission import Form, Record, Submission
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
class Vocabulary:
    """
    The words that identities and empty answers are recognised by, all folded.

    ``types`` leads from a prefix of a name (องค์การบริหารส่วนตำบล, อบต.) to the type's value.
    """

    types: Mapping[str, str] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()
    district_words: tuple[str, ...] = ()
    province_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """An agency as someone wrote it; ``type`` is a value of the list agency_types."""

    name: str = ""
    type: str = ""
    district: str = ""
    province: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What agencies are compared by: folded, prefixes off; an empty part is not known."""

    name: str
    type: str
    district: str
    province: str
    code: str

    @property
    def key(self) -> str:
        """One text per agency: its code, else (type, name, district, province)."""
        if self.code:
            return f"code:{self.code}"
        return "|".join((self.type, self.name, self.district, self.province))

    def agrees(self, other: "Identity") -> bool:
        """Name the same agency: equal names, and no part that both give differs."""
        pairs = (
            (self.type, other.type),
            (self.district, other.district),
            (self.province, other.province),
            (bare_code(self.code), bare_code(other.code)),
        )
        return (
            bool(self.name)
            and self.name == other.name
            and all(not mine or not theirs or mine == theirs for mine, theirs in pairs)
        )


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
    review: Review | None
    status: Arrival
    cause: Cause = Cause.NONE
    stands: bool = False
    late: bool = False
    hinted: bool = False  # the agency is known from the name of the file only
    chosen: bool = False  # the register's choice made it count
    winner: Review | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What files are judged by: the year summed up, the deadline, the day it is."""

    year: int
    as_of: dt.date
    deadline: dt.date | None = None
    choices: tuple[FileChoice, ...] = ()
    vocabulary: Vocabulary = Vocabulary()


def identify(who: Who, vocabulary: Vocabulary) -> Identity:
    """Fold an agency as written; a type written as part of the name is taken from there."""
    name, kind = fold(who.name), who.type
    for prefix in sorted(vocabulary.types, key=len, reverse=True):
        # A name that is nothing but its type (กรุงเทพมหานคร) stays whole.
        if name.startswith(prefix) and name != prefix:
            name, kind = name.removeprefix(prefix), kind or vocabulary.types[prefix]
            break
    return Identity(
        name=name,
        type=kind,
        district=_bare(who.district, vocabulary.district_words),
        province=_bare(who.province, vocabulary.province_words),
        code=fold(who.code),
    )


def judge(review: Review, terms: Terms) -> tuple[Arrival, Cause]:
    """
    Tell whether a file may count at all, other files left aside.

    Unreadable: no submission. Rejected: another form, another year, no agency, a code that was
    issued to someone else, or neither one score nor one measure that could be read.
    """
    submission = review.submission
    if submission is None:
        return Arrival.UNREADABLE, Cause.UNREADABLE
    cause = _refusal(submission, terms)
    if cause is not Cause.NONE:
        return Arrival.REJECTED, cause
    measured, scored = measures(submission, terms.vocabulary), _has_scores(review)
    if not measured and not scored:
        if says_nothing(submission, terms.vocabulary):
            return Arrival.NOTHING, Cause.NOTHING
        return Arrival.REJECTED, Cause.NO_FIGURES
    if is_late(review, terms.deadline):
        return Arrival.LATE, Cause.AFTER_DEADLINE
    return Arrival.RECEIVED, Cause.NONE


def measures(submission: Submission, vocabulary: Vocabulary) -> tuple[Record, ...]:
    """The rows that tell of a measure; a row that only says there is none is left out."""
    return tuple(record for record in submission.records if not _is_none(record, vocabulary))


def says_nothing(submission: Submission, vocabulary: Vocabulary) -> bool:
    """The table of measures holds a word for "nothing", and no measure."""
    if measures(submission, vocabulary):
        return False
    written = [row.text for row in submission.explained if row.text]
    return bool(submission.records) or any(fold(text) in vocabulary.nothing for text in written)


def is_late(review: Review, deadline: dt.date | None) -> bool:
    """The file was last changed after the deadline; unknown is not late."""
    changed = local_date(review.file.modified)
    return deadline is not None and changed is not None and changed > deadline


def local_date(moment: dt.datetime | None) -> dt.date | None:
    """The date of a moment in Thailand; a moment without a zone is taken as local."""
    if moment is None:
        return None
    return (moment.astimezone(BANGKOK) if moment.tzinfo else moment).date()


def ledger(
    reviews: Iterable[Review], register: Register | None, terms: Terms
) -> tuple[tuple[Member, ...], tuple[Line, ...]]:
    """
    Put files and agencies together: every agency once among the members, every file in one line.

    Of the valid files of an agency the newest counts: by report date, then by the file's own
    date, then by hash. A choice in the register goes before.
    """
    ordered = sorted(reviews, key=lambda review: (review.file.sha256, review.file.path))
    members, owner, hinted = _attribute(ordered, register, terms)
    files: dict[str, list[Review]] = defaultdict(list)
    for review in ordered:
        files[owner.get(review.file.path, "")].append(review)
    lines: list[Line] = []
    for member in members:
        lines += _lines_of(member, files.pop(member.key, []), hinted, terms)
    for review in files.pop("", []):
        lines.append(Line(None, review, *judge(review, terms)))
    return members, tuple(lines)


def who_is(submission: Submission) -> Who:
    """The agency a workbook names on its sheet หน่วยงาน."""

    def said(key: str) -> str:
        entry = submission.agency.get(key)
        if entry is None or entry.is_blank:
            return ""
        return _text(entry.value) or (entry.text if key != "type" else "")

    return Who(**{key: said(key) for key in ("name", "type", "district", "province", "code")})


# ── attribution ─────────────────────────────────────────────────────────────────────────────────


def _attribute(
    reviews: Sequence[Review], register: Register | None, terms: Terms
) -> tuple[tuple[Member, ...], dict[str, str], frozenset[str]]:
    """Find the agency of each file: members, path -> key of the member, paths told by name only."""
    roll = _Roll(terms.vocabulary, register.agencies if register else ())
    owner: dict[str, str] = {}
    nameless: list[Review] = []
    named = [(review, who_is(review.submission)) for review in reviews if review.submission]
    # Files that give a code go first, so that one without finds the agency it belongs to.
    for review, who in sorted(named, key=lambda pair: not pair[1].code):
        if (who.name or who.code) and _is_return(review):
            owner[review.file.path] = roll.find_or_add(who).key
    nameless = [review for review in reviews if review.file.path not in owner]
    hints = {review.file.path: roll.hinted(review.file.path) for review in nameless}
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
    member: Member, files: Sequence[Review], hinted: frozenset[str], terms: Terms
) -> list[Line]:
    if not files:
        return [Line(member, None, Arrival.MISSING, Cause.MISSING, stands=True)]
    judged = [
        Line(
            member,
            review,
            *judge(review, terms),
            late=is_late(review, terms.deadline),
            hinted=review.file.path in hinted,
        )
        for review in sorted(files, key=lambda review: _age(review, terms), reverse=True)
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
    assert line.review is not None
    assert standing.review is not None
    same = line.review.file.sha256 and line.review.file.sha256 == standing.review.file.sha256
    why = Cause.SAME if same else Cause.NOT_CHOSEN if chosen else Cause.OLDER
    return replace(line, status=Arrival.SUPERSEDED, cause=why, winner=standing.review)


def _age(review: Review, terms: Terms) -> tuple[dt.date, dt.datetime, str, str]:
    """What the newest file is told by; a report dated after the day it is, is not believed."""
    changed = review.file.modified
    if changed is not None and changed.tzinfo:
        changed = changed.astimezone(BANGKOK).replace(tzinfo=None)
    reported = review.submission.agency_value("report_date") if review.submission else None
    if not isinstance(reported, dt.date) or reported > terms.as_of:
        reported = changed.date() if changed else dt.date.min
    earliest = dt.datetime.min  # noqa: DTZ901 - compared with naive moments only
    return reported, changed or earliest, review.file.sha256, review.file.path


def _is_chosen(line: Line, member: Member, terms: Terms) -> bool:
    assert line.review is not None
    mine = identify(member.who, terms.vocabulary)
    name, path = fold(_file_name(line.review.file.path)), fold(line.review.file.path)
    for choice in terms.choices:
        agency = identify(Who(choice.agency), terms.vocabulary)
        about = mine.code and bare_code(fold(choice.agency)) == bare_code(mine.code)
        if not about and not mine.agrees(agency):
            continue
        file = fold(choice.file)
        if file and (
            file in (name, path, name.rsplit(".", 1)[0])
            or (len(file) >= 8 and line.review.file.sha256.startswith(file))
        ):
            return True
    return False


# ── one file ────────────────────────────────────────────────────────────────────────────────────

_OTHER_FORMS = {Form.REGISTER: Cause.REGISTER, Form.SUMMARY: Cause.SUMMARY}


def _refusal(submission: Submission, terms: Terms) -> Cause:
    layout = submission.layout
    if layout.form not in {Form.STANDARD, Form.CORRECTED}:
        return _OTHER_FORMS.get(layout.form, Cause.NOT_OURS)
    if layout.fiscal_year != terms.year:
        return Cause.OTHER_YEAR
    who = who_is(submission)
    if not who.name and not who.code:
        return Cause.NO_AGENCY
    issued = {
        bare_code(fold(layout.identity.get(place, {}).get("code", "")))
        for place in ("property", "name", "cell")
    } - {""}
    return Cause.TWO_CODES if len(issued) > 1 else Cause.NONE


def _is_return(review: Review) -> bool:
    """The workbook is an agency's own; a register's or summary's words name nobody."""
    assert review.submission is not None
    return review.submission.layout.form not in {Form.REGISTER, Form.SUMMARY}


def _has_scores(review: Review) -> bool:
    card = review.scorecard
    return card is not None and any(figure.value is not None for figure in card.figures.values())


def _is_none(record: Record, vocabulary: Vocabulary) -> bool:
    """The row's measure is a word for "nothing" and the rest is blank or says nothing too."""
    entry = record.entries.get("measure")
    if entry is None or not (
        entry.reading.state is State.NONE or fold(entry.text) in vocabulary.nothing
    ):
        return False
    return all(
        other.is_blank
        or key in {"no", "theme"}
        or other.reading.state is State.NONE
        or fold(other.text) in vocabulary.nothing
        for key, other in record.entries.items()
    )


def _bare(text: str, prefixes: Iterable[str]) -> str:
    folded = fold(text)
    for prefix in prefixes:
        if folded.startswith(prefix) and folded != prefix:
            return folded.removeprefix(prefix)
    return folded


def bare_code(code: str) -> str:
    """Give a code without leading zeros: spreadsheets lose them."""
    return code.lstrip("0") or code


def _file_name(path: str) -> str:
    return PurePosixPath(PureWindowsPath(path).as_posix()).name


def _text(value: object) -> str:
    return "" if value is None else str(value)

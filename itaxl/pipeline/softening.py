"""What blocks nothing: findings that a waiver silences, and rules on probation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from itaxl.findings import Finding, Severity
from itaxl.pipeline.rules import Rules
from itaxl.register import EVERYBODY, Register, called, waives
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.thai import fold


def soften(
    reviews: Sequence[Review],
    rules: Rules,
    register: Register | None,
    day: dt.date | None = None,
) -> tuple[Review, ...]:
    """
    Mark the findings that waivers of the register silence, and those of rules on probation.

    A waiver holds on ``day``: the one given, else that of the register, else today.
    """
    when = day or (register.settings.as_of if register else None) or dt.datetime.now().date()  # noqa: DTZ005 - the day where the coordinator sits
    return tuple(_softened(review, rules, register, when) for review in reviews)


def _softened(review: Review, rules: Rules, register: Register | None, day: dt.date) -> Review:
    submission = review.submission
    book = rules.of(submission.layout.fiscal_year if submission else None)
    if not book.probation and not (register and register.waivers):
        return review
    names = names_of(review, book)
    return replace(review, findings=soften_findings(review.findings, names, book, register, day))


def soften_findings(
    findings: tuple[Finding, ...],
    names: frozenset[str],
    book: RuleBook,
    register: Register | None,
    day: dt.date,
) -> tuple[Finding, ...]:
    """Mark findings about an agency that is called by these names; see ``soften``."""
    trial = frozenset(book.probation)
    if not trial and not (register and register.waivers):
        return findings
    waivers = _waivers_of(register or Register(), day)
    return tuple(_on_trial(waivers.applied(finding, names), trial) for finding in findings)


def names_of(review: Review, book: RuleBook) -> frozenset[str]:
    """Give all that the agency of a workbook is called by; nothing when it is not known."""
    submission = review.submission
    if submission is None:
        return frozenset()
    name, code = (submission.agency[k].text if k in submission.agency else "" for k in _WHO)
    issued = submission.layout.identity.get("property", {}).get("code", "")
    kind = submission.agency_value("type")
    types = [choice for choice in book.choices("agency_types") if kind in (None, choice.value)]
    prefixes = [word for choice in types for word in (choice.text, *choice.aliases)]
    return called(name, (code, issued), prefixes)


_WHO = ("name", "code")


class _Waivers:
    """The waivers of a register, found by rule and agency without asking each of them."""

    def __init__(self, register: Register, day: dt.date) -> None:
        self.register, self.day = register, day
        self._waivers: dict[str, dict[str, list[int]]] = {}  # by code and agency, their places
        for at, waiver in enumerate(register.waivers):
            everybody = waiver.agency.strip() == EVERYBODY
            agency = EVERYBODY if everybody else fold(waiver.agency)
            of_code = self._waivers.setdefault(fold(waiver.code), {})
            of_code.setdefault(agency, []).append(at)
        self._agencies: dict[str, int] = {}  # by code and name, the first of each
        for at, one in enumerate(register.agencies):
            for text in filter(None, (one.code, one.name)):
                self._agencies.setdefault(fold(text), at)

    def applied(self, finding: Finding, names: frozenset[str]) -> Finding:
        """Mark a finding that one of them silences; the first that does gives the reason."""
        of_code = self._waivers.get(fold(finding.code))
        if of_code is None:
            return finding
        names = names or self._about(finding)
        near = {at for name in (EVERYBODY, *names) for at in of_code.get(name, ())}
        for waiver in (self.register.waivers[at] for at in sorted(near)):
            if waives(waiver, names, finding, self.day):
                reason = waiver.reason or waiver.approved_by or waiver.code
                return replace(finding, waived=reason)
        return finding

    def _about(self, finding: Finding) -> frozenset[str]:
        """Give what the agency is called by that a finding about the register names."""
        words = (fold(text) for text in (finding.row, finding.seen) if text)
        known = [self._agencies[word] for word in words if word in self._agencies]
        if not known:
            return frozenset()
        agency = self.register.agencies[min(known)]
        return called(agency.name, (agency.code,))


_asked: list[_Waivers] = []  # of the register asked last: one run has one


def _waivers_of(register: Register, day: dt.date) -> _Waivers:
    if not _asked or _asked[0].register is not register or _asked[0].day != day:
        _asked[:] = [_Waivers(register, day)]
    return _asked[0]


def _on_trial(finding: Finding, codes: frozenset[str]) -> Finding:
    if finding.code not in codes:
        return finding
    return replace(finding, severity=Severity.NOTE, on_trial=True)

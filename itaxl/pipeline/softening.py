"""What blocks nothing: findings that a waiver silences, and rules on probation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from itaxl.findings import Finding, Severity
from itaxl.pipeline.rules import Rules
from itaxl.register import Register, Waiver, called, waives
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
    book = rules.find(submission.layout.fiscal_year) if submission else None
    trial = frozenset((book or rules.usual).probation)
    waivers = register.waivers if register else ()
    if not trial and not waivers:
        return review
    names = names_of(review, book or rules.usual)
    findings = tuple(
        _on_trial(_waived(finding, waivers, names or _about(finding, register), day), trial)
        for finding in review.findings
    )
    return replace(review, findings=findings)


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


def _about(finding: Finding, register: Register | None) -> frozenset[str]:
    """Give what the agency is called by that a finding about the register names."""
    agencies = register.agencies if register else ()
    words = {fold(text) for text in (finding.row, finding.seen) if text}
    for agency in agencies:
        if words & {fold(text) for text in (agency.code, agency.name) if text}:
            return called(agency.name, (agency.code,))
    return frozenset()


def _waived(
    finding: Finding, waivers: Sequence[Waiver], names: frozenset[str], day: dt.date
) -> Finding:
    for waiver in waivers:
        if waives(waiver, names, finding, day):
            return replace(finding, waived=waiver.reason or waiver.approved_by or waiver.code)
    return finding


def _on_trial(finding: Finding, codes: frozenset[str]) -> Finding:
    if finding.code not in codes:
        return finding
    return replace(finding, severity=Severity.NOTE, on_trial=True)

"""Rehearse a rule: whom it would stop, before it is switched on."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from itaxl import checks
from itaxl.errors import ItaxlError
from itaxl.findings import Finding
from itaxl.pipeline.reviewing import is_ours
from itaxl.review import Review
from itaxl.wording import Text


@dataclass(frozen=True, slots=True)
class Stopped:
    """One agency that the rule would stop: its files and how often the rule was broken."""

    agency: str
    paths: tuple[str, ...]
    findings: int
    cells: tuple[str, ...]
    already: bool  # another rule stops it anyway


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen if a rule were an error."""

    code: str
    name: str
    severity: str  # as it is now
    message: Text
    files: int
    agencies: int
    waived: int  # findings that waivers would silence
    stopped: tuple[Stopped, ...]


def rehearse(code: str, reviews: Sequence[Review], register: str = "") -> Rehearsal:
    """
    Count the agencies that a rule would stop as an error, those most concerned first.

    Findings that were answered by a reason count: an error cannot be answered. ``register`` is the
    path whose review holds what concerns the register alone. Raises ItaxlError for a code there is
    none of.
    """
    check = _check(code)
    groups: dict[str, list[Review]] = {}
    alone = [review for review in reviews if review.file.path == register]
    for review in reviews:
        if review not in alone:
            groups.setdefault(_agency(review), []).append(review)
    stopped = [
        found for theirs in groups.values() if (found := _stopped(check.code, theirs)) is not None
    ]
    stopped += [
        Stopped(f.seen or f.row, (), 1, (), already=False)
        for review in alone
        for f in review.findings
        if f.code == check.code and not f.waived
    ]
    silenced = [f for r in reviews for f in r.findings if f.code == check.code and f.waived]
    return Rehearsal(
        check.code,
        check.name,
        check.severity.value,
        check.fact,
        sum(len(theirs) for theirs in groups.values()),
        len(groups),
        len(silenced),
        tuple(sorted(stopped, key=lambda one: (-one.findings, one.agency))),
    )


def _check(code: str) -> checks.Check:
    wanted = code.strip().casefold()
    found = next((c for c in checks.CHECKS if wanted in (c.code.casefold(), c.name)), None)
    if found is None:
        near = get_close_matches(code.upper(), [c.code for c in checks.CHECKS], 3, 0.5)
        hint = ", ".join(near) or ", ".join(c.code for c in checks.CHECKS[:5]) + " …"
        raise ItaxlError(
            Text(
                f"ไม่มีรหัส {code} · ใกล้เคียง: {hint}",
                f"there is no code {code}; perhaps: {hint}",
            )
        )
    return found


def _agency(review: Review) -> str:
    submission = review.submission
    if submission is None or not is_ours(submission):
        return "\0" + review.file.path
    return checks.agency_key(submission) or "\0" + review.file.path


def _stopped(code: str, theirs: Sequence[Review]) -> Stopped | None:
    broken: list[tuple[Review, Finding]] = [
        (review, finding)
        for review in theirs
        for finding in review.findings
        if finding.code == code and not finding.waived
    ]
    if not broken:
        return None
    submission = next((r.submission for r, _ in broken if r.submission is not None), None)
    entry = submission.agency.get("name") if submission else None
    places = [_place(f) for joined in (checks.join(f for _, f in broken),) for f in joined]
    return Stopped(
        entry.text if entry and not entry.is_blank else broken[0][0].file.path,
        tuple(dict.fromkeys(review.file.path for review, _ in broken)),
        len(broken),
        tuple(place for place in places if place),
        any(_stops(f, code) for review in theirs for f in review.findings),
    )


def _stops(finding: Finding, code: str) -> bool:
    return finding.code != code and finding.severity.value == "error" and not finding.waived


def _place(finding: Finding) -> str:
    return finding.sheet + ("!" if finding.cells else "") + ", ".join(finding.cells)

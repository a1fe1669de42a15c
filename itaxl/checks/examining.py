"""Run the checks over one workbook, or over many side by side."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from itaxl.cells import Kind, Remark, column_number
from itaxl.checks.base import (
    AcrossCheck,
    Asked,
    Case,
    CellCheck,
    RepairCheck,
    RowCheck,
    Spot,
    WorkbookCheck,
)
from itaxl.checks.catalogue import BY_CODE, CHECKS
from itaxl.checks.forms import asked_by
from itaxl.checks.traces import Trace
from itaxl.errors import UnreadableError
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.register import Register
from itaxl.rulebooks.model import RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.submission import Entry, Record, Submission

_WORKBOOK = tuple(check for check in CHECKS if isinstance(check, WorkbookCheck))
_ROW = tuple(check for check in CHECKS if isinstance(check, RowCheck))
_CELL = tuple(check for check in CHECKS if isinstance(check, CellCheck))
_REPAIR = {check.repair: check for check in CHECKS if isinstance(check, RepairCheck)}
_ACROSS = tuple(check for check in CHECKS if isinstance(check, AcrossCheck))
_FOLLOWS = {check.code: frozenset(check.follows) for check in CHECKS}
_BROKEN = {Kind.ERROR: "error", Kind.PENDING: "pending"}
_DAMAGED, _NOT_READ = "F10", "S16"  # the words for causes and remarks that have none of their own
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_LONGEST_KEPT = 1000  # letters of a text; which checks look at longer ones is found each time


def examine(case: Case) -> tuple[Finding, ...]:
    """
    Say all that is wrong with one workbook, the gravest first, then by sheet, row and code.

    What only follows from another finding at the same place is left out; a finding to confirm
    that is answered by a reason in its row becomes a note with that answer.
    """
    from_package = [spoken(remark) for remark in case.submission.remarks]
    about_workbook = [finding for check in _WORKBOOK for finding in check.look(case)]
    gates = [finding for finding in about_workbook if BY_CODE[finding.code].gate]
    if gates:
        return _sorted([*gates, *from_package], case)
    rows = case.submission.records
    about_rows = (finding for check in _ROW for row in rows for finding in check.look(row, case))
    findings = [*from_package, *about_workbook, *about_rows, *_about_cells(case)]
    return _sorted(with_reasons(_independent(findings), reasons_of(case.submission)), case)


def examine_across(
    traces: Sequence[Trace], register: Register | None = None
) -> dict[str, tuple[Finding, ...]]:
    """
    Say what is odd between submissions, by the path of the file it is told beside.

    What concerns the register alone, such as an agency that is missing, stands under "".
    """
    told: dict[str, list[Finding]] = {}
    for check in _ACROSS:
        for path, finding in check.look(traces, register):
            told.setdefault(path, []).append(finding)
    return {
        path: tuple(sorted(findings, key=lambda one: (one.severity.rank, one.code, one.row)))
        for path, findings in told.items()
    }


Reasons = Mapping[tuple[str, int], str]  # by sheet and row


def reasons_of(submission: Submission) -> Reasons:
    """Gather the reasons that an agency gave in the rows of its measures."""
    return {
        (record.sheet, row): record.entries["reason"].text
        for record in submission.records
        if "reason" in record.entries and record.entries["reason"].reading.state is State.READ
        for row in (record.row, *record.continued)
    }


def with_reasons(findings: Iterable[Finding], reasons: Reasons) -> tuple[Finding, ...]:
    """Turn findings to confirm into notes where their row gives a reason."""
    if not reasons:
        return tuple(findings)
    return tuple(_with_answer(finding, reasons) for finding in findings)


def fault(error: UnreadableError) -> Finding:
    """Tell why a file could not be read, in the words of its code."""
    check = BY_CODE.get(error.code)
    seen = " · ".join(filter(None, (error.seen, error.part)))
    if check is None:
        return BY_CODE[_DAMAGED].found(seen=" · ".join(filter(None, (error.code, seen))))
    return check.found(seen=seen)


def spoken(remark: Remark) -> Finding:
    """Tell what a package carries, in the words of the remark's code."""
    check = BY_CODE.get(remark.code)
    if check is None:
        seen = " · ".join(filter(None, (remark.code, remark.seen)))
        return BY_CODE[_NOT_READ].found(remark.sheet, remark.cells, seen=seen)
    return check.found(remark.sheet, remark.cells, seen=remark.seen)


# ── cells ───────────────────────────────────────────────────────────────────────────────────────
class _Shown(dict[tuple[str, int], tuple[CellCheck, ...]]):
    """
    The checks that look at a kind of cell.

    By the state of the reading, or what is broken, and the length of the text in the cell.
    """

    def __init__(self, place: str, kind: str) -> None:
        super().__init__()
        self._here = [c for c in _CELL if place in c.places and (not c.kinds or kind in c.kinds)]

    def __missing__(self, key: tuple[str, int]) -> tuple[CellCheck, ...]:
        state, length = key
        if state in _BROKEN.values():
            near = (c for c in self._here if state in c.broken)
        else:
            near = (c for c in self._here if not c.broken and (not c.states or state in c.states))
        found = tuple(c for c in near if c.lengths is None or length in c.lengths)
        if length <= _LONGEST_KEPT:
            self[key] = found
        return found


_shown = cache(_Shown)
Asking = tuple[Asked, _Shown]


def _about_cells(case: Case) -> Iterator[Finding]:
    columns, lines = _asking(case.book)
    submission = case.submission
    for record in submission.records:
        yield from _about(record.entries, columns, record, case)
    yield from _about(submission.agency, lines, None, case)
    scores = (("scores", submission.scores), ("items", submission.items))
    for sheet, entries in (*scores, ("typed", submission.typed)):
        kind = "text" if sheet == "typed" else "score"
        shown = _shown(sheet, kind)
        asking = {k: (Asked(sheet, k, e.heading, kind), shown) for k, e in entries.items()}
        yield from _about(entries, asking, None, case)


def _about(
    entries: Mapping[str, Entry], asking: Mapping[str, Asking], record: Record | None, case: Case
) -> Iterator[Finding]:
    """Show answers to the checks that look at what the form asks there; most have none."""
    for key, entry in entries.items():
        if key not in asking:
            continue
        cell, reading = entry.cell, entry.reading
        asked, shown = asking[key]
        checks = shown[_BROKEN.get(cell.kind, reading.state), len(cell.raw)]
        if not checks and not reading.repairs:
            continue
        spot = Spot(entry, asked, record, case)
        for check in checks:
            yield from check.look(spot)
        if reading.state is State.READ and asked.place != "typed":
            for repair in reading.repairs:
                if repair in _REPAIR:
                    yield from _REPAIR[repair].look(spot)


@once_per_book
def _asking(book: RuleBook) -> tuple[dict[str, Asking], dict[str, Asking]]:
    columns, lines = (
        {key: (asked, _shown(asked.place, asked.kind)) for key, asked in by_key.items()}
        for by_key in asked_by(book)
    )
    return columns, lines


# ── what is told ────────────────────────────────────────────────────────────────────────────────
def _independent(findings: list[Finding]) -> list[Finding]:
    """Leave out what only follows from another finding at the same place."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)

    def follows(finding: Finding) -> bool:
        causes = _FOLLOWS[finding.code] & by_code.keys()
        return any(_covers(other, finding) for code in causes for other in by_code[code])

    return [finding for finding in findings if not follows(finding)]


def _covers(cause: Finding, finding: Finding) -> bool:
    """Tell whether a finding speaks of the place of another, or of all of its sheet."""
    if cause.sheet and cause.sheet != finding.sheet:
        return False
    if cause.cells:
        return not set(cause.cells).isdisjoint(finding.cells)
    return cause.heading in ("", finding.heading)


def _with_answer(finding: Finding, reasons: Reasons) -> Finding:
    if finding.severity is not Severity.CONFIRM or not finding.cells:
        return finding
    answers = [reasons.get((finding.sheet, _place(cell)[0]), "") for cell in finding.cells]
    # Where several rows are concerned, one of them may answer for all: 3 is meant to equal 9.
    answer = next(filter(None, answers), "")
    return replace(finding, severity=Severity.NOTE, answer=answer) if answer else finding


def _sorted(findings: Iterable[Finding], case: Case) -> tuple[Finding, ...]:
    order = [case.submission.layout.sheets.get(s.key, s.name) for s in case.book.form.sheets]
    places = {name: at for at, name in enumerate(order)}

    def key(finding: Finding) -> tuple[int, int, str, tuple[int, int], str]:
        sheet = places.get(finding.sheet, -1 if not finding.sheet else len(places))
        first = _place(finding.cells[0]) if finding.cells else (0, 0)
        return finding.severity.rank, sheet, finding.sheet, first, finding.code

    return tuple(sorted(findings, key=key))


@lru_cache(maxsize=8192)
def _place(cell: str) -> tuple[int, int]:
    match = _ADDRESS.match(cell)
    return (int(match[2]), column_number(match[1])) if match else (0, 0)

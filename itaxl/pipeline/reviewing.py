"""From files to reviews: each file by itself in a supervised worker, then all side by side."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from itaxl import checks, intake, scoring, workers
from itaxl.cells import Workbook
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.excel import guard, reading
from itaxl.findings import Finding
from itaxl.intake.register import parse_register
from itaxl.pipeline.rules import Rules
from itaxl.register import Register
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.submission import FileFacts, Form, Record, Submission
from itaxl.wording import Text

Progress = Callable[[int, int], None]  # files done, files in all

# Below this many files starting a second process costs more than it saves.
FILES_WORTH_A_SECOND_WORKER = 40
IDENTITY = ("code", "type", "name", "district", "province")


def gather(paths: Iterable[Path]) -> tuple[Path, ...]:
    """
    List the files to read, folders searched through, in the order of their names.

    Lock and temporary files of office programs are left out; anything else a person may have sent
    is kept, so that what cannot be read is told. Raises ItaxlError for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            # Links are not followed into other folders: a loop would never end.
            for folder, folders, names in os.walk(path):
                folders.sort()
                for name in sorted(names):
                    if not name.startswith(".") and not guard.is_skipped(Path(folder, name)):
                        found[Path(folder, name)] = None
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise ItaxlError(
                Text(
                    f"ไม่พบไฟล์หรือโฟลเดอร์ {path} · ตรวจชื่อแล้วลองใหม่",
                    f"there is no file or folder {path}; check the name and try again",
                )
            )
    if not found:
        raise ItaxlError(
            Text(
                "ไม่มีไฟล์ให้อ่าน · ตรวจว่าโฟลเดอร์มีแบบรายงานอยู่",
                "there is no file to read; see whether the folder holds workbooks",
            )
        )
    return tuple(found)


# ── one file ────────────────────────────────────────────────────────────────────────────────────
def review(path: Path, rules: Rules, register: Register | None = None) -> Review:
    """Take one returned workbook from file to judgement; whatever is wrong with it is a finding."""
    try:
        workbook = reading.read(path)
    except UnreadableError as error:
        return Review(FileFacts(str(path)), None, None, (checks.fault(error),))
    return judge(workbook, rules, register)


def judge(workbook: Workbook, rules: Rules, register: Register | None = None) -> Review:
    """Take one workbook from cells to judgement."""
    submission = intake.read_submission(workbook, rules.book)
    card = scored(submission, rules)
    book = rules.find(submission.layout.fiscal_year) or rules.usual
    settings = register.settings if register else None
    case = checks.Case(
        submission,
        book,
        card,
        as_of=settings.as_of if settings else None,
        register=register,
        expected_year=settings.fiscal_year if settings else None,
    )
    return Review(submission.file, submission, card, checks.examine(case))


def scored(
    submission: Submission, rules: Rules, wishes: Mapping[str, Decimal] | None = None
) -> Scorecard | None:
    """
    Score a submission by the rules of the year its results are of; None when it is no form of ours.

    ``wishes`` are points 0–100 by figure code, set in place of what stands in the workbook.
    """
    if not is_ours(submission):
        return None
    year = submission.agency_value("results_year") or submission.layout.fiscal_year
    book = rules.find(year)
    if book is None:
        return Scorecard(
            fiscal_year=year,
            level_reason=Text(
                f"ยังไม่มีกติกาของปีงบประมาณ {year} จึงไม่คำนวณคะแนน",
                f"there is no rule book for fiscal year {year}, so nothing is computed",
            ),
        )
    inputs = scoring.inputs_of(submission)
    if wishes:
        inputs = scoring.assume(inputs, wishes, book)
    return scoring.card(inputs, book)


def is_ours(submission: Submission) -> bool:
    """Tell whether a submission was read from a standard workbook of a year that is known."""
    return (
        submission.layout.form in (Form.STANDARD, Form.CORRECTED)
        and submission.layout.fiscal_year is not None
    )


# ── many files ──────────────────────────────────────────────────────────────────────────────────
def review_all(
    paths: Sequence[Path],
    rules: Rules,
    register: Register | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Review]:
    """Review files in supervised workers, in the order given; the death of one is its finding."""
    crew = jobs or (1 if len(paths) < FILES_WORTH_A_SECOND_WORKER else os.cpu_count() or 1)
    step = partial(review, rules=rules, register=register)
    for done, outcome in enumerate(workers.run(step, paths, jobs=crew), start=1):
        if progress:
            progress(done, len(paths))
        if outcome.result is not None:
            yield outcome.result
        else:
            code = (outcome.death or workers.Death.CRASH).value
            finding = checks.fault(UnreadableError(code))
            yield Review(FileFacts(str(outcome.item)), None, None, (finding,))


def read_register(path: Path) -> tuple[Register, tuple[Finding, ...]]:
    """Read a register; what is wrong with it is told as findings. Raises ItaxlError."""
    try:
        workbook = reading.read(path)
    except UnreadableError as error:
        finding = checks.fault(error)
        raise ItaxlError(
            Text(
                f"อ่านทะเบียนไม่ได้ {path}: {finding.message.th} · {finding.remedy.th}",
                f"cannot read the register {path}: {finding.message.en}; {finding.remedy.en}",
            )
        ) from None
    register, remarks = parse_register(workbook)
    return register, tuple(checks.spoken(remark) for remark in remarks)


def across(
    reviews: Sequence[Review], register: Register | None
) -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    """
    Add what can only be seen across submissions, each finding to the workbook it is about.

    What concerns the register alone, such as an agency that is missing, is given apart.
    """
    ours = [r.submission for r in reviews if r.submission is not None and is_ours(r.submission)]
    more = checks.examine_across(ours, register)
    told = tuple(
        replace(review, findings=(*review.findings, *more.get(review.file.path, ())))
        for review in reviews
    )
    return told, more.get("", ())


# ── what is told of a review ────────────────────────────────────────────────────────────────────
def identity(review: Review) -> dict[str, str | None]:
    """Who sent a workbook, as written in it; None for what is not known."""
    submission = review.submission
    entries = submission.agency if submission else {}
    return {key: entries[key].text.strip() or None if key in entries else None for key in IDENTITY}


def status(review: Review) -> str:
    """One word for a file: unreadable, rejected, to-mend or accepted."""
    if review.submission is None:
        return "unreadable"
    if not is_ours(review.submission):
        return "rejected"
    return "to-mend" if review.must_be_mended else "accepted"


def progress(record: Record, book: RuleBook, *, report: bool) -> scoring.Progress:
    """Tell how far a measure of a plan or a report has come, and what that rests on."""
    return scoring.doing(record, book, report=report)


def measure_counts(review: Review, rules: Rules) -> dict[str, Any]:
    """How many measures a workbook holds, by how far they have come."""
    submission = review.submission
    book = rules.find(submission.layout.fiscal_year) if submission else None
    if submission is None or book is None:
        return {"total": None, "by_status": {}}
    report = submission.is_report
    counts = Counter(
        progress(record, book, report=report).doing.value for record in submission.records
    )
    return {"total": len(submission.records), "by_status": dict(sorted(counts.items()))}

"""From files to reviews: each file by itself in a supervised worker, then all side by side."""

import contextlib
import datetime as dt
import hashlib
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from itaxl import checks, intake, scoring, workers
from itaxl.cache import Cache
from itaxl.cells import Workbook
from itaxl.errors import ItaxlError, StoppedError, UnreadableError
from itaxl.excel import guard, reading
from itaxl.findings import Finding
from itaxl.intake.register import parse_register
from itaxl.pipeline.gathering import Tell, gather, shown
from itaxl.pipeline.remembering import bench_of, key_of, pack, unpack
from itaxl.pipeline.rules import Rules
from itaxl.register import Register
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.submission import FileFacts, Form, Record, Submission
from itaxl.wording import Text

__all__ = ["gather"]  # and what is defined here

Progress = Callable[[int, int], None]  # files done, files in all

# Below this many files starting a second process costs more than it saves: measured, a forked
# worker costs some 20 ms and a file 30 to 60; one that starts from nothing costs a second.
FORKS = "fork" in multiprocessing.get_all_start_methods()
FILES_WORTH_A_SECOND_WORKER = 8 if FORKS else 60
IDENTITY = ("code", "type", "name", "district", "province")


# ── one file ────────────────────────────────────────────────────────────────────────────────────
def review(path: Path, rules: Rules, register: Register | None = None) -> Review:
    """Take one returned workbook from file to judgement; whatever is wrong with it is a finding."""
    return _placed(_review_content(path, rules, register), path)


def _review_content(path: Path, rules: Rules, register: Register | None) -> Review:
    """Review what a file holds; where it lies and when it was written has no say in it."""
    facts = FileFacts("")
    try:
        data = guard.load(path)
        facts = FileFacts("", hashlib.sha256(data).hexdigest(), len(data))
        workbook = reading.read_bytes(data, Path(_name_that_counts(path, data)))
    except UnreadableError as error:
        return Review(facts, None, None, (checks.fault(error),))
    return judge(workbook, rules, register)


def _name_that_counts(path: Path, data: bytes) -> str:
    """Give what of a file's name its reading depends on: a text file names its only sheet."""
    return f"workbook{path.suffix.lower()}" if data.startswith(b"PK") else path.name


def _placed(review: Review, path: Path) -> Review:
    """Say which file a review is of, and when that was written where the file itself does not."""
    modified = review.file.modified
    if modified is None and review.file.size:
        with contextlib.suppress(OSError, OverflowError, ValueError):
            modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    facts = replace(review.file, path=shown(path), modified=modified)
    submission = review.submission
    placed = replace(submission, file=facts) if submission is not None else None
    return replace(review, file=facts, submission=placed)


def judge(workbook: Workbook, rules: Rules, register: Register | None = None) -> Review:
    """Take one workbook from cells to judgement."""
    return judge_submission(intake.read_submission(workbook, rules.book), rules, register)


def judge_submission(
    submission: Submission, rules: Rules, register: Register | None = None
) -> Review:
    """Score what a workbook says and say what is wrong with it."""
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
    cache: Path | None = None,
    tell: Tell | None = None,
) -> Iterator[Review]:
    """
    Review files in supervised workers, in the order given; the death of one is its finding.

    What was reviewed before and is kept in the folder ``cache`` is not read again. Summaries of our
    own among other files are left out and told. Raises StoppedError when the person at the keyboard
    stops it.
    """
    done = left_out = 0
    try:
        for review in _reviewed(paths, rules, _for_one(register), jobs, cache):
            done += 1
            if progress:
                progress(done, len(paths))
            submission = review.submission
            if submission is not None and submission.layout.form is Form.SUMMARY and len(paths) > 1:
                left_out += 1
            else:
                yield review
    except KeyboardInterrupt:
        raise StoppedError(_stopped(done, len(paths), kept=cache is not None)) from None
    if tell and left_out:
        tell(
            Text(
                f"ข้ามไฟล์สรุปผลของ itaxl {left_out} ไฟล์ในโฟลเดอร์นี้",
                f"passed over {left_out} summaries of itaxl's own among the files",
            )
        )


def _reviewed(
    paths: Sequence[Path],
    rules: Rules,
    register: Register | None,
    jobs: int | None,
    cache: Path | None,
) -> Iterator[Review]:
    """Review files, or find their reviews, in the order given."""
    rules.usual  # noqa: B018 - loaded before the workers are forked, so that each has it
    step = partial(_packed_review, rules=rules, register=register)
    with _Memory(paths, cache, bench_of(rules, register) if cache else b"") as memory:
        misses = [path for path in paths if path not in memory.known]
        crew = jobs or (1 if len(misses) < FILES_WORTH_A_SECOND_WORKER else os.cpu_count() or 1)
        fresh = workers.run(step, misses, jobs=crew)
        with contextlib.closing(fresh):  # type: ignore[type-var]
            for path in paths:
                review = memory.recall(path)
                if review is None:
                    # What was thought to be kept and is not is reviewed by itself.
                    waiting = workers.run(step, [path]) if path in memory.known else fresh
                    review = memory.keep(path, next(waiting))
                yield _placed(review, path)


def _packed_review(path: Path, rules: Rules, register: Register | None) -> bytes:
    return pack(_review_content(path, rules, register))


class _Memory:
    """What is kept of earlier runs, for the files of this one; nothing without a folder."""

    def __init__(self, paths: Sequence[Path], folder: Path | None, bench: bytes) -> None:
        self.cache = Cache(folder) if folder is not None else None
        self.sources = dict(_sources(paths, bench)) if self.cache else {}
        keys = (source.key for source in self.sources.values())
        held = self.cache.among(keys) if self.cache else set()
        self.known = {path for path, source in self.sources.items() if source.key in held}

    def recall(self, path: Path) -> Review | None:
        """Give what is kept of a file; None when there is nothing."""
        if self.cache is None or path not in self.known:
            return None
        packed = self.cache.get(self.sources[path].key)
        if packed is None:
            return None
        try:
            return unpack(packed)
        except Exception:  # whatever it is, reading the file again is the answer
            return None

    def keep(self, path: Path, outcome: workers.Outcome[Path, bytes]) -> Review:
        """Take what a worker made of a file; it is kept when all of the file was understood."""
        if outcome.result is None:
            code = (outcome.death or workers.Death.CRASH).value
            return Review(FileFacts(""), None, None, (checks.fault(UnreadableError(code)),))
        review = unpack(outcome.result)
        source = self.sources.get(path)
        # The file may have changed since it was summed up.
        if self.cache and source and review.submission and review.file.sha256 == source.sha256:
            self.cache.put(source.key, outcome.result)
        return review

    def __enter__(self) -> "_Memory":
        return self

    def __exit__(self, *_: object) -> None:
        if self.cache is not None:
            self.cache.close()


@dataclass(frozen=True, slots=True)
class _Source:
    """What a file held when it was summed up, and the key of its review."""

    sha256: str
    key: bytes


def _sources(paths: Sequence[Path], bench: bytes) -> Iterator[tuple[Path, _Source]]:
    """Sum up the files that can be opened."""
    for path in paths:
        try:
            data = guard.load(path)
        except UnreadableError:
            continue
        content = hashlib.sha256(data)
        key = key_of(content.digest(), _name_that_counts(path, data), bench)
        yield path, _Source(content.hexdigest(), key)


def _for_one(register: Register | None) -> Register | None:
    """Leave out of a register what has no say in one file: notes, waivers, choices."""
    if register is None:
        return None
    agencies = tuple(replace(agency, contact="", note="") for agency in register.agencies)
    return replace(register, agencies=agencies, waivers=(), choices=())


def _stopped(done: int, files: int, *, kept: bool) -> Text:
    again = Text("สั่งซ้ำเพื่อทำต่อจากเดิม", "run it again to go on from there")
    anew = Text("สั่งใหม่เพื่อเริ่มต้น", "run it again to begin anew")
    after = again if kept else anew
    return Text(
        f"หยุดตามคำสั่ง: อ่านแล้ว {done} จาก {files} ไฟล์ ยังไม่ได้อ่าน {files - done} ไฟล์ "
        f"และยังไม่ได้เขียนผลลัพธ์ · {after.th}",
        f"stopped: {done} of {files} files were read, {files - done} were not, and no result was"
        f" written; {after.en}",
    )


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

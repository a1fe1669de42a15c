"""From files to reviews: each file by itself in a supervised worker, then all side by side."""

import contextlib
import datetime as dt
import hashlib
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from itaxl import checks, intake, scoring, workers
from itaxl.cache import Cache
from itaxl.cells import Workbook
from itaxl.errors import ItaxlError, StoppedError, UnreadableError
from itaxl.excel import guard, reading
from itaxl.findings import Finding
from itaxl.intake.register import parse_register
from itaxl.packing import pack, unpack
from itaxl.pipeline import remote
from itaxl.pipeline.gathering import Location, Tell, gather, load, shown
from itaxl.pipeline.remembering import bench_of, key_of, machine
from itaxl.pipeline.remote import Remote
from itaxl.pipeline.rules import Rules
from itaxl.register import Register
from itaxl.review import Review
from itaxl.scores import Scorecard
from itaxl.submission import FileFacts, Form, Record, Submission
from itaxl.wording import Text

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["gather"]  # and what is defined here


class Product(Protocol):
    """What is made of one file: a review, or what somebody needs of it."""

    @property
    def file(self) -> FileFacts:
        """Which file it is of."""

    @property
    def form(self) -> Form | None:
        """Which of our workbooks that is; None when it could not be read."""

    def renamed(self, file: FileFacts) -> Self:
        """Say anew which file it is of."""


class Beside(Protocol):
    """What stands beside a workbook when it is judged; it goes along to every worker."""

    @property
    def summed(self) -> bytes:
        """Sums up all that it has a say with."""

    def plan_of(self, submission: Submission) -> Submission | None:
        """The plan that a report answers."""

    def last_of(self, submission: Submission) -> Submission | None:
        """Last year's workbook of the same agency."""


Made = TypeVar("Made", bound=Product)
Progress = Callable[[int, int], None]  # files done, files in all

# Below this many files starting a second process costs more than it saves: measured, a forked
# worker costs some 20 ms and a file 30 to 60; one that starts from nothing costs a second.
FORKS = "fork" in multiprocessing.get_all_start_methods()
FILES_WORTH_A_SECOND_WORKER = 8 if FORKS else 60
IDENTITY = ("code", "type", "name", "district", "province")


# ── one file ────────────────────────────────────────────────────────────────────────────────────
def review(path: Location, rules: Rules, register: Register | None = None) -> Review:
    """Take one returned workbook from file to judgement; whatever is wrong with it is a finding."""
    return _placed(_review_content(path, rules, register), path)


def _review_content(
    path: Location,
    rules: Rules,
    register: Register | None,
    held: "bytes | UnreadableError | None" = None,
    beside: Beside | None = None,
) -> Review:
    """
    Review what a file holds; where it lies and when it was written has no say in it.

    ``held`` is what was read of it before, or why it could not be.
    """
    data = None
    try:
        if isinstance(held, UnreadableError):
            raise held
        data = load(path) if held is None else held
        workbook = reading.read_bytes(data, Path(_name_that_counts(path, data)))
    except UnreadableError as error:
        facts = FileFacts("")
        if data is not None:
            facts = FileFacts("", hashlib.sha256(data).hexdigest(), len(data))
        return Review(facts, None, None, (checks.fault(error),))
    return judge(workbook, rules, register, beside)


def _name_that_counts(path: Location, data: bytes) -> str:
    """Give what of a file's name its reading depends on: a text file names its only sheet."""
    return f"workbook{path.suffix.lower()}" if data.startswith(b"PK") else path.name


def _placed(made: Made, path: Location) -> Made:
    """Say which file this is of, and when that was written where the file itself does not."""
    modified = made.file.modified
    if modified is None and made.file.size:
        modified = _written(path)
    return made.renamed(replace(made.file, path=shown(path), modified=modified))


def _written(path: Location) -> dt.datetime | None:
    """Tell when a file was written, as far as where it lies knows."""
    if isinstance(path, Remote):
        return path.modified
    with contextlib.suppress(OSError, OverflowError, ValueError):
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return None


def judge(
    workbook: Workbook,
    rules: Rules,
    register: Register | None = None,
    beside: Beside | None = None,
) -> Review:
    """Take one workbook from cells to judgement."""
    submission = intake.read_submission(workbook, rules.book)
    return judge_submission(submission, rules, register, beside)


def judge_submission(
    submission: Submission,
    rules: Rules,
    register: Register | None = None,
    beside: Beside | None = None,
) -> Review:
    """Score what a workbook says and say what is wrong with it."""
    card = scored(submission, rules)
    book = rules.find(submission.layout.fiscal_year) or rules.usual
    settings = register.settings if register else None
    case = checks.Case(
        submission,
        book,
        card,
        plan=beside.plan_of(submission) if beside else None,
        last=beside.last_of(submission) if beside else None,
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
    paths: Sequence[Location],
    rules: Rules,
    register: Register | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    tell: Tell | None = None,
    executor: "Executor | None" = None,
    beside: Beside | None = None,
) -> Iterator[Review]:
    """Review files in supervised workers; see ``make_all``."""
    return make_all(_whole, paths, rules, register, jobs, progress, cache, tell, executor, beside)


def _whole(review: Review, rules: Rules) -> Review:
    del rules
    return review


def make_all(
    make: Callable[[Review, Rules], Made],
    paths: Sequence[Location],
    rules: Rules,
    register: Register | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    tell: Tell | None = None,
    executor: "Executor | None" = None,
    beside: Beside | None = None,
    keep: Callable[[Made], Made] | None = None,
) -> Iterator[Made]:
    """
    Review files in supervised workers, in the order given; the death of one is its finding.

    ``make`` takes of each review, where it was made, what is wanted: a module-level function. What
    was reviewed before and is kept in the folder ``cache`` is not read again. Summaries of our
    own among other files are left out and told. With an ``executor`` the files are read where that
    works; ``beside`` holds plans and last year's workbooks; ``keep`` is done to each here before it
    is given. Raises StoppedError when the person at the keyboard stops it.
    """
    done = left_out = 0
    try:
        for made in _made(make, paths, rules, _for_one(register), jobs, cache, executor, beside):
            done += 1
            if progress:
                progress(done, len(paths))
            if made.form is Form.SUMMARY and len(paths) > 1:
                left_out += 1
            else:
                yield keep(made) if keep else made
    except KeyboardInterrupt:
        raise StoppedError(_stopped(done, len(paths), kept=cache is not None)) from None
    if tell and left_out:
        tell(
            Text(
                f"ข้ามไฟล์สรุปผลของ itaxl {left_out} ไฟล์ในโฟลเดอร์นี้",
                f"passed over {left_out} summaries of itaxl's own among the files",
            )
        )


def _made(
    make: Callable[[Review, Rules], Made],
    paths: Sequence[Location],
    rules: Rules,
    register: Register | None,
    jobs: int | None,
    cache: Path | None,
    executor: "Executor | None",
    beside: Beside | None,
) -> Iterator[Made]:
    """Review files, or find what was made of them, in the order given."""
    rules.usual  # noqa: B018 - loaded before the workers are forked, so that each has it
    read = _readers(_Step(make, rules, register, beside), jobs, executor)
    summed = beside.summed if beside else b""
    made_by = f"{make.__module__}.{make.__qualname__}".encode()
    bench = bench_of(rules, register, summed) + made_by if cache else b""
    lost = partial(_lost, make=make, rules=rules)
    with _Memory[Made](paths, cache, bench, lost) as memory:
        misses = [path for path in paths if path not in memory.known]
        fresh = read(misses)
        with contextlib.closing(fresh):  # type: ignore[type-var]
            for path in paths:
                made = memory.recall(path)
                if made is None:
                    # What was thought to be kept and is not is reviewed by itself.
                    waiting = read([path]) if path in memory.known else fresh
                    made = memory.keep(path, next(waiting))
                yield _placed(made, path)


@dataclass(frozen=True, slots=True)
class _Parcel:
    """
    A file on its way to another machine.

    ``held`` is what is in it, or why that cannot be had; None when it is fetched there.
    """

    path: Location
    held: bytes | UnreadableError | None = None

    @property
    def weight(self) -> int:
        """Bytes that travel."""
        return len(self.held) if isinstance(self.held, bytes) else 0


@dataclass(frozen=True, slots=True)
class _Step:
    """What a worker does with one file."""

    make: Callable[[Review, Rules], object]
    rules: Rules
    register: Register | None
    beside: Beside | None = None

    def __call__(self, path: Location) -> bytes:
        return self.opened(_Parcel(path))

    def opened(self, parcel: _Parcel) -> bytes:
        """Do it with a file that was sent."""
        held, beside = parcel.held, self.beside
        review = _review_content(parcel.path, self.rules, self.register, held, beside)
        made = self.make(review, self.rules)
        return pack(made, compressed=made is review)  # others hold packed parts


_Read = Callable[[Sequence[Location]], Iterator[workers.Outcome[Any, bytes]]]


def _readers(step: _Step, jobs: int | None, executor: "Executor | None") -> _Read:
    """Choose who reads: workers of this machine, or those of an executor."""

    def here(paths: Sequence[Location]) -> Iterator[workers.Outcome[Any, bytes]]:
        crew = jobs or (1 if len(paths) < FILES_WORTH_A_SECOND_WORKER else os.cpu_count() or 1)
        return workers.run(step, paths, jobs=crew, deadline=_deadline(paths))

    def there(paths: Sequence[Location]) -> Iterator[workers.Outcome[Any, bytes]]:
        from itaxl import cluster

        assert executor is not None
        return cluster.run_on(
            executor,
            step.opened,
            map(_sent, paths),
            batch=cluster.batch_for(executor, len(paths)),
            weigh=lambda parcel: parcel.weight,
            identify=machine,
            deadline=_deadline(paths),
        )

    return here if executor is None else there


def _deadline(paths: Sequence[Location]) -> float:
    """Allow more seconds for one file where it has to be fetched first."""
    return remote.DEADLINE if any(isinstance(p, Remote) for p in paths) else workers.DEADLINE


def _sent(path: Location) -> _Parcel:
    """Send what a file of this machine holds, for others may not see it; a URL is for them."""
    if isinstance(path, Remote):
        return _Parcel(path)
    try:
        return _Parcel(path, guard.load(path))
    except UnreadableError as error:
        return _Parcel(path, error.with_traceback(None))


def _lost(death: workers.Death, make: Callable[[Review, Rules], Made], rules: Rules) -> Made:
    """What is made of a file that a worker died over."""
    fault = checks.fault(UnreadableError(death.value))
    return make(Review(FileFacts(""), None, None, (fault,)), rules)


class _Memory(Generic[Made]):
    """What is kept of earlier runs, for the files of this one; nothing without a folder."""

    def __init__(
        self,
        paths: Sequence[Location],
        folder: Path | None,
        bench: bytes,
        lost: Callable[[workers.Death], Made],
    ) -> None:
        self.lost, self.bench = lost, bench
        self.cache = Cache(folder) if folder is not None else None
        # Where nothing is kept, no file has to be read before the workers do it.
        held = self.cache.keys() if self.cache else frozenset()
        keys = _keys(paths, bench) if held else ()
        self.known = {path: key for path, key in keys if key in held}

    def recall(self, path: Location) -> Made | None:
        """Give what is kept of a file; None when there is nothing."""
        if self.cache is None or path not in self.known:
            return None
        packed = self.cache.get(self.known[path])
        if packed is None:
            return None
        try:
            made: Made = unpack(packed)
            return made
        except Exception:  # whatever it is, reading the file again is the answer
            return None

    def keep(self, path: Location, outcome: workers.Outcome[Any, bytes]) -> Made:
        """Take what a worker made of a file; it is kept when all of the file was understood."""
        if outcome.result is None:
            return self.lost(outcome.death or workers.Death.CRASH)
        made: Made = unpack(outcome.result)
        if self.cache and made.form is not None and not isinstance(path, Remote):
            # By what the worker read: the file may have changed since.
            content = bytes.fromhex(made.file.sha256)
            with contextlib.suppress(UnreadableError):
                name = _name_that_counts(path, guard.load(path))
                self.cache.put(key_of(content, name, self.bench), outcome.result)
        return made

    def __enter__(self) -> "_Memory[Made]":
        return self

    def __exit__(self, *_: object) -> None:
        if self.cache is not None:
            self.cache.close()


def _keys(paths: Sequence[Location], bench: bytes) -> Iterator[tuple[Location, bytes]]:
    """Sum up the files that can be opened; what has to be fetched is read anew each time."""
    for path in paths:
        if isinstance(path, Remote):
            continue
        try:
            data = guard.load(path)
        except UnreadableError:
            continue
        name = _name_that_counts(path, data)
        yield path, key_of(hashlib.sha256(data).digest(), name, bench)


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
    reviews: Sequence[Review], register: Register | None, types: Collection[str] = ()
) -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    """
    Add what can only be seen across submissions, each finding to the workbook it is about.

    What concerns the register alone, such as an agency that is missing, is given apart. With the
    words for ``types`` of agencies results that are nearly alike are told too.
    """
    ours = [r.submission for r in reviews if r.submission is not None and is_ours(r.submission)]
    traces = [checks.trace_of(one) for one in ours]
    more = {path: list(told) for path, told in checks.examine_across(traces, register).items()}
    for path, finding in checks.near_copies(traces, types) if types else ():
        more.setdefault(path, []).append(finding)
    told = tuple(_with_more(review, more.get(review.file.path, ())) for review in reviews)
    return told, tuple(more.get("", ()))


def _with_more(review: Review, more: Sequence[Finding]) -> Review:
    submission = review.submission
    if not more or submission is None:
        return review
    added = checks.with_reasons(more, checks.reasons_of(submission))
    return replace(review, findings=(*review.findings, *added))


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


def progress(record: Record, *, report: bool) -> scoring.Progress:
    """Tell how far a measure of a plan or a report has come, and what that rests on."""
    return scoring.doing(record, report=report)


def measure_counts(review: Review, rules: Rules) -> dict[str, Any]:
    """How many measures a workbook holds, by how far they have come."""
    submission = review.submission
    book = rules.find(submission.layout.fiscal_year) if submission else None
    if submission is None or book is None:
        return {"total": None, "by_status": {}}
    report = submission.is_report
    counts = Counter(progress(record, report=report).doing.value for record in submission.records)
    return {"total": len(submission.records), "by_status": dict(sorted(counts.items()))}

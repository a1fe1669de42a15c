"""Give workbooks back: one corrected copy each, drawn anew and never over what a person filled."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from itaxl import checks, intake, workers
from itaxl.cells import Workbook
from itaxl.errors import OutputError, UnreadableError
from itaxl.excel import reading
from itaxl.findings import Finding, Severity
from itaxl.pipeline.gathering import Location, gather, load, shown
from itaxl.pipeline.naming import corrected_name, fitting
from itaxl.pipeline.reviewing import FILES_WORTH_A_SECOND_WORKER, Progress, is_ours
from itaxl.pipeline.rules import Rules
from itaxl.plans import BookPlan
from itaxl.review import Review
from itaxl.rulebooks.anchors import identity_name
from itaxl.rulebooks.corrections_form import corrections_form
from itaxl.saving import save_bytes
from itaxl.submission import Submission
from itaxl.template import pouring
from itaxl.wording import Text

DRAWN = identity_name("drawn")  # the property that tells what a file of ours said when it was drawn
DEADLINE = 60.0  # seconds for one copy: it is read, drawn and read again


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of one workbook: the copy that goes back, or why there is none."""

    source: str
    path: Path | None = None
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """One workbook to give back: where it lies, what was found, where its copy may go."""

    source: Location
    findings: tuple[Finding, ...]
    target: Path
    taken: frozenset[str]  # files that came in; none of them may be written to


def give_back(
    reviews: Sequence[Review],
    paths: Iterable[Location],
    folder: Path,
    rules: Rules,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> tuple[Returned, ...]:
    """
    Write one corrected copy per workbook into a folder; ``paths`` are those that were reviewed.

    What is unreadable or no standard workbook gets none, with the reason. Raises OutputError when
    the folder cannot be made.
    """
    make_folder(folder)
    sources = {shown(path): path for path in gather(paths)}
    came = [sources[r.file.path] for r in reviews if r.file.path in sources]
    taken = frozenset(os.path.realpath(path) for path in came if isinstance(path, Path))
    answers: dict[str, Returned] = {}
    work: list[_Job] = []
    names: set[str] = set()
    for review in reviews:
        source = sources.get(review.file.path)
        if source is None:
            continue
        if review.submission is None or not is_ours(review.submission):
            answers[review.file.path] = Returned(review.file.path, None, _why(review))
            continue
        target = folder / _unlike(corrected_name(Path(review.file.path).stem), names)
        names.add(target.name.casefold())
        work.append(_Job(source, review.findings, target, taken))
    rules.usual  # noqa: B018 - loaded before the workers are forked, so that each has it
    crew = jobs or (1 if len(work) < FILES_WORTH_A_SECOND_WORKER // 4 else os.cpu_count() or 1)
    step = partial(_give_one, rules=rules)
    for done, outcome in enumerate(workers.run(step, work, jobs=crew, deadline=DEADLINE), 1):
        if progress:
            progress(done, len(work))
        name = shown(outcome.item.source)
        answers[name] = outcome.result or Returned(name, None, _DIED)
    return tuple(answers[r.file.path] for r in reviews if r.file.path in answers)


def make_folder(folder: Path) -> None:
    """Make the folder that is written to. Raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            Text(
                f"สร้างโฟลเดอร์ {shown(folder)} ไม่ได้ · เลือกโฟลเดอร์อื่น",
                f"cannot make the folder {shown(folder)}; choose another one",
            )
        ) from error


def _give_one(job: _Job, rules: Rules) -> Returned:
    """Make and save one corrected copy."""
    name = shown(job.source)
    try:
        made = copy_of(job.source, job.findings, rules)
        if isinstance(made, Text):
            return Returned(name, None, made)
        target = _target(job, rules)
        return Returned(name, save_bytes(target, made))
    except UnreadableError as error:
        finding = checks.fault(error)
        return Returned(name, None, _joined(finding.message, finding.remedy))
    except OutputError as error:
        return Returned(name, None, error.text)


def copy_of(source: Location, findings: Sequence[Finding], rules: Rules) -> bytes | Text:
    """
    Draw the corrected copy of a file; the reason where it can have none.

    It is read again at once: an answer that would not be read as it came in is kept on a sheet of
    its own as well, so that nothing is lost. Raises UnreadableError.
    """
    from itaxl.excel.drawing import draw_bytes
    from itaxl.template.corrected import corrected, earlier_list, without_list

    workbook = _read(source)
    submission = without_list(intake.read_submission(workbook, rules.book))
    book = rules.find(submission.layout.fiscal_year)
    if book is None or not is_ours(submission):
        return _FOREIGN
    notes = checks.join(f for f in findings if f.severity is Severity.NOTE or f.waived)
    pictures = {sheet.name: sheet.pictures for sheet in workbook.sheets if sheet.pictures}
    make = partial(corrected, book, submission, findings, notes, earlier_list(workbook))
    plan = make(pictures=pictures)
    back, said = _drawn(plan, rules)
    if missing := pouring.lost(submission, said):
        why = corrections_form().not_understood
        left = [(place, text, why) for place, text in missing]
        plan = make(left=left, pictures=pictures)
        back, said = _drawn(plan, rules)
    return draw_bytes(stamped(plan, _sum_of(back, said)))


def _drawn(plan: BookPlan, rules: Rules) -> tuple[Workbook, Submission]:
    """Draw a copy and read it as it will be read."""
    from itaxl.excel.drawing import draw_bytes

    workbook = reading.read_bytes(draw_bytes(plan), pictures=True)
    return workbook, intake.read_submission(workbook, rules.book)


def _read(source: Location) -> Workbook:
    if isinstance(source, Path):
        return reading.read(source, pictures=True)
    return reading.read_bytes(load(source), Path(source.name), pictures=True)


def read_back(data: bytes, rules: Rules) -> Submission:
    """Read a workbook that was just drawn."""
    return intake.read_submission(reading.read_bytes(data, pictures=True), rules.book)


# ── what a file of ours said when it was drawn ──────────────────────────────────────────────────
def fingerprint(submission: Submission) -> str:
    """Sum up to the letter all that a person may have filled in."""
    summed = hashlib.sha256()
    for (group, key), (_, state, text) in sorted(
        pouring.said(submission).items(), key=lambda pair: pair[0]
    ):
        summed.update(f"{group}\x1f{key}\x1f{state}\x1f{text}\x1e".encode("utf-8", "replace"))
    for extra in submission.extras:
        line = f"{extra.sheet}\x1f{extra.cell.address}\x1f{extra.cell.shown}\x1e"
        summed.update(line.encode("utf-8", "replace"))
    for position, pictures in sorted(submission.pictures.items()):
        for picture in pictures:
            summed.update(str(position).encode() + hashlib.sha256(picture.data).digest())
    return summed.hexdigest()


def _sum_of(workbook: Workbook, submission: Submission) -> str:
    """Sum up a whole workbook: its answers, and the pictures that stand on other sheets."""
    table = submission.layout.sheets.get("measures")
    loose = [
        f"{sheet.name}\x1f{picture.row}\x1f{picture.column}\x1f"
        f"{hashlib.sha256(picture.data).hexdigest()}\x1e"
        for sheet in workbook.sheets
        if sheet.name != table
        for picture in sheet.pictures
    ]
    answers = fingerprint(submission)
    if not loose:
        return answers
    return hashlib.sha256((answers + "".join(loose)).encode("utf-8", "replace")).hexdigest()


def stamped(plan: BookPlan, print_: str) -> BookPlan:
    """Let a workbook say what it said when it was drawn."""
    return replace(plan, properties={**plan.properties, DRAWN: print_})


def is_untouched(path: Path, rules: Rules) -> bool:
    """Tell whether a file is one of ours that says what it said when it was drawn."""
    try:
        workbook = reading.read(path, pictures=True)
    except (UnreadableError, OSError):
        return False
    print_ = workbook.properties.get(DRAWN, "")
    return bool(print_) and print_ == _sum_of(
        workbook, intake.read_submission(workbook, rules.book)
    )


# ── names ───────────────────────────────────────────────────────────────────────────────────────
def _target(job: _Job, rules: Rules) -> Path:
    """Find the name to write under: never a file that came in, never one that a person changed."""
    for number in range(1, 100):
        mark = "" if number == 1 else f" ({number})"
        path = job.target.with_name(fitting(job.target.stem, mark + job.target.suffix))
        if os.path.realpath(path) in job.taken:
            continue
        if not os.path.lexists(path) or is_untouched(path, rules):
            return path
    raise OutputError(
        Text(
            f"มีไฟล์ชื่อ {shown(job.target)} ครบทุกลำดับแล้ว · ย้ายไฟล์เก่าออกหรือเลือกโฟลเดอร์อื่น",
            f"every name like {shown(job.target)} is taken; move old files, or choose another"
            " folder",
        )
    )


def _unlike(name: str, names: set[str]) -> str:
    """Number a copy whose source is called as that of another one, in another folder."""
    stem, suffix = Path(name).stem, Path(name).suffix
    found, number = name, 1
    while found.casefold() in names:
        number += 1
        found = fitting(stem, f" {number}{suffix}")
    return found


# ── why there is none ───────────────────────────────────────────────────────────────────────────
def _why(review: Review) -> Text:
    if review.submission is None and review.findings:
        return _joined(review.findings[0].message, review.findings[0].remedy)
    return _FOREIGN


def _joined(message: Text, remedy: Text) -> Text:
    return Text(f"{message.th} · {remedy.th}", f"{message.en}; {remedy.en}")


_FOREIGN = Text(
    "ไม่ใช่แบบรายงานมาตรฐานของปีที่มีกติกา จึงไม่มีไฟล์ส่งกลับ · ให้หน่วยงานกรอกในแบบรายงาน หรือใช้ itaxl convert",
    "is no standard workbook of a year with rules, so there is no copy; ask for the form to be "
    "filled in, or use itaxl convert",
)
_DIED = Text(
    "ใช้เวลาหรือหน่วยความจำมากเกินไป จึงไม่มีไฟล์ส่งกลับ · ตรวจไฟล์นี้ด้วยตนเอง",
    "took too much time or memory, so there is no copy; look at this file yourself",
)

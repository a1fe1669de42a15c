"""``itaxl check``: what is wrong with returned workbooks, and what to do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from itaxl import __version__, checks, pipeline
from itaxl.checks.output import CSV_HEADINGS, as_csv_rows, as_sarif
from itaxl.checks.output import as_json as finding_json
from itaxl.cli import screen
from itaxl.cli.options import (
    CacheOption,
    ExecutorOption,
    JobsOption,
    LanguageOption,
    LastOption,
    NoCacheOption,
    Paths,
    PlansOption,
    QuietOption,
    RegisterOption,
    RuleBookOption,
    SchedulerOption,
    cache_folder,
    joined,
    language,
    teller,
)
from itaxl.findings import Finding, Severity
from itaxl.review import Review
from itaxl.wording import Language, Text

SEVERITIES = {
    Severity.ERROR: Text("ต้องแก้", "mend"),
    Severity.CONFIRM: Text("ยืนยัน", "confirm"),
    Severity.NOTE: Text("หมายเหตุ", "note"),
}


class CheckFormat(StrEnum):
    """How findings are printed; SARIF is what other checking tools exchange."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"


def check(
    paths: Paths,
    register: RegisterOption = None,
    output_format: Annotated[
        CheckFormat, typer.Option("--format", help="How findings are printed · รูปแบบผลลัพธ์")
    ] = CheckFormat.TABLE,
    lang: LanguageOption = None,
    rulebook: RuleBookOption = None,
    jobs: JobsOption = None,
    executor: ExecutorOption = None,
    scheduler: SchedulerOption = None,
    cache: CacheOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    return_to: Annotated[
        Path | None,
        typer.Option(
            "--return", help="Folder for corrected copies to send back · โฟลเดอร์ไฟล์ส่งกลับให้แก้ไข"
        ),
    ] = None,
    rehearse: Annotated[
        str,
        typer.Option("--rehearse", help="Code of a rule: whom it would stop · รหัสกติกาที่จะซ้อมใช้"),
    ] = "",
    plans: PlansOption = None,
    last: LastOption = None,
) -> int:
    """Tell what is wrong with workbooks, cell by cell · ตรวจแบบรายงานเป็นรายช่อง."""
    tongue = language(lang)
    rules = pipeline.rules(rulebook)
    left: list[pipeline.Left] = []
    if rehearse:
        pipeline.rehearse(rehearse, ())  # a code there is none of is told before anything is read
    with (
        joined(executor, scheduler) as crew,
        screen.progress(Text("กำลังตรวจ", "checking").say(tongue), quiet=quiet) as step,
    ):
        reviews = pipeline.check(
            paths,
            rules,
            register,
            jobs,
            step,
            cache=cache_folder(cache, no_cache),
            tell=teller(tongue, quiet),
            aside=return_to,
            executor=crew,
            plans=plans or (),
            last=last or (),
            leave=left.append,
        )
    for words in _left(left):
        screen.tell(screen.safe(words.say(tongue)))
    if rehearse:
        rehearsed = pipeline.rehearse(rehearse, reviews, str(register or ""))
        _show_rehearsal(rehearsed, output_format, tongue)
        return 0
    if return_to is not None:
        with screen.progress(Text("กำลังเขียน", "writing").say(tongue), quiet=quiet) as step:
            returned = pipeline.give_back(reviews, paths, return_to, rules, jobs, step)
        _tell_returned(returned, tongue, quiet=quiet)
    if output_format is CheckFormat.JSON:
        files = {"files": [as_json(review) for review in reviews]}
        screen.out_json(files | ({"not_used": _left_json(left)} if plans or last else {}))
    elif output_format is CheckFormat.SARIF:
        told = ((review.file.path, _joined(review.findings)) for review in reviews)
        screen.out_json(as_sarif(told, tongue, __version__))
    elif output_format is CheckFormat.CSV:
        headings = ("path", "agency", *CSV_HEADINGS)
        screen.out_csv(headings, (row for review in reviews for row in _rows(review, tongue)))
    else:
        for review in reviews:
            _show(review, tongue)
        if not quiet:
            _sum_up(reviews, tongue)
    return 1 if any(review.must_be_mended for review in reviews) else 0


def as_json(review: Review) -> dict[str, Any]:
    """One file in the JSON of ``check``."""
    submission = review.submission
    return {
        "path": review.file.path,
        "agency": screen.agency_json(pipeline.identity(review)),
        "fiscal_year": submission.layout.fiscal_year if submission else None,
        "status": pipeline.status(review),
        "rows": {
            "read": submission.rows_read if submission else 0,
            "used": submission.rows_used if submission else 0,
            "explained": len(submission.explained) if submission else 0,
        },
        "findings": [_finding_json(finding) for finding in _joined(review.findings)],
    }


def _left(left: Sequence["pipeline.Left"]) -> Iterator[Text]:
    """Tell of files that were given to compare with and are not used; many of a kind at once."""
    kinds: dict[tuple[str, Text], list[str]] = {}
    for one in left:
        kinds.setdefault((one.option, one.why), []).append(one.path)
    for (option, why), paths in kinds.items():
        several = len(paths) > FIRST
        named = ", ".join(Path(path).name for path in paths[:3]) if several else ", ".join(paths)
        rest = len(paths) - 3 if several else 0
        more = Text(f" และอีก {rest} ไฟล์", f" and {rest} more") if rest else Text("", "")
        yield Text(
            f"ไม่ได้ใช้เปรียบเทียบ ({option}): {named}{more.th} · {why.th}",
            f"not used to compare with ({option}): {named}{more.en}; {why.en}",
        )


def _left_json(left: Sequence["pipeline.Left"]) -> list[dict[str, Any]]:
    return [{"option": one.option, "path": one.path, "why": one.why._asdict()} for one in left]


def _rows(review: Review, tongue: Language) -> list[tuple[object, ...]]:
    name = pipeline.identity(review).get("name")
    rows = as_csv_rows(_joined(review.findings), tongue)
    return [(review.file.path, name, *row) for row in rows]


def _joined(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Join equal findings; those that a waiver silences stand apart, at the end."""
    told = checks.join(finding for finding in findings if not finding.waived)
    return (*told, *checks.join(finding for finding in findings if finding.waived))


def _finding_json(finding: Finding) -> dict[str, Any]:
    extra = {"waived": finding.waived or None, "on_trial": finding.on_trial}
    return {**finding_json(finding), **extra}


def _show(review: Review, tongue: Language) -> None:
    """Print the findings of one file: the five worth doing first, then all, joined."""
    joined = _joined(review.findings)
    name = pipeline.identity(review).get("name") or ""
    screen.out(screen.safe(f"{review.file.path}  {name}".rstrip()))
    if not joined:
        screen.out("  " + Text("ไม่มีสิ่งที่ต้องแก้", "nothing to mend").say(tongue))
        return
    worth = [f for f in joined if f.severity is not Severity.NOTE and not f.waived]
    first = checks.first_five(worth) if len(worth) > FIRST else ()
    if first:
        screen.out("  " + Text("ควรทำก่อน:", "do these first:").say(tongue))
        for number, finding in enumerate(first, start=1):
            screen.out(screen.safe(f"  {number}. {_sentence(finding, tongue)}"))
        screen.out("  " + Text("ทั้งหมด:", "everything:").say(tongue))
    for finding in joined:
        label = _label(finding, tongue)
        screen.out(screen.safe(f"  [{label}] {_sentence(finding, tongue)}  ({finding.code})"))


FIRST = 5
_WAIVED, _TRIAL = Text("ผ่อนผัน", "waived"), Text("ทดลองใช้", "on trial")


def _label(finding: Finding, tongue: Language) -> str:
    if finding.waived:
        return f"{_WAIVED.say(tongue)}: {finding.waived}"
    return (_TRIAL if finding.on_trial else SEVERITIES[finding.severity]).say(tongue)


def _sentence(finding: Finding, tongue: Language) -> str:
    place = finding.sheet + ("!" if finding.cells else "") + ", ".join(finding.cells)
    words = (finding.message.say(tongue), finding.remedy.say(tongue))
    return " · ".join(part for part in (place, *words) if part)


def _sum_up(reviews: Sequence[Review], tongue: Language) -> None:
    bad = sum(review.must_be_mended for review in reviews)
    words = Text(
        f"ตรวจ {len(reviews)} ไฟล์ · ต้องแก้ {bad} ไฟล์ · ดูความหมายของรหัส: itaxl explain รหัส",
        f"{len(reviews)} files checked, {bad} to mend; what a code means: itaxl explain CODE",
    )
    screen.tell(words.say(tongue))
    waived = sum(bool(finding.waived) for review in reviews for finding in review.findings)
    if waived:
        words = Text(
            f"ผ่อนผันตามทะเบียน {waived} รายการ ไม่นับเป็นสิ่งที่ต้องแก้",
            f"{waived} findings are waived by the register and need not be mended",
        )
        screen.tell(words.say(tongue))


# ── corrected copies and rehearsals ─────────────────────────────────────────────────────────────
def _tell_returned(
    returned: "Sequence[pipeline.Returned]", tongue: Language, *, quiet: bool
) -> None:
    """Say which copies were written; why there is none is said even when quiet."""
    for one in returned:
        if one.path is None and one.why is not None:
            none = Text("ไม่มีไฟล์ส่งกลับ", "no copy").say(tongue)
            screen.tell(f"{one.source}: {none} · {one.why.say(tongue)}")
        elif not quiet:
            screen.tell(f"{one.source} → {one.path}")
    written = sum(one.path is not None for one in returned)
    if not quiet:
        words = Text(
            f"เขียนไฟล์ส่งกลับ {written} ไฟล์ · เปิดแผ่นงานแรกเพื่อดูรายการแก้ไข",
            f"{written} corrected copies were written; their first sheet lists what to mend",
        )
        screen.tell(words.say(tongue))


REHEARSAL_HEADINGS = ("agency", "findings", "cells", "already", "paths")


def _show_rehearsal(found: "pipeline.Rehearsal", form: CheckFormat, tongue: Language) -> None:
    """Print whom a rule would stop."""
    if form is CheckFormat.JSON:
        whole = {**asdict(found), "message": found.message._asdict(), "stops": len(found.stopped)}
        screen.out_json(whole)
        return
    if form is CheckFormat.CSV:
        screen.out_csv(
            REHEARSAL_HEADINGS,
            [
                (one.agency, one.findings, " ".join(one.cells), one.already, " ".join(one.paths))
                for one in found.stopped
            ],
        )
        return
    more = sum(not one.already for one in found.stopped)
    words = Text(
        f"หากให้ {found.code} ({found.name}) เป็นสิ่งที่ต้องแก้ จะหยุด {len(found.stopped)} จาก "
        f"{found.agencies} หน่วยงาน ({found.files} ไฟล์) · ในจำนวนนี้ {more} หน่วยงานไม่ติดเรื่องอื่น · "
        f"ผ่อนผันไว้ {found.waived} รายการ",
        f"as an error, {found.code} ({found.name}) would stop {len(found.stopped)} of "
        f"{found.agencies} agencies ({found.files} files); {more} of them nothing else stops; "
        f"{found.waived} findings are waived",
    )
    screen.out(words.say(tongue))
    if found.stopped:
        headings = [
            Text("หน่วยงาน", "agency"), Text("จำนวน", "findings"), Text("ช่อง", "cells"),
            Text("ติดเรื่องอื่นอยู่แล้ว", "stopped anyway"),
        ]  # fmt: skip
        yes = Text("ใช่", "yes").say(tongue)
        rows = [
            (one.agency, str(one.findings), ", ".join(one.cells), yes if one.already else "")
            for one in found.stopped
        ]
        screen.table("", [heading.say(tongue) for heading in headings], rows)

"""``itaxl check``: what is wrong with returned workbooks, and what to do about it."""

from collections.abc import Sequence
from typing import Any

from itaxl import checks, pipeline
from itaxl.checks.output import as_json as finding_json
from itaxl.cli import screen
from itaxl.cli.options import (
    Format,
    FormatOption,
    JobsOption,
    LanguageOption,
    Paths,
    QuietOption,
    RegisterOption,
    RuleBookOption,
    language,
)
from itaxl.findings import Finding, Severity
from itaxl.review import Review
from itaxl.wording import Language, Text

SEVERITIES = {
    Severity.ERROR: Text("ต้องแก้", "mend"),
    Severity.CONFIRM: Text("ยืนยัน", "confirm"),
    Severity.NOTE: Text("หมายเหตุ", "note"),
}
CSV_HEADINGS = (
    "path", "agency", "code", "name", "severity", "sheet", "cells", "heading", "row", "seen",
    "expected", "suggestion", "message", "remedy",
)  # fmt: skip


def check(
    paths: Paths,
    register: RegisterOption = None,
    output_format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
    rulebook: RuleBookOption = None,
    jobs: JobsOption = None,
    quiet: QuietOption = False,
) -> int:
    """Tell what is wrong with workbooks, cell by cell · ตรวจแบบรายงานเป็นรายช่อง."""
    tongue = language(lang)
    with screen.progress(Text("กำลังตรวจ", "checking").say(tongue), quiet=quiet) as step:
        reviews = pipeline.check(paths, pipeline.rules(rulebook), register, jobs, step)
    if output_format is Format.JSON:
        screen.out_json({"files": [as_json(review) for review in reviews]})
    elif output_format is Format.CSV:
        screen.out_csv(CSV_HEADINGS, (row for review in reviews for row in _rows(review, tongue)))
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
        "findings": [finding_json(finding) for finding in checks.join(review.findings)],
    }


def _rows(review: Review, tongue: Language) -> list[tuple[object, ...]]:
    name = pipeline.identity(review).get("name")
    return [
        (
            review.file.path, name, finding.code, finding.name, finding.severity.value,
            finding.sheet, ", ".join(finding.cells), finding.heading, finding.row, finding.seen,
            finding.expected, finding.suggestion, finding.message.say(tongue),
            finding.remedy.say(tongue),
        )
        for finding in checks.join(review.findings)
    ]  # fmt: skip


def _show(review: Review, tongue: Language) -> None:
    """Print the findings of one file: the five worth doing first, then all, joined."""
    joined = checks.join(review.findings)
    name = pipeline.identity(review).get("name") or ""
    screen.out(screen.safe(f"{review.file.path}  {name}".rstrip()))
    if not joined:
        screen.out("  " + Text("ไม่มีสิ่งที่ต้องแก้", "nothing to mend").say(tongue))
        return
    worth = [f for f in joined if f.severity is not Severity.NOTE]
    first = checks.first_five(joined) if len(worth) > FIRST else ()
    if first:
        screen.out("  " + Text("ควรทำก่อน:", "do these first:").say(tongue))
        for number, finding in enumerate(first, start=1):
            screen.out(screen.safe(f"  {number}. {_sentence(finding, tongue)}"))
        screen.out("  " + Text("ทั้งหมด:", "everything:").say(tongue))
    for finding in joined:
        label = SEVERITIES[finding.severity].say(tongue)
        screen.out(screen.safe(f"  [{label}] {_sentence(finding, tongue)}  ({finding.code})"))


FIRST = 5


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

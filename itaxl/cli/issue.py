"""``itaxl issue``: one prefilled workbook per agency of the register."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from itaxl import pipeline
from itaxl.checks.output import as_json as finding_json
from itaxl.cli import screen
from itaxl.cli.options import (
    Format,
    FormatOption,
    JobsOption,
    LanguageOption,
    QuietOption,
    RuleBookOption,
    language,
)
from itaxl.findings import Severity
from itaxl.pipeline import Deed, Issue, Issued
from itaxl.wording import Language, Text

DEEDS = {
    Deed.WRITTEN: Text("สร้างใหม่", "written"),
    Deed.RENEWED: Text("สร้างใหม่แทนไฟล์ที่ยังไม่ได้กรอก", "renewed, nobody had filled it"),
    Deed.UNCHANGED: Text("คงเดิม (ตรงกันอยู่แล้ว)", "kept, nothing new"),
    Deed.KEPT: Text("คงเดิม (มีผู้กรอกแล้ว หรือไม่ใช่ไฟล์ของระบบ)", "kept, it was filled or is not ours"),
}  # fmt: skip
HEADINGS = ("agency", "path", "done", "plan")


def issue(
    register: Annotated[Path, typer.Argument(help="Register of agencies · ทะเบียนหน่วยงาน")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder to write to · โฟลเดอร์ที่จะเขียน")
    ],
    year: Annotated[
        int | None, typer.Option("--year", help="Fiscal year, Buddhist Era · ปีงบประมาณ (พ.ศ.)")
    ] = None,
    plans: Annotated[
        Path | None,
        typer.Option("--plans", help="Folder of filled plans to pour in · โฟลเดอร์แผนที่กรอกแล้ว"),
    ] = None,
    output_format: FormatOption = Format.TABLE,
    rulebook: RuleBookOption = None,
    lang: LanguageOption = None,
    jobs: JobsOption = None,
    quiet: QuietOption = False,
) -> int:
    """Draw one prefilled workbook per agency · ออกแบบรายงานให้ทุกหน่วยงานในทะเบียน."""
    tongue = language(lang)
    with screen.progress(Text("กำลังออกแบบรายงาน", "issuing").say(tongue), quiet=quiet) as step:
        done = pipeline.issue(register, output, pipeline.rules(rulebook), year, plans, jobs, step)
    _show(done, output_format, tongue)
    for finding in done.faults:
        place = finding.sheet + ("!" if finding.cells else "") + ", ".join(finding.cells)
        words = f"{finding.message.say(tongue)} · {finding.remedy.say(tongue)}"
        screen.tell(f"{register} {place}: {words} ({finding.code})")
    for path, why in done.plans_left:
        unused = Text("ไม่ได้ใช้แผนนี้", "this plan was not used").say(tongue)
        screen.tell(f"{path}: {unused} · {why.say(tongue)}")
    if not quiet:
        screen.tell(_sum(done.files).say(tongue))
    return 1 if any(finding.severity is Severity.ERROR for finding in done.faults) else 0


def _show(done: Issue, form: Format, tongue: Language) -> None:
    rows = [_row(one) for one in done.files]
    if form is Format.JSON:
        files = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
        left = [{"path": path, "why": why._asdict()} for path, why in done.plans_left]
        faults = [finding_json(finding) for finding in done.faults]
        screen.out_json({"files": files, "findings": faults, "plans_left": left})
    elif form is Format.CSV:
        screen.out_csv(HEADINGS, rows)
    else:
        headings = [Text("หน่วยงาน", "agency"), Text("ไฟล์", "file"), Text("ผล", "done")]
        table = [(one.agency, one.path.name, DEEDS[one.deed].say(tongue)) for one in done.files]
        screen.table("", [heading.say(tongue) for heading in headings], table)


def _row(one: Issued) -> tuple[str, str, str, str | None]:
    return one.agency, str(one.path), one.deed.value, one.plan or None


def _sum(files: Sequence[Issued]) -> Text:
    fresh = sum(one.deed in (Deed.WRITTEN, Deed.RENEWED) for one in files)
    planned = sum(bool(one.plan) for one in files)
    return Text(
        f"ออกแบบรายงาน {fresh} ไฟล์ · คงเดิม {len(files) - fresh} ไฟล์ · มีแผนเติมให้ {planned} ไฟล์ · "
        "ต่อไป: ส่งให้หน่วยงานกรอก แล้วตรวจด้วย itaxl check",
        f"{fresh} workbooks written, {len(files) - fresh} kept, {planned} with a plan poured in;"
        " next: send them out, then itaxl check",
    )

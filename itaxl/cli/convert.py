"""``itaxl convert``: an agency's own report into the standard workbook."""

from pathlib import Path
from typing import Annotated, Any

import typer

from itaxl import pipeline
from itaxl.cli import screen
from itaxl.cli.options import (
    Format,
    FormatOption,
    LanguageOption,
    QuietOption,
    RuleBookOption,
    language,
)
from itaxl.submission import Record
from itaxl.wording import Text


def convert(
    report: Annotated[Path, typer.Argument(help="Report: .xlsx, .docx or .txt · รายงานของหน่วยงาน")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write · ไฟล์ที่จะสร้าง")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Fiscal year, Buddhist Era · ปีงบประมาณ (พ.ศ.)")
    ] = None,
    output_format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
    rulebook: RuleBookOption = None,
    quiet: QuietOption = False,
) -> int:
    """Make a standard workbook of an own report · แปลงรายงานเดิมเป็นแบบรายงานมาตรฐาน."""
    done = pipeline.convert(report, output, pipeline.rules(rulebook), year)
    found = done.found
    if output_format is Format.JSON:
        screen.out_json(as_json(report, done))
        return 0
    if output_format is Format.CSV:
        rows = ([row.sheet, row.row, row.why.value, row.text] for row in found.left)
        screen.out_csv(("sheet", "row", "why", "text"), rows)
        return 0
    count = len(found.submission.records)
    words = Text(
        f"อ่านได้ {count} มาตรการ จาก {found.tables} ตารางและ {found.narrative} หัวข้อ · "
        f"ต่อส่วนที่ถูกตัดหน้า {found.joined} แห่ง · ไม่เข้าแบบ {len(found.left)} แถว\n"
        f"เขียนเป็น {done.path} · ต่อไป: เปิดไฟล์ เติมช่องที่ว่าง แล้วตรวจด้วย itaxl check",
        f"read {count} measures from {found.tables} tables and {found.narrative} headed texts; "
        f"joined {found.joined} pieces cut by page breaks; {len(found.left)} rows left over\n"
        f"wrote {done.path}; next: open it, fill what is blank, then itaxl check",
    )
    if not quiet:
        screen.out(screen.safe(words.say(language(lang))))
    return 0


def as_json(report: Path, done: pipeline.ConvertedReport) -> dict[str, Any]:
    """The JSON of ``convert``: what was found, joined, left over, and every measure read."""
    found = done.found
    agency = {key: entry.text for key, entry in found.submission.agency.items()}
    return {
        "path": str(report),
        "output": str(done.path),
        "agency": screen.agency_json(agency),
        "fiscal_year": done.book.fiscal_year,
        "total": None if found.total is None else format(found.total, "f"),
        "level": found.level or None,
        "scores": {code: format(value, ".2f") for code, value in found.scores.items()},
        "found": {
            "measures": len(found.submission.records),
            "tables": found.tables,
            "narrative": found.narrative,
        },
        "joined": found.joined,
        "left_over": [
            {"sheet": row.sheet, "row": row.row, "why": row.why.value, "text": row.text}
            for row in found.left
        ],
        "measures": [_measure(record, done) for record in found.submission.records],
    }


def _measure(record: Record, done: pipeline.ConvertedReport) -> dict[str, Any]:
    period, owners = record.value("period"), record.value("owner")
    told = pipeline.progress(record, done.book, report=done.found.submission.is_report)
    return {
        "no": record.key,
        "row": record.row,
        "codes": [str(code) for code in record.value("codes") or ()],
        "theme": record.value("theme"),
        "period": {
            "text": record.text("period"),
            "start": period.start.isoformat() if period and period.start else None,
            "end": period.end.isoformat() if period and period.end else None,
        },
        "owners": list(owners.units) if owners else [],
        "status": told.doing.value,
        "basis": told.basis.value,
    }

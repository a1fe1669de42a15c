"""``itaxl convert``: an agency's own report into the standard workbook."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from itaxl import pipeline
from itaxl.checks.output import as_json as finding_json
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
    reports: Annotated[
        list[Path],
        typer.Argument(
            help="Reports, or folders of them: .docx, .xlsx, .ods, .csv, .html, .txt · "
            "รายงานของหน่วยงาน ไฟล์หรือโฟลเดอร์"
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File to write; a folder for many · ไฟล์หรือโฟลเดอร์ที่จะสร้าง"
        ),
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
    rules = pipeline.rules(rulebook)
    if len(reports) == 1 and not reports[0].is_dir():
        one = pipeline.convert(reports[0], output, rules, year)
        if output_format is Format.JSON:
            screen.out_json(as_json(one))
        else:
            _tell([one], output_format, lang, quiet=quiet)
        return 0
    return _many(reports, output or Path(), rules, year, output_format, lang, quiet=quiet)


def _many(
    reports: Sequence[Path],
    folder: Path,
    rules: pipeline.Rules,
    year: int | None,
    output_format: Format,
    lang: LanguageOption,
    *,
    quiet: bool,
) -> int:
    """Convert many; one that cannot be converted does not stop the others."""
    words = Text("กำลังแปลง", "converting").say(language(lang))
    with screen.progress(words, quiet=quiet) as step:
        done = pipeline.convert_all(pipeline.gather(reports), folder, rules, year, step)
    good = [one for one in done if isinstance(one, pipeline.ConvertedReport)]
    failed = [one for one in done if isinstance(one, pipeline.NotConverted)]
    if output_format is Format.JSON:
        told = [as_json(one) for one in good]
        told += [{"path": str(one.report), "error": _both(one.reason)} for one in failed]
        screen.out_json({"files": told})
    else:
        _tell(good, output_format, lang, quiet=quiet)
    for one in failed:
        screen.complain(one.reason, language(lang))
    if not good:
        return 2
    return 1 if failed else 0


def _tell(
    done: Sequence[pipeline.ConvertedReport],
    output_format: Format,
    lang: LanguageOption,
    *,
    quiet: bool,
) -> None:
    if output_format is Format.CSV:
        screen.out_csv(("path", "sheet", "row", "why", "text", "read"), _left_rows(done))
        return
    for one in done:
        if not quiet:
            screen.out(screen.safe(_words(one).say(language(lang))))


def _left_rows(done: Sequence[pipeline.ConvertedReport]) -> Iterator[tuple[object, ...]]:
    for one in done:
        for piece in one.found.left:
            yield str(one.report), piece.sheet, piece.row, piece.why, piece.text, piece.read


def _words(done: pipeline.ConvertedReport) -> Text:
    found, year = done.found, done.book.fiscal_year
    count, joined = len(found.submission.records), found.joined_tables + found.joined_rows
    aside = sum(piece.why in QUARANTINED for piece in found.left)
    tables, headed, over = found.tables, found.narrative, len(found.left)
    th = [
        f"{done.report}: อ่านได้ {count} มาตรการ จาก {tables} ตารางและ {headed} หัวข้อ",
        f"ต่อส่วนที่ถูกตัดหน้า {joined} แห่ง · เก็บไว้นอกแบบ {over} ส่วน ในแผ่นงานสุดท้าย",
    ]
    en = [
        f"{done.report}: read {count} measures from {tables} tables and {headed} headed texts",
        f"joined {joined} pieces cut by page breaks; {over} pieces kept on the last sheet",
    ]
    if aside:
        th.append(f"กันไว้ {aside} แถวที่อาจเกิดจากการอ่านภาพ · ดูแผ่นงานสุดท้ายและยืนยันเอง")
        en.append(f"set {aside} rows aside that a scan may have made up; see the last sheet")
    if done.named_year is None:
        th.append(f"รายงานไม่บอกปีงบประมาณ ใช้แบบของปี {year} · หากไม่ใช่ ให้สั่งใหม่พร้อม --year")
        en.append(f"the report names no fiscal year; the form of {year} is used; else give --year")
    elif done.named_year != year:
        th.append(f"รายงานเป็นของปี {done.named_year} แต่ใช้แบบของปี {year} · ตรวจปีในแผ่นงานหน่วยงาน")
        en.append(f"the report is of {done.named_year}, the form of {year}; check the year in it")
    th.append(f"เขียนเป็น {done.path} · ต่อไป: เปิดไฟล์ เติมช่องที่ว่าง แล้วตรวจด้วย itaxl check")
    en.append(f"wrote {done.path}; next: open it, fill what is blank, then itaxl check")
    return Text("\n".join(th), "\n".join(en))


QUARANTINED = frozenset({"repeated", "person"})


def _both(text: Text) -> dict[str, str]:
    return {"th": text.th, "en": text.en}


def as_json(done: pipeline.ConvertedReport) -> dict[str, Any]:
    """
    The JSON of ``convert``: what was found, joined, left over, and every measure read.

    Places under ``left_over`` and ``measures`` are those of the report; ``findings`` are about the
    workbook that was written.
    """
    found = done.found
    agency = {key: entry.text for key, entry in found.submission.agency.items()}
    return {
        "path": str(done.report),
        "output": str(done.path),
        "agency": screen.agency_json(agency),
        "fiscal_year": done.book.fiscal_year,
        "named_year": done.named_year,
        "total": None if found.total is None else format(found.total, "f"),
        "level": found.level or None,
        "scores": {code: format(value, ".2f") for code, value in found.scores.items()},
        "found": {
            "measures": len(found.submission.records),
            "tables": found.tables,
            "narrative": found.narrative,
        },
        "joined": {"tables": found.joined_tables, "rows": found.joined_rows},
        "left_over": [
            {
                "sheet": piece.sheet,
                "row": piece.row,
                "why": piece.why,
                "text": piece.text,
                "read": piece.read or None,
            }
            for piece in found.left
        ],
        "measures": [_measure(record, done) for record in found.submission.records],
        "findings": [finding_json(finding) for finding in done.findings],
    }


def _measure(record: Record, done: pipeline.ConvertedReport) -> dict[str, Any]:
    period, owners = record.value("period"), record.value("owner")
    told = pipeline.progress(record, report=not done.found.is_plan)
    return {
        "no": record.key,
        "sheet": record.sheet,
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

"""Make standard workbooks of agencies' own reports."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from itaxl import checks, scoring
from itaxl.cells import Workbook
from itaxl.documents import plaintext, webpage, word
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.excel import guard, package, reading
from itaxl.findings import Finding
from itaxl.intake.convert import Converted, year_of
from itaxl.intake.convert import convert as read_report
from itaxl.pipeline.issuing import refuse_to_overwrite
from itaxl.pipeline.reviewing import Progress, judge
from itaxl.pipeline.rules import Rules
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Basis
from itaxl.submission import Record
from itaxl.template.fill import Fill
from itaxl.thai import one_line
from itaxl.wording import Text

MAX_DOCUMENT = 32 * 2**20  # bytes of text in a Word document; its tree in memory takes ten times it
_DELIMITED = (".csv", ".tsv", ".tab")
_BULLET = re.compile(r"(?:[-–•*>]|[(\[]?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?[)\].])\s*\S")
_FLOWING = frozenset({"method", "result", "outcome", "suggestion"})

_TO_DOCX = Text(
    "เปิดไฟล์นี้ใน Word หรือ LibreOffice เลือก บันทึกเป็น แล้วเลือกชนิด .docx จากนั้นสั่งใหม่",
    "open it in Word or LibreOffice, choose Save As and the type .docx, then try again",
)
_PICTURE = Text(
    "ไฟล์เป็นภาพ อ่านตัวอักษรไม่ได้ · ใช้ไฟล์ต้นฉบับ .docx หรือ .xlsx ที่พิมพ์รายงานนี้",
    "the file is a picture, its letters cannot be read; use the .docx or .xlsx it was printed from",
)
# What to do with files that hold a report in a form that is not read, by what they are.
_REMEDIES = {
    "PDF": Text(
        "ไฟล์เป็น PDF ซึ่งไม่เก็บตารางไว้ · ใช้ไฟล์ต้นฉบับ .docx หรือ .xlsx หากไม่มี "
        "ให้เปิด PDF ใน Word บันทึกเป็น .docx ตรวจข้อความให้ตรง แล้วสั่งใหม่",
        "the file is a PDF, which keeps no tables; use the .docx or .xlsx it was made from, or "
        "open the PDF in Word, save it as .docx, compare the words, then try again",
    ),
    "Word 97-2003": Text(
        f"ไฟล์เป็น Word รุ่นเก่า (.doc) · {_TO_DOCX.th}",
        f"the file is of an old Word (.doc); {_TO_DOCX.en}",
    ),
    "RTF": Text(f"ไฟล์เป็น RTF · {_TO_DOCX.th}", f"the file is RTF; {_TO_DOCX.en}"),
    "OpenDocument text": Text(
        f"ไฟล์เป็นเอกสาร OpenDocument (.odt) · {_TO_DOCX.th}",
        f"the file is an OpenDocument text (.odt); {_TO_DOCX.en}",
    ),
    **dict.fromkeys(("JPEG", "PNG", "GIF", "TIFF", "BMP", "HEIC"), _PICTURE),
}


@dataclass(frozen=True, slots=True)
class ConvertedReport:
    """
    An agency's own report and the standard workbook made of it.

    ``findings`` are those of ``itaxl check`` about the workbook that was written; ``named_year``
    is the fiscal year that the report itself names.
    """

    path: Path
    book: RuleBook
    found: Converted
    report: Path = Path()
    findings: tuple[Finding, ...] = ()
    named_year: int | None = None


@dataclass(frozen=True, slots=True)
class NotConverted:
    """A report of many that could not be converted, and why."""

    report: Path
    reason: Text


def convert(
    report: Path, output: Path | None, rules: Rules, year: int | None = None
) -> ConvertedReport:
    """
    Make a standard workbook of an agency's own report (.docx, .xlsx, .ods, .csv, .html, text).

    The fiscal year is the one given, else the one the title names. Nothing is dropped: what was not
    understood stands on a sheet of its own. Raises ItaxlError where there is nothing to convert.
    """
    from itaxl.excel.drawing import draw
    from itaxl.template import leftover, standard

    target = target_of(report, output)
    refuse_to_overwrite(target)
    workbook = _report(report)
    named = year_of(workbook)
    book = rules.book(year) if year is not None else rules.find(named) or rules.usual
    found = read_report(workbook, book)
    if not found.submission.records:
        raise ItaxlError(
            Text(
                f"ไม่พบมาตรการในไฟล์ {report} · ตรวจว่ามีตารางที่มีหัวข้อ มาตรการ และ วิธีการ",
                f"found no measures in {report}; see that a table has headings for measure and "
                "method",
            )
        )
    plan = standard(book, poured(found, book))
    words = book.form.words
    pieces = [
        (
            words["left_row"].format(sheet=piece.sheet, row=piece.row),
            piece.text,
            words[f"why_{piece.why}"].format(read=piece.read),
        )
        for piece in found.left
    ]
    drawn = replace(plan, sheets=(*plan.sheets, leftover(book, pieces))) if pieces else plan
    path = draw(drawn, target)
    findings = tuple(checks.join(judge(reading.read(path), rules).findings))
    return ConvertedReport(path, book, found, report, findings, named)


def convert_all(
    reports: Sequence[Path],
    folder: Path,
    rules: Rules,
    year: int | None = None,
    progress: Progress | None = None,
) -> list[ConvertedReport | NotConverted]:
    """Make a standard workbook of each report in a folder; the trouble of one is told beside it."""
    if folder.exists() and not folder.is_dir():
        raise ItaxlError(
            Text(
                f"{folder} เป็นไฟล์ แต่มีรายงานหลายไฟล์ · ใช้ -o ระบุชื่อโฟลเดอร์",
                f"{folder} is a file, but there are several reports; name a folder with -o",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    done: list[ConvertedReport | NotConverted] = []
    for report in reports:
        try:
            done.append(convert(report, folder, rules, year))
        except ItaxlError as error:
            done.append(NotConverted(report, error.text))
        if progress:
            progress(len(done), len(reports))
    return done


def target_of(report: Path, output: Path | None) -> Path:
    """Name the workbook to write: the file given, or one in a folder, that of the report else."""
    if output is not None and not output.is_dir():
        return output
    return (output or report.parent) / f"{report.stem} (แบบมาตรฐาน).xlsx"


def poured(found: Converted, book: RuleBook) -> Fill:
    """What of a report goes into the form: answers as written, choices as the form spells them."""
    submission = found.submission
    agency = {key: entry.text for key, entry in submission.agency.items()}
    agency["fiscal_year"] = book.fiscal_year  # type: ignore[assignment]
    rounds = {choice.value: choice.text for choice in book.choices("rounds")}
    if found.is_plan and "plan" in rounds:
        agency["round"] = rounds["plan"]
    return Fill(
        agency=agency,
        scores=dict(found.scores),
        records=[_row(record, book) for record in submission.records],
    )


def _row(record: Record, book: RuleBook) -> dict[str, str]:
    row = {
        key: _flowing(entry.text) if key in _FLOWING else one_line(entry.text)
        for key, entry in record.entries.items()
        if entry.text
    }
    for key in ("theme", "status"):
        value, column = record.value(key), book.form.column(key)
        choices = book.choices(column.list) if column.list else ()
        texts = {choice.value: choice.text for choice in choices}
        if value in texts:
            row[key] = texts[value]
    told = scoring.doing(record)
    if "status" not in row and told.basis is Basis.STATED:
        statuses = {choice.value: choice.text for choice in book.choices("statuses")}
        row["status"] = statuses.get(told.doing.value, "")
    return row


def _flowing(text: str) -> str:
    """Let the lines of a narrow column flow together; steps and points keep their own lines."""
    lines: list[str] = []
    for line in filter(None, (one_line(part) for part in text.split("\n"))):
        if lines and not _BULLET.match(line):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return "\n".join(lines)


# ── what kind of file it is ─────────────────────────────────────────────────────────────────────
def _report(path: Path) -> Workbook:
    """Read a report by what it is, whatever its name says."""
    if not path.exists():
        raise ItaxlError(
            Text(
                f"ไม่พบไฟล์ {path} · ตรวจชื่อแล้วลองใหม่",
                f"there is no file {path}; check the name and try again",
            )
        )
    try:
        return _read(path)
    except UnreadableError as error:
        if error.code == "F03" and error.seen in _REMEDIES:
            words = _REMEDIES[error.seen]
        else:
            finding = checks.fault(error)
            words = Text(
                f"{finding.message.th} · {finding.remedy.th}",
                f"{finding.message.en}; {finding.remedy.en}",
            )
        raise ItaxlError(Text(f"{path}: {words.th}", f"{path}: {words.en}")) from None


def _read(path: Path) -> Workbook:
    data = guard.load(path)
    parts = package.directory(data) if data.startswith(b"PK\3\4") else []
    if _is_word(parts):
        _guarded(data, path, parts)
        return word.read(data, path)
    try:
        found = guard.recognise(data, path)
    except UnreadableError as error:
        if (error.code, error.seen) in {("F03", "HTML"), ("F15", "HTML")}:
            return webpage.read(data, path)
        if error.code == "F03" and error.seen in {"CSV", "text"}:
            return plaintext.read(data, path)
        raise
    if found.kind == "csv" and path.suffix.lower() not in _DELIMITED:
        return plaintext.read(data, path)
    return reading.read(path)


def _is_word(parts: Iterable[package.Entry]) -> bool:
    names = {package.fold_name(part.name) for part in parts}
    return "word/document.xml" in names and not any(n.startswith("xl/workbook") for n in names)


def _guarded(data: bytes, path: Path, parts: list[package.Entry]) -> None:
    """Hold a Word document to the limits that workbooks are held to, before any parser sees it."""
    named = package.by_name(parts)
    guard.scan(package.Package(path, "docx", data, named))
    for name, part in named.items():
        if name.startswith("word/") and name.endswith(".xml") and part.size > MAX_DOCUMENT:
            raise UnreadableError("S08", f"{part.size // 2**20} MB", part.name)

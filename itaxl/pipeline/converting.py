"""Make a standard workbook of an agency's own report."""

from dataclasses import dataclass, replace
from pathlib import Path

from itaxl import checks, scoring
from itaxl.cells import Workbook
from itaxl.documents import plaintext, word
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.excel import reading
from itaxl.intake.convert import Converted, year_of
from itaxl.intake.convert import convert as read_report
from itaxl.pipeline.issuing import refuse_to_overwrite
from itaxl.pipeline.rules import Rules
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Basis
from itaxl.submission import Record
from itaxl.template.fill import Fill
from itaxl.thai import one_line
from itaxl.wording import Text


@dataclass(frozen=True, slots=True)
class ConvertedReport:
    """An agency's own report and the standard workbook made of it."""

    path: Path
    book: RuleBook
    found: Converted


def convert(
    report: Path, output: Path | None, rules: Rules, year: int | None = None
) -> ConvertedReport:
    """
    Make a standard workbook of an agency's own report (.xlsx, .docx, .txt).

    The fiscal year is the one given, else the one the title names. Nothing is dropped: what was not
    understood stands on a sheet of its own. Raises ItaxlError where there is nothing to convert.
    """
    from itaxl.excel.drawing import draw
    from itaxl.template import leftover, standard

    target = output or report.with_name(f"{report.stem} (แบบมาตรฐาน).xlsx")
    refuse_to_overwrite(target)
    workbook = _report(report)
    named = year or year_of(workbook)
    book = rules.find(named) or rules.usual
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
        (words["left_row"].format(sheet=row.sheet, row=row.row), row.text, words[f"why_{row.why}"])
        for row in found.left
    ]
    drawn = replace(plan, sheets=(*plan.sheets, leftover(book, pieces))) if pieces else plan
    return ConvertedReport(draw(drawn, target), book, found)


def poured(found: Converted, book: RuleBook) -> Fill:
    """What of a report goes into the form: answers as written, choices as the form spells them."""
    submission = found.submission
    agency = {key: entry.text for key, entry in submission.agency.items()}
    agency["fiscal_year"] = book.fiscal_year  # type: ignore[assignment]
    return Fill(
        agency=agency,
        scores=dict(found.scores),
        records=[_row(record, book) for record in submission.records],
    )


def _row(record: Record, book: RuleBook) -> dict[str, str]:
    row = {key: one_line(entry.text) for key, entry in record.entries.items() if entry.text}
    for key in ("theme", "status"):
        value, column = record.value(key), book.form.column(key)
        choices = book.choices(column.list) if column.list else ()
        texts = {choice.value: choice.text for choice in choices}
        if value in texts:
            row[key] = texts[value]
    told = scoring.doing(record, book)
    if "status" not in row and told.basis is Basis.STATED:
        statuses = {choice.value: choice.text for choice in book.choices("statuses")}
        row["status"] = statuses.get(told.doing.value, "")
    return row


def _report(path: Path) -> Workbook:
    """Read a report by what it is: a workbook, a Word document, else text."""
    if not path.is_file():
        raise ItaxlError(
            Text(
                f"ไม่พบไฟล์ {path} · ตรวจชื่อแล้วลองใหม่",
                f"there is no file {path}; check the name and try again",
            )
        )
    suffix = path.suffix.lower()
    try:
        if suffix == ".docx":
            return word.read(path)
        return plaintext.read(path) if suffix == ".txt" else reading.read(path)
    except UnreadableError as error:
        finding = checks.fault(error)
        raise ItaxlError(
            Text(
                f"{path}: {finding.message.th} · {finding.remedy.th}",
                f"{path}: {finding.message.en}; {finding.remedy.en}",
            )
        ) from None

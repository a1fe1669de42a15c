"""Read the case files of checks: Markdown tables in, workbooks and expected findings out."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from itaxl import intake, scoring
from itaxl.cells import Cell, Kind, Remark, Sheet, Workbook
from itaxl.checks import Case, examine, examine_across, fault, near_copies, spoken, trace_of
from itaxl.errors import UnreadableError
from itaxl.findings import Finding
from itaxl.register import Agency, Register, Settings
from itaxl.rulebooks import anchors, loading
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Submission

FOLDER = Path(__file__).parent
YEAR = 2567
BOOK = loading.load(YEAR)
MEASURES, AGENCY, SCORES = (BOOK.form.sheet(key).name for key in ("measures", "agency", "scores"))
TYPES = [word for c in BOOK.choices("agency_types") for word in (c.text, *c.aliases)]
REGISTER, PLAN, LAST = "ทะเบียน", "แผน", "ปีก่อน"

# An agency that nothing can be said against; a case file lays its own lines over these.
ANSWERS = {
    "fiscal_year": "2567", "results_year": "2567", "plan_year": "2568", "round": "๑๒ เดือน",
    "province": "ตัวอย่าง", "district": "เมือง", "type": "องค์การบริหารส่วนตำบล",
    "name": "องค์การบริหารส่วนตำบลทุ่งใหญ่", "code": "'001", "reporter": "หัวหน้าสำนักปลัด",
    "position": "หัวหน้าสำนักปลัด", "phone": "0 2000 0000", "approver": "นายก อบต.",
    "report_date": "30 กันยายน 2568", "url": "https://example.go.th", "internal": "40",
    "external": "200", "respondents_iit": "35", "respondents_eit1": "45", "respondents_eit2": "30",
}  # fmt: skip
SCORE_ROWS = [["ข้อที่", "ตัวชี้วัด", "คะแนน"]] + [
    [indicator.code, indicator.name, f"9{at}.2{at}"] for at, indicator in enumerate(BOOK.indicators)
]

Table = list[list[str]]


class Expected(NamedTuple):
    """One line ``found:``: a code, and the sheet, cells or file where the line names them."""

    code: str
    sheet: str = ""
    cells: tuple[str, ...] = ()
    path: str = ""


@dataclass(slots=True)
class Written:
    """One workbook as a case file writes it."""

    path: str = "แบบรายงาน.xlsx"
    text: str = ""
    tables: dict[str, Table] = field(default_factory=dict)


@dataclass(slots=True)
class CaseFile:
    """One ``##`` of a case file."""

    code: str
    title: str
    settings: dict[str, Any]
    books: list[Written]
    others: dict[str, Table]
    expected: list[Expected]
    refused: str = ""
    remarked: str = ""


def read_cases(path: Path) -> Iterator[CaseFile]:
    """Read every case of a file."""
    head, *parts = re.split(r"(?m)^## ", path.read_text("utf-8"))
    title = re.match(r"# ([A-Z]\d+) (\S+)\n", head)
    assert title, f"{path.name} must begin with: # CODE name"
    for part in parts:
        yield _case(title[1], part, _settings(head))


def _settings(text: str) -> dict[str, Any]:
    return {
        key: value
        for block in re.findall(r"(?ms)^```toml\n(.*?)^```", text)
        for key, value in tomllib.loads(block).items()
    }


def _case(code: str, part: str, settings: Mapping[str, Any]) -> CaseFile:
    title, _, body = part.partition("\n")
    case = CaseFile(code, title.strip(), {**settings, **_settings(body)}, [Written()], {}, [])
    sections = re.split(r"(?m)^(?=###+ )", body)
    for section in sections:
        _section(case, section)
    for line in re.findall(r"(?m)^found: (.+)$", body):
        if line.strip() != "nothing":
            case.expected.append(_expected(line.split()))
    if match := re.search(r"(?m)^ไฟล์นี้เปิดไม่ได้ด้วยสาเหตุ: (\w+)", body):
        case.refused = match[1]
    if match := re.search(r"(?m)^ระหว่างอ่านพบ: (\w+)", body):
        case.remarked = match[1]
    return case


def _section(case: CaseFile, section: str) -> None:
    heading = re.match(r"###+ (.*)\n", section)
    name = heading[1].strip() if heading else MEASURES
    table = [_row(line) for line in section.splitlines() if line.startswith("|")]
    del table[1:2]  # the line of dashes
    if name.endswith(".xlsx"):
        if not case.books[0].text:
            case.books.clear()
        case.books.append(Written(name, section))
        name = MEASURES
    if name in (REGISTER, PLAN, LAST):
        case.others[name] = table
    elif table:
        case.books[-1].tables[name] = table
        case.books[-1].text += section


def _row(line: str) -> list[str]:
    return [cell.strip().replace("<br>", "\n") for cell in line.strip().strip("|").split("|")]


def _expected(words: list[str]) -> Expected:
    code, *places = words
    path = places.pop(0) if places and places[0].endswith(".xlsx") else ""
    sheet, _, first = places[0].rpartition("!") if places else ("", "", "")
    return Expected(code, sheet, (first, *places[1:]) if first else (), path)


# ── cells ───────────────────────────────────────────────────────────────────────────────────────
def cell_of(row: int, column: int, text: str) -> Cell:
    """
    Make the cell that Excel would make of what was typed.

    '12 is text, 12 a number, 85% a percentage, 2024-10-01 a date, #REF! an error value,
    =A1 a formula without a result, =A1 → 12 one with the result 12.
    """
    if text.startswith("="):
        formula, arrow, result = text[1:].partition(" → ")
        if not arrow:
            return Cell(row, column, Kind.PENDING, "", formula)
        return cell_of(row, column, result)._replace(formula=formula)
    for pattern, kind, number_format in _KINDS:
        if match := re.fullmatch(pattern, text, re.ASCII | re.DOTALL):
            raw = match[1]
            raw = str(Decimal(raw) / 100) if kind is Kind.PERCENT else raw
            return Cell(row, column, kind, raw, "", number_format)
    return Cell(row, column)


_KINDS = (
    (r"(-?\d+(?:\.\d+)?)", Kind.NUMBER, ""),
    (r"(\d+(?:\.\d+)?)%", Kind.PERCENT, "0%"),
    (r"(\d{4}-\d\d-\d\d)", Kind.DATE, "d/m/yyyy"),
    (r"(#[A-Z/0]+[!?]?)", Kind.ERROR, ""),
    (r"'?(.+)", Kind.TEXT, ""),
)


def sheet_of(name: str, table: Table, hidden: Iterable[int] = ()) -> Sheet:
    """Lay a table out from A1 on."""
    cells = {
        (row, column): cell_of(row, column, text)
        for row, line in enumerate(table, 1)
        for column, text in enumerate(line, 1)
        if text
    }
    return Sheet(name, cells, hidden_rows=frozenset(hidden))


def workbook_of(written: Written, settings: Mapping[str, Any]) -> Workbook:
    """Make the workbook: the sheets that are written, the others as a good form has them."""
    lines = dict(written.tables.get(AGENCY, [])[1:])
    agency = [[f.label, lines.pop(f.label, ANSWERS.get(f.key, ""))] for f in BOOK.form.agency]
    assert not lines, f"no such line on {AGENCY}: {lines}"
    tables = {AGENCY: agency, SCORES: SCORE_ROWS, MEASURES: GOOD_ROWS, **written.tables}
    without = settings.get("without_lines", [])
    tables[AGENCY] = [line for line in agency if line[0] not in without]
    sheets = tuple(
        sheet_of(name, table, settings.get("hidden_rows", ()) if name == MEASURES else ())
        for name, table in tables.items()
        if name not in settings.get("without_sheets", [])
    )
    stamp = {"form": "standard", "year": str(YEAR), "version": BOOK.version, "code": "001"}
    if lines_code := dict(tables[AGENCY]).get(BOOK.form.field("code").label):
        stamp["code"] = lines_code.removeprefix("'")
    stamp |= settings.get("stamp", {})
    properties = {anchors.identity_name(key): value for key, value in stamp.items() if value}
    return Workbook(
        Path(written.path),
        sheets,
        properties={} if settings.get("unstamped") else properties,
        sha256=hashlib.sha256(repr(written.tables).encode()).hexdigest(),
    )


GOOD_ROWS: Table = [
    ["ลำดับ", "ประเด็น", "รหัสข้อ", "มาตรการ/โครงการ/กิจกรรม", "ขั้นตอน/วิธีการปฏิบัติ", "ระยะเวลา",
     "ผู้รับผิดชอบ", "สถานะ", "ผลการดำเนินการ", "ผลลัพธ์หรือความสำเร็จ"],
    ["1", "2. การให้บริการและระบบ E-Service", "e1", "จัดทำคู่มือบริการฉบับย่อ", "ทบทวน ร่าง และเผยแพร่",
     "ต.ค. 2567 - มี.ค. 2568", "สำนักปลัด", "ดำเนินการแล้วเสร็จ", "เผยแพร่คู่มือ 5 เรื่อง",
     "ข้อสอบถามซ้ำลดลงครึ่งหนึ่ง"],
]  # fmt: skip


# ── what is found ───────────────────────────────────────────────────────────────────────────────
def submission_of(written: Written, settings: Mapping[str, Any]) -> Submission:
    """Read a written workbook the way a file is read."""
    return intake.read_submission(workbook_of(written, settings), _books)


def _books(year: int) -> RuleBook:
    return loading.load(year)


def findings_of(case: CaseFile) -> list[tuple[str, Finding]]:
    """Give what the checks find in a case, each with the file it is told beside."""
    if case.refused:
        return [("", fault(UnreadableError(case.refused)))]
    submissions = [submission_of(book, case.settings) for book in case.books]
    if case.code.startswith("X"):
        traces = [trace_of(one) for one in submissions]
        told = examine_across(traces, _register(case))
        across = [(path, finding) for path, findings in told.items() for finding in findings]
        return [*across, *((one.path, one.finding) for one in near_copies(traces, TYPES))]
    found = examine(case_of(case, submissions[0]))
    if case.remarked:
        found = (*found, spoken(Remark(case.remarked, "", MEASURES, ("A1",))))
    return [("", finding) for finding in found]


def case_of(case: CaseFile, submission: Submission) -> Case:
    """Make what the checks look at, with all that a case file tells beside the workbook."""
    others: dict[str, Submission] = {}
    for name in (PLAN, LAST):
        if name in case.others:
            written = Written(f"{name}.xlsx", tables={MEASURES: case.others[name]})
            others[name] = submission_of(written, {})
    return Case(
        submission,
        BOOK,
        scoring.score(submission, BOOK),
        plan=others.get(PLAN),
        last=others.get(LAST),
        as_of=case.settings.get("as_of"),
        register=_register(case) if REGISTER in case.others else None,
        expected_year=case.settings.get("expected_year"),
    )


def _register(case: CaseFile) -> Register:
    head, *rows = case.others.get(REGISTER, [["ชื่อ"]])
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    agencies = tuple(
        Agency(
            line["ชื่อ"],
            line.get("ประเภท", ""),
            line.get("อำเภอ", ""),
            line.get("จังหวัด", ""),
            line.get("รหัส", ""),
            last_total=Decimal(line["คะแนนรวมปีก่อน"]) if "คะแนนรวมปีก่อน" in line else None,
            last_scores={
                key.removeprefix("ปีก่อน "): Decimal(text)
                for key, text in line.items()
                if key.startswith("ปีก่อน ") and text
            },
            units=tuple(filter(None, line.get("หน่วยงานภายใน", "").split(", "))),
        )
        for line in lines
    )
    return Register(agencies, Settings(fiscal_year=case.settings.get("register_year")))

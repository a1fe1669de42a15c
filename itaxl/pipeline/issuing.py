"""Draw the workbooks that people fill, and never write over what they filled."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from itaxl import locking
from itaxl.checks.agencies import is_agency
from itaxl.errors import ItaxlError, OutputError
from itaxl.findings import Finding
from itaxl.pipeline.gathering import gather, shown
from itaxl.pipeline.naming import fitting, issued_name
from itaxl.pipeline.returning import fingerprint, is_untouched, make_folder, stamped
from itaxl.pipeline.reviewing import Progress, is_ours, read_register, review_all
from itaxl.pipeline.rules import Rules
from itaxl.plans import BookPlan, Value
from itaxl.register import Agency, Register, called
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.saving import save_bytes
from itaxl.submission import Submission
from itaxl.template.fill import Fill
from itaxl.thai import fold
from itaxl.wording import Text

# Columns of a plan that its report is issued with; what happened since is left to fill in.
_PLANNED = ("no", "theme", "codes", "measure", "method", "period", "owner")
_YEARS = ("results_year", "plan_year")


def new(rules: Rules, year: int | None, identity: Mapping[str, str], output: Path | None) -> Path:
    """Draw one standard workbook, with what is known of the agency filled in and locked."""
    from itaxl.excel.drawing import draw
    from itaxl.template import standard

    book = rules.book(year) if year is not None else rules.usual
    known = {key: value for key, value in identity.items() if value}
    if "type" in known:
        known["type"] = agency_type(known["type"], book)
    fill = Fill(agency={"fiscal_year": book.fiscal_year, **known}, locked=frozenset(known))
    path = output or Path(f"{known.get('name', 'แบบรายงาน ITA')} {book.fiscal_year}.xlsx")
    refuse_to_overwrite(path)
    return draw(standard(book, fill), path)


def new_register(
    rules: Rules, year: int | None = None, province: str = "", output: Path | None = None
) -> Path:
    """Draw a blank register with example rows. Raises ItaxlError where a file stands already."""
    from itaxl.excel.drawing import draw
    from itaxl.rulebooks.register_form import register_form
    from itaxl.template import register

    book = rules.book(year) if year is not None else rules.usual
    path = output or Path(f"{register_form().title} {book.fiscal_year}.xlsx")
    refuse_to_overwrite(path)
    settings: dict[str, Value] = {"province": province} if province else {}
    return draw(register(book, None, settings), path)


def refuse_to_overwrite(path: Path) -> None:
    """Raise ItaxlError where a file of people stands already."""
    if path.exists():
        raise ItaxlError(
            Text(
                f"มีไฟล์ {path} อยู่แล้ว จึงไม่เขียนทับ · ใช้ -o ตั้งชื่ออื่น",
                f"{path} exists and is not overwritten; choose another name with -o",
            )
        )


def agency_type(written: str, book: RuleBook) -> str:
    """The type of agency as the list of the form spells it. Raises ItaxlError for another one."""
    choices = book.choices("agency_types")
    for choice in choices:
        if written in (choice.text, choice.value, *choice.aliases):
            return choice.text
    known = ", ".join(choice.text for choice in choices)
    raise ItaxlError(
        Text(
            f"ไม่รู้จักประเภทหน่วยงาน “{written}” · เลือกจาก: {known}",
            f"“{written}” is no type of agency; choose from: {known}",
        )
    )


# ── one workbook per agency of the register ─────────────────────────────────────────────────────
class Deed(StrEnum):
    """What was done about one agency's workbook."""

    WRITTEN = "written"
    RENEWED = "renewed"  # it was still as we had drawn it
    UNCHANGED = "unchanged"  # it is byte for byte what we would write
    KEPT = "kept"  # somebody filled it, or it is not ours


@dataclass(frozen=True, slots=True)
class Issued:
    """One agency's workbook; ``plan`` is the file its measures came from."""

    agency: str
    path: Path
    deed: Deed
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issue did: the workbooks, faults of the register, plans that belong to nobody."""

    files: tuple[Issued, ...]
    faults: tuple[Finding, ...] = ()
    plans_left: tuple[tuple[str, Text], ...] = ()  # path and why it was not used


def issue(
    register: Path,
    folder: Path,
    rules: Rules,
    year: int | None = None,
    plans: Path | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Issue:
    """
    Draw one prefilled workbook per agency of a register.

    The fiscal year is the one given, else that of the register. ``plans`` is a folder of filled
    workbooks whose measures are poured in. What somebody filled is never replaced. Raises
    ItaxlError when there is nothing to issue or nowhere to write.
    """
    known, faults = read_register(register)
    wanted = year or known.settings.fiscal_year
    book = rules.book(wanted) if wanted is not None else rules.usual
    agencies = _once(known.agencies)
    if not agencies:
        raise ItaxlError(
            Text(
                f"ทะเบียน {shown(register)} ไม่มีหน่วยงาน · กรอกอย่างน้อยหนึ่งแถว (แถวตัวอย่างไม่นับ)",
                f"the register {shown(register)} names no agency; fill in at least one row (example"
                " rows do not count)",
            )
        )
    make_folder(folder)
    given = _plans(plans, rules, jobs) if plans is not None else ()
    names = _names(agencies, book)
    done: list[Issued] = []
    used: set[str] = set()
    with locking.lock(folder / "issue"):
        for number, (agency, name) in enumerate(zip(agencies, names, strict=True), start=1):
            plan = _plan_of(agency, given, known)
            done.append(_issue_one(agency, folder / name, book, rules, plan))
            used |= {plan.file.path} if plan else set()
            if progress:
                progress(number, len(agencies))
    left = tuple(
        (review.file.path, _why_left(review, agencies))
        for review in given
        if review.file.path not in used
    )
    return Issue(tuple(done), faults, left)


def _once(agencies: Sequence[Agency]) -> list[Agency]:
    """Leave out an agency that stands in the register a second time; its finding tells."""
    seen: set[tuple[str, ...]] = set()
    kept: list[Agency] = []
    for agency in agencies:
        identity = (agency.type, agency.name, agency.district, agency.province)
        keys = [tuple(map(fold, identity)), *([("code", fold(agency.code))] if agency.code else [])]
        if agency.name and not seen & set(keys):
            kept.append(agency)
            seen |= set(keys)
    return kept


def _issue_one(
    agency: Agency, path: Path, book: RuleBook, rules: Rules, plan: Submission | None
) -> Issued:
    from itaxl.excel.drawing import draw_bytes

    source = plan.file.path if plan else ""
    data = draw_bytes(_drawing(prefilled(agency, book, plan), book, rules))
    deed = Deed.WRITTEN
    if path.exists():
        if _bytes_of(path) == data:
            return Issued(agency.name, path, Deed.UNCHANGED, source)
        if not is_untouched(path, rules):
            return Issued(agency.name, path, Deed.KEPT, source)
        deed = Deed.RENEWED
    # Held open by another program: the old one stays, and its new version gets a name of its own.
    return Issued(agency.name, save_bytes(path, data), deed, source)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(
            Text(
                f"อ่านไฟล์ {shown(path)} ที่มีอยู่แล้วไม่ได้ · ปิดไฟล์หรือเลือกโฟลเดอร์อื่น",
                f"cannot read {shown(path)}, which exists; close it or choose another folder",
            )
        ) from error


def prefilled(agency: Agency, book: RuleBook, plan: Submission | None = None) -> Fill:
    """Fill in what is known of an agency: identity, last year's scores, what it planned."""
    texts = {choice.value: choice.text for choice in book.choices("agency_types")}
    identity: dict[str, Value] = {
        "province": agency.province,
        "district": agency.district,
        "type": texts.get(agency.type, agency.type),
        "name": agency.name,
        "code": agency.code,
    }
    known = {key: value for key, value in identity.items() if value}
    codes = {indicator.code for indicator in book.indicators}
    values: dict[str, Value] = {"fiscal_year": book.fiscal_year, **known}
    if plan is not None:
        values |= {key: year for key in _YEARS if (year := plan.agency_value(key)) is not None}
    return Fill(
        agency=values,
        scores={f"last.{code}": v for code, v in agency.last_scores.items() if code in codes},
        records=_planned(plan, book) if plan is not None else (),
        locked=frozenset({"fiscal_year", *known}),
    )


def _planned(plan: Submission, book: RuleBook) -> list[dict[str, Value]]:
    """Give the left half of a plan's table, each measure as it was written."""
    from itaxl.template.pouring import pour

    keys = {column.key for column in book.form.columns} & set(_PLANNED)
    return [
        {key: value for key, value in record.items() if key in keys}
        for record in pour(plan, book).fill.records
    ]


def _drawing(fill: Fill, book: RuleBook, rules: Rules) -> BookPlan:
    """Plan a workbook that remembers how it was issued."""
    from itaxl.excel.drawing import draw_bytes
    from itaxl.pipeline.returning import read_back
    from itaxl.template import standard

    plan = standard(book, fill)
    return stamped(plan, fingerprint(read_back(draw_bytes(plan), rules)))


# ── plans ───────────────────────────────────────────────────────────────────────────────────────
def _plans(folder: Path, rules: Rules, jobs: int | None) -> tuple[Review, ...]:
    return tuple(review_all(gather([folder]), rules, None, jobs))


def _plan_of(agency: Agency, plans: Iterable[Review], register: Register) -> Submission | None:
    """Choose the plan of an agency: the one the register names, else the newest one."""
    theirs = [
        r.submission
        for r in plans
        if r.submission and is_ours(r.submission) and is_agency(r.submission, agency)
    ]
    theirs = [submission for submission in theirs if submission.records]
    names = called(agency.name, (agency.code,))
    wanted = {fold(c.file) for c in register.choices if fold(c.agency) in names}
    chosen = [plan for plan in theirs if fold(Path(plan.file.path).name) in wanted]
    return max(chosen or theirs, key=_age, default=None)


def _age(plan: Submission) -> tuple[bool, float, str]:
    modified = plan.file.modified
    return modified is not None, modified.timestamp() if modified else 0.0, plan.file.path


def _why_left(review: Review, agencies: Iterable[Agency]) -> Text:
    """Say why a plan was poured into no workbook."""
    submission = review.submission
    if submission is None and review.findings:
        return review.findings[0].message
    if submission is None or not is_ours(submission):
        return Text("ไม่ใช่แบบรายงานมาตรฐานของปีที่มีกติกา", "no standard workbook of a year with rules")
    if not any(is_agency(submission, agency) for agency in agencies):
        return Text("ไม่พบหน่วยงานของแผนนี้ในทะเบียน", "its agency is not in the register")
    if not submission.records:
        return Text("ไม่มีมาตรการในแผน", "it holds no measures")
    return Text("ใช้แผนอีกไฟล์ของหน่วยงานเดียวกันซึ่งใหม่กว่า", "a newer plan of the same agency was used")


# ── names ───────────────────────────────────────────────────────────────────────────────────────
def _names(agencies: Sequence[Agency], book: RuleBook) -> list[str]:
    """Name the files so that they sort: by code where every agency has one, else by position."""
    choices = book.choices("agency_types")
    prefixes = [
        (c.text, next((alias for alias in c.aliases if alias.endswith(".")), c.text))
        for c in choices
    ]
    codes = [agency.code for agency in agencies]
    by_code = all(codes) and len({fold(code) for code in codes}) == len(codes)
    wide = max(3, len(str(len(agencies))))
    longest = max((len(code) for code in codes if code.isdecimal()), default=0)
    leads = [
        (agency.code.zfill(longest) if agency.code.isdecimal() else agency.code)
        if by_code
        else str(number).zfill(wide)
        for number, agency in enumerate(agencies, 1)
    ]
    names = [
        issued_name(lead, agency.name, prefixes)
        for lead, agency in zip(leads, agencies, strict=True)
    ]
    doubled = Counter(name.casefold() for name in names)
    return [
        fitting(Path(name).stem, f" ({number}).xlsx") if doubled[name.casefold()] > 1 else name
        for number, name in enumerate(names, 1)
    ]

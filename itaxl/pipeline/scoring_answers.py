"""Answers of respondents: from files to the scores of questions, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from itaxl import checks, scoring
from itaxl.cells import Remark, Sheet, Workbook
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.excel import reading
from itaxl.findings import Finding
from itaxl.rulebooks.model import RuleBook, Sample
from itaxl.scoring import Answers, Inputs, Problem, Trouble
from itaxl.wording import Text

# Which check tells of which trouble; the words of the trouble itself say more.
CODES = {
    Trouble.NO_HEADING: "G115",
    Trouble.UNKNOWN_COLUMN: "G116",
    Trouble.UNKNOWN_CODE: "G125",
    Trouble.OTHER_INSTRUMENT: "G125",
    Trouble.DOUBLED_COLUMN: "G117",
    Trouble.MISSING_COLUMN: "G118",
    Trouble.UNKNOWN_ANSWER: "G119",
    Trouble.DUPLICATE: "G120",
    Trouble.UNKNOWN_POINTS: "G121",
    Trouble.UNKNOWN_POLARITY: "G121",
    Trouble.UNCLEAR_NUMBERS: "G121",
}
BLANK_ANSWERS, OTHER_COUNT, FURTHER_SHEET = "G122", "G123", "G124"
NOTHING = Answers({}, (), 0, {}, {})


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """
    The answers to one survey, or to one part of it ("EIT1"), and what was found wrong.

    ``answers`` holds the scores of the questions by their own code ("e1").
    """

    target: str
    path: Path
    answers: Answers = NOTHING
    findings: tuple[Finding, ...] = field(default=())


def read_answers(files: Mapping[str, Path], book: RuleBook) -> tuple[AnswerFile, ...]:
    """
    Read the answers to surveys, by the code of the survey or of its part.

    What is wrong with a file is a finding of it. Raises ItaxlError for a code that the year does
    not have, a survey given whole and in parts, and a file that does not exist.
    """
    _refuse(files, book)
    return tuple(_read(target, path, book) for target, path in files.items())


def pour(inputs: Inputs, files: Sequence[AnswerFile], book: RuleBook) -> Inputs:
    """Put answers in the place of typed scores and of typed numbers of respondents."""
    people = dict(inputs.populations)
    for file in files:
        part = file.target if file.target in book.parts else ""
        inputs = scoring.with_answers(inputs, file.answers.items, part)
        sample = _sample(file.target, book)
        if sample is not None and file.answers.respondents:
            people[sample.respondents] = file.answers.respondents
    # Results of formulas over typed scores say nothing about scores made from answers.
    return replace(inputs, populations=people, stored={} if files else inputs.stored)


def counted_otherwise(
    inputs: Inputs, files: Sequence[AnswerFile], book: RuleBook
) -> tuple[Finding, ...]:
    """Tell where a workbook gives another number of respondents than the answers do."""
    found = []
    for file in files:
        sample, counted = _sample(file.target, book), file.answers.respondents
        typed = inputs.populations.get(sample.respondents) if sample else None
        if sample is None or typed is None or not counted or typed == counted:
            continue
        sheet, cell = inputs.cells.get(sample.respondents, ("", ""))
        words = Text(
            f"{file.target}: กรอกไว้ {typed} คน แต่ไฟล์คำตอบมี {counted} คน",
            f"{file.target}: {typed} people were typed, the answers are of {counted}",
        )
        finding = _finding(OTHER_COUNT, sheet, (cell,) if cell else (), seen=str(typed))
        found.append(replace(finding, message=words, expected=str(counted)))
    return tuple(found)


def instrument_of(target: str, book: RuleBook) -> str | None:
    """Name the survey of a code of a survey or of a part of one; None when there is none."""
    for instrument in book.instruments:
        if target == instrument.code or target in [part.code for part in instrument.parts]:
            return instrument.code
    return None


def _refuse(files: Mapping[str, Path], book: RuleBook) -> None:
    codes = [inst.code for inst in book.instruments] + list(book.parts)
    if unknown := [target for target in files if target not in codes]:
        raise ItaxlError(
            _NO_SURVEY.fill(codes=", ".join(unknown), year=book.fiscal_year, known=", ".join(codes))
        )
    for instrument in book.instruments:
        parts = [part.code for part in instrument.parts if part.code in files]
        if instrument.code in files and parts:
            raise ItaxlError(_WHOLE_AND_PARTS.fill(whole=instrument.code, parts=", ".join(parts)))
    if missing := [str(path) for path in files.values() if not path.is_file()]:
        raise ItaxlError(_NO_FILE.fill(paths=", ".join(missing)))


def _read(target: str, path: Path, book: RuleBook) -> AnswerFile:
    try:
        workbook = reading.read(path)
    except UnreadableError as error:
        return AnswerFile(target, path, findings=(checks.fault(error),))
    instrument = instrument_of(target, book) or target
    sheet, answers, others = _choose(workbook, instrument, book)
    findings = [_told(problem, sheet.name) for problem in answers.problems]
    findings += [_finding(FURTHER_SHEET, other, seen=sheet.name) for other in others]
    if blanks := {code: count for code, count in answers.blanks.items() if count}:
        listed = ", ".join(f"{code} ({count})" for code, count in blanks.items())
        findings.append(_finding(BLANK_ANSWERS, sheet.name, seen=listed))
    return AnswerFile(target, path, answers, tuple(findings))


def _choose(
    workbook: Workbook, instrument: str, book: RuleBook
) -> tuple[Sheet, Answers, list[str]]:
    """Take the sheet that answers most questions; name the others that answer some."""
    read = [(sheet, scoring.from_sheet(sheet, instrument, book)) for sheet in workbook.sheets]
    filled = [(sheet, answers) for sheet, answers in read if answers.counted]
    sheet, answers = max(
        filled or read or [(Sheet("", {}), scoring.from_sheet(Sheet("", {}), instrument, book))],
        key=lambda pair: (len(pair[1].counted), pair[1].respondents),
    )
    return sheet, answers, [other.name for other, _ in filled if other is not sheet]


def _told(problem: Problem, sheet: str) -> Finding:
    cells = (problem.address,) if problem.address else ()
    finding = _finding(CODES[problem.trouble], sheet, cells, problem.seen)
    return replace(
        finding,
        message=problem.message,
        remedy=problem.remedy,
        row=problem.code,
        suggestion=problem.suggestion,
    )


def _finding(code: str, sheet: str, cells: tuple[str, ...] = (), seen: str = "") -> Finding:
    return checks.spoken(Remark(code, seen, sheet, cells))


def _sample(target: str, book: RuleBook) -> Sample | None:
    return next((sample for sample in book.samples if sample.instrument == target), None)


_NO_SURVEY = Text(
    "ปีงบประมาณ {year} ไม่มีแบบวัด {codes} · เลือกจาก: {known}",
    "fiscal year {year} has no survey {codes}; choose from: {known}",
)
_WHOLE_AND_PARTS = Text(
    "ระบุคำตอบของ {whole} ทั้งชุดพร้อมกับ {parts} ไม่ได้ · แยกเป็นไฟล์ละส่วน",
    "answers of {whole} as a whole cannot be given beside {parts}; give a file for each part",
)
_NO_FILE = Text(
    "ไม่พบไฟล์คำตอบ {paths} · ตรวจชื่อแล้วลองใหม่",
    "there is no file of answers {paths}; check the name and try again",
)

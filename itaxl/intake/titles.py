"""Take agency, place, fiscal year, total and level out of the title and the text of a report."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from itaxl.cells import Cell, Kind, Workbook
from itaxl.fields import score
from itaxl.intake.tables import folded
from itaxl.rulebooks.model import RuleBook
from itaxl.thai import one_line, western_digits

_YEAR = r"(?:พ\.?ศ\.?)?\s*([0-9๐-๙]{4})"
_FISCAL = re.compile(rf"ปีงบประมาณ\s*{_YEAR}")
_TITLE = re.compile(r"(?:รายงาน|มาตรการ|แผน|แบบรายงาน|สรุปผล)")
_TITLE_LINES = 3
_LONGEST_TITLE = 300  # letters
_LONGEST_COVER = 120  # letters of a line that names the place; a table's words speak of places too
_KINDS = (
    "องค์การบริหารส่วนจังหวัด|องค์การบริหารส่วนตำบล|องค์การบริการส่วนตำบล|องค์การบริการส่วนจังหวัด"
    "|เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล|อบจ\\.|อบต\\.|ทน\\.|ทม\\.|ทต\\."
)
_AGENCY = re.compile(rf"(?:สำนักงาน)?({_KINDS})\s*([ก-๎]{{2,40}})")
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.)\s*([ก-๎]{2,30})")
_PROVINCE = re.compile(r"(?:จังหวัด|จ\.)\s*([ก-๎]{2,30})")
_POINTS = r"([0-9๐-๙]{2,3}[.,][0-9๐-๙]{1,2})"
_TOTAL = re.compile(rf"{_POINTS}\s*คะแนน|คะแนน(?:รวม|เฉลี่ย)?\s*{_POINTS}")
_LEVEL = re.compile(r"ระดับ(?:ผลการประเมิน)?\s*[:“\"]?\s*")
_LETTER = re.compile(r"(AA|[A-F])(?![A-Za-z])")
# Words that begin the next thing said, and so end a name.
_AFTER_NAME = re.compile(
    r"(?:อำเภอ|จังหวัด|ประจำ|ปีงบ|ได้|มี|อยู่|ดังนี้|ใน|และ|ที่|ของ|ตาม|โดย|เป็น|ทราบ|เพื่อ|ว่า|ต่อไป)"
)


class Line(NamedTuple):
    """One line of text: where it stands, and its words in one spelling."""

    sheet: str
    cell: Cell
    words: str


def lines_of(workbook: Workbook) -> list[Line]:
    """List the lines of all text cells in reading order."""
    return [
        Line(sheet.name, cell, words)
        for sheet in workbook.sheets
        for _, cells in sheet.rows()
        for cell in cells
        if cell.kind is Kind.TEXT
        for part in cell.raw.split("\n")
        if (words := one_line(part))
    ]


def year_of(workbook: Workbook) -> int | None:
    """
    Give the fiscal year (Buddhist Era) of a report, None where it names none.

    The title tells it: a few lines that begin as reports and plans do and end with the year. Other
    years stand in such texts too, that of the results before all.
    """
    lines = [line.words for line in lines_of(workbook)]
    for first, line in enumerate(lines):
        if _TITLE.match(line):
            title = " ".join(lines[first : first + _TITLE_LINES])[:_LONGEST_TITLE]
            if named := _years(title):
                return named[0]
    return next((year for line in lines for year in _years(line)), None)


def _years(text: str) -> list[int]:
    return [int(western_digits(year)) for year in _FISCAL.findall(text)]


def facts_of(lines: Sequence[Line], book: RuleBook, year: int | None) -> dict[str, Line]:
    """
    Take agency, place and year out of the text, by key of the line of the form.

    The name is the one written most often, for it comes in several spellings; of the rest the
    first mention counts.
    """
    facts: dict[str, Line] = {}
    named: dict[str, Line] = {}
    times: Counter[str] = Counter()
    for line in lines:
        for kind, name in _names(line.words, book):
            times[kind + name] += 1
            named.setdefault(kind + name, line._replace(words=kind))
        for key, words in _places(line.words):
            facts.setdefault(key, line._replace(words=words))
        if year in _years(line.words):
            facts.setdefault("fiscal_year", line._replace(words=str(year)))
    if times:
        name = times.most_common(1)[0][0]
        facts["type"] = named[name]
        facts["name"] = named[name]._replace(words=name)
    return facts


def _names(text: str, book: RuleBook) -> Iterator[tuple[str, str]]:
    for match in _AGENCY.finditer(text):
        if name := _name(match[2]):
            yield _kind(match[1], book), name


def _kind(written: str, book: RuleBook) -> str:
    """The type of agency as the list of the form spells it."""
    plain = written.replace("องค์การบริการ", "องค์การบริหาร")
    for choice in book.choices("agency_types"):
        if folded(plain) in {folded(choice.text), *map(folded, choice.aliases)}:
            return choice.text
    return plain


def _name(text: str) -> str:
    """Cut a name where the next thing said begins; nothing where that is at once."""
    if _AFTER_NAME.match(text):
        return ""
    end = _AFTER_NAME.search(text, 2)
    return (text[: end.start()] if end else text).strip()


def _places(text: str) -> Iterator[tuple[str, str]]:
    """Yield district and province where a short line names them."""
    if len(text) >= _LONGEST_COVER:
        return
    if (match := _DISTRICT.search(text)) and (name := _name(match[1])):
        yield "district", name
    bare = re.sub(r"องค์การบริ(?:หาร|การ)ส่วนจังหวัด", "", text)
    if "จังหวัด" in bare and (match := _PROVINCE.search(bare)) and (name := _name(match[1])):
        yield "province", name


def said_of(lines: Sequence[Line], book: RuleBook) -> tuple[Decimal | None, str]:
    """Give the total and the level that the text tells, where both stand in one line."""
    names = [] if isinstance(book.levels, str) else [band.name for band in book.levels.bands]
    names.sort(key=len, reverse=True)
    for line in lines:
        total, level = _TOTAL.search(line.words), _level(line.words, names)
        value = score.read_text(total[1] or total[2]).value if total else None
        if value is not None and level and 0 <= value <= 100:
            return value, level
    return None, ""


def _level(text: str, names: Sequence[str]) -> str:
    """Find a level behind the word for it; the letters of earlier years count too."""
    for match in _LEVEL.finditer(text):
        rest = text[match.end() :]
        if letter := _LETTER.match(rest):
            return letter[1]
        if name := next((name for name in names if rest.startswith(name)), ""):
            return name
    return ""

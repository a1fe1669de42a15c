"""What can be wrong with a table of answers, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum

from itaxl.cells import column_letters
from itaxl.wording import Text

_QUOTED = 60  # letters of a quotation


class Trouble(StrEnum):
    """What can be wrong with a table of answers."""

    UNKNOWN_COLUMN = "unknown-column"
    UNKNOWN_CODE = "unknown-code"
    OTHER_INSTRUMENT = "other-instrument"
    DOUBLED_COLUMN = "doubled-column"
    MISSING_COLUMN = "missing-column"
    UNKNOWN_ANSWER = "unknown-answer"
    DUPLICATE = "duplicate-respondent"
    UNKNOWN_POINTS = "unknown-points"
    UNKNOWN_POLARITY = "unknown-polarity"
    UNCLEAR_NUMBERS = "unclear-numbers"
    NO_HEADING = "no-heading"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a table of answers; row and column are 0 where it has none."""

    trouble: Trouble
    message: Text
    remedy: Text
    row: int = 0
    column: int = 0
    code: str = ""
    seen: str = ""
    suggestion: str = ""

    @property
    def address(self) -> str:
        """The place as Excel shows it: a cell, a column or a row; empty for the whole table."""
        letters = column_letters(self.column) if self.column else ""
        return f"{letters}{self.row or ''}"


def problem(
    trouble: Trouble,
    row: int = 0,
    column: int = 0,
    code: str = "",
    seen: str = "",
    suggestion: str = "",
    **slots: str,
) -> Problem:
    """Make a problem; its place and quotations fill the slots of its words."""
    message, remedy = _WORDS[trouble]
    short = seen if len(seen) <= _QUOTED else seen[: _QUOTED - 1] + "…"
    words = {"code": code, "seen": short, **slots}
    remedy = remedy.fill(**words)
    if suggestion:
        remedy = _join(remedy, suggestion)
    return Problem(trouble, message.fill(**words), remedy, row, column, code, seen, suggestion)


def _join(text: Text, suggestion: str) -> Text:
    return Text(f"{text.th} · อาจหมายถึง {suggestion}", f"{text.en}; perhaps {suggestion} is meant")


_UNKNOWN_COLUMN = (
    Text(
        "ไม่ได้ใช้คอลัมน์ “{seen}” เพราะไม่พบรหัสข้อ",
        "the column “{seen}” was not used: it has no code",
    ),
    Text(
        "หากเป็นข้อคำถาม ให้เติมรหัสข้อ (เช่น i1) ไว้หน้าหัวคอลัมน์",
        "if it is a question, put its code (such as i1) first",
    ),
)
_UNKNOWN_CODE = (
    Text(
        "ไม่ได้ใช้คอลัมน์ “{seen}” เพราะปีนี้ไม่มีข้อ {code}",
        "the column “{seen}” was not used: this year has no {code}",
    ),
    Text("ตรวจรหัสข้อและปีงบประมาณ", "check the code and the fiscal year"),
)
_OTHER_INSTRUMENT = (
    Text(
        "ไม่ได้ใช้คอลัมน์ “{seen}” เพราะ {code} เป็นข้อของแบบวัดอื่น",
        "the column “{seen}” was not used: {code} belongs to another survey",
    ),
    Text(
        "แยกคำตอบของแต่ละแบบวัดเป็นคนละตาราง", "keep the answers of each survey in a table of its own"
    ),
)
_DOUBLED_COLUMN = (
    Text(
        "มีคอลัมน์ของ {code} มากกว่าหนึ่งคอลัมน์ (“{seen}”) จึงยังไม่คำนวณข้อนี้",
        "{code} has more than one column (“{seen}”), so it is not scored",
    ),
    Text("เหลือไว้เพียงคอลัมน์เดียว", "leave one of them"),
)
_MISSING_COLUMN = (
    Text("ไม่พบคอลัมน์ของ {seen}", "there is no column for {seen}"),
    Text(
        "เพิ่มคอลัมน์ หรือกรอกคะแนนของข้อนั้นแทน",
        "add the column, or type the score of the item instead",
    ),
)
_UNKNOWN_ANSWER = (
    Text(
        "ไม่ได้ใช้คำตอบ “{seen}” ของ {code} เพราะไม่อยู่ในตัวเลือก",
        "the answer “{seen}” to {code} was not used: it is none of the choices",
    ),
    Text("แก้เป็นหนึ่งใน: {choices}", "write one of: {choices}"),
)
_DUPLICATE = (
    Text("ผู้ตอบคนเดียวกันอยู่ในแถว {seen}", "the same respondent stands in rows {seen}"),
    Text(
        "เหลือไว้เพียงแถวเดียว แถวที่ซ้ำทุกช่องนับเพียงครั้งเดียว แถวที่ต่างกันยังไม่นับ",
        "leave one row; equal rows count once, rows that differ do not count yet",
    ),
)
_NO_HEADING = (
    Text("ไม่พบหัวคอลัมน์ที่เป็นรหัสข้อของ {instrument}", "no heading names a question of {instrument}"),
    Text(
        "ใส่รหัสข้อ (เช่น i1, e1) เป็นหัวคอลัมน์ในแถวแรก",
        "put the codes (such as i1, e1) as headings in the first row",
    ),
)
_INSTEAD = Text(
    "กรอกคะแนนของข้อหรือของตัวชี้วัดแทน หรือระบุกติกาในไฟล์กติกาของท่าน",
    "type the score of the item or the indicator instead, or state the rule in your own rule book",
)
_UNKNOWN_POINTS = (
    Text(
        "คำนวณ {code} ไม่ได้ เพราะยังไม่ทราบคะแนนของแต่ละคำตอบในปีนี้",
        "{code} is not computable because the points of its answers are not known for this year",
    ),
    _INSTEAD,
)
_UNKNOWN_POLARITY = (
    Text(
        "คำนวณ {code} ไม่ได้ เพราะยังไม่ทราบว่าเป็นคำถามเชิงบวกหรือเชิงลบ",
        "{code} is not computable because it is not known whether agreeing is good or bad",
    ),
    _INSTEAD,
)
_UNCLEAR_NUMBERS = (
    Text(
        "คำนวณ {code} ไม่ได้ เพราะตัวเลข {seen} เป็นได้ทั้งคะแนนและลำดับคำตอบ",
        "{code} is not computable because the numbers {seen} are partly points, partly choices",
    ),
    Text("ใช้ข้อความของตัวเลือก: {choices}", "write the words of the choices: {choices}"),
)
_WORDS: dict[Trouble, tuple[Text, Text]] = {
    Trouble.UNKNOWN_COLUMN: _UNKNOWN_COLUMN,
    Trouble.UNKNOWN_CODE: _UNKNOWN_CODE,
    Trouble.OTHER_INSTRUMENT: _OTHER_INSTRUMENT,
    Trouble.DOUBLED_COLUMN: _DOUBLED_COLUMN,
    Trouble.MISSING_COLUMN: _MISSING_COLUMN,
    Trouble.UNKNOWN_ANSWER: _UNKNOWN_ANSWER,
    Trouble.DUPLICATE: _DUPLICATE,
    Trouble.UNKNOWN_POINTS: _UNKNOWN_POINTS,
    Trouble.UNKNOWN_POLARITY: _UNKNOWN_POLARITY,
    Trouble.UNCLEAR_NUMBERS: _UNCLEAR_NUMBERS,
    Trouble.NO_HEADING: _NO_HEADING,
}

"""The words of G122 answers-left-blank."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersLeftBlank(SpokenCheck):
    """
    Questions were left blank by some respondents.

    The mean is that of those who answered.
    """

    code = "G122"
    name = "answers-left-blank"
    why = "ค่าเฉลี่ยคิดจากผู้ที่ตอบเท่านั้น"
    severity = Severity.NOTE
    fact = Text(
        th="มีคำตอบว่าง ไม่ได้นับเป็นศูนย์: {seen}",
        en="blank answers were not counted as zero: {seen}",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากผู้ตอบเว้นไว้จริง",
        en="nothing must be mended if they were left blank indeed",
    )
    wrong = Text(
        th="i3 ว่าง 2 คน",
        en="i3 left blank by 2",
    )
    right = Text(
        th="ตอบครบทุกข้อ",
        en="every question answered",
    )

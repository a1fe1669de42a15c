"""The words of G125 answers-question-unknown."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersQuestionUnknown(SpokenCheck):
    """
    A column of a file of answers has a code that this survey of the year does not have.

    The file may be of another year or another survey.
    """

    code = "G125"
    name = "answers-question-unknown"
    why = "ไฟล์อาจเป็นของปีอื่นหรือแบบวัดอื่น"
    severity = Severity.ERROR
    fact = Text(
        th="ไม่ได้ใช้คอลัมน์ “{seen}” เพราะแบบวัดของปีนี้ไม่มีรหัสนี้",
        en="the column “{seen}” was not used: this survey of the year has no such code",
    )
    remedy = Text(
        th="ตรวจรหัสข้อ แบบวัด และปีงบประมาณ",
        en="check the code, the survey and the fiscal year",
    )
    wrong = Text(
        th="i30 ในปี 2567",
        en="i30 in 2567",
    )
    right = Text(
        th="i15",
        en="i15",
    )

"""The words of G118 answers-question-missing."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersQuestionMissing(SpokenCheck):
    """
    A question of the year has no column in a file of answers.

    Its score stays unknown and so does its indicator, unless the score is typed.
    """

    code = "G118"
    name = "answers-question-missing"
    why = "ข้อนั้นและตัวชี้วัดของข้อนั้นจะยังไม่มีคะแนน เว้นแต่กรอกคะแนนไว้"
    severity = Severity.CONFIRM
    fact = Text(
        th="ไม่พบคอลัมน์ของ {seen}",
        en="there is no column for {seen}",
    )
    remedy = Text(
        th="เพิ่มคอลัมน์ หรือกรอกคะแนนของข้อนั้นแทน",
        en="add the column, or type the score of the item instead",
    )
    wrong = Text(
        th="มี i1, i3 แต่ไม่มี i2",
        en="i1 and i3 without i2",
    )
    right = Text(
        th="i1, i2, i3",
        en="i1, i2, i3",
    )

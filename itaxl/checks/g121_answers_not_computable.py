"""The words of G121 answers-not-computable."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersNotComputable(SpokenCheck):
    """
    The answers to a question cannot be turned into points.

    The points of the choices are not known for the year, or the numbers may mean two things.
    """

    code = "G121"
    name = "answers-not-computable"
    why = "ยังไม่ทราบคะแนนของตัวเลือกในปีนี้ หรือตัวเลขตีความได้สองทาง จึงไม่เดา"
    severity = Severity.CONFIRM
    fact = Text(
        th="ยังคำนวณคะแนนจากคำตอบไม่ได้",
        en="no points can be made of the answers",
    )
    remedy = Text(
        th="กรอกคะแนนของข้อหรือของตัวชี้วัดแทน หรือระบุกติกาในไฟล์กติกาของท่าน",
        en="type the score of the item or the indicator instead, or state the rule in a rule book",
    )
    wrong = Text(
        th="มาก ในปีที่ไม่ทราบคะแนนของตัวเลือก",
        en="a word of a scale whose points are not known",
    )
    right = Text(
        th="คะแนนของข้อในแผ่นงาน รายข้อ",
        en="the score of the item, typed",
    )

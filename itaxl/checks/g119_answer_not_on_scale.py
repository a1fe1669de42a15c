"""The words of G119 answer-not-on-scale."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswerNotOnScale(SpokenCheck):
    """
    An answer is none of the choices of its question.

    It was left out; counting it as zero would be a judgement nobody made.
    """

    code = "G119"
    name = "answer-not-on-scale"
    why = "คำตอบนั้นไม่ถูกนับ เพราะการนับเป็นศูนย์คือการตัดสินแทนผู้ตอบ"
    severity = Severity.ERROR
    fact = Text(
        th="ไม่ได้ใช้คำตอบ “{seen}” เพราะไม่อยู่ในตัวเลือก",
        en="the answer “{seen}” was not used: it is none of the choices",
    )
    remedy = Text(
        th="แก้เป็นหนึ่งในตัวเลือกของข้อนั้น",
        en="write one of the choices of the question",
    )
    wrong = Text(
        th="ค่อนข้างดี",
        en="quite good",
    )
    right = Text(
        th="มาก",
        en="มาก",
    )

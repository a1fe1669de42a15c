"""The words of G124 answers-on-further-sheet."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersOnFurtherSheet(SpokenCheck):
    """
    Another sheet of the file holds answers too and was not used.

    Only the sheet that answers most questions is scored.
    """

    code = "G124"
    name = "answers-on-further-sheet"
    why = "ใช้เฉพาะแผ่นงานที่ตอบมากข้อที่สุด"
    severity = Severity.CONFIRM
    fact = Text(
        th="ไม่ได้ใช้คำตอบในแผ่นงาน “{sheet}” ใช้เฉพาะ “{seen}”",
        en="the answers on the sheet “{sheet}” were not used, only those on “{seen}”",
    )
    remedy = Text(
        th="รวมคำตอบไว้ในแผ่นงานเดียว",
        en="put all answers on one sheet",
    )
    wrong = Text(
        th="คำตอบแยกสองแผ่นงาน",
        en="answers on two sheets",
    )
    right = Text(
        th="คำตอบทั้งหมดในแผ่นงานเดียว",
        en="all answers on one sheet",
    )

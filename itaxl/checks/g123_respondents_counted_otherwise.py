"""The words of G123 respondents-counted-otherwise."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RespondentsCountedOtherwise(SpokenCheck):
    """
    The workbook gives another number of respondents than the file of answers holds.

    The answers are counted and decide whether there are enough.
    """

    code = "G123"
    name = "respondents-counted-otherwise"
    why = "ใช้จำนวนที่นับได้จากไฟล์คำตอบในการเทียบกับจำนวนขั้นต่ำ"
    severity = Severity.CONFIRM
    fact = Text(
        th="จำนวนผู้ตอบที่กรอก {seen} ไม่ตรงกับไฟล์คำตอบ",
        en="the number of respondents typed, {seen}, is not that of the answers",
    )
    remedy = Text(
        th="ตรวจว่าไฟล์คำตอบครบถ้วน แล้วแก้จำนวนให้ตรงกัน",
        en="see that the file of answers is whole, then make both agree",
    )
    wrong = Text(
        th="กรอก 45 แต่ไฟล์มี 44 คน",
        en="45 typed, 44 in the file",
    )
    right = Text(
        th="45 ทั้งสองแห่ง",
        en="45 in both",
    )

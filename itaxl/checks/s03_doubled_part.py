"""The words of S03 doubled-part."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class DoubledPart(SpokenCheck):
    """
    Two parts of the package have the same name.

    Programs disagree on which of the two counts, so two people could see different figures.
    """

    code = "S03"
    name = "doubled-part"
    why = "แต่ละโปรแกรมเลือกใช้ไม่เหมือนกัน คนสองคนอาจเห็นตัวเลขต่างกัน"
    severity = Severity.ERROR
    fact = Text(
        th="ภายในไฟล์มีส่วนชื่อซ้ำกัน {seen}",
        en="two parts inside the file have the same name {seen}",
    )
    remedy = Text(
        th="เปิดใน Excel ตรวจคำตอบ บันทึกเป็นไฟล์ใหม่ แล้วส่งใหม่",
        en="open it in Excel, check the answers, save it under a new name and send it again",
    )
    wrong = Text(
        th="แผ่นงานเดียวกันสองชุดในไฟล์เดียว",
        en="the same sheet twice in one file",
    )
    right = Text(
        th="แต่ละส่วนมีชุดเดียว",
        en="every part once",
    )

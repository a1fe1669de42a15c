"""The check C207 number-as-text."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class NumberAsText(RepairCheck):
    """
    A number that was stored as text was read as a number.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C207"
    name = "number-as-text"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.TEXT_NUMBER
    follows = ("C201", "C204", "C205")
    fact = Text(
        th="“{seen}” เก็บเป็นข้อความ อ่านเป็นตัวเลข {expected}",
        en="“{seen}” is stored as text and was read as the number {expected}",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากต้องการให้สูตรใน Excel คำนวณ ให้พิมพ์ตัวเลขใหม่ในช่อง",
        en="nothing to mend; for Excel to compute with it, type the number again",
    )
    wrong = Text(
        th="ข้อความ 98.50",
        en="the text 98.50",
    )
    right = Text(
        th="ตัวเลข 98.50",
        en="the number 98.50",
    )

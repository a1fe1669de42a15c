"""The check C210 digit-for-letter."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class DigitForLetter(RepairCheck):
    """
    A digit that was printed for the letter of an item code was read as the letter.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C210"
    name = "digit-for-letter"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.CODE_LETTER
    fact = Text(
        th="อ่านรหัสข้อ “{seen}” เป็น {expected}",
        en="the code “{seen}” was read as {expected}",
    )
    remedy = Text(
        th="ตรวจว่าเป็นข้อที่หมายถึง แล้วพิมพ์ตัวอักษร i, e หรือ o นำหน้า",
        en="make sure it is the item you mean and type the letter i, e or o before it",
    )
    wrong = Text(
        th="012",
        en="012",
    )
    right = Text(
        th="o12",
        en="o12",
    )

"""The check C201 thai-digits."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class ThaiDigits(RepairCheck):
    """
    Thai or full-width digits were read as 0–9.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C201"
    name = "thai-digits"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.DIGITS
    fact = Text(
        th="อ่านเลขไทย “{seen}” เป็น {expected}",
        en="the digits “{seen}” were read as {expected}",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข ครั้งต่อไปพิมพ์เลขอารบิกจะคำนวณใน Excel ได้",
        en="nothing to mend; digits 0–9 let Excel compute with them",
    )
    wrong = Text(
        th="๙๘.๕๐",
        en="๙๘.๕๐ in Thai digits",
    )
    right = Text(
        th="98.50",
        en="98.50",
    )

"""The check C205 unit-behind-number."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class UnitBehindNumber(RepairCheck):
    """
    A unit written behind a number was left out.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C205"
    name = "unit-behind-number"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.UNIT
    fact = Text(
        th="ตัดหน่วยท้ายตัวเลข “{seen}” อ่านเป็น {expected}",
        en="the unit in “{seen}” was left out: {expected}",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข ครั้งต่อไปพิมพ์เฉพาะตัวเลข",
        en="nothing to mend; next time type the number only",
    )
    wrong = Text(
        th="98.50 คะแนน",
        en="98.50 คะแนน",
    )
    right = Text(
        th="98.50",
        en="98.50",
    )

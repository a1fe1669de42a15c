"""The check C206 percent-cell."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class PercentCell(RepairCheck):
    """
    A percentage was read as points of a hundred.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C206"
    name = "percent-cell"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.PERCENT
    fact = Text(
        th="อ่านร้อยละ “{seen}” เป็น {expected} คะแนน",
        en="the percentage “{seen}” was read as {expected} points",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากไม่ถูกต้องให้พิมพ์คะแนน 0–100 โดยไม่มีเครื่องหมาย %",
        en="nothing to mend; if it is wrong, type the points without %",
    )
    wrong = Text(
        th="98.5%",
        en="98.5%",
    )
    right = Text(
        th="98.5",
        en="98.5",
    )

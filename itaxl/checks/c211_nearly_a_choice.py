"""The check C211 nearly-a-choice."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class NearlyAChoice(RepairCheck):
    """
    A choice written a little differently was read as the choice.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C211"
    name = "nearly-a-choice"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    follows = ("C102",)
    repair = Repair.NEAR_CHOICE
    fact = Text(
        th="อ่าน “{seen}” เป็นตัวเลือก “{expected}”",
        en="“{seen}” was read as the choice “{expected}”",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากไม่ถูกต้องให้เลือกจากรายการ",
        en="nothing to mend; if it is wrong, choose from the list",
    )
    wrong = Text(
        th="ดำเนินการเเล้ว เสร็จ",
        en="ดำเนินการเเล้ว เสร็จ",
    )
    right = Text(
        th="ดำเนินการแล้วเสร็จ",
        en="ดำเนินการแล้วเสร็จ",
    )

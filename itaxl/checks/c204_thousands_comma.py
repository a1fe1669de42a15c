"""The check C204 thousands-comma."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class ThousandsComma(RepairCheck):
    """
    A comma between thousands was left out.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C204"
    name = "thousands-comma"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.COMMA
    fact = Text(
        th="อ่าน “{seen}” ที่มีจุลภาคคั่นหลักพันเป็น {expected}",
        en="“{seen}” with its comma was read as {expected}",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข ครั้งต่อไปพิมพ์เฉพาะตัวเลข",
        en="nothing to mend; next time type digits only",
    )
    wrong = Text(
        th="1,200",
        en="1,200",
    )
    right = Text(
        th="1200",
        en="1200",
    )

"""The check C203 unusual-spelling."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class UnusualSpelling(RepairCheck):
    """
    Hidden characters or marks in an unusual order were put right.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C203"
    name = "unusual-spelling"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.SPELLING
    fact = Text(
        th="แก้อักขระแฝงหรือลำดับสระวรรณยุกต์ใน “{seen}” อ่านเป็น “{expected}”",
        en="hidden characters or the order of marks in “{seen}” were put right: “{expected}”",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากอ่านไม่ถูกให้พิมพ์ใหม่",
        en="nothing to mend; if it was misread, type it again",
    )
    wrong = Text(
        th="เเผน (เ สองตัว)",
        en="เเผน with two เ",
    )
    right = Text(
        th="แผน (แ ตัวเดียว)",
        en="แผน with one แ",
    )

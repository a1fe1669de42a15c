"""The check C209 gregorian-year."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class GregorianYear(RepairCheck):
    """
    A Gregorian year was read where a Buddhist one is usual.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C209"
    name = "gregorian-year"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.GREGORIAN_YEAR
    fact = Text(
        th="ปี ค.ศ. ใน “{seen}” อ่านเป็น พ.ศ. {expected}",
        en="the Gregorian year in “{seen}” was read as {expected} (Buddhist Era)",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข ครั้งต่อไปพิมพ์ปี พ.ศ.",
        en="nothing to mend; next time type the Buddhist year",
    )
    wrong = Text(
        th="2024",
        en="2024",
    )
    right = Text(
        th="2567",
        en="2567",
    )

"""The check C208 buddhist-year-in-date."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class BuddhistYearInDate(RepairCheck):
    """
    A Buddhist year was stored as a Gregorian date and put right.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C208"
    name = "buddhist-year-in-date"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.BUDDHIST_DATE
    fact = Text(
        th="วันที่ {seen} พิมพ์ปี พ.ศ. ในช่องวันที่ อ่านเป็น {expected}",
        en="the date {seen} holds a Buddhist year and was read as {expected}",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากไม่ถูกต้องให้พิมพ์วันที่ใหม่เป็นข้อความ เช่น 1 ต.ค. 2567",
        en="nothing to mend; if it is wrong, type the date as text, such as 1 ต.ค. 2567",
    )
    wrong = Text(
        th="วันที่ 1/10/2567 ในช่องที่ใช้ปี ค.ศ.",
        en="1/10/2567 in a cell that counts Gregorian years",
    )
    right = Text(
        th="1 ต.ค. 2567",
        en="1 ต.ค. 2567",
    )

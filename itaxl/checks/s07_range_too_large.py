"""The words of S07 range-too-large."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RangeTooLarge(SpokenCheck):
    """
    A merge, link or rule covers more than can be meant.

    Expanding such a range would take the memory of the whole computer.
    """

    code = "S07"
    name = "range-too-large"
    why = "การขยายช่วงเช่นนี้ใช้หน่วยความจำทั้งเครื่อง"
    severity = Severity.ERROR
    fact = Text(
        th="มีการผสานหรือกำหนดช่วงที่ใหญ่ผิดปกติ {seen}",
        en="a merge or range is abnormally large {seen}",
    )
    remedy = Text(
        th="ยกเลิกการผสานเซลล์ทั้งแผ่น หรือคัดลอกคำตอบลงแบบรายงานฉบับใหม่ แล้วส่งใหม่",
        en=(
            "undo the merge over the whole sheet, or copy the answers into a fresh form, and send "
            "again"
        ),
    )
    wrong = Text(
        th="ผสานเซลล์ A1:XFD1048576",
        en="A1:XFD1048576 merged",
    )
    right = Text(
        th="ผสานเซลล์ A1:D1",
        en="A1:D1 merged",
    )

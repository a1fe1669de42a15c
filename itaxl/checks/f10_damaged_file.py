"""The words of F10 damaged-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class DamagedFile(SpokenCheck):
    """
    A part of the file is damaged.

    A damaged part could give wrong figures, so nothing of the file is used.
    """

    code = "F10"
    name = "damaged-file"
    why = "ส่วนที่เสียหายอาจทำให้ตัวเลขผิด จึงไม่ใช้ข้อมูลใดในไฟล์"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์เสียหาย {seen}",
        en="the file is damaged {seen}",
    )
    remedy = Text(
        th="เปิดไฟล์ต้นฉบับใน Excel บันทึกเป็นไฟล์ใหม่ แล้วส่งใหม่",
        en="open the original in Excel, save it under a new name and send it again",
    )
    wrong = Text(
        th="ไฟล์ที่ Excel แจ้งว่าต้องซ่อมแซม",
        en="a file that Excel offers to repair",
    )
    right = Text(
        th="ไฟล์ที่ Excel เปิดได้โดยไม่แจ้งเตือน",
        en="a file that Excel opens without a warning",
    )

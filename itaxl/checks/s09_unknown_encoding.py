"""The words of S09 unknown-encoding."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class UnknownEncoding(SpokenCheck):
    """
    A part is written in letters that cannot be decoded.

    Guessing would turn Thai words into others.
    """

    code = "S09"
    name = "unknown-encoding"
    why = "หากเดารหัสอักษร คำไทยจะกลายเป็นคำอื่น"
    severity = Severity.ERROR
    fact = Text(
        th="ภายในไฟล์ใช้รหัสอักษรที่อ่านไม่ได้ {seen}",
        en="the file uses an encoding that cannot be read {seen}",
    )
    remedy = Text(
        th="เปิดใน Excel บันทึกเป็น .xlsx ใหม่ แล้วส่งใหม่",
        en="open it in Excel, save it as .xlsx anew and send it again",
    )
    wrong = Text(
        th="แผ่นงานที่เข้ารหัส windows-874",
        en="a sheet encoded in windows-874",
    )
    right = Text(
        th="แผ่นงานที่เข้ารหัส UTF-8",
        en="a sheet encoded in UTF-8",
    )

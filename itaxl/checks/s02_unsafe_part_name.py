"""The words of S02 unsafe-part-name."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class UnsafePartName(SpokenCheck):
    """
    A part of the package is named so as to leave its place.

    Such names do not come from a spreadsheet program.
    """

    code = "S02"
    name = "unsafe-part-name"
    why = "ชื่อเช่นนี้ไม่ได้มาจากโปรแกรมตารางคำนวณ"
    severity = Severity.ERROR
    fact = Text(
        th="ภายในไฟล์มีชื่อส่วนที่ไม่ปลอดภัย {seen}",
        en="the file holds a part with an unsafe name {seen}",
    )
    remedy = Text(
        th="เปิดใน Excel บันทึกเป็นไฟล์ใหม่ แล้วส่งใหม่",
        en="open it in Excel, save it under a new name and send it again",
    )
    wrong = Text(
        th="../../ไฟล์อื่น",
        en="../../other",
    )
    right = Text(
        th="xl/workbook.xml",
        en="xl/workbook.xml of an ordinary file",
    )

"""The words of S04 inconsistent-package."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class InconsistentPackage(SpokenCheck):
    """
    The package contradicts itself.

    Parts overlap or have other sizes than they claim.
    """

    code = "S04"
    name = "inconsistent-package"
    why = "ส่วนต่าง ๆ ซ้อนทับกันหรือขนาดไม่ตรงกับที่ระบุ จึงเชื่อถือไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="โครงสร้างภายในไฟล์ขัดแย้งกัน {seen}",
        en="the structure of the file contradicts itself {seen}",
    )
    remedy = Text(
        th="เปิดใน Excel บันทึกเป็นไฟล์ใหม่ แล้วส่งใหม่",
        en="open it in Excel, save it under a new name and send it again",
    )
    wrong = Text(
        th="ส่วนของไฟล์ที่ซ้อนทับกัน",
        en="parts that lie over each other",
    )
    right = Text(
        th="ไฟล์ที่บันทึกจาก Excel",
        en="a file saved by Excel",
    )

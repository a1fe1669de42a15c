"""The words of F07 password."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class Password(SpokenCheck):
    """
    The file can be opened with a password only.

    A password hides the answers from us as well.
    """

    code = "F07"
    name = "password"
    why = "รหัสผ่านซ่อนคำตอบจากผู้ประสานงานด้วย"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์ตั้งรหัสผ่านไว้ จึงอ่านไม่ได้",
        en="the file is protected by a password and cannot be read",
    )
    remedy = Text(
        th="ใน Excel เลือก ไฟล์ > ข้อมูล > ป้องกันเวิร์กบุ๊ก > เข้ารหัสด้วยรหัสผ่าน ลบรหัสผ่าน แล้วบันทึกและส่งใหม่",
        en=(
            "in Excel choose File > Info > Protect Workbook > Encrypt with Password, clear the "
            "password, save and send again"
        ),
    )
    wrong = Text(
        th="ไฟล์ที่ถามรหัสผ่านเมื่อเปิด",
        en="a file that asks for a password when opened",
    )
    right = Text(
        th="ไฟล์ที่เปิดได้โดยไม่ถามรหัสผ่าน",
        en="a file that opens without a password",
    )

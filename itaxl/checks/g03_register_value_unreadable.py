"""The words of G03 register-value-unreadable."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RegisterValueUnreadable(SpokenCheck):
    """
    A value of the register cannot be read.

    It is left out, so the setting or waiver has no effect.
    """

    code = "G03"
    name = "register-value-unreadable"
    why = "ค่านี้ถูกเว้นไว้ การตั้งค่าหรือผ่อนผันจึงไม่มีผล"
    severity = Severity.ERROR
    fact = Text(
        th="อ่าน “{seen}” ในทะเบียนไม่ได้",
        en="“{seen}” in the register cannot be read",
    )
    remedy = Text(
        th="แก้เป็นตัวเลข วันที่ หรือตัวเลือกตามหัวข้อของคอลัมน์",
        en="write a number, date or choice as the heading asks",
    )
    wrong = Text(
        th="กำหนดส่ง: สิ้นเดือนหน้า",
        en="deadline: end of next month",
    )
    right = Text(
        th="กำหนดส่ง: 31 ตุลาคม 2567",
        en="deadline: 31 ตุลาคม 2567",
    )

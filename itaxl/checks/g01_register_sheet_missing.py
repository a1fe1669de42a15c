"""The words of G01 register-sheet-missing."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RegisterSheetMissing(SpokenCheck):
    """
    A sheet of the register was not found.

    What it would say counts as not said: no settings, no waivers, no choice of files.
    """

    code = "G01"
    name = "register-sheet-missing"
    why = "สิ่งที่อยู่ในแผ่นงานนั้นถือว่าไม่ได้ตั้งค่า ไม่มีผ่อนผัน และไม่ได้เลือกไฟล์"
    severity = Severity.NOTE
    fact = Text(
        th="ไม่พบแผ่นงาน “{sheet}” ในทะเบียน",
        en="the register has no sheet “{sheet}”",
    )
    remedy = Text(
        th="หากต้องการใช้ส่วนนี้ ให้คัดลอกแผ่นงานจากทะเบียนเปล่า (itaxl register)",
        en="if it is needed, copy the sheet from a blank register (itaxl register)",
    )
    wrong = Text(
        th="ทะเบียนที่ลบแผ่นงาน “ผ่อนผัน”",
        en="a register without its sheet ผ่อนผัน",
    )
    right = Text(
        th="ทะเบียนที่มีครบทุกแผ่นงาน",
        en="a register with all its sheets",
    )

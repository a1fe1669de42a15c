"""The words of G04 register-cell-blank."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RegisterCellBlank(SpokenCheck):
    """
    A required cell of the register is blank.

    An agency without a name, or a waiver without a code, cannot be matched to anything.
    """

    code = "G04"
    name = "register-cell-blank"
    why = "หน่วยงานที่ไม่มีชื่อหรือผ่อนผันที่ไม่มีรหัสจับคู่กับสิ่งใดไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="“{seen}” ในทะเบียนต้องกรอก แต่ยังว่างอยู่",
        en="“{seen}” must be filled in, but it is blank in the register",
    )
    remedy = Text(
        th="กรอกช่องนี้ หรือลบทั้งแถวหากไม่ใช้",
        en="fill it in, or delete the row if it is not needed",
    )
    wrong = Text(
        th="แถวผ่อนผันที่ไม่มีรหัสข้อค้นพบ",
        en="a waiver without a code",
    )
    right = Text(
        th="แถวผ่อนผันที่ระบุหน่วยงาน รหัส และเหตุผล",
        en="a waiver with agency, code and reason",
    )

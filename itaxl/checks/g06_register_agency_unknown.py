"""The words of G06 register-agency-unknown."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RegisterAgencyUnknown(SpokenCheck):
    """
    A waiver or a choice of file names an agency that the register does not have.

    It has no effect until the name is right.
    """

    code = "G06"
    name = "register-agency-unknown"
    why = "ไม่มีผลจนกว่าชื่อหรือรหัสจะตรงกับทะเบียน"
    severity = Severity.ERROR
    fact = Text(
        th="ไม่มีหน่วยงาน “{seen}” ในทะเบียน แผ่นงาน “{sheet}” จึงไม่มีผล",
        en="there is no agency “{seen}” in the register, so this row of “{sheet}” has no effect",
    )
    remedy = Text(
        th="พิมพ์รหัสหรือชื่อให้ตรงกับแผ่นงานหน่วยงาน",
        en="write code or name as on the sheet of agencies",
    )
    wrong = Text(
        th="ผ่อนผันให้ “ทุ่งใหม่” เมื่อทะเบียนมี “ทุ่งใหญ่”",
        en="a waiver for ทุ่งใหม่ where the register has ทุ่งใหญ่",
    )
    right = Text(
        th="ผ่อนผันให้ “ทุ่งใหญ่”",
        en="a waiver for ทุ่งใหญ่",
    )

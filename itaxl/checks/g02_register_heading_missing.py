"""The words of G02 register-heading-missing."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RegisterHeadingMissing(SpokenCheck):
    """
    A heading of the register was not found.

    The column below it cannot be read.
    """

    code = "G02"
    name = "register-heading-missing"
    why = "อ่านคอลัมน์ใต้หัวข้อนั้นไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="ไม่พบหัวข้อ “{seen}” ในแผ่นงาน “{sheet}” ของทะเบียน",
        en="the heading “{seen}” was not found on the register's sheet “{sheet}”",
    )
    remedy = Text(
        th="พิมพ์หัวข้อคืนไว้เหนือคอลัมน์นั้น",
        en="type the heading back above its column",
    )
    wrong = Text(
        th="คอลัมน์ชื่อหน่วยงานที่ไม่มีหัวข้อ",
        en="the column of names without its heading",
    )
    right = Text(
        th="หัวตารางตามทะเบียนเปล่า",
        en="the headings of a blank register",
    )

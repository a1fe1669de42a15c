"""The words of S05 foreign-definitions."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class ForeignDefinitions(SpokenCheck):
    """
    A part of the package brings its own definitions (a DTD).

    No spreadsheet program writes them; they are used to exhaust or spy on the reader.
    """

    code = "S05"
    name = "foreign-definitions"
    why = "โปรแกรมตารางคำนวณไม่เขียนคำสั่งเช่นนี้ มักใช้เพื่อโจมตีผู้เปิดไฟล์"
    severity = Severity.ERROR
    fact = Text(
        th="ภายในไฟล์มีคำสั่งแปลกปลอม จึงไม่ได้เปิด {seen}",
        en="the file holds foreign definitions, so it was not opened {seen}",
    )
    remedy = Text(
        th="คัดลอกคำตอบลงแบบรายงานฉบับใหม่ แล้วส่งใหม่",
        en="copy the answers into a fresh form and send it again",
    )
    wrong = Text(
        th="<!DOCTYPE …> ในแผ่นงาน",
        en="<!DOCTYPE …> in a sheet",
    )
    right = Text(
        th="แผ่นงานที่ไม่มี DOCTYPE",
        en="a sheet without a DOCTYPE",
    )

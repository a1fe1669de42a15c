"""The words of S16 part-not-read."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class PartNotRead(SpokenCheck):
    """
    A part of the file was met that has no words of its own here.

    Everything that was left out is named.
    """

    code = "S16"
    name = "part-not-read"
    why = "ทุกสิ่งที่ไม่ได้อ่านจะถูกบอกไว้"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์มีส่วนที่ไม่ได้อ่าน {seen}",
        en="the file has a part that was not read {seen}",
    )
    remedy = Text(
        th="ตรวจว่าคำตอบทั้งหมดอยู่ในช่องของแบบรายงาน",
        en="make sure that all answers stand in cells of the form",
    )
    wrong = Text(
        th="คำตอบในกล่องข้อความหรือแผนภูมิ",
        en="an answer in a text box or chart",
    )
    right = Text(
        th="คำตอบในช่องของตาราง",
        en="an answer in a cell of the table",
    )

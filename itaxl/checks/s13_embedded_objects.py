"""The words of S13 embedded-objects."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class EmbeddedObjects(SpokenCheck):
    """
    The workbook carries embedded objects, controls or data connections.

    They are neither opened nor carried along.
    """

    code = "S13"
    name = "embedded-objects"
    why = "วัตถุฝังอาจมีสิ่งที่ไม่ปลอดภัย จึงไม่เปิดและไม่ส่งต่อ"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์มีวัตถุฝังหรือการเชื่อมต่อข้อมูล {seen} ระบบไม่เปิดและไม่นำต่อไป",
        en=(
            "the file carries embedded objects or connections {seen}; they are neither opened nor "
            "carried along"
        ),
    )
    remedy = Text(
        th="หากเป็นหลักฐาน ให้เผยแพร่บนเว็บไซต์แล้วกรอกลิงก์ในช่องหลักฐาน",
        en="if it is evidence, publish it on the web site and give the link in the evidence column",
    )
    wrong = Text(
        th="ไฟล์ PDF ฝังในแผ่นงาน",
        en="a PDF embedded in a sheet",
    )
    right = Text(
        th="ลิงก์ของเอกสารในช่องหลักฐาน",
        en="a link to the document in the evidence column",
    )

"""The words of F11 link-not-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class LinkNotFile(SpokenCheck):
    """
    The file only points to a document kept elsewhere.

    A link to a shared document holds no answers.
    """

    code = "F11"
    name = "link-not-file"
    why = "ลิงก์ไปยังเอกสารที่แบ่งปันไม่มีคำตอบอยู่ในตัว"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์นี้เป็นทางลัดหรือลิงก์ ไม่ใช่ตัวเอกสาร {seen}",
        en="the file is a shortcut or link, not the document {seen}",
    )
    remedy = Text(
        th="เปิดเอกสารนั้น เลือก ไฟล์ > ดาวน์โหลด > Microsoft Excel (.xlsx) แล้วส่งไฟล์ที่ได้",
        en="open the document, choose File > Download > Microsoft Excel (.xlsx) and send that file",
    )
    wrong = Text(
        th="รายงาน.gsheet",
        en="report.gsheet",
    )
    right = Text(
        th="รายงาน.xlsx ที่ดาวน์โหลดแล้ว",
        en="report.xlsx as downloaded",
    )

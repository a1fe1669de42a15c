"""The words of S91 out-of-memory."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class OutOfMemory(SpokenCheck):
    """
    Reading the file was stopped because it took too much memory.

    One odd file must not bring down the computer.
    """

    code = "S91"
    name = "out-of-memory"
    why = "ไฟล์ที่ผิดปกติไฟล์เดียวต้องไม่ทำให้เครื่องหยุดทำงาน"
    severity = Severity.ERROR
    fact = Text(
        th="หยุดอ่านไฟล์นี้เพราะใช้หน่วยความจำมากผิดปกติ",
        en="reading was stopped because the file took too much memory",
    )
    remedy = Text(
        th="ลบรูปภาพและแผ่นงานที่ไม่ใช้ หรือคัดลอกคำตอบลงแบบรายงานฉบับใหม่ แล้วส่งใหม่",
        en=(
            "remove pictures and sheets that are not needed, or copy the answers into a fresh "
            "form, and send again"
        ),
    )
    wrong = Text(
        th="ไฟล์ที่มีรูปภาพหลายร้อยภาพ",
        en="a file with hundreds of pictures",
    )
    right = Text(
        th="แบบรายงานที่มีหลักฐานเป็นลิงก์",
        en="a form with its evidence as links",
    )

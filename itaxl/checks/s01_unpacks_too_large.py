"""The words of S01 unpacks-too-large."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class UnpacksTooLarge(SpokenCheck):
    """
    The package unpacks to far more than a form can hold.

    A small file that grows without end stops the computer that opens it.
    """

    code = "S01"
    name = "unpacks-too-large"
    why = "ไฟล์เล็กที่คลายออกไม่สิ้นสุดทำให้เครื่องที่เปิดหยุดทำงาน"
    severity = Severity.ERROR
    fact = Text(
        th="เมื่อคลายแล้วไฟล์ใหญ่ผิดปกติ จึงไม่ได้เปิด {seen}",
        en="the file unpacks to an abnormal size, so it was not opened {seen}",
    )
    remedy = Text(
        th="คัดลอกคำตอบลงแบบรายงานฉบับใหม่ แล้วส่งใหม่",
        en="copy the answers into a fresh form and send it again",
    )
    wrong = Text(
        th="ไฟล์ 1 เมกะไบต์ที่คลายเป็น 5 กิกะไบต์",
        en="a file of 1 megabyte that unpacks to 5 gigabytes",
    )
    right = Text(
        th="แบบรายงานที่บันทึกจาก Excel",
        en="a form saved by Excel",
    )

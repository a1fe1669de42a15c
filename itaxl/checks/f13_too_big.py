"""The words of F13 too-big."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class TooBig(SpokenCheck):
    """
    The file is larger than any form needs to be.

    Such files hold pictures or stray formats and stop the work of all others.
    """

    code = "F13"
    name = "too-big"
    why = "ไฟล์ใหญ่มักเกิดจากรูปภาพหรือการจัดรูปแบบที่ค้างอยู่ และทำให้ไฟล์อื่นต้องรอ"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์ใหญ่เกินกำหนด {seen}",
        en="the file is too large {seen}",
    )
    remedy = Text(
        th="ย่อหรือลบรูปภาพ หรือคัดลอกคำตอบลงแบบรายงานฉบับใหม่ แล้วส่งใหม่",
        en="shrink or remove pictures, or copy the answers into a fresh form, and send again",
    )
    wrong = Text(
        th="ไฟล์ 80 เมกะไบต์",
        en="a file of 80 megabytes",
    )
    right = Text(
        th="ไฟล์ไม่เกิน 50 เมกะไบต์",
        en="a file of at most 50 megabytes",
    )

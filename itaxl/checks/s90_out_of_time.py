"""The words of S90 out-of-time."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class OutOfTime(SpokenCheck):
    """
    Reading the file was stopped because it took too long.

    One odd file must not keep the others waiting.
    """

    code = "S90"
    name = "out-of-time"
    why = "ไฟล์ที่ผิดปกติไฟล์เดียวต้องไม่ทำให้ไฟล์อื่นรอ"
    severity = Severity.ERROR
    fact = Text(
        th="หยุดอ่านไฟล์นี้เพราะใช้เวลานานผิดปกติ",
        en="reading was stopped because the file took too long",
    )
    remedy = Text(
        th="คัดลอกคำตอบลงแบบรายงานฉบับใหม่ แล้วส่งใหม่",
        en="copy the answers into a fresh form and send it again",
    )
    wrong = Text(
        th="ไฟล์ที่จัดรูปแบบทุกแถวจนถึงแถวสุดท้ายของแผ่นงาน",
        en="a file with every row formatted down to the last one",
    )
    right = Text(
        th="ไฟล์ที่มีเฉพาะแถวที่กรอก",
        en="a file with only the rows that were filled in",
    )

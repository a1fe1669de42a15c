"""The words of S08 too-many-of-a-kind."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class TooManyOfAKind(SpokenCheck):
    """
    The package holds too many sheets, formats, names or merges.

    Files copied together for years collect them until they can no longer be opened.
    """

    code = "S08"
    name = "too-many-of-a-kind"
    why = "ไฟล์ที่คัดลอกต่อกันหลายปีสะสมสิ่งเหล่านี้จนเปิดไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="มีแผ่นงาน รูปแบบ ชื่อ หรือเซลล์ผสานมากเกินกำหนด {seen}",
        en="there are too many sheets, formats, names or merges {seen}",
    )
    remedy = Text(
        th="คัดลอกคำตอบลงแบบรายงานฉบับใหม่ แล้วส่งใหม่",
        en="copy the answers into a fresh form and send it again",
    )
    wrong = Text(
        th="แผ่นงาน 300 แผ่น",
        en="300 sheets",
    )
    right = Text(
        th="แผ่นงาน 6 แผ่นของแบบรายงาน",
        en="the 6 sheets of the form",
    )

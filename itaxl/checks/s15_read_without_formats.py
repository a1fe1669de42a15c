"""The words of S15 read-without-formats."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class ReadWithoutFormats(SpokenCheck):
    """
    The workbook is malformed and was read by a second reader, without formats.

    Values count as stored; what was shown as percent or date, or hidden, is not known.
    """

    code = "S15"
    name = "read-without-formats"
    why = "ใช้ค่าตามที่บันทึกไว้ แต่ไม่ทราบว่าแสดงเป็นร้อยละ วันที่ หรือถูกซ่อน"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์ผิดรูปแบบบางส่วน {seen} จึงอ่านด้วยวิธีสำรองโดยไม่ทราบรูปแบบของช่อง",
        en="the file is partly malformed {seen} and was read by a second reader without formats",
    )
    remedy = Text(
        th="ตรวจวันที่และร้อยละในผลที่อ่านได้ หรือเปิดใน Excel บันทึกใหม่ แล้วส่งใหม่",
        en="look over dates and percentages, or open the file in Excel, save it and send it again",
    )
    wrong = Text(
        th="ไฟล์จากโปรแกรมที่บันทึกไม่ครบรูปแบบ",
        en="a file from a program that leaves parts out",
    )
    right = Text(
        th="ไฟล์ที่บันทึกจาก Excel",
        en="a file saved by Excel",
    )

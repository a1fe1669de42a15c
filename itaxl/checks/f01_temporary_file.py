"""The words of F01 temporary-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class TemporaryFile(SpokenCheck):
    """
    The file is the leftover of a program, not a workbook.

    Excel and LibreOffice leave such files beside an open workbook; counting them would
    report agencies twice.
    """

    code = "F01"
    name = "temporary-file"
    why = "โปรแกรมตารางคำนวณทิ้งไฟล์ชั่วคราวไว้ข้างไฟล์ที่เปิดอยู่ หากนับด้วยจะนับหน่วยงานซ้ำ"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์ชั่วคราวของโปรแกรม จึงไม่ได้อ่าน",
        en="a temporary file of a program, so it was not read",
    )
    remedy = Text(
        th="ปิดโปรแกรมที่เปิดไฟล์อยู่ แล้วส่งไฟล์ที่บันทึกแล้ว",
        en="close the program that has the file open and send the saved file",
    )
    wrong = Text(
        th="~$แบบรายงาน.xlsx",
        en="~$report.xlsx",
    )
    right = Text(
        th="แบบรายงาน.xlsx",
        en="report.xlsx",
    )

"""The words of F05 binary-excel-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class BinaryExcelFile(SpokenCheck):
    """
    The workbook is in the binary format of Excel.

    The format is made for speed and is not read here.
    """

    code = "F05"
    name = "binary-excel-file"
    why = "รูปแบบไบนารีทำมาเพื่อความเร็วของ Excel โปรแกรมนี้ไม่อ่าน"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์เป็นเวิร์กบุ๊กแบบไบนารี (.xlsb)",
        en="the file is a binary workbook (.xlsb)",
    )
    remedy = Text(
        th="เปิดใน Excel เลือก บันทึกเป็น แล้วเลือกชนิด .xlsx",
        en="open it in Excel, choose Save As and the type .xlsx",
    )
    wrong = Text(
        th="รายงาน.xlsb",
        en="report.xlsb",
    )
    right = Text(
        th="รายงาน.xlsx",
        en="report.xlsx",
    )

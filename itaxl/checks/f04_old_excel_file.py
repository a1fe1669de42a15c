"""The words of F04 old-excel-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class OldExcelFile(SpokenCheck):
    """
    The workbook is in the format of Excel 97–2003.

    The old format cannot hold the form as it was issued.
    """

    code = "F04"
    name = "old-excel-file"
    why = "รูปแบบของ Excel รุ่น 97–2003 เก็บแบบรายงานได้ไม่ครบตามที่ออกให้"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์เป็นรูปแบบ Excel รุ่นเก่า (.xls)",
        en="the file is in the old Excel format (.xls)",
    )
    remedy = Text(
        th="เปิดใน Excel เลือก บันทึกเป็น แล้วเลือกชนิด .xlsx",
        en="open it in Excel, choose Save As and the type .xlsx",
    )
    wrong = Text(
        th="รายงาน.xls",
        en="report.xls",
    )
    right = Text(
        th="รายงาน.xlsx",
        en="report.xlsx",
    )

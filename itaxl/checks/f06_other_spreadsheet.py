"""The words of F06 other-spreadsheet."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class OtherSpreadsheet(SpokenCheck):
    """
    The workbook was saved in the format of another spreadsheet program.

    LibreOffice, Numbers and WPS can all save as .xlsx.
    """

    code = "F06"
    name = "other-spreadsheet"
    why = "LibreOffice, Numbers และ WPS บันทึกเป็น .xlsx ได้ทุกโปรแกรม"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์เป็นตารางคำนวณของโปรแกรมอื่น {seen}",
        en="the file is a spreadsheet of another program {seen}",
    )
    remedy = Text(
        th="ในโปรแกรมนั้นเลือก บันทึกเป็น หรือ ส่งออก แล้วเลือก Excel (.xlsx)",
        en="in that program choose Save As or Export and then Excel (.xlsx)",
    )
    wrong = Text(
        th="รายงาน.ods",
        en="report.ods",
    )
    right = Text(
        th="รายงาน.xlsx",
        en="report.xlsx",
    )

"""The words of S14 strict-format."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class StrictFormat(SpokenCheck):
    """
    The workbook was saved in the strict form of its format.

    Some programs show such files as empty; here they are read like any other.
    """

    code = "S14"
    name = "strict-format"
    why = "บางโปรแกรมแสดงไฟล์ชนิดนี้เป็นไฟล์ว่าง ที่นี่อ่านได้เหมือนไฟล์อื่น"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์บันทึกเป็นชนิด {seen} อ่านได้ตามปกติ แต่บางโปรแกรมจะแสดงเป็นไฟล์ว่าง",
        en="the file is saved as {seen}; it was read, but some programs show it as empty",
    )
    remedy = Text(
        th="ครั้งต่อไปเลือก บันทึกเป็น แล้วเลือกชนิด Excel Workbook (.xlsx)",
        en="next time choose Save As and the type Excel Workbook (.xlsx)",
    )
    wrong = Text(
        th="Strict Open XML Spreadsheet (.xlsx)",
        en="Strict Open XML Spreadsheet (.xlsx)",
    )
    right = Text(
        th="Excel Workbook (.xlsx)",
        en="Excel Workbook (.xlsx)",
    )

"""The words of F03 other-kind-of-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class OtherKindOfFile(SpokenCheck):
    """
    The file is of another kind than a workbook, whatever its name says.

    Only a workbook keeps each answer in its own cell.
    """

    code = "F03"
    name = "other-kind-of-file"
    why = "มีเพียงเวิร์กบุ๊กที่เก็บคำตอบแต่ละข้อไว้ในช่องของตน ชื่อไฟล์จึงใช้แทนกันไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์นี้ไม่ใช่เวิร์กบุ๊ก Excel (.xlsx) แต่เป็นไฟล์ชนิดอื่น {seen}",
        en="the file is not an Excel workbook (.xlsx) but another kind of file {seen}",
    )
    remedy = Text(
        th="เปิดแบบรายงานใน Excel แล้วบันทึกเป็น .xlsx ก่อนส่ง",
        en="open the form in Excel and save it as .xlsx before sending",
    )
    wrong = Text(
        th="รายงาน.pdf ที่เปลี่ยนชื่อเป็น รายงาน.xlsx",
        en="report.pdf renamed to report.xlsx",
    )
    right = Text(
        th="รายงาน.xlsx ที่บันทึกจาก Excel",
        en="report.xlsx as saved by Excel",
    )

"""The words of S10 macros."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class Macros(SpokenCheck):
    """
    The workbook holds macros.

    Macros are never run and never carried along.
    """

    code = "S10"
    name = "macros"
    why = "มาโครไม่ถูกเรียกใช้และไม่ถูกส่งต่อในทุกกรณี"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์มีมาโคร {seen} อ่านเฉพาะค่าในช่อง มาโครไม่ถูกเรียกใช้และไม่นำต่อไป",
        en=(
            "the file holds macros {seen}; only the values were read, the macros are neither run "
            "nor carried along"
        ),
    )
    remedy = Text(
        th="ส่งไฟล์ชนิด .xlsx ที่ไม่มีมาโครในครั้งต่อไป",
        en="send an .xlsx file without macros next time",
    )
    wrong = Text(
        th="รายงาน.xlsm",
        en="report.xlsm",
    )
    right = Text(
        th="รายงาน.xlsx",
        en="report.xlsx",
    )

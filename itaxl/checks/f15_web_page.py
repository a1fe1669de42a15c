"""The words of F15 web-page."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class WebPage(SpokenCheck):
    """
    The file is a web page that was saved in place of the workbook.

    A sign-in page or a warning was downloaded instead of the document.
    """

    code = "F15"
    name = "web-page"
    why = "หน้าลงชื่อเข้าใช้หรือคำเตือนถูกดาวน์โหลดมาแทนเอกสาร"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์นี้เป็นหน้าเว็บ ไม่ใช่แบบรายงาน อาจเป็นหน้าลงชื่อเข้าใช้",
        en="the file is a web page, not the form; it may be a sign-in page",
    )
    remedy = Text(
        th="ลงชื่อเข้าใช้แล้วดาวน์โหลดไฟล์ใหม่ และเปิดดูใน Excel ก่อนส่ง",
        en="sign in, download the file again and open it in Excel before sending",
    )
    wrong = Text(
        th="หน้าลงชื่อเข้าใช้ที่บันทึกเป็น รายงาน.xlsx",
        en="a sign-in page saved as report.xlsx",
    )
    right = Text(
        th="ตัวไฟล์รายงาน.xlsx",
        en="the file report.xlsx itself",
    )

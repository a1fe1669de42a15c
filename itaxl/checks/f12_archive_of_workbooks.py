"""The words of F12 archive-of-workbooks."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class ArchiveOfWorkbooks(SpokenCheck):
    """
    The file is an archive with workbooks inside.

    Archives are not opened unasked: they may hold anything.
    """

    code = "F12"
    name = "archive-of-workbooks"
    why = "ไฟล์บีบอัดอาจมีสิ่งใดก็ได้ จึงไม่เปิดโดยไม่ได้ขอ"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์เป็นไฟล์บีบอัดที่มีไฟล์อื่นอยู่ข้างใน {seen}",
        en="the file is an archive with other files inside {seen}",
    )
    remedy = Text(
        th="แตกไฟล์ลงในโฟลเดอร์ แล้วตรวจไฟล์ในโฟลเดอร์นั้น",
        en="extract it into a folder and check the files there",
    )
    wrong = Text(
        th="รายงานทุกตำบล.zip",
        en="all-reports.zip",
    )
    right = Text(
        th="โฟลเดอร์ที่มีไฟล์ .xlsx",
        en="a folder of .xlsx files",
    )

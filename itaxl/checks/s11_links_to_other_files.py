"""The words of S11 links-to-other-files."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class LinksToOtherFiles(SpokenCheck):
    """
    The workbook takes values from other files.

    What such a cell shows cannot be traced without the other file.
    """

    code = "S11"
    name = "links-to-other-files"
    why = "ค่าที่ดึงจากไฟล์อื่นตรวจย้อนไม่ได้หากไม่มีไฟล์นั้น"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์ดึงค่าจากไฟล์อื่น {seen} จึงยืนยันที่มาของค่าเหล่านั้นไม่ได้",
        en="the file takes values from other files {seen}, so their origin cannot be shown",
    )
    remedy = Text(
        th="วางค่าแทนสูตรที่อ้างถึงไฟล์อื่น (คัดลอก แล้ววางแบบพิเศษ > ค่า)",
        en=(
            "put values in place of formulas that point to other files (copy, then Paste Special "
            "> Values)"
        ),
    )
    wrong = Text(
        th="='[คะแนน.xlsx]Sheet1'!A1",
        en="='[scores.xlsx]Sheet1'!A1",
    )
    right = Text(
        th="92.35",
        en="92.35",
    )

"""The words of S92 reader-stopped."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class ReaderStopped(SpokenCheck):
    """
    The reader stopped while it read the file.

    The other files were read all the same.
    """

    code = "S92"
    name = "reader-stopped"
    why = "ไฟล์อื่นในชุดเดียวกันยังอ่านได้ครบ"
    severity = Severity.ERROR
    fact = Text(
        th="โปรแกรมหยุดทำงานระหว่างอ่านไฟล์นี้ ไฟล์อื่นอ่านได้ตามปกติ",
        en="the reader stopped while it read this file; the others were read as usual",
    )
    remedy = Text(
        th="เปิดใน Excel บันทึกเป็นไฟล์ใหม่ แล้วส่งใหม่ หากยังเกิดซ้ำให้แจ้งผู้ดูแลโปรแกรม",
        en=(
            "open it in Excel, save it under a new name and send it again; if it happens again, "
            "tell whoever looks after the program"
        ),
    )
    wrong = Text(
        th="ไฟล์ที่ทำให้โปรแกรมหยุด",
        en="a file that stops the program",
    )
    right = Text(
        th="ไฟล์ที่บันทึกใหม่จาก Excel",
        en="a file saved anew by Excel",
    )

"""The words of S06 address-outside-grid."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AddressOutsideGrid(SpokenCheck):
    """
    A cell claims an address that no sheet has.

    A sheet ends at XFD1048576; what lies beyond cannot be shown or mended.
    """

    code = "S06"
    name = "address-outside-grid"
    why = "แผ่นงานสิ้นสุดที่ XFD1048576 สิ่งที่อยู่นอกนั้นแสดงและแก้ไขไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="มีช่องที่อยู่นอกขอบเขตของแผ่นงาน {seen}",
        en="a cell lies outside the sheet {seen}",
    )
    remedy = Text(
        th="เปิดใน Excel บันทึกเป็นไฟล์ใหม่ แล้วส่งใหม่",
        en="open it in Excel, save it under a new name and send it again",
    )
    wrong = Text(
        th="A2000000",
        en="A2000000",
    )
    right = Text(
        th="A2",
        en="A2",
    )

"""The words of F02 empty-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class EmptyFile(SpokenCheck):
    """
    The file holds nothing at all.

    A broken upload or a full disk leaves a name without content.
    """

    code = "F02"
    name = "empty-file"
    why = "การส่งไฟล์ที่ล้มเหลวหรือดิสก์เต็มจะเหลือเพียงชื่อไฟล์ที่ไม่มีเนื้อหา"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์ว่างเปล่า ไม่มีข้อมูล",
        en="the file is empty",
    )
    remedy = Text(
        th="ขอไฟล์จากหน่วยงานอีกครั้ง",
        en="ask the agency to send the file again",
    )
    wrong = Text(
        th="ไฟล์ขนาด 0 ไบต์",
        en="a file of 0 bytes",
    )
    right = Text(
        th="ไฟล์ที่เปิดใน Excel ได้",
        en="a file that opens in Excel",
    )

"""The words of F09 cut-short."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class CutShort(SpokenCheck):
    """
    The file ends before its content does.

    A download or a copy was broken off; what is left may lack sheets.
    """

    code = "F09"
    name = "cut-short"
    why = "ส่วนที่ขาดอาจเป็นทั้งแผ่นงาน จึงไม่ใช้ข้อมูลเพียงบางส่วน"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์มาไม่ครบ อาจดาวน์โหลดหรือคัดลอกไม่เสร็จ",
        en="the file is incomplete; a download or copy was probably broken off",
    )
    remedy = Text(
        th="ดาวน์โหลดหรือคัดลอกไฟล์ใหม่ให้ครบ แล้วลองอีกครั้ง",
        en="download or copy the whole file again and try once more",
    )
    wrong = Text(
        th="ไฟล์ที่ดาวน์โหลดค้างไว้ครึ่งเดียว",
        en="a file that was downloaded by half",
    )
    right = Text(
        th="ไฟล์ที่ดาวน์โหลดครบ",
        en="a file downloaded in full",
    )

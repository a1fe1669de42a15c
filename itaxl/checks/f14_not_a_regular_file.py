"""The words of F14 not-a-regular-file."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class NotARegularFile(SpokenCheck):
    """
    The name belongs to no ordinary file.

    Folders, devices, broken links and files kept online only cannot be read as they stand.
    """

    code = "F14"
    name = "not-a-regular-file"
    why = "โฟลเดอร์ อุปกรณ์ ทางลัดที่ขาด และไฟล์ที่อยู่บนคลาวด์เท่านั้น อ่านตามสภาพนี้ไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="อ่านไม่ได้ เพราะไม่ใช่ไฟล์ปกติในเครื่องนี้ {seen}",
        en="it cannot be read because it is no ordinary file on this computer {seen}",
    )
    remedy = Text(
        th="คัดลอกไฟล์จริงมาไว้ในโฟลเดอร์นี้ หากอยู่บนคลาวด์ให้เลือก เก็บไว้ในอุปกรณ์นี้เสมอ",
        en=(
            "copy the file itself into this folder; if it is in the cloud, choose Always keep on "
            "this device"
        ),
    )
    wrong = Text(
        th="ทางลัดที่ชี้ไปยังไฟล์ที่ลบแล้ว",
        en="a link to a file that was deleted",
    )
    right = Text(
        th="ไฟล์ที่อยู่ในโฟลเดอร์จริง",
        en="a file that lies in the folder",
    )

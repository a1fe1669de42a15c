"""The words of F08 rights-managed."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RightsManaged(SpokenCheck):
    """
    The file is locked by rights management of an organisation.

    Only accounts of that organisation can open it.
    """

    code = "F08"
    name = "rights-managed"
    why = "เปิดได้เฉพาะบัญชีขององค์กรนั้น ผู้ประสานงานจึงอ่านไม่ได้"
    severity = Severity.ERROR
    fact = Text(
        th="ไฟล์ถูกจำกัดสิทธิ์ขององค์กร (IRM) จึงอ่านไม่ได้",
        en="the file is restricted by rights management (IRM) and cannot be read",
    )
    remedy = Text(
        th="ใน Excel เลือก ไฟล์ > ข้อมูล > ป้องกันเวิร์กบุ๊ก > จำกัดการเข้าถึง > ไม่จำกัดการเข้าถึง แล้วบันทึกและส่งใหม่",
        en=(
            "in Excel choose File > Info > Protect Workbook > Restrict Access > Unrestricted "
            "Access, save and send again"
        ),
    )
    wrong = Text(
        th="ไฟล์ที่เปิดได้เฉพาะบัญชีขององค์กร",
        en="a file that only accounts of the organisation can open",
    )
    right = Text(
        th="ไฟล์ที่เปิดได้ทุกเครื่อง",
        en="a file that opens on any computer",
    )

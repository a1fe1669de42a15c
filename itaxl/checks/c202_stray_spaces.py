"""The check C202 stray-spaces."""

from itaxl.checks.base import RepairCheck
from itaxl.fields.reading import Repair
from itaxl.wording import Text


class StraySpaces(RepairCheck):
    """
    Spaces or line breaks inside a word were left out.

    The change is safe and nothing needs mending, but every change is told.
    """

    code = "C202"
    name = "stray-spaces"
    why = "การแก้นี้ปลอดภัยและไม่ต้องทำอะไร แต่ระบบบอกทุกครั้งที่แก้"
    repair = Repair.SPACES
    fact = Text(
        th="ตัดช่องว่างหรือการขึ้นบรรทัดเกินใน “{seen}” อ่านเป็น “{expected}”",
        en="stray spaces or line breaks in “{seen}” were left out: “{expected}”",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากอ่านไม่ถูกให้พิมพ์ใหม่",
        en="nothing to mend; if it was misread, type it again",
    )
    wrong = Text(
        th="กอง คลัง",
        en="กอง คลัง",
    )
    right = Text(
        th="กองคลัง",
        en="กองคลัง",
    )

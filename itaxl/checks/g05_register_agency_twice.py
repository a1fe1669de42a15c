"""The words of G05 register-agency-twice."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RegisterAgencyTwice(SpokenCheck):
    """
    An agency stands in the register twice.

    It would be counted as two, one of them missing for ever.
    """

    code = "G05"
    name = "register-agency-twice"
    why = "จะนับเป็นสองหน่วยงาน และหน่วยงานหนึ่งจะขาดส่งเสมอ"
    severity = Severity.ERROR
    fact = Text(
        th="หน่วยงาน “{seen}” อยู่ในทะเบียนมากกว่าหนึ่งแถว ({cells})",
        en="the agency “{seen}” stands in the register more than once ({cells})",
    )
    remedy = Text(
        th="ลบแถวที่ซ้ำ หรือแก้รหัส ชื่อ หรืออำเภอให้ต่างกัน",
        en="delete the copy, or correct code, name or district so that they differ",
    )
    wrong = Text(
        th="ทุ่งใหญ่ อำเภอเมือง สองแถว",
        en="ทุ่งใหญ่, อำเภอเมือง, in two rows",
    )
    right = Text(
        th="หนึ่งแถวต่อหนึ่งหน่วยงาน",
        en="one row per agency",
    )

"""The check R122 owner-not-a-unit."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck
from itaxl.checks.expected import own_units, strange_units
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class OwnerNotAUnit(RowCheck):
    """
    The owner is none of the agency's own units.

    The register lists them in its column หน่วยงานภายใน; where it does not, a unit that is in no
    common list and owned nothing in last year's report is asked about.
    """

    code = "R122"
    name = "owner-not-a-unit"
    why = "มาตรการที่มอบให้หน่วยงานซึ่งไม่มีอยู่จริงจะไม่มีผู้ดำเนินการ"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผู้รับผิดชอบ “{seen}” ไม่ใช่หน่วยงานภายในที่ทราบของหน่วยงานนี้ {expected}",
        en="the owner “{seen}” is no unit that this agency is known to have {expected}",
    )
    remedy = Text(
        th="แก้เป็นหน่วยงานภายในของท่าน หรือให้เหตุผลในแถวนี้ หากเป็นหน่วยงานใหม่ให้แจ้งผู้ประสานงาน",
        en="name a unit of your own agency, or give a reason in the row; tell the coordinator of a"
        " new one",
    )
    wrong = Text(
        th="กองการแพทย์ ใน อบต. ที่มีเพียงสำนักปลัด กองคลัง และกองช่าง",
        en="กองการแพทย์ in an agency that has only สำนักปลัด, กองคลัง and กองช่าง",
    )
    right = Text(
        th="กองคลัง",
        en="กองคลัง",
    )
    follows = ("R120",)  # whoever names another agency need not hear that its unit is strange too

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield one finding per row with the owners that are no units of the agency."""
        strange = strange_units(record, case)
        if strange:
            known = own_units(case)
            yield self.at(
                record.entries["owner"],
                record,
                seen=", ".join(strange),
                expected=f"({known})" if known else "",
            )

"""The check R120 owner-of-another-agency."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.checks.rows import agency_named
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.thai import fold
from itaxl.wording import Text


class OwnerOfAnotherAgency(RowCheck):
    """
    The owner is another agency than the one that reports.

    A plan copied from a neighbour keeps the neighbour's name.
    """

    code = "R120"
    name = "owner-of-another-agency"
    why = "แผนที่คัดลอกจากหน่วยงานอื่นมักมีชื่อหน่วยงานนั้นติดมา"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผู้รับผิดชอบ “{seen}” ระบุชื่อหน่วยงานอื่น ไม่ใช่ “{expected}”",
        en="the owner “{seen}” names another agency than “{expected}”",
    )
    remedy = Text(
        th="แก้เป็นหน่วยงานภายในของท่าน หรือให้เหตุผลในแถวนี้",
        en="name a unit of your own agency, or give a reason in the row",
    )
    wrong = Text(
        th="สำนักปลัด อบต.ข้างเคียง",
        en="สำนักปลัด อบต.ข้างเคียง (of a neighbour)",
    )
    right = Text(
        th="สำนักปลัด",
        en="สำนักปลัด",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding when a type of agency is named together with a name not ours."""
        owner, name = record.entries.get("owner"), case.submission.agency.get("name")
        if owner is None or name is None or not answered(owner) or not answered(name):
            return
        other = agency_named(case.folded(record, "owner"), case)
        if other and other not in fold(name.text):
            yield self.at(owner, record, expected=name.text)

"""The check T106 reported-row-not-planned."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, answered
from itaxl.checks.rows import unmatched
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class ReportedRowNotPlanned(WorkbookCheck):
    """
    A measure of the report is not in the plan.

    More was done than planned, or the measure's name was changed on the way.
    """

    code = "T106"
    name = "reported-row-not-planned"
    why = "อาจทำมากกว่าที่วางแผน หรือชื่อมาตรการเปลี่ยนไปจากแผน"
    severity = Severity.CONFIRM
    fact = Text(
        th="มาตรการ “{seen}” ไม่มีในแผน",
        en="the measure “{seen}” is not in the plan",
    )
    remedy = Text(
        th="ใช้ชื่อเดียวกับในแผน หรือให้เหตุผลในแถวนี้ว่าเพิ่มเติมจากแผน",
        en="use the plan's name for it, or say in the row that it was added",
    )
    wrong = Text(
        th="มาตรการที่เปลี่ยนชื่อในรายงาน",
        en="a measure renamed in the report",
    )
    right = Text(
        th="ชื่อมาตรการตรงกับแผน",
        en="the name as in the plan",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per measure of the report that the plan lacks."""
        if case.plan is None or not case.submission.is_report:
            return
        for record in unmatched(case.submission.records, case.plan.records):
            entry = record.entries.get("measure")
            if entry is not None and answered(entry):
                yield self.at(entry, record)

"""The check T105 plan-row-not-reported."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.rows import unmatched
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class PlanRowNotReported(WorkbookCheck):
    """
    A measure of the plan has no row in the report.

    The report covers every measure of the plan, those that were dropped too.
    """

    code = "T105"
    name = "plan-row-not-reported"
    why = "รายงานต้องครบทุกมาตรการของแผน รวมทั้งที่ยกเลิก"
    severity = Severity.ERROR
    fact = Text(
        th="มาตรการในแผน “{seen}” ยังไม่มีแถวในรายงาน",
        en="the plan's measure “{seen}” has no row in the report",
    )
    remedy = Text(
        th="เพิ่มแถวของมาตรการนี้ หากไม่ได้ดำเนินการให้เลือกสถานะ ยกเลิก หรือ ยังไม่ได้ดำเนินการ",
        en="add its row; if it was not carried out, choose the status cancelled or not started",
    )
    wrong = Text(
        th="แผน 9 มาตรการ รายงาน 7 แถว",
        en="a plan of 9 measures, a report of 7 rows",
    )
    right = Text(
        th="รายงานครบทุกมาตรการของแผน",
        en="every measure of the plan reported",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per measure of the plan that the report lacks."""
        if case.plan is None or not case.submission.is_report:
            return
        for record in unmatched(case.plan.records, case.submission.records):
            yield self.found(
                sheet=case.sheet("measures"), row=record.key, seen=record.text("measure")
            )

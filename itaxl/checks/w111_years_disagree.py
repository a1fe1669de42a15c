"""The check W111 years-disagree."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class YearsDisagree(WorkbookCheck):
    """
    The years of results, plan and report do not fit together.

    A plan answers the results of the year before it; a slip in one year moves every period.
    """

    code = "W111"
    name = "years-disagree"
    why = "แผนจัดทำจากผลคะแนนของปีก่อนหน้า ปีที่พิมพ์ผิดทำให้ระยะเวลาผิดทุกแถว"
    severity = Severity.CONFIRM
    fact = Text(
        th="ปีของแผน {seen} ไม่ใช่ปีถัดจากปีของผลคะแนน",
        en="the plan's year {seen} is not the one after the year of the results",
    )
    remedy = Text(
        th="แก้เป็น {expected} หากพิมพ์ผิด หรือยืนยันว่าถูกต้อง",
        en="change it to {expected} if it was mistyped, or confirm that it is right",
    )
    wrong = Text(
        th="ปีของผลคะแนน 2566 ปีของแผน 2569",
        en="results of 2566, plan of 2569",
    )
    right = Text(
        th="ปีของผลคะแนน 2566 ปีของแผน 2567",
        en="results of 2566, plan of 2567",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding at the plan's year."""
        plan = case.submission.agency.get("plan_year")
        results = case.submission.agency_value("results_year")
        if plan is None or not isinstance(plan.value, int) or not isinstance(results, int):
            return
        if plan.value != results + 1:
            yield self.at(plan, expected=str(results + 1), suggestion=str(results + 1))

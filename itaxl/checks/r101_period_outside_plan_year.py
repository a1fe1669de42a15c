"""The check R101 period-outside-plan-year."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from itaxl.checks.base import Case, RowCheck, day
from itaxl.checks.rows import span_of
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.thai import fiscal_end, fiscal_start
from itaxl.wording import Text


class PeriodOutsidePlanYear(RowCheck):
    """
    A measure's period does not lie inside the fiscal year of the plan.

    The plan year P runs from 1 October of the year before to 30 September of P.
    """

    code = "R101"
    name = "period-outside-plan-year"
    why = "ปีงบประมาณของแผนเริ่ม 1 ตุลาคมของปีก่อนหน้า และสิ้นสุด 30 กันยายน"
    severity = Severity.CONFIRM
    follows = ("R102", "R116")
    fact = Text(
        th="ระยะเวลา {seen} อยู่นอกปีงบประมาณของแผน ({expected})",
        en="the period {seen} lies outside the plan's fiscal year ({expected})",
    )
    remedy = Text(
        th="แก้ปีของระยะเวลาหรือปีของแผนให้ตรงกัน หรือให้เหตุผลในแถวนี้",
        en="correct the years of the period or of the plan, or give a reason in the row",
    )
    wrong = Text(
        th="ต.ค. 2566 - ก.ย. 2567 ในแผนปี 2568",
        en="ต.ค. 2566 - ก.ย. 2567 in the plan of 2568",
    )
    right = Text(
        th="ต.ค. 2567 - ก.ย. 2568 ในแผนปี 2568",
        en="ต.ค. 2567 - ก.ย. 2568 in the plan of 2568",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding for a period that begins before or ends after the plan year."""
        entry, span = record.entries.get("period"), span_of(record)
        year = case.submission.agency_value("plan_year")
        if entry is None or span is None or not isinstance(year, int):
            return
        first, last = _days_of(year)
        if not all(date is None or first <= date <= last for date in span):
            yield self.at(entry, record, expected=f"{day(first)} - {day(last)}")


@lru_cache(maxsize=64)
def _days_of(year: int) -> tuple[dt.date, dt.date]:
    return fiscal_start(year), fiscal_end(year)

"""The check R116 period-of-several-years."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck
from itaxl.checks.rows import span_of
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class PeriodOfSeveralYears(RowCheck):
    """
    A period runs over more than a year.

    The title of a plan of several years was probably copied in place of this year's months.
    """

    code = "R116"
    name = "period-of-several-years"
    why = "อาจคัดลอกชื่อแผนหลายปีมาแทนเดือนของปีนี้"
    severity = Severity.CONFIRM
    follows = ("R102",)
    fact = Text(
        th="ระยะเวลา “{seen}” ยาวกว่าหนึ่งปี อาจเป็นช่วงปีของแผนหลายปี",
        en="the period “{seen}” is longer than a year; it may be that of a plan of several years",
    )
    remedy = Text(
        th="กรอกเฉพาะช่วงที่ดำเนินการในปีของแผนนี้ หรือให้เหตุผลในแถวนี้",
        en="give only the months within this plan's year, or give a reason in the row",
    )
    wrong = Text(
        th="พ.ศ. 2566 - พ.ศ. 2570",
        en="พ.ศ. 2566 - พ.ศ. 2570",
    )
    right = Text(
        th="ต.ค. 2567 - ก.ย. 2568",
        en="ต.ค. 2567 - ก.ย. 2568",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding for a period of more than thirteen months."""
        del case
        entry, span = record.entries.get("period"), span_of(record, offered=True)
        if entry is not None and span is not None and span.days > 396:
            yield self.at(entry, record)

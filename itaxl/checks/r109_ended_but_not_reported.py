"""The check R109 ended-but-not-reported."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered, day
from itaxl.checks.rows import span_of
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class EndedButNotReported(RowCheck):
    """
    A measure's period is over and nothing is reported of it.

    It needs a day to judge by; without one the check is silent.
    """

    code = "R109"
    name = "ended-but-not-reported"
    why = "ตรวจเมื่อทราบวันที่ใช้ติดตามเท่านั้น"
    severity = Severity.CONFIRM
    fact = Text(
        th="สิ้นสุดระยะเวลาแล้ว ({seen}) แต่ยังไม่รายงานสถานะและผล",
        en="the period is over ({seen}), but neither status nor result is reported",
    )
    remedy = Text(
        th="กรอกสถานะและผลการดำเนินการ หรือให้เหตุผลในแถวนี้",
        en="give status and result, or a reason in the row",
    )
    wrong = Text(
        th="สิ้นสุด มี.ค. 2567 · รายงานเมื่อ ก.ย. 2567 · ไม่มีผล",
        en="ended in March, reported in September, no result",
    )
    right = Text(
        th="สถานะ: ยังไม่ได้ดำเนินการ พร้อมเหตุผล",
        en="status “not started” with its reason",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the period."""
        if case.as_of is None:
            return
        entry, span = record.entries.get("period"), span_of(record)
        if entry is None or span is None or span.end is None or span.end >= case.as_of:
            return
        told = (record.entries.get(key) for key in ("status", "result"))
        if not any(answered(answer) for answer in told):
            yield self.at(entry, record, expected=day(case.as_of))

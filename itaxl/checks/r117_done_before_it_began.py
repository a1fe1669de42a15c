"""The check R117 done-before-it-began."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, day
from itaxl.checks.rows import finished, span_of
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class DoneBeforeItBegan(RowCheck):
    """
    A measure is reported as done before its period begins.

    Either the period or the status is a slip.
    """

    code = "R117"
    name = "done-before-it-began"
    why = "ระยะเวลาหรือสถานะอย่างใดอย่างหนึ่งพิมพ์ผิด"
    severity = Severity.CONFIRM
    follows = ("R102",)
    fact = Text(
        th="รายงานว่าแล้วเสร็จ แต่ระยะเวลา “{seen}” ยังไม่เริ่ม ณ วันที่ {expected}",
        en="reported as done, but the period “{seen}” has not begun on {expected}",
    )
    remedy = Text(
        th="แก้ระยะเวลาหรือสถานะให้ถูกต้อง หรือให้เหตุผลในแถวนี้",
        en="correct the period or the status, or give a reason in the row",
    )
    wrong = Text(
        th="แล้วเสร็จ · เริ่ม ต.ค. 2568 · รายงาน ก.ย. 2568",
        en="done, begins in October, reported in September",
    )
    right = Text(
        th="แล้วเสร็จ · ต.ค. 2567 - มี.ค. 2568",
        en="done, ต.ค. 2567 - มี.ค. 2568",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the period."""
        if case.as_of is None:
            return
        entry, span = record.entries.get("period"), span_of(record)
        if entry is None or span is None or span.start is None:
            return
        if span.start > case.as_of and finished(str(record.value("status"))):
            yield self.at(entry, record, expected=day(case.as_of))

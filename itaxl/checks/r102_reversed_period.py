"""The check R102 reversed-period."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck
from itaxl.checks.rows import span_of
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class ReversedPeriod(RowCheck):
    """
    A period ends before it begins.

    First and last month were exchanged, or one of the years is a slip.
    """

    code = "R102"
    name = "reversed-period"
    why = "อาจสลับเดือนเริ่มกับเดือนสิ้นสุด หรือพิมพ์ปีผิด"
    severity = Severity.ERROR
    fact = Text(
        th="ระยะเวลา “{seen}” สิ้นสุดก่อนวันเริ่ม",
        en="the period “{seen}” ends before it begins",
    )
    remedy = Text(
        th="สลับเดือนเริ่มกับเดือนสิ้นสุด หรือแก้ปีให้ถูกต้อง",
        en="exchange first and last month, or correct the year",
    )
    wrong = Text(
        th="ก.ย. 2568 - ต.ค. 2567",
        en="ก.ย. 2568 - ต.ค. 2567",
    )
    right = Text(
        th="ต.ค. 2567 - ก.ย. 2568",
        en="ต.ค. 2567 - ก.ย. 2568",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding for a period read, or declined, as running backwards."""
        del case
        entry = record.entries.get("period")
        if entry is None:
            return
        if entry.reading.why == "reversed" or (
            (span := span_of(record, offered=True)) is not None and span.days < 0
        ):
            yield self.at(entry, record)

"""The check R103 result-without-status."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.submission import Record
from itaxl.wording import Text


class ResultWithoutStatus(RowCheck):
    """
    A result or outcome is told, but no status is chosen.

    A status that is only implied counts as such; the agency should state it.
    """

    code = "R103"
    name = "result-without-status"
    why = "สถานะที่อนุมานเองนับเป็นเพียงการอนุมาน หน่วยงานควรระบุเอง"
    severity = Severity.ERROR
    fact = JUDGED["R103"].fact
    remedy = JUDGED["R103"].remedy
    wrong = Text(
        th="ผลการดำเนินการ: อบรมแล้ว 2 ครั้ง · สถานะ: (ว่าง)",
        en="result told, status blank",
    )
    right = Text(
        th="ผลการดำเนินการ: อบรมแล้ว 2 ครั้ง · สถานะ: ดำเนินการแล้วเสร็จ",
        en="result told, status ดำเนินการแล้วเสร็จ",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the blank status."""
        del case
        entries = record.entries
        status = entries.get("status")
        if status is None or not status.is_blank:
            return
        if answered(entries.get("result")) or answered(entries.get("outcome")):
            yield self.at(status, record, seen="")

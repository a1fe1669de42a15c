"""The check R104 status-without-result."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED, NOTHING_DONE
from itaxl.submission import Record
from itaxl.wording import Text


class StatusWithoutResult(RowCheck):
    """
    A status says that something was done, but no result is told.

    A status alone shows nobody what was done.
    """

    code = "R104"
    name = "status-without-result"
    why = "สถานะอย่างเดียวไม่บอกว่าได้ทำอะไร"
    severity = Severity.ERROR
    fact = JUDGED["R104"].fact
    remedy = JUDGED["R104"].remedy
    wrong = Text(
        th="สถานะ: ดำเนินการแล้วเสร็จ · ผลการดำเนินการ: (ว่าง)",
        en="status done, result blank",
    )
    right = Text(
        th="สถานะ: ดำเนินการแล้วเสร็จ · ผลการดำเนินการ: อบรม 2 ครั้ง",
        en="status done, result told",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the blank result."""
        del case
        status, result = record.entries.get("status"), record.entries.get("result")
        if status is None or result is None or not result.is_blank or not answered(status):
            return
        if status.value not in NOTHING_DONE:
            yield self.at(result, record, seen="", expected=status.text)

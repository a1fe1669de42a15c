"""The check R105 status-contradicts-result."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.checks.rows import contradicts, may_contradict
from itaxl.fields.status import from_result, may_state
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class StatusContradictsResult(RowCheck):
    """
    The status says that a measure is done, the result that it is not, or the other way round.

    One of the two was not brought up to date.
    """

    code = "R105"
    name = "status-contradicts-result"
    why = "อย่างใดอย่างหนึ่งยังไม่ได้ปรับให้เป็นปัจจุบัน"
    severity = Severity.CONFIRM
    fact = Text(
        th="สถานะ “{expected}” ไม่สอดคล้องกับผลการดำเนินการ “{seen}”",
        en="the status “{expected}” does not agree with the result “{seen}”",
    )
    remedy = Text(
        th="แก้สถานะหรือผลการดำเนินการให้สอดคล้องกัน หรือให้เหตุผลในแถวนี้",
        en="bring status and result into agreement, or give a reason in the row",
    )
    wrong = Text(
        th="สถานะ: ดำเนินการแล้วเสร็จ · ผล: อยู่ระหว่างดำเนินการ",
        en="status done, result อยู่ระหว่างดำเนินการ (in progress)",
    )
    right = Text(
        th="สถานะ: อยู่ระหว่างดำเนินการ · ผล: อบรมแล้ว 1 จาก 2 ครั้ง",
        en="status in progress, result: 1 of 2 courses held",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the status."""
        del case
        status, result = record.entries.get("status"), record.entries.get("result")
        if status is None or result is None or not answered(result) or status.value is None:
            return
        if not may_contradict(str(status.value)) or not may_state(result.text):
            return
        told = from_result(result.text)
        if told.basis == "stated" and contradicts(str(status.value), told.doing):
            yield self.at(status, record, seen=result.text, expected=status.text)

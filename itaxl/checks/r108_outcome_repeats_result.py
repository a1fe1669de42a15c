"""The check R108 outcome-repeats-result."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.checks.rows import status_words
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class OutcomeRepeatsResult(RowCheck):
    """
    The outcome only repeats the status or the result.

    An outcome tells what became better, not once more that the measure was done.
    """

    code = "R108"
    name = "outcome-repeats-result"
    why = "ผลลัพธ์ควรบอกว่าอะไรดีขึ้น ไม่ใช่บอกซ้ำว่าทำแล้ว"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผลลัพธ์หรือความสำเร็จซ้ำกับสถานะหรือผลการดำเนินการ",
        en="the outcome repeats the status or the result",
    )
    remedy = Text(
        th="เขียนว่าเกิดผลอะไรขึ้นหรืออะไรดีขึ้น หรือให้เหตุผลในแถวนี้",
        en="write what came of it or became better, or give a reason in the row",
    )
    wrong = Text(
        th="ผลลัพธ์: ดำเนินการแล้วเสร็จ",
        en="outcome: ดำเนินการแล้วเสร็จ (done)",
    )
    right = Text(
        th="ผลลัพธ์: ข้อร้องเรียนลดลงจาก 12 เป็น 5 เรื่อง",
        en="outcome: complaints fell from 12 to 5",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the outcome."""
        outcome = record.entries.get("outcome")
        if outcome is None or not answered(outcome):
            return
        told = case.folded(record, "outcome")
        if (
            told == case.folded(record, "result")
            or told == case.folded(record, "status")
            or told in status_words(case.book)
        ):
            yield self.at(outcome, record)

"""The check R107 method-repeats-measure."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class MethodRepeatsMeasure(RowCheck):
    """
    The steps are the name of the measure once more.

    Who carries the measure out learns nothing from it.
    """

    code = "R107"
    name = "method-repeats-measure"
    why = "ผู้ปฏิบัติจะไม่รู้ว่าต้องทำอย่างไร"
    severity = Severity.CONFIRM
    fact = Text(
        th="ขั้นตอน/วิธีการปฏิบัติซ้ำกับชื่อมาตรการ",
        en="the method repeats the measure",
    )
    remedy = Text(
        th="เขียนว่าจะทำอย่างไรเป็นขั้นตอน หรือให้เหตุผลในแถวนี้",
        en="write the steps, or give a reason in the row",
    )
    wrong = Text(
        th="มาตรการ: จัดทำคู่มือ · วิธีการ: จัดทำคู่มือ",
        en="measure and method both จัดทำคู่มือ",
    )
    right = Text(
        th="มาตรการ: จัดทำคู่มือ · วิธีการ: ทบทวนขั้นตอน เขียนร่าง เผยแพร่",
        en="measure จัดทำคู่มือ, method in steps",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the method."""
        method = record.entries.get("method")
        if method is None or not answered(method):
            return
        if case.folded(record, "measure") == case.folded(record, "method"):
            yield self.at(method, record)

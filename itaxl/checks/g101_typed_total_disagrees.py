"""The check G101 typed-total-disagrees."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.checks.figures import disagreements_of
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class TypedTotalDisagrees(WorkbookCheck):
    """
    The total that was typed is not the one its indicators give.

    Every total is computed anew; a typed one is compared, never believed.
    """

    code = "G101"
    name = "typed-total-disagrees"
    why = "คะแนนรวมคำนวณใหม่เสมอ ค่าที่พิมพ์ใช้เทียบเท่านั้น"
    severity = Severity.ERROR
    fact = Text(
        th="คะแนนรวมที่พิมพ์คือ {seen} แต่คำนวณได้ {expected}",
        en="the total typed is {seen}, but the scores give {expected}",
    )
    remedy = Text(
        th="ตรวจคะแนนตัวชี้วัด แล้วคืนสูตรเดิมหรือพิมพ์ {expected}",
        en="look over the indicator scores, then restore the formula or type {expected}",
    )
    wrong = Text(
        th="93.25 เมื่อคำนวณได้ 92.35",
        en="93.25 where the scores give 92.35",
    )
    right = Text(
        th="92.35",
        en="92.35",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a typed total more than a hundredth of a point away."""
        for said in disagreements_of(case, {"total"}, typed=True):
            yield self.found(
                sheet=said.sheet,
                cells=said.cells,
                heading=said.heading,
                seen=points(said.other),
                expected=points(said.used),
                suggestion=points(said.used),
            )

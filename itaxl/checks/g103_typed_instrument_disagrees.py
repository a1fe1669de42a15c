"""The check G103 typed-instrument-disagrees."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.checks.figures import disagreements_of
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class TypedInstrumentDisagrees(WorkbookCheck):
    """
    An instrument's score that was typed is not the mean of its indicators.

    The total is made from the computed one.
    """

    code = "G103"
    name = "typed-instrument-disagrees"
    why = "คะแนนรวมใช้คะแนนที่คำนวณจากตัวชี้วัด"
    severity = Severity.ERROR
    fact = Text(
        th="คะแนน {row} ที่พิมพ์คือ {seen} แต่คำนวณจากตัวชี้วัดได้ {expected}",
        en="the {row} score typed is {seen}, but its indicators give {expected}",
    )
    remedy = Text(
        th="ตรวจคะแนนตัวชี้วัด แล้วคืนสูตรเดิมหรือพิมพ์ {expected}",
        en="look over the indicator scores, then restore the formula or type {expected}",
    )
    wrong = Text(
        th="IIT 99.88 เมื่อค่าเฉลี่ยคือ 98.89",
        en="IIT 99.88 where the mean is 98.89",
    )
    right = Text(
        th="IIT 98.89",
        en="IIT 98.89",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per instrument or part of one."""
        codes = {instrument.code for instrument in case.book.instruments} | set(case.book.parts)
        for said in disagreements_of(case, codes, typed=True):
            yield self.found(
                sheet=said.sheet,
                cells=said.cells,
                heading=said.heading,
                row=said.code,
                seen=points(said.other),
                expected=points(said.used),
                suggestion=points(said.used),
            )

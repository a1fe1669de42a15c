"""The check G107 parts-disagree-with-mean."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.checks.figures import disagreements_of, given_in_parts
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class PartsDisagreeWithMean(WorkbookCheck):
    """
    The two parts of an indicator do not average to the mean that was typed beside them.

    One of the three figures is a slip; the parts are used.
    """

    code = "G107"
    name = "parts-disagree-with-mean"
    why = "หนึ่งในสามค่านี้พิมพ์ผิด ระบบใช้คะแนนแยกส่วน"
    severity = Severity.ERROR
    fact = JUDGED["G107"].fact
    remedy = JUDGED["G107"].remedy
    wrong = Text(
        th="ส่วนที่ 1 = 90 ส่วนที่ 2 = 94 ค่าเฉลี่ย = 93",
        en="parts 90 and 94, mean 93",
    )
    right = Text(
        th="ส่วนที่ 1 = 90 ส่วนที่ 2 = 94 ค่าเฉลี่ย = 92",
        en="parts 90 and 94, mean 92",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per indicator typed in parts and as a mean that differ."""
        codes = {i.code for i in case.book.indicators if given_in_parts(i.code, case)}
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

"""The check G111 too-few-answers."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.figures import place_of
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class TooFewAnswers(WorkbookCheck):
    """
    Fewer people answered than the instrument needs.

    Such an instrument is not processed, so there is no total.
    """

    code = "G111"
    name = "too-few-answers"
    why = "เครื่องมือที่ผู้ตอบไม่ถึงขั้นต่ำไม่ได้รับการประมวลผล จึงไม่มีคะแนนรวม"
    severity = Severity.CONFIRM
    fact = JUDGED["G111"].fact
    remedy = JUDGED["G111"].remedy
    wrong = Text(
        th="ผู้ตอบ 20 คน เมื่อขั้นต่ำคือ 30",
        en="20 answers where 30 are needed",
    )
    right = Text(
        th="ผู้ตอบ 45 คน เมื่อขั้นต่ำคือ 30",
        en="45 answers where 30 are needed",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per instrument below its minimum."""
        for sample in case.scorecard.samples if case.scorecard else ():
            if sample.enough is False:
                sheet, cells = place_of(sample.cells)
                yield self.found(
                    sheet=sheet,
                    cells=cells,
                    row=sample.instrument,
                    seen=str(sample.respondents),
                    expected=str(sample.minimum),
                )

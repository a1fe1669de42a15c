"""The check T102 no-measures."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class NoMeasures(WorkbookCheck):
    """
    The table of measures holds no measure.

    An agency with nothing to report says so in a row; an empty table says nothing.
    """

    code = "T102"
    name = "no-measures"
    why = "หน่วยงานที่ไม่มีอะไรจะรายงานบอกไว้ในแถวได้ ตารางว่างไม่บอกอะไรเลย"
    severity = Severity.ERROR
    follows = ("W106", "H101")
    fact = JUDGED["T102"].fact
    remedy = JUDGED["T102"].remedy
    wrong = Text(
        th="ตารางมาตรการว่าง",
        en="an empty table of measures",
    )
    right = Text(
        th="มาตรการอย่างน้อยหนึ่งเรื่องต่อประเด็น",
        en="at least one measure per theme",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a table without measures."""
        if not case.submission.records:
            column = case.column("measure")
            heading = column.heading if column else ""
            yield self.found(sheet=case.sheet("measures"), heading=heading)

"""The check G114 stale-result."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.checks.figures import disagreements_of
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class StaleResult(WorkbookCheck):
    """
    A formula shows another result than the scores give.

    A program saved the workbook without computing it, or the formula was changed.
    """

    code = "G114"
    name = "stale-result"
    why = "โปรแกรมอื่นอาจบันทึกโดยไม่คำนวณ หรือสูตรถูกแก้ไข"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผลที่บันทึกไว้ในช่องสูตรของ {row} คือ {seen} แต่คำนวณได้ {expected}",
        en="the formula of {row} shows {seen}, but the scores give {expected}",
    )
    remedy = Text(
        th="เปิดไฟล์ใน Excel แล้วบันทึกใหม่ หากยังต่างกันให้คืนสูตรเดิมของแบบรายงาน",
        en=(
            "open the file in Excel and save it; if they still differ, restore the form's own "
            "formula"
        ),
    )
    wrong = Text(
        th="สูตรคะแนนรวมแสดง 0 แต่คะแนนครบแล้ว",
        en="the total shows 0 though all scores are there",
    )
    right = Text(
        th="สูตรคะแนนรวมแสดง 92.35",
        en="the total shows 92.35",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per computed cell whose stored result disagrees."""
        for said in disagreements_of(case, None, typed=False):
            yield self.found(
                sheet=said.sheet,
                cells=said.cells,
                heading=said.heading,
                row=said.code,
                seen=points(said.other),
                expected=points(said.used),
            )

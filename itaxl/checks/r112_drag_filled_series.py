"""The check R112 drag-filled-series."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.rows import rising_runs
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class DragFilledSeries(WorkbookCheck):
    """
    Rows below each other repeat a text with a number that rises by one.

    Dragging a cell down turns "… 2567" into "… 2568", "… 2569" without a word.
    """

    code = "R112"
    name = "drag-filled-series"
    why = "การลากเติมเปลี่ยนตัวเลขท้ายข้อความโดยไม่เตือน"
    severity = Severity.CONFIRM
    fact = Text(
        th="ข้อความใน {cells} เหมือนกันแต่ตัวเลขเพิ่มทีละหนึ่ง อาจเกิดจากการลากเติม",
        en="the texts in {cells} are alike with a number that rises by one, as if dragged down",
    )
    remedy = Text(
        th="ตรวจตัวเลขในแต่ละแถว แก้ให้ถูกต้อง หรือให้เหตุผลในแถวนี้",
        en="look at the number in each row and correct it, or give a reason in the row",
    )
    wrong = Text(
        th="ก.ย. 2567, ก.ย. 2568, ก.ย. 2569",
        en="ก.ย. 2567, ก.ย. 2568, ก.ย. 2569",
    )
    right = Text(
        th="ก.ย. 2567 ทุกแถว",
        en="ก.ย. 2567 in every row",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per run of at least three rows."""
        for key in ("measure", "method", "period", "owner", "result", "outcome"):
            entries = [r.entries[key] for r in case.submission.records if key in r.entries]
            for run in rising_runs(entries):
                yield self.found(
                    sheet=run[0].sheet,
                    cells=[entry.cell.address for entry in run],
                    heading=run[0].heading,
                    seen=run[0].text,
                    expected=run[-1].text,
                )

"""The check R113 hidden-row."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck
from itaxl.checks.rows import first_entry
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class HiddenRow(RowCheck):
    """
    A row that holds answers is hidden or filtered away.

    It is read like the others; whoever looks at the sheet should know.
    """

    code = "R113"
    name = "hidden-row"
    why = "แถวที่ซ่อนอ่านเหมือนแถวอื่น ผู้ที่ดูแผ่นงานควรรู้"
    severity = Severity.NOTE
    fact = Text(
        th="แถวที่ {expected} ถูกซ่อนหรือกรองไว้ แต่มีคำตอบ จึงอ่านรวมด้วย",
        en="row {expected} is hidden or filtered away but holds answers, so it was read as well",
    )
    remedy = Text(
        th="ยกเลิกการซ่อนหรือการกรองแล้วตรวจดู หากไม่ต้องการให้ลบแถวนี้",
        en="unhide it or clear the filter and look; if it is not wanted, delete the row",
    )
    wrong = Text(
        th="มาตรการในแถวที่ซ่อนไว้",
        en="a measure in a hidden row",
    )
    right = Text(
        th="มาตรการทุกแถวมองเห็นได้",
        en="every measure visible",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the note at the first cell of the row."""
        del case
        if record.hidden:
            entry = first_entry(record)
            cells = (entry.cell.address,) if entry else ()
            yield self.found(
                sheet=record.sheet, cells=cells, row=record.key, expected=str(record.row)
            )

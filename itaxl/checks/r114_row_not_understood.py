"""The check R114 row-not-understood."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.submission import Why
from itaxl.wording import Text


class RowNotUnderstood(WorkbookCheck):
    """
    A row was read and could not be placed: neither a measure nor anything known around one.

    It is carried along, never dropped.
    """

    code = "R114"
    name = "row-not-understood"
    why = "ทุกแถวที่อ่านต้องถูกใช้หรืออธิบาย แถวนี้เก็บไว้ให้ ไม่ทิ้ง"
    severity = Severity.CONFIRM
    fact = Text(
        th="แถวที่ {expected} ไม่ได้นับเป็นมาตรการ เพราะไม่เข้าใจข้อความ “{seen}”",
        en="row {expected} was not counted as a measure because “{seen}” was not understood",
    )
    remedy = Text(
        th="หากเป็นมาตรการ ให้กรอกชื่อมาตรการและขั้นตอนให้ครบ หากไม่ใช่ให้ลบแถวนี้",
        en="if it is a measure, give its name and method; if not, delete the row",
    )
    wrong = Text(
        th="หมายเหตุที่พิมพ์แทรกกลางตาราง",
        en="a remark typed between the rows",
    )
    right = Text(
        th="แถวที่เป็นมาตรการเท่านั้น",
        en="rows of measures only",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per row that was not understood."""
        for row in case.submission.explained:
            if row.why is Why.UNKNOWN:
                yield self.found(
                    sheet=row.sheet,
                    cells=(f"A{row.row}",),
                    seen=row.text,
                    expected=str(row.row),
                )

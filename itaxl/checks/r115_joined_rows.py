"""The check R115 joined-rows."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck
from itaxl.checks.rows import first_entry
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class JoinedRows(RowCheck):
    """
    Rows that continue a measure were joined to it.

    Text that runs over several rows is one answer.
    """

    code = "R115"
    name = "joined-rows"
    why = "ข้อความที่พิมพ์ต่อหลายแถวเป็นคำตอบเดียว"
    severity = Severity.NOTE
    fact = Text(
        th="รวมแถวที่ {seen} เข้ากับมาตรการแถวที่ {expected}",
        en="rows {seen} were joined to the measure in row {expected}",
    )
    remedy = Text(
        th="หากเป็นคนละมาตรการ ให้กรอกชื่อมาตรการและขั้นตอนในแถวนั้นให้ครบ",
        en="if they are measures of their own, give name and method in their row",
    )
    wrong = Text(
        th="ขั้นตอนที่พิมพ์ต่อในแถวถัดไป",
        en="steps typed on in the next row",
    )
    right = Text(
        th="ขั้นตอนทั้งหมดในช่องเดียว (Alt+Enter ขึ้นบรรทัดใหม่)",
        en="all steps in one cell (Alt+Enter starts a new line)",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the note at the first cell of the measure."""
        del case
        if record.continued:
            entry = first_entry(record)
            yield self.found(
                sheet=record.sheet,
                cells=(entry.cell.address,) if entry else (),
                row=record.key,
                seen=", ".join(map(str, record.continued)),
                expected=str(record.row),
            )

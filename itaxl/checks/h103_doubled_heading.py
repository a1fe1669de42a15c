"""The check H103 doubled-heading."""

from collections.abc import Iterator

from itaxl.cells import address
from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class DoubledHeading(WorkbookCheck):
    """
    The same heading stands above two columns.

    Only one of them can be the answer; the first was read.
    """

    code = "H103"
    name = "doubled-heading"
    why = "คำตอบมีได้เพียงคอลัมน์เดียว ระบบอ่านคอลัมน์แรก"
    severity = Severity.ERROR
    fact = Text(
        th="หัวข้อ “{heading}” มีสองแห่ง อ่านจาก {expected} เท่านั้น",
        en="the heading “{heading}” stands twice; only {expected} was read",
    )
    remedy = Text(
        th="รวมข้อมูลไว้ในคอลัมน์เดียว แล้วลบหรือเปลี่ยนชื่ออีกคอลัมน์",
        en="put the answers into one column and delete or rename the other",
    )
    wrong = Text(
        th="คอลัมน์ “ผู้รับผิดชอบ” สองคอลัมน์",
        en="two columns headed ผู้รับผิดชอบ",
    )
    right = Text(
        th="คอลัมน์ “ผู้รับผิดชอบ” คอลัมน์เดียว",
        en="one column headed ผู้รับผิดชอบ",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per further heading of a column already found."""
        layout = case.submission.layout
        for extra in layout.doubled:
            first = layout.heading(extra.key, extra.sheet)
            yield self.found(
                sheet=extra.sheet,
                cells=(address(extra.row, extra.column),),
                heading=extra.written,
                seen=extra.written,
                expected=address(first.row, first.column) if first else "",
            )

"""The check H101 missing-heading."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.forms import is_required
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class MissingHeading(WorkbookCheck):
    """
    A heading that the form requires was not found.

    A column is found by its heading, never by its place; without it nothing below can be read.
    """

    code = "H101"
    name = "missing-heading"
    why = "ระบบหาคอลัมน์จากหัวข้อ ไม่ใช่จากตำแหน่ง หากไม่มีหัวข้อจะอ่านคำตอบใต้หัวข้อนั้นไม่ได้"
    severity = Severity.ERROR
    follows = ("W106",)
    fact = Text(
        th="ไม่พบหัวข้อ “{heading}” ในแผ่นงาน “{sheet}”",
        en="the heading “{heading}” was not found on the sheet “{sheet}”",
    )
    remedy = Text(
        th="พิมพ์หัวข้อ “{heading}” คืนไว้เหนือคอลัมน์หรือหน้าช่องนั้น",
        en="type the heading “{heading}” back above its column or before its cell",
    )
    wrong = Text(
        th="คอลัมน์ “ผู้รับผิดชอบ” ถูกลบหรือเปลี่ยนชื่อเป็น “หมายเหตุ”",
        en="the column ผู้รับผิดชอบ deleted or renamed to หมายเหตุ",
    )
    right = Text(
        th="หัวตารางตามแบบรายงาน",
        en="the headings of the form",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per required heading that is missing."""
        for missing in case.submission.layout.missing:
            if missing.sheet and is_required(missing, case):
                yield self.found(sheet=missing.sheet, heading=missing.title)

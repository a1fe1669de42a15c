"""The check W106 missing-sheet."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class MissingSheet(WorkbookCheck):
    """
    A sheet that is needed was not found, under its own name or another.

    What stands on it is unknown, which is not the same as nothing.
    """

    code = "W106"
    name = "missing-sheet"
    why = "สิ่งที่อยู่ในแผ่นงานที่หายไปคือไม่ทราบ ซึ่งต่างจากไม่มี"
    severity = Severity.ERROR
    fact = Text(
        th="ไม่พบแผ่นงาน “{sheet}”",
        en="the sheet “{sheet}” was not found",
    )
    remedy = Text(
        th="คัดลอกแผ่นงานนี้จากแบบรายงานฉบับเต็ม หรือกรอกในแบบรายงานฉบับใหม่",
        en="copy the sheet from a complete form, or fill in a fresh form",
    )
    wrong = Text(
        th="แบบรายงานที่ลบแผ่นงาน “คะแนน” ออก",
        en="a form whose sheet คะแนน was deleted",
    )
    right = Text(
        th="แบบรายงานที่มีครบทุกแผ่นงาน",
        en="a form with all its sheets",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per sheet that is needed and missing."""
        needed = {"agency", "scores", "measures"}
        for missing in case.submission.layout.missing:
            if not missing.sheet and missing.key in needed:
                yield self.found(sheet=missing.title)

"""The check H106 extra-sheet."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class ExtraSheet(WorkbookCheck):
    """
    A sheet is none of the form's.

    It is carried along and not judged.
    """

    code = "H106"
    name = "extra-sheet"
    why = "แผ่นงานที่เพิ่มเองเก็บไว้ให้แต่ไม่ตรวจ"
    severity = Severity.NOTE
    fact = Text(
        th="แผ่นงาน “{sheet}” ไม่มีในแบบรายงาน เก็บไว้ให้แต่ไม่ได้ตรวจ",
        en="the sheet “{sheet}” is not in the form; it is carried along and not checked",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากมีคำตอบอยู่ในแผ่นงานนี้ให้ย้ายไปแผ่นงานของแบบรายงาน",
        en="nothing to mend; if it holds answers, move them to the sheets of the form",
    )
    wrong = Text(
        th="แผ่นงาน “Sheet1” ที่มีข้อมูลอื่น",
        en="a sheet Sheet1 with other data",
    )
    right = Text(
        th="เฉพาะแผ่นงานของแบบรายงาน",
        en="only the sheets of the form",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one note per sheet that is not of the form and holds something."""
        for name in case.submission.layout.extra_sheets:
            yield self.found(sheet=name)

"""The check W102 table-of-another-form."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.submission import Form
from itaxl.wording import Text


class TableOfAnotherForm(WorkbookCheck):
    """
    There is a table of measures, but the workbook is not the form.

    Scores and the lines that name the agency have no place in it.
    """

    code = "W102"
    name = "table-of-another-form"
    why = "ตารางที่จัดทำเองไม่มีที่สำหรับคะแนนและข้อมูลหน่วยงาน"
    severity = Severity.ERROR
    gate = True
    fact = Text(
        th="พบตารางมาตรการ แต่ไฟล์นี้ไม่ใช่แบบรายงานมาตรฐาน จึงยังไม่ได้ตรวจส่วนอื่น",
        en=(
            "there is a table of measures, but the workbook is not the standard form, so nothing "
            "else was checked"
        ),
    )
    remedy = Text(
        th="ย้ายข้อมูลลงแบบรายงานมาตรฐานด้วยคำสั่ง itaxl convert ตรวจดู แล้วกรอกส่วนที่ขาด",
        en=(
            "move it into the standard form with itaxl convert, look it over and fill in what is "
            "missing"
        ),
    )
    wrong = Text(
        th="ตารางที่หน่วยงานจัดทำเอง",
        en="a table the agency drew itself",
    )
    right = Text(
        th="แบบรายงานที่ได้รับจากผู้ประสานงาน",
        en="the form that the coordinator issued",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a workbook whose measures alone were recognised."""
        submission = case.submission
        ours = submission.layout.form in (Form.STANDARD, Form.CORRECTED)
        if not ours and "measures" in submission.layout.sheets:
            yield self.found(seen=submission.layout.form.value)

"""The check W101 not-our-workbook."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.submission import Form
from itaxl.wording import Text


class NotOurWorkbook(WorkbookCheck):
    """
    The workbook is none of ours and holds no table of measures.

    Without known headings every figure would be a guess, so nothing else is judged.
    """

    code = "W101"
    name = "not-our-workbook"
    why = "หากไม่รู้ว่าหัวข้อใดคือช่องใด ทุกตัวเลขจะเป็นการเดา จึงไม่ตรวจต่อ"
    severity = Severity.ERROR
    gate = True
    fact = Text(
        th="ไฟล์นี้ไม่ใช่แบบรายงาน และไม่พบตารางมาตรการ จึงยังไม่ได้ตรวจส่วนอื่น",
        en="this is not our form and no table of measures was found, so nothing else was checked",
    )
    remedy = Text(
        th="กรอกข้อมูลในแบบรายงานที่ได้รับจากผู้ประสานงาน แล้วส่งไฟล์นั้น",
        en="fill in the form that the coordinator issued and send that file",
    )
    wrong = Text(
        th="ทะเบียนทรัพย์สินที่ส่งมาแทนแบบรายงาน",
        en="an asset list sent in place of the form",
    )
    right = Text(
        th="แบบรายงานที่มีแผ่นงาน “หน่วยงาน” “คะแนน” และ “มาตรการ”",
        en="the form with its sheets หน่วยงาน, คะแนน and มาตรการ",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a workbook that no part of the form was found in."""
        submission = case.submission
        ours = submission.layout.form in (Form.STANDARD, Form.CORRECTED)
        if not ours and "measures" not in submission.layout.sheets:
            yield self.found(seen=submission.layout.form.value)

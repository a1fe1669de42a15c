"""The check W110 form-without-stamp."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.submission import Form
from itaxl.wording import Text


class FormWithoutStamp(WorkbookCheck):
    """
    The hidden marks that say which form this is were lost.

    Some programs drop names and properties on saving; the form was recognised by its headings.
    """

    code = "W110"
    name = "form-without-stamp"
    why = "บางโปรแกรมลบข้อมูลที่ซ่อนไว้เมื่อบันทึก ระบบจึงอ่านจากหัวตาราง"
    severity = Severity.NOTE
    fact = Text(
        th="ไม่พบข้อมูลระบุรุ่นที่ซ่อนไว้ในไฟล์ อาจบันทึกด้วยโปรแกรมอื่น จึงอ่านจากหัวตาราง",
        en=(
            "the hidden marks of the form are gone, perhaps through another program; it was read "
            "by its headings"
        ),
    )
    remedy = Text(
        th="ตรวจว่าชื่อหน่วยงานและปีในแผ่นงาน “{sheet}” ถูกต้อง",
        en="make sure that agency and year on the sheet “{sheet}” are right",
    )
    wrong = Text(
        th="ไฟล์ที่แปลงผ่านโปรแกรมบนเว็บ",
        en="a file converted by a web program",
    )
    right = Text(
        th="ไฟล์ที่บันทึกจาก Excel หรือ LibreOffice",
        en="a file saved by Excel or LibreOffice",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the note when neither a property nor a name tells the year."""
        layout = case.submission.layout
        hidden = [layout.identity.get(place, {}) for place in ("property", "name")]
        if layout.form is Form.STANDARD and not any(says.get("year") for says in hidden):
            yield self.found(sheet=case.sheet("agency"))

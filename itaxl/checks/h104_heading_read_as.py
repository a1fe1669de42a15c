"""The check H104 heading-read-as."""

from collections.abc import Iterator

from itaxl.cells import address
from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.forms import is_read_as, title_of
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class HeadingReadAs(WorkbookCheck):
    """
    A heading is not that of the form, but similar enough to be read as it.

    What was taken for what is always told.
    """

    code = "H104"
    name = "heading-read-as"
    why = "เมื่ออ่านหัวข้อหนึ่งเป็นอีกหัวข้อหนึ่ง ระบบจะบอกเสมอ"
    severity = Severity.NOTE
    fact = Text(
        th="อ่านหัวข้อ “{seen}” เป็น “{expected}”",
        en="the heading “{seen}” was read as “{expected}”",
    )
    remedy = Text(
        th="หากไม่ใช่คอลัมน์เดียวกัน ให้แก้หัวข้อให้ตรงกับแบบรายงาน",
        en="if they are not the same, give the column the heading of the form",
    )
    wrong = Text(
        th="ผู้รับผิดชอป",
        en="ผู้รับผิดชอป (misspelt)",
    )
    right = Text(
        th="ผู้รับผิดชอบ",
        en="ผู้รับผิดชอบ as in the form",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one note per heading found by likeness."""
        for heading in case.submission.layout.headings:
            if is_read_as(heading, case):
                title = title_of(heading.key, heading.sheet, case)
                yield self.found(
                    sheet=heading.sheet,
                    cells=(address(heading.row, heading.column),),
                    heading=title,
                    seen=heading.written,
                    expected=title,
                    suggestion=title,
                )

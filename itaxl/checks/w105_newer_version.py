"""The check W105 newer-version."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.forms import version_order
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class NewerVersion(WorkbookCheck):
    """
    The form is a newer version than this program knows.

    New columns would be carried along but not judged.
    """

    code = "W105"
    name = "newer-version"
    why = "คอลัมน์ใหม่จะถูกเก็บไว้แต่ไม่ได้ตรวจ"
    severity = Severity.CONFIRM
    fact = Text(
        th="แบบรายงานเป็นรุ่นใหม่ (รุ่น {seen}) กว่าที่โปรแกรมนี้รู้จัก (รุ่น {expected})",
        en="the form is a newer version ({seen}) than this program knows ({expected})",
    )
    remedy = Text(
        th="ปรับปรุงโปรแกรม itaxl แล้วตรวจอีกครั้ง",
        en="update itaxl and check again",
    )
    wrong = Text(
        th="รุ่น 3 เมื่อโปรแกรมรู้จักถึงรุ่น 2",
        en="version 3 when the program knows up to version 2",
    )
    right = Text(
        th="โปรแกรมที่รู้จักรุ่นของแบบรายงาน",
        en="a program that knows the version of the form",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a version above that of the rule book."""
        version = case.submission.layout.version
        if version and version_order(version) > version_order(case.book.version):
            yield self.found(seen=version, expected=case.book.version)

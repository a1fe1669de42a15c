"""The check W104 older-version."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.forms import version_order
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class OlderVersion(WorkbookCheck):
    """
    The form is an older version than the one now issued.

    It is read by its headings; what the new version asks besides may be missing.
    """

    code = "W104"
    name = "older-version"
    why = "อ่านจากหัวตารางได้ แต่อาจขาดสิ่งที่รุ่นใหม่ถามเพิ่ม"
    severity = Severity.CONFIRM
    fact = Text(
        th="แบบรายงานเป็นรุ่นเก่า (รุ่น {seen}) รุ่นปัจจุบันคือรุ่น {expected}",
        en="the form is an old version ({seen}); the present one is {expected}",
    )
    remedy = Text(
        th="ตรวจว่าข้อมูลครบ แล้วใช้ไฟล์ที่ระบบส่งคืน ซึ่งเป็นรุ่นปัจจุบัน ในครั้งต่อไป",
        en=(
            "make sure that nothing is missing, and go on with the returned copy, which is the "
            "present version"
        ),
    )
    wrong = Text(
        th="รุ่น 1 เมื่อมีรุ่น 2 แล้ว",
        en="version 1 when there is a version 2",
    )
    right = Text(
        th="รุ่นเดียวกับที่ผู้ประสานงานแจ้ง",
        en="the version the coordinator issued",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a version below that of the rule book."""
        version = case.submission.layout.version
        if version and version_order(version) < version_order(case.book.version):
            yield self.found(seen=version, expected=case.book.version)

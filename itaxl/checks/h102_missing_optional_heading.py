"""The check H102 missing-optional-heading."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.forms import is_required
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class MissingOptionalHeading(WorkbookCheck):
    """
    A heading that may be left blank was not found.

    Nothing needs mending; its answers count as not given.
    """

    code = "H102"
    name = "missing-optional-heading"
    why = "ไม่ต้องแก้ไข คำตอบของหัวข้อนี้นับว่าไม่ได้ให้ไว้"
    severity = Severity.NOTE
    follows = ("W106",)
    fact = Text(
        th="ไม่พบหัวข้อ “{heading}” (ไม่บังคับ) ในแผ่นงาน “{sheet}”",
        en="the optional heading “{heading}” was not found on the sheet “{sheet}”",
    )
    remedy = Text(
        th="หากมีข้อมูลส่วนนี้ ให้เพิ่มหัวข้อ “{heading}” กลับไว้",
        en="if there is something to say, put the heading “{heading}” back",
    )
    wrong = Text(
        th="ตารางที่ลบคอลัมน์ “ข้อเสนอแนะ” ออก",
        en="a table whose column ข้อเสนอแนะ was deleted",
    )
    right = Text(
        th="ตารางที่มีครบทุกคอลัมน์",
        en="a table with all its columns",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one note per optional heading that is missing."""
        for missing in case.submission.layout.missing:
            if missing.sheet and not is_required(missing, case):
                yield self.found(sheet=missing.sheet, heading=missing.title)

"""The check H105 extra-column."""

from collections.abc import Iterator

from itaxl.cells import address
from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class ExtraColumn(WorkbookCheck):
    """
    A column is none of the form's.

    Agencies may keep columns of their own; they are carried along and not judged.
    """

    code = "H105"
    name = "extra-column"
    why = "หน่วยงานเพิ่มคอลัมน์ของตนเองได้ ระบบเก็บไว้ให้แต่ไม่ตรวจ"
    severity = Severity.NOTE
    fact = Text(
        th="คอลัมน์ “{heading}” ไม่มีในแบบรายงาน เก็บไว้ให้แต่ไม่ได้ตรวจ",
        en="the column “{heading}” is not in the form; it is carried along and not checked",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข หากข้อมูลควรอยู่ในคอลัมน์ของแบบรายงานให้ย้ายไป",
        en="nothing to mend; if the answers belong in a column of the form, move them there",
    )
    wrong = Text(
        th="คอลัมน์ “งบประมาณ” ที่เพิ่มเอง",
        en="a column งบประมาณ added by the agency",
    )
    right = Text(
        th="คอลัมน์ตามแบบรายงาน",
        en="the columns of the form",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one note per unknown heading."""
        for heading in case.submission.layout.unknown:
            yield self.found(
                sheet=heading.sheet,
                cells=(address(heading.row, heading.column),),
                heading=heading.written,
                seen=heading.written,
            )

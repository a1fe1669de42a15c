"""The check X102 same-file-twice."""

from collections.abc import Iterator, Sequence

from itaxl.checks.agencies import by, told_path
from itaxl.checks.base import Across, AcrossCheck
from itaxl.checks.traces import Trace
from itaxl.findings import Severity
from itaxl.register import Register
from itaxl.wording import Text


class SameFileTwice(AcrossCheck):
    """
    Two files are the same, byte for byte.

    A copy is counted once.
    """

    code = "X102"
    name = "same-file-twice"
    why = "สำเนานับเพียงครั้งเดียว"
    severity = Severity.NOTE
    fact = Text(
        th="ไฟล์นี้เหมือนกับ {seen} ทุกประการ นับเพียงครั้งเดียว",
        en="the file is the same as {seen}, byte for byte, and counted once",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข ลบสำเนาได้",
        en="nothing to mend; the copy may be deleted",
    )
    wrong = Text(
        th="รายงาน.xlsx และ รายงาน (1).xlsx",
        en="report.xlsx and report (1).xlsx",
    )
    right = Text(
        th="รายงาน.xlsx ไฟล์เดียว",
        en="report.xlsx once",
    )

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield one note per further copy."""
        del register
        for group in by(traces, lambda trace: trace.sha256).values():
            first = group[0]
            for copy in group[1:] if first.sha256 else ():
                yield Across(copy.path, self.found(row=copy.name, seen=told_path(first, copy)))

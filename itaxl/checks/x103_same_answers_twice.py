"""The check X103 same-answers-twice."""

from collections.abc import Iterator, Sequence

from itaxl.checks.agencies import by, told_path
from itaxl.checks.base import Across, AcrossCheck
from itaxl.checks.traces import Trace
from itaxl.findings import Severity
from itaxl.register import Register
from itaxl.wording import Text


class SameAnswersTwice(AcrossCheck):
    """
    Two files of one agency hold the same answers.

    Saving a file again changes its bytes, not what it says; it is counted once.
    """

    code = "X103"
    name = "same-answers-twice"
    why = "การบันทึกใหม่เปลี่ยนตัวไฟล์ แต่ไม่เปลี่ยนคำตอบ จึงนับครั้งเดียว"
    severity = Severity.NOTE
    fact = Text(
        th="คำตอบเหมือนกับ {seen} ทุกช่อง นับเพียงครั้งเดียว",
        en="every answer is the same as in {seen}; counted once",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข ลบไฟล์ที่ซ้ำได้",
        en="nothing to mend; the copy may be deleted",
    )
    wrong = Text(
        th="ไฟล์เดียวกันที่บันทึกอีกครั้งด้วย LibreOffice",
        en="the same file saved once more by LibreOffice",
    )
    right = Text(
        th="หนึ่งไฟล์ต่อหนึ่งหน่วยงาน",
        en="one file per agency",
    )

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield one note per further file with the same answers and other bytes."""
        del register
        for group in by(traces, lambda trace: (trace.key, trace.answers)).values():
            first = group[0]
            for again in group[1:]:
                if again.answers and again.sha256 != first.sha256:
                    yield Across(
                        again.path, self.found(row=again.name, seen=told_path(first, again))
                    )

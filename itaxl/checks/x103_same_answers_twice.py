"""The check X103 same-answers-twice."""

from collections.abc import Iterator, Sequence

from itaxl.checks.agencies import by, told_path
from itaxl.checks.base import Across, AcrossCheck, Seen
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

    def look(self, reviews: Sequence[Seen], register: Register | None) -> Iterator[Across]:
        """Yield one note per further file with the same answers and other bytes."""
        del register
        for group in by(reviews, lambda seen: (seen.agency, seen.answers)).values():
            for seen in group[1:]:
                if seen.answers and seen.sha256 != group[0].sha256:
                    yield Across(
                        seen.path, self.found(row=seen.name, seen=told_path(group[0], seen))
                    )

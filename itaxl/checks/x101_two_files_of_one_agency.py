"""The check X101 two-files-of-one-agency."""

from collections.abc import Iterator, Sequence

from itaxl.checks.agencies import by, differs, told_path
from itaxl.checks.base import Across, AcrossCheck
from itaxl.checks.traces import Trace
from itaxl.findings import Severity
from itaxl.register import Register
from itaxl.wording import Text


class TwoFilesOfOneAgency(AcrossCheck):
    """
    One agency sent two files with different answers.

    Both are shown; the newest counts unless the coordinator decides otherwise.
    """

    code = "X101"
    name = "two-files-of-one-agency"
    why = "แสดงทั้งสองไฟล์ ไฟล์ล่าสุดใช้นับ เว้นแต่ผู้ประสานงานเลือกไว้"
    severity = Severity.CONFIRM
    fact = Text(
        th="หน่วยงาน “{row}” ส่งไฟล์อื่นที่คำตอบต่างกันด้วย: {seen}",
        en="“{row}” also sent a file with other answers: {seen}",
    )
    remedy = Text(
        th="เลือกไฟล์ที่ใช้ในแผ่นงานเลือกไฟล์ของทะเบียน หรือลบไฟล์ที่ไม่ใช้",
        en="choose the file that counts on the register's sheet เลือกไฟล์, or remove the other",
    )
    wrong = Text(
        th="รายงาน.xlsx และ รายงาน-แก้ไข.xlsx ในโฟลเดอร์เดียวกัน",
        en="report.xlsx and report-corrected.xlsx in one folder",
    )
    right = Text(
        th="หนึ่งไฟล์ต่อหนึ่งหน่วยงาน",
        en="one file per agency",
    )

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield one finding per file that has a rival with other answers."""
        del register
        for group in by(traces, lambda trace: trace.key).values():
            for own in group if len(group) > 1 else ():
                rivals = [told_path(other, own) for other in group if differs(other, own)]
                if rivals:
                    yield Across(own.path, self.found(row=own.name, seen=", ".join(rivals)))

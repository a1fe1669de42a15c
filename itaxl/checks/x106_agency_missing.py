"""The check X106 agency-missing."""

from collections.abc import Iterator, Sequence

from itaxl.checks.agencies import Directory
from itaxl.checks.base import Across, AcrossCheck
from itaxl.checks.traces import Trace
from itaxl.findings import Severity
from itaxl.register import Register
from itaxl.wording import Text


class AgencyMissing(AcrossCheck):
    """
    An expected agency sent nothing that could be read.

    Who is missing is the first thing a coordinator needs to know.
    """

    code = "X106"
    name = "agency-missing"
    why = "สิ่งแรกที่ผู้ประสานงานต้องรู้คือใครยังไม่ส่ง"
    severity = Severity.ERROR
    fact = Text(
        th="ยังไม่ได้รับแบบรายงานของ “{seen}”",
        en="nothing has been received from “{seen}”",
    )
    remedy = Text(
        th="ติดตามหน่วยงาน หรือบันทึกการผ่อนผันในทะเบียน",
        en="remind the agency, or enter a waiver in the register",
    )
    wrong = Text(
        th="ทะเบียนมี 12 หน่วยงาน ได้รับ 11 ไฟล์",
        en="12 agencies expected, 11 files received",
    )
    right = Text(
        th="ได้รับครบทุกหน่วยงาน",
        en="a file from every agency",
    )

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield one finding per expected agency that no file belongs to."""
        agencies = register.agencies if register is not None else ()
        known = Directory(agencies)
        sent = {at for trace in traces for at in known.of(trace.who)}
        for at, agency in enumerate(agencies):
            if at not in sent:
                yield Across("", self.found(row=agency.code or agency.name, seen=agency.name))

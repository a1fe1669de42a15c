"""The check X105 agency-not-in-register."""

from collections.abc import Iterator, Sequence

from itaxl.checks.agencies import Directory
from itaxl.checks.base import Across, AcrossCheck
from itaxl.checks.traces import Trace
from itaxl.findings import Severity
from itaxl.register import Register
from itaxl.wording import Text


class AgencyNotInRegister(AcrossCheck):
    """
    The agency is not one of those expected.

    Its name may be spelled in another way than in the register.
    """

    code = "X105"
    name = "agency-not-in-register"
    why = "ชื่ออาจเขียนต่างจากในทะเบียน"
    severity = Severity.CONFIRM
    fact = Text(
        th="ไม่พบ “{seen}” ในทะเบียนหน่วยงาน",
        en="“{seen}” is not in the register",
    )
    remedy = Text(
        th="ตรวจชื่อ ประเภท อำเภอ และรหัส หากเป็นหน่วยงานใหม่ให้เพิ่มในทะเบียน ใกล้เคียงที่สุดคือ “{suggestion}”",
        en=(
            "look at name, type, district and code; if it is new, add it to the register; the "
            "nearest is “{suggestion}”"
        ),
    )
    wrong = Text(
        th="ทุ่งใหม่ เมื่อทะเบียนมี ทุ่งใหญ่",
        en="ทุ่งใหม่ where the register has ทุ่งใหญ่",
    )
    right = Text(
        th="ทุ่งใหญ่",
        en="ทุ่งใหญ่",
    )

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield one finding per file whose agency the register does not know."""
        if register is None or not register.agencies:
            return
        known = Directory(register.agencies)
        for trace in traces:
            if not known.of(trace.who):
                place = trace.name_at
                found = self.found(
                    sheet=place.sheet if place else "",
                    cells=(place.cell,) if place else (),
                    heading=place.heading if place else "",
                    seen=trace.who.name if place else trace.name,
                    suggestion=known.nearest(trace.name),
                )
                yield Across(trace.path, found)

"""The check X107 scores-of-another-agency."""

from collections.abc import Iterator, Sequence

from itaxl.checks.agencies import Alike, by
from itaxl.checks.base import Across, AcrossCheck
from itaxl.checks.traces import Trace
from itaxl.findings import Severity
from itaxl.register import Register
from itaxl.wording import Text


class ScoresOfAnotherAgency(AcrossCheck):
    """
    All indicator scores are those of another agency.

    A neighbour's form was filled on without clearing its scores.
    """

    code = "X107"
    name = "scores-of-another-agency"
    why = "อาจใช้ไฟล์ของหน่วยงานข้างเคียงต่อโดยไม่ล้างคะแนน"
    severity = Severity.CONFIRM
    fact = Text(
        th="คะแนนทุกตัวชี้วัดเหมือนกับของ {seen}",
        en="every indicator score is that of {seen}",
    )
    remedy = Text(
        th="ตรวจคะแนนกับผลที่ประกาศของหน่วยงานนี้ แล้วแก้ให้ถูกต้อง",
        en="compare the scores with this agency's published result and correct them",
    )
    wrong = Text(
        th="ไฟล์ของหน่วยงานข้างเคียงที่เปลี่ยนเพียงชื่อ",
        en="a neighbour's file with only the name changed",
    )
    right = Text(
        th="คะแนนตามผลที่ประกาศของหน่วยงานเอง",
        en="the scores published for the agency itself",
    )

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield one finding per file whose scores another agency has as well."""
        del register
        for scores, group in by(traces, lambda trace: trace.scores).items():
            alike = Alike(group)
            if not scores or alike.agencies < 2:
                continue
            for trace in group:
                place = trace.scores_at
                found = self.found(
                    sheet=place.sheet if place else "",
                    cells=(place.cell,) if place else (),
                    heading=place.heading if place else "",
                    seen=", ".join(alike.others(trace)),
                )
                yield Across(trace.path, found)

"""The check C109 unreadable-period."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class UnreadablePeriod(CellCheck):
    """
    No span of time can be read from a period.

    Without it nobody can tell whether a measure is due.
    """

    code = "C109"
    name = "unreadable-period"
    why = "หากไม่รู้ระยะเวลา จะบอกไม่ได้ว่ามาตรการถึงกำหนดหรือยัง"
    severity = Severity.ERROR
    kinds = frozenset({"period"})
    states = frozenset({State.DECLINED})
    follows = ("R102",)
    fact = Text(
        th="อ่านระยะเวลา “{seen}” ไม่ได้",
        en="no period can be read from “{seen}”",
    )
    remedy = Text(
        th="เขียนเดือนและปีเริ่มถึงสิ้นสุด เช่น ต.ค. 2567 - ก.ย. 2568",
        en="write first and last month with their years, such as ต.ค. 2567 - ก.ย. 2568",
    )
    wrong = Text(
        th="ตามความเหมาะสม",
        en="as appropriate",
    )
    right = Text(
        th="ต.ค. 2567 - ก.ย. 2568",
        en="ต.ค. 2567 - ก.ย. 2568",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.at(spot.entry, spot.record)

"""The check C113 unreadable-count."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class UnreadableCount(CellCheck):
    """
    A number of people is not a whole number.

    The fewest answers needed are computed from it.
    """

    code = "C113"
    name = "unreadable-count"
    why = "ใช้คำนวณจำนวนผู้ตอบขั้นต่ำ"
    severity = Severity.ERROR
    places = frozenset({"agency"})
    kinds = frozenset({"integer", "number"})
    states = frozenset({State.DECLINED})
    fact = JUDGED["C113"].fact
    remedy = JUDGED["C113"].remedy
    wrong = Text(
        th="ประมาณร้อยกว่าคน",
        en="about a hundred",
    )
    right = Text(
        th="120",
        en="120",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.at(spot.entry)

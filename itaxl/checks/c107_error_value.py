"""The check C107 error-value."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class ErrorValue(CellCheck):
    """
    A formula gives an error value.

    An error is no answer and no blank; the figure it stands for is unknown.
    """

    code = "C107"
    name = "error-value"
    why = "ค่าผิดพลาดไม่ใช่คำตอบและไม่ใช่ช่องว่าง ตัวเลขนั้นนับว่าไม่ทราบ"
    severity = Severity.ERROR
    places = frozenset({"measures", "agency", "scores", "items", "typed"})
    broken = frozenset({"error"})
    fact = JUDGED["C107"].fact
    remedy = JUDGED["C107"].remedy
    wrong = Text(
        th="#REF!",
        en="#REF!",
    )
    right = Text(
        th="92.35",
        en="92.35",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for an error value."""
        yield self.at(spot.entry, spot.record)

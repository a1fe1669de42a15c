"""The check C104 score-out-of-range."""

from collections.abc import Iterator
from decimal import Decimal

from itaxl.checks.base import CellCheck, Spot
from itaxl.checks.figures import OUT_OF_RANGE
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class ScoreOutOfRange(CellCheck):
    """
    A score lies outside 0–100.

    Every score of the assessment is in points of a hundred; another number is a slip.
    """

    code = "C104"
    name = "score-out-of-range"
    why = "คะแนนทุกตัวเต็ม 100 ตัวเลขนอกช่วงจึงเป็นการพิมพ์ผิด"
    severity = Severity.ERROR
    places = frozenset({"scores", "items"})
    states = frozenset({State.READ, State.DECLINED})
    fact = JUDGED["C104"].fact
    remedy = JUDGED["C104"].remedy
    wrong = Text(
        th="985.5",
        en="985.5",
    )
    right = Text(
        th="98.55",
        en="98.55",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a number below 0 or above 100."""
        value = spot.entry.value if spot.entry.reading.state is State.READ else None
        outside = isinstance(value, Decimal) and not 0 <= value <= 100
        if outside or spot.entry.reading.why in OUT_OF_RANGE:
            yield self.at(spot.entry, expected="0–100")

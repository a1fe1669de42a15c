"""The check C105 score-not-a-number."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.checks.figures import OUT_OF_RANGE
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class ScoreNotANumber(CellCheck):
    """
    Something other than a number stands where a score belongs.

    It is not read as zero: the score counts as unknown until it is mended.
    """

    code = "C105"
    name = "score-not-a-number"
    why = "ไม่ถือเป็นศูนย์ คะแนนนี้นับว่าไม่ทราบจนกว่าจะแก้ไข"
    severity = Severity.ERROR
    places = frozenset({"scores", "items"})
    states = frozenset({State.DECLINED})
    fact = JUDGED["C105"].fact
    remedy = JUDGED["C105"].remedy
    wrong = Text(
        th="เก้าสิบ",
        en="ninety",
    )
    right = Text(
        th="90",
        en="90",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a text that no number can be read from."""
        if spot.entry.reading.why not in OUT_OF_RANGE:
            yield self.at(spot.entry, expected="0–100")

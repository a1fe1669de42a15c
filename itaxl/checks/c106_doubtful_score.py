"""The check C106 doubtful-score."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot, read_as
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class DoubtfulScore(CellCheck):
    """
    A score can be read in two ways.

    0.85 may be eighty-five percent or less than one point; it is asked, not guessed.
    """

    code = "C106"
    name = "doubtful-score"
    why = "0.85 อาจหมายถึงร้อยละ 85 หรือไม่ถึงหนึ่งคะแนน จึงถาม ไม่เดา"
    severity = Severity.CONFIRM
    places = frozenset({"scores", "items"})
    states = frozenset({State.DOUBTFUL})
    fact = JUDGED["C106"].fact
    remedy = Text(
        th="พิมพ์คะแนนเต็มรูป เช่น {suggestion}",
        en="type the score in full, such as {suggestion}",
    )
    wrong = Text(
        th="0.85",
        en="0.85",
    )
    right = Text(
        th="85",
        en="85",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding with the likelier reading."""
        yield self.at(
            spot.entry, suggestion=read_as(spot.entry.reading.offered, spot.asked, spot.case.book)
        )

"""The check C111 unreadable-year."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class UnreadableYear(CellCheck):
    """
    No year can be read where a fiscal year belongs.

    Every period and every comparison hangs on it.
    """

    code = "C111"
    name = "unreadable-year"
    why = "ระยะเวลาและการเปรียบเทียบทั้งหมดขึ้นกับปีนี้"
    severity = Severity.ERROR
    places = frozenset({"agency"})
    kinds = frozenset({"year"})
    states = frozenset({State.DECLINED})
    fact = JUDGED["C111"].fact
    remedy = JUDGED["C111"].remedy
    wrong = Text(
        th="ปีหน้า",
        en="next year",
    )
    right = Text(
        th="2568",
        en="2568",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.at(spot.entry)

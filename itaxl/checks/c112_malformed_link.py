"""The check C112 malformed-link."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot, read_as, with_more
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class MalformedLink(CellCheck):
    """
    A link is not a web address.

    Nobody can follow it to the evidence.
    """

    code = "C112"
    name = "malformed-link"
    why = "ผู้อื่นจะเปิดดูหลักฐานไม่ได้"
    severity = Severity.ERROR
    places = frozenset({"measures", "agency"})
    kinds = frozenset({"url"})
    states = frozenset({State.DECLINED, State.DOUBTFUL})
    fact = JUDGED["C112"].fact
    remedy = JUDGED["C112"].remedy
    likely = Text(th="น่าจะเป็น {suggestion}", en="it is likely {suggestion}")
    wrong = Text(
        th="ดูในเว็บไซต์",
        en="see the web site",
    )
    right = Text(
        th="https://example.go.th/ita/o35",
        en="https://example.go.th/ita/o35",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        offered = read_as(spot.entry.reading.offered, spot.asked, spot.case.book)
        finding = self.at(spot.entry, spot.record, suggestion=offered)
        yield with_more(finding, self.likely) if offered else finding

"""The check C117 unreadable-codes."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot, read_as
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class UnreadableCodes(CellCheck):
    """
    No code of a question or item can be read.

    Codes show which weak result a measure answers.
    """

    code = "C117"
    name = "unreadable-codes"
    why = "รหัสข้อบอกว่ามาตรการแก้ไขผลคะแนนข้อใด"
    severity = Severity.CONFIRM
    kinds = frozenset({"codes"})
    states = frozenset({State.DECLINED, State.DOUBTFUL})
    follows = ("C118",)
    fact = Text(
        th="อ่านรหัสข้อจาก “{seen}” ไม่ได้แน่ชัด",
        en="no code can be read for certain from “{seen}”",
    )
    remedy = Text(
        th="พิมพ์รหัสเช่น i1, e4, o12 คั่นด้วยจุลภาค {suggestion}",
        en="type codes such as i1, e4, o12, separated by commas {suggestion}",
    )
    wrong = Text(
        th="ข้อสิบสอง",
        en="item twelve",
    )
    right = Text(
        th="o12",
        en="o12",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.at(
            spot.entry,
            spot.record,
            suggestion=read_as(spot.entry.reading.offered, spot.asked, spot.case.book),
        )

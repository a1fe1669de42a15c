"""The check C122 doubtful-value."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot, read_as
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class DoubtfulValue(CellCheck):
    """
    A year, date or number can be read in two ways.

    The likelier reading is offered and not used.
    """

    code = "C122"
    name = "doubtful-value"
    why = "เสนอค่าที่น่าจะเป็นให้ แต่ยังไม่นำไปใช้"
    severity = Severity.CONFIRM
    places = frozenset({"measures", "agency"})
    kinds = frozenset({"year", "date", "integer", "number"})
    states = frozenset({State.DOUBTFUL})
    fact = Text(
        th="“{seen}” ในช่อง “{heading}” อ่านได้สองทาง น่าจะหมายถึง {suggestion}",
        en="“{seen}” in “{heading}” can be read in two ways; {suggestion} is likelier",
    )
    remedy = Text(
        th="พิมพ์ให้เต็มรูป เช่น {suggestion}",
        en="type it in full, such as {suggestion}",
    )
    wrong = Text(
        th="67",
        en="67",
    )
    right = Text(
        th="2567",
        en="2567",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding with the likelier reading."""
        offered = read_as(spot.entry.reading.offered, spot.asked, spot.case.book)
        yield self.at(spot.entry, spot.record, suggestion=offered)

"""The check C114 unreadable-date."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class UnreadableDate(CellCheck):
    """
    No date can be read where one belongs.

    It says how fresh the report is.
    """

    code = "C114"
    name = "unreadable-date"
    why = "วันที่บอกว่ารายงานเป็นปัจจุบันเพียงใด"
    severity = Severity.ERROR
    places = frozenset({"measures", "agency"})
    kinds = frozenset({"date"})
    states = frozenset({State.DECLINED})
    fact = Text(
        th="อ่านวันที่ “{seen}” ไม่ได้",
        en="no date can be read from “{seen}”",
    )
    remedy = Text(
        th="พิมพ์วันที่ เดือน และปี พ.ศ. เช่น 30 กันยายน 2567",
        en="type day, month and Buddhist year, such as 30 กันยายน 2567",
    )
    wrong = Text(
        th="สิ้นเดือน",
        en="end of the month",
    )
    right = Text(
        th="30 กันยายน 2567",
        en="30 กันยายน 2567",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.at(spot.entry, spot.record)

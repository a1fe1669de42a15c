"""The check C110 doubtful-period."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot, read_as
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class DoubtfulPeriod(CellCheck):
    """
    A period can be read in two ways.

    A year of two digits, or a date turned by an English program, is asked about, not guessed.
    """

    code = "C110"
    name = "doubtful-period"
    why = "ปีสองหลักหรือวันที่ที่โปรแกรมภาษาอังกฤษแปลงให้ ต้องถาม ไม่เดา"
    severity = Severity.CONFIRM
    kinds = frozenset({"period"})
    states = frozenset({State.DOUBTFUL})
    follows = ("R102", "R116")
    fact = Text(
        th="ระยะเวลา “{seen}” อ่านได้มากกว่าหนึ่งทาง น่าจะหมายถึง {suggestion}",
        en="the period “{seen}” can be read in more than one way; {suggestion} is likelier",
    )
    remedy = Text(
        th="เขียนเดือนและปี พ.ศ. สี่หลักให้ครบ หรือให้เหตุผลในแถวนี้",
        en="write months and years in full (four digits), or give a reason in the row",
    )
    wrong = Text(
        th="1/10/67 - 30/9/68",
        en="1/10/67 - 30/9/68",
    )
    right = Text(
        th="1 ตุลาคม 2567 - 30 กันยายน 2568",
        en="1 ตุลาคม 2567 - 30 กันยายน 2568",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding with the likelier reading."""
        offered = read_as(spot.entry.reading.offered, spot.asked, spot.case.book)
        yield self.at(spot.entry, spot.record, suggestion=offered)

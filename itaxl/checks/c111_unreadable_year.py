"""The check C111 unreadable-year."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
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
    fact = Text(
        th="“{seen}” ไม่ใช่ปีงบประมาณ",
        en="“{seen}” is not a fiscal year",
    )
    remedy = Text(
        th="พิมพ์ปี พ.ศ. สี่หลัก เช่น 2567",
        en="type the Buddhist year in four digits, such as 2567",
    )
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

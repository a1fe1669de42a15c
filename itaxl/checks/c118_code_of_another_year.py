"""The check C118 code-of-another-year."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.checks.rows import codes_of
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class CodeOfAnotherYear(CellCheck):
    """
    A code names no question or item of this year.

    Numbers move between years; a code copied from an old plan points to something else.
    """

    code = "C118"
    name = "code-of-another-year"
    why = "เลขข้อเปลี่ยนทุกปี รหัสจากแผนเก่าจึงชี้ไปเรื่องอื่น"
    severity = Severity.ERROR
    kinds = frozenset({"codes"})
    states = frozenset({State.READ, State.DECLINED, State.DOUBTFUL})
    fact = Text(
        th="รหัสข้อ “{seen}” ไม่มีในปีงบประมาณ {expected}",
        en="there is no item “{seen}” in fiscal year {expected}",
    )
    remedy = Text(
        th="ตรวจเลขข้อกับรายการข้อของปีนี้ แล้วแก้ให้ตรง",
        en="look the number up in this year's list of items and correct it",
    )
    wrong = Text(
        th="o43 ในปีที่มีถึง o35",
        en="o43 in a year that ends with o35",
    )
    right = Text(
        th="o35",
        en="o35",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield one finding per cell with the codes that are not of this year."""
        known = spot.case.book.items_by_code
        if not known:
            return
        strange = ", ".join(code for code in codes_of(spot.entry) if code not in known)
        if spot.entry.reading.why == "code-not-in-year":
            strange = strange or spot.entry.text
        if strange:
            year = str(spot.case.book.fiscal_year)
            yield self.at(spot.entry, spot.record, seen=strange, expected=year)

"""The check G127 total-of-last-year."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.checks.expected import expected_agency, scores_before
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class TotalOfLastYear(WorkbookCheck):
    """
    The total is the register's total of last year to the last digit.

    Two years rarely agree in every decimal; last year's figures were probably sent again.
    """

    code = "G127"
    name = "total-of-last-year"
    why = "คะแนนรวมสองปีเท่ากันทุกทศนิยมมักเกิดจากการส่งตัวเลขของปีก่อนซ้ำ"
    severity = Severity.CONFIRM
    fact = Text(
        th="คะแนนรวม {seen} เท่ากับของปีก่อนในทะเบียนทุกทศนิยม",
        en="the total, {seen}, is last year's in the register to the last digit",
    )
    remedy = Text(
        th="ตรวจกับผลที่ประกาศของปีนี้ แล้วแก้หากส่งตัวเลขของปีก่อน",
        en="compare it with this year's published result and correct what was taken from last year",
    )
    wrong = Text(
        th="คะแนนรวม 92.35 ทั้งสองปี",
        en="a total of 92.35 in both years",
    )
    right = Text(
        th="ปีนี้ 93.10 ปีก่อน 92.35",
        en="93.10 this year, 92.35 last year",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a total with decimals that did not change by a digit."""
        agency = expected_agency(case)
        total = case.scorecard.total if case.scorecard is not None else None
        if agency is None or total is None or total != agency.last_total:
            return
        if total == total.to_integral_value():  # whole numbers agree by chance
            return
        # Where indicators of last year are known, they say more precisely what was copied.
        if any(scores_before(case, indicator.code) for indicator in case.book.indicators):
            return
        entry = case.submission.typed.get("total")
        if entry is not None:
            yield self.at(entry, seen=points(total))
        else:
            yield self.found(sheet=case.sheet("scores"), seen=points(total))

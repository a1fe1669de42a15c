"""The check G113 large-change."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, number_of, points
from itaxl.checks.expected import scores_before
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class LargeChange(WorkbookCheck):
    """
    A score changed by thirty points or more on last year.

    It happens, but a slip in one digit is commoner.
    """

    code = "G113"
    name = "large-change"
    why = "เกิดขึ้นได้จริง แต่การพิมพ์สลับหลักพบบ่อยกว่า"
    severity = Severity.CONFIRM
    fact = Text(
        th="คะแนนตัวชี้วัดที่ {row} เปลี่ยนจากปีก่อนมาก ({expected} → {seen})",
        en="indicator {row} changed a great deal on last year ({expected} → {seen})",
    )
    remedy = Text(
        th="ตรวจกับผลที่ประกาศทั้งสองปี แล้วแก้หากพิมพ์ผิด",
        en="compare both years with the published results and correct a slip",
    )
    wrong = Text(
        th="ปีก่อน 91.37 ปีนี้ 19.37",
        en="91.37 last year, 19.37 now",
    )
    right = Text(
        th="ปีก่อน 91.37 ปีนี้ 93.17",
        en="91.37 last year, 93.17 now",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per indicator that moved by thirty points or more."""
        scores = case.submission.scores
        for indicator in case.book.indicators:
            entry, before = scores.get(indicator.code), scores_before(case, indicator.code)
            if entry is None or entry.value is None or not before:
                continue
            now, then = number_of(entry), before[0]
            if now is not None and abs(now - then) >= 30:
                yield self.found(
                    sheet=entry.sheet,
                    cells=(entry.cell.address,),
                    heading=entry.heading,
                    row=indicator.code,
                    seen=points(now),
                    expected=points(then),
                )

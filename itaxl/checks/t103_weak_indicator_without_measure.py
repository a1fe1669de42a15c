"""The check T103 weak-indicator-without-measure."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.checks.figures import items_answered, items_of
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class WeakIndicatorWithoutMeasure(WorkbookCheck):
    """
    An indicator is below the target and no measure answers it.

    The plan is made from the results; what was weak comes first.
    """

    code = "T103"
    name = "weak-indicator-without-measure"
    why = "แผนจัดทำจากผลคะแนน สิ่งที่อ่อนควรได้รับการแก้ไขก่อน"
    severity = Severity.CONFIRM
    fact = Text(
        th="ตัวชี้วัดที่ {seen} ได้ต่ำกว่า {expected} คะแนน แต่ไม่มีมาตรการรองรับ",
        en="below {expected} points without a measure that answers it: indicator {seen}",
    )
    remedy = Text(
        th="เพิ่มมาตรการ หรือใส่รหัสข้อของตัวชี้วัดนี้ในแถวที่เกี่ยวข้อง",
        en="add a measure, or give this indicator's codes in the row that answers it",
    )
    wrong = Text(
        th="ตัวชี้วัดที่ 10 ได้ 76.67 ไม่มีแถวใดใส่รหัส o26–o35",
        en="indicator 10 at 76.67, no row with o26–o35",
    )
    right = Text(
        th="มาตรการที่ใส่รหัส o34, o35",
        en="a measure with the codes o34, o35",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per weak indicator whose items no measure names."""
        if case.scorecard is None or not case.submission.records:
            return
        target = case.book.targets.indicator
        named = items_answered(case)
        for indicator in case.book.indicators:
            value = case.scorecard.value(indicator.code)
            items = items_of(indicator.code, case.book)
            if value is not None and value < target and items and not items & named:
                entry = case.submission.scores.get(indicator.code)
                yield self.found(
                    sheet=entry.sheet if entry else case.sheet("scores"),
                    cells=(entry.cell.address,) if entry else (),
                    heading=entry.heading if entry else "",
                    seen=f"{indicator.code} {indicator.name} ({points(value)})",
                    expected=points(target),
                )

"""The check T104 lost-item-without-measure."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, number_of, points
from itaxl.checks.figures import items_answered
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class LostItemWithoutMeasure(WorkbookCheck):
    """
    A question or item is below the target and no measure names it.

    The sheet of single items was filled in to find just these.
    """

    code = "T104"
    name = "lost-item-without-measure"
    why = "กรอกคะแนนรายข้อไว้ก็เพื่อหาข้อเหล่านี้"
    severity = Severity.CONFIRM
    fact = Text(
        th="ข้อ {seen} ได้ต่ำกว่า {expected} คะแนน แต่ไม่มีมาตรการที่ใส่รหัสข้อนี้",
        en="the item {seen} is below {expected} points, but no measure names it",
    )
    remedy = Text(
        th="เพิ่มมาตรการ หรือใส่รหัสข้อนี้ในแถวที่เกี่ยวข้อง",
        en="add a measure, or give the code in the row that answers it",
    )
    wrong = Text(
        th="o12 ได้ 0 ไม่มีแถวใดใส่รหัส o12",
        en="o12 at 0, no row with o12",
    )
    right = Text(
        th="มาตรการที่ใส่รหัส o12",
        en="a measure with the code o12",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per weak item that no measure names."""
        if not case.submission.items or not case.submission.records:
            return
        target = case.book.targets.indicator
        named = items_answered(case)
        for code, entry in case.submission.items.items():
            value = number_of(entry) if entry.value is not None else None
            if value is not None and value < target and code not in named:
                yield self.at(entry, seen=f"{code} ({points(value)})", expected=points(target))

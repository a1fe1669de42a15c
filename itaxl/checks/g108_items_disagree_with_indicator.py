"""The check G108 items-disagree-with-indicator."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.checks.figures import disagreements_of, given_in_parts
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class ItemsDisagreeWithIndicator(WorkbookCheck):
    """
    The single items give another score than the one typed for their indicator.

    One of the two sheets is not up to date; the items are used.
    """

    code = "G108"
    name = "items-disagree-with-indicator"
    why = "แผ่นงานใดแผ่นงานหนึ่งยังไม่เป็นปัจจุบัน ระบบใช้คะแนนรายข้อ"
    severity = Severity.ERROR
    fact = Text(
        th="ตัวชี้วัดที่ {row} พิมพ์ไว้ {seen} แต่คำนวณจากรายข้อได้ {expected}",
        en="indicator {row} is typed as {seen}, but its items give {expected}",
    )
    remedy = Text(
        th="แก้คะแนนรายข้อหรือคะแนนตัวชี้วัดให้ตรงกับผลที่ประกาศ",
        en="correct the items or the indicator to the published result",
    )
    wrong = Text(
        th="ตัวชี้วัด 95 แต่รายข้อเฉลี่ย 90",
        en="indicator 95, items averaging 90",
    )
    right = Text(
        th="ตัวชี้วัด 90 และรายข้อเฉลี่ย 90",
        en="indicator 90, items averaging 90",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per indicator that its items or sub-indicators contradict."""
        codes = {i.code for i in case.book.indicators if not given_in_parts(i.code, case)}
        for said in disagreements_of(case, codes, typed=True):
            yield self.found(
                sheet=said.sheet,
                cells=said.cells,
                heading=said.heading,
                row=said.code,
                seen=points(said.other),
                expected=points(said.used),
                suggestion=points(said.used),
            )

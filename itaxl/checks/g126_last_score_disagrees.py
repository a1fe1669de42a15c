"""The check G126 last-score-disagrees."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, number_of, points
from itaxl.checks.expected import expected_agency
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class LastScoreDisagrees(WorkbookCheck):
    """
    Last year's score in the workbook is not the one in the register.

    The change on last year, which the summary tells, rests on it.
    """

    code = "G126"
    name = "last-score-disagrees"
    why = "การเปลี่ยนแปลงจากปีก่อนในสรุปผลคิดจากคะแนนนี้"
    severity = Severity.CONFIRM
    fact = Text(
        th="คะแนนปีก่อนของตัวชี้วัดที่ {seen} ไม่ตรงกับทะเบียน ซึ่งเป็น {expected}",
        en="last year's scores of the indicators {seen} differ from the register's, {expected}",
    )
    remedy = Text(
        th="แก้ให้ตรงกับผลที่ประกาศของปีก่อน หากทะเบียนผิดให้แจ้งผู้ประสานงาน",
        en="use last year's published result; if the register is wrong, tell the coordinator",
    )
    wrong = Text(
        th="ปีก่อนในแบบ 91.37 ในทะเบียน 88.20",
        en="91.37 in the workbook, 88.20 in the register",
    )
    right = Text(
        th="ปีก่อน 88.20 ทั้งในแบบและในทะเบียน",
        en="88.20 in both",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding with all indicators whose two scores differ when written out."""
        agency = expected_agency(case)
        if agency is None or not agency.last_scores:
            return
        differing = []
        for indicator in case.book.indicators:
            entry = case.submission.scores.get(f"last.{indicator.code}")
            known = agency.last_scores.get(indicator.code)
            if entry is None or entry.value is None or known is None:
                continue
            typed = number_of(entry)
            if typed is not None and points(typed) != points(known):
                differing.append((indicator.code, entry, points(typed), points(known)))
        if differing:
            yield self.found(
                sheet=differing[0][1].sheet,
                cells=[entry.cell.address for _, entry, _, _ in differing],
                heading=differing[0][1].heading,
                seen=", ".join(f"{code} ({typed})" for code, _, typed, _ in differing),
                expected=", ".join(f"{code} ({known})" for code, _, _, known in differing),
            )

"""The check G109 score-of-last-year."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, number_of
from itaxl.checks.expected import scores_before
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class ScoreOfLastYear(WorkbookCheck):
    """
    A score is last year's to the last digit.

    Two years rarely agree in every decimal; last year's column was probably copied. Last year's
    scores are those of the form's own column, of the register, and of last year's report.
    """

    code = "G109"
    name = "score-of-last-year"
    why = "คะแนนสองปีเท่ากันทุกทศนิยมมักเกิดจากการคัดลอกคอลัมน์ปีก่อน"
    severity = Severity.CONFIRM
    fact = Text(
        th="คะแนนตัวชี้วัดที่ {seen} เท่ากับปีก่อนทุกทศนิยม",
        en="the scores of the indicators {seen} are those of last year to the last digit",
    )
    remedy = Text(
        th="ตรวจกับผลที่ประกาศของปีนี้ แล้วแก้หากคัดลอกมาจากปีก่อน",
        en="compare them with this year's published result and correct them if they were copied",
    )
    wrong = Text(
        th="ปีนี้ 91.37 ปีก่อน 91.37",
        en="91.37 in both years",
    )
    right = Text(
        th="ปีนี้ 92.05 ปีก่อน 91.37",
        en="92.05 this year, 91.37 last year",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding with all indicators that did not change by a digit."""
        scores = case.submission.scores
        same = []
        for indicator in case.book.indicators:
            entry = scores.get(indicator.code)
            now = number_of(entry) if entry is not None and entry.value is not None else None
            # Whole numbers agree by chance, full marks above all.
            if now is None or entry is None or now == now.to_integral_value():
                continue
            if now in scores_before(case, indicator.code):
                same.append(entry)
        if same:
            yield self.found(
                sheet=same[0].sheet,
                cells=[entry.cell.address for entry in same],
                heading=same[0].heading,
                seen=", ".join(entry.key for entry in same),
            )

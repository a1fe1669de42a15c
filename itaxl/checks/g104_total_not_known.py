"""The check G104 total-not-known."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.figures import because
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class TotalNotKnown(WorkbookCheck):
    """
    No total can be made because scores are missing.

    Unknown is not zero: without all of its parts there is no total and no level.
    """

    code = "G104"
    name = "total-not-known"
    why = "ไม่ทราบไม่ใช่ศูนย์ หากคะแนนไม่ครบจะไม่มีคะแนนรวมและระดับ"
    severity = Severity.NOTE
    follows = ("W106",)
    fact = JUDGED["G104"].fact
    remedy = Text(
        th="กรอกคะแนนตัวชี้วัดให้ครบในแผ่นงาน “{sheet}”",
        en="fill in every indicator score on the sheet “{sheet}”",
    )
    wrong = Text(
        th="ตัวชี้วัดที่ 10 ว่าง",
        en="indicator 10 blank",
    )
    right = Text(
        th="ครบทั้ง 10 ตัวชี้วัด",
        en="all 10 indicators filled in",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the note when there is a scorecard without a total."""
        card = case.scorecard
        if card is None or card.total is not None:
            return
        if any(sample.enough is False for sample in card.samples):
            return  # told by its own check: more scores would not help
        blank = [
            code
            for code, entry in case.submission.scores.items()
            if "." not in code and card.value(code) is None and entry.value is None
        ]
        cells = [case.submission.scores[code].cell.address for code in blank]
        finding = self.found(sheet=case.sheet("scores"), cells=cells, seen=", ".join(blank))
        total = card.figures.get("total")
        yield because(finding, total.reason if total else card.level_reason)

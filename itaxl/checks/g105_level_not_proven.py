"""The check G105 level-not-proven."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.figures import because
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class LevelNotProven(WorkbookCheck):
    """
    The level cannot be shown from the scores in the form alone.

    Its condition speaks of parts of an instrument of which only the mean is known.
    """

    code = "G105"
    name = "level-not-proven"
    why = "เงื่อนไขของระดับดูคะแนนแยกส่วน แต่ทราบเพียงค่าเฉลี่ย"
    severity = Severity.NOTE
    fact = Text(
        th="ระดับที่คำนวณได้ “{seen}” ยังไม่แน่นอน",
        en="the level “{seen}” is not certain yet",
    )
    remedy = Text(
        th="หากทราบคะแนนแยกส่วน ให้กรอกส่วนที่ 1 และส่วนที่ 2 ในแผ่นงาน “{sheet}”",
        en="if the parts are known, fill them in on the sheet “{sheet}”",
    )
    wrong = Text(
        th="กรอกเฉพาะค่าเฉลี่ยของ EIT",
        en="only the mean of EIT given",
    )
    right = Text(
        th="กรอก EIT ส่วนที่ 1 และส่วนที่ 2",
        en="both parts of EIT given",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the note for a level that is consistent but not proven."""
        card = case.scorecard
        if card is not None and card.level is not None and not card.level_proven:
            finding = self.found(sheet=case.sheet("scores"), seen=card.level)
            yield because(finding, card.level_reason)

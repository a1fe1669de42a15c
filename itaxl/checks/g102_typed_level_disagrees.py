"""The check G102 typed-level-disagrees."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, answered
from itaxl.checks.figures import is_level
from itaxl.findings import Finding, Severity
from itaxl.thai import fold
from itaxl.wording import Text


class TypedLevelDisagrees(WorkbookCheck):
    """
    The level that was typed is not the one the scores give.

    A level needs the total and, in some years, every instrument.
    """

    code = "G102"
    name = "typed-level-disagrees"
    why = "ระดับต้องดูทั้งคะแนนรวมและคะแนนของแต่ละเครื่องมือตามเกณฑ์ของปี"
    severity = Severity.ERROR
    fact = Text(
        th="ระดับที่พิมพ์คือ “{seen}” แต่คำนวณได้ “{expected}”",
        en="the level typed is “{seen}”, but the scores give “{expected}”",
    )
    remedy = Text(
        th="ตรวจคะแนนและเกณฑ์ระดับในคำชี้แจง แล้วคืนสูตรเดิมหรือแก้ระดับ",
        en="look at the scores and the level table, then restore the formula or correct the level",
    )
    wrong = Text(
        th="ผ่านดีเยี่ยม เมื่อคะแนนรวม 92.35",
        en="ผ่านดีเยี่ยม at a total of 92.35",
    )
    right = Text(
        th="ผ่านดี",
        en="ผ่านดี",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding for a typed level that differs from the computed one."""
        entry, card = case.submission.typed.get("level"), case.scorecard
        if entry is None or card is None or card.level is None or not answered(entry):
            return
        # A result that a formula stored is stale, not typed; it is told elsewhere.
        typed = not entry.cell.formula and is_level(entry.text, case.book)
        if typed and fold(entry.text) != fold(card.level):
            yield self.at(entry, expected=card.level, suggestion=card.level)

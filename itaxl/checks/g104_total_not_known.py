"""The check G104 total-not-known."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from itaxl.cells import Kind
from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.figures import because
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.submission import Entry
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
    not_stored = Text(
        th="สูตรในช่องคะแนนไม่มีผลลัพธ์บันทึกไว้",
        en="the results of formulas in cells of scores were not stored",
    )
    save = Text(
        th="เปิดไฟล์ใน Excel หรือ LibreOffice บันทึก แล้วส่งไฟล์ที่บันทึกใหม่",
        en="open the file in Excel or LibreOffice, save it, and send the file that was saved",
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
            (code, entry)
            for code, entry in case.submission.scores.items()
            if "." not in code and card.value(code) is None and entry.value is None
        ]
        yield self._told(case, blank)

    def _told(self, case: Case, blank: Sequence[tuple[str, Entry]]) -> Finding:
        """Tell it with the reason, but never with a formula of the form that has no result."""
        finding = self.found(
            sheet=case.sheet("scores"),
            cells=[entry.cell.address for _, entry in blank],
            seen=", ".join(code for code, _ in blank),
        )
        if any(entry.cell.kind is Kind.PENDING for _, entry in blank):
            return replace(because(finding, self.not_stored), remedy=self.save)
        card, typed = case.scorecard, case.submission.typed.get("total")
        if card is None or (typed is not None and typed.cell.kind is Kind.PENDING):
            return finding
        total = card.figures.get("total")
        return because(finding, total.reason if total else card.level_reason)

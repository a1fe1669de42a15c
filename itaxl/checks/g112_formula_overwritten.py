"""The check G112 formula-overwritten."""

from collections.abc import Iterator
from dataclasses import replace

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity, ranges
from itaxl.wording import Text


class FormulaOverwritten(WorkbookCheck):
    """
    Cells that the form computes hold typed values.

    They no longer follow the scores; what counts is computed anew anyway.
    """

    code = "G112"
    name = "formula-overwritten"
    why = "ช่องที่พิมพ์ทับจะไม่เปลี่ยนตามคะแนนอีก แต่ระบบคำนวณให้ใหม่เสมอ"
    severity = Severity.NOTE
    fact = Text(
        th="ช่องที่คำนวณให้เองถูกพิมพ์ทับหรือสูตรหายไป ({cells})",
        en="cells that compute themselves were typed over, or lost their formulas ({cells})",
    )
    remedy = Text(
        th="ไม่ต้องแก้ไข ระบบคำนวณให้ใหม่ และคืนสูตรในไฟล์ที่ส่งกลับ",
        en="nothing to mend; they are computed anew, and the returned copy has the formulas again",
    )
    wrong = Text(
        th="พิมพ์ 95 ทับช่องคะแนนรวม",
        en="95 typed over the total",
    )
    right = Text(
        th="ช่องคะแนนรวมที่เป็นสูตรเดิม",
        en="the total with its own formula",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one note with all cells that lost their formulas."""
        lost = [
            entry
            for entry in case.submission.typed.values()
            if not entry.cell.formula and not entry.cell.is_blank
        ]
        if lost:
            addresses = list(dict.fromkeys(entry.cell.address for entry in lost))
            finding = self.found(sheet=lost[0].sheet, cells=ranges(addresses))
            yield replace(finding, cells=tuple(addresses))

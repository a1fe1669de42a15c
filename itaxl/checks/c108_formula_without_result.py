"""The check C108 formula-without-result."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class FormulaWithoutResult(CellCheck):
    """
    A formula's result was never stored.

    Programs that write formulas without computing them leave the answer unknown, not blank.
    """

    code = "C108"
    name = "formula-without-result"
    why = "สูตรที่ไม่มีผลลัพธ์ทำให้ไม่ทราบคำตอบ ซึ่งต่างจากช่องว่าง"
    severity = Severity.ERROR
    places = frozenset({"measures", "agency", "scores", "items"})
    broken = frozenset({"pending"})
    fact = Text(
        th="ช่องนี้เป็นสูตรที่ยังไม่มีผลลัพธ์บันทึกไว้ ({seen})",
        en="the cell holds a formula whose result was not stored ({seen})",
    )
    remedy = Text(
        th="เปิดไฟล์ใน Excel แล้วบันทึก หรือพิมพ์ค่าลงในช่องแทนสูตร",
        en="open the file in Excel and save it, or type the value in place of the formula",
    )
    wrong = Text(
        th="=B2+1 ที่ยังไม่คำนวณ",
        en="=B2+1, never computed",
    )
    right = Text(
        th="12",
        en="12",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a formula without a result."""
        yield self.at(spot.entry, spot.record)

"""The check C121 text-cut."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class TextCut(CellCheck):
    """
    A text is as long as some program lets it be, so its end was probably cut.

    Old formats end at 255 letters and every cell at 32,767.
    """

    code = "C121"
    name = "text-cut"
    why = "บางโปรแกรมตัดข้อความที่ 255 หรือ 32,767 ตัวอักษร"
    severity = Severity.CONFIRM
    kinds = frozenset({"text"})
    states = frozenset({State.READ})
    lengths = (255, 32_767)
    fact = Text(
        th="ข้อความยาว {expected} ตัวอักษรพอดี ตอนท้ายอาจถูกตัด",
        en="the text is exactly {expected} letters long; its end may have been cut",
    )
    remedy = Text(
        th="ตรวจท้ายข้อความ เติมส่วนที่ขาด หรือให้เหตุผลในแถวนี้",
        en="look at its end and add what is missing, or give a reason in the row",
    )
    wrong = Text(
        th="ข้อความ 255 ตัวอักษรที่จบกลางคำ",
        en="a text of 255 letters that ends inside a word",
    )
    right = Text(
        th="ข้อความที่จบครบประโยค",
        en="a text that ends with its sentence",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a text of exactly one of the known limits."""
        raw = spot.entry.cell.raw
        yield self.at(spot.entry, spot.record, seen=f"…{raw[-20:]}", expected=str(len(raw)))

"""The check C120 text-too-short."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.thai import one_line, width
from itaxl.wording import Text


class TextTooShort(CellCheck):
    """
    A measure, method, result or outcome is told in less than a word.

    One or two letters tell nobody what was done.
    """

    code = "C120"
    name = "text-too-short"
    why = "หนึ่งหรือสองตัวอักษรไม่บอกว่าได้ทำอะไร"
    severity = Severity.CONFIRM
    kinds = frozenset({"text"})
    states = frozenset({State.READ})
    lengths = range(13)
    follows = ("C119",)
    fact = Text(
        th="“{seen}” สั้นเกินไปสำหรับช่อง “{heading}”",
        en="“{seen}” is too short for “{heading}”",
    )
    remedy = Text(
        th="เขียนให้ผู้อื่นเข้าใจได้ว่าทำอะไร หรือให้เหตุผลในแถวนี้",
        en="write what others need to understand what was done, or give a reason in the row",
    )
    wrong = Text(
        th="ทำ",
        en="did",
    )
    right = Text(
        th="จัดอบรมเจ้าหน้าที่ 1 ครั้ง",
        en="จัดอบรมเจ้าหน้าที่ 1 ครั้ง",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a required text of fewer than four letters."""
        required = spot.asked.required != "never"
        if required and 0 < width(one_line(spot.entry.cell.raw)) < 4:
            yield self.at(spot.entry, spot.record)

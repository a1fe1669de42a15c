"""The check C116 unreadable-owner."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class UnreadableOwner(CellCheck):
    """
    Nobody can be made out in the column of owners.

    A measure without a unit that answers for it cannot be followed up.
    """

    code = "C116"
    name = "unreadable-owner"
    why = "มาตรการที่ไม่มีหน่วยงานรับผิดชอบติดตามไม่ได้"
    severity = Severity.CONFIRM
    kinds = frozenset({"owners"})
    states = frozenset({State.DECLINED, State.DOUBTFUL})
    fact = Text(
        th="ไม่พบชื่อหน่วยงานใน “{seen}”",
        en="no unit can be made out in “{seen}”",
    )
    remedy = Text(
        th="พิมพ์ชื่อสำนัก กอง หรืองาน หลายหน่วยคั่นด้วยจุลภาค หรือให้เหตุผลในแถวนี้",
        en="name the offices or divisions, separated by commas, or give a reason in the row",
    )
    wrong = Text(
        th="ผู้ที่เกี่ยวข้อง",
        en="those concerned",
    )
    right = Text(
        th="สำนักปลัด, กองคลัง",
        en="สำนักปลัด, กองคลัง",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.at(spot.entry, spot.record)

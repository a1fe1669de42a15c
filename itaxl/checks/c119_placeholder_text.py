"""The check C119 placeholder-text."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.checks.rows import is_placeholder
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class PlaceholderText(CellCheck):
    """
    A text only holds the place of an answer.

    Rows of x, dots or repeated letters are typed to get past a required cell.
    """

    code = "C119"
    name = "placeholder-text"
    why = "ตัวอักษรหรือจุดซ้ำ ๆ มักพิมพ์เพื่อให้ผ่านช่องที่ต้องกรอก"
    severity = Severity.ERROR
    places = frozenset({"measures", "agency"})
    kinds = frozenset({"text", "owners"})
    states = frozenset({State.READ, State.DECLINED})
    lengths = range(41)
    fact = Text(
        th="“{seen}” เหมือนพิมพ์กันที่ไว้ ยังไม่ใช่ข้อมูลของช่อง “{heading}”",
        en="“{seen}” only holds the place of an answer to “{heading}”",
    )
    remedy = Text(
        th="แทนที่ด้วยข้อมูลจริง หรือพิมพ์ - หากไม่มีข้อมูล",
        en="put the real answer in its place, or type - if there is nothing to report",
    )
    wrong = Text(
        th="xxx",
        en="xxx",
    )
    right = Text(
        th="อบรมเจ้าหน้าที่ 2 ครั้ง",
        en="อบรมเจ้าหน้าที่ 2 ครั้ง",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a text of marks or of one letter repeated."""
        raw = spot.entry.cell.raw
        if spot.asked.key not in ("no", "code") and is_placeholder(raw):
            yield self.at(spot.entry, spot.record)

"""The check C115 malformed-telephone."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class MalformedTelephone(CellCheck):
    """
    A telephone number is not one that can be dialled.

    It is needed when something must be asked back.
    """

    code = "C115"
    name = "malformed-telephone"
    why = "จำเป็นเมื่อต้องสอบถามกลับ"
    severity = Severity.CONFIRM
    places = frozenset({"agency"})
    kinds = frozenset({"phone"})
    states = frozenset({State.DECLINED, State.DOUBTFUL})
    fact = Text(
        th="ช่อง “{heading}” ไม่ใช่หมายเลขโทรศัพท์",
        en="“{heading}” is not a telephone number",
    )
    remedy = Text(
        th="พิมพ์หมายเลข 9 หรือ 10 หลัก ขึ้นต้นด้วย 0",
        en="type a number of 9 or 10 digits that begins with 0",
    )
    wrong = Text(
        th="5555",
        en="5555",
    )
    right = Text(
        th="0 2000 0000",
        en="0 2000 0000",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding without quoting the number."""
        yield self.at(spot.entry, seen="")

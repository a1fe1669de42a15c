"""The check C112 malformed-link."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot, read_as
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class MalformedLink(CellCheck):
    """
    A link is not a web address.

    Nobody can follow it to the evidence.
    """

    code = "C112"
    name = "malformed-link"
    why = "ผู้อื่นจะเปิดดูหลักฐานไม่ได้"
    severity = Severity.ERROR
    places = frozenset({"measures", "agency"})
    kinds = frozenset({"url"})
    states = frozenset({State.DECLINED, State.DOUBTFUL})
    fact = Text(
        th="“{seen}” ไม่ใช่ที่อยู่เว็บไซต์",
        en="“{seen}” is not a web address",
    )
    remedy = Text(
        th="คัดลอกที่อยู่ทั้งหมดจากเบราว์เซอร์ ขึ้นต้นด้วย http:// หรือ https:// {suggestion}",
        en=(
            "copy the whole address from the browser, beginning with http:// or https:// "
            "{suggestion}"
        ),
    )
    wrong = Text(
        th="ดูในเว็บไซต์",
        en="see the web site",
    )
    right = Text(
        th="https://example.go.th/ita/o35",
        en="https://example.go.th/ita/o35",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.at(
            spot.entry,
            spot.record,
            suggestion=read_as(spot.entry.reading.offered, spot.asked, spot.case.book),
        )

"""The check G106 total-at-border."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, points
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class TotalAtBorder(WorkbookCheck):
    """
    The total lies so close to a border between levels that rounding decides.

    Scores that were rounded before they were typed may give the other level.
    """

    code = "G106"
    name = "total-at-border"
    why = "คะแนนที่ปัดเศษก่อนพิมพ์อาจทำให้ได้อีกระดับหนึ่ง"
    severity = Severity.NOTE
    fact = Text(
        th="คะแนนรวม {seen} อยู่ที่เส้นแบ่งระดับพอดี การปัดเศษอาจเปลี่ยนระดับ",
        en="the total {seen} lies at a border between levels; rounding may decide",
    )
    remedy = Text(
        th="ตรวจคะแนนตัวชี้วัดให้ตรงกับที่ประกาศ ทศนิยมสองตำแหน่ง",
        en="make sure that the indicator scores are those published, with two places",
    )
    wrong = Text(
        th="คะแนนรวม 84.995",
        en="a total of 84.995",
    )
    right = Text(
        th="คะแนนรวม 86.20",
        en="a total of 86.20",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the note for a total at a border."""
        card = case.scorecard
        if card is not None and card.at_border and card.total is not None:
            entry = case.submission.typed.get("total")
            yield self.found(
                sheet=entry.sheet if entry else case.sheet("scores"),
                cells=(entry.cell.address,) if entry else (),
                heading=entry.heading if entry else "",
                seen=points(card.total),
            )

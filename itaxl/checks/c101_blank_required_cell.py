"""The check C101 blank-required-cell."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class BlankRequiredCell(CellCheck):
    """
    A cell that the form requires was left blank.

    A blank cannot be judged, and reading it as "nothing" would turn a slip of the hand into an
    answer.
    """

    code = "C101"
    name = "blank-required-cell"
    why = "ช่องว่างตัดสินไม่ได้ และหากถือว่า “ไม่มี” จะทำให้การลืมกรอกกลายเป็นคำตอบ"
    severity = Severity.ERROR
    follows = ("R103", "R104")
    states = frozenset({State.BLANK})
    fact = JUDGED["C101"].fact
    remedy = JUDGED["C101"].remedy
    wrong = Text(
        th="ช่อง “ผู้รับผิดชอบ” ว่าง",
        en="ผู้รับผิดชอบ left blank",
    )
    right = Text(
        th="ผู้รับผิดชอบ: กองคลัง",
        en="ผู้รับผิดชอบ: กองคลัง",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a blank in a required column."""
        always = spot.asked.required == "always"
        if always or (spot.asked.required == "report" and spot.case.submission.is_report):
            yield self.at(spot.entry, spot.record, seen="")

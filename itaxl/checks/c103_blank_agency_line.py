"""The check C103 blank-agency-line."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class BlankAgencyLine(CellCheck):
    """
    A line that names the agency, the year or the round was left blank.

    Without it the report cannot be put beside those of the others.
    """

    code = "C103"
    name = "blank-agency-line"
    why = "หากไม่รู้หน่วยงาน ปี หรือรอบ จะนำรายงานไปเทียบกับหน่วยงานอื่นไม่ได้"
    severity = Severity.ERROR
    places = frozenset({"agency"})
    states = frozenset({State.BLANK, State.NONE})
    fact = JUDGED["C103"].fact
    remedy = Text(
        th="กรอก “{heading}” ในแผ่นงาน “{sheet}”",
        en="fill in “{heading}” on the sheet “{sheet}”",
    )
    wrong = Text(
        th="ชื่อหน่วยงาน: (ว่าง)",
        en="ชื่อหน่วยงาน: (blank)",
    )
    right = Text(
        th="ชื่อหน่วยงาน: องค์การบริหารส่วนตำบลตัวอย่าง",
        en="ชื่อหน่วยงาน: องค์การบริหารส่วนตำบลตัวอย่าง",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding for a required line without an answer."""
        always = spot.asked.required == "always"
        if always or (spot.asked.required == "report" and spot.case.submission.is_report):
            yield self.at(spot.entry, seen="")

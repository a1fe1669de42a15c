"""The check C102 value-outside-choices."""

from collections.abc import Iterator

from itaxl.checks.base import CellCheck, Spot, choice_text, with_more
from itaxl.fields.nearest import nearest
from itaxl.fields.reading import State
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED, is_misspelt
from itaxl.wording import Text


class ValueOutsideChoices(CellCheck):
    """
    A value is not one of those in the list.

    Pasting over a cell also removes its list, so that anything can be typed. A word that is only
    misspelt is read as the choice that is meant and still told: the form itself cannot read it.
    """

    code = "C102"
    name = "value-outside-choices"
    why = "การวางทับช่องทำให้รายการเลือกหายไป จึงพิมพ์อะไรก็ได้"
    severity = Severity.ERROR
    places = frozenset({"measures", "agency"})
    kinds = frozenset({"choice", "status"})
    states = frozenset({State.READ, State.DECLINED, State.DOUBTFUL})
    fact = JUDGED["C102"].fact
    remedy = JUDGED["C102"].remedy
    nearest = Text(th="ใกล้เคียงที่สุดคือ “{suggestion}”", en="the nearest choice is “{suggestion}”")
    wrong = Text(
        th="สถานะ: อาจจะ",
        en="status: maybe",
    )
    right = Text(
        th="สถานะ: อยู่ระหว่างดำเนินการ",
        en="status: อยู่ระหว่างดำเนินการ (in progress)",
    )

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Yield the finding with the nearest choice."""
        reading = spot.entry.reading
        if reading.state is State.READ and not (spot.asked.kind == "status" and reading.repairs):
            return
        choices = spot.case.book.choices(spot.asked.list)
        if reading.state is State.READ and not is_misspelt(spot.entry.text, reading, choices):
            return
        offered = reading.value if reading.state is State.READ else reading.offered
        likely = (
            choice_text(str(offered), spot.asked.list, spot.case.book)
            if offered is not None
            else nearest(spot.entry.text, [choice.text for choice in choices]) or ""
        )
        expected = ", ".join(choice.text for choice in choices)
        finding = self.at(spot.entry, spot.record, expected=expected, suggestion=likely)
        yield with_more(finding, self.nearest) if likely else finding

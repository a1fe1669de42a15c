"""Findings at their cells: a colour, and a note that says what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from itaxl.findings import Finding
from itaxl.plans import CellPlan, StyleSpec
from itaxl.rulebooks.corrections_form import corrections_form
from itaxl.template.pouring import Place
from itaxl.template.whereabouts import Content, Whereabouts

FILLS = {"error": "FFB3B3", "confirm": "FFD699", "note": "CFE2F3"}


class Marks:
    """The marks of one copy; ``styles`` grows with every look that a mark needs."""

    def __init__(self, where: Whereabouts, styles: dict[str, StyleSpec]) -> None:
        self.where = where
        self.styles = styles
        self.words = corrections_form()

    def overlays(self, findings: Iterable[Finding]) -> dict[str, list[CellPlan]]:
        """Give the cells that are drawn over those of the form, by sheet."""
        marks: dict[Place, list[Finding]] = {}
        for finding in findings:
            if finding.waived:
                continue
            for place in self.where.places(finding):
                if not any(other == finding for other in marks.get(place, ())):
                    marks.setdefault(place, []).append(finding)
        overlays: dict[str, list[CellPlan]] = {}
        for place in sorted({*marks, *self.where.poured.odd}):
            overlays.setdefault(place.sheet, []).append(self._cell(place, marks.get(place, [])))
        return overlays

    def _cell(self, place: Place, findings: Sequence[Finding]) -> CellPlan:
        blank: Content = (None, "text")
        value, style = self.where.index[place.sheet].get((place.row, place.column), blank)
        if odd := self.where.poured.odd.get(place):
            value = odd.value
            style = self._style(style, odd.number, "") if odd.number else style
        if not findings:
            return CellPlan(place.row, place.column, value, style)
        gravest = min(findings, key=lambda finding: finding.severity.rank).severity.value
        note = "\n\n".join(self._note(finding) for finding in findings)
        return CellPlan(place.row, place.column, value, self._style(style, "", gravest), note)

    def _style(self, base: str, number: str, mark: str) -> str:
        """Give a style like another one, with a number format or a colour of its own."""
        name = f"{base}|{number}|{mark}"
        spec = self.styles.get(base, StyleSpec())
        if number:
            spec = replace(spec, number=number)
        if mark:
            spec = replace(spec, fill=FILLS[mark], border=True)
        self.styles[name] = spec
        return name

    def _note(self, finding: Finding) -> str:
        shape = self.words.note if finding.remedy.th else self.words.note_plain
        severity = self.words.on_trial if finding.on_trial else self.severity(finding)
        return shape.format(
            severity=severity,
            message=self.message(finding),
            remedy=self.where.readdressed(finding, finding.remedy.th),
            code=finding.code,
        )

    def severity(self, finding: Finding) -> str:
        """Name how grave a finding is; a waiver comes first."""
        return self.words.severities["waived" if finding.waived else finding.severity.value]

    def message(self, finding: Finding) -> str:
        """Say what was found, with the answer or the waiver it was given."""
        text = self.where.readdressed(finding, finding.message.th)
        if finding.answer:
            text += " · " + self.words.answer.format(answer=finding.answer)
        if finding.waived:
            text += " · " + self.words.waived.format(reason=finding.waived)
        return text

"""The check T101 missing-themes."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.rows import codes_of
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class MissingThemes(WorkbookCheck):
    """
    A plan does not cover all the themes of the year.

    The plan is an analysis over every theme, each with at least one measure.
    """

    code = "T101"
    name = "missing-themes"
    why = "แผนคือการวิเคราะห์ทุกประเด็น แต่ละประเด็นมีอย่างน้อยหนึ่งมาตรการ"
    severity = Severity.ERROR
    follows = ("T102", "H101", "H102")
    fact = JUDGED["T101"].fact
    remedy = JUDGED["T101"].remedy
    wrong = Text(
        th="แผนที่มีเฉพาะประเด็น 1–5",
        en="a plan with the themes 1–5 only",
    )
    right = Text(
        th="แผนที่มีครบ 7 ประเด็น",
        en="a plan with all seven themes",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding with the themes that no row of a plan belongs to."""
        submission, homes = case.submission, case.book.themes_by_item
        if submission.is_report or not submission.records:
            return
        met: set[str] = set()
        for record in submission.records:
            if (theme := record.value("theme")) is not None:
                met.add(str(theme))
            elif (codes := record.entries.get("codes")) is not None:
                met.update(str(homes[code].number) for code in codes_of(codes) if code in homes)
        lacking = [str(theme.number) for theme in case.book.themes if str(theme.number) not in met]
        if lacking:
            column = case.column("theme")
            yield self.found(
                sheet=submission.records[0].sheet,
                heading=column.heading if column else "",
                seen=", ".join(lacking),
                expected=", ".join(f"{theme.number}" for theme in case.book.themes),
            )

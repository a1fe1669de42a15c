"""The check R106 same-measure-twice."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.submission import Record
from itaxl.wording import Text


class SameMeasureTwice(WorkbookCheck):
    """
    Two rows hold the same measure with the same method.

    Rows that were copied count twice in every figure.
    """

    code = "R106"
    name = "same-measure-twice"
    why = "แถวที่คัดลอกซ้ำจะถูกนับสองครั้งในทุกตัวเลข"
    severity = Severity.CONFIRM
    fact = JUDGED["R106"].fact
    remedy = JUDGED["R106"].remedy
    wrong = Text(
        th="มาตรการเดียวกันในแถวที่ 3 และ 9",
        en="the same measure in rows 3 and 9",
    )
    right = Text(
        th="มาตรการละหนึ่งแถว",
        en="one row per measure",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per group of equal rows, with the cells of all of them."""
        groups: dict[tuple[str, str], list[Record]] = {}
        for record in case.submission.records:
            if measure := case.folded(record, "measure"):
                groups.setdefault((measure, case.folded(record, "method")), []).append(record)
        for same in groups.values():
            if len(same) > 1:
                entries = [record.entries["measure"] for record in same]
                yield self.found(
                    sheet=entries[0].sheet,
                    cells=[entry.cell.address for entry in entries],
                    heading=entries[0].heading,
                    row=", ".join(record.key for record in same),
                    seen=entries[0].text,
                )

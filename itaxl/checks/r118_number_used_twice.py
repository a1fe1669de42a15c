"""The check R118 number-used-twice."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck, answered
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.submission import Entry
from itaxl.thai import fold
from itaxl.wording import Text


class NumberUsedTwice(WorkbookCheck):
    """
    Two measures have the same number.

    People name a row by its number; two of them make it unclear which one is meant.
    """

    code = "R118"
    name = "number-used-twice"
    why = "เราเรียกแถวด้วยลำดับ หากซ้ำกันจะไม่รู้ว่าหมายถึงแถวใด"
    severity = Severity.NOTE
    follows = ("R106",)
    fact = JUDGED["R118"].fact
    remedy = JUDGED["R118"].remedy
    wrong = Text(
        th="ลำดับ 3 สองแถว",
        en="number 3 in two rows",
    )
    right = Text(
        th="ลำดับ 1, 2, 3, 4",
        en="numbers 1, 2, 3, 4",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one note per number, with all its cells."""
        places: dict[tuple[str, str], list[Entry]] = {}
        for record in case.submission.records:
            entry = record.entries.get("no")
            if entry is not None and answered(entry):
                theme = str(record.value("theme"))
                places.setdefault((fold(entry.text), theme), []).append(entry)
        for entries in places.values():
            if len(entries) > 1:
                yield self.found(
                    sheet=entries[0].sheet,
                    cells=[entry.cell.address for entry in entries],
                    heading=entries[0].heading,
                    seen=entries[0].text,
                )

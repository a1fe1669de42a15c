"""The check T107 same-result-in-many-rows."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.submission import Entry
from itaxl.wording import Text


class SameResultInManyRows(WorkbookCheck):
    """
    Three or more rows tell the same result.

    A sentence copied down tells of none of the measures.
    """

    code = "T107"
    name = "same-result-in-many-rows"
    why = "ประโยคที่คัดลอกลงทุกแถวไม่บอกผลของมาตรการใดเลย"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผลการดำเนินการเหมือนกัน {expected} แถว",
        en="the same result stands in {expected} rows",
    )
    remedy = Text(
        th="เขียนผลของแต่ละมาตรการ หรือให้เหตุผลในแถวเหล่านี้",
        en="tell the result of each measure, or give a reason in these rows",
    )
    wrong = Text(
        th="“ดำเนินการตามแผนเรียบร้อย” ทุกแถว",
        en="“done as planned” in every row",
    )
    right = Text(
        th="ผลเฉพาะของแต่ละมาตรการ",
        en="a result of its own for each measure",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per result that stands in at least three rows."""
        groups: dict[str, list[Entry]] = {}
        for record in case.submission.records:
            if told := case.folded(record, "result"):
                groups.setdefault(told, []).append(record.entries["result"])
        for entries in groups.values():
            if len(entries) >= 3:
                yield self.found(
                    sheet=entries[0].sheet,
                    cells=[entry.cell.address for entry in entries],
                    heading=entries[0].heading,
                    seen=entries[0].text,
                    expected=str(len(entries)),
                )

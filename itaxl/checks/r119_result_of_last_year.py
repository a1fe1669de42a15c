"""The check R119 result-of-last-year."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.checks.rows import texts_of
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.wording import Text


class ResultOfLastYear(RowCheck):
    """
    A result is word for word that of last year's report.

    A report carried over shows what was done then, not now.
    """

    code = "R119"
    name = "result-of-last-year"
    why = "รายงานที่ยกมาจากปีก่อนบอกสิ่งที่ทำในปีก่อน ไม่ใช่ปีนี้"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผลการดำเนินการเหมือนรายงานปีก่อนทุกคำ",
        en="the result is word for word that of last year's report",
    )
    remedy = Text(
        th="เขียนผลที่ทำในปีนี้ หรือให้เหตุผลในแถวนี้",
        en="tell what was done this year, or give a reason in the row",
    )
    wrong = Text(
        th="ผลที่คัดลอกจากรายงานปีก่อน",
        en="a result copied from last year's report",
    )
    right = Text(
        th="ผลของปีนี้ พร้อมวันที่และจำนวน",
        en="this year's result with its dates and numbers",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding at the result."""
        result = record.entries.get("result")
        if case.last is None or result is None or not answered(result):
            return
        told = case.folded(record, "result")
        if len(told) >= 20 and told in texts_of(case.last, "result", case):
            yield self.at(result, record)

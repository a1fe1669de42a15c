"""The check W103 year-without-rule-book."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class YearWithoutRuleBook(WorkbookCheck):
    """
    The form belongs to a fiscal year whose rules are not at hand.

    The rules of another year are never borrowed, so nothing else is judged.
    """

    code = "W103"
    name = "year-without-rule-book"
    why = "ไม่ใช้กติกาของปีอื่นแทนกัน จึงไม่ตรวจต่อ"
    severity = Severity.ERROR
    gate = True
    fact = Text(
        th="แบบรายงานเป็นของปีงบประมาณ {seen} ซึ่งยังไม่มีกติกาในโปรแกรม จึงยังไม่ได้ตรวจส่วนอื่น",
        en=(
            "the form belongs to fiscal year {seen}, for which there is no rule book, so nothing "
            "else was checked"
        ),
    )
    remedy = Text(
        th="ใช้แบบรายงานของปีงบประมาณ {expected} หรือปรับปรุงโปรแกรมให้มีกติกาของปีนั้น",
        en=(
            "use the form of fiscal year {expected}, or update the program to one that has the "
            "rules of that year"
        ),
    )
    wrong = Text(
        th="แบบรายงานของปีที่โปรแกรมยังไม่รู้จัก",
        en="the form of a year the program does not know",
    )
    right = Text(
        th="แบบรายงานของปีที่เก็บข้อมูล",
        en="the form of the year that is being collected",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding when the form's year is not the year of the rules."""
        year = case.submission.layout.fiscal_year
        if year is not None and year != case.book.fiscal_year:
            yield self.found(seen=str(year), expected=str(case.book.fiscal_year))

"""The check W108 form-of-another-year."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class FormOfAnotherYear(WorkbookCheck):
    """
    The form belongs to another fiscal year than the one being collected.

    Last year's form, filled once more, asks last year's questions.
    """

    code = "W108"
    name = "form-of-another-year"
    why = "แบบรายงานของปีที่แล้วถามคำถามของปีที่แล้ว"
    severity = Severity.ERROR
    fact = Text(
        th="แบบรายงานเป็นของปีงบประมาณ {seen} แต่ปีที่เก็บข้อมูลคือ {expected}",
        en="the form belongs to fiscal year {seen}, but {expected} is being collected",
    )
    remedy = Text(
        th="กรอกข้อมูลในแบบรายงานของปีงบประมาณ {expected} แล้วส่งใหม่",
        en="fill in the form of fiscal year {expected} and send it again",
    )
    wrong = Text(
        th="แบบรายงานของปีที่แล้วที่กรอกใหม่",
        en="last year's form filled in once more",
    )
    right = Text(
        th="แบบรายงานของปีที่เก็บข้อมูล",
        en="the form of the year that is being collected",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding when the form's year is not the one expected."""
        year = case.submission.layout.fiscal_year
        wanted = case.expected_year
        if wanted is None and case.register is not None:
            wanted = case.register.settings.fiscal_year
        if year is not None and wanted is not None and year != wanted:
            yield self.found(seen=str(year), expected=str(wanted))

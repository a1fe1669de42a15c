"""The check G110 more-answers-than-people."""

from collections.abc import Iterator
from decimal import Decimal

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Text


class MoreAnswersThanPeople(WorkbookCheck):
    """
    More people answered than there are.

    Either the population or the number of answers is a slip.
    """

    code = "G110"
    name = "more-answers-than-people"
    why = "จำนวนผู้มีส่วนได้ส่วนเสียหรือจำนวนผู้ตอบอย่างใดอย่างหนึ่งพิมพ์ผิด"
    severity = Severity.ERROR
    fact = JUDGED["G110"].fact
    remedy = JUDGED["G110"].remedy
    wrong = Text(
        th="ผู้ตอบ 120 จาก 100 คน",
        en="120 answers from 100 people",
    )
    right = Text(
        th="ผู้ตอบ 80 จาก 100 คน",
        en="80 answers from 100 people",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per instrument with more respondents than its population."""
        for sample in case.book.samples:
            entry = case.submission.agency.get(sample.respondents)
            answers = case.submission.agency_value(sample.respondents)
            people = case.submission.agency_value(sample.of)
            numbers = isinstance(answers, int | Decimal) and isinstance(people, int | Decimal)
            if entry is not None and numbers and answers > people:
                yield self.at(entry, expected=str(people))

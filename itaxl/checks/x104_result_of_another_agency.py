"""The check X104 result-of-another-agency."""

from collections.abc import Iterator, Sequence

from itaxl.checks.base import Across, AcrossCheck, Seen, answered
from itaxl.findings import Severity
from itaxl.register import Register
from itaxl.submission import Record
from itaxl.thai import fold
from itaxl.wording import Text


class ResultOfAnotherAgency(AcrossCheck):
    """
    A result is word for word that of another agency.

    Agencies share measures, but hardly every word of what they did.
    """

    code = "X104"
    name = "result-of-another-agency"
    why = "มาตรการเหมือนกันได้ แต่ผลที่ทำจริงไม่น่าจะเหมือนกันทุกคำ"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผลการดำเนินการเหมือนกับของ {expected} ทุกคำ",
        en="the result is word for word that of {expected}",
    )
    remedy = Text(
        th="เขียนผลของหน่วยงานเอง หรือให้เหตุผลในแถวนี้",
        en="tell what your own agency did, or give a reason in the row",
    )
    wrong = Text(
        th="ผลที่คัดลอกจากหน่วยงานข้างเคียง",
        en="a result copied from a neighbour",
    )
    right = Text(
        th="ผลของหน่วยงานเอง พร้อมวันที่และจำนวน",
        en="the agency's own result with dates and numbers",
    )

    def look(self, reviews: Sequence[Seen], register: Register | None) -> Iterator[Across]:
        """Yield one finding per row whose result another agency tells as well."""
        del register
        tellers: dict[str, list[tuple[Seen, Record]]] = {}
        for seen in reviews:
            for record in seen.submission.records:
                entry = record.entries.get("result")
                if entry is not None and answered(entry) and len(told := fold(entry.text)) >= 30:
                    tellers.setdefault(told, []).append((seen, record))
        for rows in tellers.values():
            if len({seen.agency for seen, _ in rows}) > 1:
                for seen, record in rows:
                    others = dict.fromkeys(s.name for s, _ in rows if s.agency != seen.agency)
                    names = ", ".join(list(others)[:3]) + (" …" if len(others) > 3 else "")
                    yield Across(
                        seen.path, self.at(record.entries["result"], record, expected=names)
                    )

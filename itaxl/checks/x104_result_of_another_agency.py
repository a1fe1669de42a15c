"""The check X104 result-of-another-agency."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from itaxl.checks.agencies import Alike
from itaxl.checks.base import Across, AcrossCheck
from itaxl.checks.traces import Quote, Trace
from itaxl.findings import Finding, Severity
from itaxl.register import Register
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

    def look(self, traces: Sequence[Trace], register: Register | None) -> Iterator[Across]:
        """Yield one finding per row whose result another agency tells as well."""
        del register
        tellers: dict[int, list[tuple[int, int]]] = {mark: [] for mark in _repeated(traces)}
        for place, trace in enumerate(traces):
            for at, mark in enumerate(trace.marks):
                if mark in tellers:
                    tellers[mark].append((place, at))
        copied: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for rows in sorted(tellers.values()):
            alike = Alike(traces[place] for place, _ in rows)
            for place, at in rows if alike.agencies > 1 else ():
                others = list(islice(alike.others(traces[place]), 4))
                more = " …" if len(others) > 3 else ""
                copied[place].append((at, ", ".join(others[:3]) + more))
        for place, results in copied.items():
            quotes = traces[place].quotes
            for at, names in results:
                yield Across(traces[place].path, self._copied(quotes[at], names))

    def _copied(self, quote: Quote, names: str) -> Finding:
        return self.found(
            sheet=quote.sheet,
            cells=(quote.cell,),
            heading=quote.heading,
            row=quote.row,
            seen=quote.text,
            expected=names,
        )


def _repeated(traces: Sequence[Trace]) -> set[int]:
    """Give the marks that occur more than once; sorting takes the least memory."""
    marks = array("Q")
    for trace in traces:
        marks.frombytes(trace.results)
    return {one for one, other in pairwise(sorted(marks)) if one == other}

"""The check W107 identity-disagrees."""

from collections.abc import Iterator

from itaxl.checks.base import Case, WorkbookCheck
from itaxl.checks.forms import is_told, same_year
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class IdentityDisagrees(WorkbookCheck):
    """
    The places that say whose form this is, of which year and version, disagree.

    A form that was issued to one agency and filled by another would count for the wrong one.
    """

    code = "W107"
    name = "identity-disagrees"
    why = "แบบที่ออกให้หน่วยงานหนึ่งแล้วอีกหน่วยงานกรอก จะถูกนับผิดหน่วยงาน"
    severity = Severity.ERROR
    fact = Text(
        th="ข้อมูลระบุตัวของแบบรายงาน ({heading}) ไม่ตรงกัน: {seen}",
        en="the places that identify the form ({heading}) disagree: {seen}",
    )
    remedy = Text(
        th="ใช้แบบรายงานที่ออกให้หน่วยงานและปีนี้โดยตรง และไม่แก้ปี รหัส หรือรุ่นของแบบ",
        en=(
            "use the form issued for this agency and year, and leave its year, code and version "
            "as they are"
        ),
    )
    wrong = Text(
        th="แบบรายงานที่ออกให้ รหัส 001 แต่พิมพ์รหัสเป็น 002",
        en="a form issued to code 001 in which 002 was typed",
    )
    right = Text(
        th="แบบรายงานที่รหัสตรงกันทุกแห่ง",
        en="a form that names the same code everywhere",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per fact of identity that is told in two ways."""
        places = case.submission.layout.identity
        labels = {"year": "ปีงบประมาณ", "code": "รหัสหน่วยงาน", "version": "รุ่น"}
        fields = {"year": "fiscal_year", "code": "code"}
        for key, label in labels.items():
            told = [says[key] for says in places.values() if is_told(key, says.get(key, ""))]
            if len({same_year(key, value) for value in told}) > 1:
                entry = case.submission.agency.get(fields.get(key, ""))
                yield self.found(
                    sheet=entry.sheet if entry else "",
                    cells=(entry.cell.address,) if entry else (),
                    heading=entry.heading if entry else label,
                    seen=" ≠ ".join(dict.fromkeys(told)),
                )

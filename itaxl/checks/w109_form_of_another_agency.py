"""The check W109 form-of-another-agency."""

from collections.abc import Iterator

from itaxl.checks.agencies import code_key, same_name
from itaxl.checks.base import Case, WorkbookCheck, answered
from itaxl.findings import Finding, Severity
from itaxl.wording import Text


class FormOfAnotherAgency(WorkbookCheck):
    """
    The form was issued to one agency of the register and names another.

    A copy of a neighbour's form is the commonest way in which one agency counts twice.
    """

    code = "W109"
    name = "form-of-another-agency"
    why = "การใช้แบบของหน่วยงานข้างเคียงเป็นเหตุที่พบบ่อยที่สุดของการนับซ้ำ"
    severity = Severity.ERROR
    fact = Text(
        th="แบบรายงานออกให้ “{expected}” แต่ชื่อหน่วยงานในแบบคือ “{seen}”",
        en="the form was issued to “{expected}” but names “{seen}”",
    )
    remedy = Text(
        th="ใช้แบบรายงานที่ออกให้หน่วยงานของท่าน หรือแก้ชื่อหน่วยงานให้ถูกต้อง",
        en="use the form issued to your agency, or correct the name",
    )
    wrong = Text(
        th="แบบรายงานของตำบลข้างเคียงที่เปลี่ยนชื่อไฟล์",
        en="a neighbour's form under a new file name",
    )
    right = Text(
        th="แบบรายงานที่ชื่อและรหัสตรงกับทะเบียน",
        en="a form whose name and code agree with the register",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield the finding when the code of the form belongs to another name."""
        name = case.submission.agency.get("name")
        places = case.submission.layout.identity
        codes = {code_key(says.get("code", "")) for says in places.values()} - {""}
        if case.register is None or name is None or not answered(name):
            return
        for agency in case.register.agencies:
            if code_key(agency.code) in codes and not same_name(name.text, agency.name):
                yield self.at(name, expected=agency.name)

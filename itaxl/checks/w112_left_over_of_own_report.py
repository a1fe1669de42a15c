"""The check W112 left-over-of-own-report."""

from collections.abc import Iterator

from itaxl.cells import address
from itaxl.checks.base import Case, WorkbookCheck
from itaxl.findings import Finding, Severity
from itaxl.wording import Text

_ASKED = ("why_unknown", "why_extra", "why_other_table", "why_repeated", "why_person")


class LeftOverOfOwnReport(WorkbookCheck):
    """
    Pieces of the agency's own report were not understood when it was converted.

    They stand on a sheet of their own; a person decides whether a measure is among them.
    """

    code = "W112"
    name = "left-over-of-own-report"
    why = "ข้อความที่โปรแกรมไม่เข้าใจอาจมีมาตรการอยู่ จึงต้องมีคนอ่านก่อนทิ้ง"
    severity = Severity.CONFIRM
    fact = Text(
        th="มีข้อความจากรายงานเดิม {expected} แถวที่ยังไม่ได้อยู่ในแบบ: {seen}",
        en="{expected} rows of the agency's own report are not in the form: {seen}",
    )
    remedy = Text(
        th="อ่านแถวเหล่านี้ ย้ายส่วนที่เป็นคำตอบไปแผ่นงานของแบบ แล้วลบแผ่นงาน “{sheet}”",
        en="read them, move what is an answer to the sheets of the form, then delete “{sheet}”",
    )
    wrong = Text(
        th="แผ่นงาน “ส่วนที่ยังไม่เข้าแบบ” ที่ยังไม่มีใครอ่าน",
        en="a sheet ส่วนที่ยังไม่เข้าแบบ that nobody has read yet",
    )
    right = Text(
        th="ลบแผ่นงานนั้นแล้วหลังย้ายคำตอบครบ",
        en="the sheet deleted after its answers were moved",
    )

    def look(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per reason that asks for a person."""
        words = case.book.form.words
        sheet, found = words.get("left_sheet", ""), case.submission.extras
        reasons: dict[str, list[int]] = {words[key]: [] for key in _ASKED if key in words}
        for extra in found:
            if extra.sheet == sheet and extra.cell.raw in reasons:
                reasons[extra.cell.raw].append(extra.cell.row)
        for reason, rows in reasons.items():
            if rows:
                cells = tuple(address(row, 2) for row in rows)
                yield self.found(sheet, cells, seen=reason, expected=str(len(rows)))

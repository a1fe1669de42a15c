"""The check R121 answer-inside-method."""

import re
from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck, answered
from itaxl.findings import Finding, Severity
from itaxl.submission import Record
from itaxl.thai import MONTHS, SHORT_MONTHS
from itaxl.wording import Text

_MONTH = "|".join(re.escape(month) for month in (*MONTHS, *SHORT_MONTHS))
_WORD = "ผู้รับผิดชอบ"
_OWNER = rf"{_WORD}:?(?:สำนัก|กอง|งาน|ฝ่าย|หน่วย|ศูนย์)"
# Folded text: a day with its month and year, and the one responsible named right behind it.
_INSIDE = re.compile(rf"(?:\d{{1,2}})?(?:{_MONTH})\d{{2,4}}.{{0,40}}?{_OWNER}")


class AnswerInsideMethod(RowCheck):
    """
    A period and an owner stand inside the method, where a page break printed them.

    They belong to another row or another column; nothing is moved without being asked.
    """

    code = "R121"
    name = "answer-inside-method"
    why = "เมื่อแปลงจากเอกสารที่ถูกตัดหน้า ระยะเวลาและผู้รับผิดชอบของแถวอื่นอาจติดมาในช่องวิธีการ"
    severity = Severity.CONFIRM
    fact = Text(
        th="ในช่อง “{heading}” มีระยะเวลาและผู้รับผิดชอบปนอยู่ “{seen}”",
        en="a period and an owner stand inside “{heading}”: “{seen}”",
    )
    remedy = Text(
        th="ตรวจว่าเป็นของแถวนี้หรือแถวอื่น ย้ายไปช่องที่ถูกต้อง หรือให้เหตุผลในแถวนี้",
        en="see which row they belong to and move them there, or give a reason in the row",
    )
    wrong = Text(
        th="จัดทำทะเบียน ๑ ตุลาคม ๒๕๖๗ ผู้รับผิดชอบ งานพัสดุ",
        en="จัดทำทะเบียน ๑ ตุลาคม ๒๕๖๗ ผู้รับผิดชอบ งานพัสดุ",
    )
    right = Text(
        th="จัดทำทะเบียน โดยมีระยะเวลาและผู้รับผิดชอบอยู่ในช่องของตน",
        en="the method alone, period and owner in their own columns",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield the finding when both stand in the method."""
        method = record.entries.get("method")
        if method is None or not answered(method):
            return
        text = case.folded(record, "method")
        # Most methods name nobody; to search them for months takes long.
        if _WORD in text and (match := _INSIDE.search(text)):
            yield self.at(method, record, seen=match[0])

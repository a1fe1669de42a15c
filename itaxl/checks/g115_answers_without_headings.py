"""The words of G115 answers-without-headings."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersWithoutHeadings(SpokenCheck):
    """
    A file of answers has no heading that names a question.

    Without the codes nobody can tell which question an answer belongs to, so none is scored.
    """

    code = "G115"
    name = "answers-without-headings"
    why = "หากไม่มีรหัสข้อ จะไม่ทราบว่าคำตอบเป็นของข้อใด จึงยังไม่คำนวณ"
    severity = Severity.ERROR
    fact = Text(
        th="ไม่พบหัวคอลัมน์ที่เป็นรหัสข้อ",
        en="no heading names a question",
    )
    remedy = Text(
        th="ใส่รหัสข้อ (เช่น i1, e1) เป็นหัวคอลัมน์ในแถวแรก",
        en="put the codes (such as i1, e1) as headings in the first row",
    )
    wrong = Text(
        th="หัวคอลัมน์: คำตอบ 1, คำตอบ 2",
        en="headings: answer 1, answer 2",
    )
    right = Text(
        th="หัวคอลัมน์: i1, i2",
        en="headings: i1, i2",
    )

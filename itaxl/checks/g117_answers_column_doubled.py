"""The words of G117 answers-column-doubled."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersColumnDoubled(SpokenCheck):
    """
    A question has more than one column in a file of answers.

    Nobody can say which of them counts, so the question is not scored.
    """

    code = "G117"
    name = "answers-column-doubled"
    why = "ไม่ทราบว่าคอลัมน์ใดใช้ได้ จึงยังไม่คำนวณข้อนั้น"
    severity = Severity.ERROR
    fact = Text(
        th="ข้อคำถามหนึ่งมีมากกว่าหนึ่งคอลัมน์ (“{seen}”)",
        en="a question has more than one column (“{seen}”)",
    )
    remedy = Text(
        th="เหลือไว้เพียงคอลัมน์เดียว",
        en="leave one of them",
    )
    wrong = Text(
        th="i1, i1, i2",
        en="i1, i1, i2",
    )
    right = Text(
        th="i1, i2",
        en="i1, i2",
    )

"""The words of G120 respondent-doubled."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class RespondentDoubled(SpokenCheck):
    """
    One respondent stands in several rows of a file of answers.

    Equal rows count once; rows that differ do not count, because nobody can say which one does.
    """

    code = "G120"
    name = "respondent-doubled"
    why = "แถวที่ซ้ำทุกช่องนับครั้งเดียว แถวที่ต่างกันยังไม่นับ เพราะไม่ทราบว่าแถวใดใช้ได้"
    severity = Severity.CONFIRM
    fact = Text(
        th="ผู้ตอบคนเดียวกันอยู่ในแถว {seen}",
        en="the same respondent stands in rows {seen}",
    )
    remedy = Text(
        th="เหลือไว้เพียงแถวเดียว",
        en="leave one row",
    )
    wrong = Text(
        th="รหัสผู้ตอบ 7 สองแถว",
        en="respondent 7 in two rows",
    )
    right = Text(
        th="หนึ่งแถวต่อหนึ่งคน",
        en="one row per respondent",
    )

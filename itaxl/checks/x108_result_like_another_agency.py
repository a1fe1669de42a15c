"""The check X108 result-like-another-agency."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class ResultLikeAnotherAgency(SpokenCheck):
    """
    Results are nearly those of another agency.

    Only names, numbers or a few words differ. Agencies that share a form of words are no fault,
    so this asks for nothing; a result that is equal to the last word is asked about (X104).
    """

    code = "X108"
    name = "result-like-another-agency"
    why = "ผลที่ต่างกันเพียงชื่อหรือตัวเลขอาจคัดลอกมา ผู้ประสานงานควรอ่านเทียบกัน"
    severity = Severity.NOTE
    fact = Text(
        th="ผลการดำเนินการเกือบเหมือนกับของ {expected} ต่างกันเพียงชื่อ ตัวเลข หรือคำไม่กี่คำ",
        en="results are nearly those of {expected}, but for names, numbers or a few words",
    )
    remedy = Text(
        th="ไม่ต้องแก้หากเป็นผลของหน่วยงานเอง หากคัดลอกมาให้เขียนผลที่ทำจริง",
        en="nothing to mend where it is your own result; if it was copied, tell what was done",
    )
    wrong = Text(
        th="ผลของหน่วยงานข้างเคียงที่เปลี่ยนเพียงชื่อตำบลและจำนวน",
        en="a neighbour's result with another name and other numbers in it",
    )
    right = Text(
        th="ผลของหน่วยงานเอง เขียนด้วยคำของตนเอง",
        en="the agency's own result in its own words",
    )

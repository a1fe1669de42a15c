"""The words of G116 answers-column-not-used."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class AnswersColumnNotUsed(SpokenCheck):
    """
    A column of a file of answers names no question and was not used.

    Exports hold columns about the respondent; a question without its code looks the same.
    """

    code = "G116"
    name = "answers-column-not-used"
    why = "ไฟล์ส่งออกมักมีคอลัมน์ข้อมูลผู้ตอบ แต่ข้อคำถามที่ไม่มีรหัสก็ดูเหมือนกัน"
    severity = Severity.NOTE
    fact = Text(
        th="ไม่ได้ใช้คอลัมน์ “{seen}” เพราะไม่พบรหัสข้อ",
        en="the column “{seen}” was not used: it has no code",
    )
    remedy = Text(
        th="หากเป็นข้อคำถาม ให้เติมรหัสข้อ (เช่น i1) ไว้หน้าหัวคอลัมน์",
        en="if it is a question, put its code (such as i1) first",
    )
    wrong = Text(
        th="ปฏิบัติงานตามขั้นตอน",
        en="follows the steps",
    )
    right = Text(
        th="i1 ปฏิบัติงานตามขั้นตอน",
        en="i1 follows the steps",
    )

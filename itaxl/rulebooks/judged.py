"""
The rules that the workbook judges by itself: words that the form and the check of a code share.

Each rule is written once here: the check quotes it to whoever reads the findings, and the form
shows it on the sheet ตรวจสอบ and when a wrong value is typed. How a rule is counted is written
twice, as a check and as a formula, and a test holds the two to the same cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from itaxl.fields.common import folded
from itaxl.fields.context import Choice
from itaxl.fields.reading import Reading, Repair
from itaxl.fields.status import PHRASES
from itaxl.wording import Text

# Statuses, by value, under which no result is due yet.
NOTHING_DONE = frozenset({"not_started", "cancelled", "postponed"})


@dataclass(frozen=True, slots=True)
class Judged:
    """
    One rule: its code, its words, and whether breaking it keeps a workbook from being sent.

    ``rule`` names it on the sheet ตรวจสอบ; {heading} in it is the column it looks at. ``fact``
    has the slots of findings; ``remedy`` has none, so that it can be shown anywhere. ``leaves``
    says what of the rule the workbook cannot judge by itself, and why.
    """

    code: str
    rule: str
    fact: Text
    remedy: Text
    blocks: bool = True
    leaves: tuple[Text, ...] = ()


_FAR_ROWS = Text(
    th="แถวที่ 1,001 ของตารางมาตรการเป็นต้นไป เพราะสูตรที่ยาวกว่านี้ทำให้พิมพ์ช้า",
    en="rows of the measures beyond the first 1,000: longer formulas would make typing slow",
)
_NEAR_ROWS = Text(
    th="แถวที่ 301 ของตารางมาตรการเป็นต้นไป เพราะต้องเทียบทุกแถวกับทุกแถว",
    en="rows of the measures beyond the first 300: every row is compared with every other",
)
_FORMATS = Text(
    th=(
        "ตัวเลขที่แสดงเป็นร้อยละหรือวันที่ เมื่อโปรแกรมไม่บอกรูปแบบของช่อง เช่น Excel บนเว็บ "
        "เพราะสูตรเห็นเพียงตัวเลขที่เก็บไว้"
    ),
    en=(
        "numbers shown as percents or dates where the program does not tell the format of a cell, "
        "such as Excel for the web: a formula sees the stored number only"
    ),
)
_LIST_FORMATS = Text(
    th="ตัวเลขที่แสดงเป็นร้อยละหรือวันที่ในช่องของรายการ เพราะสูตรที่ดูทั้งตารางไม่เห็นรูปแบบของช่อง",
    en=(
        "numbers shown as percents or dates in a cell with a list: formulas over a whole table do "
        "not see how a cell is shown"
    ),
)
_PORTS = Text(
    th="หมายเลขพอร์ต และชื่อเว็บไซต์ของที่อยู่ตั้งแต่บรรทัดที่สองในช่องเดียวกัน เพราะสูตรแยกทีละบรรทัดไม่ได้",
    en=(
        "the number of a port, and the host of the second address and on in one cell: formulas "
        "cannot go line by line"
    ),
)
_CODES = Text(
    th=(
        "แถวที่ไม่เลือกประเด็นและพิมพ์รหัสข้อเป็นช่วงที่คร่อมประเด็นอื่นหรือย้อนลำดับ พิมพ์เลขโดยไม่มีตัวอักษร "
        "หรือตัวอักษรเพี้ยนจากการคัดลอก เพราะต้องอ่านทีละรหัส ซึ่งทำให้พิมพ์ช้า"
    ),
    en=(
        "rows without a theme whose codes are a range across other themes or a reversed one, "
        "numbers without their letter, or letters changed by copying: reading code by code would "
        "make typing slow"
    ),
)

_RULES = (
    Judged(
        "C101",
        "ช่อง “{heading}” ต้องกรอก แต่ยังว่างอยู่",
        Text(
            th="ช่อง “{heading}” ต้องกรอก แต่ยังว่างอยู่",
            en="“{heading}” must be filled in, but it is blank",
        ),
        Text(
            th="กรอกข้อมูลในช่องนี้ หรือพิมพ์ - หากไม่มีข้อมูล",
            en="fill the cell in, or type - if there is nothing to report",
        ),
        leaves=(_FAR_ROWS,),
    ),
    Judged(
        "C102",
        "ช่อง “{heading}” มีค่าที่ไม่อยู่ในตัวเลือก",
        Text(
            th="“{seen}” ไม่อยู่ในตัวเลือกของช่อง “{heading}” อาจเกิดจากการวางทับรายการ",
            en=(
                "“{seen}” is not among the choices of “{heading}”; the list may have been pasted "
                "over"
            ),
        ),
        Text(th="เลือกจากรายการในช่อง", en="choose from the list of the cell"),
        leaves=(_FAR_ROWS, _LIST_FORMATS),
    ),
    Judged(
        "C103",
        "ช่องที่มีเครื่องหมาย * ยังว่างอยู่",
        Text(
            th="“{heading}” ต้องกรอก แต่ยังว่างอยู่",
            en="“{heading}” must be filled in, but it is blank",
        ),
        Text(
            th="กรอกทุกช่องที่มีเครื่องหมาย *",
            en="fill in every line that is marked *",
        ),
    ),
    Judged(
        "C104",
        "คะแนนอยู่นอกช่วง 0–100",
        Text(th="คะแนน {seen} อยู่นอกช่วง 0–100", en="the score {seen} lies outside 0–100"),
        Text(
            th="กรอกคะแนนตั้งแต่ 0 ถึง 100 หรือเว้นว่างหากไม่ทราบ",
            en="give a score from 0 to 100, or leave it blank if it is not known",
        ),
    ),
    Judged(
        "C105",
        "คะแนนไม่ใช่ตัวเลข",
        Text(th="“{seen}” ไม่ใช่คะแนน", en="“{seen}” is not a score"),
        Text(
            th="กรอกเฉพาะตัวเลข 0–100 หรือเว้นว่างหากไม่ทราบ",
            en="type a number from 0 to 100 only, or leave it blank if it is not known",
        ),
        leaves=(_FORMATS,),
    ),
    Judged(
        "C106",
        "คะแนนอ่านได้สองทาง เช่น 0.85 หรือ 98,5",
        Text(
            th="คะแนน “{seen}” อ่านได้สองทาง น่าจะหมายถึง {suggestion}",
            en="the score “{seen}” can be read in two ways; {suggestion} is likelier",
        ),
        Text(
            th="พิมพ์คะแนนเต็มรูป เช่น 85 หรือ 98.50",
            en="type the score in full, such as 85 or 98.50",
        ),
        blocks=False,
        leaves=(_FORMATS,),
    ),
    Judged(
        "C107",
        "ช่องแสดงค่าผิดพลาด เช่น #REF!",
        Text(th="ช่องนี้แสดงค่าผิดพลาด {seen}", en="the cell shows the error value {seen}"),
        Text(
            th="พิมพ์ค่าที่ถูกต้องลงในช่องแทนสูตร หรือใช้สูตรเดิมของแบบรายงาน",
            en="type the right value in place of the formula, or restore the form's own formula",
        ),
        leaves=(_FAR_ROWS,),
    ),
    Judged(
        "C111",
        "ปีไม่ใช่ปี พ.ศ. สี่หลัก",
        Text(th="“{seen}” ไม่ใช่ปีงบประมาณ", en="“{seen}” is not a fiscal year"),
        Text(
            th="พิมพ์ปี พ.ศ. สี่หลัก เช่น 2567",
            en="type the Buddhist year in four digits, such as 2567",
        ),
        leaves=(_FORMATS,),
    ),
    Judged(
        "C112",
        "ช่อง “{heading}” ไม่ใช่ที่อยู่เว็บไซต์",
        Text(th="“{seen}” ไม่ใช่ที่อยู่เว็บไซต์", en="“{seen}” is not a web address"),
        Text(
            th="คัดลอกที่อยู่ทั้งหมดจากเบราว์เซอร์ ขึ้นต้นด้วย http:// หรือ https:// หากไม่มีให้พิมพ์ -",
            en=(
                "copy the whole address from the browser, beginning with http:// or https://, "
                "or type - if there is none"
            ),
        ),
        leaves=(_FAR_ROWS, _PORTS),
    ),
    Judged(
        "C113",
        "จำนวนคนไม่ใช่จำนวนเต็ม",
        Text(
            th="“{seen}” ในช่อง “{heading}” ไม่ใช่จำนวนเต็ม",
            en="“{seen}” in “{heading}” is not a whole number",
        ),
        Text(
            th="พิมพ์เฉพาะตัวเลขจำนวนเต็ม เช่น 120 หรือเว้นว่างหากไม่ทราบ",
            en="type a whole number only, such as 120, or leave it blank if it is not known",
        ),
        leaves=(_FORMATS,),
    ),
    Judged(
        "R103",
        "มีผลแล้ว แต่ยังไม่ได้เลือกสถานะ",
        Text(
            th="แถวนี้มีผลการดำเนินการหรือผลลัพธ์แล้ว แต่ยังไม่ได้เลือกสถานะ",
            en="the row tells a result or an outcome, but no status is chosen",
        ),
        Text(th="เลือกสถานะจากรายการ", en="choose a status from the list"),
        leaves=(_FAR_ROWS,),
    ),
    Judged(
        "R104",
        "เลือกสถานะแล้ว แต่ยังไม่ได้กรอกผลการดำเนินการ",
        Text(
            th="เลือกสถานะ “{expected}” แล้ว แต่ยังไม่ได้กรอกผลการดำเนินการ",
            en="the status is “{expected}”, but no result is told",
        ),
        Text(
            th="กรอกว่าได้ทำอะไรไปแล้ว เมื่อใด จำนวนเท่าใด",
            en="tell what was done, when and how much",
        ),
        leaves=(_FAR_ROWS,),
    ),
    Judged(
        "R106",
        "มาตรการซ้ำกันทุกประการมากกว่าหนึ่งแถว",
        Text(
            th="มาตรการเดียวกันและขั้นตอนเดียวกันอยู่ในหลายแถว ({cells})",
            en="the same measure with the same method stands in several rows ({cells})",
        ),
        Text(
            th="ลบแถวที่ซ้ำ แก้ให้ต่างกัน หรือให้เหตุผลในช่อง “เหตุผล” ของแถวนั้น",
            en="delete the copy, make the rows differ, or give a reason in the row",
        ),
        blocks=False,
        leaves=(_NEAR_ROWS,),
    ),
    Judged(
        "R118",
        "ลำดับเดียวกันใช้มากกว่าหนึ่งแถว",
        Text(
            th="ลำดับ “{seen}” ใช้มากกว่าหนึ่งแถว",
            en="the number “{seen}” is used in more than one row",
        ),
        Text(
            th="เรียงลำดับใหม่ให้ไม่ซ้ำกัน หากแยกตามประเด็นไม่ต้องแก้ไข",
            en=(
                "number the rows anew; if the numbers begin again in each theme, nothing needs "
                "mending"
            ),
        ),
        blocks=False,
        leaves=(_NEAR_ROWS,),
    ),
    Judged(
        "T101",
        "ประเด็นที่แผนยังไม่มีมาตรการ",
        Text(
            th="แผนยังไม่มีมาตรการในประเด็น {seen}",
            en="the plan has no measure under the themes {seen}",
        ),
        Text(
            th="เพิ่มมาตรการอย่างน้อยหนึ่งเรื่องต่อประเด็น หรือเลือกประเด็นในแถวที่ยังว่าง",
            en=(
                "add at least one measure to each theme, or choose the theme in rows where it is "
                "blank"
            ),
        ),
        leaves=(_FAR_ROWS, _CODES),
    ),
    Judged(
        "T102",
        "ยังไม่มีมาตรการ",
        Text(
            th="ยังไม่มีมาตรการในแผ่นงาน “{sheet}”",
            en="there is no measure on the sheet “{sheet}”",
        ),
        Text(th="กรอกมาตรการอย่างน้อยหนึ่งแถว", en="fill in at least one row"),
    ),
    Judged(
        "G104",
        "ตัวชี้วัดที่ยังไม่มีคะแนน",
        Text(th="ยังไม่มีคะแนนรวมและระดับ", en="there is no total and no level yet"),
        Text(
            th="กรอกคะแนนตัวชี้วัดให้ครบ หากไม่ทราบให้เว้นว่าง คะแนนรวมจะยังไม่คำนวณ",
            en="fill in every indicator score; what is not known stays blank, without a total",
        ),
        blocks=False,
    ),
    Judged(
        "G107",
        "คะแนนเฉลี่ยที่พิมพ์ไม่ตรงกับคะแนนแยกส่วน",
        Text(
            th="ตัวชี้วัดที่ {row} ค่าเฉลี่ยที่พิมพ์คือ {seen} แต่ส่วนที่ 1 และ 2 เฉลี่ยได้ {expected}",
            en="indicator {row}: the mean typed is {seen}, but its parts average to {expected}",
        ),
        Text(
            th="ตรวจคะแนนทั้งสามช่องกับผลที่ประกาศ หากทราบคะแนนแยกส่วนให้ลบค่าเฉลี่ย",
            en=(
                "compare the three cells with the published result; if the parts are known, clear "
                "the mean"
            ),
        ),
    ),
    Judged(
        "G110",
        "ผู้ตอบมากกว่าจำนวนผู้มีส่วนได้ส่วนเสีย",
        Text(
            th="“{heading}” คือ {seen} มากกว่าจำนวนผู้มีส่วนได้ส่วนเสีย {expected}",
            en="“{heading}” is {seen}, more than the {expected} people there are",
        ),
        Text(
            th="ตรวจจำนวนผู้มีส่วนได้ส่วนเสียและจำนวนผู้ตอบ แล้วแก้ให้ถูกต้อง",
            en="look at both numbers and correct the wrong one",
        ),
    ),
    Judged(
        "G111",
        "ผู้ตอบน้อยกว่าขั้นต่ำ จึงไม่มีคะแนนรวม",
        Text(
            th="ผู้ตอบ {row} {seen} คน น้อยกว่าขั้นต่ำ {expected} คน",
            en="{row} has {seen} answers, fewer than the {expected} needed",
        ),
        Text(
            th="ตรวจจำนวนผู้ตอบและจำนวนผู้มีส่วนได้ส่วนเสีย หากถูกต้องให้แจ้งผู้ประสานงาน",
            en="look at both numbers; if they are right, tell the coordinator",
        ),
        blocks=False,
    ),
)

JUDGED = {rule.code: rule for rule in _RULES}


def is_misspelt(text: str, reading: Reading[object], choices: Iterable[Choice]) -> bool:
    """Tell whether a status was read from a word that the form's own list does not know."""
    if Repair.NEAR_CHOICE not in reading.repairs:
        return False
    bare = folded(text)
    known = (word for each in choices for word in (each.text, *each.aliases, each.value))
    return bare not in PHRASES and all(folded(word) != bare for word in known)

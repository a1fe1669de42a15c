"""
Draw N realistic filled workbooks into a folder: 8–60 measures, Thai text of 20–600 characters.

    python benchmarks/generate.py 142 FOLDER

The same N always gives the same workbooks. The first thousand are drawn; each further one is an
earlier one with the words of its prose exchanged and an agency of its own, which takes a tenth of
the time (its scores are those of the earlier one).
"""

import random
import re
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

from itaxl.excel.drawing import draw
from itaxl.plans import Value
from itaxl.rulebooks.loading import load
from itaxl.rulebooks.model import RuleBook
from itaxl.template import Fill, standard

YEAR = 2567
DRAWN = 1000  # workbooks that are drawn; further ones are made from these
WORDS = [
    "จัดทำ", "ทบทวน", "เผยแพร่", "ตรวจสอบ", "ติดตาม", "รายงาน", "ประชุม", "ชี้แจง",
    "บุคลากร", "ประชาชน", "หน่วยงาน", "เว็บไซต์", "งบประมาณ", "แผน", "โครงการ", "กิจกรรม",
    "ขั้นตอน", "ระยะเวลา", "ผู้บริหาร", "คู่มือ", "บริการ", "ข้อมูล", "ข่าวสาร", "ทรัพย์สิน",
    "พัสดุ", "จัดซื้อ", "จัดจ้าง", "ความเสี่ยง", "การทุจริต", "จริยธรรม", "โปร่งใส", "มีส่วนร่วม",
    "ร้องเรียน", "ประเมินผล", "ปรับปรุง", "อย่างต่อเนื่อง",
]  # fmt: skip
PERIODS = (
    "ต.ค. 2567 - ก.ย. 2568", "๑ ตุลาคม ๒๕๖๗ - ๓๐ กันยายน ๒๕๖๘", "ธันวาคม 2567", "ม.ค. 68 - มิ.ย. 68",
    "1 พ.ย. 2567 - 31 ส.ค. 2568",
)  # fmt: skip
OWNERS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "ทุกส่วนราชการ", "กองการศึกษา, กองคลัง", "งานนิติการ")


def prose(chance: random.Random, shortest: int, longest: int) -> str:
    """Thai text of about a wanted length, with a number in it so that no two are alike."""
    wanted = chance.randint(shortest, longest)
    text = str(chance.randint(1, 9999))
    while len(text) < wanted:
        text += chance.choice(WORDS) + ("" if chance.random() < 0.7 else " ")
    return text


def filled(number: int, book: RuleBook) -> Fill:
    """What one invented agency fills in."""
    chance = random.Random(number)
    themes = [choice.text for choice in book.choices("themes")]
    statuses = [choice.text for choice in book.choices("statuses")]
    records = [
        {
            "no": str(row),
            "theme": themes[(row - 1) % len(themes)],
            "codes": chance.choice(book.items).code,
            "measure": prose(chance, 20, 120),
            "method": prose(chance, 60, 600),
            "period": chance.choice(PERIODS),
            "owner": chance.choice(OWNERS),
            "status": chance.choice(statuses),
            "result": prose(chance, 40, 400),
            "outcome": prose(chance, 40, 300),
            "suggestion": "-" if chance.random() < 0.5 else prose(chance, 20, 120),
        }
        for row in range(1, chance.randint(8, 60) + 1)
    ]
    scores = {i.code: Decimal(chance.randint(6000, 10000)) / 100 for i in book.indicators}
    agency: dict[str, Value] = {
        "fiscal_year": YEAR,
        "results_year": YEAR,
        "plan_year": YEAR + 1,
        "round": "๑๒ เดือน",
        "province": "ตัวอย่าง",
        "district": f"อำเภอที่ {number % 18 + 1}",
        "type": "องค์การบริหารส่วนตำบล",
        "name": f"องค์การบริหารส่วนตำบลตัวอย่าง {number}",
        "code": f"A{number:05d}",
        "reporter": "นักวิเคราะห์นโยบายและแผน",
        "report_date": "5 ตุลาคม 2568",
    }
    return Fill(agency=agency, scores=scores, records=records)


def reworded(number: int, base: int, folder: Path) -> None:
    """Write workbook ``number`` as ``base`` with other words in its prose, of another agency."""
    chance = random.Random(number)
    other = dict(zip(WORDS, chance.sample(WORDS, len(WORDS)), strict=True))

    def prose_of(found: re.Match[str]) -> str:
        words = _WORD.sub(lambda word: other[word[0]], found[2])
        return f"{found[1]}{chance.randint(1, 9999)}{words}</t>"

    with (
        zipfile.ZipFile(folder / f"A{base:05d}.xlsx") as source,
        zipfile.ZipFile(folder / f"A{number:05d}.xlsx", "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            data = source.read(part)
            if part.filename in ("xl/sharedStrings.xml", "docProps/custom.xml"):
                text = data.decode().replace(f"A{base:05d}", f"A{number:05d}")
                text = text.replace(f"ตัวอย่าง {base}<", f"ตัวอย่าง {number}<")
                data = _PROSE.sub(prose_of, text).encode()
            target.writestr(part, data)


_WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_PROSE = re.compile(rf"(<t[^>]*>)\d{{1,4}}((?:{_WORD.pattern}| )+)</t>")


def generate(count: int, folder: Path) -> None:
    """Write the workbooks that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    book = load(YEAR)
    for number in range(1, count + 1):
        path = folder / f"A{number:05d}.xlsx"
        if path.exists():
            continue
        if number <= DRAWN:
            draw(standard(book, filled(number, book)), path)
        else:
            reworded(number, (number - 1) % DRAWN + 1, folder)


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))

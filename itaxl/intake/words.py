"""Words that mark rows which are no measures: dashes, totals, signatures, examples, notes."""

import re

from itaxl.thai import clean, fold

# Separator rows: hyphens, dashes, underscores, dots, stars, equals signs and nothing else.
_DASHES = re.compile(r"[-‐-―_=*.·…~|+\s]+")
_ONLY_NUMBER = re.compile(r"[(\[]?\d{1,4}[)\].:]{0,2}")
_TOTAL = re.compile(r"(?:รวม|ผลรวม|ยอดรวม)(?:ทั้งสิ้น|ทั้งหมด|ทั้งปี|จำนวน|\d|:|$)")
_SIGNATURE = re.compile(
    r"^(?:\(?ลงชื่อ|\(?ลงนาม)"
    r"|(?:\.{3,}|…+|_{3,})\)?(?:ผู้(?:รายงาน|อนุมัติ|จัดทำ|ตรวจสอบ|เห็นชอบ|รับรอง|รับผิดชอบ)|$)"
    r"|^\((?:\.{3,}|…+|_{3,})\)?$"
)
_SIGNED = re.compile(r"^(?:\(.+\)$|ตำแหน่ง|วันที่|ผู้(?:รายงาน|อนุมัติ|จัดทำ|ตรวจสอบ|เห็นชอบ|รับรอง)$)")
_EXAMPLE = re.compile(r"^[(\[]?(?:ตัวอย่าง|เช่น)")
_NOTE = re.compile(r"^\*{0,3}(?:หมายเหตุ|คำอธิบาย|ที่มา)[:.]?")
_THEME_LEAD = re.compile(r"^(?:ประเด็น|หัวข้อ|ด้าน)?(?:ที่)?[(\[]?(\d{1,2})[)\].:]*")


def is_dashes(text: str) -> bool:
    """Tell whether a text is a separator: dashes, dots or stars and nothing else."""
    return _DASHES.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Tell whether a text is a bare number as rows are counted by: 3, ๓., (3)."""
    return _ONLY_NUMBER.fullmatch(fold(text)) is not None


def is_total(text: str) -> bool:
    """Tell whether a text opens a row of totals."""
    return _TOTAL.match(fold(text)) is not None


def is_signature(text: str) -> bool:
    """Tell whether a text belongs to a line to sign on."""
    return len(text) < 200 and _SIGNATURE.search(fold(text)) is not None


def is_signed(text: str) -> bool:
    """Tell whether a text may follow a line to sign on: (name), position, date."""
    return len(text) < 120 and _SIGNED.search(fold(text)) is not None


def is_example(text: str) -> bool:
    """Tell whether a text says of itself that it is an example."""
    return _EXAMPLE.match(fold(text)) is not None


def is_note(text: str) -> bool:
    """Tell whether a text is a note to the table."""
    return _NOTE.match(fold(text)) is not None


def theme_lead(text: str) -> tuple[int | None, str]:
    """Split "ประเด็นที่ ๓ …" into its number and the folded rest; None when there is no number."""
    folded = fold(clean(text))
    if match := _THEME_LEAD.match(folded):
        return int(match[1]), folded[match.end() :]
    return None, folded.removeprefix("ประเด็น").removeprefix("หัวข้อ").lstrip(":")

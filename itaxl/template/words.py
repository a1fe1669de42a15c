"""Words of the drawn form that a rule book need not repeat; its own words win."""

from itaxl.rulebooks.model import RuleBook

_WORDS = {
    "edition": "แบบรายงาน ITA ปีงบประมาณ {year} รุ่น {version}",
    "hint": "คำแนะนำ",
    "list_title": "เลือกจากรายการ",
    "score_title": "คะแนน 0–100",
    "year_title": "ปี พ.ศ. 4 หลัก",
    "integer_title": "จำนวนเต็ม",
    "url_title": "ที่อยู่เว็บไซต์",
    "heading_error": "หัวตารางใช้สำหรับอ่านข้อมูลกลับ กรุณาอย่าแก้ไข",
    "heading_title": "หัวตาราง",
    "too_few": "ผู้ตอบน้อยกว่าขั้นต่ำ จึงไม่มีคะแนนรวมและระดับ",
    "item": "ข้อมูล",
    "value": "กรอกที่นี่",
    "required_mark": "*",
    "required_note": "* ต้องกรอก",
    "report_mark": "**",
    "report_note": "* ต้องกรอก · ** ต้องกรอกเมื่อรายงานผล",
    "no_levels": "ยังไม่ทราบเกณฑ์ระดับของปีนี้",
    "no_weights": "ยังไม่ทราบน้ำหนักของปีนี้",
    "lacks": "ขาด",
    "what_if": "หากปรับ",
    "score": "คะแนน",
    "swatch": "ตัวอย่างสี",
    "example": "ตัวอย่างที่ {number}",
    "level_name": "ระดับ",
    "contact": "ผู้ประสานงาน",
    "sheet": "แผ่นงาน",
    "selfcheck_note": "ส่งไฟล์ได้เมื่อรายการที่ต้องแก้เป็น 0 ทุกบรรทัด ระบบจะตรวจละเอียดอีกครั้งเมื่อรับไฟล์",
    "selfcheck_note_once": "{once} และรายการที่ต้องแก้ในหน้านี้เป็น 0 ทุกบรรทัด",
    "check_confirm": "ควรตรวจ (ไม่ขัดขวางการส่ง)",
    "check_code": "รหัส",
}


def say(book: RuleBook, key: str, **slots: object) -> str:
    """Give a word of the form; braces in it are slots."""
    text = book.form.words.get(key) or _WORDS[key]
    return text.format(**slots) if slots else text


def edition(book: RuleBook) -> str:
    """Give the visible line that says which form of which year and version this is."""
    return say(book, "edition", year=book.fiscal_year, version=book.version)

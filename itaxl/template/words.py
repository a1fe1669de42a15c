"""Words of the drawn form that a rule book need not repeat; its own words win."""

from itaxl.rulebooks.model import RuleBook

_WORDS = {
    "edition": "แบบรายงาน ITA ปีงบประมาณ {year} รุ่น {version}",
    "hint": "คำแนะนำ",
    "list_error": "ไม่อยู่ในตัวเลือก กรุณาเลือกจากรายการ",
    "list_title": "เลือกจากรายการ",
    "score_error": "กรอกตัวเลข 0–100 หากไม่ทราบให้เว้นว่าง",
    "score_title": "คะแนน 0–100",
    "year_error": "กรอกปี พ.ศ. 4 หลัก เช่น {year}",
    "year_title": "ปี พ.ศ. 4 หลัก",
    "integer_error": "กรอกจำนวนเต็มตั้งแต่ 0 ขึ้นไป",
    "integer_title": "จำนวนเต็ม",
    "url_error": "ขึ้นต้นด้วย http:// หรือ https:// หากไม่มีให้พิมพ์ -",
    "url_title": "ที่อยู่เว็บไซต์",
    "heading_error": "หัวตารางใช้สำหรับอ่านข้อมูลกลับ กรุณาอย่าแก้ไข",
    "heading_title": "หัวตาราง",
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
    "blank_agency": "ช่องที่ต้องกรอกแต่ยังว่าง",
    "blank_agency_how": "กรอกทุกช่องที่มีเครื่องหมาย *",
    "list_agency": "ค่าที่ไม่อยู่ในรายการ",
    "list_how": "เลือกจากรายการในช่อง",
    "years_agency": "ปีที่ไม่ใช่ พ.ศ. 4 หลัก",
    "numbers_agency": "จำนวนคนที่ไม่ใช่จำนวนเต็ม",
    "missing_scores": "ตัวชี้วัดที่ยังไม่มีคะแนน",
    "missing_scores_how": "กรอกคะแนนตัวชี้วัด หรือคะแนนรายข้อให้ครบ",
    "broken_scores": "คะแนนที่ไม่ใช่ตัวเลข 0–100",
    "no_measures": "ยังไม่มีมาตรการ",
    "no_measures_how": "กรอกมาตรการอย่างน้อยหนึ่งแถว",
    "blank_column": "“{heading}” ยังว่าง",
    "blank_column_how": "กรอกทุกแถวที่มีมาตรการ หากไม่มีข้อมูลให้พิมพ์ -",
    "list_column": "“{heading}” ไม่อยู่ในรายการ",
    "first_cell": "ช่องแรกที่พบ",
    "selfcheck_note": "ส่งไฟล์ได้เมื่อทุกรายการเป็น 0 ระบบจะตรวจละเอียดอีกครั้งเมื่อรับไฟล์",
}


def say(book: RuleBook, key: str, **slots: object) -> str:
    """Give a word of the form; braces in it are slots."""
    text = book.form.words.get(key) or _WORDS[key]
    return text.format(**slots) if slots else text


def edition(book: RuleBook) -> str:
    """Give the visible line that says which form of which year and version this is."""
    return say(book, "edition", year=book.fiscal_year, version=book.version)

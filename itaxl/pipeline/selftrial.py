"""Our own form, filled and then damaged: what ``itaxl doctor --template`` tries."""

import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from itaxl import intake
from itaxl.excel import damage, reading
from itaxl.excel.drawing import draw
from itaxl.plans import Value
from itaxl.rulebooks.model import AgencyField, Column, RuleBook
from itaxl.submission import Entry, Submission
from itaxl.template import Fill, standard
from itaxl.wording import Text

Answers = dict[str, str]  # by place: sheet, row and key of the field; what was read there
Save = Callable[[bytes], bytes | None]
ROWS = 7


def trials(book: RuleBook, elsewhere: Save) -> Iterator[tuple[Answers, Text, bytes]]:
    """Yield the answers of a filled form, the name of a damage, and the damaged form."""
    data = _drawn(book)
    submission = intake.read_submission(reading.read_bytes(data), {book.fiscal_year: book})
    whole = answers(submission)
    for name, damaged in _damaged(data, submission, elsewhere):
        yield whole, name, damaged


def _drawn(book: RuleBook) -> bytes:
    with tempfile.TemporaryDirectory(prefix="itaxl-") as folder:
        path = Path(folder, "form.xlsx")
        draw(standard(book, filled(book)), path)
        return path.read_bytes()


def filled(book: RuleBook) -> Fill:
    """Fill every line, score and column of the form with something that can be read."""
    agency: dict[str, Value] = {}
    for field in book.form.agency:
        agency[field.key] = _example(field, book, 1)
    year = book.fiscal_year
    agency |= {"fiscal_year": year, "results_year": year, "plan_year": year + 1}
    scores = {
        indicator.code: Decimal(8000 + 137 * place) / 100
        for place, indicator in enumerate(book.indicators, start=1)
    }
    records = [
        {column.key: _example(column, book, row) for column in book.form.columns}
        for row in range(1, ROWS + 1)
    ]
    return Fill(agency=agency, scores=scores, records=records)


def _example(asked: Column | AgencyField, book: RuleBook, row: int) -> Value:
    """Make up one answer of a kind; those of different rows differ."""
    if asked.list and (choices := book.choices(asked.list)):
        return choices[row % len(choices)].text
    year = book.fiscal_year
    codes = [item.code for item in book.items] or [one.code for one in book.indicators]
    examples: dict[str, Value] = {
        "year": year,
        "integer": 100 + row,
        "date": f"{row} ตุลาคม {year + 1}",
        "phone": f"0 2000 {row:04d}",
        "url": f"https://example.go.th/{row}",
        "period": f"ตุลาคม {year} - กันยายน {year + 1}",
        "codes": codes[row % len(codes)],
        "owners": "กองคลัง",
    }
    if asked.key == "no":
        return str(row)
    words = ("เผยแพร่", "ทบทวน", "ติดตาม", "ชี้แจง", "ประชุม", "ตรวจสอบ", "ปรับปรุง", "จัดทำ")
    heading = asked.heading if isinstance(asked, Column) else asked.label
    return examples.get(asked.kind, f"{words[row % len(words)]}ตามตัวอย่าง “{heading}” นี้")


def answers(submission: Submission) -> Answers:
    """Give what was read, by place; rows by the number written in them, so that order is free."""
    found = {f"agency {key}": _said(entry) for key, entry in submission.agency.items()}
    found |= {f"scores {key}": _said(entry) for key, entry in submission.scores.items()}
    found |= {f"items {key}": _said(entry) for key, entry in submission.items.items()}
    for record in submission.records:
        found |= {
            f"measures {record.key} {key}": _said(entry) for key, entry in record.entries.items()
        }
    return {place: text for place, text in found.items() if text}


def _said(entry: Entry) -> str:
    if entry.is_blank:
        return ""
    return entry.text if entry.value is None else str(entry.value)


def _damaged(data: bytes, submission: Submission, elsewhere: Save) -> Iterator[tuple[Text, bytes]]:
    sheet = submission.layout.sheets["measures"]
    scores = submission.layout.sheets["scores"]
    first, last = submission.records[0].row, submission.records[-1].row
    owner = submission.layout.heading("owner", sheet)
    assert owner is not None
    yield Text("ไม่ได้ทำอะไร", "untouched"), data
    yield (
        Text("บันทึกด้วยโปรแกรมอื่นที่ไม่เก็บผลของสูตร", "saved by a program that keeps no results"),
        damage.saved_elsewhere(data),
    )
    if (saved := elsewhere(data)) is not None:
        yield Text("บันทึกด้วย LibreOffice", "saved by LibreOffice"), saved
    yield Text("วางทับรายการเลือก", "pasted over lists and rules"), damage.pasted_over(data)
    yield (
        Text("แทรกแถวบนสุดของมาตรการ", "rows inserted above the measures"),
        damage.pushed_down(data, sheet, 3),
    )
    yield (
        Text("แทรกแถวบนสุดของคะแนน", "rows inserted above the scores"),
        damage.pushed_down(data, scores, 2),
    )
    yield (
        Text("แทรกคอลัมน์ซ้ายสุดของมาตรการ", "column inserted left of the measures"),
        damage.pushed_right(data, sheet),
    )
    yield (
        Text("ย้ายคอลัมน์ผู้รับผิดชอบไปท้ายตาราง", "column moved behind the last one"),
        damage.moved_column(data, sheet, owner.column),
    )
    yield (
        Text("เรียงลำดับมาตรการใหม่", "measures sorted backwards"),
        damage.sorted_backwards(data, sheet, first, last),
    )
    yield Text("เปลี่ยนชื่อทุกแผ่นงาน", "all sheets renamed"), damage.renamed_sheets(data)
    yield (
        Text("ลบชื่อช่วงและคุณสมบัติ", "names and properties stripped"),
        damage.stripped(data),
    )
    yield (
        Text("ลบชื่อช่วง และเปลี่ยนชื่อทุกแผ่นงาน", "names stripped and sheets renamed"),
        damage.renamed_sheets(damage.stripped(data)),
    )
    everything = damage.pushed_down(damage.pasted_over(damage.stripped(data)), sheet, 3)
    yield Text("หลายอย่างพร้อมกัน", "several of these at once"), damage.pushed_right(everything, sheet)

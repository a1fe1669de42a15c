"""Cells of every kind, and the edges of numbers, years, dates, choices, addresses, telephones."""

import datetime as dt
import pickle
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

import pytest

from itaxl.cells import Cell, Kind
from itaxl.fields import (
    FIELDS,
    Context,
    choice,
    date,
    number,
    phone,
    score,
    status,
    text,
    url,
    year,
)
from itaxl.fields.item_code import Code
from itaxl.fields.nearest import nearest
from itaxl.fields.period import read as read_period
from itaxl.fields.reading import Repair, State
from itaxl.rulebooks import model


@dataclass(frozen=True)
class Pick:
    value: str
    text: str
    aliases: tuple[str, ...] = ()


STATUSES = (
    Pick("done", "ดำเนินการแล้วเสร็จ", ("แล้วเสร็จ",)),
    Pick("done_late", "แล้วเสร็จล่าช้า"),
    Pick("in_progress", "อยู่ระหว่างดำเนินการ", ("กำลังดำเนินการ",)),
    Pick("partial", "ดำเนินการบางส่วน"),
    Pick("not_started", "ยังไม่ได้ดำเนินการ", ("ไม่ได้ดำเนินการ",)),
)
CONTEXT = Context(choices=STATUSES, fiscal_year=2568, code_ranges={"i": 15, "e": 9, "o": 35})


def cell(kind: Kind, raw: str = "", number_format: str = "") -> Cell:
    return Cell(1, 1, kind, raw, number_format=number_format)


def test_every_kind_of_the_rule_book_has_a_reader() -> None:
    assert set(FIELDS) == set(get_args(model.Kind))


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_every_reader_names_cells_without_a_value(kind: str) -> None:
    read = FIELDS[kind]

    assert read(cell(Kind.BLANK), CONTEXT).state is State.BLANK
    assert read(cell(Kind.TEXT, " \u00a0\n"), CONTEXT).state is State.BLANK
    assert read(cell(Kind.TEXT, "-"), CONTEXT).state is State.NONE
    for raw, unread, why in [("#REF!", Kind.ERROR, "error-value"), ("", Kind.PENDING, "no-result")]:
        reading = read(cell(unread, raw), CONTEXT)
        assert (reading.state, reading.why, reading.value) == (State.DECLINED, why, None)


@pytest.mark.parametrize("kind", sorted(set(FIELDS) - {"text"}))
def test_true_and_false_are_no_value(kind: str) -> None:
    assert FIELDS[kind](cell(Kind.BOOLEAN, "TRUE"), CONTEXT).value is None


@pytest.mark.parametrize("kind", sorted(FIELDS))
@pytest.mark.parametrize("raw", ["", "nan", "inf", "1e400", "x", "1E5"])
@pytest.mark.parametrize("stored", [Kind.NUMBER, Kind.PERCENT, Kind.DATE])
def test_broken_stored_values_never_raise(kind: str, raw: str, stored: Kind) -> None:
    FIELDS[kind](cell(stored, raw), CONTEXT)


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("๙๘.๘๙", "98.89"), ("85", "85"), ("100", "100"), ("0", "0"), ("85 คะแนน", "85"),
        ("85%", "85"), ("ร้อยละ ๘๕.๕", "85.5"), ("0.85%", "0.85"), ("９５", "95"),
    ],
)  # fmt: skip
def test_scores_in_text_are_read_exactly(written: str, points: str) -> None:
    reading = score.read_text(written)

    assert reading.value == Decimal(points)
    assert Repair.TEXT_NUMBER in reading.repairs


@pytest.mark.parametrize(
    ("written", "state", "offered", "why"),
    [
        ("98,89", State.DOUBTFUL, Decimal("98.89"), "decimal-comma"),
        ("0.85", State.DOUBTFUL, Decimal("85"), "fraction"),
        ("1", State.DOUBTFUL, Decimal("100"), "fraction"),
        ("9 8.5", State.DOUBTFUL, Decimal("98.5"), "spaces-in-number"),
        ("1,234", State.DECLINED, None, "out-of-range"),
        ("100.01", State.DECLINED, None, "out-of-range"),
        ("-3", State.DECLINED, None, "negative"),
        ("nan", State.DECLINED, None, "not-a-number"),
        ("inf", State.DECLINED, None, "not-a-number"),
        ("1e5", State.DECLINED, None, "not-a-number"),
        ("85/100", State.DECLINED, None, "not-a-number"),
        ("85.5 86", State.DECLINED, None, "two-numbers"),
        ("ผ่าน", State.DECLINED, None, "not-a-number"),
    ],
)
def test_scores_that_are_not_plain_are_not_guessed(
    written: str, state: State, offered: Decimal | None, why: str
) -> None:
    reading = score.read_text(written)

    assert (reading.value, reading.state) == (None, state)
    assert (reading.offered, reading.why) == (offered, why)


def test_a_percent_cell_is_read_times_a_hundred_and_a_bare_fraction_is_doubted() -> None:
    percent = score.read(cell(Kind.PERCENT, "0.85"))
    plain = score.read(cell(Kind.NUMBER, "0.85"))
    noisy = score.read(cell(Kind.NUMBER, "98.890000000000001"))

    assert (percent.value, percent.repairs) == (Decimal("85"), (Repair.PERCENT,))
    assert (plain.value, plain.offered) == (None, Decimal("85"))
    assert (noisy.value, noisy.repairs) == (Decimal("98.89"), ())
    assert score.read(cell(Kind.NUMBER, "0")).value == 0
    assert score.read(cell(Kind.DATE, "2024-10-01")).why == "date"


@pytest.mark.parametrize(
    ("written", "count"),
    [("1,234 คน", 1234), ("๑๒๐", 120), ("0", 0), ("1.5", None), ("-1", None), ("1,23", None)],
)
def test_counts_are_whole(written: str, count: int | None) -> None:
    assert number.read_integer_text(written).value == count


@pytest.mark.parametrize(
    ("written", "value", "offered"),
    [
        ("2567", 2567, None), ("๒๕๖๗", 2567, None), ("ปีงบประมาณ พ.ศ. ๒๕๖๗", 2567, None),
        ("2024", 2567, None), ("67", None, 2567), ("24", None, 2567), ("3000", None, None),
        ("2567-2568", None, None),
    ],
)  # fmt: skip
def test_years_are_buddhist(written: str, value: int | None, offered: int | None) -> None:
    reading = year.read_text(written)

    assert (reading.value, reading.offered) == (value, offered)


@pytest.mark.parametrize(
    ("stored", "value", "offered", "why"),
    [
        ("2024-10-01", dt.date(2024, 10, 1), None, ""),
        ("2567-10-01", dt.date(2024, 10, 1), None, ""),
        ("1967-10-01", None, dt.date(2024, 10, 1), "gregorian-1967"),
        ("2568-02-29", None, None, "no-such-day"),
        ("1900-01-05", None, None, "out-of-range"),
        ("2110-10-01", None, None, "out-of-range"),
    ],
)
def test_date_cells_know_the_buddhist_traps(
    stored: str, value: dt.date | None, offered: dt.date | None, why: str
) -> None:
    reading = date.read(cell(Kind.DATE, stored))
    span = read_period(cell(Kind.DATE, stored), CONTEXT)

    assert (reading.value, reading.offered, reading.why) == (value, offered, why)
    assert (span.value.start if span.value else None) == value
    assert (span.offered.end if span.offered else None) == offered
    assert (Repair.BUDDHIST_DATE in reading.repairs) == stored.startswith("2567")


def test_a_date_cell_that_shows_no_day_is_a_month() -> None:
    reading = read_period(cell(Kind.DATE, "2024-10-01", "[$-107041E]mmm yy"))

    assert reading.value is not None
    assert (reading.value.start, reading.value.end) == (dt.date(2024, 10, 1), dt.date(2024, 10, 31))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("๑ ตุลาคม ๒๕๖๗", dt.date(2024, 10, 1)), ("วันที่ 20 เมษายน  ๒๕๖5", dt.date(2022, 4, 20)),
        ("1/10/2567", dt.date(2024, 10, 1)), ("29/2/2567", dt.date(2024, 2, 29)),
        ("29/2/2568", None), ("ตุลาคม 2567", None), ("1 ต.ค.", None), ("1/10/24", None),
        ("1 ต.ค. 67 - 2 ต.ค. 67", None),
    ],
)  # fmt: skip
def test_a_day_is_read_only_when_it_is_whole(written: str, value: dt.date | None) -> None:
    assert date.read_text(written).value == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("ดำเนินการ\n แล้ว เสร็จ", "done"), ("แล้วเสร็จ", "done"), ("done", "done"),
        ("ดำเนินการแล้วเสร็", "done"), ("ดำเนินการบางสวน", "partial"), ("เสร็จแล้ว", "done"),
        ("กำลังดำเนินการ", "in_progress"), ("ยังไม่ดำเนินการ", "not_started"),
        ("ดำเนินการ", None), ("ไม่แล้วเสร็จ", None), ("ยังไม่แล้วเสร็จ", None), ("ผ่าน", None),
        ("แล้วเสร็จล่าช้า", "done_late"), ("ดำเนินการแล้วเสร็จ 100%", None),
    ],
)  # fmt: skip
def test_a_status_is_taken_only_when_it_is_safe(written: str, value: str | None) -> None:
    assert status.read(cell(Kind.TEXT, written), CONTEXT).value == value


def test_other_words_for_a_status_are_offered_not_taken() -> None:
    reading = status.read_text("ดำเนินการแล้วเสร็จ 100%", STATUSES)

    assert (reading.state, reading.offered) == (State.DECLINED, "done")
    assert status.read_text("ดำเนินการ", STATUSES).offered is None


def test_a_choice_is_never_taken_by_likeness() -> None:
    types = (Pick("sao", "องค์การบริหารส่วนตำบล", ("อบต.",)), Pick("town", "เทศบาลเมือง"))

    assert choice.read_text("องค์การบริหาร ส่วนตำบล", types).value == "sao"
    assert choice.read_text("อบต.", types).value == "sao"
    near = choice.read_text("องค์การบริการส่วนตำบล", types)
    assert (near.value, near.state, near.offered) == (None, State.DOUBTFUL, "sao")
    assert choice.read_text("โรงเรียน", types).state is State.DECLINED


def test_likeness_suggests_only_what_stands_out() -> None:
    assert nearest("ระยะเวลาดำเนินกา", ["ระยะเวลาดำเนินการ", "ผู้รับผิดชอบ"]) == "ระยะเวลาดำเนินการ"
    assert nearest("ผลการดำเนินการ 3", ["ผลการดำเนินการ 1", "ผลการดำเนินการ 2"]) is None
    assert nearest("ก", ["ผู้รับผิดชอบ"]) is None


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("https://www.example.go.th/a?b=1#c", True), ("http://example.go.th:8080/", True),
        ("https://ตัวอย่าง.ไทย/ข้อมูล", True), ("https://a.go.th/1\nhttps://a.go.th/2", True),
        ("javascript:alert(1)", False), ("file:///c:/a", False), ("https://", False),
        ("https://a b.go.th", False), ("https://example.go.th/a b", False),
        ("www.example.go.th", False),
        ("https://user:pw@example.go.th", False), ("http://[", False), ("เว็บไซต์หน่วยงาน", False),
        ("https://example.go.th:99999/", False),
    ],
)  # fmt: skip
def test_only_sound_web_addresses_are_read(written: str, sound: bool) -> None:
    assert (url.read_text(written).state is State.READ) == sound


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("๐ ๓๕๐๐ ๐๐๐๐", "035000000"), ("0-3500-0000", "035000000"),
        ("02 000 0000 ต่อ 12", "020000000x12"),
        ("081-000-0000, 02-000-0000", "0810000000, 020000000"),
        ("+66 81 000 0000", "0810000000"), ("0-3500-0000-5", "035000000"), ("1567", "1567"),
        ("12345", None), ("โทรศัพท์", None),
    ],
)  # fmt: skip
def test_telephones_are_read_as_digits(written: str, value: str | None) -> None:
    assert phone.read_text(written).value == value


def test_a_telephone_that_lost_its_zero_is_offered_back() -> None:
    reading = phone.read(cell(Kind.NUMBER, "810000000"))

    assert (reading.value, reading.offered) == (None, "0810000000")


def test_text_keeps_its_lines_and_tells_what_was_mended() -> None:
    plain = text.read_text(" บรรทัดหนึ่ง\nบรรทัดสอง ")
    mended = text.read_text("น\u0e49\u0e4d\u0e32\u200bใส")

    assert (plain.value, plain.repairs) == ("บรรทัดหนึ่ง\nบรรทัดสอง", ())
    assert (mended.value, mended.repairs) == ("น้ำใส", (Repair.SPELLING,))
    assert text.read(cell(Kind.NUMBER, "12.0")).value == "12"


def test_a_code_travels_between_processes() -> None:
    code = pickle.loads(pickle.dumps(Code("o7", "๐๗", "zero", sure=False)))

    assert (code, code.raw, code.rule, code.sure) == ("o7", "๐๗", "zero", False)


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_an_unfilled_dotted_line_is_no_value(kind: str) -> None:
    reading = FIELDS[kind](cell(Kind.TEXT, "........ "), CONTEXT)

    assert (reading.state, reading.why) == (State.DECLINED, "placeholder")

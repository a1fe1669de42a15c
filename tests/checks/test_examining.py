"""What holds for every examination: order, silence of what follows, reasons, speed, no trace."""

import datetime as dt
import time
from dataclasses import replace
from decimal import Decimal

import pytest
from case_files import BOOK, GOOD_ROWS, MEASURES, Written, submission_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itaxl import scoring
from itaxl.cells import Cell, Kind, Remark
from itaxl.checks import BY_CODE, CHECKS, Case, examine, examine_across, fault, trace_of
from itaxl.errors import UnreadableError
from itaxl.fields.reading import Reading, Repair, State
from itaxl.findings import Finding, Severity
from itaxl.submission import (
    Entry,
    Explained,
    FileFacts,
    Form,
    Found,
    Heading,
    Layout,
    Missing,
    Record,
    Submission,
    Why,
)

HEAD = ["ลำดับ", "มาตรการ/โครงการ/กิจกรรม", "ขั้นตอน/วิธีการปฏิบัติ", "ระยะเวลา", "ผู้รับผิดชอบ"]


def examined(*rows: list[str], head: list[str] = HEAD) -> tuple[Finding, ...]:
    submission = submission_of(Written(tables={MEASURES: [head, *rows]}), {})
    return examine(Case(submission, BOOK, scoring.score(submission, BOOK)))


def test_a_good_workbook_has_nothing_to_mend() -> None:
    submission = submission_of(Written(), {})

    findings = examine(Case(submission, BOOK, scoring.score(submission, BOOK)))

    assert [f for f in findings if f.severity is Severity.ERROR] == []


def test_the_gravest_come_first_then_sheet_and_row() -> None:
    findings = examined(
        ["1", "จัดทำคู่มือ", "จัดทำคู่มือ", "ต.ค. 2567", ""],
        ["2", "อบรม", "จัดอบรม", "", "กองคลัง"],
    )

    ranks = [finding.severity.rank for finding in findings]
    errors = [f.cells for f in findings if f.code == "C101"]

    assert ranks == sorted(ranks)
    assert errors == [("E2",), ("D3",)]


def test_a_reason_in_the_row_answers_what_asks_to_be_confirmed() -> None:
    head = [*HEAD, "เหตุผล"]
    row = ["1", "จัดทำคู่มือ", "จัดทำคู่มือ", "ต.ค. 2567", "กองคลัง"]

    asked = next(f for f in examined([*row, ""], head=head) if f.code == "R107")
    told = next(f for f in examined([*row, "ทำในวันเดียว"], head=head) if f.code == "R107")

    assert (asked.severity, asked.answer) == (Severity.CONFIRM, "")
    assert (told.severity, told.answer) == (Severity.NOTE, "ทำในวันเดียว")


def test_a_reason_does_not_answer_an_error() -> None:
    findings = examined(
        ["1", "จัดทำคู่มือ", "", "ต.ค. 2567", "กองคลัง", "ไม่มีเวลา"], head=[*HEAD, "เหตุผล"]
    )

    assert next(f for f in findings if f.code == "C101").severity is Severity.ERROR


def test_behind_a_gate_nothing_else_is_told_but_the_package() -> None:
    submission = Submission(
        FileFacts("x.xlsx"), Layout(Form.FOREIGN), remarks=(Remark("S10", "vbaProject.bin"),)
    )

    assert {f.code for f in examine(Case(submission, BOOK))} == {"W101", "S10"}


@pytest.mark.parametrize("code", [c.code for c in CHECKS if c.code[0] in "FS"])
def test_a_cause_is_told_in_its_own_words(code: str) -> None:
    finding = fault(UnreadableError(code, "seen {x}", "xl/a.xml"))

    assert finding.code == code
    assert finding.seen == "seen {x} · xl/a.xml"


def test_a_cause_without_words_is_told_as_damage() -> None:
    finding = fault(UnreadableError("F77", "odd"))

    assert finding.code == "F10"
    assert "F77" in finding.message.th


def test_a_remark_without_words_is_not_dropped() -> None:
    submission = replace(
        submission_of(Written(), {}), remarks=(Remark("S77", "odd", "ก", ("B2",)),)
    )

    finding = next(f for f in examine(Case(submission, BOOK)) if f.code == "S16")

    assert (finding.sheet, finding.cells) == ("ก", ("B2",))


def test_findings_across_name_the_file_they_stand_beside() -> None:
    one = submission_of(Written("ก.xlsx"), {})
    other = submission_of(Written("ข.xlsx"), {})

    told = examine_across([trace_of(one), trace_of(other)], None)

    assert {path: [f.code for f in findings] for path, findings in told.items()} == {
        "ข.xlsx": ["X102"]
    }


def test_files_that_name_no_agency_are_not_taken_for_one() -> None:
    nameless = [Submission(FileFacts(path), Layout(Form.FOREIGN)) for path in ("ก.xlsx", "ข.xlsx")]

    assert examine_across([trace_of(one) for one in nameless], None) == {}


# ── odd submissions ─────────────────────────────────────────────────────────────────────────────
texts = st.text(alphabet="กขแ่๑12ieo{}%-./ \n\0#=", max_size=12)
cells = st.builds(
    Cell,
    st.integers(1, 40),
    st.integers(1, 20),
    st.sampled_from(list(Kind)),
    st.one_of(texts, st.sampled_from(["", "12", "0.85", "2567-10-01"])),
    st.sampled_from(["", "A1"]),
)
values = st.one_of(
    st.none(),
    texts,
    st.integers(-5, 3000),
    st.decimals(-200, 200, allow_nan=False),
    st.dates(dt.date(1950, 1, 1), dt.date(2600, 1, 1)),
    st.lists(st.sampled_from(["i1", "o12", "o99", "x"]), max_size=3).map(tuple),
    st.builds(
        lambda start, end: type("Span", (), {"start": start, "end": end})(),
        st.one_of(st.none(), st.dates()),
        st.one_of(st.none(), st.dates()),
    ),
)
readings = st.builds(
    Reading,
    values,
    st.sampled_from(list(State)),
    st.lists(st.sampled_from(list(Repair)), max_size=2).map(tuple),
    values,
    st.sampled_from(["", "out-of-range", "reversed", "code-not-in-year"]),
)
keys = st.sampled_from([c.key for c in BOOK.form.columns] + ["strange"])
fields_ = st.sampled_from([f.key for f in BOOK.form.agency] + ["strange"])
figures = st.sampled_from(["1", "6", "6.EIT1", "last.1", "total", "level", "IIT", "i1", "o12", "?"])
sheets = st.sampled_from(["มาตรการ", "คะแนน", "หน่วยงาน", "อื่น", ""])


def entries(key: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Entry]]:
    sound = cells.filter(_is_sound)
    more = st.lists(sound, max_size=1).map(tuple)
    made = st.builds(Entry, key, sheets, texts, sound, readings, more)
    return st.lists(made, max_size=6).map(lambda found: {entry.key: entry for entry in found})


def _is_sound(cell: Cell) -> bool:
    """Numbers in a file are numbers; the reader of files sees to that."""
    if cell.kind not in (Kind.NUMBER, Kind.PERCENT):
        return True
    try:
        return Decimal(cell.raw).is_finite()
    except ArithmeticError:
        return False


headings = st.builds(
    Heading, keys, sheets, st.integers(1, 9), st.integers(1, 9), texts, st.sampled_from(list(Found))
)
layouts = st.builds(
    Layout,
    st.sampled_from(list(Form)),
    st.sampled_from([None, 2567, 2599]),
    st.sampled_from(["", "1", "0", "v9"]),
    st.sampled_from([{}, {"measures": "มาตรการ"}, {"measures": "มาตรการ", "scores": "คะแนน"}]),
    st.lists(headings, max_size=3).map(tuple),
    st.lists(headings, max_size=2).map(tuple),
    st.lists(st.builds(Missing, keys, texts, sheets), max_size=3).map(tuple),
    st.lists(headings, max_size=2).map(tuple),
    st.dictionaries(
        st.sampled_from(["property", "name", "cell", "answer"]),
        st.dictionaries(st.sampled_from(["year", "code", "version"]), texts, max_size=3),
        max_size=4,
    ),
)
records = st.builds(
    Record, st.integers(1, 9), sheets, st.integers(1, 40), entries(keys),
    st.lists(st.integers(1, 40), max_size=2).map(tuple), st.booleans(),
)  # fmt: skip
submissions = st.builds(
    Submission,
    st.just(FileFacts("x.xlsx")),
    layouts,
    agency=entries(fields_),
    scores=entries(figures),
    typed=entries(figures),
    items=entries(figures),
    records=st.lists(records, max_size=4).map(tuple),
    explained=st.lists(
        st.builds(Explained, sheets, st.integers(1, 40), st.sampled_from(list(Why)), texts),
        max_size=2,
    ).map(tuple),
    remarks=st.lists(st.builds(Remark, st.sampled_from(["S10", "S99", "F02"])), max_size=1).map(
        tuple
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(submission=submissions, other=submissions)
def test_no_submission_is_too_odd_to_be_examined(submission: Submission, other: Submission) -> None:
    case = Case(
        submission, BOOK, scoring.score(submission, BOOK), plan=other, last=other,
        as_of=dt.date(2025, 9, 30), expected_year=2567,
    )  # fmt: skip

    findings = examine(case)

    assert all(finding.code in BY_CODE for finding in findings)
    assert examine(replace(case, memo={})) == findings
    examine_across([trace_of(submission), trace_of(other)], None)


def test_thirty_measures_are_examined_in_a_few_milliseconds() -> None:
    head, good = GOOD_ROWS
    long = "จัดประชุมชี้แจงแนวทางแก่เจ้าหน้าที่ทุกกอง รวบรวมความเห็น และเผยแพร่ให้ประชาชนทราบ "
    rows = [
        [str(at), *good[1:3], f"{good[3]} เรื่องที่ {at}", long * 3 + str(at), *good[5:]]
        for at in range(1, 31)
    ]
    submission = submission_of(Written(tables={MEASURES: [head, *rows]}), {})
    card = scoring.score(submission, BOOK)
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        examine(Case(submission, BOOK, card))
        best = min(best, time.perf_counter() - start)

    print(f"{best * 1000:.2f} ms")
    assert best < 0.02  # ten times what it takes, for machines that are busy

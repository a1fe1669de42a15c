"""Laws of reading: moving a table changes nothing, and no row is ever lost."""

from dataclasses import replace

from grids import book, cell, moved, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl.cells import Area, Cell, Kind, Sheet, Workbook
from itaxl.intake import read_submission
from itaxl.intake.register import parse_register
from itaxl.rulebooks.loading import load
from itaxl.submission import Submission

BOOKS = {2567: load(2567)}
COLUMNS = BOOKS[2567].form.columns
AGENCY = sheet(
    "หน่วยงาน",
    """
    | แบบรายงาน ITA ปีงบประมาณ 2567 รุ่น 1 |
    | ปีงบประมาณ | 2567 |
    | ชื่อหน่วยงาน | เทศบาลตำบลตัวอย่าง |
    | จังหวัด | นครตัวอย่าง |
    | โทรศัพท์ | 02-000-0000 |
    """,
)
ANSWERS = {
    "no": ["1", "2", ""],
    "theme": ["2", "", "4"],
    "codes": ["i1", "o12, o13", ""],
    "measure": ["จัดทำคู่มือ", "อบรม", "ปรับปรุงเว็บไซต์"],
    "method": ["เขียน", "", "จ้างทำ"],
    "period": ["ต.ค. 66 - ก.ย. 67", "", "2567"],
    "owner": ["กองคลัง", "สำนักปลัด", ""],
    "status": ["ดำเนินการแล้วเสร็จ", "", "ยกเลิก"],
    "result": ["ทำแล้ว", "", ""],
    "outcome": ["", "ดีขึ้น", ""],
    "suggestion": ["-", "", "ทำต่อ"],
}
HEADINGS = {column.key: column.heading for column in COLUMNS}


def table(order: list[str]) -> Sheet:
    """Draw the answers with the columns in an order; a key of none of ours is an extra column."""
    cells: dict[tuple[int, int], Cell] = {}
    for at, key in enumerate(order, 1):
        cells[1, at] = Cell(1, at, Kind.TEXT, HEADINGS.get(key, key))
        for row, text in enumerate(ANSWERS.get(key, ["x", "", "y"]), 2):
            if text:
                cells[row, at] = cell(row, at, text)
    return Sheet("มาตรการ", cells)


def read(*sheets: Sheet) -> Submission:
    return read_submission(book(*sheets), BOOKS)


def said(submission: Submission) -> list[dict[str, object]]:
    return [
        {key: (entry.text, entry.value) for key, entry in record.entries.items()}
        for record in submission.records
    ]


EXPECTED = said(read(AGENCY, table(list(ANSWERS))))

rows = st.lists(st.integers(1, 6), max_size=4)
columns = st.lists(st.integers(1, 13), max_size=4)


def test_the_plain_table_says_what_was_written() -> None:
    written = [
        {key: record.text(key) for key in ANSWERS}
        for record in read(AGENCY, table(list(ANSWERS))).records
    ]

    assert written == [{key: texts[at] for key, texts in ANSWERS.items()} for at in range(3)]


@settings(max_examples=60, deadline=None)
@given(rows=rows, columns=columns)
def test_inserted_rows_and_columns_change_nothing_that_is_read(
    rows: list[int], columns: list[int]
) -> None:
    submission = read(AGENCY, moved(table(list(ANSWERS)), rows, columns))

    assert said(submission) == EXPECTED


@settings(max_examples=60, deadline=None)
@given(order=st.permutations([*ANSWERS, "งบประมาณ", "ครั้งที่ประชุม"]))
def test_the_order_of_columns_and_columns_of_others_change_nothing_that_is_read(
    order: list[str],
) -> None:
    submission = read(AGENCY, table(order))

    assert said(submission) == EXPECTED
    assert len(submission.extras) == 4


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.integers(1, 6), max_size=3), columns=st.lists(st.integers(1, 2), max_size=2)
)
def test_a_moved_sheet_of_the_agency_says_the_same(rows: list[int], columns: list[int]) -> None:
    submission = read(moved(AGENCY, rows, columns), table(list(ANSWERS)))

    assert {key: entry.text for key, entry in submission.agency.items()} == {
        "fiscal_year": "2567",
        "name": "เทศบาลตำบลตัวอย่าง",
        "province": "นครตัวอย่าง",
        "phone": "02-000-0000",
    }


@settings(max_examples=40, deadline=None)
@given(
    spaces=st.lists(
        st.tuples(st.integers(0, 25), st.sampled_from([" ", "\n", "\u200b", "\u00a0"])), max_size=4
    )
)
def test_spaces_and_line_breaks_inside_headings_change_nothing(
    spaces: list[tuple[int, str]],
) -> None:
    drawn = table(list(ANSWERS))
    cells = dict(drawn.cells)
    for at in [place for place in cells if place[0] == 1]:
        text = cells[at].raw
        for position, space in spaces:
            text = text[: position % len(text)] + space + text[position % len(text) :]
        cells[at] = cells[at]._replace(raw=text)

    assert said(read(AGENCY, replace(drawn, cells=cells))) == EXPECTED


# ── arbitrary grids ─────────────────────────────────────────────────────────────────────────────
WORDS = [
    *HEADINGS.values(),
    "-----",
    "-",
    "รวม",
    "ลงชื่อ ................ ผู้รายงาน",
    "ประเด็นที่ 4 กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ",
    "1",
    "๒.",
    " ",
    "กองคลัง",
    "ต.ค. 66 - ก.ย. 67",
    "ตัวอย่าง",
    "หมายเหตุ: ก",
]
kinds = st.sampled_from(list(Kind))
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=8))


@st.composite
def grids(draw: st.DrawFn, most_rows: int = 12, most_columns: int = 8) -> Sheet:
    places = st.tuples(st.integers(1, most_rows), st.integers(1, most_columns))
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), text in draw(st.dictionaries(places, texts, max_size=50)).items():
        kind = draw(kinds) if draw(st.booleans()) else Kind.TEXT
        raw = "1.5" if kind in (Kind.NUMBER, Kind.PERCENT) else text
        cells[row, column] = Cell(row, column, kind, raw)
    merges = tuple(
        Area(row, column, row + draw(st.integers(0, 4)), column + draw(st.integers(0, 4)))
        for row, column in draw(st.lists(places, max_size=4))
    )
    return Sheet(draw(st.sampled_from(["มาตรการ", "คะแนน", "Sheet1"])), cells, merges=merges)


@settings(max_examples=150, deadline=None)
@given(grid=grids(), headed=st.booleans(), at=st.integers(1, 5))
def test_rows_read_are_rows_used_and_rows_explained_on_any_grid(
    grid: Sheet, headed: bool, at: int
) -> None:
    cells = dict(grid.cells)
    if headed:
        for column, heading in enumerate(list(HEADINGS.values())[:8], 1):
            cells[at, column] = Cell(at, column, Kind.TEXT, heading)
    grid = replace(grid, name="มาตรการ", cells=cells)

    submission = read(AGENCY, grid)

    used = [row for record in submission.records for row in [record.row]]
    explained = [row.row for row in submission.explained]
    assert sorted(used + explained) == sorted({row for row, _ in cells})
    assert submission.rows_read == len({row for row, _ in cells})
    continued = [row for record in submission.records for row in record.continued]
    assert set(continued) <= set(explained)


@settings(max_examples=150, deadline=None)
@given(grid=grids(), headed=st.booleans())
def test_no_word_on_the_sheet_of_measures_is_lost(grid: Sheet, headed: bool) -> None:
    cells = dict(grid.cells)
    if headed:
        for column, heading in enumerate(list(HEADINGS.values())[:6], 1):
            cells[1, column] = Cell(1, column, Kind.TEXT, heading)
    submission = read(AGENCY, replace(grid, name="มาตรการ", cells=cells))

    kept = {e.cell.address for e in submission.extras if e.sheet == "มาตรการ"}
    kept |= {
        c.address
        for record in submission.records
        for entry in record.entries.values()
        for c in (entry.cell, *entry.more)
    }
    words = {row.row: row.text for row in submission.explained}
    for one in cells.values():
        if not one.is_blank:
            said_there = one.shown.strip() in words.get(one.row, "")
            assert one.address in kept or said_there


names = st.dictionaries(
    st.sampled_from(
        ["itaxl_measures_owner", "itaxl_agency_name", "itaxl_year", "itaxl_scores_score"]
    ),
    st.one_of(
        st.sampled_from(["มาตรการ!$A$1", "'คะแนน'!$B$2", "#REF!", '"2567"', "หน่วยงาน!$B$3"]),
        st.text(max_size=12),
    ),
)


@settings(max_examples=100, deadline=None)
@given(sheets=st.lists(grids(), max_size=3), names=names)
def test_reading_never_raises(sheets: list[Sheet], names: dict[str, str]) -> None:
    workbook: Workbook = book(AGENCY, *sheets, names=names)

    assert read_submission(workbook, BOOKS).layout.form


@settings(max_examples=50, deadline=None)
@given(sheets=st.lists(grids(), max_size=3))
def test_reading_anything_as_a_register_never_raises(sheets: list[Sheet]) -> None:
    renamed = [
        replace(one, name=name)
        for one, name in zip(sheets, ("หน่วยงาน", "ตั้งค่า", "ผ่อนผัน"), strict=False)
    ]

    register, problems = parse_register(book(*renamed))

    assert register.settings
    assert problems  # no such grid is a whole register

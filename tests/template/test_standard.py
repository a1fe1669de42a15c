"""The standard workbook: the same in Python, in the file and in LibreOffice."""

import datetime as dt
import io
import random
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import libreoffice
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl.excel.drawing import draw, draw_bytes
from itaxl.plans import BookPlan, Formula, SheetPlan, Value
from itaxl.rulebooks import anchors
from itaxl.rulebooks.loading import load, years
from itaxl.rulebooks.model import RuleBook
from itaxl.scoring import Inputs, assume, card
from itaxl.template import Fill, standard

BOOK = load(2567)
SEED = dict(
    zip(
        map(str, range(1, 11)),
        map(
            Decimal,
            ("100", "98.89", "100", "95.55", "100", "95.79", "92.09", "85.60", "100", "76.67"),
        ),
        strict=True,
    )
)
AGENCY: dict[str, Value] = {
    "name": "องค์การบริหารส่วนตำบลตัวอย่าง", "type": "องค์การบริหารส่วนตำบล", "code": "0012",
    "district": "ตัวอย่าง", "province": "ตัวอย่าง", "results_year": 2567, "plan_year": 2568,
    "round": "๑๒ เดือน", "reporter": "=1+1", "report_date": dt.date(2024, 9, 30), "internal": 80,
}  # fmt: skip


def records(book: RuleBook = BOOK) -> list[dict[str, Any]]:
    """Give the example rows of the guide as an agency would fill them in."""
    rows = []
    for example in book.form.guide.examples:
        row = dict(example)
        for column in book.form.columns:
            if column.list:
                texts = {choice.value: choice.text for choice in book.choices(column.list)}
                row[column.key] = texts[example[column.key]]
        rows.append(row)
    return rows


def every_theme() -> list[dict[str, Any]]:
    """Give a row of a plan for each theme of the year."""
    row = {**records()[0], "status": None, "result": None, "outcome": None, "codes": None}
    return [
        {**row, "no": number, "theme": choice.text, "measure": f"{row['measure']} {number}"}
        for number, choice in enumerate(BOOK.choices("themes"), 1)
    ]


def both_parts(
    scores: Mapping[str, Decimal], spread: Decimal = Decimal("1.5")
) -> dict[str, Decimal]:
    """Tell the parts of EIT instead of their means."""
    made = {code: value for code, value in scores.items() if code not in {"6", "7", "8"}}
    for code in ("6", "7", "8"):
        made[f"{code}.EIT1"] = scores[code] - spread
        made[f"{code}.EIT2"] = scores[code] + spread
    return made


# ── reading a plan without a file ───────────────────────────────────────────────────────────────


def result(plan: BookPlan, name: str) -> object:
    """Give what stands at a workbook name; a formula's stored result."""
    match = re.fullmatch(r"='(.+)'!\$([A-Z]+)\$(\d+)", plan.names[name])
    assert match, plan.names[name]
    column = 0
    for letter in match[2]:
        column = column * 26 + ord(letter) - 64
    sheet = next(sheet for sheet in plan.sheets if sheet.name == match[1])
    value = at(sheet, int(match[3]), column)
    return value.result if isinstance(value, Formula) else value


def at(sheet: SheetPlan, row: int, column: int) -> Any:
    cells = {(cell.row, cell.column): cell.value for cell in sheet.cells}
    cells |= {(m.area.first_row, m.area.first_column): m.value for m in sheet.merges}
    return cells.get((row, column))


def figure(plan: BookPlan, code: str) -> object:
    return result(plan, anchors.name_of("figure", code))


# ── the file ────────────────────────────────────────────────────────────────────────────────────


def different(path: Path, recalculated: Path) -> list[str]:
    """List the formula cells whose stored result LibreOffice does not come to."""
    formulas = openpyxl.load_workbook(path)
    ours = openpyxl.load_workbook(path, data_only=True)
    theirs = openpyxl.load_workbook(recalculated, data_only=True)
    found = []
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                one = ours[sheet.title][cell.coordinate].value
                other = theirs[sheet.title][cell.coordinate].value
                if not alike(one, other):
                    found.append(f"{path.name} {sheet.title}!{cell.coordinate} {one!r} {other!r}")
    return found


def alike(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-9
    return (one or "") == (other or "") if not isinstance(one, int | float) else one == other


def drawn_cases() -> dict[str, BookPlan]:
    items = {item.code: Decimal(90 + number % 11) for number, item in enumerate(BOOK.items)}
    broken_row = {"measure": "งานหนึ่ง", "status": "เสร็จมั้ง", "theme": "9. อื่น ๆ"}
    parts = both_parts(SEED)
    lacking = {**parts}
    del lacking["7.EIT2"]
    cases = {
        "blank": standard(BOOK),
        "seed": standard(BOOK, Fill(AGENCY, {**SEED, "last.1": Decimal("90.5")}, {}, records())),
        "parts": standard(BOOK, Fill(scores=parts)),
        "one part": standard(BOOK, Fill(scores={**lacking, "7": SEED["7"]})),
        "items": standard(BOOK, Fill(scores=SEED, items=items)),
        "broken": standard(
            BOOK,
            Fill(
                {**AGENCY, "round": "ผิด", "plan_year": "ปีหน้า", "internal": "80 คน"},
                {**SEED, "3": Decimal("120"), "last.4": Decimal(-1)},
                {"i1": Decimal(101)},
                [*records(), broken_row, {}],
            ),
        ),
        "plan": standard(BOOK, Fill({**AGENCY, "round": "แผน"}, SEED, {}, [broken_row])),
    }
    # A year without weights and conditions, and one without levels.
    cases |= {f"year {year}": standard(load(year)) for year in (2568, 2569)}
    letters = load(2564)
    cases["letters"] = standard(letters, Fill(scores=whole_numbers(letters)))
    chance = random.Random(7)
    for number in range(1, 2):
        scores = {str(code): Decimal(chance.randint(6900, 10000)) / 100 for code in range(1, 11)}
        cases[f"chance {number}"] = standard(
            BOOK, Fill(scores=both_parts(scores, Decimal(0)) if number % 2 else scores)
        )
    return cases


def whole_numbers(book: RuleBook) -> dict[str, Decimal]:
    return {ind.code: Decimal(70 + number) for number, ind in enumerate(book.indicators)}


def test_libreoffice_comes_to_every_stored_result(tmp_path: Path) -> None:
    paths = [draw(plan, tmp_path / f"{name}.xlsx") for name, plan in drawn_cases().items()]

    recalculated = libreoffice.recalculate_all(paths, tmp_path)

    found = [line for pair in zip(paths, recalculated, strict=True) for line in different(*pair)]
    assert not found


def test_scores_tried_out_move_total_and_level(tmp_path: Path) -> None:
    plan = standard(BOOK, Fill(scores=both_parts(SEED)))
    path = draw(plan, tmp_path / "a.xlsx")
    loaded = openpyxl.load_workbook(path)
    sheet = loaded["คะแนน"]
    column = next(cell.column for cell in sheet[4] if cell.value == "ลองปรับ")
    tried = {"10": Decimal(95), "6": Decimal("99.5")}
    for code, value in tried.items():
        row = next(r for r in range(5, 15) if str(sheet.cell(r, 2).value) == code)
        sheet.cell(row, column).value = float(value)
    loaded.save(path)

    again = openpyxl.load_workbook(libreoffice.recalculate(path, tmp_path), data_only=True)["คะแนน"]

    scores = both_parts(SEED)
    indicators = {code: value for code, value in scores.items() if "." not in code}
    parts = {code: value for code, value in scores.items() if "." in code}
    expected = card(assume(Inputs(indicators=indicators, parts=parts), tried, BOOK), BOOK)
    assert shown_at(again, plan, "what_if_total") == float(expected.total or 0)
    assert shown_at(again, plan, "what_if_level") == expected.level
    assert shown_at(again, plan, "total") == float(
        card(Inputs(indicators=indicators, parts=parts), BOOK).total or 0
    )


def shown_at(sheet: Any, plan: BookPlan, code: str) -> object:
    return sheet[
        plan.names[anchors.name_of("figure", code)].rpartition("!")[2].replace("$", "")
    ].value


@pytest.mark.parametrize("name", ["blank", "seed", "broken", "year 2569", "letters"])
def test_the_package_follows_the_standard(name: str, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = draw(drawn_cases()[name], tmp_path / "a.xlsx")

    assert not OpenXmlValidator().validate(str(path)).errors


@pytest.mark.parametrize("year", years())
def test_the_same_book_and_date_give_the_same_bytes(year: int) -> None:
    day = dt.date(2024, 10, 1)

    assert draw_bytes(standard(load(year), None, day)) == draw_bytes(
        standard(load(year), None, day)
    )


# ── the level equals what scoring gives ─────────────────────────────────────────────────────────

# A score of 1 or less is doubted when it is read back, and then it does not count.
points = st.one_of(st.just(0), st.integers(101, 10000)).map(lambda number: Decimal(number) / 100)
near = st.sampled_from(
    [Decimal(n) for n in ("70", "84.99", "85", "85.01", "92.5", "95", "100", "0")]
)
score_sets = st.fixed_dictionaries(
    {}, optional={str(code): st.one_of(near, near, points) for code in range(1, 11)}
)
part_sets = st.fixed_dictionaries(
    {},
    optional={
        f"{code}.EIT{part}": st.one_of(near, points) for code in (6, 7, 8) for part in (1, 2)
    },
)


@settings(max_examples=150, deadline=None)
@given(score_sets, part_sets, st.booleans())
def test_the_sheet_says_what_scoring_says(
    scores: dict[str, Decimal], parts: dict[str, Decimal], complete: bool
) -> None:
    if complete:
        scores = {**dict.fromkeys(map(str, range(1, 11)), Decimal("96.5")), **scores}
    parts = {code: part for code, part in parts.items() if fits(code, parts, scores)}
    plan = standard(BOOK, Fill(scores={**scores, **parts}))
    expected = card(Inputs(indicators=scores, parts=parts), BOOK)

    for code in ("IIT", "EIT", "EIT1", "EIT2", "OIT"):
        assert close(figure(plan, code), expected.value(code)), code
    assert (figure(plan, "total") or None) == expected.total
    if expected.level is None:
        assert figure(plan, "level") == BOOK.form.words["not_computable"]
        return
    proof = "proven" if expected.level_proven else "not_proven"
    assert figure(plan, "level") == expected.level
    assert figure(plan, "level_proof") == BOOK.form.words[proof]
    if expected.to_next_level is None:
        assert figure(plan, "next_level") == BOOK.form.words["highest"]
        return
    way = expected.to_next_level
    assert figure(plan, "next_level") == way.level
    assert figure(plan, "distance") == way.points
    named = re.findall(r"(\w+) \(", str(figure(plan, "binding")))
    assert named == [change.code for change in way.binding]


def fits(code: str, parts: Mapping[str, Decimal], scores: Mapping[str, Decimal]) -> bool:
    """Tell whether a part and the mean can both be true: the other part lies from 0 to 100."""
    indicator = code.partition(".")[0]
    both = all(f"{indicator}.EIT{part}" in parts for part in (1, 2))
    mean = scores.get(indicator)
    return both or mean is None or 0 <= 2 * mean - parts[code] <= 100


def close(one: object, other: Decimal | None) -> bool:
    if not isinstance(one, Decimal) or other is None:
        return one == "" and other is None
    return abs(one - other) < Decimal("1e-12")


def test_the_published_example_comes_out() -> None:
    plan = standard(BOOK, Fill(scores=SEED))

    assert figure(plan, "total") == Decimal("92.35")
    assert figure(plan, "level") == "ผ่านดี"
    assert figure(plan, "level_proof") == "ยังยืนยันไม่ได้: ต้องทราบคะแนน EIT แยกส่วน"


@pytest.mark.parametrize(
    ("mean", "level", "proven"),
    [
        ("84.99", "ผ่าน", True),
        ("85", "ผ่านดี", False),
        ("92.49", "ผ่านดี", False),
        ("92.5", "ผ่านดี", True),
        ("95", "ผ่านดีเยี่ยม", False),
        ("97.49", "ผ่านดีเยี่ยม", False),
        ("97.5", "ผ่านดีเยี่ยม", True),
    ],
)
def test_a_mean_of_eit_proves_only_what_it_must(mean: str, level: str, proven: bool) -> None:
    scores = dict.fromkeys(map(str, range(1, 11)), Decimal(100))
    plan = standard(BOOK, Fill(scores={**scores, **dict.fromkeys("678", Decimal(mean))}))

    assert figure(plan, "level") == level
    assert figure(plan, "level_proof") == BOOK.form.words["proven" if proven else "not_proven"]


# ── what stands where ───────────────────────────────────────────────────────────────────────────


def test_identity_stands_in_three_places() -> None:
    plan = standard(BOOK, Fill(AGENCY))

    assert dict(plan.properties) == {
        "itaxl_year": "2567", "itaxl_version": BOOK.version, "itaxl_code": "0012",
        "itaxl_form": "standard",
    }  # fmt: skip
    for name, value in plan.properties.items():
        assert result(plan, name) == value
    for sheet in plan.sheets[:6]:
        assert at(sheet, 2, 1) == f"แบบรายงาน ITA ปีงบประมาณ 2567 รุ่น {BOOK.version}"


def test_names_lead_to_headings_and_values() -> None:
    plan = standard(BOOK, Fill(AGENCY, SEED))

    for field in BOOK.form.agency:
        value = result(plan, anchors.name_of("agency", field.key))
        assert value == {**AGENCY, "fiscal_year": 2567}.get(field.key)
    for room, headings in (("scores", BOOK.form.scores), ("items", BOOK.form.items)):
        for heading in headings:
            assert result(plan, anchors.name_of(room, heading.key)) == heading.heading
    sheet = openpyxl.load_workbook(io.BytesIO(draw_bytes(plan)))["มาตรการ"]
    for column in BOOK.form.columns:
        place = plan.names[anchors.name_of("measures", column.key)].rpartition("!")[2]
        assert sheet[place.replace("$", "")].value == column.heading
    assert result(plan, anchors.name_of("indicator", "10")) == 10
    assert result(plan, anchors.name_of("item", "o35")) == "o35"


def test_lists_are_workbook_names_over_all_choices() -> None:
    book = openpyxl.load_workbook(io.BytesIO(draw_bytes(standard(BOOK))))
    lists = {rule.formula1 for name in ("มาตรการ", "หน่วยงาน") for rule in
             book[name].data_validations.dataValidation if rule.type == "list"}  # fmt: skip

    assert lists == {
        f"itaxl_list_{name}" for name in ("themes", "statuses", "rounds", "agency_types")
    }
    for name in lists:
        sheet, _, area = book.defined_names[name].attr_text.partition("!")
        texts = [row[0].value for row in book[sheet.strip("'")][area.replace("$", "")]]
        assert texts == [choice.text for choice in BOOK.choices(name.removeprefix("itaxl_list_"))]


def test_only_what_was_issued_is_locked() -> None:
    fill = Fill(AGENCY, SEED, locked=frozenset({"name", "code", "province"}))
    book = openpyxl.load_workbook(io.BytesIO(draw_bytes(standard(BOOK, fill))))
    agency, keys = book["หน่วยงาน"], [field.key for field in BOOK.form.agency]

    locked = {key for row, key in enumerate(keys, 5) if agency.cell(row, 2).protection.locked}

    assert locked == {"fiscal_year", "name", "code", "province"}
    protected = {sheet.title for sheet in book if sheet.protection.sheet}
    assert protected == {"คำชี้แจง", "หน่วยงาน", "คะแนน", "รายข้อ", "ตรวจสอบ", "itaxl_lists"}
    assert not any(sheet.protection.password for sheet in book)
    allowed = ("autoFilter", "sort", "formatCells", "formatColumns", "formatRows")
    for sheet in book:
        if sheet.protection.sheet:
            assert not any(getattr(sheet.protection, each) for each in allowed)  # True: refused


def test_prompts_and_messages_fit_what_excel_shows() -> None:
    for year in years():
        for sheet in standard(load(year)).sheets:
            for rule in sheet.rules:
                assert len(rule.prompt) <= 255
                assert len(rule.prompt_title) <= 32
                assert len(rule.error) <= 225
                assert len(rule.formula) <= 255


@pytest.mark.parametrize(
    ("fill", "ready"),
    [
        (Fill(), False),
        (Fill(AGENCY, SEED, {}, records()), True),
        (Fill({**AGENCY, "reporter": " "}, SEED, {}, records()), False),
        (Fill(AGENCY, {**SEED, "4": Decimal(101)}, {}, records()), False),
        (Fill(AGENCY, SEED, {}, [{**records()[0], "outcome": None}]), False),
        (Fill({**AGENCY, "round": "แผน"}, SEED, {}, [{**records()[0], "outcome": None}]), False),
        (Fill({**AGENCY, "round": "แผน"}, SEED, {}, every_theme()), True),
        (Fill(AGENCY, SEED, {}, [{**records()[0], "status": "เสร็จ"}]), False),
    ],
)
def test_the_self_check_says_whether_it_can_be_sent(fill: Fill, ready: bool) -> None:
    plan = standard(BOOK, fill)

    assert (
        result(plan, "itaxl_selfcheck_verdict")
        == BOOK.form.words["ready" if ready else "not_ready"]
    )


def test_no_formula_needs_a_new_excel() -> None:
    new = re.compile(
        r"\b(IFS|XLOOKUP|LET|TEXTJOIN|FILTER|UNIQUE|SORT|SEQUENCE|MAXIFS|MINIFS|CONCAT|SWITCH)\("
    )
    for plan in drawn_cases().values():
        for sheet in plan.sheets:
            for cell in sheet.cells:
                if isinstance(cell.value, Formula):
                    assert not new.search(cell.value.text)
                    assert len(cell.value.text) < 8192

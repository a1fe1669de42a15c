import random
from decimal import Decimal

import pytest
from hypothesis import strategies as st
from scoring_cases import LETTERS, NAMES, altered, law

from itaxl.cells import Cell, Kind, Sheet
from itaxl.scores import Origin
from itaxl.scoring import Inputs, card, from_sheet, score_answers, with_answers
from itaxl.scoring.answers import Answers, Trouble

ODD = ["น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด"]


def one(heading: str, *answers: str | Decimal | None) -> Answers:
    return score_answers([{heading: answer} for answer in answers], "IIT", LETTERS)


def troubles(made: Answers) -> list[tuple[str, str]]:
    """What is wrong and where, questions without a column aside."""
    return [
        (p.trouble.value, p.address)
        for p in made.problems
        if p.trouble is not Trouble.MISSING_COLUMN
    ]


# ── what an answer is worth ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "answer", "points"),
    [
        ("i2", "น้อยที่สุดหรือไม่มีเลย", "0"), ("i2", "น้อยที่สุด", "0"), ("i2", "น้อย", "33"),
        ("i2", "มาก", "67"), ("i2", "มากที่สุด", "100"), ("i2", "มาก ที่สุด ", "100"),
        ("i9", "น้อยที่สุด", "100"), ("i9", "น้อย", "67"), ("i9", "มาก", "33"), ("i9", "มากที่สุด", "0"),
        ("i2", "1", "0"), ("i2", "๒", "33"), ("i2", "3", "67"), ("i2", Decimal(4), "100"),
        ("i9", "1", "100"), ("i9", Decimal(4), "0"),
        ("i2", Decimal(67), "67"), ("i2", "100", "100"), ("i2", "0", "0"),
        ("i9", Decimal(67), "67"),  # points are what was awarded, already reversed
    ],
)  # fmt: skip
def test_degrees_and_their_reversal(heading: str, answer: str | Decimal, points: str) -> None:
    assert one(heading, answer).items == {heading: Decimal(points)}


@pytest.mark.parametrize(
    ("code", "answer", "points"),
    [("i4", "มี", "0"), ("i4", "ไม่มี", "100"), ("i26", "มี", "100"), ("i26", "ไม่มี", "0")],
)
def test_yes_and_no_and_their_reversal(code: str, answer: str, points: str) -> None:
    assert one(code, answer).items == {code: Decimal(points)}


@pytest.mark.parametrize(
    "heading",
    [
        "i2",
        "I2",
        " i2 ",
        "i2. ปฏิบัติเท่าเทียม",
        "I๒ ข้อความ",
        "i02",
        "i 2",
        "[i2] ข้อความ",
        "i2: x",
        "i2) x",
    ],
)
def test_a_heading_is_read_by_the_code_it_begins_with(heading: str) -> None:
    assert one(heading, "มาก").items == {"i2": Decimal(67)}


def test_an_item_is_the_mean_of_its_sub_items() -> None:
    row = {"i3.1 ก": "มากที่สุด", "i๓.๒ ข": "มาก", "i3.3 ค": "น้อย"}
    made = score_answers([row], "IIT", LETTERS)

    assert made.items["i3"] * 3 == pytest.approx(Decimal(200))
    assert made.counted["i3"] == 3


def test_sub_items_of_different_polarity() -> None:
    row = {"i11.1": "มากที่สุด", "i11.2": "น้อย"}

    assert score_answers([row], "IIT", LETTERS).items == {"i11": Decimal("83.5")}


def test_a_missing_sub_item_leaves_the_item_open() -> None:
    made = score_answers([{"i3.1": "มาก", "i3.3": "มาก"}], "IIT", LETTERS)

    assert made.items == {}
    assert any(p.code == "i3" and "i3.2" in p.seen for p in made.problems)


def test_blank_answers_are_skipped_and_counted() -> None:
    made = one("i2", "มากที่สุด", "", None, "-", "น้อยที่สุด")

    assert made.items == {"i2": Decimal(50)}
    assert (made.respondents, made.counted["i2"], made.blanks["i2"]) == (5, 2, 3)


def test_nobody_answered_is_not_zero() -> None:
    assert one("i2", "", None).items == {}


# ── what is wrong ───────────────────────────────────────────────────────────────────────────────


def test_an_unknown_answer_is_told_with_its_cell_and_the_nearest_choice() -> None:
    made = one("i2", "มากที่สุด", "มากทีสุด", "อาจจะ")

    assert made.items == {"i2": Decimal(100)}
    assert troubles(made) == [("unknown-answer", "A3"), ("unknown-answer", "A4")]
    assert made.problems[-2].suggestion == "มากที่สุด"
    assert "น้อย, มาก, มากที่สุด" in made.problems[-1].remedy.th


@pytest.mark.parametrize("answer", [Decimal(5), Decimal(-1), Decimal("2.5"), "101", "4.0001"])
def test_numbers_of_no_step_and_no_points_are_told(answer: str | Decimal) -> None:
    made = one("i2", answer)

    assert made.items == {}
    assert troubles(made) == [("unknown-answer", "A2")]


def test_numbers_that_mix_points_and_steps_are_not_guessed_at() -> None:
    made = one("i4", "0", "1", "1")

    assert made.items == {}
    assert troubles(made) == [("unclear-numbers", "A")]


def test_columns_that_are_no_question() -> None:
    row = {"i2": "มาก", "อายุ": "30", "i99": "มาก", "o1": "x", "i2.5": "มาก"}
    made = score_answers([row], "IIT", LETTERS)

    assert made.items == {"i2": Decimal(67)}
    assert troubles(made) == [
        ("unknown-column", "B"),
        ("unknown-code", "C"),
        ("other-instrument", "D"),
        ("unknown-code", "E"),
    ]


def test_a_title_in_place_of_a_code_is_suggested_and_not_used() -> None:
    title = LETTERS.items_by_code["i2"].title
    made = score_answers([{title + " ": "มาก"}], "IIT", LETTERS)

    assert made.items == {}
    assert [(p.trouble, p.suggestion) for p in made.problems if p.column] == [
        (Trouble.UNKNOWN_COLUMN, "i2")
    ]


def test_a_question_with_two_columns_is_left_open() -> None:
    made = score_answers([{"i2": "มาก", "I2 อีกครั้ง": "น้อย", "i9": "มาก"}], "IIT", LETTERS)

    assert made.items == {"i9": Decimal(33)}
    assert troubles(made) == [("doubled-column", "A"), ("doubled-column", "B")]


def test_questions_without_a_column_are_named_once() -> None:
    (problem,) = one("i2", "มาก").problems

    assert problem.trouble is Trouble.MISSING_COLUMN
    assert problem.seen.startswith("i1, i3, i4")


def test_a_respondent_who_stands_twice_counts_once() -> None:
    rows = [{"ID": "7", "i2": "มาก"}, {"ID": "8", "i2": "น้อย"}, {"ID": "๗", "i2": "มาก"}]
    made = score_answers(rows, "IIT", LETTERS)

    assert made.items == {"i2": Decimal(50)}
    assert made.respondents == 2
    assert troubles(made) == [("duplicate-respondent", "A4")]


def test_a_respondent_who_contradicts_himself_counts_not_at_all() -> None:
    rows = [{"id": "7", "i2": "มาก"}, {"id": "8", "i2": "น้อย"}, {"id": "7", "i2": "น้อย"}]
    made = score_answers(rows, "IIT", LETTERS)

    assert made.items == {"i2": Decimal(33)}
    assert troubles(made) == [("duplicate-respondent", "A2"), ("duplicate-respondent", "A4")]


def test_equal_answers_without_a_name_are_different_people() -> None:
    assert one("i2", "มาก", "มาก").respondents == 2


def test_equal_answers_at_the_same_moment_are_one() -> None:
    rows = [{"ประทับเวลา": time, "i2": "มาก"} for time in ("9:01", "9:01", "9:02")]
    made = score_answers(rows, "IIT", LETTERS)

    assert made.respondents == 2
    assert troubles(made) == [("duplicate-respondent", "A3")]


# ── what the year does not say ──────────────────────────────────────────────────────────────────


def test_a_scale_without_points_is_not_computable() -> None:
    made = score_answers([{"i1": "มาก", "i3": "ไม่มี"}], "IIT", NAMES)

    assert made.items == {"i3": Decimal(100)}
    assert troubles(made) == [("unknown-points", "A")]
    assert "not computable because the points" in made.problems[1].message.en


def test_points_are_scored_although_the_scale_is_not_known() -> None:
    rows = [{"i1": Decimal(80)}, {"i1": Decimal(100)}, {"i1": Decimal(0)}]

    assert score_answers(rows, "IIT", NAMES).items == {"i1": Decimal(60)}
    assert score_answers([{"i1": Decimal(3)}], "IIT", NAMES).items == {}


def test_an_unknown_polarity_is_not_computable() -> None:
    items = tuple(
        i.model_copy(update={"polarity": "unknown"}) if i.code == "i2" else i for i in LETTERS.items
    )
    made = score_answers([{"i2": "มาก"}], "IIT", altered(LETTERS, items=items))

    assert made.items == {}
    assert troubles(made) == [("unknown-polarity", "A")]


# ── sheets ──────────────────────────────────────────────────────────────────────────────────────


def sheet(*rows: tuple[str | Decimal | None, ...]) -> Sheet:
    cells = {}
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                kind = Kind.NUMBER if isinstance(value, Decimal) else Kind.TEXT
                cells[row, column] = Cell(row, column, kind, str(value))
    return Sheet("การตอบแบบฟอร์ม 1", cells)


def test_a_survey_form_export_is_read_by_its_headings() -> None:
    export = sheet(
        ("ผลสำรวจ IIT", None, None),
        ("ประทับเวลา", "i2 ปฏิบัติเท่าเทียม", "i9 ใช้เงินเพื่อพวกพ้อง"),
        ("1/3/2567", "มากที่สุด", "น้อย"),
        (None, None, None),
        ("2/3/2567", "น้อยที่สุด", Decimal(1)),
        ("3/3/2567", "อาจจะ", None),
    )
    made = from_sheet(export, "IIT", LETTERS)

    assert made.items == {"i2": Decimal(50), "i9": Decimal("83.5")}
    assert made.respondents == 3
    assert troubles(made) == [("unknown-answer", "B6")]


def test_a_sheet_without_codes_says_what_to_do() -> None:
    made = from_sheet(sheet(("ชื่อ", "อายุ"), ("ก", "30")), "IIT", LETTERS)

    assert [p.trouble for p in made.problems] == [Trouble.NO_HEADING]
    assert "i1" in made.problems[0].remedy.th
    assert from_sheet(sheet(), "IIT", LETTERS).items == {}


def test_an_error_value_is_an_unknown_answer() -> None:
    cells = {(1, 1): Cell(1, 1, Kind.TEXT, "i2"), (2, 1): Cell(2, 1, Kind.ERROR, "#REF!")}

    assert troubles(from_sheet(Sheet("a", cells), "IIT", LETTERS)) == [("unknown-answer", "A2")]


# ── laws ────────────────────────────────────────────────────────────────────────────────────────

rows_of_answers = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["1", "2", "3", "4", ""]),
            "i2": st.sampled_from([*ODD, "", "?"]),
            "i9": st.sampled_from([*ODD, "1", "4", None]),
            "i4.1": st.sampled_from(["มี", "ไม่มี", ""]),
            "i4.2": st.sampled_from(["มี", "ไม่มี"]),
            "i4.3": st.sampled_from(["มี", "ไม่มี"]),
        }
    ),
    max_size=8,
)


@law(rows_of_answers, st.randoms(use_true_random=False))
def test_the_order_of_respondents_does_not_matter(
    rows: list[dict[str, str | Decimal | None]], chance: random.Random
) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = score_answers(rows, "IIT", LETTERS), score_answers(mixed, "IIT", LETTERS)

    assert (one.items, one.respondents, one.blanks) == (
        other.items,
        other.respondents,
        other.blanks,
    )


@law(rows_of_answers)
def test_a_score_from_answers_stays_between_0_and_100(
    rows: list[dict[str, str | Decimal | None]],
) -> None:
    assert all(0 <= points <= 100 for points in score_answers(rows, "IIT", LETTERS).items.values())


@law(st.text(max_size=20), st.text(max_size=20))
def test_any_words_are_read_without_trouble(heading: str, answer: str) -> None:
    made = score_answers([{heading: answer, "i2": answer}], "IIT", LETTERS)

    assert all(problem.message.th and problem.remedy.en for problem in made.problems)


def test_answers_become_items_of_a_scorecard() -> None:
    row: dict[str, str | Decimal | None] = {f"i{n}": "มากที่สุด" for n in (1, 2, 3)}
    row |= {f"i{n}": "ไม่มี" for n in (4, 5, 6)}
    made = score_answers([row], "IIT", LETTERS)
    scored = card(with_answers(Inputs(items={"i1": Decimal(5)}), made.items), LETTERS)

    assert scored.value("1") == 100
    assert scored.figures["i1"].origin is Origin.ANSWERS

"""Every shipped rule book keeps the same promises, and says what is publicly known of its year."""

import time
from decimal import Decimal
from importlib import resources

import pytest

from itaxl.errors import RuleBookError
from itaxl.rulebooks.faults import faults_of
from itaxl.rulebooks.loading import _parent, load, load_text, years
from itaxl.rulebooks.model import UNKNOWN, Fact, RuleBook

HERE = resources.files("itaxl.rulebooks")
YEARS = years()
NO_YEAR = 2499


def text_of(year: int) -> str:
    return (HERE / f"fy{year}" / "rulebook.toml").read_text("utf-8")


def facts(book: RuleBook) -> list[Fact]:
    single = [book.levels, book.verdicts, book.targets, book.plan, book.report]
    many = (
        book.instruments, book.indicators, book.sub_indicators, book.items, book.scales,
        book.samples, book.themes,
    )  # fmt: skip
    listed = [fact for group in many for fact in group]
    return [fact for fact in [*single, *listed] if isinstance(fact, Fact)]


def weights(book: RuleBook) -> dict[str, Decimal | str]:
    return {inst.code: inst.weight for inst in book.instruments}


def codes(book: RuleBook, instrument: str) -> list[str]:
    return [item.code for item in book.items if item.instrument == instrument]


def run(letter: str, first: int, last: int) -> list[str]:
    return [f"{letter}{number}" for number in range(first, last + 1)]


# ── promises of all ─────────────────────────────────────────────────────────────────────────────


def test_every_fiscal_year_from_2563_to_2569_has_a_book() -> None:
    assert list(YEARS) == [2563, 2564, 2565, 2566, 2567, 2568, 2569]


@pytest.mark.parametrize("year", YEARS)
def test_a_shipped_book_has_no_fault_and_is_of_its_folder(year: int) -> None:
    assert faults_of(text_of(year), _parent) == ()
    assert load(year).fiscal_year == year


@pytest.mark.parametrize("year", YEARS)
def test_every_fact_says_where_it_is_known_from_and_is_no_recollection(year: int) -> None:
    for fact in facts(load(year)):
        assert fact.source.strip(), fact
        assert fact.confidence in {"A", "B", "C", "D", "-"}, fact


@pytest.mark.parametrize("year", YEARS)
def test_what_was_not_found_bears_no_figure(year: int) -> None:
    book = load(year)

    for inst in book.instruments:
        if inst.confidence == "-":
            assert inst.weight == UNKNOWN
            assert inst.item_count == UNKNOWN
    for sample in book.samples:
        if sample.confidence == "-":
            assert (sample.percent, sample.floor, sample.big) == (UNKNOWN, UNKNOWN, None)
    for item in book.items:
        if item.confidence == "-":
            assert item.title == UNKNOWN
    for duty in (book.plan, book.report):
        if duty.confidence == "-":
            assert (duty.code, duty.required) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize("year", YEARS)
def test_a_sub_indicator_lists_all_of_its_items_or_none(year: int) -> None:
    # Ranges of codes are whole: a gap would be an item that counts nowhere.
    book = load(year)
    for sub in book.sub_indicators:
        numbers = [int(item.code[1:]) for item in book.items if item.group == sub.code]
        assert numbers == list(range(min(numbers, default=0), max(numbers, default=-1) + 1))


@pytest.mark.parametrize("year", YEARS)
def test_the_examples_of_the_guide_are_of_the_year(year: int) -> None:
    book = load(year)
    examples = book.form.guide.examples

    assert len(examples) == 2
    for example in examples:
        assert str(year) in example["period"]
        for code in filter(None, example.get("codes", "").split(", ")):
            assert code in book.items_by_code


@pytest.mark.parametrize("year", YEARS)
def test_a_year_without_known_themes_offers_no_list_of_them(year: int) -> None:
    book = load(year)

    assert bool(book.form.column("theme").list) == book.themes_known
    assert bool(book.choices("themes")) == book.themes_known


@pytest.mark.parametrize("year", YEARS)
def test_fields_for_respondents_are_those_the_sample_rules_name(year: int) -> None:
    book = load(year)
    fields = {line.key for line in book.form.agency if line.key.startswith("respondents")}

    if all(inst.weight != UNKNOWN for inst in book.instruments):
        assert fields == {sample.respondents for sample in book.samples}


def test_a_year_without_a_book_is_told_with_the_years_there_are() -> None:
    with pytest.raises(RuleBookError) as told:
        load(NO_YEAR)

    assert "2563" in told.value.text.th
    assert "2569" in told.value.text.en


def test_loading_stays_fast() -> None:
    load_text(text_of(2567))
    began = time.perf_counter()
    load_text(text_of(2567))

    assert time.perf_counter() - began < 0.25  # some 0.02 s; the rest is a busy machine


# ── facts, written here from the published sources and not from the files ───────────────────────

KNOWN_WEIGHTS = {"IIT": 30, "EIT": 30, "OIT": 40}
ALL_UNKNOWN = dict.fromkeys(KNOWN_WEIGHTS, UNKNOWN)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2563, KNOWN_WEIGHTS),
        (2564, KNOWN_WEIGHTS),
        (2565, ALL_UNKNOWN),
        (2566, KNOWN_WEIGHTS),
        (2567, KNOWN_WEIGHTS),
        (2568, ALL_UNKNOWN),
        (2569, ALL_UNKNOWN),
    ],
)
def test_weights(year: int, expected: dict[str, int | str]) -> None:
    assert weights(load(year)) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2563, {}), (2564, {}), (2565, {}), (2568, {}), (2569, {}),
        (2566, {"EIT1": 15, "EIT2": 15}), (2567, {"EIT1": 15, "EIT2": 15}),
    ],
)  # fmt: skip
def test_parts_of_eit(year: int, expected: dict[str, int]) -> None:
    assert {code: part.weight for code, part in load(year).parts.items()} == expected


@pytest.mark.parametrize(
    ("year", "counts", "listed"),
    [
        (2563, (UNKNOWN, UNKNOWN, UNKNOWN), (0, 0, 0)),
        (2564, (30, 15, 43), (30, 15, 43)),
        (2565, (30, 15, 43), (30, 15, 43)),
        (2566, (30, 15, 43), (30, 15, 43)),
        (2567, (15, 9, 35), (15, 9, 35)),
        (2568, (UNKNOWN, UNKNOWN, UNKNOWN), (0, 0, 26)),
        (2569, (UNKNOWN, UNKNOWN, UNKNOWN), (0, 0, 26)),
    ],
)
def test_counts_of_questions_and_items(
    year: int, counts: tuple[int | str, ...], listed: tuple[int, ...]
) -> None:
    book = load(year)

    assert tuple(inst.item_count for inst in book.instruments) == counts
    for letter, instrument, count in zip("ieo", ("IIT", "EIT", "OIT"), listed, strict=True):
        assert codes(book, instrument) == run(letter, 1, count)


@pytest.mark.parametrize(
    ("year", "group", "first", "last"),
    [
        *((year, *row) for year in (2564, 2565) for row in (
            ("9.1", 1, 9), ("9.2", 10, 17), ("9.3", 18, 24), ("9.4", 25, 28), ("9.5", 29, 33),
            ("10.1", 34, 41), ("10.2", 42, 43),
        )),
        (2566, "9.1", 1, 0), (2566, "10.1", 31, 38), (2566, "10.2", 39, 43),
        (2567, "9.1", 1, 6), (2567, "9.2", 7, 13), (2567, "9.3", 14, 17), (2567, "9.4", 18, 21),
        (2567, "9.5", 22, 25), (2567, "10.1", 1, 0), (2567, "10.2", 1, 0),
    ],
)  # fmt: skip
def test_items_of_sub_indicators(year: int, group: str, first: int, last: int) -> None:
    found = [item.code for item in load(year).items if item.group == group]

    assert found == run("o", first, last)


LETTERS: list[tuple[str, Decimal | int]] = [
    ("AA", 95),
    ("A", 85),
    ("B", 75),
    ("C", 65),
    ("D", 55),
    ("E", 50),
    ("F", 0),
]
NAMES: list[tuple[str, Decimal | int, Decimal | int | None]] = [
    ("ผ่านดีเยี่ยม", 95, 95),
    ("ผ่านดี", 85, 85),
    ("ผ่าน", 85, None),
    ("ต้องปรับปรุง", 70, None),
    ("ต้องปรับปรุงโดยด่วน", 0, None),
]


@pytest.mark.parametrize("year", [2563, 2564, 2565])
def test_letters_up_to_2565(year: int) -> None:
    levels = load(year).levels

    assert levels != UNKNOWN
    assert (levels.scheme, levels.places, levels.conditions_on) == ("letters", 2, ())
    found = [(band.name, band.at_least) for band in levels.bands]
    assert list(found) == LETTERS
    assert all(band.each_at_least is None for band in levels.bands)


@pytest.mark.parametrize(
    ("year", "conditions"),
    [
        (2566, ("IIT", "EIT1", "EIT2", "OIT")),
        (2567, ("IIT", "EIT1", "EIT2", "OIT")),
        (2568, (UNKNOWN,)),
    ],
)
def test_names_from_2566(year: int, conditions: tuple[str, ...]) -> None:
    levels = load(year).levels

    assert levels != UNKNOWN
    assert (levels.scheme, levels.places, levels.conditions_on) == ("names", 2, conditions)
    found = [(band.name, band.at_least, band.each_at_least) for band in levels.bands]
    assert list(found) == NAMES


def test_no_levels_are_known_of_2569() -> None:
    assert load(2569).levels == UNKNOWN


@pytest.mark.parametrize(
    ("year", "plan", "report"),
    [
        (2563, UNKNOWN, UNKNOWN),
        (2564, "o42", "o43"),
        (2565, "o42", "o43"),
        (2566, "o42", "o43"),
        (2567, "o34", "o35"),
        (2568, UNKNOWN, UNKNOWN),
        (2569, "o25", "o26"),
    ],
)
def test_items_of_the_plan_and_of_the_report(year: int, plan: str, report: str) -> None:
    book = load(year)

    assert (book.plan.code, book.report.code) == (plan, report)
    roles = {item.role: item.code for item in book.items if item.role}
    assert roles == ({} if plan == UNKNOWN else {"measures_plan": plan, "measures_report": report})


@pytest.mark.parametrize(
    ("year", "plan", "report"),
    [
        (2563, UNKNOWN, UNKNOWN),
        (2564, ("measure", "method", "owner"), ("measure", "result")),
        (2565, ("measure", "method", "owner"), ("measure", "result")),
        (2566, UNKNOWN, UNKNOWN),
        (2567, ("measure", "method", "period", "owner"), ("measure", "result", "outcome")),
        (2568, UNKNOWN, UNKNOWN),
        (2569, UNKNOWN, UNKNOWN),
    ],
)
def test_what_plan_and_report_must_hold(
    year: int, plan: tuple[str, ...] | str, report: tuple[str, ...] | str
) -> None:
    book = load(year)

    assert (book.plan.required, book.report.required) == (plan, report)


def test_the_same_code_means_another_document_in_another_year() -> None:
    assert load(2564).items_by_code["o34"].title == "เจตจำนงสุจริตของผู้บริหาร"
    assert load(2566).items_by_code["o34"].title.startswith("การประเมินความเสี่ยง")
    assert load(2567).items_by_code["o34"].role == "measures_plan"
    assert "o34" not in load(2569).items_by_code


def test_questions_of_the_staff_survey_of_2564() -> None:
    book = load(2564)
    questions = [item for item in book.items if item.instrument == "IIT"]

    assert sum(item.sub_items for item in questions) == 51
    assert [item.group for item in questions] == [str(n) for n in range(1, 6) for _ in range(6)]
    yes_no = {item.code for item in questions if item.scale == "yes_no"}
    assert yes_no == {"i4", "i5", "i6", "i26"}
    bad = {item.code for item in questions if item.polarity == "-"}
    assert bad == {"i4", "i5", "i6", "i9", "i10", "i16", "i17", "i18", "i19", "i22"}
    mixed = [(item.code, item.sub_polarities) for item in questions if item.polarity == "mixed"]
    assert mixed == [("i11", ("+", "-"))]


def test_questions_of_2567() -> None:
    book = load(2567)
    asked = {item.code: item for item in book.items if item.instrument != "OIT"}

    assert {c for c, i in asked.items() if i.scale == "yes_no"} == {"i3", "i9", "e3", "e9"}
    bad = {code for code, item in asked.items() if item.polarity == "-"}
    assert bad == {"i3", "i5", "i6", "i7", "i8", "i9", "i11", "e3"}
    groups = [item.group for item in asked.values()]
    assert groups == [str(number) for number in range(1, 9) for _ in range(3)]


def test_points_of_answers() -> None:
    four = {scale.code: [step.points for step in scale.steps] for scale in load(2564).scales}
    six = {scale.code: [step.points for step in scale.steps] for scale in load(2567).scales}

    assert four["degree4"] == [0, 33, 67, 100]
    assert four["yes_no"] == [0, 100]
    assert six["degree6"] == [UNKNOWN] * 6
    for year in (2563, 2565, 2566, 2568, 2569):
        assert load(year).scales == ()


@pytest.mark.parametrize(
    ("year", "rules"),
    [
        (2563, {"IIT": UNKNOWN, "EIT": UNKNOWN}),
        (2564, {"IIT": UNKNOWN, "EIT": (10, 30, 4000, 400)}),
        (2565, {"IIT": UNKNOWN, "EIT": UNKNOWN}),
        *((year, {
            "IIT": (20, 30, 2000, 400), "EIT1": (20, 30, 2000, 400), "EIT2": (20, 20, None, None),
        }) for year in (2566, 2567)),
        (2568, {"IIT": UNKNOWN, "EIT": UNKNOWN}),
        (2569, {"IIT": UNKNOWN, "EIT": UNKNOWN}),
    ],
)  # fmt: skip
def test_sample_rules(year: int, rules: dict[str, tuple[int | None, ...] | str]) -> None:
    found = {
        one.instrument: UNKNOWN
        if one.percent == UNKNOWN
        else (one.percent, one.floor, one.big, one.cap)
        for one in load(year).samples
    }

    assert found == rules


@pytest.mark.parametrize(
    ("year", "share"),
    [
        (2563, UNKNOWN), (2564, UNKNOWN), (2565, UNKNOWN), (2566, 84), (2567, 84),
        (2568, UNKNOWN), (2569, UNKNOWN),
    ],
)  # fmt: skip
def test_targets(year: int, share: int | str) -> None:
    targets = load(year).targets

    assert targets.total == 85
    assert targets.share == share


def test_verdicts_per_indicator_are_known_of_2567_only() -> None:
    assert [year for year in YEARS if load(year).verdicts != UNKNOWN] == [2567]
    verdicts = load(2567).verdicts
    assert verdicts != UNKNOWN
    assert [band.name for band in verdicts.bands] == ["ผ่านเกณฑ์", "ต้องปรับปรุง", UNKNOWN]
    assert [int(band.at_least) for band in verdicts.bands] == [85, 70, 0]


def test_seven_themes_of_2567_hold_every_item_once() -> None:
    assert [year for year in YEARS if load(year).themes_known] == [2567]
    book = load(2567)

    assert [theme.number for theme in book.themes] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(theme.items) for theme in book.themes] == [7, 10, 9, 3, 7, 7, 16]
    held = sorted(code for theme in book.themes for code in theme.items)
    assert held == sorted(book.items_by_code)
    assert book.themes_by_item["o25"].number == 2
    assert book.themes_by_item["i10"].number == 4


@pytest.mark.parametrize("year", YEARS)
def test_the_ten_indicators_are_the_frame_of_all_years(year: int) -> None:
    book = load(year)

    assert [len(book.indicators_of(code)) for code in ("IIT", "EIT", "OIT")] == [5, 3, 2]
    assert [ind.code for ind in book.indicators] == [str(number) for number in range(1, 11)]
    assert book.indicators[3].name == "การใช้ทรัพย์สินของราชการ"

"""The formulas of the standard workbook, calculated by LibreOffice, give what scoring gives."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import libreoffice
import pytest
from scoring_cases import NAMES, SEED, indicators

from itaxl.cells import Cell, Kind, Sheet, column_number
from itaxl.excel import reading
from itaxl.excel.drawing import draw
from itaxl.intake import read_submission
from itaxl.plans import BookPlan, CellPlan, Formula, Link, SheetPlan
from itaxl.rulebooks.anchors import LISTS_SHEET, name_of
from itaxl.rulebooks.loading import load
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.scoring import Inputs, assume, card, inputs_of
from itaxl.template import Fill, standard
from itaxl.template.scores import columns_of, row_of
from itaxl.template.words import say

Scores = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Tried:
    """One workbook: what is poured into it, and scores typed into the cells for trying out."""

    name: str
    scores: Mapping[str, Decimal | str]
    year: int = 2567
    items: Mapping[str, Decimal] = field(default_factory=dict)
    what_if: Mapping[str, Decimal] = field(default_factory=dict)


def all_of(value: str, *, parts: bool = True) -> Scores:
    """The same score everywhere, so that it is the total before rounding too."""
    return in_parts(dict.fromkeys(map(str, range(1, 11)), Decimal(value)), parts=parts)


def in_parts(ten: Scores, *, parts: bool = True, apart: str = "0") -> Scores:
    """Tell both parts of EIT, so far from their mean, or only the mean."""
    if not parts:
        return ten
    made = {code: value for code, value in ten.items() if code not in ("6", "7", "8")}
    for code in ("6", "7", "8"):
        made[f"{code}.EIT1"] = ten[code] + Decimal(apart)
        made[f"{code}.EIT2"] = ten[code] - Decimal(apart)
    return made


def instrument_at(code: str, value: str, rest: str = "97") -> Scores:
    """One instrument or part at a score, the others at another."""
    own = {"IIT": "12345", "OIT": ("9", "10")}.get(code)
    if own:
        return {**all_of(rest), **dict.fromkeys(own, Decimal(value))}
    return {**all_of(rest), **{f"{number}.{code}": Decimal(value) for number in "678"}}


def without(scores: Scores, *codes: str) -> Scores:
    return {code: value for code, value in scores.items() if code not in codes}


def borders() -> Iterator[Tried]:
    for total in ("69.994", "69.995", "84.994", "84.995", "94.994", "94.995"):
        yield Tried(f"total {total}", all_of(total))
    for code in ("IIT", "EIT1", "EIT2", "OIT"):
        for points in ("84.99", "85", "95") if code in ("IIT", "EIT1") else ("85", "94.99"):
            yield Tried(f"{code} {points}", instrument_at(code, points))
    # Thirds and fifths have no last digit in a binary fraction.
    yield Tried("a third below", {**instrument_at("EIT1", "85"), "7.EIT1": Decimal("84.99")})
    yield Tried("thirds that cancel", {
        **instrument_at("EIT2", "85"), "6.EIT2": Decimal("84.67"), "7.EIT2": Decimal("85.33"),
    })  # fmt: skip
    for total in ("49.995", "54.994", "64.995", "84.995", "100"):
        yield Tried(f"letters {total}", all_of(total, parts=False), 2564)


def unknown_parts() -> Iterator[Tried]:
    for mean in ("84.99", "92.49", "92.5", "97.5"):
        ten = {**all_of("98", parts=False), **dict.fromkeys("678", Decimal(mean))}
        yield Tried(f"mean {mean}", ten)
        one = without(ten, "7") | {"7.EIT1": Decimal(mean), "7.EIT2": Decimal(mean)}
        yield Tried(f"mean {mean}, parts of 7", one)
    ten = {**all_of("98", parts=False), "6": Decimal(90), "7": Decimal(91), "8": Decimal(86)}
    first = {f"{code}.EIT1": Decimal(95) for code in "678"}
    yield Tried("mean and first part", {**ten, **first})
    yield Tried("one part only", {**without(ten, "7"), "7.EIT1": Decimal(90)})
    yield Tried("parts beside a typed mean", {**ten, "6.EIT1": Decimal(80), "6.EIT2": Decimal(84)})


def missing() -> Iterator[Tried]:
    yield Tried("nothing", {})
    for name, codes in {"IIT": "12345", "EIT": "678", "OIT": ("9", "10"), "4": "4"}.items():
        yield Tried(f"no {name}", without(all_of("90", parts=False), *codes))
    yield Tried("only EIT2", {f"{code}.EIT2": Decimal(90) for code in "678"})
    yield Tried("out of range", {**all_of("90"), "3": Decimal(101)})
    yield Tried("a word", {**all_of("90"), "3": "เก้าสิบ"})
    for year in (2565, 2568, 2569):
        yield Tried(f"rules unknown {year}", all_of("90", parts=False), year)


def of_items() -> Iterator[Tried]:
    chance = random.Random(5)
    points = {item.code: Decimal(chance.randint(70, 100)) for item in NAMES.items}
    ten = indicators(SEED)
    yield Tried("items win", ten, items=points)
    yield Tried("items not all there", ten, items=without(points, "i3", "e4", "o20"))
    yield Tried("items alone", {}, items=points)
    yield Tried("items and parts", in_parts(ten, apart="1.5"), items=points)


def by_chance() -> Iterator[Tried]:
    chance = random.Random(3)
    for number in range(4):
        low = chance.choice((4000, 6800, 8300, 9200))
        ten = {str(code): Decimal(chance.randint(low, 10000)) / 100 for code in range(1, 11)}
        yield Tried(f"chance {number}", in_parts(ten, parts=number % 2 == 0))
        yield Tried(f"chance letters {number}", ten, (2563, 2564)[number % 2])
        tried = {
            code: Decimal(chance.randint(low, 10000)) / 100 for code in chance.sample("1356", 2)
        }
        yield Tried(f"chance tried {number}", in_parts(ten, parts=number % 2 == 1), what_if=tried)


def tried_out() -> Iterator[Tried]:
    seed = in_parts(indicators(SEED), apart="1.5")
    yield Tried("seed", indicators(SEED))
    yield Tried("seed with 10 at 90", seed, what_if={"10": Decimal(90)})
    yield Tried("parts give way", seed, what_if={"8": Decimal(100), "9": Decimal("99.99")})
    gap = without(seed, "10")
    yield Tried("a gap is filled", gap, what_if={"10": Decimal(95)})
    yield Tried("letters tried", all_of("84", parts=False), 2564, what_if={"9": Decimal(90)})


CASES = [
    case
    for make in (borders, unknown_parts, missing, of_items, by_chance, tried_out)
    for case in make()
]


AT_ONCE = 40  # cases in one file: LibreOffice needs a second for a file, little for a sheet


class Calculated(NamedTuple):
    """One case after LibreOffice: its sheets, and where the named figures stand on them."""

    sheets: Mapping[str, Sheet]
    names: Mapping[str, str]

    def cell(self, key: str) -> Cell:
        sheet, _, address = self.names[name_of("figure", key)].rpartition("!")
        letters, row = re.fullmatch(r"\$([A-Z]+)\$(\d+)", address).groups()  # type: ignore[union-attr]
        return self.sheets[sheet.strip("='")].cell(int(row), column_number(letters))


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Calculated]:
    """Every case drawn, calculated afresh in one start of LibreOffice, and read back."""
    folder = tmp_path_factory.mktemp("formulas")
    plans = [drawn(case) for case in CASES]
    numbers = [range(start, len(plans))[:AT_ONCE] for start in range(0, len(plans), AT_ONCE)]
    paths = [
        draw(packed([(n, plans[n]) for n in few]), folder / f"{few[0]}.xlsx") for few in numbers
    ]
    again = [reading.read(path) for path in libreoffice.recalculate_all(paths, folder)]
    found = {}
    for few, workbook in zip(numbers, again, strict=True):
        sheets = {sheet.name: sheet for sheet in workbook.sheets}
        for n in few:
            own = {
                name.removesuffix(f" {n}"): sheet
                for name, sheet in sheets.items()
                if name.endswith(f" {n}")
            }
            found[CASES[n].name] = Calculated(own, plans[n].names)
    return found


def packed(plans: Sequence[tuple[int, BookPlan]]) -> BookPlan:
    """Put the sheets that calculate scores of many workbooks into one, each under its number."""
    sheets = [sheet for n, plan in plans for sheet in numbered(plan, n)]
    names = {
        f"{name}_{n}": elsewhere(Formula(text, None), n).text
        for n, plan in plans
        for name, text in plan.names.items()
        if STEP.fullmatch(name)
    }
    return BookPlan(tuple(sheets), plans[0][1].styles, names)


NEEDED = {NAMES.form.sheet(key).name for key in ("guide", "scores", "items")} | {LISTS_SHEET}
STEP = re.compile(re.escape(name_of("step", "")) + r"\d+")  # names of formulas that are shared


def numbered(plan: BookPlan, number: int) -> Iterator[SheetPlan]:
    for sheet in plan.sheets:
        if sheet.name in NEEDED:
            yield SheetPlan(
                f"{sheet.name} {number}",
                [
                    CellPlan(cell.row, cell.column, elsewhere(cell.value, number))
                    for cell in (*sheet.cells, *corners(sheet))
                    if cell.value is not None
                ],
            )


def corners(sheet: SheetPlan) -> Iterator[CellPlan]:
    """Merged cells as the one that holds the value."""
    for merge in sheet.merges:
        yield CellPlan(merge.area.first_row, merge.area.first_column, merge.value)


def elsewhere(value: Any, number: int) -> Any:
    """Let a formula point to the sheets and names with the number of its case."""
    if isinstance(value, Link):
        return value.text
    if not isinstance(value, Formula):
        return value
    text = STEP.sub(lambda step: f"{step[0]}_{number}", value.text)
    for name in NEEDED:
        text = text.replace(f"'{name}'!", f"'{name} {number}'!")
    return replace(value, text=text)


def drawn(case: Tried) -> BookPlan:
    book = load(case.year)
    plan = standard(book, Fill(scores=case.scores, items=case.items))
    column = columns_of(book)["what_if"]
    typed = {(row_of(book, code), column): value for code, value in case.what_if.items()}
    name = book.form.sheet("scores").name
    return replace(
        plan,
        sheets=tuple(
            replace(
                sheet,
                cells=[
                    replace(cell, value=typed[cell.row, cell.column])
                    if (cell.row, cell.column) in typed
                    else cell
                    for cell in sheet.cells
                ],
            )
            if sheet.name == name
            else sheet
            for sheet in plan.sheets
        ),
    )


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_workbook_calculates_what_scoring_computes(
    case: Tried, calculated: Mapping[str, Calculated]
) -> None:
    sheets, book, inputs = calculated[case.name], load(case.year), inputs_for(case)
    made = card(inputs, book)

    assert seen_of(sheets, book) == expected_of(made, book)
    if case.what_if:
        tried = card(assume(inputs, case.what_if, book), book)
        assert number_at(sheets, "what_if_total") == near(tried.total)
        assert word_at(sheets, "what_if_level") == (tried.level or say(book, "not_computable"))


@pytest.mark.parametrize("name", ["seed with 10 at 90", "items and parts"])
def test_a_workbook_that_was_calculated_elsewhere_is_scored_alike(
    name: str, tmp_path: Path
) -> None:
    case = next(case for case in CASES if case.name == name)
    path = libreoffice.recalculate(draw(drawn(case), tmp_path / "a.xlsx"), tmp_path)
    inputs = inputs_of(read_submission(reading.read(path), load))
    made = card(inputs, NAMES)

    assert made.figures["total"].typed is not None, "the total that LibreOffice stored"
    assert [one for one in made.disagreements if one.code not in "123456789 10"] == []
    assert made.total == card(inputs_for(case), NAMES).total


def inputs_for(case: Tried) -> Inputs:
    """The scores of a case as Python is given them: what is none from 0 to 100 is not there."""
    known = {
        code: value
        for code, value in case.scores.items()
        if isinstance(value, Decimal) and 0 <= value <= 100
    }
    return Inputs(
        items=case.items,
        indicators={code: value for code, value in known.items() if "." not in code},
        parts={code: value for code, value in known.items() if "." in code},
    )


Figures = dict[str, object]


def seen_of(sheets: Calculated, book: RuleBook) -> Figures:
    """What LibreOffice calculated, by code of the figure and name of the line."""
    used = columns_of(book)["used"]
    scores = sheets.sheets[book.form.sheet("scores").name]
    seen: Figures = {
        ind.code: near(scores.cell(row_of(book, ind.code), used).number) for ind in book.indicators
    }
    for code in (*book.parts, *(inst.code for inst in book.instruments)):
        seen[code] = number_at(sheets, code)
    if name_of("figure", "level_proof") not in sheets.names:
        return seen  # weights or levels are not known, and the sheet says so in words
    seen |= {key: number_at(sheets, key) for key in ("total", "distance")}
    lines = ("level", "level_proof", "next_level", "binding")
    return {**seen, **{key: word_at(sheets, key) for key in lines}}


def expected_of(made: Scorecard, book: RuleBook) -> Figures:
    """What scoring computes, in the words of the sheet."""
    codes = [ind.code for ind in book.indicators]
    codes += [*book.parts, *(inst.code for inst in book.instruments)]
    told: Figures = {code: near(made.value(code)) for code in codes}
    levels = book.levels
    if levels == "unknown" or any(inst.weight == "unknown" for inst in book.instruments):
        assert made.level is None
        return told
    way, top = made.to_next_level, made.level == levels.bands[0].name
    lacks = say(book, "lacks")
    lacking = [f"{c.code} ({lacks} {c.points:.2f})" for c in way.binding] if way else []
    return {
        **told,
        "total": near(made.total),
        "distance": near(way.points) if way else None,
        "level": made.level or say(book, "not_computable"),
        "level_proof": say(book, "proven" if made.level_proven else "not_proven")
        if made.level
        else "",
        "next_level": way.level if way else say(book, "highest") if top else "",
        "binding": " · ".join(lacking),
    }


def near(value: Decimal | None) -> Decimal | None:
    """A figure as far as a spreadsheet's binary numbers agree with exact ones."""
    return None if value is None else value.quantize(Decimal("1e-9")).normalize()


def number_at(sheets: Calculated, key: str) -> Decimal | None:
    cell = sheets.cell(key)
    assert cell.kind is Kind.NUMBER or not cell.raw, cell
    return near(cell.number)


def word_at(sheets: Calculated, key: str) -> str:
    cell = sheets.cell(key)
    assert cell.kind in (Kind.TEXT, Kind.BLANK), cell
    return cell.raw

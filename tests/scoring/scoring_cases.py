"""Small builders the tests of scoring share."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import hypothesis

from itaxl.cells import Cell, Kind
from itaxl.fields.reading import BLANK, Reading, State
from itaxl.rulebooks.loading import load
from itaxl.rulebooks.model import RuleBook
from itaxl.scoring import Inputs
from itaxl.submission import Entry, FileFacts, Form, Layout, Record, Submission

NAMES = load(2567)  # level names with conditions on instruments, EIT in two parts
LETTERS = load(2564)  # letters from the total alone, EIT in one part

Law = Callable[[Callable[..., None]], Callable[..., None]]


def law(*args: Any, **kwargs: Any) -> Law:
    """A law that holds for every input; forty examples keep a folder of them quick."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        tried: Callable[..., None] = hypothesis.given(*args, **kwargs)(test)  # type: ignore[no-untyped-call]
        return hypothesis.settings(max_examples=40, deadline=None)(tried)

    return decorate


SEED = "100 98.89 100 95.55 100 95.79 92.09 85.60 100 76.67"


def indicators(text: str) -> dict[str, Decimal]:
    """Ten scores in the order of the indicators."""
    points = text.replace("/", " ").replace(",", " ").split()
    assert len(points) == 10
    return {str(code): Decimal(value) for code, value in enumerate(points, 1)}


def given(text: str) -> Inputs:
    return Inputs(indicators=indicators(text))


def instruments(iit: str, eit1: str, eit2: str, oit: str) -> Inputs:
    """Inputs in which every indicator of an instrument or part has the same score."""
    return Inputs(
        indicators={
            **dict.fromkeys("12345", Decimal(iit)),
            **dict.fromkeys(("9", "10"), Decimal(oit)),
        },
        parts={
            **{f"{code}.EIT1": Decimal(eit1) for code in "678"},
            **{f"{code}.EIT2": Decimal(eit2) for code in "678"},
        },
    )


def altered(book: RuleBook, **changes: Any) -> RuleBook:
    """A rule book with some of its facts changed."""
    made = book.model_copy(update=changes)
    for remembered in ("items_by_code", "themes_by_item", "parts"):
        made.__dict__.pop(remembered, None)  # a copy remembers what the original worked out
    return made


def without_weight(book: RuleBook, code: str) -> RuleBook:
    return altered(
        book,
        instruments=tuple(
            inst.model_copy(update={"weight": "unknown"}) if inst.code == code else inst
            for inst in book.instruments
        ),
    )


def entry(key: str, value: Any, sheet: str = "คะแนน", row: int = 3, formula: str = "") -> Entry:
    """An answer read as a value; text of one that could not be read if it is a plain str."""
    if value is None:
        return Entry(key, sheet, "คะแนน", Cell(row, 6), BLANK)
    if isinstance(value, str):
        cell = Cell(row, 6, Kind.TEXT, value)
        return Entry(key, sheet, "คะแนน", cell, Reading(state=State.DECLINED, why="text"))
    cell = Cell(row, 6, Kind.NUMBER, str(value), formula)
    return Entry(key, sheet, "คะแนน", cell, Reading(value))


def entries(values: Mapping[str, Any], sheet: str = "คะแนน", formula: str = "") -> dict[str, Entry]:
    return {k: entry(k, v, sheet, row, formula) for row, (k, v) in enumerate(values.items(), 3)}


def submission(
    scores: Mapping[str, Any] = {},
    items: Mapping[str, Any] = {},
    agency: Mapping[str, Any] = {},
    computed: Mapping[str, Any] = {},
    by_hand: Mapping[str, Any] = {},
) -> Submission:
    """A workbook with figures; ``computed`` stands in formula cells, ``by_hand`` over them."""
    return Submission(
        FileFacts("a.xlsx"),
        Layout(Form.STANDARD),
        agency=entries(agency, "หน่วยงาน"),
        scores=entries(scores),
        items=entries(items, "รายข้อ"),
        typed={**entries(computed, formula="AVERAGE(F3:F7)"), **entries(by_hand)},
    )


def measure(**columns: str | None) -> Record:
    """A measure with texts; the status column is read as a choice when it is one."""
    choices = {c.text: c.value for c in NAMES.form.lists["statuses"]}
    made = {}
    for key, text in columns.items():
        cell = Cell(5, 3, Kind.TEXT, text) if text else Cell(5, 3)
        if not text:
            reading: Reading[Any] = BLANK
        elif key == "status" and text not in choices:
            reading = Reading(state=State.DECLINED, why="outside-choices")
        else:
            reading = Reading(choices.get(text, text))
        made[key] = Entry(key, "มาตรการ", key, cell, reading)
    return Record(1, "มาตรการ", 5, made)

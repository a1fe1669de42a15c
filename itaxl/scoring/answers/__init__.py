"""Scores of questions from the answers of respondents: one row each, one column per question."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from itaxl import thai
from itaxl.cells import Cell, Kind, Sheet
from itaxl.rulebooks.model import Item, RuleBook
from itaxl.scoring.answers.columns import (
    Column,
    count_named,
    find_columns,
    is_name,
    is_stamp,
    missing_columns,
)
from itaxl.scoring.answers.values import Answer, is_blank, reader_for
from itaxl.scoring.answers.words import Problem, Trouble, problem
from itaxl.scoring.arithmetic import mean

__all__ = ["Answers", "Problem", "Trouble", "from_sheet", "score_answers"]

_LOOK_AT = 30  # rows in which headings are looked for


class Row(NamedTuple):
    """One respondent: the number of the row and the answers by column."""

    number: int
    answers: Mapping[int, Answer]


class Answers(NamedTuple):
    """
    Scores 0–100 by code of the question, what was wrong, and what they rest on.

    ``respondents`` are those counted, doubled ones not; ``counted`` and ``blanks`` tell per
    question how many answers were used and how many were left blank.
    """

    items: Mapping[str, Decimal]
    problems: tuple[Problem, ...]
    respondents: int
    counted: Mapping[str, int]
    blanks: Mapping[str, int]


def score_answers(
    table: Sequence[Mapping[str, str | Decimal | None]], instrument: str, book: RuleBook
) -> Answers:
    """
    Score a table of one mapping per respondent, heading → answer.

    Problems count the heading row as row 1, and columns in the order they first appear.
    """
    headings = dict(enumerate(dict.fromkeys(heading for row in table for heading in row), 1))
    rows = [
        Row(number, {column: row.get(heading) for column, heading in headings.items()})
        for number, row in enumerate(table, 2)
    ]
    return _score(headings, rows, instrument, book)


def from_sheet(sheet: Sheet, instrument: str, book: RuleBook) -> Answers:
    """
    Score a sheet whose headings are codes, codes with text, or titles of questions.

    The heading row is the one that names most questions. Hidden rows count like any other.
    """
    rows = list(sheet.rows())
    found = [(count_named(_texts(cells), book), -number) for number, cells in rows[:_LOOK_AT]]
    named, heading_row = max(found, default=(0, 0))
    if not named:
        return Answers({}, (problem(Trouble.NO_HEADING, instrument=instrument),), 0, {}, {})
    headings = next(_texts(cells) for number, cells in rows if number == -heading_row)
    below = [
        Row(number, {cell.column: _answer(cell) for cell in cells})
        for number, cells in rows
        if number > -heading_row and not all(cell.is_blank for cell in cells)
    ]
    return _score(headings, below, instrument, book)


def _score(
    headings: Mapping[int, str], rows: Sequence[Row], instrument: str, book: RuleBook
) -> Answers:
    columns, problems = find_columns(headings, instrument, book)
    items = [item for item in book.items if item.instrument == instrument]
    problems += missing_columns(columns, items, problems)
    rows, doubled = _once(headings, rows)
    problems += doubled
    scores: dict[str, Decimal] = {}
    counted: dict[str, int] = {}
    blanks: dict[str, int] = {}
    for item in items:
        if not (own := _columns_of(item, columns)):
            continue
        points, wrong = _points(own, rows, columns, book)
        problems += wrong
        counted[item.code] = sum(len(column) for column in points)
        blanks[item.code] = sum(is_blank(row.answers.get(c.number)) for row in rows for c in own)
        if points and all(points):
            scores[item.code] = mean(mean(column) for column in points)
    problems.sort(key=lambda entry: (entry.row, entry.column))
    return Answers(scores, tuple(problems), len(rows), counted, blanks)


def _columns_of(item: Item, columns: Sequence[Column]) -> list[Column]:
    """Give the columns an item is made from: all its sub-items, else its own; none if some lack."""
    own = [column for column in columns if column.item.code == item.code]
    subs = [column for column in own if column.sub]
    if len(subs) == item.sub_items:
        return subs
    return [] if subs else own


def _points(
    own: Sequence[Column], rows: Sequence[Row], columns: Sequence[Column], book: RuleBook
) -> tuple[list[list[Decimal]], list[Problem]]:
    """Give the points of an item's answers, a list per sub-item, and what could not be read."""
    points: list[list[Decimal]] = []
    problems: list[Problem] = []
    for column in own:
        same_scale = [c.number for c in columns if c.item.scale == column.item.scale]
        alike = [row.answers.get(number) for row in rows for number in same_scale]
        reader = reader_for(column, [row.answers.get(column.number) for row in rows], alike, book)
        if isinstance(reader, Problem):
            return [], [reader]
        points.append([])
        for row in rows:
            answer = row.answers.get(column.number)
            if is_blank(answer):
                continue
            if (value := reader.points(answer)) is None:
                problems.append(reader.unread(row.number, column, answer))
            else:
                points[-1].append(value)
    return points, problems


def _once(headings: Mapping[int, str], rows: Sequence[Row]) -> tuple[list[Row], list[Problem]]:
    """
    Count every respondent once.

    A row equal to an earlier one is left out; rows of one respondent that differ are all left out,
    because nobody can say which counts. So the order of the rows never matters. Where nothing names
    the respondent, equal answers at the same moment are one; without a moment nothing is doubled.
    """
    names = [column for column, heading in headings.items() if is_name(heading)]
    keys = names or [column for column, heading in headings.items() if is_stamp(heading)]
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        name = [thai.fold(str(row.answers.get(key) or "")) for key in keys[:1]]
        nameless = [f"row {row.number}"] if not any(name) else []
        moment = [] if names else list(_content(row, headings))
        groups.setdefault((*name, *nameless, *moment), []).append(row)
    kept: list[Row] = []
    problems: list[Problem] = []
    for group in groups.values():
        differ = len({_content(row, headings) for row in group}) > 1
        kept += [] if differ else group[:1]
        seen = ", ".join(str(row.number) for row in group)
        problems.extend(
            problem(Trouble.DUPLICATE, row.number, keys[0], seen=seen)
            for row in (group if differ else group[1:])
        )
    return sorted(kept, key=lambda row: row.number), problems


def _content(row: Row, headings: Mapping[int, str]) -> tuple[str, ...]:
    """Give all a respondent answered, the moment of sending aside."""
    answers = (row.answers.get(n) for n, heading in headings.items() if not is_stamp(heading))
    return tuple("" if is_blank(answer) else thai.fold(str(answer)) for answer in answers)


def _answer(cell: Cell) -> Answer:
    if cell.is_blank:
        return None
    if cell.kind is Kind.NUMBER:
        return cell.number
    if cell.kind is Kind.PERCENT and cell.number is not None:
        return cell.number * 100
    return cell.shown


def _texts(cells: Sequence[Cell]) -> dict[int, str]:
    return {cell.column: cell.shown for cell in cells if not cell.is_blank}

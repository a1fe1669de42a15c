"""What single answers are worth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from itaxl import thai
from itaxl.fields.nearest import nearest
from itaxl.rulebooks.model import RuleBook, Scale
from itaxl.scoring.answers.columns import Column
from itaxl.scoring.answers.words import Problem, Trouble, problem
from itaxl.scoring.arithmetic import HUNDRED

Answer = str | Decimal | None

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_NO_ANSWER = ("", "-", "–", "—")
_MOST_STEPS = 10  # no scale has more; a larger number must be points


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """
    How the answers of one column are read.

    Words and numbers of steps are worth what the scale says, reversed for a negative question.
    Numbers that are points are taken as they are: they are what the answer was awarded.
    """

    scale: Scale | None
    numbers_are_points: bool
    reverse: bool = False

    def points(self, answer: Answer) -> Decimal | None:
        """Give the points of an answer; None when the scale has no such answer."""
        number = number_of(answer)
        if number is not None and self.numbers_are_points:
            known = _points_of(self.scale)
            return number if number in known or (not known and 0 <= number <= HUNDRED) else None
        worth = self._step(number) if number is not None else self._words(str(answer))
        if worth is None:
            return None
        return HUNDRED - worth if self.reverse else worth

    def unread(self, row: int, column: Column, answer: Answer) -> Problem:
        """Say that an answer is none of the scale."""
        steps = self.scale.steps if self.scale else ()
        words = [text for step in steps for text in (step.text, *step.aliases)]
        return problem(
            Trouble.UNKNOWN_ANSWER,
            row=row,
            column=column.number,
            code=column.item.code,
            seen=str(answer),
            suggestion=nearest(str(answer), words) or "",
            choices=_choices(self.scale),
        )

    def _step(self, number: Decimal) -> Decimal | None:
        points = _points_of(self.scale)
        return points[int(number) - 1] if _is_step(number, len(points)) else None

    def _words(self, text: str) -> Decimal | None:
        wanted = thai.fold(text)
        for step in self.scale.steps if self.scale else ():
            if wanted in [thai.fold(known) for known in (step.text, *step.aliases)]:
                return step.points if isinstance(step.points, Decimal) else None
        return None


def reader_for(
    column: Column, own: Sequence[Answer], alike: Sequence[Answer], book: RuleBook
) -> AnswerReader | Problem:
    """
    Find out how a column is to be read.

    ``own`` are its answers; ``alike`` those of all columns with its scale, which tell together
    whether numbers are points or the numbers of steps.
    """
    scale = next((scale for scale in book.scales if scale.code == column.item.scale), None)
    numbers = {number for answer in alike if (number := number_of(answer)) is not None}
    only_numbers = all(is_blank(answer) or number_of(answer) is not None for answer in own)
    are_points = _are_points(numbers, scale)
    if are_points and only_numbers:
        return AnswerReader(scale, numbers_are_points=True)
    if not _points_of(scale):
        return _not_computable(Trouble.UNKNOWN_POINTS, column, scale)
    if are_points is None:
        seen = ", ".join(str(number) for number in sorted(numbers))
        return _not_computable(Trouble.UNCLEAR_NUMBERS, column, scale, seen)
    polarity = _polarity(column)
    if polarity is None:
        return _not_computable(Trouble.UNKNOWN_POLARITY, column, scale)
    return AnswerReader(scale, are_points, reverse=polarity == "-")


def number_of(answer: Answer) -> Decimal | None:
    """Read a plain number, in Thai digits too; None for anything else."""
    if isinstance(answer, Decimal):
        return answer if answer.is_finite() else None
    text = thai.western_digits(thai.one_line(answer or ""))
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def is_blank(answer: Answer) -> bool:
    """Tell whether nothing was answered; a dash is nothing."""
    return answer is None or (isinstance(answer, str) and thai.fold(answer) in _NO_ANSWER)


def _are_points(numbers: set[Decimal], scale: Scale | None) -> bool | None:
    """
    Tell points from numbers of steps; None when some numbers are only the one, some the other.

    Where the points of the scale are not known, only a number larger than any step tells.
    """
    known = _points_of(scale)
    if not known:
        return any(number > _MOST_STEPS for number in numbers)
    only_points = {n for n in numbers if n in known and not _is_step(n, len(known))}
    only_steps = {n for n in numbers if n not in known and _is_step(n, len(known))}
    if only_points and only_steps:
        return None
    return bool(only_points)


def _is_step(number: Decimal, steps: int) -> bool:
    return 1 <= number <= steps and number == int(number)


def _points_of(scale: Scale | None) -> list[Decimal]:
    """Give the points of a scale's steps; none unless all are known."""
    points = [step.points for step in scale.steps] if scale else []
    known = [value for value in points if isinstance(value, Decimal)]
    return known if len(known) == len(points) else []


def _polarity(column: Column) -> str | None:
    item = column.item
    if item.polarity == "mixed" and 0 < column.sub <= len(item.sub_polarities):
        return item.sub_polarities[column.sub - 1]
    return item.polarity if item.polarity in {"+", "-"} else None


def _choices(scale: Scale | None) -> str:
    return ", ".join(step.text for step in scale.steps) if scale else ""


def _not_computable(
    trouble: Trouble, column: Column, scale: Scale | None, seen: str = ""
) -> Problem:
    code = column.item.code if not column.sub else f"{column.item.code}.{column.sub}"
    return problem(trouble, column=column.number, code=code, seen=seen, choices=_choices(scale))

"""What reading one value gives: the value, or why there is none, and what was done to it."""

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value", covariant=True)  # noqa: PLC0105 - reads better without _co


class State(StrEnum):
    """How the reading of one cell ended."""

    READ = "read"
    BLANK = "blank"  # nothing was written
    NONE = "none"  # a word for "nothing": -, ไม่มี
    DECLINED = "declined"  # something was written that this kind of value cannot be read from
    DOUBTFUL = "doubtful"  # it can be read in two ways; ``offered`` is the likelier one


class Repair(StrEnum):
    """A safe change made while reading; each one is told."""

    DIGITS = "digits"  # Thai or full-width digits
    SPACES = "spaces"  # spaces or line breaks inside a word
    SPELLING = "spelling"  # invisible characters, sara am, doubled marks, look-alikes
    COMMA = "comma"  # thousands comma
    UNIT = "unit"  # a unit behind a number: คะแนน, %
    PERCENT = "percent"  # a percent cell, read times 100
    TEXT_NUMBER = "text-number"  # a number stored as text
    BUDDHIST_DATE = "buddhist-date"  # a Buddhist year stored as a Gregorian date
    GREGORIAN_YEAR = "gregorian-year"  # a Gregorian year where a Buddhist one is usual
    CODE_LETTER = "code-letter"  # a digit printed for the letter of an item code
    NEAR_CHOICE = "near-choice"  # a choice written a little differently


# A tuple, as cells and answers are: hundreds are made of every workbook.
class Reading(NamedTuple, Generic[Value]):
    """
    The value read from one cell and how; ``value`` is None unless the state is READ.

    ``why`` names the doubt or the reason for declining (a key into the checks' words),
    such as "two-digit-year", "gregorian-1967", "out-of-range".
    """

    value: Value | None = None
    state: State = State.READ
    repairs: tuple[Repair, ...] = ()
    offered: Value | None = None
    why: str = ""


BLANK: Reading[None] = Reading(state=State.BLANK)
NONE: Reading[None] = Reading(state=State.NONE)

"""What a reader may know beside the cell itself: lists, the year, item ranges, the section."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from itaxl.cells import Cell
from itaxl.fields.reading import Reading


class Choice(Protocol):
    """One choice of a list, as rule books hold it."""

    @property
    def value(self) -> str:
        """The word used in code and data."""

    @property
    def text(self) -> str:
        """The words people see in the list."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other words for the same choice."""


@dataclass(frozen=True, slots=True)
class Context:
    """
    What is known around a cell; a reader takes what it needs.

    ``fiscal_year`` is the Buddhist year of the plan, for periods that do not name one.
    ``code_ranges`` is the highest number per letter of item codes ({"i": 15, "e": 9, "o": 35}).
    ``section`` names the instrument the row stands under (IIT, EIT, OIT), when one is known.
    """

    choices: Sequence[Choice] = ()
    fiscal_year: int | None = None
    code_ranges: Mapping[str, int] = field(default_factory=dict)
    section: str = ""


NO_CONTEXT = Context()

Reader: TypeAlias = Callable[[Cell, Context], Reading[Any]]

"""The rule books an errand judges by."""

from dataclasses import dataclass
from pathlib import Path

from itaxl.rulebooks import loading
from itaxl.rulebooks.model import UNKNOWN, RuleBook


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule books an errand judges by: the shipped ones, and a coordinator's own before them."""

    own: RuleBook | None = None

    def book(self, year: int) -> RuleBook:
        """Give the rule book of a fiscal year (Buddhist Era); RuleBookError when there is none."""
        if self.own is not None and self.own.fiscal_year == year:
            return self.own
        return loading.load(year)

    def find(self, year: int | None) -> RuleBook | None:
        """Give the rule book of a fiscal year; None when there is none."""
        return self.book(year) if year is not None and year in self.years else None

    def of(self, year: int | None) -> RuleBook:
        """Give the rule book of a fiscal year; where there is none, the usual one."""
        return self.find(year) or self.usual

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years there is a rule book for."""
        own = (self.own.fiscal_year,) if self.own is not None else ()
        return tuple(sorted({*loading.years(), *own}))

    @property
    def usual(self) -> RuleBook:
        """The rule book meant when nobody names a year: the own one, else the newest whole one."""
        if self.own is not None:
            return self.own
        books = map(loading.load, reversed(loading.years()))
        return next(book for book in books if book.themes and book.levels != UNKNOWN)


def rules(own: Path | None) -> Rules:
    """Take the rule book of a coordinator into account. Raises RuleBookError for a bad one."""
    return Rules(loading.load_file(own) if own is not None else None)

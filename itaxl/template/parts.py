"""What every sheet of the template hands back, and what every sheet begins with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from itaxl.plans import CellPlan, SheetPlan
from itaxl.rulebooks.model import RuleBook, SheetSpec
from itaxl.template.words import edition


@dataclass(frozen=True, slots=True)
class Part:
    """A drawn sheet and the workbook names it adds."""

    sheet: SheetPlan
    names: Mapping[str, str] = field(default_factory=dict)


def edition_cells(book: RuleBook, spec: SheetSpec) -> Iterator[CellPlan]:
    """Give title and edition, the first two lines of every sheet."""
    yield CellPlan(1, 1, spec.title or book.form.title, "title")
    yield CellPlan(2, 1, edition(book), "edition")

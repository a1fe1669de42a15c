"""What is poured into a standard workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from itaxl.plans import Value


class Percent(Decimal):
    """A share as a cell holds it that is shown as a percent: 0.87 for 87 %."""


@dataclass(frozen=True, slots=True)
class Fill:
    """
    Values of one agency, as people see them.

    ``agency`` by key of the line; ``scores`` in points 0–100 by code of the figure ("1",
    "6.EIT1", "last.1"); ``items`` by code of the item; ``records`` by key of the column, choices
    as their text. ``locked`` names the lines of ``agency`` that were issued and are not to be
    changed.
    """

    agency: Mapping[str, Value] = field(default_factory=dict)
    scores: Mapping[str, Decimal | str] = field(default_factory=dict)
    items: Mapping[str, Decimal | str] = field(default_factory=dict)
    records: Sequence[Mapping[str, Value]] = ()
    locked: frozenset[str] = frozenset()

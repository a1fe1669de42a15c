"""Verdicts on single indicators."""

from decimal import Decimal

from itaxl.rulebooks.model import UNKNOWN, RuleBook
from itaxl.scores import Figure, FigureKind
from itaxl.scoring.arithmetic import rounded


def verdict(points: Decimal, book: RuleBook) -> str | None:
    """Give the verdict on an indicator, its points rounded; None where none is laid down."""
    if book.verdicts == UNKNOWN:
        return None
    shown = rounded(points)
    name = next((b.name for b in book.verdicts.bands if shown >= b.at_least), UNKNOWN)
    return None if name == UNKNOWN else name


def verdicts(made: dict[str, Figure], book: RuleBook) -> dict[str, str]:
    """Give the verdict on every indicator that has one."""
    found = (
        (code, verdict(figure.value, book))
        for code, figure in made.items()
        if figure.kind is FigureKind.INDICATOR and figure.value is not None
    )
    return {code: name for code, name in found if name is not None}

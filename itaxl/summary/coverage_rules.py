"""Which themes and which weak indicators an agency's measures cover: pure."""

from collections import Counter
from collections.abc import Iterable

from itaxl.rulebooks.model import RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.scores import Scorecard


def themes_covered(themes: Iterable[int | None]) -> Counter[int]:
    """Count measures by theme; those of no theme are left out."""
    return Counter(theme for theme in themes if theme is not None)


def indicators_covered(
    measures: Iterable[tuple[tuple[str, ...], int | None]], book: RuleBook
) -> frozenset[str]:
    """
    The indicators that at least one measure is about, from pairs (codes, theme).

    A measure's codes tell it; without codes the items of its theme do. An item whose indicator the
    rule book does not know counts for every indicator of its instrument: nobody is accused of a gap
    that cannot be shown.
    """
    by_item, by_theme = _by_item(book), _by_theme(book)
    nothing: frozenset[str] = frozenset()
    covered: set[str] = set()
    for codes, theme in measures:
        found = [by_item[code] for code in codes if code in by_item]
        covered.update(*found or [by_theme.get(theme or 0, nothing)])
    return frozenset(covered)


@once_per_book
def _by_item(book: RuleBook) -> dict[str, frozenset[str]]:
    """The indicator each item counts for; all of its instrument where that is not known."""
    above = {sub.code: sub.indicator for sub in book.sub_indicators}
    return {
        code: frozenset(
            (ind.code for ind in book.indicators_of(item.instrument))
            if item.group == "unknown"
            else (above.get(item.group, item.group),)
        )
        for code, item in book.items_by_code.items()
    }


@once_per_book
def _by_theme(book: RuleBook) -> dict[int, frozenset[str]]:
    """The indicators that the items of each theme count for."""
    known = _by_item(book)
    return {
        theme.number: frozenset().union(*(known.get(item, ()) for item in theme.items))
        for theme in book.themes
    }


def weak_indicators(card: Scorecard | None, book: RuleBook) -> tuple[str, ...]:
    """The indicators whose known score is below the target, in the order of the rule book."""
    if card is None:
        return ()
    scores = ((ind.code, card.value(ind.code)) for ind in book.indicators)
    return tuple(
        code for code, score in scores if score is not None and score < book.targets.indicator
    )

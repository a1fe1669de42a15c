"""Which themes and which weak indicators an agency's measures cover: pure."""

from collections import Counter
from collections.abc import Iterable

from itaxl.rulebooks.model import RuleBook
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
    by_theme = {theme.number: theme.items for theme in book.themes}
    covered: set[str] = set()
    for codes, theme in measures:
        known = [code for code in codes if code in book.items_by_code]
        for code in known or by_theme.get(theme or 0, ()):
            covered |= indicators_of(code, book)
    return frozenset(covered)


def indicators_of(item: str, book: RuleBook) -> frozenset[str]:
    """The indicator an item counts for; all of its instrument where that is not known."""
    entry = book.items_by_code.get(item)
    if entry is None:
        return frozenset()
    if entry.group == "unknown":
        return frozenset(ind.code for ind in book.indicators_of(entry.instrument))
    above = {sub.code: sub.indicator for sub in book.sub_indicators}
    return frozenset({above.get(entry.group, entry.group)})


def weak_indicators(card: Scorecard | None, book: RuleBook) -> tuple[str, ...]:
    """The indicators whose known score is below the target, in the order of the rule book."""
    if card is None:
        return ()
    scores = ((ind.code, card.value(ind.code)) for ind in book.indicators)
    return tuple(
        code for code, score in scores if score is not None and score < book.targets.indicator
    )

"""Many reviews become one summary workbook: tidy tables, then a plan per sheet."""

from collections.abc import Callable
from typing import NamedTuple

from itaxl.plans import BookPlan, SheetPlan
from itaxl.summary import (
    coverage,
    findings,
    follow_up,
    indicators,
    items,
    ledger,
    measures,
    overview,
    ranking,
    sources,
    suggestions,
)
from itaxl.summary.frame import Frame as Frame
from itaxl.summary.frame import frame as frame
from itaxl.summary.styles import STYLES
from itaxl.summary.tables import Flat, continued
from itaxl.summary.words import word


class Tab(NamedTuple):
    """A sheet of the summary: its plan, and its flat table, whose columns formulas name."""

    plan: Callable[[Frame], SheetPlan]
    flat: Callable[[Frame], Flat] | None = None


SHEETS: tuple[Tab, ...] = (
    Tab(overview.plan),
    Tab(ledger.plan, ledger.flat),
    Tab(ranking.plan, ranking.flat),
    Tab(indicators.plan, indicators.flat),
    Tab(items.plan, items.flat),
    Tab(measures.plan, measures.flat),
    Tab(follow_up.plan, follow_up.flat),
    Tab(coverage.plan, coverage.flat),
    Tab(suggestions.plan, suggestions.flat),
    Tab(findings.plan, findings.flat),
    Tab(sources.plan),
)


def summarise(frame: Frame) -> BookPlan:
    """Plan the summary workbook: every sheet in tab order, a long table over several sheets."""
    sheets: list[SheetPlan] = []
    names = sources.names()
    for tab in SHEETS:
        flat = tab.flat(frame) if tab.flat else None
        sheets += continued(tab.plan(frame), flat.limit if flat else 0)
        names |= dict(flat.definitions()) if flat else {}
    year = str(frame.facts.year)
    return BookPlan(
        sheets=tuple(sheets),
        styles=STYLES,
        names=names,
        properties={
            "itaxl_form": "summary",
            "itaxl_year": year,
            "itaxl_version": frame.facts.version,
        },
        title=word("titles", "overview", year=year),
    )

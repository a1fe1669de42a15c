"""
Earlier years of the same agencies: small facts that a summary carries on from year to year.

Pure: a frame of a year gives its past, and a past finds the agency it is of. Where several tell of
one agency and year, the same one always counts, whatever order they come in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from itaxl.summary.identities import Identity, Vocabulary, Who, bare_code, identify
from itaxl.summary.record import line_of, thing_of
from itaxl.thai import fold

KEPT_KINDS = ("total", "instrument", "part", "indicator", "indicator_part", "sub_indicator")
TEXTS = ("measure", "result")  # columns of measures whose texts are compared over the years


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a measure in an earlier year: which column, in which row."""

    column: str
    row: str
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """One agency in one earlier fiscal year (Buddhist Era)."""

    year: int
    who: Who
    total: Decimal | None = None
    level: str = ""
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    texts: tuple[Said, ...] = ()


def past_line(past: Past) -> str:
    """Write a past as a line of JSON."""
    return line_of(past, Past)


def past_of_line(line: str) -> Past:
    """Read a past; ValueError when it is damaged."""
    return thing_of(line, Past)


def pasts_of(frame: Any) -> Iterable[Past]:
    """Give what a later year has to know of the agencies of a frame whose workbook counted."""
    figures: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in frame.figures:
        if row.kind in KEPT_KINDS and row.value is not None:
            figures[row.key][row.code] = row.value
    texts: dict[str, list[Said]] = defaultdict(list)
    for row in frame.measures:
        texts[row.key] += [
            Said(column, row.no, text) for column in TEXTS if (text := getattr(row, column))
        ]
    types = {fold(c.text): c.value for c in frame.facts.book.choices("agency_types")}
    for row in frame.agencies:
        if row.status.is_valid and (row.key in figures or row.key in texts):
            kind = types.get(fold(row.type), row.type)
            who = Who(row.agency, kind, row.district, row.province, row.code)
            told = tuple(texts.get(row.key, ()))
            yield Past(
                frame.facts.year, who, row.total, row.level or "", figures.get(row.key, {}), told
            )


class Years:
    """Finds the earlier years of an agency: by its code, else by its name and place."""

    def __init__(self, pasts: Iterable[Past], vocabulary: Vocabulary) -> None:
        self._by_code: dict[str, list[Past]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[Identity, Past]]] = defaultdict(list)
        for _, past in sorted((past_line(past), past) for past in pasts):
            identity = identify(past.who, vocabulary)
            if identity.code:
                self._by_code[bare_code(identity.code)].append(past)
            self._by_name[identity.name].append((identity, past))
        self._vocabulary = vocabulary

    def of(self, who: Who) -> dict[int, Past]:
        """Give the past of an agency by year; nothing where two agencies could be meant."""
        mine = identify(who, self._vocabulary)
        found = list(self._by_code.get(bare_code(mine.code), ())) if mine.code else []
        agreeing = [pair for pair in self._by_name.get(mine.name, ()) if pair[0].agrees(mine)]
        if all(one.agrees(other) for one, _ in agreeing for other, _ in agreeing):
            found += [past for _, past in agreeing]
        years: dict[int, Past] = {}
        for past in found:  # in the order of their lines: of equals the last one counts
            known = years.get(past.year)
            if known is None or (past.total is not None, len(past.figures)) >= (
                known.total is not None,
                len(known.figures),
            ):
                years[past.year] = past
        return years

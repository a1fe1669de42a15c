"""ข้อความซ้ำ: measures and results that several agencies, or several years, have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from itaxl.plans import ShadePlan, SheetPlan
from itaxl.summary.alike import earlier
from itaxl.summary.frame import Frame
from itaxl.summary.tables import Column, Flat, Lazy, flat_sheet
from itaxl.summary.words import word
from itaxl.summary.years import TEXTS

COLUMNS = (
    Column("group_no", "number", 8),
    Column("column", "center", 16),
    Column("shared_by", "whole", 10),
    Column("likeness", "whole", 15),
    Column("agency", "text", 32),
    Column("year", "center", 8),
    Column("row_no", "center", 7),
    Column("text", "text", 80),
    Column("district", "text", 14),
    Column("ref", "code", 16),
)


@dataclass(frozen=True, slots=True)
class Written:
    """One text of one agency in one year."""

    column: str
    key: str
    agency: str
    district: str
    year: int
    row: str
    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """Texts that are the same or nearly so, of more than one agency or year."""

    number: int
    sharers: int  # agencies
    likeness: int  # of 100; 100 says that all are equal but for spaces, digits and signs
    texts: tuple[Written, ...]


def shared(frame: Frame) -> list[Shared]:
    """
    Find the texts that are shared, those of most agencies first.

    The name of its own agency in a text makes no difference. One that only one agency uses in one
    year is its own affair, however often it stands there.
    """
    groups = []
    for column in TEXTS:
        texts = _Texts(frame, column)
        for cluster in frame.alike.clusters(column):
            said = texts.of(cluster.members)
            if len({(row.key, row.year) for row in said}) > 1:
                said.sort(key=lambda row: (-row.year, row.district, row.agency, row.row, repr(row)))
                groups.append((column, cluster.likeness, tuple(said)))
    groups.sort(
        key=lambda one: (-len({row.key for row in one[2]}), -len(one[2]), one[0], repr(one[2]))
    )
    return [
        Shared(number, len({row.key for row in mine}), likeness, mine)
        for number, (_, likeness, mine) in enumerate(groups, start=1)
    ]


class _Texts:
    """All texts of one column, this year's and then those of earlier ones."""

    def __init__(self, frame: Frame, column: str) -> None:
        self._column = column
        self._measures = frame.measures
        self._year = frame.facts.year
        self._now_at = frame.measures.now_at()
        self._past = [
            Written(column, row.key, row.agency, row.district, row.year, said.row, said.text)
            for row, said in earlier(frame.past, column)
        ]

    def of(self, places: Sequence[int]) -> list[Written]:
        """Give texts by the places that ``Alike.clusters`` names."""
        now = sorted(self._now_at[place] for place in places if place < len(self._measures))
        before = (self._past[place - len(self._measures)] for place in places[len(now) :])
        return [*(self._written(row) for row in self._measures.rows(now)), *before]

    def _written(self, row: Any) -> Written:
        text = getattr(row, self._column)
        where = (row.key, row.agency, row.district, self._year, row.no)
        return Written(self._column, *where, text, row.ref)


def wanted(frame: Frame) -> bool:
    """Tell whether any text is shared."""
    return bool(found(frame))


def flat(frame: Frame) -> Flat:
    """Place the table of shared texts."""
    count = sum(len(one.texts) for one in found(frame))
    name = word("sheets", "copies")
    return Flat("copies", name, COLUMNS, count, frame.facts.rows_per_sheet)


def plan(frame: Frame) -> SheetPlan:
    """Put each text that is shared on a row of its own, those shared by most agencies first."""
    table = flat(frame)
    likeness = table.area("likeness")
    first = f"${table.letter('likeness')}{likeness.first_row}"
    return flat_sheet(
        table,
        Lazy(lambda: (_row(one, text) for one in found(frame) for text in one.texts)),
        word("titles", "copies", year=frame.facts.year),
        word("subtitles", "copies"),
        shades=(ShadePlan(likeness, f"={first}=100", "fair"),),
        frozen=2,
        printed="text",
    )


def _row(one: Shared, text: Written) -> tuple[Any, ...]:
    return (
        one.number,
        word("copied", text.column),
        one.sharers,
        one.likeness,
        text.agency,
        str(text.year),
        text.row,
        text.text,
        text.district,
        text.ref or None,
    )


def found(frame: Frame) -> list[Shared]:
    """Look for shared texts once for each frame."""
    if "copies" not in frame.kept:
        frame.kept["copies"] = shared(frame)
    kept: list[Shared] = frame.kept["copies"]
    return kept

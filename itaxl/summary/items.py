"""รายข้อ: the questions and items that agencies lose points on most often."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from itaxl.plans import ShadePlan, SheetPlan
from itaxl.summary.frame import Frame
from itaxl.summary.standings import in_cell, mean
from itaxl.summary.tables import Column, Flat, Row, flat_sheet
from itaxl.summary.words import word

FULL = Decimal(100)
NAMED = 8  # agencies named for an item; the rest are counted

COLUMNS = (
    Column("no", "number", 7),
    Column("item", "center", 9),
    Column("title", "text", 44),
    Column("instrument", "center", 12),
    Column("theme", "text", 34),
    Column("known", "whole", 15),
    Column("lost", "whole", 10),
    Column("lost_share", "percent", 17),
    Column("zero", "whole", 9),
    Column("mean", "score", 10),
    Column("lost_by", "text", 60),
)


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of one item over all agencies."""

    code: str
    scores: tuple[Decimal, ...]
    losers: tuple[str, ...]


def flat(frame: Frame) -> Flat:
    """Place the table of items."""
    return Flat("items", word("sheets", "items"), COLUMNS, len(found(frame)))


def found(frame: Frame) -> list[Item]:
    """The items any agency filled in: those most agencies lost points on first."""
    if "items" not in frame.kept:
        frame.kept["items"] = _found(frame)
    kept: list[Item] = frame.kept["items"]
    return kept


def _found(frame: Frame) -> list[Item]:
    names = dict(zip(frame.agencies["key"], frame.agencies["agency"], strict=True))
    by_code: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for row in frame.figures:
        if row.kind == "item" and row.value is not None:
            by_code[str(row.code)].append((names[row.key], row.value))
    items = [
        Item(
            code,
            tuple(score for _, score in pairs),
            tuple(name for name, score in sorted(pairs, key=lambda pair: pair[1]) if score < FULL),
        )
        for code, pairs in by_code.items()
    ]
    place = {item.code: number for number, item in enumerate(frame.facts.book.items)}
    return sorted(
        items, key=lambda item: (-len(item.losers), place.get(item.code, len(place)), item.code)
    )


def plan(frame: Frame) -> SheetPlan:
    """Put the item that most agencies lost points on first."""
    table = flat(frame)
    items = found(frame)
    share = table.area("lost_share")
    return flat_sheet(
        table,
        [_row(number, item, frame) for number, item in enumerate(items, start=1)],
        word("titles", "items", year=frame.facts.year),
        word("subtitles", "items" if items else "items_empty"),
        shades=(ShadePlan(share, kind="bar"),),
        frozen=2,
    )


def _row(number: int, item: Item, frame: Frame) -> Row:
    book = frame.facts.book
    entry, theme = book.items_by_code.get(item.code), book.themes_by_item.get(item.code)
    named = ", ".join(item.losers[:NAMED])
    rest = len(item.losers) - NAMED
    if rest > 0:
        named += word("phrases", "more", count=rest)
    return (
        number,
        item.code,
        entry.title if entry else "",
        entry.instrument if entry else "",
        theme.name if theme else "",
        len(item.scores),
        len(item.losers),
        in_cell(Decimal(len(item.losers)) / len(item.scores)),
        sum(1 for score in item.scores if score == 0),
        in_cell(mean(item.scores)),
        named,
    )

"""ที่มา: the rules, the files and the ways every figure of the summary comes from."""

from collections.abc import Iterable, Iterator
from pathlib import PureWindowsPath
from typing import Any

from itaxl.plans import CellPlan, Formula, PrintPlan, SheetPlan, TableColumn, TablePlan, Value
from itaxl.rulebooks.model import RuleBook
from itaxl.summary import ledger, measures
from itaxl.summary.frame import Facts, Frame
from itaxl.summary.ledger_rules import Arrival
from itaxl.summary.tables import Row, quoted, total_of
from itaxl.summary.words import day, made, word

WIDTHS = {1: 36, 2: 78, 3: 30, 4: 14, 5: 10, 6: 10, 7: 11, 8: 10}
SETTINGS_ROW = 5  # headings of the settings; the two targets stand right below, in this order


def names() -> dict[str, str]:
    """The workbook names that formulas elsewhere find the targets by."""
    sheet = quoted(word("sheets", "sources"))
    return {
        "target_score": f"={sheet}!$B${SETTINGS_ROW + 1}",
        "target_indicator": f"={sheet}!$B${SETTINGS_ROW + 2}",
        "target_share": f"={sheet}!$B${SETTINGS_ROW + 3}",
    }


def plan(frame: Frame) -> SheetPlan:
    """Put settings, rules, sums, meanings and files one below the other."""
    blocks = _Blocks()
    blocks.add(
        "targets", ("key", "value"), ("text", "score"), _targets(frame.facts), "settings_targets"
    )
    blocks.add("settings", ("key", "value"), ("text", "text"), _settings(frame.facts))
    blocks.add("rows", ("figure", "value"), ("text", "whole"), _sums(frame, blocks.next + 2))
    blocks.add("books", ("key", "value"), ("text", "text"), _books(frame.facts))
    blocks.add("figures", ("figure", "made_of"), ("text", "text"), made())
    meanings = [(word("arrival", a), word("arrival_meaning", a)) for a in Arrival]
    blocks.add("statuses", ("status", "meaning"), ("text", "text"), meanings)
    if frame.facts.waived:
        keys = ("agency", "reason", "finding_code", "scope", "approved_by", "until", "applied")
        styles = ("text", "text", "center", "center", "center", "date", "whole")
        blocks.add("waivers", keys, styles, _waivers(frame.facts))
    inputs = ("file", "sha", "agency", "status", "rows_read", "rows_used", "rows_explained",
              "form_year")  # fmt: skip
    looks = ("text", "code_wide", "text", "center", "whole", "whole", "whole", "center")
    blocks.add("inputs", inputs, looks, _inputs(frame), "inputs")
    return SheetPlan(
        name=word("sheets", "sources"),
        cells=(
            CellPlan(1, 1, word("titles", "sources", year=frame.facts.year), "title"),
            CellPlan(2, 1, word("subtitles", "sources"), "subtitle"),
            *blocks.cells,
        ),
        tables=tuple(blocks.tables),
        widths=WIDTHS,
        heights={1: 32.0},
        freeze=(4, 1),
        printing=PrintPlan(),
        gridlines=False,
        zoom=85,
    )


class _Blocks:
    """Tables one below the other, each under its own title."""

    def __init__(self) -> None:
        self.next = SETTINGS_ROW - 1
        self.cells: list[CellPlan] = []
        self.tables: list[TablePlan] = []

    def add(
        self,
        title: str,
        keys: Iterable[str],
        styles: Iterable[str],
        rows: Iterable[Row],
        name: str = "",
    ) -> None:
        """Put one more table below; ``name`` makes it an Excel table."""
        self.cells.append(CellPlan(self.next, 1, word("sources", title), "section_title"))
        columns = tuple(
            TableColumn(word("headings", key), style, WIDTHS[place])
            for place, (key, style) in enumerate(zip(keys, styles, strict=True), start=1)
        )
        found = tuple(rows)
        self.tables.append(TablePlan(self.next + 1, 1, columns, found, name))
        self.next += 3 + max(1, len(found))


def _targets(facts: Facts) -> Iterator[Row]:
    yield word("sources", "target_score"), facts.target_score
    yield word("sources", "target_indicator"), facts.book.targets.indicator
    yield word("sources", "target_share"), facts.target_share


def _settings(facts: Facts) -> Iterator[Row]:
    settings: dict[str, Value] = {
        "year": str(facts.year),
        "province": facts.province,
        "as_of": day(facts.as_of),
        "deadline": day(facts.deadline) if facts.deadline else word("sources", "unknown"),
        "register": word("sources", "register_used", count=len(facts.register.agencies))
        if facts.register
        else word("sources", "register_none"),
        "tool": f"itaxl {facts.version}",
    }
    for key, value in settings.items():
        yield word("sources", key), value


def _sums(frame: Frame, first: int) -> Iterator[Row]:
    """Rows read, used and explained, and whether they agree: live, over the ledger."""
    table = ledger.flat(frame)
    sums: dict[str, int] = {}
    for key in ("read", "used", "explained"):
        sums[key] = sum(value or 0 for value in frame.ledger[key])
        column = f"rows_{key}"
        formula = "=" + total_of(table.names(column))
        yield word("headings", column), Formula(formula, sums[key])
    rows = measures.flat(frame).names("no")
    counted = "+".join(f"COUNT({name})" for name in rows)
    yield word("sources", "in_measures"), Formula(f"={counted}", len(frame.measures))
    agree = sums["read"] == sums["used"] + sums["explained"] and sums["used"] == len(frame.measures)
    cells = [f"B{first + number}" for number in range(4)]
    yes, no = word("phrases", "agree"), word("phrases", "differ")
    formula = f'=IF(AND({cells[0]}={cells[1]}+{cells[2]},{cells[1]}={cells[3]}),"{yes}","{no}")'
    yield word("sources", "rows"), Formula(formula, yes if agree else no)


def _books(facts: Facts) -> Iterator[Row]:
    for year, book in facts.books.items():
        name = word("sources", "book", year=year, version=book.version)
        for what, value, source, confidence in _facts_of(book):
            text = word(
                "sources", "fact", name=what, value=value, source=source, confidence=confidence
            )
            yield name, text


def _facts_of(book: RuleBook) -> Iterator[tuple[str, str, str, str]]:
    for inst in book.instruments:
        yield inst.code, word("sources", "weights", parts=inst.weight), inst.source, inst.confidence
    if book.levels == "unknown":
        yield word("sources", "levels"), word("sources", "unknown"), "-", "-"
    else:
        bands = ", ".join(f"{band.name} ≥ {band.at_least}" for band in book.levels.bands)
        yield word("sources", "levels"), bands, book.levels.source, book.levels.confidence
    targets = book.targets
    yield (
        word("sources", "target_score"),
        str(targets.total),
        targets.source,
        targets.confidence,
    )


def _waivers(facts: Facts) -> Iterator[Row]:
    for waiver, used in facts.waived.items():
        yield (
            waiver.agency,
            waiver.reason,
            waiver.code,
            waiver.scope,
            waiver.approved_by,
            waiver.until,
            used,
        )


def _inputs(frame: Frame) -> Iterator[Row]:
    for row in frame.ledger:
        if row.file:
            yield _input(row)


def _input(row: Any) -> Row:
    return (
        PureWindowsPath(row.file).name,
        row.sha,
        row.agency,
        word("arrival", row.status),
        row.read,
        row.used,
        row.explained,
        str(row.year or "") or None,
    )

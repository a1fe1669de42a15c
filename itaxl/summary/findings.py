"""ข้อค้นพบ: what was found in the files, counted by code and then in full."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from itaxl.findings import Severity
from itaxl.plans import CellPlan, Formula, ShadePlan, SheetPlan, TableColumn, TablePlan
from itaxl.summary.frame import Frame
from itaxl.summary.tables import FIRST_ROW, Column, Flat, Lazy, Row, count_if, flat_sheet
from itaxl.summary.words import word

COLUMNS = (
    Column("no", "number", 7),
    Column("finding_code", "center", 9),
    Column("agency", "text", 30),
    Column("severity", "center", 12),
    Column("sheet", "text", 14),
    Column("cells", "text", 13),
    Column("heading", "text", 18),
    Column("row", "center", 8),
    Column("message", "text", 48),
    Column("remedy", "text", 46),
    Column("seen", "text", 24),
    Column("expected", "text", 20),
    Column("proposed", "text", 20),
    Column("waived", "center", 10),
    Column("file", "text", 30),
    Column("ref", "code", 12),
)
SEVERITY_TONES = {Severity.ERROR: "low", Severity.CONFIRM: "fair", Severity.NOTE: "grey"}
_SUMMARY_KEYS = ("no", "finding_code", "finding_name", "severity", "agencies", "places")
# Where the columns of the summary by code stand among those of the full table.
_SUMMARY_STYLES = ("number", "center", "text", "center", "whole", "whole")


def flat(frame: Frame) -> Flat:
    """Place the full table below the one by code."""
    codes = len(set(frame.findings["code"]))
    row = FIRST_ROW + max(1, codes) + 4
    limit = frame.facts.rows_per_sheet
    return Flat(
        "findings", word("sheets", "findings"), COLUMNS, len(frame.findings), limit, row=row
    )


def plan(frame: Frame) -> SheetPlan:
    """Count by code on top, the gravest first, and list everything below."""
    table = flat(frame)
    found = frame.findings
    keys = list(zip(found["severity"], found["waived"], found["code"], strict=True))
    ranks = {severity: severity.rank for severity in Severity}
    # Those of one code go by file, and within a file as they were told.
    places = sorted(range(len(found)), key=lambda at: (ranks[keys[at][0]], *keys[at][1:]))
    groups = _grouped(frame, places, table)
    return flat_sheet(
        table,
        Lazy(partial(_rows, partial(found.rows, array("L", places)))),
        word("titles", "findings", year=frame.facts.year),
        word("subtitles", "findings"),
        cells=(
            CellPlan(FIRST_ROW - 1, 1, word("phrases", "findings_grouped"), "section_title"),
            CellPlan(table.row - 1, 1, word("phrases", "findings_full"), "section_title"),
        ),
        shades=_shades(table),
        more=(groups,),
        frozen=2,
        printed="remedy",
    )


def _grouped(frame: Frame, places: Iterable[int], table: Flat) -> TablePlan:
    keys = ("code", "name", "severity", "ref", "file")
    codes, names, severities, refs, files = (frame.findings[key] for key in keys)
    by_code: dict[str, list[int]] = defaultdict(list)
    for place in places:  # the gravest first, so the codes come in that order too
        by_code[codes[place]].append(place)
    columns = tuple(
        TableColumn(word("headings", key), style, column.width)
        for key, style, column in zip(_SUMMARY_KEYS, _SUMMARY_STYLES, COLUMNS, strict=False)
    )
    made = []
    for number, (code, mine) in enumerate(by_code.items(), start=1):
        line = FIRST_ROW + number
        count = "=" + count_if(table.names("finding_code"), f"$B{line}")
        made.append(
            (
                number,
                code,
                names[mine[0]],
                word("severity", severities[mine[0]]),
                len({refs[place] or files[place] for place in mine}),
                Formula(count, len(mine)),
            )
        )
    return TablePlan(FIRST_ROW, 1, columns, tuple(made), name="findings_by_code")


def _rows(findings: Callable[[], Iterable[Any]]) -> Iterator[Row]:
    return (_row(*row) for row in enumerate(findings(), start=1))


def _row(number: int, row: Any) -> Row:
    return (
        number,
        row.code,
        row.agency,
        word("severity", row.severity),
        row.sheet,
        ", ".join(row.cells),
        row.heading,
        row.row,
        row.message,
        row.remedy,
        row.seen,
        row.expected,
        row.suggestion,
        word("phrases", "waived") if row.waived else None,
        row.file,
        row.ref,
    )


def _shades(table: Flat) -> tuple[ShadePlan, ...]:
    area = table.area("severity")
    first = f"${table.letter('severity')}{area.first_row}"
    return tuple(
        ShadePlan(area, f'={first}="{word("severity", severity)}"', tone)
        for severity, tone in SEVERITY_TONES.items()
    )

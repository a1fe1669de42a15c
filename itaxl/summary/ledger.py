"""การส่งแบบ: every expected agency and every file, with what became of it."""

import datetime as dt
from pathlib import PureWindowsPath
from typing import Any

from itaxl.plans import Formula, ShadePlan, SheetPlan
from itaxl.summary import findings as findings_sheet
from itaxl.summary import measures, ranking
from itaxl.summary.frame import Frame, each
from itaxl.summary.ledger_rules import Arrival, local_date
from itaxl.summary.styles import ARRIVAL_TONES
from itaxl.summary.tables import OWN_COLUMNS, Column, Flat, Row, flat_sheet, quoted
from itaxl.summary.words import day, word

COLUMNS = (
    Column("no", "number", 7),
    Column("agency", "text", 30),
    Column("district", "text", 13),
    Column("status", "center", 14),
    Column("cause", "text", 36),
    Column("file", "text", 28),
    Column("modified", "date", 12),
    Column("rows_read", "whole", 8),
    Column("rows_used", "whole", 8),
    Column("rows_explained", "whole", 9),
    Column("errors", "whole", 8),
    *OWN_COLUMNS,
    Column("agency_status", "center", 14),
    Column("explained", "long", 24),
    Column("confirms", "whole", 8),
    Column("notes", "whole", 8),
    Column("go_scores", "link", 9),
    Column("go_measures", "link", 9),
    Column("go_findings", "link", 9),
    Column("report_date", "date", 12),
    Column("version", "center", 9),
    Column("contact", "text", 20),
    Column("reminder", "long", 60),
    Column("ref", "code", 12),
)
PRINTED = OWN_COLUMNS[-1].key
LOOK_UPS = 30_000_000  # comparisons that links by formula may cost a program when it opens the file


def flat(frame: Frame) -> Flat:
    """Place the table of files."""
    limit = frame.facts.rows_per_sheet
    return Flat("ledger", word("sheets", "ledger"), COLUMNS, len(frame.ledger), limit)


def plan(frame: Frame) -> SheetPlan:
    """Put every agency and every file on one line each."""
    table = flat(frame)
    rows = [
        _row(number, row, frame, table) for number, row in enumerate(each(frame.ledger), start=1)
    ]
    return flat_sheet(
        table,
        rows,
        word("titles", "ledger", year=frame.facts.year),
        word("subtitles", "ledger"),
        shades=(*status_shades(table, "status"), *status_shades(table, "agency_status")),
        frozen=2,
        printed=PRINTED,
    )


def status_shades(table: Flat, key: str) -> tuple[ShadePlan, ...]:
    """Colour a column of statuses; the word itself says the same."""
    area = table.area(key)
    first = f"${table.letter(key)}{area.first_row}"
    return tuple(
        ShadePlan(area, f'={first}="{word("arrival", status)}"', tone)
        for status, tone in ARRIVAL_TONES.items()
    )


def _row(number: int, row: Any, frame: Frame, table: Flat) -> Row:
    line = table.row + 1 + (number - 1) % (frame.facts.rows_per_sheet or number)
    shown = {
        "no": number,
        "status": word("arrival", row.status),
        "agency_status": word("arrival", row.status) if row.stands else None,
        "file": PureWindowsPath(row.file).name,
        "modified": local_date(row.modified),
        "report_date": row.report_date if isinstance(row.report_date, dt.date) else None,
        "version": f"{row.year or ''}-{row.version}".strip("-"),
        "rows_read": row.read,
        "rows_used": row.used,
        "rows_explained": row.explained,
        "explained": row.why,
        "reminder": reminder(row, frame),
        **dict.fromkeys(("coordinator_note", "assigned")),
        **_links(row, frame, f"${table.letter('ref')}{line}"),
    }
    return tuple(
        shown[column.key] if column.key in shown else getattr(row, column.key) for column in COLUMNS
    )


def _links(row: Any, frame: Frame, ref: str) -> dict[str, Formula | None]:
    """Links that find the agency's rows again after any sheet was sorted."""
    targets = {
        "go_scores": (ranking.flat(frame), "ref", True),
        "go_measures": (measures.flat(frame), "agency_ref", row.status != Arrival.MISSING),
        "go_findings": (findings_sheet.flat(frame), "ref", bool(row.errors or row.confirms)),
    }
    found: dict[str, Formula | None] = dict.fromkeys(targets)
    for key, (target, column, wanted) in targets.items():
        cheap = len(frame.ledger) * target.count <= LOOK_UPS
        if row.ref and row.stands and wanted and cheap and len(target.parts) == 1:
            found[key] = link_formula(target, column, ref, row.ref, frame)
    return found


def link_formula(target: Flat, column: str, cell: str, ref: str, frame: Frame) -> Formula:
    """Link to the first row of a table whose column holds what stands in a cell."""
    name, letter = target.names(column)[0], target.letter(column)
    sheet = quoted(target.sheet).replace('"', '""')
    text = word("phrases", "go")
    formula = (
        f'=IFERROR(HYPERLINK("#{sheet}!{letter}"&(MATCH({cell},{name},0)+{target.row}),'
        f'"{text}"),"")'
    )
    return Formula(formula, text if ref in _refs(target, frame) else "")


def _refs(target: Flat, frame: Frame) -> frozenset[str]:
    """What the linked column of a table holds."""
    tables = {"ranking": frame.agencies, "measures": frame.measures, "findings": frame.findings}
    key = "agency_ref" if target.name == "measures" else "ref"
    return frozenset(tables[target.name][key])


def reminder(row: Any, frame: Frame) -> str | None:
    """Write what to send an agency whose return is missing or cannot count."""
    wanted = {Arrival.MISSING, Arrival.UNREADABLE, Arrival.REJECTED}
    if not row.stands or row.status not in wanted:
        return None
    deadline = frame.facts.deadline
    when = word("reminder", "deadline", deadline=day(deadline)) if deadline else ""
    return word(
        "reminder",
        row.status,
        agency=row.agency,
        year=frame.facts.year,
        deadline=when,
        file=PureWindowsPath(row.file).name,
        cause=row.cause,
    )

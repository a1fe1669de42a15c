"""การส่งแบบ: every expected agency and every file, with what became of it."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any

from itaxl.plans import Formula, ShadePlan, SheetPlan
from itaxl.summary import findings as findings_sheet
from itaxl.summary import measures, ranking
from itaxl.summary.frame import Frame
from itaxl.summary.ledger_rules import Arrival, local_date
from itaxl.summary.styles import ARRIVAL_TONES
from itaxl.summary.tables import FURTHER, OWN_COLUMNS, Column, Flat, Noted, Row, flat_sheet, quoted
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
    Column("row_key", "code", 20),
)
NOTED = Noted("ledger", "row_key", "file", by_agency=True)
PRINTED = OWN_COLUMNS[-1].key
LOOK_UPS = 30_000_000  # comparisons that links by formula may cost a program when it opens the file


def flat(frame: Frame) -> Flat:
    """Place the table of files."""
    limit = frame.facts.rows_per_sheet
    return Flat("ledger", word("sheets", "ledger"), COLUMNS, len(frame.ledger), limit)


def plan(frame: Frame) -> SheetPlan:
    """Put every agency and every file on one line each, who has to send something first."""
    table = flat(frame)
    targets = _targets(frame)
    keys = _row_keys(frame)
    rows = [
        _row(number, row, frame, table, targets, key)
        for number, (row, key) in enumerate(zip(frame.ledger, keys, strict=True), start=1)
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


@dataclass(frozen=True, slots=True)
class _Target:
    """A table that lines of the ledger link to, by the column that holds the agency."""

    flat: Flat
    column: str
    held: frozenset[str]

    def link(self, cell: str, ref: str) -> Formula:
        """Link to the first row whose column holds what stands in a cell, however it is sorted."""
        name, letter = self.flat.names(self.column)[0], self.flat.letter(self.column)
        sheet, text = quoted(self.flat.sheet), word("phrases", "go")
        place = f"MATCH({cell},{name},0)+{self.flat.row}"
        formula = f'=IFERROR(HYPERLINK("#{sheet}!{letter}"&({place}),"{text}"),"")'
        return Formula(formula, text if ref in self.held else "")


def _targets(frame: Frame) -> dict[str, _Target]:
    """The tables that are linked to, but those where looking up would take a program too long."""
    wanted = {
        "go_scores": _Target(ranking.flat(frame), "ref", frozenset(frame.agencies["ref"])),
        "go_measures": _Target(
            measures.flat(frame), "agency_ref", frozenset(frame.measures["agency_ref"])
        ),
        "go_findings": _Target(findings_sheet.flat(frame), "ref", frozenset(frame.findings["ref"])),
    }
    return {
        key: target
        for key, target in wanted.items()
        if len(frame.ledger) * target.flat.count <= LOOK_UPS and len(target.flat.parts) == 1
    }


def _row_keys(frame: Frame) -> list[str]:
    """Name every line: the one that stands for its agency by that, a further one by its file."""
    keys: list[str] = []
    seen: Counter[str] = Counter()
    for row in frame.ledger:
        file = row.sha or hashlib.sha256(row.file.encode("utf-8", "replace")).hexdigest()
        key = row.ref if row.ref and row.stands else f"{row.ref or '-'}{FURTHER}{file[:8]}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}.{seen[key]}")
    return keys


def _row(
    number: int, row: Any, frame: Frame, table: Flat, targets: Mapping[str, _Target], key: str
) -> Row:
    line = table.row + 1 + (number - 1) % (frame.facts.rows_per_sheet or number)
    ref = f"${table.letter('ref')}{line}"
    links = {
        key: target.link(ref, row.ref) if row.ref and row.stands else None
        for key, target in targets.items()
    }
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
        "row_key": key,
        **dict.fromkeys(("coordinator_note", "assigned")),
        **dict.fromkeys(("go_scores", "go_measures", "go_findings")),
        **links,
    }
    return tuple(
        shown[column.key] if column.key in shown else getattr(row, column.key) for column in COLUMNS
    )


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

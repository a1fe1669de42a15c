"""Workbooks of other projects: every value as two other readers see it, or with a reason."""

import datetime as dt
import io
import math
import os
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from itaxl.cells import Cell, Kind, Sheet, Workbook
from itaxl.errors import UnreadableError
from itaxl.excel.guard import merged_positions, open_package
from itaxl.excel.reading import read

CORPUS = os.environ.get("ITAXL_CORPUS", "")
EVERY = int(os.environ.get("ITAXL_CORPUS_EVERY", "12"))  # 1 reads every file
LARGEST = 400_000  # bytes; larger files are read when EVERY is 1
MISSING = object()

pytestmark = pytest.mark.skipif(not CORPUS, reason="ITAXL_CORPUS names no folder of workbooks")


def files() -> list[Path]:
    """List the sample of this run, always the same one."""
    found = sorted(p for kind in ("*.xlsx", "*.xlsm") for p in Path(CORPUS).rglob(kind))
    return [p for p in found[::EVERY] if EVERY == 1 or p.stat().st_size < LARGEST]


def by_calamine(path: Path, workbook: Workbook) -> dict[str, Any] | None:
    """Read with calamine, unless it would ask for the whole rectangle of a far corner."""
    if any(_rectangle(sheet) > 4_000_000 for sheet in workbook.sheets):
        return None
    try:
        book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except Exception:  # whatever it raises, it has no opinion on this file
        return None


def _rectangle(sheet: Sheet) -> int:
    rows = max((row for row, _ in sheet.cells), default=0)
    return rows * max((column for _, column in sheet.cells), default=0)


def by_openpyxl(path: Path) -> Any:
    """Read with openpyxl, unless it would make an object of every merged position."""
    if merged_positions(open_package(path)) > 50_000:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    except Exception:  # whatever it raises, it has no opinion on this file
        return None


def value_of(cell: Cell) -> Any:
    """Give our cell as the other readers give theirs."""
    if cell.kind in {Kind.NUMBER, Kind.PERCENT}:
        return float(cell.raw)
    if cell.kind is Kind.BOOLEAN:
        return cell.raw == "TRUE"
    if cell.kind in {Kind.PENDING, Kind.BLANK}:
        return None
    return cell.raw


def same(cell: Cell, other: Any) -> bool:
    """Tell whether another reader saw what we did."""
    ours = value_of(cell)
    if other is MISSING or other is None or other == "":
        return ours is None or ours == ""
    if isinstance(other, dt.datetime | dt.date | dt.time):
        return cell.kind is Kind.DATE and _spelled(other) == _spelled_text(cell.raw)
    if isinstance(other, bool) or isinstance(ours, bool):
        return ours is other
    if isinstance(other, int | float):
        return isinstance(ours, float) and math.isclose(ours, other, rel_tol=1e-14)
    return isinstance(ours, str) and ours == other


def _spelled(moment: dt.datetime | dt.date | dt.time) -> str:
    text = moment.isoformat()
    return _spelled_text(text.removesuffix("T00:00:00"))


def _spelled_text(text: str) -> str:
    return re.sub(r"\.(\d{3})\d*", lambda m: f".{m[1]}", text)


def near(cell: Cell, other: Any) -> bool:
    """Tell whether a date differs from another reader's by rounding only."""
    if cell.kind is not Kind.DATE or not isinstance(other, dt.datetime | dt.time):
        return False
    ours = _moment(cell.raw)
    return ours is not None and abs(ours - _moment(other.isoformat())) <= dt.timedelta(seconds=1)


def _moment(text: str) -> Any:
    text = text if "-" in text else f"1900-01-01T{text}"
    return dt.datetime.fromisoformat(text)


def reason(cell: Cell, calamine: Any, other: Any) -> str:
    """Give the reason why a cell is not what either of the others says; empty if unknown."""
    raw = cell.raw
    seen = [value for value in (calamine, other) if value is not MISSING]
    alone = other is MISSING
    reasons = {
        "calamine alone, and it shows error values as blank": (
            alone and cell.kind is Kind.ERROR and calamine == ""
        ),
        "calamine alone, and it trims texts": (
            alone and isinstance(calamine, str) and cell.kind is Kind.TEXT
            and raw.strip() == calamine.strip()
        ),
        "nobody else decodes this escape": (
            cell.kind is Kind.TEXT and any(isinstance(v, str) and "_x" in v for v in seen)
        ),
        "times are rounded to the millisecond": any(near(cell, value) for value in seen),
        "an elapsed time is a number of days": cell.kind is Kind.NUMBER and any(
            isinstance(v, dt.timedelta)
            and math.isclose(v / dt.timedelta(days=1), float(raw), rel_tol=1e-6, abs_tol=2e-8)
            for v in seen
        ),
        "29 February 1900 is no date": (
            cell.kind is Kind.NUMBER and raw.startswith("60") and 60 <= float(raw) < 61
        ),
        "day 0 of the 1904 calendar is a date": raw == "1904-01-01" and dt.time() in seen,
    }  # fmt: skip
    return next((words for words, holds in reasons.items() if holds), "")


def differences(path: Path, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Yield the cells on which nobody agrees with us, each with a reason or an empty one."""
    calamine, other = by_calamine(path, workbook), by_openpyxl(path)
    for sheet in workbook.sheets:
        rows = (calamine or {}).get(sheet.name)
        tab = other[sheet.name] if other is not None and sheet.name in other.sheetnames else None
        if tab is not None and not hasattr(tab, "_cells"):
            tab = None
        theirs = {k: c.value for k, c in tab._cells.items() if c.value is not None} if tab else {}
        keys = set(sheet.cells) | set(theirs) | set(_filled(rows or []))
        for row, column in sorted(keys):
            cell = sheet.cell(row, column)
            a = _at(rows, row, column) if rows is not None else MISSING
            b = theirs.get((row, column)) if tab is not None else MISSING
            if a is MISSING and b is MISSING:
                continue
            if not (a is not MISSING and same(cell, a)) and not (
                b is not MISSING and same(cell, b)
            ):
                why = reason(cell, a, b)
                yield why, f"{path.name} {sheet.name}!{cell.address}: {cell} {a!r} {b!r}"


def _filled(rows: list[list[Any]]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value != "":
                yield number, column


def _at(rows: list[list[Any]], row: int, column: int) -> Any:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def test_every_value_is_what_another_reader_sees() -> None:
    reasons: Counter[str] = Counter()
    unexplained: list[str] = []
    outcomes: Counter[str] = Counter()
    for path in files():
        try:
            workbook = read(path)
        except UnreadableError as trouble:
            outcomes[trouble.code] += 1
            continue
        outcomes["read"] += 1
        for why, place in differences(path, workbook):
            reasons[why] += 1
            if not why:
                unexplained.append(place)

    print(outcomes, reasons)
    assert outcomes["read"] > 0.9 * outcomes.total()
    assert unexplained == []

"""What checks ask of the rows: spans of time, codes, runs that rise, rows without a partner."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from itaxl.checks.base import Case, answered
from itaxl.fields.nearest import nearest
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Entry, Record, Submission
from itaxl.thai import fold, one_line, western_digits

NOTHING_DONE = frozenset({"not_started", "cancelled", "postponed"})
_FINISHED = frozenset({"done", "done_late"})
_UNFINISHED = frozenset({"in_progress", "partial", *NOTHING_DONE})
_NUMBER = re.compile(r"\d+", re.ASCII)
_PLACEHOLDER = re.compile(
    r"[\W_xX0]{2,}|(.)\1{2,}|(?:test|lorem ipsum.*|ทดสอบ(?:ระบบ)?|xx+.*|asdf.*|กรอก.{0,12}ที่นี่)",
    re.IGNORECASE,
)
_UNIT_WORDS = (
    "กอง", "สำนัก", "งาน", "ฝ่าย", "ส่วน", "หน่วย", "ศูนย์", "ปลัด", "นายก", "รอง", "ทุก", "ผู้",
    "เจ้าหน้าที่", "และ", "ร่วม", "ดำเนินการ", "เพื่อ", "คณะ", "ทั้ง", "ใน", "เป็น", "หรือ", "โดย",
)  # fmt: skip


class Span(NamedTuple):
    """The first and last day of a period; a side that was not written is None."""

    start: dt.date | None
    end: dt.date | None

    @property
    def days(self) -> int:
        """Days from first to last; 0 where one is not known."""
        return (self.end - self.start).days if self.start and self.end else 0


def span_of(record: Record, *, offered: bool = False) -> Span | None:
    """Give the days of a row's period; with ``offered`` also those of a doubtful one."""
    entry = record.entries.get("period")
    if entry is None:
        return None
    period = entry.value
    if period is None and offered:
        period = entry.reading.offered
    start, end = getattr(period, "start", None), getattr(period, "end", None)
    dates = [day if isinstance(day, dt.date) else None for day in (start, end)]
    return Span(*dates) if any(dates) else None


def codes_of(entry: Entry) -> tuple[str, ...]:
    """Give the item codes read from a cell, or offered where the reading is in doubt."""
    value = entry.value if entry.value is not None else entry.reading.offered
    if isinstance(value, str) or not isinstance(value, Iterable):
        codes = getattr(value, "codes", ())
        return tuple(map(str, codes)) if isinstance(codes, Iterable) else ()
    return tuple(str(getattr(code, "code", code)) for code in value)


def first_entry(record: Record) -> Entry | None:
    """Give the leftmost cell of a row that holds something."""
    filled = [entry for entry in record.entries.values() if not entry.cell.is_blank]
    return min(filled, key=lambda entry: entry.cell.column, default=None)


def is_placeholder(text: str) -> bool:
    """Tell whether a text only holds the place of an answer; a single dash means nothing to say."""
    line = one_line(text)
    return len(line) > 1 and line.strip("-–— ") != "" and bool(_PLACEHOLDER.fullmatch(line))


def finished(status: str) -> bool:
    """Tell whether a status says that the work is over."""
    return status in _FINISHED


def contradicts(status: str, told: str) -> bool:
    """Tell whether a status and what the result tells cannot both hold."""
    if finished(status):
        return told in _UNFINISHED
    return status in ("not_started", "cancelled") and finished(told)


def status_words(case: Case) -> frozenset[str]:
    """Give the words of the list of statuses in the form texts are compared in."""
    if "status_words" not in case.memo:
        lists = case.book.form.lists.get("statuses", ())
        case.memo["status_words"] = frozenset(
            fold(word) for choice in lists for word in (choice.text, *choice.aliases)
        )
    words: frozenset[str] = case.memo["status_words"]
    return words


def rising_runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield runs of three or more cells below each other whose one number rises by one."""
    run: list[Entry] = []
    before: list[str] = []
    for entry in entries:
        raw = entry.cell.raw
        pieces = _pieces(raw) if raw else []
        if run and len(pieces) > 1 and _rises(before, pieces, run[-1], entry):
            run.append(entry)
        else:
            if len(run) >= 3:
                yield run
            run = [entry]
        before = pieces
    if len(run) >= 3:
        yield run


def _pieces(text: str) -> list[str]:
    """Part a text into words and numbers, in turn."""
    text = text if text.isascii() else western_digits(text)
    return re.split(r"(\d+)", text, flags=re.ASCII)


def _rises(before: list[str], now: list[str], above: Entry, entry: Entry) -> bool:
    below = entry.cell.row == above.cell.row + 1 and entry.cell.column == above.cell.column
    if not below or len(before) != len(now) or before[::2] != now[::2]:
        return False
    changed = [(a, b) for a, b in zip(before[1::2], now[1::2], strict=True) if a != b]
    return (
        len(changed) == 1
        and len(changed[0][1]) < 12
        and int(changed[0][1]) == int(changed[0][0][:12]) + 1
    )


def unmatched(rows: Sequence[Record], others: Sequence[Record]) -> Iterator[Record]:
    """Yield the rows whose measure none of the others has, small differences forgiven."""
    known = {fold(other.text("measure")): other for other in others}
    for record in rows:
        measure = fold(record.text("measure"))
        if measure and measure not in known and nearest(measure, known) is None:
            yield record


def texts_of(submission: Submission, key: str, case: Case) -> frozenset[str]:
    """Give the folded texts of a column of another submission, once per case."""
    mark = (id(submission), key)
    if mark not in case.memo:
        entries = (record.entries.get(key) for record in submission.records)
        case.memo[mark] = frozenset(fold(e.text) for e in entries if e is not None and answered(e))
    texts: frozenset[str] = case.memo[mark]
    return texts


def agency_named(text: str, book: RuleBook) -> str:
    """Give the name behind a type of agency in a text, folded; empty when none is named."""
    bare = fold(text)
    for word in _types(book):
        at = bare.find(word)
        if at < 0:
            continue
        name = re.split(r"[,/;:()\-–.\"“”]", bare[at + len(word) :], maxsplit=1)[0]
        return "" if len(name) < 3 or name.startswith(_UNIT_WORDS) else name
    return ""


def _types(book: RuleBook) -> list[str]:
    choices = book.form.lists.get("agency_types", ())
    words = {fold(word) for choice in choices for word in (choice.text, *choice.aliases)}
    # Two bare letters occur inside other words; with their dot they are a type.
    return sorted((w for w in words if w.endswith(".") or len(w) > 5), key=len, reverse=True)

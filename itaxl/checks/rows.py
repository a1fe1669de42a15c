"""What checks ask of the rows: spans of time, codes, runs that rise, rows without a partner."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from itaxl.checks.base import Case, answered
from itaxl.rulebooks.judged import NOTHING_DONE
from itaxl.rulebooks.model import RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.submission import Entry, Record, Submission
from itaxl.thai import fold, one_line, western_digits

_FINISHED = frozenset({"done", "done_late"})
_NOT_DONE = ("not_started", "cancelled")
_UNFINISHED = frozenset({"in_progress", "partial", *NOTHING_DONE})
_ALIKE, _NEAREST = 75, 8  # of 100: two ways to write one measure; how many are looked at for a row
_DIGIT = re.compile(r"\d")
_CUT = re.compile(r"[,/;:()\-–.\"“”]")
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
    period = entry.reading.value
    if period is None and offered:
        period = entry.reading.offered
    if period is None:
        return None
    start, end = getattr(period, "start", None), getattr(period, "end", None)
    first = start if isinstance(start, dt.date) else None
    last = end if isinstance(end, dt.date) else None
    return Span(first, last) if first or last else None


def codes_of(entry: Entry) -> tuple[str, ...]:
    """Give the item codes read from a cell, or offered where the reading is in doubt."""
    reading = entry.reading
    value = reading.value if reading.value is not None else reading.offered
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, tuple | Iterable):
        codes = getattr(value, "codes", ())
        return tuple(map(str, codes)) if isinstance(codes, Iterable) else ()
    return tuple([str(getattr(code, "code", code)) for code in value])


def first_entry(record: Record) -> Entry | None:
    """Give the leftmost cell of a row that holds something."""
    filled = [entry for entry in record.entries.values() if not entry.cell.is_blank]
    return min(filled, key=lambda entry: entry.cell.column, default=None)


@lru_cache(maxsize=4096)
def is_placeholder(text: str) -> bool:
    """Tell whether a text only holds the place of an answer; a single dash means nothing to say."""
    line = one_line(text)
    return len(line) > 1 and line.strip("-–— ") != "" and bool(_PLACEHOLDER.fullmatch(line))


def finished(status: str) -> bool:
    """Tell whether a status says that the work is over."""
    return status in _FINISHED


def may_contradict(status: str) -> bool:
    """Tell whether a status says enough that a result could contradict it."""
    return finished(status) or status in _NOT_DONE


def contradicts(status: str, told: str) -> bool:
    """Tell whether a status and what the result tells cannot both hold."""
    if finished(status):
        return told in _UNFINISHED
    return status in _NOT_DONE and finished(told)


@once_per_book
def status_words(book: RuleBook) -> frozenset[str]:
    """Give the words of the list of statuses in the form texts are compared in."""
    choices = book.form.lists.get("statuses", ())
    return frozenset(fold(word) for choice in choices for word in (choice.text, *choice.aliases))


def rising_runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield runs of three or more cells below each other whose one number rises by one."""
    run: list[Entry] = []
    for entry in entries:
        if run and _rises(run[-1], entry):
            run.append(entry)
        else:
            if len(run) >= 3:
                yield run
            run = [entry]
    if len(run) >= 3:
        yield run


def _pieces(text: str) -> list[str]:
    """Part a text into words and numbers, in turn."""
    text = text if text.isascii() else western_digits(text)
    return re.split(r"(\d+)", text, flags=re.ASCII)


def _rises(above: Entry, entry: Entry) -> bool:
    cell, raw = entry.cell, entry.cell.raw
    if cell.row != above.cell.row + 1 or abs(len(raw) - len(above.cell.raw)) > 1:
        return False
    if not raw or raw == above.cell.raw or not _DIGIT.search(raw):
        return False
    before, now = _pieces(above.cell.raw), _pieces(raw)
    if len(before) != len(now) or before[::2] != now[::2]:
        return False
    changed = [(a, b) for a, b in zip(before[1::2], now[1::2], strict=True) if a != b]
    if len(changed) != 1 or len(changed[0][1]) > 12:
        return False
    return int(changed[0][1]) == int(changed[0][0]) + 1


def unmatched(rows: Sequence[Record], others: Sequence[Record]) -> Iterator[Record]:
    """
    Yield the rows whose measure none of the others has, small differences forgiven.

    Every one of the others stands for one row at most: those written alike first, then the likest.
    """
    left = Counter(filter(None, (fold(other.text("measure")) for other in others)))
    waiting = []
    for record in rows:
        measure = fold(record.text("measure"))
        if left[measure]:
            left[measure] -= 1
        elif measure:
            waiting.append((record, measure))
    if not waiting or not left.total():
        yield from (record for record, _ in waiting)
        return
    yield from _unlike(waiting, left)


def _unlike(waiting: Sequence[tuple[Record, str]], left: Counter[str]) -> Iterator[Record]:
    """Give rows and others to each other, the likest first, and yield the rows that have none."""
    from rapidfuzz import fuzz, process

    choices = list(+left)
    pairs = [
        (-likeness, place, other)
        for place, (_, measure) in enumerate(waiting)
        for other, likeness, _ in process.extract(
            measure, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_NEAREST
        )
    ]
    paired = set()
    for _, place, other in sorted(pairs):
        if place not in paired and left[other]:
            paired.add(place)
            left[other] -= 1
    yield from (record for place, (record, _) in enumerate(waiting) if place not in paired)


def texts_of(submission: Submission, key: str, case: Case) -> frozenset[str]:
    """Give the folded texts of a column of another submission, once per case."""
    mark = (id(submission), key)
    if mark not in case.memo:
        entries = (record.entries.get(key) for record in submission.records)
        case.memo[mark] = frozenset(fold(e.text) for e in entries if e is not None and answered(e))
    texts: frozenset[str] = case.memo[mark]
    return texts


def agency_named(bare: str, case: Case) -> str:
    """Give the name behind a type of agency in a folded text; empty when none is named."""
    return _naming(case.book)(bare)


@once_per_book
def _naming(book: RuleBook) -> Callable[[str], str]:
    """Remember what was found: a few owners stand in all rows."""
    return lru_cache(maxsize=2048)(partial(_named_behind, _types(book)))


def _named_behind(types: re.Pattern[str], bare: str) -> str:
    if (found := types.search(bare)) is None:
        return ""
    name = _CUT.split(bare[found.end() :], maxsplit=1)[0]
    return "" if len(name) < 3 or name.startswith(_UNIT_WORDS) else name


def _types(book: RuleBook) -> re.Pattern[str]:
    choices = book.form.lists.get("agency_types", ())
    words = {fold(word) for choice in choices for word in (choice.text, *choice.aliases)}
    # Two bare letters occur inside other words; with their dot they are a type.
    longest = sorted((w for w in words if w.endswith(".") or len(w) > 5), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")

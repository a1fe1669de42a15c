"""Measures of counted workbooks as rows: what is planned, how far it has come, what to chase."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from itaxl import scoring
from itaxl.checks.likeness import bare, sketch
from itaxl.fields.reading import State
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Basis, Doing, Standing
from itaxl.submission import Record, Submission
from itaxl.summary.longtable import LongTable, packed, unpacked
from itaxl.summary.words import section, word
from itaxl.thai import fold, one_line

# Columns of a measure that are held for all of them, and those that lie aside until a row is shown.
HELD = (
    "ref", "agency_ref", "key", "agency", "type", "district", "province", "file", "doing",
    "standing", "chase", "days", "theme", "suggests",
)  # fmt: skip
ASIDE = (
    "no", "theme_name", "measure", "method", "period", "owner", "owners", "stated", "basis",
    "result", "outcome", "suggestion", "evidence", "reason", "sheet",
    "codes", "start", "end", "flags", "row",
)  # fmt: skip

# What a coordinator chases, the gravest first; keys of the words.
CHASES = ("overdue", "not_reported", "no_result", "unclear", "no_period")
_ENDED = {Standing.OVERDUE, Standing.NOT_REPORTED}
_NO_RESULT_EXPECTED = {Doing.PLANNED, Doing.NOT_STARTED, Doing.CANCELLED, Doing.POSTPONED,
                       Doing.UNKNOWN}  # fmt: skip


def ref_of(key: str) -> str:
    """A short, stable name for an agency: its code, else eight signs made from its key."""
    if key.startswith("code:"):
        return key.removeprefix("code:")
    return "a" + hashlib.sha256(key.encode()).hexdigest()[:7]


class Told(NamedTuple):
    """
    One measure as its workbook tells it, whatever the day is.

    ``mark`` is made from its words.
    """

    mark: str
    theme: int | None
    codes: tuple[str, ...]
    end: dt.date | None
    doing: Doing
    basis: Basis
    suggests: bool
    no_result: bool  # a result was due, and there is none
    silent: bool  # a report that does not say how far it came


# Of one measure, the columns that are only shown, packed; what stands for its texts, one for each
# of ``years.TEXTS``.
Texts = tuple[bytes, tuple[bytes, ...]]


def told_of(
    records: Iterable[Record], submission: Submission, book: RuleBook, names: tuple[bytes, ...] = ()
) -> tuple[tuple[Told, Texts], ...]:
    """Take what rows tell of the measures of an agency, which texts call by these bare names."""
    report = submission.is_report
    themes = {theme.number: theme.name for theme in book.themes}
    return tuple(_told(record, book, themes, names, report=report) for record in records)


def _told(
    record: Record,
    book: RuleBook,
    themes: Mapping[int, str],
    names: tuple[bytes, ...],
    *,
    report: bool,
) -> tuple[Told, Texts]:
    codes = codes_of(record)
    theme = theme_of(record, codes, book)
    doing, basis, flags = scoring.doing(record, report=report)
    period, measure = record.value("period"), record.text("measure").strip()
    result, suggestion = written(record, "result"), written(record, "suggestion")
    end: dt.date | None = getattr(period, "end", None)
    texts = (
        record.key,
        themes.get(theme or 0, ""),
        measure,
        record.text("method").strip(),
        one_line(record.text("period")),
        one_line(record.text("owner")),
        owners_of(record),
        one_line(record.text("status")),
        basis.value,
        result,
        written(record, "outcome"),
        suggestion,
        written(record, "evidence"),
        written(record, "reason"),
        record.sheet,
    )
    start = getattr(period, "start", None)
    others = (codes, start, end, tuple(str(flag) for flag in flags), record.row)
    told = Told(
        mark=hashlib.sha256(fold(record.text("measure")).encode()).hexdigest()[:6],
        theme=theme,
        codes=codes,
        end=end,
        doing=doing,
        basis=basis,
        suggests=bool(suggestion),
        no_result=basis is not Basis.NONE and doing not in _NO_RESULT_EXPECTED and not result,
        silent=report and doing is Doing.UNKNOWN,
    )
    sketches = tuple([sketch(bare(text, names)) for text in (measure, result)])
    return told, (packed(texts, others), sketches)


def aside_text(aside: bytes, column: str) -> str:
    """Give one of the packed columns, a text."""
    text: str = unpacked(aside)[ASIDE.index(column)]
    return text


def add_rows(
    table: LongTable,
    told: Iterable[Told],
    texts: Iterable[Texts],
    agency: Mapping[str, Any],
    file: str,
    as_of: dt.date,
) -> None:
    """Add the measures of an agency, one row each, as they stand on a day."""
    seen: Counter[str] = Counter()
    repeated = [agency[key] for key in ("key", "agency", "type", "district", "province")]
    for one, (aside, _) in zip(told, texts, strict=True):
        seen[one.mark] += 1
        again = f".{seen[one.mark]}" if seen[one.mark] > 1 else ""
        standing = scoring.standing(one.doing, one.end, as_of)
        days = (as_of - one.end).days if one.end and standing in _ENDED else None
        chase = _chase(one.doing, standing, no_result=one.no_result, silent=one.silent)
        table.add(
            (
                f"{agency['ref']}-{one.mark}{again}", agency["ref"], *repeated, file, one.doing,
                standing, chase, days, one.theme, one.suggests,
            ),
            aside,
        )  # fmt: skip


@lru_cache(256)  # there are few answers, and each is held once
def _chase(doing: Doing, standing: Standing, *, no_result: bool, silent: bool) -> tuple[str, ...]:
    """Why a measure has to be chased, the gravest reason first."""
    reasons = {
        "overdue": standing is Standing.OVERDUE,
        "not_reported": standing is Standing.NOT_REPORTED,
        "no_result": no_result,
        "unclear": silent and standing is not Standing.NOT_REPORTED,
        "no_period": standing is Standing.UNKNOWN and doing is not Doing.CANCELLED,
    }
    return tuple(reason for reason in CHASES if reasons[reason])


def codes_of(record: Record) -> tuple[str, ...]:
    """The codes of questions and items a measure names."""
    value = record.value("codes")
    if not value:
        return ()
    return tuple(str(code) for code in value)


def theme_of(record: Record, codes: tuple[str, ...], book: RuleBook) -> int | None:
    """The theme of a measure: as chosen, else that of its codes when they all agree."""
    chosen = str(record.value("theme") or "")
    if chosen.isdigit():
        return int(chosen)
    themes = {book.themes_by_item[code].number for code in codes if code in book.themes_by_item}
    return themes.pop() if len(themes) == 1 else None


def written(record: Record, key: str) -> str:
    """What was written in a column; empty where it only says that there is nothing."""
    entry = record.entries.get(key)
    if entry is None or entry.reading.state in {State.BLANK, State.NONE}:
        return ""
    return entry.text.strip()


def owners_of(record: Record) -> str:
    """The units responsible by their usual names, as far as they were read."""
    owners = record.value("owner")
    if owners is None:
        return ""
    return word("phrases", "all_units") if owners.scope == "all" else ", ".join(owners.units)


def flag_words(flags: tuple[str, ...]) -> str:
    """Write the flags of a measure's progress in words; a flag without words is told as it is."""
    known = section("flags")
    return ", ".join(known.get(flag, flag) for flag in flags)

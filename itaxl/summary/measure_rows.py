"""Measures of counted workbooks as rows: what is planned, how far it has come, what to chase."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from itaxl import scoring
from itaxl.fields.reading import State
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Basis, Doing, Standing
from itaxl.submission import Record, Submission
from itaxl.summary.ledger_rules import Vocabulary, measures
from itaxl.summary.words import section, word
from itaxl.thai import fold, one_line

COLUMNS = (
    "key", "ref", "agency_ref", "agency", "type", "district", "province", "no", "theme",
    "theme_name", "codes", "measure", "method", "period", "start", "end", "owner", "owners",
    "stated", "doing", "basis", "standing", "flags", "result", "outcome", "suggestion",
    "evidence", "reason", "chase", "days", "file", "sheet", "row",
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


def rows_of(
    submission: Submission, agency: dict[str, Any], book: RuleBook, as_of: dt.date,
    vocabulary: Vocabulary,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Yield one row per measure; ``agency`` holds what the row repeats of its agency."""
    seen: dict[str, int] = {}
    for record in measures(submission, vocabulary):
        mark = hashlib.sha256(fold(record.text("measure")).encode()).hexdigest()[:6]
        seen[mark] = seen.get(mark, 0) + 1
        again = f".{seen[mark]}" if seen[mark] > 1 else ""
        yield {
            **agency,
            "ref": f"{agency['agency_ref']}-{mark}{again}",
            **_told(record, book),
            **_progress(record, submission, book, as_of),
            "file": submission.file.path,
            "sheet": record.sheet,
            "row": record.row,
        }


def _told(record: Record, book: RuleBook) -> dict[str, Any]:
    """What the agency wrote, and what was read from it."""
    period = record.value("period")
    codes = codes_of(record)
    theme = theme_of(record, codes, book)
    names = {number.number: number.name for number in book.themes}
    return {
        "no": record.key,
        "theme": theme,
        "theme_name": names.get(theme or 0, ""),
        "codes": codes,
        "period": one_line(record.text("period")),
        "start": getattr(period, "start", None),
        "end": getattr(period, "end", None),
        "owner": one_line(record.text("owner")),
        "owners": owners_of(record),
        "stated": one_line(record.text("status")),
        **{key: record.text(key).strip() for key in ("measure", "method")},
        **{
            key: written(record, key)
            for key in ("result", "outcome", "suggestion", "evidence", "reason")
        },
    }


def _progress(
    record: Record, submission: Submission, book: RuleBook, as_of: dt.date
) -> dict[str, Any]:
    doing, basis, flags = scoring.doing(record, book, report=submission.is_report)
    period = record.value("period")
    end: dt.date | None = getattr(period, "end", None)
    standing = scoring.standing(doing, end, as_of)
    row = {
        "doing": doing,
        "basis": basis,
        "standing": standing,
        "flags": tuple(str(flag) for flag in flags),
        "days": (as_of - end).days if end and standing in _ENDED else None,
    }
    return row | {"chase": _chase(record, submission, doing, basis, standing)}


def _chase(
    record: Record, submission: Submission, doing: Doing, basis: Basis, standing: Standing
) -> tuple[str, ...]:
    """Why a measure has to be chased, the gravest reason first."""
    reasons = {
        "overdue": standing is Standing.OVERDUE,
        "not_reported": standing is Standing.NOT_REPORTED,
        "no_result": basis is not Basis.NONE
        and doing not in _NO_RESULT_EXPECTED
        and not written(record, "result"),
        "unclear": submission.is_report
        and doing is Doing.UNKNOWN
        and standing is not Standing.NOT_REPORTED,
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

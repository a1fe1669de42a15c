"""How far a measure has come, and how it stands on a given day."""

import datetime as dt
from typing import NamedTuple

from itaxl.fields.status import from_result
from itaxl.scores import Basis, Doing, Standing
from itaxl.submission import Record

_RESULTS = ("result", "outcome")  # words of status stand in the outcome column too
_COLUMNS = ("status", *_RESULTS)


class Progress(NamedTuple):
    """
    How far a measure has come, what that rests on, and what should be looked at.

    Flags come from the reading of the result, and from here: ``status-unread`` when the status
    column holds something that is no status, ``status-and-result-differ`` when the two
    contradict each other.
    """

    doing: Doing
    basis: Basis
    flags: tuple[str, ...] = ()


def doing(record: Record, *, report: bool | None = None) -> Progress:
    """
    Tell how far a measure has come: by the status column, else by the words of its result.

    ``report`` tells whether the workbook reports results; without it, a measure that has no
    columns for them is planned, and one that left them blank is unknown.
    """
    told = _told(record)
    written = record.text("status").strip()
    stated = _stated(record)
    if stated is not None:
        differs = told.basis is Basis.STATED and _finished(told.doing) != _finished(stated)
        more = ("status-and-result-differ",) if differs else ()
        return Progress(stated, Basis.STATED, (*told.flags, *more))
    if told.doing is Doing.UNKNOWN and not written and not _has_words(record):
        columns = any(key in record.entries for key in _COLUMNS)
        if report is False or (report is None and not columns):
            return Progress(Doing.PLANNED, Basis.NONE)
    return told._replace(flags=(*told.flags, "status-unread")) if written else told


def standing(doing: Doing, period_end: dt.date | None, as_of: dt.date) -> Standing:
    """Tell how a measure stands on a day; its period's last day still belongs to the period."""
    if doing in _FINISHED:
        return Standing.FINISHED
    if doing is Doing.CANCELLED:
        return Standing.DROPPED
    if period_end is None:
        return Standing.UNKNOWN
    if doing is Doing.ONGOING:
        return Standing.RUNNING  # carried on all the time: no end makes it late
    if as_of > period_end:
        return Standing.NOT_REPORTED if doing in _SILENT else Standing.OVERDUE
    return Standing.NOT_DUE if doing in _NOT_BEGUN else Standing.RUNNING


def _stated(record: Record) -> Doing | None:
    value = record.value("status")
    return _DOINGS.get(value) if isinstance(value, str) else None


def _told(record: Record) -> Progress:
    """Read the words of the result, and those of the outcome where the result says nothing."""
    found = Progress(Doing.UNKNOWN, Basis.NONE)
    for key in _RESULTS:
        if not record.text(key).strip():
            continue
        read = _read(record.text(key))
        if key == "outcome" and read.basis is Basis.IMPLIED:
            # What came of a measure implies nothing about its end; only a stated status counts.
            read = Progress(Doing.UNKNOWN, Basis.NONE, read.flags)
        if found.doing is Doing.UNKNOWN:
            found = Progress(read.doing, read.basis, (*found.flags, *read.flags))
        else:
            found = found._replace(flags=(*found.flags, *read.flags))
    return found._replace(flags=tuple(dict.fromkeys(found.flags)))


def _read(text: str) -> Progress:
    told = from_result(text)
    return Progress(_DOINGS[told.doing], _BASES[told.basis], told.flags)


def _has_words(record: Record) -> bool:
    return any(record.text(key).strip() for key in _RESULTS)


def _finished(doing: Doing) -> bool:
    return doing in _FINISHED


# Looked up here: to ask an enumeration for a member takes ten times as long.
_DOINGS = {doing.value: doing for doing in Doing}
_BASES = {basis.value: basis for basis in Basis}
_FINISHED = (Doing.DONE, Doing.DONE_LATE)
_SILENT = (Doing.PLANNED, Doing.UNKNOWN)
_NOT_BEGUN = (*_SILENT, Doing.NOT_STARTED)

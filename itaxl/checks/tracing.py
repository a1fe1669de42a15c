"""Take from a submission what the checks across submissions look at."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from itaxl.cells import Kind
from itaxl.checks.agencies import identity_of, named_key
from itaxl.checks.base import answered, number_of
from itaxl.checks.traces import Place, Quote, Trace, mark, packed
from itaxl.submission import Entry, Record, Submission
from itaxl.thai import fold, folded_letters

LEAST = 30  # letters of a result that two agencies hardly write alike by chance
_NUMBER = Kind.NUMBER  # to look a member up in its class takes long
FEWEST = 3  # scores that two agencies hardly all share by chance


def trace_of(submission: Submission) -> Trace:
    """Take from a submission what the checks across submissions look at."""
    name = submission.agency.get("name")
    scores = scores_of(submission)
    told = [(text, quote) for record in submission.records for text, quote in _told(record)]
    return Trace(
        path=submission.file.path,
        sha256=submission.file.sha256,
        agency=named_key(submission),
        who=identity_of(submission),
        name_at=_place(name) if name is not None else None,
        answers=digest(submission),
        scores=mark(repr(scores)) if len(scores) >= FEWEST else b"",
        scores_at=_place(submission.scores[scores[0][0]]) if len(scores) >= FEWEST else None,
        results=b"".join(mark(text) for text, _ in told),
        packed=packed([quote for _, quote in told]),
    )


def scores_of(submission: Submission) -> tuple[tuple[str, Decimal], ...]:
    """Give the scores typed this year, by figure code; 85 and 85.0 are the same."""
    return tuple(
        (code, value.normalize())
        for code, entry in sorted(submission.scores.items())
        if not code.startswith("last.")
        and entry.value is not None
        and (value := number_of(entry)) is not None
    )


def digest(submission: Submission) -> bytes:
    """Sum up all answers, in a form that saving by another program does not change."""
    said: list[bytes] = []
    orders: dict[tuple[str, ...], list[tuple[str, bytes]]] = {}
    rows = (record.entries for record in submission.records)
    groups: Iterable[Mapping[str, Entry]] = (
        submission.agency, submission.scores, submission.items, *rows,
    )  # fmt: skip
    for group in groups:
        keys = tuple(group)
        order = orders.get(keys)
        if order is None:
            order = orders[keys] = [(key, key.encode()) for key in sorted(keys)]
        for key, name in order:
            entry = group[key]
            cell = entry.cell
            if cell.kind is _NUMBER and not entry.more:
                said += (name, b"%.15g" % float(cell.raw))  # the digits a spreadsheet keeps
            elif not cell.is_blank:
                said += (name, _compared(entry.text))
        said.append(b"")
    # A folded text holds no white space.
    return hashlib.blake2b(b"\n".join(said), digest_size=16).digest()


def _compared(text: str) -> bytes:
    """Give a text as it is compared; in UTF-8, which is then told, where it is not all Thai."""
    letters = folded_letters(text)
    return b"\0" + fold(text).encode("utf-8", "replace") if letters is None else letters


def _told(record: Record) -> Iterator[tuple[str, Quote]]:
    """Yield the folded text and the quote of a row's result where it is long enough."""
    entry = record.entries.get("result")
    if entry is not None and answered(entry) and len(text := fold(entry.text)) >= LEAST:
        yield text, Quote(*_place(entry), record.key, entry.text)


def _place(entry: Entry) -> Place:
    return Place(entry.sheet, entry.cell.address, entry.heading)

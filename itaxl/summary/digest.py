"""
What a summary needs of one review: a little that is held, and the rest packed until it is wanted.

Made where the file was read, so that who puts thousands of files together never holds all that they
say. It tells nothing of other files, and nothing that changes from day to day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from itaxl import checks
from itaxl.fields.reading import State
from itaxl.findings import Finding
from itaxl.packing import pack, unpack
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Figure, FigureKind, Scorecard
from itaxl.submission import FileFacts, Form, Submission, Why
from itaxl.submission import Record as Measure
from itaxl.summary.identities import Who, bare_code, bare_names, prefixes_of, who_is
from itaxl.summary.measure_rows import Texts, Told, told_of
from itaxl.summary.record import Record, body_of, record
from itaxl.summary.shelf import Aside, Shelf
from itaxl.summary.words import section
from itaxl.thai import fold


class Body(NamedTuple):
    """
    The longer part of a digest.

    ``why`` counts the rows that were read and are no measures; ``last`` holds last year's figures
    (points 0–100) as the workbook gives them; ``reasons`` answer what is asked about single rows.
    """

    card: Scorecard | None
    findings: tuple[Finding, ...]
    measures: tuple[Told, ...] = ()
    read: int | None = None
    used: int = 0
    why: Mapping[Why, int] = {}
    last: Mapping[str, Decimal] = {}
    reasons: Mapping[tuple[str, int], str] = {}


@dataclass(frozen=True, slots=True)
class Digest:
    """One file as the summary sees it; ``form`` is None when no workbook could be read from it."""

    file: FileFacts
    form: Form | None = None
    fiscal_year: int | None = None  # Buddhist year of its form
    version: str = ""
    who: Who = field(default_factory=Who)
    names: frozenset[str] = frozenset()  # all that waivers may call its agency by
    two_codes: bool = False  # it was issued under another code than it tells
    report_date: dt.date | None = None
    measures: int = 0  # it tells of
    scored: bool = False  # it holds a score
    nothing: bool = False  # it says that there is nothing to report
    trace: checks.Trace | None = None
    packed: bytes | Aside = field(default=b"", repr=False)  # its body
    carried: bytes | Aside = field(default=b"", repr=False)  # of its record, all but the file
    texts: bytes | Aside = field(default=b"", repr=False)  # of the measures in its body

    @property
    def body(self) -> Body:
        """Unpack the longer part."""
        body: Body = unpack(bytes(self.packed))
        return body

    @property
    def texts_of_measures(self) -> tuple[Texts, ...]:
        """Unpack the texts of the measures in its body."""
        texts: tuple[Texts, ...] = unpack(bytes(self.texts))
        return texts

    @property
    def record(self) -> Record:
        """What a summary carries of the file."""
        return record(self.file, self.carried)

    @property
    def is_return(self) -> bool:
        """The workbook is an agency's own; a register's or summary's words name nobody."""
        return self.form is not None and self.form not in {Form.REGISTER, Form.SUMMARY}

    def shelved(self, shelf: Shelf) -> "Digest":
        """Put aside what is long."""
        packed, carried, texts = map(bytes, (self.packed, self.carried, self.texts))
        return replace(
            self, packed=shelf.put(packed), carried=shelf.put(carried), texts=shelf.put(texts)
        )

    def renamed(self, file: FileFacts) -> "Digest":
        """Say anew which file this is of."""
        trace = self.trace and replace(self.trace, path=file.path)
        return replace(self, file=file, trace=trace)


def digest_of(review: Review, book: RuleBook, names: frozenset[str] = frozenset()) -> Digest:
    """Take what a summary needs of a review; ``book`` holds the rules of the workbook's year."""
    submission, card = review.submission, review.scorecard
    body = Body(_bare(card), review.findings)
    if submission is None:
        return Digest(review.file, packed=pack(body), carried=body_of(review))
    who, measures = who_is(submission), measures_of(submission)
    names_in_texts = bare_names(who.name, prefixes_of(book))
    told = told_of(measures, submission, book, names_in_texts)
    body = body._replace(
        measures=tuple(one for one, _ in told),
        read=submission.rows_read,
        used=submission.rows_used,
        why=Counter(row.why for row in submission.explained),
        last=dict(_last(submission)),
        reasons=checks.reasons_of(submission),
    )
    layout, reported = submission.layout, submission.agency_value("report_date")
    return Digest(
        file=review.file,
        form=layout.form,
        fiscal_year=layout.fiscal_year,
        version=layout.version,
        who=who,
        names=names,
        two_codes=len(_issued(layout.identity)) > 1,
        report_date=reported if isinstance(reported, dt.date) else None,
        measures=len(measures),
        scored=card is not None and any(one.value is not None for one in card.figures.values()),
        nothing=not measures and _says_nothing(submission),
        trace=checks.trace_of(submission),
        packed=pack(body),
        carried=body_of(review),
        texts=pack(tuple(texts for _, texts in told)),
    )


def measures_of(submission: Submission) -> tuple[Measure, ...]:
    """The rows that tell of a measure; a row that only says there is none is left out."""
    return tuple(record for record in submission.records if not _is_none(record))


def _is_none(record: Measure) -> bool:
    """The row's measure is a word for "nothing" and the rest is blank or says nothing too."""
    entry = record.entries.get("measure")
    nothing = _nothing()
    if entry is None or not (entry.reading.state is State.NONE or fold(entry.text) in nothing):
        return False
    return all(
        other.is_blank
        or key in {"no", "theme"}
        or other.reading.state is State.NONE
        or fold(other.text) in nothing
        for key, other in record.entries.items()
    )


def _says_nothing(submission: Submission) -> bool:
    """The table of measures, which tells of none, holds a word for "nothing"."""
    written = [row.text for row in submission.explained if row.text]
    return bool(submission.records) or any(fold(text) in _nothing() for text in written)


@cache
def _nothing() -> frozenset[str]:
    return frozenset(fold(text) for text in section("lists")["nothing"])


def _issued(identity: Mapping[str, Mapping[str, str]]) -> set[str]:
    places = ("property", "name", "cell")
    return {bare_code(fold(identity.get(place, {}).get("code", ""))) for place in places} - {""}


def _last(submission: Submission) -> Iterable[tuple[str, Decimal]]:
    for key, entry in submission.scores.items():
        if key.startswith("last.") and isinstance(entry.value, Decimal):
            yield key.removeprefix("last."), entry.value


def _bare(card: Scorecard | None) -> Scorecard | None:
    """Leave out of a scorecard how its figures were made, and the items left open: most are."""
    if card is None:
        return None
    return Scorecard(
        card.fiscal_year,
        {
            code: Figure(code, one.value, one.origin)
            for code, one in card.figures.items()
            if one.value is not None or one.kind is not FigureKind.ITEM
        },
        card.total,
        card.level,
        card.level_proven,
        at_border=card.at_border,
        to_next_level=card.to_next_level,
    )

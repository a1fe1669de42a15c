"""
Reviews of many workbooks as tidy tables: what every sheet of the summary is made from.

The only room that knows pandas, and it is imported when a frame is made, not before. Scores stay
``Decimal`` in object columns; ``None`` is unknown and never becomes a number.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

import itaxl
from itaxl.findings import Finding, Severity
from itaxl.register import Register, Waiver, called, waives
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.submission import Form, Submission
from itaxl.summary import coverage_rules, measure_rows, standings
from itaxl.summary.ledger_rules import (
    Arrival,
    Identity,
    Line,
    Member,
    Terms,
    Vocabulary,
    Who,
    identify,
    ledger,
    who_is,
)
from itaxl.summary.ledger_rules import measures as measures_of
from itaxl.summary.words import day, section, word
from itaxl.summary.years import Past, Years
from itaxl.thai import fold

if TYPE_CHECKING:
    import pandas as pd

GRID_ROWS = 1_000_000  # a sheet holds 1,048,576; the rest is left to headings and notes

AGENCY_COLUMNS = (
    "key", "ref", "code", "agency", "type", "district", "province", "contact", "expected", "status",
    "cause", "late", "file", "year", "total", "level", "proven", "at_border", "lowest",
    "next_level", "points", "effort", "lacks", "last_total", "change", "last_level",
    "rank_district", "rank_province", "near", "fall", "measures", "weak", "no_theme", "unplaced",
    "errors", "confirms", "notes",
)  # fmt: skip
LEDGER_COLUMNS = (
    "key", "ref", "agency", "district", "province", "contact", "expected", "status", "stands",
    "late", "cause", "winner", "hinted", "chosen", "file", "sha", "modified", "report_date",
    "version", "year", "read", "used", "explained", "why", "errors", "confirms", "notes",
)  # fmt: skip
FIGURE_COLUMNS = ("key", "code", "kind", "value", "weighted", "last", "origin")
FINDING_COLUMNS = (
    "ref", "agency", "file", "counts", "code", "name", "severity", "sheet", "cells", "heading",
    "row", "seen", "expected", "suggestion", "message", "remedy", "waived",
)  # fmt: skip
PAST_COLUMNS = ("key", "agency", "district", "year", "total", "level", "figures", "texts")
COVERAGE_COLUMNS = ("key", "theme", "theme_name", "measures")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the whole summary rests on: the year, the day, the targets, the rules."""

    year: int
    as_of: dt.date
    book: RuleBook
    books: Mapping[int, RuleBook]
    target_score: Decimal
    target_share: Decimal | None
    deadline: dt.date | None = None
    province: str = ""
    register: Register | None = None
    version: str = ""
    rows_per_sheet: int = GRID_ROWS
    waived: Mapping[Waiver, int] = field(default_factory=dict)  # findings each waiver silenced


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """
    All that the summary shows, as tables.

    ``agencies`` one row per expected or received agency, best total first; ``ledger`` one row per
    file and per agency that sent none; ``figures`` agency × figure code; ``measures``,
    ``findings`` one row each; ``coverage`` agency × theme for agencies whose workbook counts;
    ``past`` agency × earlier year.
    """

    facts: Facts
    agencies: "pd.DataFrame"
    ledger: "pd.DataFrame"
    figures: "pd.DataFrame"
    measures: "pd.DataFrame"
    findings: "pd.DataFrame"
    coverage: "pd.DataFrame"
    past: "pd.DataFrame"
    kept: dict[str, Any] = field(default_factory=dict)  # what sheets found out, once for each frame


def each(table: "pd.DataFrame") -> Iterator[Any]:
    """Go through the rows of a table; each has the columns as attributes."""
    return iter(table.itertuples(index=False))


def frame(
    reviews: Iterable[Review],
    register: Register | None,
    as_of: dt.date,
    book_of: Mapping[int, RuleBook],
    *,
    year: int | None = None,
    rows_per_sheet: int = GRID_ROWS,
    pasts: Iterable[Past] = (),
) -> Frame:
    """
    Lay the reviews of one fiscal year (Buddhist Era) out as tables.

    The year is the one given, else the register's, else the one most workbooks are of. ``book_of``
    holds the rule books by year and must hold that one. The order of the reviews does not matter.
    """
    reviews = tuple(reviews)
    chosen = year or year_of(reviews, register) or max(book_of)
    book = book_of[chosen]
    terms = terms_of(book, register, chosen, as_of)
    _, lines = ledger(reviews, register, terms)
    waivers = _Waivers(register.waivers if register else (), as_of, terms.vocabulary)
    earlier = Years((past for past in pasts if past.year < chosen), terms.vocabulary)
    making = _Making(book, book_of, terms, register, earlier)
    agencies = [making.agency(line, waivers) for line in lines if line.stands]
    making.compare(agencies)
    files = [making.file(line, waivers) for line in lines]
    findings = [row for line in lines for row in making.findings(line, waivers)]
    agencies.sort(key=_best_first)
    place = {row["key"]: number for number, row in enumerate(agencies)}
    files.sort(key=_to_chase_first(files))
    making.measures.sort(key=lambda row: place[row["key"]])
    facts = _facts(making, waivers, rows_per_sheet, book_of)
    return _tables(facts, agencies, files, making, findings)


def _tables(
    facts: Facts,
    rows: list[dict[str, Any]],
    files: list[dict[str, Any]],
    making: "_Making",
    findings: list[dict[str, Any]],
) -> Frame:
    import pandas as pd

    def table(records: list[dict[str, Any]], columns: tuple[str, ...]) -> "pd.DataFrame":
        # Objects throughout: pandas would turn scores into floats and unknown into NaN.
        return pd.DataFrame(records, columns=list(columns), dtype=object)

    return Frame(
        facts=facts,
        agencies=table(rows, AGENCY_COLUMNS),
        ledger=table(files, LEDGER_COLUMNS),
        figures=table(making.figures, FIGURE_COLUMNS),
        measures=table(making.measures, measure_rows.COLUMNS),
        findings=table(findings, FINDING_COLUMNS),
        coverage=table(making.coverage, COVERAGE_COLUMNS),
        past=table(making.past, PAST_COLUMNS),
    )


# ── what the summary rests on ───────────────────────────────────────────────────────────────────


def year_of(reviews: Sequence[Review], register: Register | None) -> int | None:
    """Tell the fiscal year that workbooks are to be summed up for; None when none is known."""
    if register and register.settings.fiscal_year:
        return register.settings.fiscal_year
    seen = Counter(
        review.submission.layout.fiscal_year
        for review in reviews
        if review.submission and review.submission.layout.form in {Form.STANDARD, Form.CORRECTED}
    )
    seen.pop(None, None)
    return max(seen, key=lambda found: (seen[found], found or 0)) if seen else None


def terms_of(book: RuleBook, register: Register | None, year: int, as_of: dt.date) -> Terms:
    """Gather what files are judged by: the register's settings and the year's own words."""
    settings = register.settings if register else None
    lists = section("lists")
    return Terms(
        year=year,
        as_of=as_of,
        deadline=settings.deadline if settings else None,
        choices=register.choices if register else (),
        vocabulary=Vocabulary(
            types={
                fold(text): choice.value
                for choice in book.choices("agency_types")
                for text in (choice.text, *choice.aliases)
            },
            nothing=frozenset(fold(text) for text in lists["nothing"]),
            district_words=tuple(fold(text) for text in lists["district_words"]),
            province_words=tuple(fold(text) for text in lists["province_words"]),
        ),
    )


def _facts(
    making: "_Making", waivers: "_Waivers", rows_per_sheet: int, book_of: Mapping[int, RuleBook]
) -> Facts:
    book, register, terms = making.book, making.register, making.terms
    settings = register.settings if register else None
    share = book.targets.share
    return Facts(
        year=terms.year,
        as_of=terms.as_of,
        book=book,
        books={year: book_of[year] for year in sorted({terms.year, *making.years} & set(book_of))},
        target_score=(settings and settings.target_score) or book.targets.total,
        target_share=(settings and settings.target_share)
        or (share if isinstance(share, Decimal) else None),
        deadline=terms.deadline,
        province=settings.province if settings else "",
        register=register,
        version=itaxl.__version__,
        rows_per_sheet=rows_per_sheet,
        waived=waivers.used,
    )


def _to_chase_first(files: list[dict[str, Any]]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """Order lines of the ledger: who has to send something first, an agency's lines together."""
    standing = {row["key"]: row["status"] for row in files if row["stands"]}
    rank = list(_CHASED_FIRST).index

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        place = (row["province"], row["district"], row["agency"], row["key"])
        status = standing.get(row["key"], row["status"])
        return (rank(status), *place, not row["stands"], row["file"])

    return key


_CHASED_FIRST = (
    Arrival.MISSING, Arrival.UNREADABLE, Arrival.REJECTED, Arrival.LATE, Arrival.NOTHING,
    Arrival.RECEIVED, Arrival.SUPERSEDED,
)  # fmt: skip


def _best_first(row: dict[str, Any]) -> tuple[bool, Decimal, str, str, str]:
    total = row["total"]
    return (
        total is None,
        -(total or Decimal(0)),
        row["province"],
        row["district"],
        f"{row['agency']}\n{row['key']}",
    )


# ── waivers ─────────────────────────────────────────────────────────────────────────────────────


class _Waivers:
    """The register's waivers that hold on the day, and how often each was used."""

    def __init__(self, waivers: Iterable[Waiver], as_of: dt.date, vocabulary: Vocabulary) -> None:
        self._types = vocabulary.types
        self._as_of = as_of
        self._names: dict[Identity | None, frozenset[str]] = {None: frozenset()}
        self.used: dict[Waiver, int] = {
            waiver: 0 for waiver in waivers if waiver.until is None or waiver.until >= as_of
        }

    def find(self, finding: Finding, who: Identity | None) -> Waiver | None:
        """Find the waiver that silences a finding about an agency."""
        if who is not None and who not in self._names:
            prefixes = [word for word, kind in self._types.items() if who.type in ("", kind)]
            self._names[who] = called(who.name, (who.code,), prefixes)
        names = self._names[who]
        return next((w for w in self.used if waives(w, names, finding, self._as_of)), None)

    def use(self, waiver: Waiver) -> None:
        """Count one finding that a waiver silenced."""
        self.used[waiver] += 1


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


class _Making:
    """Rows of all tables while they are made."""

    def __init__(
        self,
        book: RuleBook,
        book_of: Mapping[int, RuleBook],
        terms: Terms,
        register: Register | None,
        earlier: Years,
    ) -> None:
        self.book = book
        self.earlier = earlier
        self.past: list[dict[str, Any]] = []
        self.book_of = book_of
        self.terms = terms
        self.register = register
        self.years: set[int] = set()
        self.figures: list[dict[str, Any]] = []
        self.measures: list[dict[str, Any]] = []
        self.coverage: list[dict[str, Any]] = []
        self._province = register.settings.province if register else ""
        self._known_kinds: dict[str, tuple[str, Decimal | None]] = {}
        self._types = {choice.value: choice.text for choice in book.choices("agency_types")}

    def agency(self, line: Line, waivers: _Waivers) -> dict[str, Any]:
        """Give the row of an agency from the line that stands for it, and the rows below it."""
        assert line.member is not None
        counted = line.review if line.review and line.status.is_valid else None
        row = self._identity(line.member, counted)
        past = self._past(line.member, row)
        row |= {
            "status": line.status,
            "cause": cause_words(line, self.terms),
            "late": line.late and line.status.is_valid,
            "file": line.review.file.path if line.review else "",
            "year": None,
            **self._scores(counted.scorecard if counted else None, line.member, past),
            **_counts(line, waivers, self._who(line)),
        }
        row["measures"] = self._measures(counted, row)
        row |= self._coverage(counted, row)
        self._figures(counted, line.member, past)
        return row

    def file(self, line: Line, waivers: _Waivers) -> dict[str, Any]:
        """Give the row of one line of the ledger."""
        row = self._identity(line.member, None) if line.member else _nobody()
        submission = line.review.submission if line.review else None
        file = line.review.file if line.review else None
        counts = line.stands and line.status.is_valid
        return {
            **{key: row[key] for key in LEDGER_COLUMNS[:7]},
            "status": line.status,
            "stands": line.stands,
            "late": line.late,
            "cause": cause_words(line, self.terms),
            "winner": line.winner.file.path if line.winner else "",
            "hinted": line.hinted,
            "chosen": line.chosen,
            "file": file.path if file else "",
            "sha": file.sha256 if file else "",
            "modified": file.modified if file else None,
            "report_date": submission.agency_value("report_date") if submission else None,
            "version": submission.layout.version if submission else "",
            "year": submission.layout.fiscal_year if submission else None,
            **self._rows_read(submission, counts=counts),
            **_counts(line, waivers, self._who(line)),
        }

    def findings(self, line: Line, waivers: _Waivers) -> Iterator[dict[str, Any]]:
        """Yield the findings of a file; those of a superseded one are told, but do not count."""
        if line.review is None:
            return
        row = self._identity(line.member, None) if line.member else _nobody()
        for finding in line.review.findings:
            waiver = waivers.find(finding, self._who(line))
            if waiver:
                waivers.use(waiver)
            yield {
                "ref": row["ref"],
                "agency": row["agency"],
                "file": line.review.file.path,
                "counts": line.status is not Arrival.SUPERSEDED,
                "waived": waiver is not None,
                "message": finding.message.th,
                "remedy": finding.remedy.th,
                **{
                    key: getattr(finding, key)
                    for key in FINDING_COLUMNS[4:14]
                },
            }  # fmt: skip

    def compare(self, rows: list[dict[str, Any]]) -> None:
        """Add what only shows beside other agencies: ranks, and who is near a border or fell."""
        names = {row["key"]: f"{row['agency']}\n{row['key']}" for row in rows}
        for place, parts in (("rank_district", 2), ("rank_province", 1)):
            areas: dict[tuple[str, ...], dict[str, Decimal | None]] = defaultdict(dict)
            for row in rows:
                areas[(row["province"], row["district"])[:parts]][row["key"]] = row["total"]
            found = {
                key: rank
                for area, totals in areas.items()
                if area[-1]  # where the district is not known, nobody can be ranked in it
                for key, rank in standings.ranks(totals).items()
            }
            for row in rows:
                row[place] = found.get(row["key"])
        near = standings.order({row["key"]: row["effort"] for row in rows}, names)
        falling = {row["key"]: row["change"] for row in rows if (row["change"] or 0) < 0}
        fall = standings.order(falling, names)
        for row in rows:
            row["near"], row["fall"] = near.get(row["key"]), fall.get(row["key"])

    # ── parts of rows ──

    def _who(self, line: Line) -> Identity | None:
        return identify(line.member.who, self.terms.vocabulary) if line.member else None

    def _identity(self, member: Member, counted: Review | None) -> dict[str, Any]:
        who, expected = member.who, member.expected
        # What the register leaves open is taken from the workbook that counts.
        said = who_is(counted.submission) if counted and counted.submission else Who()
        kind = who.type or said.type or identify(who, self.terms.vocabulary).type
        return {
            "key": member.key,
            "ref": measure_rows.ref_of(member.key),
            "code": who.code or said.code,
            "agency": who.name or said.name or who.code,
            "type": self._types.get(kind, kind),
            "district": who.district or said.district,
            "province": who.province or said.province or self._province,
            "contact": expected.contact if expected else "",
            "expected": expected is not None,
        }

    def _past(self, member: Member, row: dict[str, Any]) -> Past | None:
        """Note the earlier years of an agency and give the last one."""
        who = member.who
        named = Who(row["agency"], who.type, row["district"], row["province"], row["code"])
        found = self.earlier.of(named)
        keys = ("key", "agency", "district")
        self.past += [
            {
                **{key: row[key] for key in keys},
                "year": year,
                "total": past.total,
                "level": past.level,
                "figures": past.figures,
                "texts": past.texts,
            }
            for year, past in sorted(found.items())
        ]
        return found.get(self.terms.year - 1)

    def _scores(self, card: Scorecard | None, member: Member, past: Past | None) -> dict[str, Any]:
        card = card or Scorecard(None)
        if card.fiscal_year:
            self.years.add(card.fiscal_year)
        # What was merged last year is known better than what the register says of it.
        last = past.total if past else None
        if last is None:
            last = member.expected.last_total if member.expected else None
        last_level = past.level if past else ""
        known = card.total is not None and last is not None
        distance = card.to_next_level
        return {
            "total": card.total,
            "level": card.level,
            "proven": card.level_proven if card.level else None,
            "at_border": card.at_border,
            "lowest": standings.lowest(card, self.book),
            "next_level": distance.level if distance else "",
            "points": standings.in_cell(distance.points) if distance else None,
            "effort": standings.in_cell(standings.effort(distance)),
            "lacks": standings.lacks(distance),
            "last_total": last,
            "change": card.total - last if known and card.total and last is not None else None,
            "last_level": last_level or (member.expected.last_level if member.expected else ""),
            "year": card.fiscal_year,
        }

    def _measures(self, counted: Review | None, row: dict[str, Any]) -> int | None:
        if counted is None or counted.submission is None:
            return None
        repeated = {
            "agency_ref": row["ref"],
            **{key: row[key] for key in ("key", "agency", "type", "district", "province")},
        }
        made = measure_rows.rows_of(
            counted.submission, repeated, self.book, self.terms.as_of, self.terms.vocabulary
        )
        before = len(self.measures)
        self.measures += made
        return len(self.measures) - before

    def _coverage(self, counted: Review | None, row: dict[str, Any]) -> dict[str, Any]:
        if counted is None:
            return {"weak": (), "no_theme": (), "unplaced": None}
        count: int = row["measures"] or 0
        mine = self.measures[len(self.measures) - count :]
        covered = coverage_rules.themes_covered(measure["theme"] for measure in mine)
        pairs = [(measure["codes"], measure["theme"]) for measure in mine]
        reached = coverage_rules.indicators_covered(pairs, self.book)
        weak = coverage_rules.weak_indicators(counted.scorecard, self.book)
        self.coverage += [
            {
                "key": row["key"],
                "theme": theme.number,
                "theme_name": theme.name,
                "measures": covered[theme.number],
            }
            for theme in self.book.themes
        ]
        return {
            "weak": tuple(code for code in weak if code not in reached),
            "no_theme": tuple(t.number for t in self.book.themes if not covered[t.number]),
            "unplaced": sum(1 for measure in mine if measure["theme"] is None),
        }

    def _figures(self, counted: Review | None, member: Member, past: Past | None) -> None:
        card = counted.scorecard if counted else None
        if card is None or counted is None:
            return
        kinds = self._kinds()
        for code, figure in card.figures.items():
            # What the rule book does not name is a part of an indicator (6.EIT1) or an item.
            kind, weight = kinds.get(code, ("indicator_part" if "." in code else "item", None))
            if kind == "item" and figure.value is None:
                continue  # most agencies leave most of them open
            weighted = figure.value * weight / 100 if weight and figure.value is not None else None
            self.figures.append(
                {
                    "key": member.key,
                    "code": code,
                    "kind": kind,
                    "value": standings.in_cell(figure.value),
                    "weighted": standings.in_cell(weighted),
                    "last": self._last(code, counted.submission, member, past),
                    "origin": figure.origin.value,
                }
            )

    def _kinds(self) -> dict[str, tuple[str, Decimal | None]]:
        """What each code is, and its weight where it has one."""
        if self._known_kinds:
            return self._known_kinds
        book = self.book
        self._known_kinds = {
            "total": ("total", None),
            **{part.code: ("part", part.weight) for part in book.parts.values()},
            **{sub.code: ("sub_indicator", None) for sub in book.sub_indicators},
            **{ind.code: ("indicator", None) for ind in book.indicators},
            **{
                inst.code: ("instrument", None if inst.weight == "unknown" else inst.weight)
                for inst in book.instruments
            },
        }
        return self._known_kinds

    def _last(
        self, code: str, submission: Submission | None, member: Member, past: Past | None
    ) -> Decimal | None:
        if past and code in past.figures:
            return past.figures[code]
        if member.expected and code in member.expected.last_scores:
            return member.expected.last_scores[code]
        entry = submission.scores.get(f"last.{code}") if submission else None
        return entry.value if entry and isinstance(entry.value, Decimal) else None

    def _rows_read(self, submission: Submission | None, *, counts: bool) -> dict[str, Any]:
        """Rows in = used + explained; of a file that does not count every row is explained."""
        if submission is None:
            return {"read": None, "used": None, "explained": None, "why": ""}
        used = len(measures_of(submission, self.terms.vocabulary)) if counts else 0
        reasons = Counter(word("why", row.why) for row in submission.explained)
        left = submission.rows_used - used
        if left:
            reasons[word("why", "nothing" if counts else "left_out")] += left
        return {
            "read": submission.rows_read,
            "used": used,
            "explained": len(submission.explained) + left,
            "why": ", ".join(f"{why} {count}" for why, count in reasons.most_common()),
        }


def cause_words(line: Line, terms: Terms) -> str:
    """Say why a line of the ledger has the status it has."""
    said = []
    if line.cause:
        submission = line.review.submission if line.review else None
        slots = {
            "year": terms.year,
            "form_year": (submission and submission.layout.fiscal_year)
            or word("sources", "unknown"),
            "winner": PureWindowsPath(line.winner.file.path).name if line.winner else "",
            "deadline": day(terms.deadline) if terms.deadline else "",
        }
        said.append(section("cause")[line.cause].format(**slots))
    said += [word("cause", key) for key in ("chosen", "hinted") if getattr(line, key)]
    if line.member and line.member.expected is None:
        said.append(word("cause", "outside"))
    return " · ".join(said)


def _counts(line: Line, waivers: _Waivers, who: Identity | None) -> dict[str, int | None]:
    keys = {Severity.ERROR: "errors", Severity.CONFIRM: "confirms", Severity.NOTE: "notes"}
    if line.review is None:
        return dict.fromkeys(keys.values())
    told = [finding for finding in line.review.findings if waivers.find(finding, who) is None]
    return {
        key: sum(1 for finding in told if finding.severity is severity)
        for severity, key in keys.items()
    }


def _nobody() -> dict[str, Any]:
    nobody = dict.fromkeys(("key", "ref", "district", "province", "contact"), "")
    return {**nobody, "agency": word("phrases", "unknown_agency"), "expected": False}

"""
Reviews of many workbooks as tidy tables: what every sheet of the summary is made from.

Scores stay ``Decimal``; ``None`` is unknown and never becomes a number.
"""

import datetime as dt
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from pathlib import PureWindowsPath
from typing import Any

import itaxl
from itaxl.findings import Finding, Severity
from itaxl.register import Register, Waiver, called, waives
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.submission import Form
from itaxl.summary import coverage_rules, measure_rows, standings
from itaxl.summary.alike import Alike, Said, bare_texts
from itaxl.summary.digest import Body, Digest
from itaxl.summary.identities import Identity, Vocabulary, Who, identify, prefixes_of
from itaxl.summary.ledger_rules import Arrival, Line, Member, Terms, ledger
from itaxl.summary.longtable import LongTable, Table, packed
from itaxl.summary.words import day, section, word
from itaxl.summary.years import Past, Years
from itaxl.thai import fold

GRID_ROWS = 400_000  # a sheet holds 1,048,576 rows, but no more than 2 GB of text

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
# Of findings, what is held of each, and what lies aside until it is shown.
FINDINGS_HELD = ("ref", "agency", "file", "counts", "code", "name", "severity", "waived")
FINDINGS_ASIDE = (
    "sheet", "heading", "row", "seen", "expected", "suggestion", "message", "remedy", "cells",
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
    ``past`` agency × earlier year. ``alike`` knows which texts of measures are alike; to be closed.
    """

    facts: Facts
    agencies: Table
    ledger: Table
    figures: Table
    measures: LongTable
    findings: LongTable
    coverage: Table
    past: Table
    alike: Alike
    kept: dict[str, Any] = field(default_factory=dict)  # what sheets found out, once for each frame


Judged = Callable[[Digest, Body], tuple[Finding, ...]]  # what is to be told of a file in the end


def frame(
    digests: Iterable[Digest],
    register: Register | None,
    as_of: dt.date,
    book_of: Mapping[int, RuleBook],
    *,
    year: int | None = None,
    rows_per_sheet: int = GRID_ROWS,
    pasts: Iterable[Past] = (),
    judged: Judged = lambda _, body: body.findings,
    alone: bool = True,
) -> Frame:
    """
    Lay what came of one fiscal year (Buddhist Era) out as tables.

    The year is the one given, else the register's, else the one most workbooks are of. ``book_of``
    holds the rule books by year and must hold that one. ``judged`` gives the findings of a file
    where they are others than its own alone. Unless ``alone``, other processes may help. The order
    of the digests does not matter.
    """
    digests = tuple(digests)
    chosen = year or year_of(digests, register) or max(book_of)
    book = book_of[chosen]
    terms = terms_of(book, register, chosen, as_of)
    _, lines = ledger(digests, register, terms)
    waivers = _Waivers(register.waivers if register else (), as_of, terms.vocabulary)
    earlier = Years((past for past in pasts if past.year < chosen), terms.vocabulary)
    making = _Making(book, terms, register, earlier, waivers)
    for line in lines:
        making.meet(line)
    past, prefixes = _table(making.past, PAST_COLUMNS), prefixes_of(book)
    with ExitStack() as stack:
        alike = Alike(making.said, bare_texts(past, prefixes), prefixes, alone=alone)
        stack.enter_context(closing(alike))
        for line in lines:
            making.take(line, judged)
        making.compare()
        agencies = sorted(making.agencies, key=_best_first)
        files = sorted(making.files, key=_to_chase_first(making.files))
        place = {row["key"]: number for number, row in enumerate(agencies)}
        keys = making.measures["key"]
        making.measures.sort(lambda at: place[keys[at]])
        facts = _facts(making, rows_per_sheet, book_of)
        stack.pop_all()
    return Frame(
        facts=facts,
        agencies=_table(agencies, AGENCY_COLUMNS),
        ledger=_table(files, LEDGER_COLUMNS),
        figures=making.figures,
        measures=making.measures,
        findings=making.findings,
        coverage=making.coverage,
        past=past,
        alike=alike,
    )


def _table(records: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> Table:
    return Table(columns, ([record.get(key) for key in columns] for record in records))


# ── what the summary rests on ───────────────────────────────────────────────────────────────────


def year_of(digests: Iterable[Digest], register: Register | None) -> int | None:
    """Tell the fiscal year that workbooks are to be summed up for; None when none is known."""
    if register and register.settings.fiscal_year:
        return register.settings.fiscal_year
    seen = Counter(
        digest.fiscal_year for digest in digests if digest.form in {Form.STANDARD, Form.CORRECTED}
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
            district_words=tuple(fold(text) for text in lists["district_words"]),
            province_words=tuple(fold(text) for text in lists["province_words"]),
        ),
    )


def _facts(making: "_Making", rows_per_sheet: int, book_of: Mapping[int, RuleBook]) -> Facts:
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
        waived=making.waivers.used,
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
        if not self.used:
            return None
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
    """Rows of all tables while they are made, one line of the ledger after the other."""

    def __init__(
        self,
        book: RuleBook,
        terms: Terms,
        register: Register | None,
        earlier: Years,
        waivers: _Waivers,
    ) -> None:
        self.book = book
        self.earlier = earlier
        self.terms = terms
        self.register = register
        self.waivers = waivers
        self.years: set[int] = set()
        self.said: list[Said] = []
        self._met: dict[str, tuple[dict[str, Any], Past | None]] = {}
        self.agencies: list[dict[str, Any]] = []
        self.files: list[dict[str, Any]] = []
        self.past: list[dict[str, Any]] = []
        self.figures = Table(FIGURE_COLUMNS)
        self.coverage = Table(COVERAGE_COLUMNS)
        self.measures = LongTable(measure_rows.HELD, measure_rows.ASIDE)
        self.findings = LongTable(FINDINGS_HELD, FINDINGS_ASIDE)
        self._province = register.settings.province if register else ""
        self._known_kinds: dict[str, tuple[str, Decimal | None]] = {}
        self._types = {choice.value: choice.text for choice in book.choices("agency_types")}

    def meet(self, line: Line) -> None:
        """Note the agency a line stands for, its earlier years, and what its measures say."""
        if not line.stands:
            return
        assert line.member is not None
        counted = line.digest if line.status.is_valid else None
        row = self._identity(line.member, counted)
        self._met[line.member.key] = row, self._past(line.member, row)
        if counted and counted.measures:
            self.said.append(Said(row["agency"], counted.measures, counted.texts))

    def take(self, line: Line, judged: Judged) -> None:
        """Add all rows that a line of the ledger gives."""
        body = line.digest.body if line.digest else None
        counts = self._findings(line, judged(line.digest, body)) if line.digest and body else {}
        if line.stands:
            self._agency(line, body, counts)
        self._file(line, body, counts)

    def _agency(self, line: Line, body: Body | None, counts: dict[str, int]) -> None:
        """Add the row of an agency from the line that stands for it, and the rows below it."""
        assert line.member is not None
        counted = body if line.status.is_valid else None
        row, past = self._met.pop(line.member.key)
        row |= {
            "status": line.status,
            "cause": cause_words(line, self.terms),
            "late": line.late and line.status.is_valid,
            "file": line.digest.file.path if line.digest else "",
            "year": None,
            **self._scores(counted.card if counted else None, line.member, past),
            **(counts or _UNCOUNTED),
        }
        told = counted.measures if counted else ()
        texts = line.digest.texts_of_measures if line.digest and told else ()
        as_of = self.terms.as_of
        measure_rows.add_rows(self.measures, told, texts, row, row["file"], as_of)
        row["measures"] = len(told) if counted else None
        row |= self._coverage(counted, row)
        self._figures(counted, line.member, past)
        self.agencies.append(row)

    def _file(self, line: Line, body: Body | None, counts: dict[str, int]) -> None:
        """Add the row of one line of the ledger."""
        row = self._identity(line.member, None) if line.member else _nobody()
        digest = line.digest
        self.files.append(
            {
                **{key: row[key] for key in LEDGER_COLUMNS[:7]},
                "status": line.status,
                "stands": line.stands,
                "late": line.late,
                "cause": cause_words(line, self.terms),
                "winner": line.winner.file.path if line.winner else "",
                "hinted": line.hinted,
                "chosen": line.chosen,
                "file": digest.file.path if digest else "",
                "sha": digest.file.sha256 if digest else "",
                "modified": digest.file.modified if digest else None,
                "report_date": digest.report_date if digest else None,
                "version": digest.version if digest else "",
                "year": digest.fiscal_year if digest else None,
                **_rows_read(body, counts=line.stands and line.status.is_valid),
                **(counts or _UNCOUNTED),
            }
        )

    def _findings(self, line: Line, findings: Iterable[Finding]) -> dict[str, int]:
        """
        Add the findings of a file and count those that no waiver silences, by severity.

        Those of a superseded file are told, but do not count.
        """
        assert line.digest is not None
        row = self._identity(line.member, None) if line.member else _nobody()
        who = identify(line.member.who, self.terms.vocabulary) if line.member else None
        counts = line.status is not Arrival.SUPERSEDED
        told: Counter[Severity] = Counter()
        for finding in findings:
            waiver = self.waivers.find(finding, who)
            if waiver:
                self.waivers.use(waiver)
            else:
                told[finding.severity] += 1
            held = (
                row["ref"], row["agency"], line.digest.file.path, counts, finding.code,
                finding.name, finding.severity, waiver is not None,
            )  # fmt: skip
            texts = (*_TOLD_OF_FINDINGS(finding), finding.message.th, finding.remedy.th)
            self.findings.add(held, packed(texts, (finding.cells,)))
        return {key: told[severity] for severity, key in _COUNTS.items()}

    def compare(self) -> None:
        """Add what only shows beside other agencies: ranks, and who is near a border or fell."""
        rows = self.agencies
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

    def _identity(self, member: Member, counted: Digest | None) -> dict[str, Any]:
        who, expected = member.who, member.expected
        # What the register leaves open is taken from the workbook that counts.
        said = counted.who if counted else Who()
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

    def _coverage(self, counted: Body | None, row: dict[str, Any]) -> dict[str, Any]:
        if counted is None:
            return {"weak": (), "no_theme": (), "unplaced": None}
        mine = counted.measures
        covered = coverage_rules.themes_covered(measure.theme for measure in mine)
        pairs = [(measure.codes, measure.theme) for measure in mine]
        reached = coverage_rules.indicators_covered(pairs, self.book)
        weak = coverage_rules.weak_indicators(counted.card, self.book)
        for theme in self.book.themes:
            self.coverage.add((row["key"], theme.number, theme.name, covered[theme.number]))
        return {
            "weak": tuple(code for code in weak if code not in reached),
            "no_theme": tuple(t.number for t in self.book.themes if not covered[t.number]),
            "unplaced": sum(1 for measure in mine if measure.theme is None),
        }

    def _figures(self, counted: Body | None, member: Member, past: Past | None) -> None:
        if counted is None or counted.card is None:
            return
        kinds = self._kinds()
        for code, figure in counted.card.figures.items():
            # What the rule book does not name is a part of an indicator (6.EIT1) or an item.
            kind, weight = kinds.get(code, ("indicator_part" if "." in code else "item", None))
            if kind == "item" and figure.value is None:
                continue  # most agencies leave most of them open
            weighted = figure.value * weight / 100 if weight and figure.value is not None else None
            self.figures.add(
                (
                    member.key,
                    sys.intern(code),
                    kind,
                    standings.in_cell(figure.value),
                    standings.in_cell(weighted),
                    _last(code, counted, member, past),
                    figure.origin.value,
                )
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


def _last(code: str, body: Body, member: Member, past: Past | None) -> Decimal | None:
    if past and code in past.figures:
        return past.figures[code]
    if member.expected and code in member.expected.last_scores:
        return member.expected.last_scores[code]
    return body.last.get(code)


def _rows_read(body: Body | None, *, counts: bool) -> dict[str, Any]:
    """Rows in = used + explained; of a file that does not count every row is explained."""
    if body is None or body.read is None:
        return {"read": None, "used": None, "explained": None, "why": ""}
    used = len(body.measures) if counts else 0
    reasons = Counter({word("why", why): count for why, count in body.why.items()})
    left = body.used - used
    if left:
        reasons[word("why", "nothing" if counts else "left_out")] += left
    return {
        "read": body.read,
        "used": used,
        "explained": sum(body.why.values()) + left,
        "why": ", ".join(f"{why} {count}" for why, count in reasons.most_common()),
    }


def cause_words(line: Line, terms: Terms) -> str:
    """Say why a line of the ledger has the status it has."""
    said = []
    if line.cause:
        slots = {
            "year": terms.year,
            "form_year": (line.digest and line.digest.fiscal_year) or word("sources", "unknown"),
            "winner": PureWindowsPath(line.winner.file.path).name if line.winner else "",
            "deadline": day(terms.deadline) if terms.deadline else "",
        }
        said.append(section("cause")[line.cause].format(**slots))
    said += [word("cause", key) for key in ("chosen", "hinted") if getattr(line, key)]
    if line.member and line.member.expected is None:
        said.append(word("cause", "outside"))
    return " · ".join(said)


_TOLD_OF_FINDINGS = attrgetter(*FINDINGS_ASIDE[:-3])
_COUNTS = {Severity.ERROR: "errors", Severity.CONFIRM: "confirms", Severity.NOTE: "notes"}
_UNCOUNTED: dict[str, int | None] = dict.fromkeys(_COUNTS.values())


def _nobody() -> dict[str, Any]:
    nobody = dict.fromkeys(("key", "ref", "district", "province", "contact"), "")
    return {**nobody, "agency": word("phrases", "unknown_agency"), "expected": False}

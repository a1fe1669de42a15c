"""
What other workbooks are judged by: the plan that a report answers, and last year's report.

Files among plans and last year's workbooks are read once, cut down to what checks look at, and
found again by the rules by which the ledger tells agencies apart. Of several files of one agency
and year the one counts that would count in the ledger; every other one is told with the reason.
"""

import datetime as dt
import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from itaxl import summary
from itaxl.packing import pack, unpack
from itaxl.pipeline import keeping
from itaxl.pipeline.gathering import gather
from itaxl.pipeline.reviewing import FILES_WORTH_A_SECOND_WORKER, Made, make_all
from itaxl.pipeline.rules import Rules
from itaxl.register import Register
from itaxl.review import Review
from itaxl.submission import FileFacts, Form, Layout, Record, Submission
from itaxl.summary.digest import Digest, digest_of, measures_of
from itaxl.summary.frame import terms_of
from itaxl.summary.identities import Vocabulary, Who, identify, who_is
from itaxl.summary.ledger_rules import Cause, Line, Terms, ledger
from itaxl.summary.years import Past, Years
from itaxl.wording import Text

Thing = TypeVar("Thing")
PLANS, LAST = "--plans", "--last"
_ANY_YEAR = 0  # of a plan that does not tell which year it is for
_LOOKED_AT = ("no", "measure", "owner", "result")  # columns that checks ask companions for


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was given to compare with and is not used, and why."""

    option: str
    path: str
    why: Text


@dataclass(frozen=True, slots=True)
class Companion:
    """
    One file given to compare with: what the ledger asks of it, and what checks look at.

    The latter is packed until it is wanted: a few kilobytes for each of some hundred agencies.
    """

    digest: Digest
    packed: bytes = field(default=b"", repr=False)
    is_report: bool = False
    plan_year: int = _ANY_YEAR  # Buddhist Era
    fault: Text | None = None  # why it could not be read

    @property
    def file(self) -> FileFacts:
        """Which file it is."""
        return self.digest.file

    @property
    def form(self) -> Form | None:
        """Which of our workbooks it is; None when it could not be read."""
        return self.digest.form

    @property
    def submission(self) -> Submission | None:
        """Unpack what checks look at; None where nothing could be read."""
        cut: Submission | None = unpack(self.packed) if self.packed else None
        return cut

    def renamed(self, file: FileFacts) -> "Companion":
        """Say anew which file this is."""
        return replace(self, digest=self.digest.renamed(file))


@dataclass(frozen=True, slots=True)
class Rack(Generic[Thing]):
    """Something of every agency and year, found by code, else by name and place."""

    years: Years = field(default_factory=lambda: Years((), Vocabulary()), compare=False, repr=False)
    kept: Mapping[tuple[int, Who], Thing] = field(default_factory=dict)

    def of(self, who: Who) -> dict[int, Thing]:
        """Give what there is of an agency by year; nothing where two could be meant."""
        return {year: self.kept[year, past.who] for year, past in self.years.of(who).items()}


def racked(kept: Mapping[tuple[int, Who], Thing], vocabulary: Vocabulary) -> Rack[Thing]:
    """Make what is kept by year and agency able to be found."""
    return Rack(Years([Past(year, who) for year, who in kept], vocabulary), kept)


def gathered(
    things: Iterable[tuple[int, Who, Thing]], vocabulary: Vocabulary
) -> Rack[tuple[Thing, ...]]:
    """Put together what is of one agency and year, however each tells its name."""
    several = list(things)
    years = Years([Past(year, who) for year, who, _ in several], vocabulary)
    kept: dict[tuple[int, Who], tuple[Thing, ...]] = {}
    for year, who, thing in several:
        known = years.of(who).get(year)
        key = year, known.who if known else who
        kept[key] = (*kept.get(key, ()), thing)
    return racked(kept, vocabulary)


def vocabulary_of(rules: Rules) -> Vocabulary:
    """Give the words that agencies are recognised by."""
    return terms_of(rules.usual, None, _ANY_YEAR, dt.date.min).vocabulary


@dataclass(frozen=True, slots=True)
class Companions:
    """
    Plans and last year's workbooks, small enough to go along to every worker.

    ``left`` are the files that are not used; ``summed`` sums up what the others say.
    """

    plans: Rack[Companion] = field(default_factory=Rack)
    lasts: Rack[Companion] = field(default_factory=Rack)
    left: tuple[Left, ...] = ()
    summed: bytes = b""

    def plan_of(self, submission: Submission) -> Submission | None:
        """Find the plan of a report's agency and plan year; None where there is none."""
        found = self.plans.of(who_is(submission)) if submission.is_report else {}
        year = submission.agency_value("plan_year")
        if not found:
            return None
        if isinstance(year, int):
            plan = found.get(year) or found.get(_ANY_YEAR)
        else:
            plan = found[max(found)]
        return plan.submission if plan else None

    def last_of(self, submission: Submission) -> Submission | None:
        """Find the newest earlier workbook of a submission's agency; None where there is none."""
        now = submission.layout.fiscal_year or 0
        lasts = self.lasts.of(who_is(submission))
        found = {year: last for year, last in lasts.items() if year < now}
        return found[max(found)].submission if found else None

    def about(self, submissions: Iterable[Submission]) -> Iterator[Text]:
        """Tell how many workbooks have a plan and a workbook of last year beside them."""
        several = list(submissions)
        if self.plans.kept:
            reports = [one for one in several if one.is_report]
            found = sum(self.plan_of(one) is not None for one in reports)
            yield _PLANS_FOUND.fill(found=found, all=len(reports), plans=len(self.plans.kept))
        if self.lasts.kept:
            found = sum(self.last_of(one) is not None for one in several)
            yield _LASTS_FOUND.fill(found=found, all=len(several), lasts=len(self.lasts.kept))
            newest = max((one.layout.fiscal_year or 0 for one in several), default=0)
            late = sorted({year for year, _ in self.lasts.kept if year >= newest})
            if late:
                yield _NOT_EARLIER.fill(years=", ".join(map(str, late)), newest=newest or "?")


def companions_of(
    plans: Sequence[Path],
    last: Sequence[Path],
    rules: Rules,
    register: Register | None = None,
    jobs: int | None = None,
    cache: Path | None = None,
    carried: summary.Carried | None = None,
) -> Companions:
    """
    Read what others are compared with: files, folders and summaries of ours.

    ``carried`` is what summaries of last year hold, where they have been read already. Raises
    ItaxlError for a path that does not exist and for a summary that is damaged.
    """
    day = register.settings.as_of if register else None
    terms = terms_of(rules.usual, register, 0, day or dt.datetime.now().date())  # noqa: DTZ005 - the day where the coordinator sits
    left: list[Left] = []
    racks = {}
    held = carried or summary.Carried()
    for option, paths, choose in ((PLANS, plans, _plans), (LAST, last, _lasts)):
        more = held if option == LAST else summary.Carried()
        read = read_all(companion, paths, rules, jobs, cache, more)
        racks[option], unused = choose(read, register, terms)
        left += unused
    return Companions(racks[PLANS], racks[LAST], tuple(left), _summed(racks))


def companion(review: Review, rules: Rules) -> Companion:
    """Cut a review down to what others are judged by."""
    submission = review.submission
    book = rules.of(submission.layout.fiscal_year if submission else None)
    digest = replace(digest_of(review, book), trace=None, packed=b"", carried=b"", texts=b"")
    if submission is None:
        return Companion(digest, fault=review.findings[0].message if review.findings else None)
    year = submission.agency_value("plan_year")
    return Companion(
        digest,
        pack(_cut(submission)),
        submission.is_report,
        year if isinstance(year, int) else _ANY_YEAR,
    )


def _cut(submission: Submission) -> Submission:
    """Keep the measures and this year's scores; of the measures what checks ask for."""
    layout = submission.layout
    return Submission(
        FileFacts(""),
        Layout(layout.form, layout.fiscal_year),
        scores={k: e for k, e in submission.scores.items() if not k.startswith("last.")},
        records=tuple(map(_cut_record, measures_of(submission))),
    )


def _cut_record(record: Record) -> Record:
    kept = {key: record.entries[key] for key in _LOOKED_AT if key in record.entries}
    return replace(record, entries=kept)


def read_all(
    make: Callable[[Review, Rules], Made],
    paths: Sequence[Path],
    rules: Rules,
    jobs: int | None = None,
    cache: Path | None = None,
    carried: summary.Carried | None = None,
) -> tuple[Made, ...]:
    """Read files, and what summaries of ours carry; a file that comes twice counts once."""
    found = gather(paths) if paths else ()
    summaries = [path for path in found if keeping.is_summary(path)]
    files = [path for path in found if path not in set(summaries)]
    made = list(make_all(make, files, rules, None, jobs, cache=cache)) if files else []
    carried = carried or summary.Carried()
    for path in summaries:
        carried |= keeping.carried_by(path)
    records = sorted(carried.records.values())
    crew = jobs or (1 if len(records) < FILES_WORTH_A_SECOND_WORKER else os.cpu_count() or 1)
    made += keeping.judge_again(make, records, rules, None, crew)
    return _told_apart({(one.file.sha256, one.file.path): one for one in made}.values())


def _told_apart(made: Collection[Made]) -> tuple[Made, ...]:
    """Give files of one path that differ, as two summaries may hold them, a path of their own."""
    counts = Counter(one.file.path for one in made)
    return tuple(
        one.renamed(replace(one.file, path=f"{one.file.path} [{one.file.sha256[:8]}]"))
        if counts[one.file.path] > 1
        else one
        for one in made
    )


# ── which of several counts ─────────────────────────────────────────────────────────────────────
Chosen = tuple[Rack[Companion], list[Left]]


def _plans(read: Iterable[Companion], register: Register | None, terms: Terms) -> Chosen:
    """Choose one plan per agency and plan year."""
    left: list[Left] = []
    fit: list[Companion] = []
    for one in read:
        why = _no_plan(one)
        if why is None:
            fit.append(one)
        else:
            left.append(Left(PLANS, one.file.path, why))
    rack, unused = _choose(fit, register, terms, lambda one: one.plan_year)
    return rack, [*left, *(Left(PLANS, path, why) for path, why in unused)]


def _no_plan(one: Companion) -> Text | None:
    """Say why a workbook of ours is no plan; what is none of ours is left to the ledger."""
    if one.form not in (Form.STANDARD, Form.CORRECTED):
        return None
    if one.is_report:
        return _REPORT
    return None if one.digest.measures else _NO_MEASURES


def _lasts(read: Iterable[Companion], register: Register | None, terms: Terms) -> Chosen:
    """Choose one workbook per agency and year: a report before what tells of no results."""
    parts: dict[bool, list[Companion]] = {True: [], False: []}
    for one in read:
        parts[one.is_report].append(one)
    rack, unused = _choose(parts[True], register, terms, _form_year)
    others, more = _choose(parts[False], register, terms, _form_year)
    unused += more
    kept = dict(rack.kept)
    for (year, who), one in others.kept.items():
        if year in rack.years.of(who):
            unused.append((one.file.path, _REPORT_COUNTS))
        else:
            kept[year, who] = one
    return racked(kept, terms.vocabulary), [Left(LAST, path, why) for path, why in unused]


def _form_year(one: Companion) -> int:
    return one.digest.fiscal_year or _ANY_YEAR


def _choose(
    some: Iterable[Companion],
    register: Register | None,
    terms: Terms,
    year_of: Callable[[Companion], int],
) -> tuple[Rack[Companion], list[tuple[str, Text]]]:
    """Let the ledger choose one file per agency and year; give the others with the reason."""
    groups: dict[tuple[int, int], list[Companion]] = defaultdict(list)
    for one in some:
        groups[year_of(one), _form_year(one)].append(one)
    kept: dict[tuple[int, Who], Companion] = {}
    unused: list[tuple[str, Text]] = []
    for (year, form_year), group in sorted(groups.items()):
        by_path = {one.file.path: one for one in group}
        digests = [one.digest for one in group]
        _, lines = ledger(digests, register, replace(terms, year=form_year))
        for line in lines:
            if line.digest is None:
                continue
            one = by_path[line.digest.file.path]
            why = _why(line, one, register, terms)
            if why is not None:
                unused.append((one.file.path, why))
            elif line.member is not None:
                before = kept.get((year, line.member.who))
                if before is not None:  # of an older form
                    unused.append((before.file.path, _CAUSES[Cause.OLDER]))
                kept[year, line.member.who] = one
    return racked(kept, terms.vocabulary), unused


def _why(line: Line, one: Companion, register: Register | None, terms: Terms) -> Text | None:
    """Say why a file does not count; None where it does."""
    assert line.digest is not None
    if line.digest.form is None:
        return one.fault or _CAUSES[Cause.UNREADABLE]
    if not line.stands or not line.status.is_valid or line.hinted or line.member is None:
        return _CAUSES.get(line.cause, _CAUSES[Cause.NOT_OURS])
    if line.member.expected is None and register is not None:
        mine = identify(line.member.who, terms.vocabulary)
        alike = [
            agency
            for agency in register.agencies
            if identify(
                Who(agency.name, agency.type, agency.district, agency.province, agency.code),
                terms.vocabulary,
            ).agrees(mine)
        ]
        if len(alike) > 1:
            return _TWO_AGENCIES
    return None


def _summed(racks: Mapping[str, Rack[Companion]]) -> bytes:
    """Sum up all that companions have a say with; ``repr`` tells apart any values that differ."""
    said = hashlib.sha256()
    for option, rack in sorted(racks.items()):
        for (year, who), one in sorted(rack.kept.items(), key=lambda item: repr(item[0])):
            said.update(repr((option, year, who, one.submission)).encode("utf-8", "surrogatepass"))
    return said.digest()


_REPORT = Text("เป็นรายงานผล ไม่ใช่แผน", "it is a report of results, no plan")
_NO_MEASURES = Text("ไม่มีมาตรการในแผน", "it holds no measures")
_REPORT_COUNTS = Text(
    "ใช้รายงานผลของหน่วยงานและปีเดียวกันแทน", "a report of results of the same agency and year is used"
)
_TWO_AGENCIES = Text(
    "อาจเป็นของหลายหน่วยงานในทะเบียน · ใส่รหัสหรืออำเภอในแผ่นงานหน่วยงาน",
    "it may be of several agencies of the register; give its code or district",
)
_NOT_OURS = Text("ไม่ใช่แบบรายงานมาตรฐานของปีที่มีกติกา", "no standard workbook of a year with rules")
_NO_AGENCY = Text("ไม่ได้บอกว่าเป็นของหน่วยงานใด", "it does not tell which agency it is of")
_CAUSES = {
    Cause.UNREADABLE: Text("อ่านไฟล์ไม่ได้", "it cannot be read"),
    Cause.NOT_OURS: _NOT_OURS,
    Cause.OTHER_YEAR: _NOT_OURS,
    Cause.REGISTER: Text("เป็นทะเบียนหน่วยงาน", "it is a register"),
    Cause.SUMMARY: Text("เป็นสรุปผลที่อ่านข้อมูลไม่ได้", "it is a summary that cannot be used"),
    Cause.NO_AGENCY: _NO_AGENCY,
    Cause.TWO_CODES: Text(
        "รหัสที่ออกให้กับรหัสในแบบไม่ตรงกัน", "the code it was issued with is not the one written in it"
    ),
    Cause.NO_FIGURES: Text("ไม่มีคะแนนหรือมาตรการที่อ่านได้", "neither a score nor a measure can be read"),
    Cause.OLDER: Text("ใช้อีกไฟล์ของหน่วยงานเดียวกันซึ่งใหม่กว่า", "a newer file of the same agency is used"),
    Cause.NOT_CHOSEN: Text(
        "ทะเบียนเลือกอีกไฟล์ของหน่วยงานเดียวกัน", "the register chooses another file of the same agency"
    ),
    Cause.SAME: Text("เนื้อหาเดียวกับอีกไฟล์", "it holds the same as another file"),
}
_NOT_EARLIER = Text(
    "--last มีแบบรายงานของปี {years} ซึ่งไม่ก่อนปี {newest} จึงไม่ได้ใช้เปรียบเทียบ",
    "--last holds workbooks of {years}, which is not before {newest}; they are not compared with",
)
_PLANS_FOUND = Text(
    "มีแผนให้เทียบ {found} จากรายงาน {all} ไฟล์ (อ่านแผนได้ {plans} หน่วยงาน)",
    "{found} of {all} reports have a plan beside them ({plans} plans were read)",
)
_LASTS_FOUND = Text(
    "มีแบบรายงานปีก่อนให้เทียบ {found} จาก {all} ไฟล์ (อ่านปีก่อนได้ {lasts} ไฟล์)",
    "{found} of {all} files have last year's workbook beside them ({lasts} were read)",
)

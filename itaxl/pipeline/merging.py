"""Merge reviews into one summary workbook."""

import contextlib
import datetime as dt
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from itaxl import checks, collecting, locking, summary
from itaxl.errors import ItaxlError
from itaxl.findings import Finding
from itaxl.pipeline import keeping, replacing
from itaxl.pipeline.gathering import Location, Tell, gather
from itaxl.pipeline.reviewing import (
    FILES_WORTH_A_SECOND_WORKER,
    Progress,
    make_all,
    read_register,
)
from itaxl.pipeline.rules import Rules
from itaxl.pipeline.softening import names_of, soften_findings
from itaxl.register import Register
from itaxl.review import Review
from itaxl.submission import Form
from itaxl.summary import Record, exporting
from itaxl.summary.record import Key
from itaxl.wording import Text

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    path: Path
    files: int
    agencies: int
    to_mend: int


def merge(
    paths: Iterable[Location],
    output: Path,
    rules: Rules,
    register: Path | None = None,
    as_of: dt.date | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    tell: Tell | None = None,
    last: Sequence[Path] = (),
    also: Sequence[str] = (),
    executor: "Executor | None" = None,
) -> Merged:
    """
    Write the summary of everything that came; ``as_of`` is today unless the register says.

    ``last`` are summaries of earlier years, which this one is compared with; ``also`` names further
    formats, written next to the summary. With an ``executor`` the workbooks are read where that
    works; summaries are read here, and by their paths only.
    """
    writers = _writers(also)
    with locking.lock(output), collecting.rarely():
        merged, frame = _merge(
            paths, output, rules, register, as_of, jobs, progress, cache, tell, last, executor
        )
        for kind, write in writers.items():
            write(frame, merged.path.with_suffix(f".{kind}"))
    return merged


def _writers(also: Sequence[str]) -> dict[str, Callable[[summary.Frame, Path], None]]:
    """Find what writes the further formats; all are named at once that nobody can write."""
    unknown = [kind for kind in also if kind not in exporting.WRITERS]
    if unknown:
        known = ", ".join(exporting.WRITERS)
        raise ItaxlError(_NO_FORMAT.fill(kinds=", ".join(unknown), known=known))
    return {kind: exporting.WRITERS[kind] for kind in also}


def _merge(
    paths: Iterable[Location],
    output: Path,
    rules: Rules,
    register: Path | None,
    as_of: dt.date | None,
    jobs: int | None,
    progress: Progress | None,
    cache: Path | None,
    tell: Tell | None,
    last: Sequence[Path],
    executor: "Executor | None",
) -> tuple[Merged, summary.Frame]:
    kept = replacing.Kept(output, cache)
    known, _ = read_register(register) if register else (None, ())
    summaries, files = _sources(tuple(paths), output, tell)
    carried = _carried(summaries, tell) | _earlier(last, rules, jobs, cache, tell)
    known = known or summary.joined(keeping.registers_of(carried))
    shelf = summary.Shelf()

    def put_aside(one: summary.Digest) -> summary.Digest:
        _get_ready()
        return one.shelved(shelf)

    made = make_all(
        digest, files, rules, known, jobs, progress, cache, tell, executor, keep=put_aside
    )
    given = known if register else None
    alone = (jobs or os.cpu_count()) == 1
    laid = together(tuple(made), carried, rules, given, as_of, jobs, alone=alone)
    from itaxl.excel.drawing import begin, draw

    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.closing(laid.frame.alike))
        if last:
            _refuse_later(laid.carried, laid.frame.facts.year)
        notes = kept.notes(summaries)
        long = summary.long_sheets(laid.frame, notes)
        # The longest tables are drawn while the rest is planned and drawn.
        begun = begin(long, summary.STYLES, alone=alone)
        ahead = [stack.enter_context(contextlib.closing(each)) for each in begun]
        plan = summary.summarise(laid.frame, notes, laid.carried, long)
        kept.set_aside(tell)
        path = draw(plan, output, ahead)
    if not notes:
        kept.written(path)
    names = {one.who for one in laid.digests if one.who.name}
    return Merged(path, len(laid.digests), len(names), laid.to_mend), laid.frame


@cache
def _get_ready() -> None:
    """Import what lays out and draws: after the workers have started, and while they read."""
    for name in ("itaxl.excel.drawing", "rapidfuzz.fuzz"):
        import_module(name)


def digest(review: Review, rules: Rules) -> summary.Digest:
    """Take of a review what a summary needs."""
    book = rules.of(review.submission.layout.fiscal_year if review.submission else None)
    return summary.digest_of(review, book, names_of(review, book))


@dataclass(frozen=True, slots=True)
class Together:
    """Workbooks laid out, what a summary of them carries, and how many have to be mended."""

    digests: tuple[summary.Digest, ...]
    frame: summary.Frame
    carried: summary.Carried
    to_mend: int


def together(
    fresh: tuple[summary.Digest, ...],
    carried: summary.Carried,
    rules: Rules,
    register: Register | None = None,
    as_of: dt.date | None = None,
    jobs: int | None = None,
    *,
    alone: bool = True,
) -> Together:
    """
    Lay out workbooks that came with those that summaries carry; give what a summary then carries.

    What comes out depends on the set of workbooks alone: not on their order, nor on how they were
    grouped into summaries before, nor on how often one of them comes. A register that is given
    takes the place of those the summaries carry. Unless ``alone``, other processes may go on with
    the frame: close what it says is to be closed.
    """
    registers = (register,) if register else tuple(keeping.registers_of(carried))
    known = summary.joined(registers)
    once, records = _all(fresh, carried, rules, known, jobs)
    digests = told_apart(once)
    day = as_of or (known.settings.as_of if known else None) or dt.datetime.now().date()  # noqa: DTZ005 - the day where the coordinator sits
    year = summary.year_of(digests, known) or rules.usual.fiscal_year
    books = {each: rules.book(each) for each in {*rules.years, year}}
    judging = _Judging(digests, rules, known, day)
    # Of what has been compared nothing is held any longer: thousands of files count.
    digests = tuple(replace(one, trace=None) for one in digests)
    del fresh, once
    frame = summary.frame(
        digests, known, day, books, year=year, pasts=keeping.pasts_of(carried),
        judged=judging.judge, alone=alone,
    )  # fmt: skip
    lines = frozenset(map(summary.register_line, registers))
    return Together(digests, frame, summary.Carried(records, lines, carried.pasts), judging.to_mend)


class _Judging:
    """Puts the findings of each file together with those that only show beside others."""

    def __init__(
        self,
        digests: Sequence[summary.Digest],
        rules: Rules,
        register: Register | None,
        day: dt.date,
    ) -> None:
        traces = [one.trace for one in digests if one.trace and _is_ours(one)]
        self.across = checks.examine_across(traces, register)
        self.rules, self.register, self.day = rules, register, day
        self.to_mend = 0  # files with an error that no waiver silences

    def judge(self, digest: summary.Digest, body: summary.Body) -> tuple[Finding, ...]:
        """Give all findings of a file, those marked that block nothing."""
        across = self.across.get(digest.file.path, ())
        findings = (*body.findings, *checks.with_reasons(across, body.reasons))
        book = self.rules.of(digest.fiscal_year)
        found = soften_findings(findings, digest.names, book, self.register, self.day)
        self.to_mend += any(finding.must_be_mended for finding in found)
        return found


def _is_ours(digest: summary.Digest) -> bool:
    return digest.form in {Form.STANDARD, Form.CORRECTED} and digest.fiscal_year is not None


def _earlier(
    last: Iterable[Path], rules: Rules, jobs: int | None, cache: Path | None, tell: Tell | None
) -> summary.Carried:
    """Take from summaries and workbooks of earlier years what a later one has to know of them."""
    lines: set[str] = set()
    for path in last:
        found = replacing.without_set_aside(gather([path], tell), [path])
        summaries, files = _parted(found)
        for one in summaries:
            carried = keeping.carried_by(one)
            lines |= carried.pasts | _pasts(together((), carried, rules, jobs=jobs))
        by_year: dict[int | None, list[summary.Digest]] = defaultdict(list)
        for digest_ in make_all(digest, files, rules, None, jobs, None, cache, tell):
            by_year[digest_.fiscal_year if _is_ours(digest_) else None].append(digest_)
        others = by_year.pop(None, [])
        if tell and others:
            tell(_NOT_COMPARED.fill(count=len(others), path=path))
        if not summaries and not by_year:
            raise ItaxlError(_NO_SUMMARY.fill(path=path))
        for year in sorted(filter(None, by_year)):
            lines |= _pasts(together(tuple(by_year[year]), summary.Carried(), rules, jobs=jobs))
    return summary.Carried(pasts=frozenset(lines))


def _pasts(laid: Together) -> set[str]:
    return set(map(summary.past_line, summary.pasts_of(laid.frame)))


def _refuse_later(carried: summary.Carried, year: int) -> None:
    years = sorted({past.year for past in keeping.pasts_of(carried)})
    if not years or years[0] >= year:
        raise ItaxlError(_NOT_EARLIER.fill(years=", ".join(map(str, years)) or "?", year=year))


_NO_FORMAT = Text(
    "--also ไม่รู้จัก {kinds} · เลือกจาก {known} คั่นด้วยจุลภาค",
    "--also does not know {kinds}; choose from {known}, separated by commas",
)
_NO_SUMMARY = Text(
    "--last {path} ไม่มีไฟล์สรุปผลหรือแบบรายงานของ itaxl · ระบุไฟล์สรุปผลหรือโฟลเดอร์แบบรายงานของปีก่อน",
    "--last {path} holds neither a summary nor workbooks of itaxl's; name the summary of an earlier"
    " year, or the folder of its workbooks",
)
_NOT_COMPARED = Text(
    "ไม่ใช้ {count} ไฟล์ใน --last {path} เพราะไม่ใช่แบบรายงานที่อ่านได้ · ดูเหตุผลด้วย itaxl check",
    "{count} files in --last {path} are not used, for they are no workbooks that can be read; itaxl"
    " check tells why",
)
_NOT_EARLIER = Text(
    "--last เป็นของปีงบประมาณ {years} ซึ่งไม่ก่อนปี {year} · ระบุไฟล์สรุปผลของปีก่อน",
    "--last is of fiscal year {years}, not before {year}; name the summary of an earlier year",
)


def _sources(
    paths: tuple[Location, ...], output: Path, tell: Tell | None
) -> tuple[list[Path], list[Location]]:
    """
    Part what there is to read into summaries and workbooks.

    The summary that is being replaced is read only when it is named itself: what is taken out of a
    folder shall not come back through the summary that lies in it, nor through one set aside.
    """
    found = replacing.without_set_aside(gather(paths, tell), paths)
    own = os.path.realpath(output)
    named = {os.path.realpath(path) for path in paths if isinstance(path, Path)}
    if own in named or not os.path.lexists(output):
        return _parted(found)
    return _parted(
        path for path in found if not isinstance(path, Path) or os.path.realpath(path) != own
    )


def _parted(paths: Iterable[Location]) -> tuple[list[Path], list[Location]]:
    """Tell summaries from other files; those that lie elsewhere are no summaries."""
    mine: list[Path] = []
    others: list[Location] = []
    for path in paths:
        if isinstance(path, Path) and keeping.is_summary(path):
            mine.append(path)
        else:
            others.append(path)
    return mine, others


def _carried(summaries: list[Path], tell: Tell | None) -> summary.Carried:
    """Put together what summaries were made from."""
    carried = summary.Carried()
    for path in summaries:
        carried |= keeping.carried_by(path)
    if tell and summaries:
        tell(
            Text(
                f"อ่านสรุปผล {len(summaries)} ไฟล์ ซึ่งรวมแบบรายงานไว้ {len(carried.records)} ไฟล์",
                f"read {len(summaries)} summaries, which hold {len(carried.records)} workbooks",
            )
        )
    return carried


def _all(
    fresh: tuple[summary.Digest, ...],
    carried: summary.Carried,
    rules: Rules,
    register: Register | None,
    jobs: int | None,
) -> tuple[tuple[summary.Digest, ...], Mapping[Key, Record]]:
    """Put workbooks that came and those that summaries carry together, every file once."""
    here = {one.record: one for one in fresh}
    records = summary.collected((*here, *carried.records.values()))
    # A file that lies here is believed before what an older reader kept of it.
    for record in here:
        if records[record.key].changed == record.changed:
            records[record.key] = record
    waiting = [record for record in records.values() if record not in here]
    crew = jobs or (1 if len(waiting) < FILES_WORTH_A_SECOND_WORKER else os.cpu_count() or 1)
    again = keeping.judge_again(digest, waiting, rules, register, crew)
    judged = here | dict(zip(waiting, again, strict=True))
    return tuple(judged[record] for record in sorted(records.values())), records


def told_apart(digests: Sequence[summary.Digest]) -> tuple[summary.Digest, ...]:
    """
    Give files of one path that differ a path of their own: part of their hash becomes a folder.

    Summaries of two districts may both hold a file of the same name, and a file may have been
    replaced by a newer one since a summary was made.
    """
    counts = Counter(one.file.path for one in digests)
    return tuple(_elsewhere(one) if counts[one.file.path] > 1 else one for one in digests)


def _elsewhere(digest: summary.Digest) -> summary.Digest:
    folder, slash, name = digest.file.path.replace("\\", "/").rpartition("/")
    path = f"{folder}{slash}[{digest.file.sha256[:8] or '-'}]/{name}"
    return digest.renamed(replace(digest.file, path=path))

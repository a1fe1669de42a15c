"""Merge reviews into one summary workbook."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from itaxl import locking, summary
from itaxl.errors import ItaxlError
from itaxl.pipeline import keeping
from itaxl.pipeline.gathering import Tell, gather
from itaxl.pipeline.reviewing import (
    FILES_WORTH_A_SECOND_WORKER,
    Progress,
    across,
    identity,
    read_register,
    review_all,
)
from itaxl.pipeline.rules import Rules
from itaxl.pipeline.softening import soften
from itaxl.register import Register
from itaxl.review import Review
from itaxl.summary import Record, exporting
from itaxl.summary.record import Key
from itaxl.wording import Text


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    path: Path
    files: int
    agencies: int
    to_mend: int


def merge(
    paths: Iterable[Path],
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
) -> Merged:
    """
    Write the summary of everything that came; ``as_of`` is today unless the register says.

    ``last`` are summaries of earlier years, which this one is compared with; ``also`` names further
    formats, written next to the summary.
    """
    writers = _writers(also)
    with locking.lock(output):
        merged, frame = _merge(
            paths, output, rules, register, as_of, jobs, progress, cache, tell, last
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
    paths: Iterable[Path],
    output: Path,
    rules: Rules,
    register: Path | None,
    as_of: dt.date | None,
    jobs: int | None,
    progress: Progress | None,
    cache: Path | None,
    tell: Tell | None,
    last: Sequence[Path],
) -> tuple[Merged, summary.Frame]:
    kept = _Kept(output)
    known, _ = read_register(register) if register else (None, ())
    summaries, files = _sources(tuple(paths), output, tell)
    carried = _carried(summaries, tell) | _earlier(last, rules, jobs)
    known = known or summary.joined(keeping.registers_of(carried))
    fresh = tuple(review_all(files, rules, known, jobs, progress, cache, tell))
    reviews, frame, carried = together(
        fresh, carried, rules, known if register else None, as_of, jobs
    )
    # The writer is imported here, after the workers have started without it.
    from itaxl.excel.drawing import draw

    if last:
        _refuse_later(carried, frame.facts.year)
    path = draw(summary.summarise(frame, kept.notes(), carried), output)
    names = {tuple(identity(review).values()) for review in reviews if identity(review)["name"]}
    to_mend = sum(review.must_be_mended for review in reviews)
    return Merged(path, len(reviews), len(names), to_mend), frame


def together(
    fresh: tuple[Review, ...],
    carried: summary.Carried,
    rules: Rules,
    register: Register | None = None,
    as_of: dt.date | None = None,
    jobs: int | None = None,
) -> tuple[tuple[Review, ...], summary.Frame, summary.Carried]:
    """
    Lay out workbooks that came with those that summaries carry; give what a summary then carries.

    What comes out depends on the set of workbooks alone: not on their order, nor on how they were
    grouped into summaries before, nor on how often one of them comes. A register that is given
    takes the place of those the summaries carry.
    """
    registers = (register,) if register else tuple(keeping.registers_of(carried))
    known = summary.joined(registers)
    alone, records = _all(fresh, carried, rules, known, jobs)
    reviews = soften(across(told_apart(alone), known)[0], rules, known, as_of)
    day = as_of or (known.settings.as_of if known else None) or dt.datetime.now().date()  # noqa: DTZ005 - the day where the coordinator sits
    year = summary.year_of(reviews, known) or rules.usual.fiscal_year
    books = {each: rules.book(each) for each in {*rules.years, year}}
    pasts = keeping.pasts_of(carried)
    frame = summary.frame(reviews, known, day, books, year=year, pasts=pasts)
    lines = frozenset(map(summary.register_line, registers))
    return reviews, frame, summary.Carried(records, lines, carried.pasts)


def _earlier(last: Iterable[Path], rules: Rules, jobs: int | None) -> summary.Carried:
    """Take from summaries of earlier years what a later one has to know of them."""
    lines: set[str] = set()
    for path in last:
        if not keeping.is_summary(path):
            raise ItaxlError(_NO_SUMMARY.fill(path=path))
        carried = keeping.carried_by(path)
        _, frame, _ = together((), carried, rules, jobs=jobs)
        lines |= carried.pasts | set(map(summary.past_line, summary.pasts_of(frame)))
    return summary.Carried(pasts=frozenset(lines))


def _refuse_later(carried: summary.Carried, year: int) -> None:
    years = sorted({past.year for past in keeping.pasts_of(carried)})
    if not years or years[0] >= year:
        raise ItaxlError(_NOT_EARLIER.fill(years=", ".join(map(str, years)) or "?", year=year))


_NO_FORMAT = Text(
    "--also ไม่รู้จัก {kinds} · เลือกจาก {known} คั่นด้วยจุลภาค",
    "--also does not know {kinds}; choose from {known}, separated by commas",
)
_NO_SUMMARY = Text(
    "--last {path} ไม่ใช่ไฟล์สรุปผลของ itaxl · ระบุไฟล์สรุปผลของปีก่อน "
    "หรือรวมแบบรายงานปีก่อนด้วย itaxl merge ก่อน",
    "--last {path} is no summary of itaxl's; name the summary of an earlier year, or merge that"
    " year's workbooks first",
)
_NOT_EARLIER = Text(
    "--last เป็นของปีงบประมาณ {years} ซึ่งไม่ก่อนปี {year} · ระบุไฟล์สรุปผลของปีก่อน",
    "--last is of fiscal year {years}, not before {year}; name the summary of an earlier year",
)


class _Kept:
    """The notes of the summary that is replaced: read at once, and again should it change."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._seen = self._state()
        self._notes = keeping.notes_of(output)

    def notes(self) -> tuple[summary.Note, ...]:
        """Give the notes as they stand now."""
        if self._state() != self._seen:
            self._notes = keeping.notes_of(self._output)
        return self._notes

    def _state(self) -> tuple[int, int] | None:
        try:
            state = self._output.stat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_size


def _sources(
    paths: tuple[Path, ...], output: Path, tell: Tell | None
) -> tuple[list[Path], list[Path]]:
    """
    Part what there is to read into summaries and workbooks.

    The summary that is being replaced is read only when it is named itself: what is taken out of a
    folder shall not come back through the summary that lies in it.
    """
    own = os.path.realpath(output)
    named = {os.path.realpath(path) for path in paths}
    found = [path for path in gather(paths, tell) if os.path.realpath(path) != own or own in named]
    summaries = [path for path in found if keeping.is_summary(path)]
    others = set(summaries)
    return summaries, [path for path in found if path not in others]


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
    fresh: tuple[Review, ...],
    carried: summary.Carried,
    rules: Rules,
    register: Register | None,
    jobs: int | None,
) -> tuple[tuple[Review, ...], Mapping[Key, Record]]:
    """Put workbooks that came and those that summaries carry together, every file once."""
    mine = [(summary.record_of(review), review) for review in fresh]
    records = summary.collected((*(record for record, _ in mine), *carried.records.values()))
    # A file that lies here is believed before what an older reader kept of it.
    for record, _ in mine:
        if records[record.key].changed == record.changed:
            records[record.key] = record
    here = dict(mine)
    waiting = [record for record in records.values() if record not in here]
    crew = jobs or (1 if len(waiting) < FILES_WORTH_A_SECOND_WORKER else os.cpu_count() or 1)
    again = keeping.judge_again(waiting, rules, register, crew)
    judged = here | dict(zip(waiting, again, strict=True))
    return tuple(judged[record] for record in sorted(records.values())), records


def told_apart(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """
    Give files of one path that differ a path of their own: part of their hash becomes a folder.

    Summaries of two districts may both hold a file of the same name, and a file may have been
    replaced by a newer one since a summary was made.
    """
    counts = Counter(review.file.path for review in reviews)
    return tuple(
        _elsewhere(review) if counts[review.file.path] > 1 else review for review in reviews
    )


def _elsewhere(review: Review) -> Review:
    folder, slash, name = review.file.path.replace("\\", "/").rpartition("/")
    path = f"{folder}{slash}[{review.file.sha256[:8] or '-'}]/{name}"
    file = replace(review.file, path=path)
    submission = replace(review.submission, file=file) if review.submission else None
    return replace(review, file=file, submission=submission)

"""Summaries of our own read back: what was written in them, and what they were made from."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from itaxl import summary, workers
from itaxl.cells import Cell
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.excel import large
from itaxl.packing import pack, unpack
from itaxl.pipeline.reviewing import Made, judge_submission
from itaxl.pipeline.rules import Rules
from itaxl.register import Register
from itaxl.review import Review
from itaxl.summary import note_reading
from itaxl.summary.note_reading import Foreign
from itaxl.wording import Text


def is_summary(path: Path) -> bool:
    """Tell whether a file is a summary of ours."""
    return large.has_property(path, "itaxl_form", "summary")


def notes_of(output: Path) -> tuple[summary.Note, ...]:
    """
    Read what the coordinator wrote in the summary that is to be replaced; nothing when it is new.

    Raises ItaxlError when what stands there is no summary of ours, or cannot be read: then nothing
    may be written over it.
    """
    return old_of(output).notes


@dataclass(frozen=True, slots=True)
class Old:
    """What a coordinator put on a summary: notes, and what no note holds."""

    notes: tuple[summary.Note, ...] = ()
    foreign: tuple[Foreign, ...] = ()


def old_of(output: Path) -> Old:
    """Read all that a coordinator put on a summary; raises as ``notes_of`` does."""
    if not os.path.lexists(output):
        return Old()
    try:
        book = large.open_large(output)
        if book.properties.get("itaxl_form") != "summary" and summary.DATA_SHEET not in book.sheets:
            raise ItaxlError(_NOT_OURS.fill(path=output))
        return _old(book)
    except (UnreadableError, MemoryError) as trouble:
        raise ItaxlError(_NOT_KEPT.fill(path=output, why=_why(trouble))) from None


def _old(book: large.LargeBook) -> Old:
    notes: list[summary.Note] = []
    foreign: list[Foreign] = []
    for sheet in book.sheets:
        ours = note_reading.is_ours(sheet, book.names)
        if not ours:
            foreign.append(Foreign("sheet", sheet))
        if reader := summary.note_reader(sheet, book.names):
            book.rows(sheet, reader.take)
            notes += reader.notes
            foreign += reader.foreign if ours else ()
        elif ours and not note_reading.is_hidden(sheet):
            watcher = note_reading.watcher(sheet, book.names)
            book.rows(sheet, watcher.take)
            foreign += watcher.foreign
    return Old(tuple(notes), tuple(dict.fromkeys(foreign)))


def notes_in(path: Path) -> tuple[summary.Note, ...]:
    """Read the coordinator's columns of a summary that comes in; ItaxlError when it cannot be."""
    try:
        book = large.open_large(path)
        notes: list[summary.Note] = []
        for sheet in book.sheets:
            if reader := summary.note_reader(sheet, book.names):
                book.rows(sheet, reader.take)
                notes += reader.notes
    except (UnreadableError, MemoryError) as trouble:
        raise ItaxlError(_UNREADABLE.fill(path=path, why=_why(trouble))) from None
    return tuple(notes)


def carried_by(path: Path) -> summary.Carried:
    """Read what a summary was made from. Raises ItaxlError when it does not hold it any more."""
    rows: list[Sequence[str]] = []
    width = len(summary.DATA_HEADINGS)

    def take(_: int, cells: Mapping[int, Cell]) -> None:
        texts = [cells[column].shown if column in cells else "" for column in range(1, width + 1)]
        if all(texts):
            rows.append(texts)

    try:
        book = large.open_large(path)
        if summary.DATA_SHEET not in book.sheets:
            raise ItaxlError(_NO_DATA.fill(path=path))
        book.rows(summary.DATA_SHEET, take)
        # The headings of the sheet are a row of that kind too.
        return summary.unpack(row for row in rows if tuple(row) != summary.DATA_HEADINGS)
    except ValueError:
        raise ItaxlError(_DAMAGED.fill(path=path)) from None
    except (UnreadableError, MemoryError) as trouble:
        raise ItaxlError(_UNREADABLE.fill(path=path, why=_why(trouble))) from None


def judge_again(
    make: Callable[[Review, Rules], Made],
    records: Sequence[summary.Record],
    rules: Rules,
    register: Register | None,
    jobs: int = 1,
) -> Iterator[Made]:
    """
    Judge workbooks that summaries carry, by today's rules, in the order given.

    ``make`` takes of each review what is wanted. Raises ItaxlError for one that was tampered with.
    """
    if jobs == 1:
        for record in records:
            try:
                yield make(_judged(record, rules, register), rules)
            except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
                raise ItaxlError(_DAMAGED.fill(path=record.key[1])) from None
        return
    step = partial(_packed, make=make, rules=rules, register=register)
    for outcome in workers.run(step, records, jobs=jobs):
        if outcome.result is None:
            raise ItaxlError(_DAMAGED.fill(path=outcome.item.key[1]))
        yield unpack(outcome.result)


def _packed(
    record: summary.Record,
    make: Callable[[Review, Rules], object],
    rules: Rules,
    register: Register | None,
) -> bytes:
    return pack(make(_judged(record, rules, register), rules))


def _judged(record: summary.Record, rules: Rules, register: Register | None) -> Review:
    review = summary.review_of(record)
    if review.submission is None:
        return review
    # A file of one path with other bytes was given a place of its own, which only the record knows.
    return replace(judge_submission(review.submission, rules, register), file=review.file)


def registers_of(carried: summary.Carried) -> Iterable[Register]:
    """Read the registers that summaries carry."""
    try:
        return [summary.register_of(line) for line in sorted(carried.registers)]
    except ValueError:
        raise ItaxlError(_DAMAGED.fill(path="")) from None


def pasts_of(carried: summary.Carried) -> Sequence[summary.Past]:
    """Read what summaries carry of earlier years."""
    try:
        return [summary.past_of_line(line) for line in sorted(carried.pasts)]
    except ValueError:
        raise ItaxlError(_DAMAGED.fill(path="")) from None


def _why(trouble: UnreadableError | MemoryError) -> str:
    if isinstance(trouble, MemoryError):
        return "memory"
    return " ".join(filter(None, (trouble.code, trouble.seen, trouble.part)))


_NOT_OURS = Text(
    "ไม่เขียนทับ {path} เพราะไม่ใช่ไฟล์สรุปผลของ itaxl · ใช้ -o ตั้งชื่ออื่น หรือย้ายไฟล์นั้นออกก่อน",
    "{path} is no summary of itaxl's, so it is not written over; give another name with -o, or move"
    " that file away first",
)
_NOT_KEPT = Text(
    "อ่านสรุปผลเดิม {path} ไม่ได้ ({why}) จึงไม่เขียนทับ เพราะหมายเหตุของท่านจะหาย · "
    "เปิดไฟล์นั้นแล้วบันทึกใหม่เป็น .xlsx หรือใช้ -o ตั้งชื่ออื่น",
    "the old summary {path} cannot be read ({why}) and is not written over, for your notes in it"
    " would be lost; open it and save it again as .xlsx, or give another name with -o",
)
_NO_DATA = Text(
    "สรุปผล {path} ไม่มีข้อมูลสำหรับรวมต่อ (แผ่นงานที่ซ่อนอยู่ถูกลบ) · รวมจากแบบรายงานเดิม "
    "หรือขอไฟล์สรุปผลที่ itaxl สร้างไว้",
    "the summary {path} no longer holds what it was made from (its hidden sheet is gone); merge the"
    " workbooks themselves, or ask for the summary as itaxl made it",
)
_DAMAGED = Text(
    "ข้อมูลสำหรับรวมต่อในสรุปผล {path} เสียหายหรือถูกแก้ไข · รวมจากแบบรายงานเดิม หรือขอไฟล์สรุปผลที่ itaxl สร้างไว้",
    "what the summary {path} carries is damaged or was altered; merge the workbooks themselves, or"
    " ask for the summary as itaxl made it",
)
_UNREADABLE = Text(
    "อ่านสรุปผล {path} ไม่ได้ ({why}) · เปิดไฟล์นั้นแล้วบันทึกใหม่เป็น .xlsx หรือรวมจากแบบรายงานเดิม",
    "the summary {path} cannot be read ({why}); open it and save it again as .xlsx, or merge the"
    " workbooks themselves",
)

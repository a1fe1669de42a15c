"""Which question each column of a table of answers holds."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from itaxl import thai
from itaxl.fields.nearest import nearest
from itaxl.rulebooks.model import UNKNOWN, Item, RuleBook
from itaxl.scoring.answers.words import Problem, Trouble, problem


class Column(NamedTuple):
    """A column that holds the answers to a question, or to one sub-item of it."""

    number: int
    item: Item
    sub: int  # 1 for i3.1, 0 for the item itself
    heading: str


# A letter, a number, perhaps the number of a sub-item; then anything that is no further digit.
_CODE = re.compile(r"\W?\s*([a-z])\s*\.?\s*0*(\d{1,3})(?:\s*\.(\d{1,2}))?(?!\d)")
_STAMPS = ("timestamp", "ประทับเวลา", "วันที่ตอบ", "เวลา", "starttime", "completiontime", "submitdate")
_NAMES = ("id", "responseid", "respondent", "respondentid", "token")
_THAI_NAMES = ("รหัสผู้ตอบ", "เลขที่แบบ", "เลขที่ผู้ตอบ")


def read_code(heading: str) -> tuple[str, int]:
    """Read the code a heading begins with and the number of a sub-item; "" when there is none."""
    match = _CODE.match(thai.western_digits(thai.one_line(heading)).casefold())
    if match is None:
        return "", 0
    return f"{match[1]}{int(match[2])}", int(match[3] or 0)


def is_stamp(heading: str) -> bool:
    """Tell whether a column holds the moment of answering."""
    return thai.fold(heading) in _STAMPS


def is_name(heading: str) -> bool:
    """Tell whether a column names the respondent, by a number or a code."""
    return thai.fold(heading).strip("#._") in (*_NAMES, *_THAI_NAMES)


def find_columns(
    headings: Mapping[int, str], instrument: str, book: RuleBook
) -> tuple[list[Column], list[Problem]]:
    """Find the question of each column; a question that has two columns has none."""
    found = [
        _column(number, heading, instrument, book)
        for number, heading in headings.items()
        if heading.strip() and not is_stamp(heading) and not is_name(heading)
    ]
    columns = [column for column in found if isinstance(column, Column)]
    times = Counter((column.item.code, column.sub) for column in columns)
    doubled = {code for (code, _), count in times.items() if count > 1}
    problems = [entry for entry in found if isinstance(entry, Problem)]
    problems += [
        _problem(Trouble.DOUBLED_COLUMN, column.number, column.heading, column.item.code)
        for column in columns
        if times[column.item.code, column.sub] > 1
    ]
    return [column for column in columns if column.item.code not in doubled], problems


def missing_columns(
    columns: Sequence[Column], items: Sequence[Item], problems: Sequence[Problem]
) -> list[Problem]:
    """Tell which questions have no column, and which sub-items have none beside others that do."""
    told = {entry.code for entry in problems if entry.trouble is Trouble.DOUBLED_COLUMN}
    subs: dict[str, set[int]] = {}
    for column in columns:
        subs.setdefault(column.item.code, set()).add(column.sub)
    missing = [item.code for item in items if item.code not in subs and item.code not in told]
    found = [problem(Trouble.MISSING_COLUMN, seen=", ".join(missing))] if missing else []
    for item in items:
        own = subs.get(item.code, set()) - {0}
        lost = [f"{item.code}.{n}" for n in range(1, item.sub_items + 1) if own and n not in own]
        if lost:
            found.append(problem(Trouble.MISSING_COLUMN, code=item.code, seen=", ".join(lost)))
    return found


def count_named(headings: Mapping[int, str], book: RuleBook) -> int:
    """Count the columns whose heading is the code or the title of a question."""
    titles = {thai.fold(item.title) for item in book.items if item.title != UNKNOWN}
    return sum(
        read_code(heading)[0] in book.items_by_code or thai.fold(heading) in titles
        for heading in headings.values()
    )


def _column(number: int, heading: str, instrument: str, book: RuleBook) -> Column | Problem:
    code, sub = read_code(heading)
    item = book.items_by_code.get(code)
    if item is None:
        if code and code[0] in {known[0] for known in book.items_by_code}:
            return _problem(Trouble.UNKNOWN_CODE, number, heading, code)
        return _without_code(number, heading, instrument, book)
    if item.instrument != instrument:
        return _problem(Trouble.OTHER_INSTRUMENT, number, heading, code)
    if sub and (sub > item.sub_items or item.sub_items == 1):
        return _problem(Trouble.UNKNOWN_CODE, number, heading, f"{code}.{sub}")
    return Column(number, item, sub, heading)


def _without_code(number: int, heading: str, instrument: str, book: RuleBook) -> Problem:
    """Suggest the question whose title is most like the heading; it is never used unasked."""
    titles = {item.title: item.code for item in book.items if item.instrument == instrument}
    near = nearest(heading, [title for title in titles if title != UNKNOWN])
    return _problem(
        Trouble.UNKNOWN_COLUMN, number, heading, suggestion=titles[near] if near else ""
    )


def _problem(
    trouble: Trouble, column: int, heading: str, code: str = "", suggestion: str = ""
) -> Problem:
    seen = thai.one_line(heading)
    return problem(trouble, column=column, code=code, seen=seen, suggestion=suggestion)

"""
Periods as offices write them: ต.ค. ๖๖ - ก.ย. ๖๗, ภายในเดือนตุลาคม ๒๕๖๗, ไตรมาส 1, รายเดือน.

Text is read in its folded form, so white space, line breaks inside words, kinds of digits and
spellings of sara am never change what is read.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields import points
from itaxl.fields.common import declined, doubtful, folded, no_value, nothing, spelling_repairs
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.date import of_cell
from itaxl.fields.lexicon import WORDS
from itaxl.fields.points import ERA, ISO, MONTH, MONTH_SLASH, SLASHED, WORDED, YEAR, Point
from itaxl.fields.reading import Reading, Repair, State


class PeriodKind(StrEnum):
    """What sort of period was written."""

    RANGE = "range"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    FISCAL_YEAR = "fiscal_year"
    YEARS = "year_range"  # several fiscal years
    DEADLINE = "deadline"  # an end only
    RECURRING = "recurring"
    RELATIVE = "relative"  # counted from something else; no dates


@dataclass(frozen=True, slots=True)
class Period:
    """
    A span of days, Gregorian dates, both included; a side that was not written is None.

    ``precision`` is day, month, quarter or year, empty when there are no dates. ``recurrence`` is
    "monthly", "every 6 months", "continuous", "2 times a year" …, several joined by " + ".
    ``fiscal_years`` are the Buddhist fiscal years touched. ``from_context`` tells that the year was
    not written but is that of the plan. ``reversed`` tells that the end lies before the start.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    precision: str = ""
    kind: PeriodKind = PeriodKind.RANGE
    segments: tuple["Period", ...] = ()
    recurrence: str = ""
    fiscal_years: tuple[int, ...] = ()
    from_context: bool = False
    reversed: bool = False

    @property
    def label(self) -> str:
        """The days as people write them; a missing side is …; empty when there are none."""
        if self.start is None and self.end is None:
            return ""
        if self.start == self.end and self.start:
            return thai.say_date(self.start, short=True)
        sides = (self.start, self.end)
        return " - ".join(thai.say_date(day, short=True) if day else "…" for day in sides)


# ── words into tokens ───────────────────────────────────────────────────────────────────────────


class Token(NamedTuple):
    """One piece of folded text: what it is, and its letters."""

    kind: str
    text: str


def _any(words: Iterable[str]) -> str:
    bare = sorted({folded(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, bare)) + ")"


_LEXICON = WORDS["period"]
_RECURRENCE = {
    folded(word): row["value"] for row in _LEXICON["recurrence"] for word in row["words"]
}
_FISCAL = r"ปี(?:งบประมาณ|งบฯ|งบ|งปม\.?)"
_BUDDHIST = r"2[4-6]\d\d"
_LENGTH = r"(?:วันทำการ|วัน|สัปดาห์|เดือน|ปี|ชั่วโมง)"
_QUARTER = r"(?:ไตรมาส(?:ที่)?|q)"

# In order of trial at each place: what only looks like a date comes before dates.
_TOKENS = {
    "time": r"(?:เวลา)?\d{1,2}[.:]\d\d(?:(?:-|ถึง)\d{1,2}[.:]\d\d)?(?:น\.|นาฬิกา|น(?![ก-๙]))",
    "phone": r"(?:โทรศัพท์|โทร|tel)\.?:?[\d\-]{6,}|(?<!\d)0\d{8,9}(?!\d)|0\d?-\d{3,4}-\d{3,4}",
    "segment": r"(?:ครั้ง|ระยะ|รอบ|ช่วง|งวด)ที่(?=\d)",
    "list": rf"(?:(?<=^)|(?<=-))(?:\(?\d{{1,2}}\)|\d{{1,2}}\.(?=\d{{1,2}}(?:เดือน)?{MONTH}))",
    "relative": rf"(?:ภายใน|ไม่เกิน|หลัง|ก่อน|ล่วงหน้า)(?:ระยะเวลา)?\d{{1,3}}{_LENGTH}(?!แรก).*"
    rf"|(?:ใน)?ปี(?:งบประมาณ)?(?:ต่อไป|ถัดไป|หน้า)",
    "first_half": r"(?:รอบ)?(?:6เดือน|ครึ่งปี(?:งบประมาณ)?)แรก",
    "second_half": r"(?:รอบ)?(?:6เดือน|ครึ่งปี(?:งบประมาณ)?)หลัง(?!จาก)",
    "year_end": rf"(?:เมื่อ|ภายใน|ณ)?(?:วัน)?สิ้น(?:สุด)?(?:{_FISCAL}|ปี)(?:{ERA}{_BUDDHIST})?",
    "times": r"(?:ปี|เดือน|สัปดาห์|ไตรมาส)ละ(?:\d{1,2})ครั้ง",
    "whole": rf"(?:ตลอด|ทั้ง){{1,2}}{_FISCAL}{ERA}(?:{_BUDDHIST}|[5-9]\d)",
    "recurrence": _any(_RECURRENCE),
    "years": rf"(?:{_FISCAL})?{ERA}{_BUDDHIST}(?:-|ถึง)(?:{_FISCAL})?{ERA}{_BUDDHIST}(?!-\d\d)",
    "fiscal": rf"(?:(?:ประจำ)?{_FISCAL}{ERA}(?:{_BUDDHIST}|[5-9]\d))",
    "quarter": rf"{_QUARTER}[1-4](?:(?:-|ถึง|,|และ|/)(?:{_QUARTER})?[1-4](?!\d))*"
    rf"(?:(?:/|ปี)?{ERA}{_BUDDHIST})?",
    "numbered": rf"{ISO}|{SLASHED}|{MONTH_SLASH}",
    "days": rf"\d{{1,2}}(?:-|ถึง(?:วันที่)?)\d{{1,2}}(?:เดือน)?{MONTH}(?:{ERA}{YEAR})?",
    "point": WORDED,
    "dotted": rf"\d{{1,2}}\.(?={MONTH})",
    "length": rf"\d{{1,3}}{_LENGTH}",
    "law": _any(_LEXICON["law"]),
    "plan": _any(_LEXICON["plan"]),
    "year": rf"(?:ประจำ)?{ERA}{_BUDDHIST}",
    "this_year": rf"{_FISCAL}(?:ปัจจุบัน|นี้)?",
    "from": _any(_LEXICON["from"]),
    "onward": _any(_LEXICON["onward"]),
    "until": "-|" + _any(_LEXICON["until"]),
    "deadline": _any(_LEXICON["deadline"]),
    "before": _any(_LEXICON["before"]),
    "monthly": "ประจำเดือน",
    "yearly": r"ประจำปี(?!งบ|\d|พ\.?ศ)",
    "comma": r"[,/;]|และ|กับ",
    "filler": _any(_LEXICON["filler"]),
    "digits": r"\d+",
    "junk": r"[\s\S]",
}
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _TOKENS.items()))
_LONGEST = 600


def _tokens(text: str) -> Iterator[Token]:
    """Cut folded text into tokens; the number behind ครั้งที่ is the next in order."""
    position, segments = 0, 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match
        assert match.lastgroup
        position = match.end()
        kind = match.lastgroup
        if kind == "segment":
            # White space is gone: ครั้งที่ 1 1 ต.ค. and ครั้งที่ 11 differ by the count alone.
            segments += 1
            number = str(segments)
            position += len(number) if text.startswith(number, position) else 0
        yield Token(kind, match[0])


# ── points into spans ───────────────────────────────────────────────────────────────────────────


class UnreadableError(Exception):
    """The words cannot be read as a period, for the reason given."""


@dataclass(frozen=True, slots=True)
class Span:
    """Two points as written, one of them perhaps missing, and what the words say of them."""

    first: Point | None
    last: Point | None
    kind: PeriodKind
    why: str = ""
    from_context: bool = False

    def period(self) -> Period:
        """Give the days."""
        start = self.first.first if self.first else None
        end = self.last.last if self.last else None
        named = [point for point in (self.first, self.last) if point]
        precision = "day" if all(point.day for point in named) else "month"
        return _period(start, end, precision, self.kind, from_context=self.from_context)


def _period(
    start: dt.date | None,
    end: dt.date | None,
    precision: str,
    kind: PeriodKind,
    *,
    from_context: bool = False,
) -> Period:
    return Period(
        start, end, precision, kind,
        fiscal_years=_fiscal_years(start, end),
        from_context=from_context,
        reversed=bool(start and end and end < start),
    )  # fmt: skip


def _fiscal_years(start: dt.date | None, end: dt.date | None) -> tuple[int, ...]:
    known = sorted(thai.fiscal_year(day) for day in (start, end) if day)
    return tuple(range(known[0], known[-1] + 1)) if known else ()


def _order(point: Point) -> tuple[int, int]:
    return point.month, point.day or 1


def _in_fiscal(point: Point, fiscal_year: int | None) -> Point:
    """Give a point without a year the year it has inside a fiscal year."""
    if point.year is not None:
        return point
    if fiscal_year is None:
        raise UnreadableError("no-year")
    return point.in_year(thai.gregorian(fiscal_year) - (point.month >= 10))


def _span(first: Point, last: Point, fiscal_year: int | None) -> Span:
    """
    Join two points; a year written once serves both.

    ต.ค. - ก.ย. 67 begins in the year before, for an end never lies before its start.
    """
    why, guessed = first.why or last.why, False
    if first.year is None and last.year is not None:
        first = first.in_year(last.year - (_order(first) > _order(last)))
    elif last.year is None and first.year is not None:
        last = last.in_year(first.year + (_order(first) > _order(last)))
        why = why or "no-year"
    elif first.year is None:
        first, last = _in_fiscal(first, fiscal_year), _in_fiscal(last, fiscal_year)
        guessed = True
    if not (first.exists and last.exists):
        raise UnreadableError("no-such-day")
    return Span(first, last, PeriodKind.RANGE, why, guessed)


def _single(point: Point, lead: str, fiscal_year: int | None) -> Span:
    """Read one point: a day, a month, or the deadline or start its leading word makes it."""
    guessed = point.year is None
    point = _in_fiscal(point, fiscal_year)
    if not point.exists:
        raise UnreadableError("no-such-day")
    if lead == "deadline":
        return Span(None, point, PeriodKind.DEADLINE, point.why, guessed)
    if lead == "before":
        eve = point.first - dt.timedelta(days=1)
        until = Point(eve.month, eve.year, eve.day if point.day else None)
        return Span(None, until, PeriodKind.DEADLINE, point.why, guessed)
    if lead == "from":
        return Span(point, None, PeriodKind.RANGE, point.why, guessed)
    kind = PeriodKind.DAY if point.day else PeriodKind.MONTH
    return Span(point, point, kind, point.why, guessed)


def _pair(text: str) -> tuple[Point, Point]:
    """Read 1-31 ม.ค. 67: two days of one month."""
    match = re.match(r"(\d{1,2})\D+?(?=\d)", text)
    assert match
    last = points.worded(text[match.end() :])
    return replace(last, day=int(match[1])), last


_TO_POINT: dict[str, Callable[[str], Point]] = {
    "point": points.worded,
    "numbered": points.numbered,
}
_LEADS = {"from", "deadline", "before"}
_JOINTS = {"until", "onward", "comma"}


def _spans(tokens: Sequence[Token], fiscal_year: int | None) -> list[Span]:
    """Join the points among the tokens into spans; fails when they do not fit."""
    steps = [token for token in tokens if token.kind in {*_TO_POINT, *_LEADS, *_JOINTS, "days"}]
    found: list[Span] = []
    open_commas: list[Point] = []
    at, lead, joined = 0, "", True
    while at < len(steps):
        kind, text = steps[at]
        at += 1
        if kind in _LEADS:
            lead = kind
            continue
        if kind in _JOINTS:
            joined = True
            continue
        if not joined and not lead:
            raise UnreadableError(
                "not-a-period"
            )  # two dates side by side say nothing of how they belong
        if kind == "days":
            found.append(_span(*_pair(text), fiscal_year))
        else:
            span, at = _from_point(_TO_POINT[kind](text), steps, at, lead, fiscal_year, open_commas)
            found += span
        lead, joined = "", False
    if open_commas:
        raise UnreadableError("no-year")
    return found


def _from_point(
    first: Point,
    steps: Sequence[Token],
    at: int,
    lead: str,
    fiscal_year: int | None,
    waiting: list[Point],
) -> tuple[list[Span], int]:
    """Read on from a point: to the end of its range, or through a list that names its year once."""
    follows = [token.kind for token in steps[at : at + 3]]
    if follows[:1] == ["until"]:
        skip = 2 if follows[1:2] and follows[1] in {"deadline", "until"} else 1
        if len(follows) > skip and follows[skip] in _TO_POINT:
            token = steps[at + skip]
            last = _TO_POINT[token.kind](token.text)
            return [_span(first, last, fiscal_year)], at + skip + 1
        return [replace(_single(first, "from", fiscal_year), why="no-end")], at + 1
    if follows[:1] == ["onward"]:
        return [_single(first, "from", fiscal_year)], at + 1
    if first.year is None and fiscal_year is None and follows[:1] == ["comma"] and not lead:
        waiting.append(first)
        return [], at
    spans = [_single(first, lead, fiscal_year)]
    if waiting:
        spans = [*_given_year(waiting, first), *spans]
        waiting.clear()
    return spans, at


def _given_year(waiting: Sequence[Point], dated: Point) -> list[Span]:
    """Give the points before a dated one their years, going back in time."""
    back = [dated]
    for point in reversed(waiting):
        later = back[0]
        assert later.year is not None
        back.insert(0, point.in_year(later.year - (_order(point) > _order(later))))
    return [_single(point, "", None) for point in back[:-1]]


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[Period]:
    """Read a period; a date cell is a day, or a month when its format shows no day."""
    if (answer := no_value(cell)) is not None:
        return answer
    if cell.kind is Kind.TEXT:
        return read_text(cell.raw, context.fiscal_year)
    if cell.kind is Kind.DATE:
        return _of_date(of_cell(cell), shows_day=_shows_day(cell.number_format))
    if cell.kind is Kind.NUMBER and re.fullmatch(_BUDDHIST, cell.shown):
        return read_text(cell.shown, context.fiscal_year)
    return declined(cell.kind.value)


def _shows_day(number_format: str) -> bool:
    """Tell whether a date format shows the day; a format without a month tells nothing."""
    bare = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.", "", number_format.lower())
    return "d" in bare or "m" not in bare


def _of_date(reading: Reading[dt.date], *, shows_day: bool) -> Reading[Period]:
    day = reading.value or reading.offered
    if day is None:
        return Reading(state=reading.state, why=reading.why)
    point = Point(day.month, day.year, day.day if shows_day else None)
    period = _single(point, "", None).period()
    if reading.state is State.READ:
        return Reading(period, repairs=reading.repairs)
    return Reading(state=reading.state, repairs=reading.repairs, offered=period, why=reading.why)


def read_text(text: str, fiscal_year: int | None = None) -> Reading[Period]:
    """
    Read a period from text.

    ``fiscal_year`` (Buddhist) serves words that name no year, such as ไตรมาส 1 or ภายในเดือนตุลาคม;
    without it they are declined.
    """
    if (answer := nothing(text)) is not None:
        return answer
    bare = folded(text)
    if len(bare) > _LONGEST:
        return declined("not-a-period")
    found, words = _read(bare, fiscal_year)
    if found.state is State.DECLINED:
        return found
    line = folded_line(text)
    broken = () if all(word in line for word in words) else (Repair.SPACES,)
    repairs = tuple(dict.fromkeys((*spelling_repairs(text), *broken, *found.repairs)))
    return found._replace(repairs=repairs)


def folded_line(text: str) -> str:
    """Give text folded but with its spaces, to see where they stand."""
    return thai.western_digits(thai.one_line(text)).casefold()


@lru_cache(maxsize=8192)
def _read(bare: str, fiscal_year: int | None) -> tuple[Reading[Period], tuple[str, ...]]:
    """Read folded text; also the words that white space must not have broken."""
    tokens = list(_tokens(bare))
    try:
        reading = _judge(tokens, fiscal_year)
    except UnreadableError as reason:
        return declined(str(reason)), ()
    dates = [token.text for token in tokens if token.kind in {"point", "numbered", "days"}]
    words = [word for text in dates for word in re.findall(rf"{MONTH}|\d+", text)]
    return reading, tuple(words)


def _judge(tokens: Sequence[Token], fiscal_year: int | None) -> Reading[Period]:
    """Say what the tokens mean together."""
    kinds = {token.kind for token in tokens}
    named = next((t.text for t in tokens if _names_year(t)), "")
    year = _last_year(named) if named else fiscal_year
    recurrence = _recurrence(tokens)
    spans, segments = _parts(tokens, year)
    why = next((span.why for span in spans if span.why), "")
    if spans:
        period = _hull([span.period() for span in spans], together=segments)
    else:
        period = _undated(tokens, kinds, year, named, recurrence)
        if "year" in kinds and period.kind is PeriodKind.FISCAL_YEAR and not named:
            why = "bare-year"
    period = replace(period, recurrence=recurrence)
    if kinds & {"time", "phone", "digits", "law", "dotted"} or (spans and "length" in kinds):
        why = why or "other-text"
    repairs = (Repair.GREGORIAN_YEAR,) if _turned(tokens) else ()
    if why:
        return doubtful(why, period, repairs)
    return Reading(period, repairs=repairs, why="reversed" if period.reversed else "")


def _names_year(token: Token) -> bool:
    return token.kind in {"fiscal", "whole"} or (
        token.kind == "year_end" and token.text[-1].isdigit()
    )


def _turned(tokens: Sequence[Token]) -> bool:
    found = (_TO_POINT[t.kind](t.text) for t in tokens if t.kind in _TO_POINT)
    return any(point.turned for point in found)


def _last_year(text: str) -> int:
    digits = re.findall(r"\d+", text)[-1]
    return int(digits) if len(digits) == 4 else 2500 + int(digits)


def _recurrence(tokens: Sequence[Token]) -> str:
    """Name how often: several words are joined by " + "."""
    found: list[str] = []
    dated = any(token.kind in {"point", "numbered", "days", "year", "fiscal"} for token in tokens)
    for kind, text in tokens:
        if kind == "recurrence":
            found.append(_RECURRENCE[text])
        elif kind == "whole":
            found.append("continuous")
        elif kind == "times":
            number = int("".join(filter(str.isdigit, text)))
            each = {"ปี": "year", "เดื": "month", "สัป": "week", "ไตร": "quarter"}
            unit = next(word for start, word in each.items() if text.startswith(start))
            found.append(f"{number} times a {unit}")
        elif kind in {"monthly", "yearly"} and not dated:
            found.append(kind)
    if found and any(kind == "year_end" for kind, _ in tokens):
        found.append("at fiscal year end")
    return " + ".join(dict.fromkeys(found))


def _parts(tokens: Sequence[Token], year: int | None) -> tuple[list[Span], bool]:
    """Read the spans; behind ครั้งที่ 1, 2 … each part is read by itself."""
    cuts = [n for n, token in enumerate(tokens) if token.kind == "segment"]
    if not cuts:
        return _spans(tokens, year), False
    pieces = [tokens[: cuts[0]], *(tokens[a:b] for a, b in pairwise([*cuts, len(tokens)]))]
    return [span for piece in pieces for span in _spans(piece, year)], True


def _hull(periods: Sequence[Period], *, together: bool) -> Period:
    """Give one period around several, which stay in it as segments."""
    if len(periods) == 1 and not together:
        return periods[0]
    starts = [period.start for period in periods]
    ends = [period.end for period in periods]
    start = None if None in starts else min(day for day in starts if day)
    end = None if None in ends else max(day for day in ends if day)
    days = all(period.precision == "day" for period in periods)
    hull = _period(
        start, end, "day" if days else "month", PeriodKind.RANGE,
        from_context=any(period.from_context for period in periods),
    )  # fmt: skip
    reversed_ = hull.reversed or any(period.reversed for period in periods)
    return replace(hull, segments=tuple(periods), reversed=reversed_)


def _undated(
    tokens: Sequence[Token], kinds: set[str], year: int | None, named: str, recurrence: str
) -> Period:
    """Read words without days or months: quarters, halves, fiscal years, recurrence, relation."""
    deadline = "deadline" in kinds
    if kinds & {"quarter", "first_half", "second_half"}:
        return _closed(_months_of_year(tokens, year, named=bool(named)), only_end=deadline)
    if "years" in kinds or (named and not recurrence):
        return _named_years(tokens, kinds, named)
    if recurrence and "year" not in kinds:
        return _recurring(kinds, year, named, recurrence)
    if "relative" in kinds:
        return Period(kind=PeriodKind.RELATIVE)
    if kinds & {"year_end", "this_year"}:
        return _this_year(kinds, year)
    return _bare_year(tokens, kinds, year)


def _named_years(tokens: Sequence[Token], kinds: set[str], named: str) -> Period:
    """Read fiscal years written out; in the title of a plan or a law they are no period."""
    if kinds & {"plan", "law"}:
        raise UnreadableError("plan-title")
    text = next((token.text for token in tokens if token.kind == "years"), "")
    if text:
        first, last = (int(number) for number in re.findall(_BUDDHIST, text))
        start, end = thai.fiscal_start(first), thai.fiscal_end(last)
        return _period(start, end, "year", PeriodKind.YEARS)
    return _closed(_whole_year(_last_year(named)), only_end=bool(kinds & {"deadline", "year_end"}))


def _this_year(kinds: set[str], year: int | None) -> Period:
    """Read the fiscal year, or its end, when the words do not say which one it is."""
    if "year_end" in kinds:
        last_day = thai.fiscal_end(year) if year else None
        end = _period(None, last_day, "day" if last_day else "", PeriodKind.RELATIVE)
        return replace(end, from_context=last_day is not None)
    if kinds & {"plan", "law"}:
        raise UnreadableError("not-a-period")
    if year is None:
        raise UnreadableError("no-year")
    return replace(_closed(_whole_year(year), only_end="deadline" in kinds), from_context=True)


def _bare_year(tokens: Sequence[Token], kinds: set[str], year: int | None) -> Period:
    """Read a year that nothing calls a fiscal year: the caller doubts it."""
    if "year" not in kinds:
        raise UnreadableError("length" if "length" in kinds else "not-a-period")
    number = _last_year(next(token.text for token in tokens if token.kind == "year"))
    far = year is not None and abs(number - year) > 1
    if kinds & {"law", "plan", "junk"} or far:
        raise UnreadableError("not-a-period")
    return _whole_year(number)


def _whole_year(year: int) -> Period:
    start, end = thai.fiscal_start(year), thai.fiscal_end(year)
    return _period(start, end, "year", PeriodKind.FISCAL_YEAR)


def _closed(period: Period, *, only_end: bool) -> Period:
    """Keep only the end of what is a deadline."""
    if not only_end or period.end is None:
        return period
    kept = _period(None, period.end, period.precision, PeriodKind.DEADLINE)
    return replace(kept, from_context=period.from_context)


def _recurring(kinds: set[str], year: int | None, named: str, recurrence: str) -> Period:
    """Read how often; what goes on all through the year has the year's days when it is known."""
    whole = named or ("continuous" in recurrence and "year_end" not in kinds)
    if year is None or not whole:
        return Period(kind=PeriodKind.RECURRING)
    return replace(_whole_year(year), kind=PeriodKind.RECURRING, from_context=not named)


def _months_of_year(tokens: Sequence[Token], year: int | None, *, named: bool) -> Period:
    """Read quarters (1 begins on 1 October) and halves of a fiscal year."""
    periods: list[Period] = []
    written = named
    for kind, text in tokens:
        if kind not in {"quarter", "first_half", "second_half"}:
            continue
        own = re.search(rf"{_BUDDHIST}$", text) if kind == "quarter" else None
        written = written or bool(own)
        of_year = int(own[0]) if own else year
        if of_year is None:
            raise UnreadableError("no-year")
        if kind == "quarter":
            numbers = [int(n) for n in re.findall(r"[1-4]", text[: own.start()] if own else text)]
            ranged = "-" in text or "ถึง" in text
            runs = [(numbers[0], numbers[-1])] if ranged else [(n, n) for n in numbers]
            periods += [_quarters(of_year, first, last) for first, last in runs]
        else:
            periods.append(_quarters(of_year, *((1, 2) if kind == "first_half" else (3, 4))))
    hull = _hull(periods, together=False)
    kind_ = PeriodKind.QUARTER
    return replace(hull, kind=kind_, precision="quarter", from_context=not written)


def _quarters(year: int, first: int, last: int) -> Period:
    start = thai.fiscal_start(year)
    months = [(start.month - 1 + 3 * (first - 1)), (start.month - 1 + 3 * last - 1)]
    opening = dt.date(start.year + months[0] // 12, months[0] % 12 + 1, 1)
    closing = Point(months[1] % 12 + 1, start.year + months[1] // 12).last
    return _period(opening, closing, "quarter", PeriodKind.QUARTER)

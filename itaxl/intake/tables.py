"""
Find tables on a sheet by the words of their headings, wherever and in whatever order they stand.

The same finding serves the standard workbook, where headings were moved, and an agency's own
tables, where they never stood in our order at all.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple, Protocol

from itaxl.cells import Area, Cell, Kind, Sheet
from itaxl.submission import Found, Heading
from itaxl.thai import fold

LONGEST_HEADING = 160  # characters; longer texts are answers
NEAR = 0.84  # least likeness of a near heading
MARGIN = 0.06  # by which it must be liker one column than any other
_SHORTEST_PREFIX = 6  # characters that a shortened or lengthened heading must share
MOST_GUESSES = 200  # texts of one row or column that are tried for likeness
TALLEST_HEADING = 6  # rows a heading may be merged over

# Letters that stay what they are in folded text, whatever follows; เเ becomes แ.
_FIRM = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮแโใไาะ"
_MOST_PAIRS = 10_000
_DECORATION = "*:：.•- "
_NUMBERING = re.compile(r"^[(\[]?\d{1,2}[.)\]]+")
_BRACKETS = re.compile(r"[(\[{（].*?[)\]}）]")
_DIGITS = re.compile(r"\d+")
_PARTS = re.compile(r"/|หรือ")


class _HasHeading(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class Wanted(NamedTuple):
    """A column to look for: its key, its heading, and other spellings of it."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()


def wanted(columns: Iterable[_HasHeading]) -> tuple[Wanted, ...]:
    """Name the columns of a form as things to look for."""
    return tuple(Wanted(column.key, column.heading, column.aliases) for column in columns)


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Fold a short text and remember it: headings, titles and lists come again in every file."""
    return fold(text).strip(_DECORATION)


class _Idle(dict[str, bool]):
    """
    Whether its first two letters settle that a text is none of our words.

    A letter of the Thai or Latin alphabet does that begins none of them; other signs are
    decoration. So does a second letter that nothing behind it can change.
    """

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._initials = frozenset(word[0] for word in words if word)
        self._pairs = frozenset(word[:2] for word in words)

    def __missing__(self, pair: str) -> bool:
        first, second = pair[:1].casefold(), pair[1:]
        idle = first not in self._initials and first.isalnum()
        if first in _FIRM and second in _FIRM and second:
            idle = pair not in self._pairs
        if len(self) < _MOST_PAIRS:
            self[pair] = idle
        return idle


class Vocabulary:
    """The folded words of some columns, and what a heading is recognised as by them."""

    def __init__(self, columns: Sequence[Wanted]) -> None:
        self.columns = {column.key: column for column in columns}
        self._words: dict[str, tuple[str, Found]] = {}
        for column in columns:
            self._words.setdefault(folded(column.title), (column.key, Found.EXACT))
        for column in columns:
            for alias in column.aliases:
                self._words.setdefault(folded(alias), (column.key, Found.ALIAS))
        self._longest = max(map(len, self._words), default=0)
        self._idle = _Idle(self._words)
        self._parts = self._split_words()
        self._near: dict[str, str | None] = {}

    def known(self, text: str) -> tuple[str, Found] | None:
        """Give the column that a text is exactly, or by another spelling, the heading of."""
        return self._words.get(folded(text))

    def quick(self, text: str) -> tuple[str, Found] | None:
        """Do as ``known``, with a glance first: most cells of a sheet are answers."""
        if self._idle[text[:2]] or len(text) > LONGEST_HEADING:
            return None
        return self._words.get(folded(text))

    def of_cells(self, cells: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
        """Yield the cells that ``quick`` knows, with their keys."""
        idle, text = self._idle, Kind.TEXT
        for cell in cells:
            # By number and not by name: this line meets every cell of every sheet.
            if cell[2] is text and not idle[cell[3][:2]] and (match := self.quick(cell[3])):
                yield cell, match[0]

    def near(self, text: str) -> str | None:
        """Give the one column whose heading a text is like; None when none or more than one is."""
        word = folded(text)
        if word not in self._near:
            if len(self._near) > 4096:
                self._near.clear()
            self._near[word] = self._nearest(word)
        return self._near[word]

    def _nearest(self, word: str) -> str | None:
        if not word or len(word) > LONGEST_HEADING:
            return None
        plain = _NUMBERING.sub("", _BRACKETS.sub("", word)).strip(_DECORATION)
        if plain != word and (match := self._words.get(plain)):
            return match[0]
        if len(plain) < 4:
            return None
        likeness: dict[str, float] = {}
        for known, (key, _) in self._words.items():
            likeness[key] = max(likeness.get(key, 0.0), _likeness(plain, known))
        for key in self._parts.get(plain, ()):
            likeness[key] = max(likeness[key], 0.95)
        best, *others = sorted(likeness.items(), key=lambda pair: -pair[1]) or [("", 0.0)]
        runner_up = others[0][1] if others else 0.0
        return best[0] if best[1] >= NEAR and best[1] - runner_up >= MARGIN else None

    def _split_words(self) -> dict[str, set[str]]:
        """Map the parts of headings such as มาตรการ/โครงการ/กิจกรรม to their columns."""
        parts: dict[str, set[str]] = {}
        for word, (key, _) in self._words.items():
            for part in _PARTS.split(word):
                if len(part) >= _SHORTEST_PREFIX and part != word:
                    parts.setdefault(part, set()).add(key)
        return {part: keys for part, keys in parts.items() if len(keys) == 1}


def _likeness(text: str, known: str) -> float:
    # "ส่วนที่ 1" and "ส่วนที่ 2" are like each other and never the same.
    if _DIGITS.findall(text) != _DIGITS.findall(known):
        return 0.0
    matcher = SequenceMatcher(None, known, text, autojunk=False)
    ratio = 0.0
    if matcher.real_quick_ratio() >= NEAR - MARGIN and matcher.quick_ratio() >= NEAR - MARGIN:
        ratio = matcher.ratio()
    shorter, longer = sorted((text, known), key=len)
    if len(shorter) >= _SHORTEST_PREFIX and longer.startswith(shorter):
        # A heading with a word more, or one that was shortened.
        enough = text is shorter or len(longer) <= 2 * len(shorter)
        ratio = max(ratio, NEAR + 0.02) if enough else ratio
    return ratio


@lru_cache(maxsize=64)
def vocabulary(columns: tuple[Wanted, ...]) -> Vocabulary:
    """Make the vocabulary of some columns, once."""
    return Vocabulary(columns)


@dataclass(frozen=True, slots=True)
class TableFound:
    """
    A table: its heading rows, the rows below them, and which column of the form stands where.

    ``spans`` names the last column of headings merged over several columns. The body goes from
    the row after ``last_heading_row`` to ``last_row``, where the next table or the sheet ends.
    """

    sheet: str
    row: int
    last_heading_row: int
    last_row: int
    headings: tuple[Heading, ...]
    doubled: tuple[Heading, ...] = ()
    unknown: tuple[Heading, ...] = ()
    spans: Mapping[int, int] = field(default_factory=dict)

    def heading(self, key: str) -> Heading | None:
        """Find the heading of a key."""
        for heading in self.headings:
            if heading.key == key:
                return heading
        return None


Anchors = Mapping[tuple[int, int], tuple[str, Found]]  # (row, column) -> key, how it is known


Written = dict[int, tuple[int, str]]  # column -> row, text


def find_tables(
    sheet: Sheet,
    columns: tuple[Wanted, ...],
    anchors: Anchors | None = None,
) -> tuple[TableFound, ...]:
    """
    Find every table whose headings are some of the columns wanted, from top to bottom.

    A heading row shows at least two of them, or all there are. ``anchors`` are cells that are
    known to be headings from elsewhere; they count only in a row that is a heading row.
    A heading repeated at a page break begins a table of its own.
    """
    words = vocabulary(columns)
    hits = _hits(sheet, words, anchors or {})
    least = min(2, len(words.columns))
    found = [row for row, keys in hits.items() if _is_heading(keys, least)]
    if not found:
        found = _near_rows(sheet, words, hits)
    if not found:
        return ()
    rows = _HeadingRows(sheet, found)
    tables: list[TableFound] = []
    taken = 0
    for row in sorted(found):
        if row > taken:
            learned = {folded(h.written): h.key for t in tables[:1] for h in t.headings}
            tables.append(_table(rows, words, row, anchors or {}, learned))
            taken = tables[-1].last_heading_row
    return _closed(tables, max(sheet.cells)[0])


class _HeadingRows:
    """The texts and merges of the heading rows and the rows below them, gathered in one pass."""

    def __init__(self, sheet: Sheet, found: Iterable[int]) -> None:
        self.sheet = sheet.name
        self._cells = sheet.cells
        needed = {at for row in found for at in (row, row + 1)}
        self._texts: dict[int, Written] = {}
        wanted_cells = sorted([cell for cell in sheet.cells.values() if cell[0] in needed])
        for cell in wanted_cells:
            if not cell.is_blank:
                self._texts.setdefault(cell.row, {})[cell.column] = (cell.row, cell.shown)
        self._merges: dict[int, list[Area]] = {}
        for area in sheet.merges:
            for row in range(area.first_row, min(area.last_row, area.first_row + 6) + 1):
                if row in needed:
                    self._merges.setdefault(row, []).append(area)

    def texts(self, row: int) -> Written:
        """Give the texts of a row by column, from left to right."""
        return self._texts.get(row, {})

    def filled(self) -> Counter[int]:
        """Count the cells with content of every column of the sheet."""
        return Counter(at for (_, at), cell in self._cells.items() if not cell.is_blank)

    def merges(self, row: int) -> list[Area]:
        """Give the merged areas that cover a row."""
        return self._merges.get(row, [])


def _closed(tables: list[TableFound], bottom: int) -> tuple[TableFound, ...]:
    """Let each table end where the next one begins."""
    ends = [table.row - 1 for table in tables[1:]] + [bottom]
    return tuple(
        TableFound(
            table.sheet,
            table.row,
            table.last_heading_row,
            max(end, table.last_heading_row),
            table.headings,
            table.doubled,
            table.unknown,
            table.spans,
        )
        for table, end in zip(tables, ends, strict=True)
    )


def _hits(sheet: Sheet, words: Vocabulary, anchors: Anchors) -> dict[int, dict[int, str]]:
    """Note every cell that is a heading by its words or an anchor: row -> column -> key."""
    hits: dict[int, dict[int, str]] = {}
    for cell, key in words.of_cells(sheet.cells.values()):
        hits.setdefault(cell.row, {})[cell.column] = key
    for (row, column), (key, _) in anchors.items():
        if key in words.columns and not sheet.cell(row, column).is_blank:
            hits.setdefault(row, {}).setdefault(column, key)
    return hits


def _is_heading(keys: Mapping[int, str], least: int) -> bool:
    distinct = len(set(keys.values()))
    if distinct < least:
        return False
    if distinct >= 3:
        return True
    # Two words of ours among many others are answers that happen to be headings.
    columns = max(keys) - min(keys) + 1
    return len(keys) * 3 >= columns


def _near_rows(sheet: Sheet, words: Vocabulary, hits: Mapping[int, Mapping[int, str]]) -> list[int]:
    """Find the first row that is a heading row only when near matches count as well."""
    least = min(3, len(words.columns))
    for row, cells in _top_rows(sheet, 80):
        texts = [cell.raw for cell in cells if cell.kind is Kind.TEXT]
        if not least <= len(texts) <= MOST_GUESSES or max(map(len, texts)) > LONGEST_HEADING:
            continue
        keys = set(hits.get(row, {}).values())
        keys |= {key for text in texts if (key := words.near(text))}
        if len(keys) >= least and len(keys) * 2 >= len(texts):
            return [row]
    return []


def _top_rows(sheet: Sheet, most: int) -> list[tuple[int, list[Cell]]]:
    rows: dict[int, list[Cell]] = {}
    for (row, _), cell in sheet.cells.items():
        rows.setdefault(row, []).append(cell)
    return sorted(rows.items())[:most]


def _table(
    rows: _HeadingRows,
    words: Vocabulary,
    row: int,
    anchors: Anchors,
    learned: Mapping[str, str],
) -> TableFound:
    merges = rows.merges(row)
    written = rows.texts(row)
    last_row = row
    if second := _second_row(rows, words, row):
        written, last_row = second, row + 1
    tall = [a.last_row for a in merges if a.last_row - row < TALLEST_HEADING]
    headings, doubled, unknown = _named(rows, words, written, anchors, learned)
    spans = {area.first_column: area.last_column for area in merges if area.first_row == row}
    return TableFound(
        rows.sheet, row, max([last_row, *tall]), row, headings, doubled, unknown, spans
    )


def _second_row(rows: _HeadingRows, words: Vocabulary, row: int) -> Written | None:
    """Join a heading row with the row below where that gives headings; None where it does not."""
    written, below = rows.texts(row), rows.texts(row + 1)
    if not below or any(len(text) > LONGEST_HEADING for _, text in below.values()):
        return None
    joined = dict(written)
    keys = {match[0] for _, text in written.values() if (match := words.known(text))}
    for column, (_, text) in below.items():
        above = written.get(column, (row, ""))[1]
        if above and words.known(above + text):
            joined[column] = (row, above + "\n" + text)
        elif (match := words.known(text)) and match[0] not in keys and not words.known(above):
            joined[column] = (row + 1, text)
        else:
            return None
    # A group heading that is merged over its sub-headings is no column of its own.
    for area in rows.merges(row):
        inside = [c for c in below if area.first_column <= c <= area.last_column]
        if area.last_row == row and len(inside) > 1 and area.first_column not in inside:
            joined.pop(area.first_column, None)
    return joined


def _named(
    rows: _HeadingRows,
    words: Vocabulary,
    written: Written,
    anchors: Anchors,
    learned: Mapping[str, str],
) -> tuple[tuple[Heading, ...], tuple[Heading, ...], tuple[Heading, ...]]:
    """
    Give each heading of a row its key: by anchor and words first, then by likeness.

    ``learned`` are the headings of the tables above, which a page break repeats.
    """
    sheet = rows.sheet
    sure: list[Heading] = []
    rest: list[tuple[int, int, str]] = []
    for column, (row, text) in written.items():
        match = words.known(text) if len(text) <= LONGEST_HEADING else None
        key, found = anchors.get((row, column)) or match or ("", Found.EXACT)
        if key in words.columns:
            sure.append(Heading(key, sheet, row, column, text, found))
        else:
            rest.append((row, column, text))
    taken = {heading.key for heading in sure}
    # A row of hundreds of texts is data of some kind; likeness would only take time there.
    few = len(rest) <= MOST_GUESSES
    guesses = [
        learned.get(folded(text)) or (words.near(text) if few else None) for _, _, text in rest
    ]
    unknown: list[Heading] = []
    for (row, column, text), guess in zip(rest, guesses, strict=True):
        # Two columns that are like the same heading: neither is taken for it.
        if guess and guess not in taken and guesses.count(guess) == 1:
            sure.append(Heading(guess, sheet, row, column, text, Found.NEAR))
        else:
            unknown.append(Heading("", sheet, row, column, text, Found.EXACT))
    headings, doubled = _single(sure, rows)
    return headings, doubled, tuple(unknown)


_TRUST = {Found.NAME: 0, Found.EXACT: 1, Found.ALIAS: 2, Found.NEAR: 3, Found.GUESSED: 4}


def _single(
    found: Sequence[Heading], rows: _HeadingRows
) -> tuple[tuple[Heading, ...], tuple[Heading, ...]]:
    """
    Keep the surest heading of each key; the others are doubled.

    Among equals the one with most answers below it counts, then the leftmost.
    """
    best: dict[str, Heading] = {}
    if len({heading.key for heading in found}) == len(found):
        return tuple(sorted(found, key=lambda h: h.column)), ()
    filled = rows.filled()
    for heading in sorted(found, key=lambda h: (_TRUST[h.found], -filled[h.column], h.column)):
        best.setdefault(heading.key, heading)
    kept = sorted(best.values(), key=lambda h: h.column)
    return tuple(kept), tuple(h for h in found if best[h.key] is not h)


def main_table(tables: Iterable[TableFound]) -> TableFound | None:
    """Choose the table that shows most of the columns wanted, the first among equals."""
    return max(tables, key=lambda table: len(table.headings), default=None)

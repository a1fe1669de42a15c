"""Read measures that an agency tells as headed text instead of as rows of a table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from itaxl.cells import Cell, Kind
from itaxl.fields import FIELDS
from itaxl.fields.context import Context
from itaxl.intake.tables import folded
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Entry, Record
from itaxl.thai import fold, one_line, western_digits

NUMBER = re.compile(r"^\s*(?P<open>[(\[]?)(?P<number>[1-9๑-๙][0-9๐-๙]{0,2})(?P<close>[)\].]+)\s*")
_SECTION = re.compile(r"\s*(?:ส่วนที่|ตอนที่|หมวดที่?|บทที่|ภาคผนวก|\(?ลงชื่อ)\s*[0-9๐-๙(.…]")
_TOLD = ("method", "period", "owner", "result", "outcome", "suggestion")
_LEAST = 2  # labels a block must show to be a measure
_BULLETS = "-•*>– "
_AFTER_LABEL = ":：-–. "


@dataclass(slots=True)
class Block:
    """A measure told in lines: its heading, the texts under each label, the labels as written."""

    heading: list[Cell]
    texts: dict[str, list[Cell]] = field(default_factory=dict)
    labels: list[Cell] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        """All the lines of the block."""
        told = [cell for cells in self.texts.values() for cell in cells]
        return [*self.heading, *self.labels, *told]


def labels_of(book: RuleBook) -> dict[str, str]:
    """Give the words that open a line of a block, folded, with their column; longest first."""
    words = {
        folded(word): column.key
        for column in book.form.columns
        for word in (column.heading, *column.aliases, *book.form.narrative.get(column.key, ()))
        if column.key in _TOLD
    }
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def blocks_of(lines: Sequence[Cell], book: RuleBook) -> tuple[list[Block], list[Cell]]:
    """
    Gather blocks out of lines; also give the lines that are in none.

    A label that comes again begins the next block, headed by the lines before it.
    """
    return _Gathering(book).gather(lines)


class _Gathering:
    """One walk over the lines, remembering the block and the label it is in."""

    def __init__(self, book: RuleBook) -> None:
        self._labels = labels_of(book)
        measure = book.form.column("measure")
        words = (measure.heading, *measure.aliases, *book.form.narrative.get("measure", ()))
        self._openers = tuple(word for word in map(folded, words) if len(word) > 3)
        self._blocks: list[Block] = []
        self._loose: list[Cell] = []
        self._block: Block | None = None
        self._current = ""
        self._style: tuple[str, str] | None = None  # the brackets that headings are numbered with
        self._number = 0

    def gather(self, lines: Sequence[Cell]) -> tuple[list[Block], list[Cell]]:
        before: list[Cell] = []  # lines since the last label
        for cell in lines:
            label = self._label(cell)
            if label is None:
                before.append(cell)
                continue
            key, rest = label
            if self._block is None or key in self._block.texts:
                self._begin(before)
            else:
                self._go_on(before)
            before = []
            self._take(key, rest, cell)
        self._close(before)
        return self._told()

    def _label(self, cell: Cell) -> tuple[str, str] | None:
        """Part a line that a label opens: the column and the rest of the line."""
        line = one_line(NUMBER.sub("", cell.raw).lstrip(_BULLETS))
        plain = fold(line)
        for word, key in self._labels.items():
            if plain.startswith(word):
                rest = _rest(line, len(word))
                # A label stands alone or before a colon or space; else it begins a sentence.
                if not rest or rest[0] in _AFTER_LABEL:
                    return key, rest.lstrip(_AFTER_LABEL)
        return None

    def _begin(self, before: Sequence[Cell]) -> None:
        at = self._heading_at(before)
        if at is None:
            self._loose.extend(before)
            self._block = None
            return
        self._close(before[:at])
        self._block = Block(list(before[at:]))
        self._blocks.append(self._block)
        if match := NUMBER.match(before[at].raw):
            self._style = (match["open"], match["close"])
            self._number = int(western_digits(match["number"]))

    def _go_on(self, lines: Sequence[Cell]) -> None:
        """Add lines to what the last label tells."""
        if self._block is None or not self._current:
            self._loose.extend(lines)
        else:
            self._block.texts[self._current].extend(lines)

    def _take(self, key: str, rest: str, cell: Cell) -> None:
        if self._block is None:
            self._loose.append(cell)
            return
        self._current = key
        self._block.labels.append(cell)
        self._block.texts[key] = [cell._replace(raw=rest)]

    def _close(self, before: Sequence[Cell]) -> None:
        """End a block: behind a wider gap than those inside it the document goes on."""
        if self._block is None or not self._current:
            self._loose.extend(before)
            return
        told = self._block.texts[self._current]
        rows = sorted({cell.row for cell in self._block.cells})
        widest = max((below - above for above, below in pairwise(rows)), default=1)
        for at, cell in enumerate(before):
            apart = cell.row - rows[-1] > widest and any(one.raw for one in told)
            if apart or _SECTION.match(cell.raw):
                self._loose.extend(before[at:])
                return
            told.append(cell)
            rows.append(cell.row)

    def _told(self) -> tuple[list[Block], list[Cell]]:
        """Keep the blocks that say enough; the lines of the others are loose again."""
        good = [block for block in self._blocks if len(block.texts) >= _LEAST]
        for block in self._blocks:
            if len(block.texts) < _LEAST:
                self._loose.extend((*block.heading, *block.labels))
                taken = {cell[:2] for cell in block.labels}
                for cells in block.texts.values():
                    self._loose.extend(cell for cell in cells if cell[:2] not in taken)
        return good, sorted(self._loose)

    def _heading_at(self, before: Sequence[Cell]) -> int | None:
        """
        Find the line a block's heading begins with.

        The next number of the headings counts first, then a line that begins as measures are
        called, then, before the first block, the last number; else the last line before the label.
        """
        if not before:
            return None
        backwards = range(len(before) - 1, -1, -1)
        for at in backwards:
            match = NUMBER.match(before[at].raw)
            styled = match and self._style == (match["open"], match["close"])
            if match and styled and int(western_digits(match["number"])) == self._number + 1:
                return at
        for at in backwards:
            bare = folded(NUMBER.sub("", before[at].raw))
            if bare.startswith(self._openers):
                return at
        if self._style is None:
            for at in backwards:
                if NUMBER.match(before[at].raw):
                    return at
        return len(before) - 1


def _rest(line: str, letters: int) -> str:
    """Give what follows so many letters that are not white space."""
    for at, letter in enumerate(line):
        if letters == 0:
            return line[at:]
        letters -= not letter.isspace()
    return ""


def record_of(
    block: Block, position: int, sheet: str, book: RuleBook, contexts: Mapping[str, Context]
) -> Record:
    """Make the measure that a block tells."""
    entries: dict[str, Entry] = {}
    for column in book.form.columns:
        cells = block.heading if column.key == "measure" else block.texts.get(column.key, [])
        if not cells:
            continue
        text = "\n".join(cell.raw for cell in cells if cell.raw)
        cell = Cell(cells[0].row, cells[0].column, Kind.TEXT if text else Kind.BLANK, text)
        reading = FIELDS[column.kind](cell, contexts[column.key])
        entries[column.key] = Entry(column.key, sheet, column.heading, cell, reading)
    rows = sorted({cell.row for cell in block.cells})
    return Record(position, sheet, rows[0], entries, continued=tuple(rows[1:]))

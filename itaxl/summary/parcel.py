"""
The hidden sheet that a summary carries its sources on: text cells, checked, small.

Records and registers are lines; some dozens of lines make a block, which is compressed and cut into
pieces that fit a cell. Every row says which piece of which block it is and gives the hash of the
block, so that a row that was lost or altered is noticed, and the order of the rows does not matter.
"""

import base64
import binascii
import hashlib
import lzma
from collections.abc import Iterable, Iterator, Sequence

from itaxl.plans import CellPlan, SheetPlan, TableColumn, TablePlan
from itaxl.summary.record import Carried, Record, collected, record_from
from itaxl.summary.words import word
from itaxl.thai import western_digits

SHEET = "itaxl_data"
HEADINGS = ("block", "blocks", "piece", "pieces", "sha256", "text")
FIRST_ROW = 3  # headings; above them what this is
FORMAT = "itaxl-data 1"
LINES_IN_BLOCK = 64
PIECE = 30_000  # characters; a cell holds 32,767
MAX_BLOCK = 256 * 2**20  # bytes of a block when unpacked
_PRESET = 1  # of the compressor: a quarter of what compressing line by line gives, and quick

Row = tuple[str, ...]


def plan(carried: Carried) -> SheetPlan:
    """Put what is carried on a hidden sheet."""
    columns = tuple(TableColumn(heading, "code", 10) for heading in HEADINGS)
    return SheetPlan(
        name=SHEET,
        cells=(CellPlan(1, 1, word("subtitles", "data"), "plain"),),
        tables=(TablePlan(FIRST_ROW, 1, columns, rows(carried)),),
        hidden=True,
    )


def rows(carried: Carried) -> Iterator[Row]:
    """Pack what is carried; the same gives the same rows."""
    lines: list[str | Record] = [f"G{line}" for line in sorted(carried.registers)]
    lines += [f"P{line}" for line in sorted(carried.pasts)]
    lines += sorted(carried.records.values())
    blocks = max(1, -(-len(lines) // LINES_IN_BLOCK))
    for number in range(blocks):
        some = lines[number * LINES_IN_BLOCK : (number + 1) * LINES_IN_BLOCK]
        # Records are unpacked block by block: all of them at once would fill the memory.
        told = [line if isinstance(line, str) else f"R{line.line}" for line in some]
        yield from _block(number + 1, blocks, told)


def _block(number: int, blocks: int, lines: Iterable[str]) -> Iterator[Row]:
    packed = lzma.compress("\n".join((FORMAT, *lines)).encode(), preset=_PRESET)
    digest = hashlib.sha256(packed).hexdigest()
    text = base64.b64encode(packed).decode()
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    for place, piece in enumerate(pieces, start=1):
        yield str(number), str(blocks), str(place), str(len(pieces)), digest, piece


def unpack(rows: Iterable[Sequence[str]]) -> Carried:
    """Unpack rows of the sheet, in any order; ValueError when anything is missing or altered."""
    blocks: dict[int, dict[int, Sequence[str]]] = {}
    totals: set[int] = set()
    for row in rows:
        block, total, place, _, _, _ = row
        blocks.setdefault(_whole(block), {})[_whole(place)] = row
        totals.add(_whole(total))
    if len(totals) != 1 or sorted(blocks) != list(range(1, max(totals) + 1)):
        raise ValueError("blocks")
    told: dict[str, list[str]] = {"G": [], "P": []}
    records: list[Record] = []
    for number in sorted(blocks):
        for line in _lines(blocks[number]):
            if line[:1] == "R":
                records.append(record_from(line[1:]))
            else:
                told[line[:1]].append(line[1:])
    return Carried(collected(records), frozenset(told["G"]), frozenset(told["P"]))


def _lines(pieces: dict[int, Sequence[str]]) -> list[str]:
    ordered = [pieces[place] for place in sorted(pieces)]
    if sorted(pieces) != list(range(1, _whole(ordered[0][3]) + 1)):
        raise ValueError("pieces")
    try:
        packed = base64.b64decode("".join(row[5] for row in ordered), validate=True)
        if hashlib.sha256(packed).hexdigest() != ordered[0][4]:
            raise ValueError("sha256")
        unpacker = lzma.LZMADecompressor()
        text = unpacker.decompress(packed, MAX_BLOCK)
        if not unpacker.eof:
            raise ValueError("size")
        head, *lines = text.decode().split("\n")
    except (binascii.Error, lzma.LZMAError, EOFError, UnicodeDecodeError) as trouble:
        raise ValueError("block") from trouble
    if head != FORMAT:
        raise ValueError(head)
    return lines


def _whole(text: str) -> int:
    number = western_digits(text.strip())
    if not number.isdecimal() or len(number) > 9:
        raise ValueError("number")
    return int(number)

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
import threading
from collections.abc import Iterable, Iterator, Sequence
from queue import SimpleQueue

from itaxl.packing import SMALL, compress, expand
from itaxl.plans import CellPlan, SheetPlan, TableColumn, TablePlan
from itaxl.summary.record import ENCODING, Carried, Record, collected, encoded, record_from
from itaxl.summary.shelf import Aside, Shelf
from itaxl.summary.tables import Lazy
from itaxl.summary.words import word
from itaxl.thai import western_digits

SHEET = "itaxl_data"
HEADINGS = ("block", "blocks", "piece", "pieces", "sha256", "text")
FIRST_ROW = 3  # headings; above them what this is
FORMAT = b"itaxl-data 2"
LINES_IN_BLOCK = 64
PIECE = 30_000  # characters; a cell holds 32,767
MAX_BLOCK = 256 * 2**20  # bytes of a block when unpacked
_XZ = b"\xfd7zXZ"  # how blocks begin that were compressed another way, until 2026

Row = tuple[str, ...]


def plan(carried: Carried) -> SheetPlan:
    """Put what is carried on a hidden sheet; it is packed from now on, while others are drawn."""
    columns = tuple(TableColumn(heading, "code", 10) for heading in HEADINGS)
    packed = _Blocks(carried)
    return SheetPlan(
        name=SHEET,
        cells=(CellPlan(1, 1, word("subtitles", "data"), "plain"),),
        tables=(TablePlan(FIRST_ROW, 1, columns, Lazy(lambda: _rows(packed)), packed=True),),
        hidden=True,
    )


def rows(carried: Carried) -> Iterator[Row]:
    """Pack what is carried; the same gives the same rows."""
    return _rows(_Blocks(carried))


def _rows(packed: "_Blocks") -> Iterator[Row]:
    for number, block in enumerate(packed, start=1):
        digest = hashlib.sha256(block).hexdigest()
        text = base64.b64encode(block).decode()
        pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
        for place, piece in enumerate(pieces, start=1):
            yield str(number), str(packed.count), str(place), str(len(pieces)), digest, piece


class _Blocks:
    """
    What is carried in compressed blocks, made in the background one after the other.

    The compressor leaves the interpreter to others while it works, so this costs a second core and
    no time.
    """

    def __init__(self, carried: Carried) -> None:
        self._lines: list[str | Record] = [f"G{line}" for line in sorted(carried.registers)]
        self._lines += [f"P{line}" for line in sorted(carried.pasts)]
        self._lines += sorted(carried.records.values())
        self.count = max(1, -(-len(self._lines) // LINES_IN_BLOCK))
        self._shelf = Shelf()
        self._made: SimpleQueue[Aside | Exception] = SimpleQueue()
        self._taken: list[Aside] = []
        threading.Thread(target=self._work, daemon=True).start()

    def __iter__(self) -> Iterator[bytes]:
        for number in range(self.count):
            if number == len(self._taken):
                made = self._made.get()
                if isinstance(made, Exception):
                    raise made
                self._taken.append(made)
            yield bytes(self._taken[number])

    def _work(self) -> None:
        try:
            for number in range(self.count):
                some = self._lines[number * LINES_IN_BLOCK : (number + 1) * LINES_IN_BLOCK]
                # Records are unpacked block by block: all of them at once would fill the memory.
                told = [encoded(it) if isinstance(it, str) else b"R" + it.line for it in some]
                data = b"\n".join((FORMAT, *told))
                self._made.put(self._shelf.put(compress(data, SMALL)))
        except Exception as trouble:  # it is raised where the blocks are wanted
            self._made.put(trouble)


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
    told: dict[bytes, list[str]] = {b"G": [], b"P": []}
    records: list[Record] = []
    for number in sorted(blocks):
        for line in _lines(blocks[number]):
            kind, said = line[:1], line[1:]
            if kind == b"R":
                records.append(record_from(said))
            elif kind in told:
                told[kind].append(said.decode(ENCODING))
            else:
                raise ValueError("line")
    return Carried(collected(records), frozenset(told[b"G"]), frozenset(told[b"P"]))


def _lines(pieces: dict[int, Sequence[str]]) -> list[bytes]:
    ordered = [pieces[place] for place in sorted(pieces)]
    if sorted(pieces) != list(range(1, _whole(ordered[0][3]) + 1)):
        raise ValueError("pieces")
    try:
        packed = base64.b64decode("".join(row[5] for row in ordered), validate=True)
        if hashlib.sha256(packed).hexdigest() != ordered[0][4]:
            raise ValueError("sha256")
        text = _expanded_xz(packed) if packed.startswith(_XZ) else expand(packed, MAX_BLOCK)
        head, *lines = text.split(b"\n")
    except (binascii.Error, lzma.LZMAError, EOFError) as trouble:
        raise ValueError("block") from trouble
    if head != FORMAT:
        raise ValueError("format")
    return lines


def _expanded_xz(packed: bytes) -> bytes:
    unpacker = lzma.LZMADecompressor()
    text = unpacker.decompress(packed, MAX_BLOCK)
    if not unpacker.eof:
        raise ValueError("size")
    return text


def _whole(text: str) -> int:
    number = western_digits(text.strip())
    if not number.isdecimal() or len(number) > 9:
        raise ValueError("number")
    return int(number)

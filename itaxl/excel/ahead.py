"""
The rows of one very long table, drawn and packed by another process while this one does the rest.

What comes back is a stretch of a deflated sheet, which begins and ends at a full byte and refers
to nothing before it: it is copied between what the library drew above it and below. Where no other
process can be had, or it dies or falls silent, the rows are drawn here, and come out the same.
"""

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import IO, NamedTuple

from itaxl.excel.heights import Lines
from itaxl.excel.library import fault
from itaxl.excel.looks import Numbers
from itaxl.excel.rowxml import Rows, Shared
from itaxl.plans import Link, TablePlan
from itaxl.saving import no_space_aside

LEVEL = 3  # of deflate: half the time of the usual level for an eighth more bytes
CHUNK = 1 << 20  # letters; of small pieces the two threads would wait for each other
RESERVED = 1 << 14  # texts that the cells of one table may share
SILENCE = 60.0  # seconds after which the other process is given up; a piece takes a tenth of one

_SERVE = "import sys; sys.path[:] = sys.argv[1:]; from itaxl.excel import ahead; ahead.serve()"
_NO_TEXT = "<si><t/></si>"
_NEVER = "\0"  # is in no text that is drawn; the library writes it as below
_NEVER_WRITTEN = "_x0000_"
_CRC = 0xEDB88320  # the polynomial of CRC-32, lowest power first


class Sums(NamedTuple):
    """
    What is known of a stretch when it is whole: rows, bytes and CRC-32 before packing.

    ``texts`` are those its cells share, as XML.
    """

    rows: int
    size: int
    crc: int
    texts: str


class Ahead:
    """A table whose rows are being drawn; to be closed when they are no longer wanted."""

    def __init__(
        self,
        table: TablePlan,
        looks: Sequence[tuple[Numbers, Lines]],
        first: int = 0,
        *,
        alone: bool = False,
    ) -> None:
        """
        Begin to draw; ``alone`` leaves it to this process, when the rows are asked for.

        Texts that cells share are numbered from ``first``; so many numbers are theirs alone.
        """
        self.table = table
        self._way = table, looks, first
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``
        self._sums: Sums | None = None
        self._heard = time.monotonic()
        self._process: subprocess.Popen[bytes] | None = None
        if not alone and hasattr(os, "pread"):  # else no open file can be lent
            with suppress(OSError), tempfile.TemporaryFile() as task:
                pickle.dump(self._way, task, pickle.HIGHEST_PROTOCOL)
                task.seek(0)
                self._process = _started(task)
                self._collector = Thread(target=self._collect, daemon=True)
                self._collector.start()

    def stretch(self) -> tuple[Sums, IO[bytes]]:
        """Give the sums of the rows, and the file at whose end they end, packed."""
        while self._process and self._collector.is_alive():
            self._collector.join(1.0)
            if time.monotonic() - self._heard > SILENCE:
                self._process.kill()
        if self._sums is None:
            try:
                self._file.seek(0)
                self._file.truncate()
                for part in _drawn(*self._way):
                    self._take(part)
                self._file.flush()
            except OSError as trouble:
                raise no_space_aside(trouble) from None
        assert self._sums is not None
        return self._sums, self._file

    def close(self) -> None:
        """Stop drawing, and leave nothing behind."""
        if self._process:
            self._process.kill()
            self._collector.join()
            self._process.wait()
            assert self._process.stdout
            self._process.stdout.close()
        with suppress(OSError):  # of what could not be written before
            self._file.close()

    def _collect(self) -> None:
        assert self._process
        assert self._process.stdout
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            while self._sums is None:
                self._take(pickle.load(self._process.stdout))  # noqa: S301 - of our own process
                self._heard = time.monotonic()

    def _take(self, part: "bytes | Sums") -> None:
        if isinstance(part, Sums):
            self._sums = part
        else:
            self._file.write(part)


def _started(task: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - this interpreter, our own code
        [sys.executable, "-c", _SERVE, *sys.path],
        stdin=task,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=False,  # files that were lent to it
        start_new_session=True,  # Ctrl-C is ours to answer
    )


def serve() -> None:
    """Draw the table that comes in by the standard input; runs in the other process."""
    way = pickle.load(sys.stdin.buffer)  # noqa: S301 - of the process that started us
    for part in _drawn(*way):
        pickle.dump(part, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


def _drawn(
    table: TablePlan, looks: Sequence[tuple[Numbers, Lines]], first: int
) -> Iterator[bytes | Sums]:
    """Give packed pieces of the rows, and at last their sums."""
    rows, shared = Rows(table, looks, _NoLinks()), Shared(first, RESERVED)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    size = crc = 0

    def pack(data: bytes) -> bytes:
        nonlocal size, crc
        size, crc = size + len(data), zlib.crc32(data, crc)
        return packer.compress(data)

    # A second thread packs one chunk while the next is made: packing takes a third of the time.
    with ThreadPoolExecutor(1) as second:
        packing = second.submit(pack, b"")
        for data in chunks(rows.xml(shared)):
            done, packing = packing, second.submit(pack, data)
            yield done.result()
        yield packing.result()
    yield packer.flush(zlib.Z_FULL_FLUSH)
    unused = _NO_TEXT * (RESERVED - len(shared))
    yield Sums(rows.count, size, crc, shared.xml() + unused)


class _NoLinks:
    """A table with links is not drawn by itself: its sheet counts them."""

    def target(self, link: Link) -> str | None:
        raise fault(f"link {link.sheet}")


def placeholder(number: int) -> str:
    """Give a text that keeps a place in the library's list for one that is not known yet."""
    return f"{_NEVER}{number}"


def placed(data: bytes, begun: Sequence[Ahead]) -> bytes:
    """Put the texts that tables share in their places among those of the library."""
    if not begun:
        return data
    last = f"{_NEVER_WRITTEN}{len(begun) * RESERVED - 1}</t></si>".encode()
    start, end = data.index(b"<si>"), data.index(last) + len(last)
    texts = "".join(each.stretch()[0].texts for each in begun)
    return data[:start] + texts.encode() + data[end:]


def chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Put small pieces together."""
    chunk: list[str] = []
    size = 0
    for piece in pieces:
        chunk.append(piece)
        size += len(piece)
        if size > CHUNK:
            yield "".join(chunk).encode()
            chunk, size = [], 0
    yield "".join(chunk).encode()


def put_packed(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, parts: Iterable[bytes | IO[bytes]]
) -> None:
    """Write a part that is packed already, which the standard library has no call for."""
    target = package.fp
    assert target is not None
    target.seek(package.start_dir)
    info.header_offset = target.tell()
    target.write(info.FileHeader(zip64=False))
    for part in parts:
        if isinstance(part, bytes):
            target.write(part)
        else:
            shutil.copyfileobj(part, target, CHUNK)
    package.start_dir = target.tell()
    package.filelist.append(info)
    package.NameToInfo[info.filename] = info


def joined_crc(first: int, second: int, size: int) -> int:
    """Give the CRC-32 of two pieces put together, the second of so many bytes."""
    power, base, bits = 1 << 31, 1 << 30, 8 * size  # of x: to the power of 0, of 1
    while bits:
        if bits & 1:
            power = _product(power, base)
        base, bits = _product(base, base), bits >> 1
    return _product(power, first) ^ second


def _product(one: int, other: int) -> int:
    """Multiply two polynomials modulo that of CRC-32."""
    product = 0
    for bit in range(31, -1, -1):
        if one >> bit & 1:
            product ^= other
        other = other >> 1 ^ (_CRC if other & 1 else 0)
    return product

"""A zip package in memory: its parts by name, inflated within limits, never written to disk."""

import os
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from zlib_ng import zlib_ng

from itaxl.cells import Remark
from itaxl.errors import UnreadableError

# Measured on more than 3,000 honest files: none of them comes near any of these.
MAX_FILE = 50 * 2**20
MAX_EXPANDED = 256 * 2**20
MAX_PART = 128 * 2**20
MAX_PARTS = 4_000
MAX_RATIO = 400
RATIO_FROM = 4 * 2**20  # small parts may repeat themselves as much as they like
MAX_SMALL = 2**16  # parts of this size are worth remembering, see SmallPart
NEAR_END = 2**16  # bytes; the directory of an honest workbook takes a few thousand
CHUNK = 8 * 2**20  # a long token is scanned again for every chunk, so chunks are not small


class Sizes(NamedTuple):
    """How large a package may be when its parts are unpacked, in bytes, and by how many times."""

    part: int = MAX_PART
    expanded: int = MAX_EXPANDED
    ratio: int = MAX_RATIO


FOREIGN = Sizes()

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s22x2H")  # signature, length of name and of extra field
_SYMBOLIC_LINK = 0o120000
_BAD_NAME = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")


class Entry(NamedTuple):
    """One part as the directory of the zip tells of it; ``start`` is where its bytes begin."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


class SmallPart(NamedTuple):
    """A part by its packed bytes: what is equal in all of this unpacks and means the same."""

    name: str
    packed: bytes
    entry: Entry

    def unpacked(self) -> bytes:
        """Inflate the part; F10 for what ``inflate`` refuses."""
        return inflate(self.packed, self.entry)


def fold_name(name: str) -> str:
    """Give the form part names are compared in: letter case and kind of slash do not count."""
    return name.replace("\\", "/").removeprefix("/").casefold()


@dataclass(frozen=True)
class Package:
    """
    One file that passed the guard.

    ``kind`` is xlsx, ods or csv; a csv has no entries. ``entries`` are keyed by folded name.
    """

    path: Path
    kind: str
    data: bytes = field(repr=False)
    entries: Mapping[str, Entry] = field(default_factory=dict, repr=False)
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes of the file, in hexadecimal."""
        return sha256(self.data).hexdigest()

    def __contains__(self, name: str) -> bool:
        return fold_name(name) in self.entries

    def size(self, name: str) -> int:
        """Give the declared size of a part, which inflating holds it to; 0 where there is none."""
        entry = self.entries.get(fold_name(name))
        return entry.size if entry else 0

    def part(self, name: str) -> bytes:
        """Inflate a part and check its sum; a part that is not there raises F10."""
        entry = self.entries.get(fold_name(name))
        if entry is None:
            raise UnreadableError("F10", "missing", name)
        return inflate(self.data, entry)

    def small(self, name: str, most: int = MAX_SMALL) -> "SmallPart | None":
        """Give a small part as it is packed, to be known again in another file; else None."""
        entry = self.entries.get(fold_name(name))
        if entry is None or entry.size > most:
            return None
        packed = bytes(memoryview(self.data)[entry.start : entry.start + entry.packed])
        return SmallPart(name, packed, Entry(*entry[:5], start=0))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Inflate a part in chunks, so that a long one never stands in memory whole."""
        entry = self.entries.get(fold_name(name))
        if entry is None:
            raise UnreadableError("F10", "missing", name)
        return inflate_in_chunks(self.data, entry)


def inflate(data: bytes, entry: Entry, by: Any = zlib_ng) -> bytes:
    """
    Give the bytes of a part; anything but the size and sum it declares is F10.

    ``by`` is the library that inflates: the standard one, or one that does the same more quickly.
    """
    return b"".join(inflate_in_chunks(data, entry, entry.size + 1, by))


def inflate_in_chunks(
    data: bytes, entry: Entry, chunk: int = CHUNK, by: Any = zlib
) -> Iterator[bytes]:
    """Yield the bytes of a part in pieces; otherwise as ``inflate``."""
    packed = memoryview(data)[entry.start : entry.start + entry.packed]
    size = crc = 0
    for piece in (
        _stored(packed, chunk) if entry.method == 0 else _deflated(packed, chunk, entry, by)
    ):
        size += len(piece)
        if size > entry.size:
            raise UnreadableError("F10", "size", entry.name)
        crc = by.crc32(piece, crc)
        yield piece
    if size != entry.size or crc != entry.crc:
        raise UnreadableError("F10", "checksum", entry.name)


def _stored(packed: memoryview, chunk: int) -> Iterator[bytes]:
    for start in range(0, len(packed), chunk):
        yield bytes(packed[start : start + chunk])


def _deflated(packed: memoryview, chunk: int, entry: Entry, by: Any) -> Iterator[bytes]:
    inflater = by.decompressobj(-15)
    rest: bytes | memoryview = packed
    try:
        while not inflater.eof:
            piece = inflater.decompress(rest, chunk)
            if not piece and not inflater.unconsumed_tail:
                break
            if piece:
                yield piece
            rest = inflater.unconsumed_tail
    except by.error as trouble:
        raise UnreadableError("F10", "inflate", entry.name) from trouble


def directory(data: bytes, sizes: Sizes = FOREIGN) -> list[Entry]:
    """
    List the parts of a zip, checked before anything is inflated.

    Raises F09 (no directory), F10, F07 (zip password), S01 (sizes), S02 (names), S04 (overlaps).
    """
    count, size, offset = _find_directory(data)
    if count > MAX_PARTS:
        raise UnreadableError("S01", f"{count} parts")
    entries: list[Entry] = []
    position = offset
    for _ in range(count):
        if data[position : position + 4] != b"PK\1\2" or position + 46 > len(data):
            raise UnreadableError("F10", "directory")
        entry, position = _central_entry(data, position)
        if entry is not None:
            entries.append(entry)
    if position > offset + size:
        raise UnreadableError("F10", "directory")
    _check_sizes(entries, sizes)
    _check_overlaps(entries, offset)
    return entries


def _find_directory(data: bytes) -> tuple[int, int, int]:
    """Give count, size and offset of the directory; bytes after the zip are allowed."""
    end = len(data)
    for _ in range(16):
        end = data.rfind(b"PK\5\6", 0, end)
        if end < 0 or end + _END.size > len(data):
            break
        _, _, _, _, count, size, offset, _ = _END.unpack_from(data, end)
        stop = end
        locator = end - 20
        if data[max(locator, 0) : max(locator, 0) + 4] == b"PK\6\7":
            (stop,) = struct.unpack_from("<Q", data, locator + 8)
            if data[stop : stop + 4] == b"PK\6\6" and stop + _END_64.size <= len(data):
                count, size, offset = _END_64.unpack_from(data, stop)[-3:]
        if offset + size == stop and (count == 0 or data[offset : offset + 4] == b"PK\1\2"):
            return count, size, offset
    raise UnreadableError("F09", "end of zip missing")


class _Told(NamedTuple):
    """What one entry of the directory tells; ``after`` is where the next one begins."""

    raw_name: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    attributes: int
    after: int


def _told(data: bytes, position: int) -> _Told:
    """Read one entry of the directory."""
    (_, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length,
     _, _, attributes, offset) = _CENTRAL.unpack_from(data, position)  # fmt: skip
    name_end = position + 46 + name_length
    raw_name = data[position + 46 : name_end]
    extra = data[name_end : name_end + extra_length]
    after = name_end + extra_length + comment_length
    try:
        name = raw_name.decode("utf-8")
    except UnicodeDecodeError:
        name = raw_name.decode("cp437")
    if 0xFFFFFFFF in (size, packed, offset):
        size, packed, offset = _zip64_sizes(extra, size, packed, offset, name)
    return _Told(raw_name, name, flags, method, crc, packed, size, offset, attributes, after)


def _central_entry(data: bytes, position: int) -> tuple[Entry | None, int]:
    """Take one entry of the directory as a part, None for a folder; also where the next begins."""
    raw_name, name, flags, method, crc, packed, size, offset, attributes, after = _told(
        data, position
    )
    if _BAD_NAME.search(name.replace("\\", "/")) or attributes >> 16 & 0o170000 == _SYMBOLIC_LINK:
        raise UnreadableError("S02", printable(name))
    if name.endswith(("/", "\\")):
        return None, after
    if flags & 1:
        raise UnreadableError("F07", "zip", name)
    if method not in (0, 8):
        raise UnreadableError("S04", f"method {method}", name)
    if offset + 30 > len(data):
        raise UnreadableError("F10", "local header", name)
    signature, local_name, local_extra = _LOCAL.unpack_from(data, offset)
    if signature != b"PK\3\4":
        raise UnreadableError("F10", "local header", name)
    if data[offset + 30 : offset + 30 + local_name] != raw_name:
        raise UnreadableError("S04", "two names", name)
    start = offset + 30 + local_name + local_extra
    if method == 0 and packed != size:
        raise UnreadableError("S04", "sizes", name)
    return Entry(name, method, crc, packed, size, start), after


def _zip64_sizes(
    extra: bytes, size: int, packed: int, offset: int, name: str
) -> tuple[int, int, int]:
    """Take the long sizes from the extra field where the short ones say so."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        body = extra[position + 4 : position + 4 + length]
        position += 4 + length
        if kind != 1:
            continue
        wide = iter(struct.unpack_from(f"<{len(body) // 8}Q", body))
        size, packed, offset = (
            next(wide, value) if value == 0xFFFFFFFF else value for value in (size, packed, offset)
        )
        return size, packed, offset
    raise UnreadableError("F10", "zip64", name)


def _check_sizes(entries: list[Entry], sizes: Sizes) -> None:
    total = 0
    for entry in entries:
        total += entry.size
        if entry.size > sizes.part or total > sizes.expanded:
            raise UnreadableError("S01", f"{total // 2**20} MB", entry.name)
        if entry.size > RATIO_FROM and entry.size > sizes.ratio * entry.packed:
            raise UnreadableError("S01", f"1:{entry.size // max(entry.packed, 1)}", entry.name)


def _check_overlaps(entries: list[Entry], directory_at: int) -> None:
    last, last_name = 0, ""
    for entry in sorted(entries, key=lambda entry: entry.start):
        if entry.start < last:
            raise UnreadableError("S04", f"overlaps {last_name}", entry.name)
        last, last_name = entry.start + entry.packed, entry.name
    if last > directory_at:
        raise UnreadableError("S04", "overlaps the directory", last_name)


def peek(path: Path, name: str, most: int) -> bytes:
    """
    Give up to so many first bytes of one part, whatever else the file holds and claims.

    For a glance at files that nobody has vetted: of the directory only what lies ``NEAR_END`` is
    looked at, and of that only the entry of this name. Raises OSError, or F10 where there is none.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - NEAR_END, 0))
        near_end = file.read(NEAR_END)
        found = [*_entry_of(name).finditer(near_end)]
        if not found:
            raise UnreadableError("F10", "missing", name)
        told = _told(near_end, found[-1].start())
        file.seek(min(told.offset, size))
        header = file.read(_LOCAL.size)
        if not header.startswith(b"PK\3\4") or len(header) < _LOCAL.size:
            raise UnreadableError("F10", "local header", name)
        _, local_name, local_extra = _LOCAL.unpack(header)
        file.seek(local_name + local_extra, os.SEEK_CUR)
        packed = file.read(min(told.packed, most))
    entry = Entry(name, told.method, told.crc, len(packed), told.size, 0)
    return next(inflate_in_chunks(packed, entry, most), b"")


@lru_cache(maxsize=4)
def _entry_of(name: str) -> re.Pattern[bytes]:
    """Match the entry of a part in the directory."""
    length, letters = struct.pack("<H", len(name)), name.encode()
    pattern = b"PK\1\2.{24}%b.{16}%b" % (re.escape(length), re.escape(letters))
    return re.compile(pattern, re.DOTALL)


def by_name(entries: list[Entry]) -> dict[str, Entry]:
    """Key the parts by folded name; two that differ in letter case only raise S03."""
    named: dict[str, Entry] = {}
    for entry in entries:
        if named.setdefault(fold_name(entry.name), entry) is not entry:
            raise UnreadableError("S03", printable(entry.name), entry.name)
    return named


def printable(text: str) -> str:
    """Write a foreign name so that it can neither break a line nor steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:120]


class Relation(NamedTuple):
    """One relationship of a part: the last word of its type, and the part or address it means."""

    kind: str
    target: str
    external: bool


@lru_cache(maxsize=256)
def relations_name(part: str) -> str:
    """Name the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def resolve(part: str, target: str) -> str:
    """Find the part a relative target means, seen from the part that names it."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))

"""Bytes that are wanted later and need not be held: in memory while few, then in a file."""

import os
import tempfile
from dataclasses import dataclass
from functools import total_ordering
from threading import Lock

from itaxl.saving import no_space_aside

HELD = 4 * 2**20  # bytes that stay in memory; with more, all go to a temporary file


class Shelf:
    """Takes bytes one after the other; nothing of it is left when it is gone."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(HELD)  # noqa: SIM115 - lives as long as we do
        self._end = 0
        self._lock = Lock()  # what is carried is packed beside all else

    def put(self, data: bytes) -> "Aside":
        """Put bytes aside. Raises OutputError when there is no space for them."""
        with self._lock:
            start = self._end
            try:
                self._file.seek(start)
                self._file.write(data)
            except OSError as trouble:
                raise no_space_aside(trouble) from None
            self._end += len(data)
        return Aside(self, start, len(data))

    def take(self, start: int, size: int) -> bytes:
        """Give the bytes at a place."""
        with self._lock:
            self._file.seek(start)
            return self._file.read(size)

    def __reduce__(self) -> "tuple[type[Lent], tuple[int]]":
        """Lend what lies here to a process that is given our open files, and only reads."""
        with self._lock:
            number = self._file.fileno()  # the file is made where all was in memory
            self._file.flush()
        os.set_inheritable(number, True)  # noqa: FBT003 - by its place
        return Lent, (number,)


@dataclass(frozen=True, slots=True)
class Lent:
    """A shelf of another process: the number of its file, whose place is not ours to move."""

    number: int

    def take(self, start: int, size: int) -> bytes:
        """Give the bytes at a place."""
        return os.pread(self.number, size, start)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Aside:
    """Bytes on a shelf; compared with others, these or plain ones, it is what it stands for."""

    shelf: "Shelf | Lent"
    start: int
    size: int

    def __bytes__(self) -> bytes:
        return self.shelf.take(self.start, self.size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes | Aside) and bytes(self) == bytes(other)

    def __lt__(self, other: "bytes | Aside") -> bool:
        return bytes(self) < bytes(other)

    def __hash__(self) -> int:
        return hash(bytes(self))

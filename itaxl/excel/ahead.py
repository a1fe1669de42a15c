"""
The rows of one very long table, drawn and packed by another process while this one does the rest.

What comes back is a stretch of a deflated sheet, which begins and ends at a full byte and refers
to nothing before it: it is copied between what the library drew above it and below. Where no other
process can be had, or it dies or falls silent, the rows are drawn here, and come out the same.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from itaxl.apart import Apart
from itaxl.excel.deflating import QUICK, Packer, Sums, beside, chunks
from itaxl.excel.heights import Lines
from itaxl.excel.library import fault
from itaxl.excel.looks import Numbers
from itaxl.excel.rowxml import Rows, Shared
from itaxl.plans import Link, TablePlan
from itaxl.saving import no_space_aside

RESERVED = 1 << 14  # texts that the cells of one table may share

_NO_TEXT = "<si><t/></si>"
_NEVER = "\0"  # is in no text that is drawn; the library writes it as below
_WRITTEN = "<si><t>_x0000_{}</t></si>"


class Stretch(NamedTuple):
    """What is known of the rows when they are whole; ``texts`` are shared by cells, as XML."""

    rows: int
    sums: Sums
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
        yielding: bool = False,
    ) -> None:
        """
        Begin to draw; ``alone`` leaves it to this process, when the rows are asked for.

        Texts that cells share are numbered from ``first``; so many numbers are theirs alone. A
        table that is ``yielding`` is drawn when nothing else wants the processor.
        """
        self.table = table
        self._first = first
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``
        self._stretch: Stretch | None = None
        self._apart = Apart(
            _drawn, (table, looks, first), self._take, self._anew, alone=alone, yielding=yielding
        )

    @property
    def placeholders(self) -> Iterable[str]:
        """Texts that keep the places in the library's list for those that are not known yet."""
        return (f"{_NEVER}{self._first + number}" for number in range(RESERVED))

    def placed(self, data: bytes) -> bytes:
        """Put the texts that cells share where the library wrote those that kept their places."""
        last = _WRITTEN.format(self._first + RESERVED - 1).encode()
        start = data.index(_WRITTEN.format(self._first).encode())
        stretch, _ = self.stretch()
        return data[:start] + stretch.texts.encode() + data[data.index(last) + len(last) :]

    def stretch(self) -> tuple[Stretch, IO[bytes]]:
        """Give what is known of the rows, and the file they are in, packed."""
        try:
            self._apart.finish()
            self._file.flush()
        except OSError as trouble:
            raise no_space_aside(trouble) from None
        assert self._stretch is not None
        return self._stretch, self._file

    def close(self) -> None:
        """Stop drawing, and leave nothing behind."""
        self._apart.close()
        with suppress(OSError):  # of what could not be written before
            self._file.close()

    def _anew(self) -> None:
        self._file.seek(0)
        self._file.truncate()

    def _take(self, part: bytes | Stretch) -> None:
        if isinstance(part, Stretch):
            self._stretch = part
        else:
            self._file.write(part)


def _drawn(
    table: TablePlan, looks: Sequence[tuple[Numbers, Lines]], first: int
) -> Iterator[bytes | Stretch]:
    """Give packed pieces of the rows, and at last what is known of them."""
    rows, shared = Rows(table, looks, _NoLinks()), Shared(first, RESERVED)
    packer = Packer(QUICK)
    yield from beside(packer.pack, chunks(rows.xml(shared)))
    yield packer.pause()
    unused = _NO_TEXT * (RESERVED - len(shared))
    yield Stretch(rows.count, packer.sums, shared.xml() + unused)


class _NoLinks:
    """A table with links is not drawn by itself: its sheet counts them."""

    def target(self, link: Link) -> str | None:
        raise fault(f"link {link.sheet}")

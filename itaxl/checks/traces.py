"""
What a submission leaves behind for the checks that look at many side by side.

A kilobyte or two, so that nobody has to hold thousands of whole submissions.
"""

import hashlib
import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from itaxl.packing import compress, expand

_MARK = 8  # bytes that stand for a folded text
_THAI, _ANY = b"t", b"u"  # how quotes are encoded: a letter takes one byte, or up to three


class Place(NamedTuple):
    """Where something is written."""

    sheet: str
    cell: str
    heading: str


class Quote(NamedTuple):
    """A result as it was written, with its place and the key of its row."""

    sheet: str
    cell: str
    heading: str
    row: str
    text: str


class Identity(NamedTuple):
    """
    Who a submission says it is: as written, the type as it was read.

    ``codes`` are all that it tells anywhere, in the form codes are compared in.
    """

    name: str = ""
    type: str | None = None
    district: str = ""
    province: str = ""
    codes: tuple[str, ...] = ()


_NOBODY = Identity()


@dataclass(frozen=True, slots=True)
class Trace:
    """
    What the checks across submissions need of one of them.

    ``agency`` is the key two files of one agency share, empty where the file names none;
    ``answers`` sums up all that was answered, the same after another program saved the file;
    ``scores`` is a mark for those typed this year, where there are enough to tell agencies apart,
    the first of them at ``scores_at``;
    ``results`` holds a mark for the folded text of every longer result, one after the other, and
    ``packed`` their quotes, which are seldom wanted.
    """

    path: str
    sha256: str = ""
    agency: str = ""
    who: Identity = _NOBODY
    name_at: Place | None = None
    answers: bytes = b""
    scores: bytes = b""
    scores_at: Place | None = None
    results: bytes = b""
    packed: bytes = b""

    @property
    def key(self) -> str:
        """The key of the agency; a file that names none has one of its own."""
        return self.agency or f"?{self.path}"

    @property
    def name(self) -> str:
        """How people call the agency; the path where the file does not tell."""
        return self.who.name or self.path

    @property
    def marks(self) -> Sequence[int]:
        """The marks of the longer results, in the order of their quotes."""
        return array("Q", self.results)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The longer results as they were written, in the order of the rows."""
        if not self.packed:
            return ()
        encoding = "cp874" if self.packed[:1] == _THAI else "utf-8"
        said = expand(self.packed[1:]).decode(encoding, "surrogatepass")
        return tuple(Quote(*quote) for quote in json.loads(said))


def mark(text: str) -> bytes:
    """Give the bytes that stand for a text."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_MARK).digest()


def packed(quotes: Sequence[Quote]) -> bytes:
    """Pack quotes, a byte a letter before compression where they are Thai."""
    if not quotes:
        return b""
    said = json.dumps(quotes, ensure_ascii=False)
    try:
        return _THAI + compress(said.encode("cp874"))
    except UnicodeEncodeError:  # letters of other scripts
        return _ANY + compress(said.encode("utf-8", "surrogatepass"))

"""
What a summary carries of the workbooks it was made from: enough to judge each of them anew.

A record is a review without what can be made again: no scores, no findings that the checks would
say again, no pictures, nothing outside the form. It is plain JSON; a record that was damaged or
tampered with is refused.
"""

import codecs
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

import msgspec

from itaxl.packing import compress, expand
from itaxl.register import Register
from itaxl.review import Review
from itaxl.submission import FileFacts
from itaxl.summary.coding import coder
from itaxl.summary.shelf import Aside

Thing = TypeVar("Thing")
Key = tuple[str, str]  # hash and path: what makes a file that came the same file

ENCODING = "cp874"  # a byte for each Thai letter, which also halves the work of compressing

_NO_FILE = FileFacts("")
_JSON = msgspec.json.Encoder()


class Record(NamedTuple):
    """
    One workbook as carried: which file, when it was last changed, and what it says, packed.

    Of two records of one file the greater counts: the one changed last.
    """

    key: Key
    changed: str
    packed: bytes | Aside
    file: FileFacts

    @property
    def line(self) -> bytes:
        """The file and what the workbook says, as one line of JSON in ``ENCODING``."""
        file = encoded(line_of(self.file, FileFacts))
        return b"[%b,%b]" % (file, expand(bytes(self.packed)))


@dataclass(frozen=True, slots=True)
class Carried:
    """
    What a summary was made from: records of workbooks, registers, and facts of earlier years.

    Put together as sets are, so that neither order nor grouping nor repeating matters. Registers
    and facts of earlier years are lines of JSON.
    """

    records: Mapping[Key, Record] = field(default_factory=dict)
    registers: frozenset[str] = frozenset()
    pasts: frozenset[str] = frozenset()

    def __or__(self, other: "Carried") -> "Carried":
        """Put two together."""
        return Carried(
            collected((*self.records.values(), *other.records.values())),
            self.registers | other.registers,
            self.pasts | other.pasts,
        )


def collected(records: Iterable[Record]) -> dict[Key, Record]:
    """Keep one record of each file, the greatest."""
    found: dict[Key, Record] = {}
    for record in records:
        known = found.get(record.key)
        if known is None or known < record:
            found[record.key] = record
    return found


def key_of(file: FileFacts) -> Key:
    """Tell what makes a file the same file."""
    return file.sha256, file.path


def body_of(review: Review) -> bytes:
    """Pack of a review what is needed to judge the workbook anew, but for the file it is of."""
    submission = review.submission
    if submission is None:
        kept = replace(review, file=_NO_FILE, scorecard=None)
    else:
        bare = replace(submission, file=_NO_FILE, extras=(), pictures={}, extras_left_out=0)
        kept = Review(_NO_FILE, bare, None, ())
    plain: Any = coder(Review).write(kept)
    return compress(encoded(_dumped(plain[1:])[1:-1]))


def record(file: FileFacts, packed: bytes | Aside) -> Record:
    """Make the record of a file from what was packed of it."""
    changed = file.modified.isoformat() if file.modified else ""
    return Record(key_of(file), changed, packed, file)


def record_from(told: bytes) -> Record:
    """Take up a line that a summary carries; ValueError when it tells of no file."""
    line = told.decode(ENCODING)
    if not (line.startswith("[") and line.endswith("]")):
        raise ValueError(Record.__name__)
    first, end = json.JSONDecoder().raw_decode(line, 1)
    file = thing_of(json.dumps(first), FileFacts)
    return record(file, compress(encoded(line[end + 1 : -1])))


def review_of(record: Record) -> Review:
    """Read a record as a review that has still to be judged; ValueError when it is damaged."""
    review = thing_of(record.line.decode(ENCODING), Review)
    if review.submission is None:
        return review
    return replace(review, submission=replace(review.submission, file=review.file))


def register_line(register: Register) -> str:
    """Write a register as a line of JSON."""
    return line_of(register, Register)


def register_of(line: str) -> Register:
    """Read a register; ValueError when it is damaged."""
    return thing_of(line, Register)


def line_of(thing: object, kind: Any) -> str:
    """Write a value as one line of JSON."""
    plain: Any = coder(kind).write(thing)
    return _dumped(plain)


def _dumped(plain: Any) -> str:
    try:
        return _JSON.encode(plain).decode()  # in half the time
    except ValueError:  # halves of letters, which are no UTF-8
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def encoded(line: str) -> bytes:
    """Encode JSON; letters that the code page lacks are written as JSON escapes them."""
    return line.encode(ENCODING, _ESCAPES)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


_ESCAPES = "itaxl-json"
codecs.register_error(_ESCAPES, _escaped)


def thing_of(line: str, kind: type[Thing]) -> Thing:
    """Read a value from its line; ValueError when it is damaged."""
    hint: Any = kind
    try:
        read: Thing = coder(hint).read(json.loads(line))
    except (ValueError, TypeError, LookupError, RecursionError) as trouble:
        raise ValueError(kind.__name__) from trouble
    return read

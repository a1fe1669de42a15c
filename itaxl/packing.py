"""Values of ours as bytes and back: to cross from a worker, and to be kept for another run."""

import copyreg
import gc
import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from operator import attrgetter, methodcaller
from typing import Any

import zstandard

FAST = 1  # level of compression for what is soon unpacked again: a third of the size
SMALL = 3  # for what is kept: a twentieth less, in a third as much time again
_COMPRESSED = b"\x28\xb5\x2f\xfd"  # how what is compressed begins; no pickle does


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How to take values apart; those made of fields by their fields, in half the usual time."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = copyreg.dispatch_table.get(kind) or _reducer(kind)
        return self[kind]


def _reducer(kind: type) -> Callable[[Any], Any]:
    if issubclass(kind, type):  # an enumeration itself: by its name
        return attrgetter("__qualname__")
    if issubclass(kind, Enum):
        return lambda value: (kind, (value.value,))
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return lambda value: (kind, tuple(value))
    if not is_dataclass(kind) or not all(field.init for field in fields(kind)):
        return methodcaller("__reduce_ex__", pickle.HIGHEST_PROTOCOL)
    names = [field.name for field in fields(kind)]
    take = attrgetter(*names)
    if len(names) == 1:
        return lambda value: (kind, (take(value),))
    return lambda value: (kind, take(value))


_REDUCERS = _Reducers()


def pack(value: object, *, compressed: bool = True) -> bytes:
    """Turn a value into bytes; one that holds little but packed ones need not be compressed."""
    memory = io.BytesIO()
    pickler = pickle.Pickler(memory, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return compress(memory.getvalue()) if compressed else memory.getvalue()


def unpack(packed: bytes) -> Any:
    """Turn bytes of our own making back into what they were."""
    # Thousands of new values and no garbage among them: looking for it would double the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        data = expand(packed) if packed.startswith(_COMPRESSED) else packed
        return pickle.loads(data)  # noqa: S301 - a worker's or sealed bytes
    finally:
        if collecting:
            gc.enable()


def compress(data: bytes, level: int = FAST) -> bytes:
    """Make bytes fewer."""
    return zstandard.compress(data, level)


def expand(data: bytes, most: int = 2**30) -> bytes:
    """Give the bytes that were compressed; ValueError when there are more than ``most`` of them."""
    try:
        if not 0 <= zstandard.frame_content_size(data) <= most:
            raise ValueError("size")
        return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except zstandard.ZstdError as trouble:
        raise ValueError("compressed") from trouble

"""Values of ours as bytes and back: to cross from a worker, and to be kept for another run."""

import copyreg
import gc
import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

PLAIN, FAST = 0, 1  # compression: none, where a value holds packed ones; a seventh of the size


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How to take values apart; dataclasses by their fields, in half the usual time."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if not is_dataclass(kind) or not all(field.init for field in fields(kind)):
            return copyreg.dispatch_table[kind]  # KeyError: the usual way
        names = [field.name for field in fields(kind)]
        take = attrgetter(*names)
        if len(names) == 1:
            reducer: Callable[[Any], Any] = lambda value: (kind, (take(value),))  # noqa: E731
        else:
            reducer = lambda value: (kind, take(value))  # noqa: E731
        self[kind] = reducer
        return reducer


_REDUCERS = _Reducers()


def pack(value: object, level: int = FAST) -> bytes:
    """Turn a value into bytes."""
    memory = io.BytesIO()
    pickler = pickle.Pickler(memory, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return zlib.compress(memory.getvalue(), level)


def unpack(packed: bytes) -> Any:
    """Turn bytes of our own making back into what they were."""
    # Thousands of new values and no garbage among them: looking for it would double the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(zlib.decompress(packed))  # noqa: S301 - a worker's or sealed bytes
    finally:
        if collecting:
            gc.enable()

"""Reviews as bytes: to cross from a worker, and to be found again when nothing has changed."""

import copyreg
import gc
import hashlib
import io
import os
import pickle
import platform
import pyexpat
import sys
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import metadata
from operator import attrgetter
from pathlib import Path
from typing import Any

import itaxl
from itaxl.pipeline.rules import Rules
from itaxl.register import Register
from itaxl.review import Review

_READERS = ("openpyxl", "pydantic")  # libraries of others that have a say in what is read
_FAST = 1  # level of compression: a seventh of the size for a fiftieth of the time of a review


# ── reviews as bytes ────────────────────────────────────────────────────────────────────────────
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


def pack(review: Review) -> bytes:
    """Turn a review into bytes."""
    memory = io.BytesIO()
    pickler = pickle.Pickler(memory, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(review)
    return zlib.compress(memory.getvalue(), _FAST)


def unpack(packed: bytes) -> Review:
    """Turn bytes of our own making back into a review."""
    # Thousands of new values and no garbage among them: looking for it would double the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        review = pickle.loads(zlib.decompress(packed))  # noqa: S301 - a worker's or sealed bytes
    finally:
        if collecting:
            gc.enable()
    assert isinstance(review, Review)
    return review


# ── what a review depends on ────────────────────────────────────────────────────────────────────
def key_of(content: bytes, name: str, bench: bytes) -> bytes:
    """Give the key of a review: the SHA-256 of the content, the name it is read by, the bench."""
    said = hashlib.sha256(bench + content)
    said.update(name.encode("utf-8", "surrogatepass"))
    return said.digest()


def bench_of(rules: Rules, register: Register | None) -> bytes:
    """
    Sum up all that a file is judged by: this package, what runs it, the rules and the register.

    The register counts whole as the judges are given it. Its ``repr`` tells apart any two values
    that differ.
    """
    said = hashlib.sha256(_machine())
    own = rules.own
    for part in (own.model_dump_json() if own else "", repr(register)):
        said.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    return said.digest()


@cache
def _machine() -> bytes:
    """Sum up this package, source and data, and the versions of what reads for it."""
    said = hashlib.sha256()
    versions = (
        sys.version, platform.machine(), pyexpat.EXPAT_VERSION, unicodedata.unidata_version,
        *(_version(name) for name in _READERS),
    )  # fmt: skip
    said.update(repr(versions).encode())
    root = Path(itaxl.__file__).parent
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            path = Path(folder, name)
            said.update(path.relative_to(root).as_posix().encode() + b"\0")
            said.update(hashlib.sha256(path.read_bytes()).digest())
    return said.digest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""

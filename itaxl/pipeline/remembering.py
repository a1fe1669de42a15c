"""What a review depends on, summed up: the key it is kept under."""

import hashlib
import os
import platform
import pyexpat
import sys
import unicodedata
from functools import cache
from importlib import metadata
from pathlib import Path

import itaxl
from itaxl.pipeline.rules import Rules
from itaxl.register import Register

_READERS = ("openpyxl", "pydantic")  # libraries of others that have a say in what is read


def key_of(content: bytes, name: str, bench: bytes) -> bytes:
    """Give the key of a review: the SHA-256 of the content, the name it is read by, the bench."""
    said = hashlib.sha256(bench + content)
    said.update(name.encode("utf-8", "surrogatepass"))
    return said.digest()


def bench_of(rules: Rules, register: Register | None, beside: bytes = b"") -> bytes:
    """
    Sum up all that a file is judged by: this package, what runs it, the rules and the register.

    ``beside`` sums up what it is compared with: plans and last year's workbooks. The register
    counts whole as the judges are given it. Its ``repr`` tells apart any two values that differ.
    """
    said = hashlib.sha256(_machine())
    own = rules.own
    for part in (own.model_dump_json() if own else "", repr(register)):
        said.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    said.update(beside)
    return said.digest()


def machine() -> str:
    """Say what reads here, so that two machines that read alike, and only they, say the same."""
    return f"itaxl {itaxl.__version__}, Python {platform.python_version()}, {_machine().hex()[:12]}"


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

"""Values as bytes and back, and bytes made fewer."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from itaxl.packing import compress, expand, pack, unpack


class Colour(StrEnum):
    RED = "red"


class Pair(NamedTuple):
    one: object
    other: object = None


@dataclass(frozen=True, slots=True)
class Single:
    only: Any


@dataclass
class Grown:
    """Its last field is not given when it is made."""

    given: int
    found: int = field(init=False, default=0)


VALUES = [
    Colour.RED,
    Colour,
    Pair(Pair(1), ("ก", None)),
    Single((1, 2)),
    Single(Single(Colour.RED)),
    Decimal("85.50"),
    dt.datetime(2025, 9, 30, 8, 30, tzinfo=dt.UTC),
    Counter("aab"),
    re.compile("ก+", re.IGNORECASE),
    "half a letter \ud83d",
    {"rows": [Pair(1, b"x")] * 2, "more": {1, 2}},
]


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_back_as_they_were(value: object, compressed: bool) -> None:
    back = unpack(pack(value, compressed=compressed))

    assert back == value
    assert type(back) is type(value)


def test_what_was_found_later_comes_back_too() -> None:
    grown = Grown(1)
    grown.found = 7

    assert unpack(pack(grown)) == grown


def test_what_cannot_be_packed_is_refused() -> None:
    with pytest.raises(TypeError):
        pack(MappingProxyType({}))


@pytest.mark.parametrize("data", [b"", b"a", bytes(100_000)])
def test_bytes_come_back_as_they_were(data: bytes) -> None:
    assert expand(compress(data)) == data


@pytest.mark.parametrize(
    "data",
    [b"", b"no such thing", compress(b"abc")[:-1], compress(b"abc") + b"x", compress(bytes(1001))],
    ids=["nothing", "foreign", "cut short", "with more behind it", "too long"],
)
def test_bytes_of_others_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^(size|compressed)$"):
        expand(data, 1000)

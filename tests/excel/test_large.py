"""A property of a workbook, looked up without reading the rest: however it is spelled."""

import random
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from itaxl.errors import UnreadableError
from itaxl.excel.large import has_property
from itaxl.excel.package import NEAR_END, peek

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def custom(value: str, name: str = "itaxl_form", encoding: str = "UTF-8") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><Properties xmlns="{PROPERTIES}"'
        f' xmlns:vt="{TYPES}"><property fmtid="x" pid="2" name="{name}"><vt:lpwstr>{value}'
        f"</vt:lpwstr></property></Properties>"
    ).encode(encoding)


@pytest.mark.parametrize(
    ("part", "has"),
    [
        (custom("summary"), True),
        (custom("&#115;ummary"), True),
        (custom("summary", encoding="UTF-16"), True),
        (custom("standard"), False),
        (custom("summary", name="other"), False),
        (custom("a summary"), False),
        (b"summary", False),
        (None, False),
    ],
)
def test_a_property_has_a_value(part: bytes | None, has: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        if part is not None:
            package.writestr("docProps/custom.xml", part)

    assert has_property(path, "itaxl_form", "summary") is has


def test_what_is_no_workbook_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\3\4 summary")

    assert not has_property(path, "itaxl_form", "summary")
    assert not has_property(tmp_path, "itaxl_form", "summary")
    assert not has_property(tmp_path / "nothing.xlsx", "itaxl_form", "summary")


def packed(
    path: Path, *before: tuple[str, bytes], value: str = "summary", comment: bytes = b""
) -> Path:
    """Write a workbook with other parts before its properties."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in before:
            package.writestr(name, data, zipfile.ZIP_STORED)
        package.writestr("docProps/custom.xml", custom(value))
        package.writestr("docProps/custom.xml.rels", b"<none/>")
        package.comment = comment
    return path


def test_a_property_is_found_wherever_the_part_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = random.Random(1).randbytes(3 * NEAR_END)
    inner = packed(tmp_path / "inner.xlsx", value="standard").read_bytes()
    with monkeypatch.context() as little:
        little.setattr(zipfile, "ZIP64_LIMIT", 10)  # sizes are then written in the long form
        long_sizes = packed(tmp_path / "long.xlsx", ("xl/workbook.xml", b"<workbook/>" * 9))
    assert b"PK\6\6" in long_sizes.read_bytes()
    for path in (
        packed(tmp_path / "far.xlsx", ("xl/media/image1.png", far)),
        packed(tmp_path / "inside.xlsx", ("xl/embeddings/other.xlsx", inner)),
        packed(tmp_path / "comment.xlsx", comment=b"PK\1\2 docProps/custom.xml"),
        long_sizes,
    ):
        assert has_property(path, "itaxl_form", "summary"), path
        path.write_bytes(path.read_bytes() + b"\n")  # as mail leaves it
        assert has_property(path, "itaxl_form", "summary"), path


def test_a_directory_of_a_million_parts_is_not_gone_through(tmp_path: Path) -> None:
    head = struct.pack("<4s6H3L5H2L", b"PK\1\2", *[0] * 9, 1, *[0] * 6) + b"a"
    path = tmp_path / "hostile.xlsx"
    directory = head * 700_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, len(directory), 4, 0)
    path.write_bytes(b"PK\3\4" + directory + end)
    tracemalloc.start()
    start = time.monotonic()

    assert not has_property(path, "itaxl_form", "summary")

    assert time.monotonic() - start < 0.5
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


@pytest.mark.parametrize("seed", range(40))
def test_a_mangled_file_has_the_property_or_not(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = packed(tmp_path / "a.xlsx", ("xl/workbook.xml", b"<workbook/>"))
    data = bytearray(path.read_bytes())
    for _ in range(3):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))

    assert has_property(path, "itaxl_form", "summary") in (True, False)
    with suppress(UnreadableError):
        assert len(peek(path, "docProps/custom.xml", 50)) <= 50

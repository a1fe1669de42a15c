"""A property of a workbook, looked up without reading the rest: however it is spelled."""

import zipfile
from pathlib import Path

import pytest

from itaxl.excel.large import has_property

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

"""What is refused before a parser sees it, and by which code."""

# ruff: noqa: E501, ISC004 each crafted file stays on as few lines as it can

import os
import time
import tracemalloc
import zipfile
from pathlib import Path

import crafted
import pytest
from crafted import DECLARATION, book, cells, pack, parts, sheet, with_part

from itaxl.errors import UnreadableError
from itaxl.excel.guard import inspect, is_skipped
from itaxl.excel.package import MAX_FILE
from itaxl.excel.reading import read

GOOD = book()
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def merge(area: str) -> bytes:
    return book(
        sheet(
            cells('<c r="A1"><v>1</v></c>'), f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'
        )
    )


def one(reference: str) -> bytes:
    return book(sheet(f'<row><c r="{reference}"><v>1</v></c></row>'))


def sheets_on_one_part(count: int) -> bytes:
    tabs = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    return book(
        workbook=f'{DECLARATION}<workbook xmlns="{crafted.MAIN}" xmlns:r="{crafted.RELATIONS}">'
        f"<sheets>{tabs}</sheets></workbook>"
    )


FILES = {
    "owner file": (b"\x06Somsak".ljust(55) + bytes(110), "~.xlsx", "F01"),
    "apple double": (b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X".ljust(200, b"\0"), "x.xlsx", "F01"),
    "empty": (b"", "x.xlsx", "F02"),
    "only NUL": (bytes(5000), "x.xlsx", "F02"),
    "pdf": (b"%PDF-1.7\n...", "x.xlsx", "F03"),
    "rtf": (b"{\\rtf1\\ansi}", "x.xlsx", "F03"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "x.xlsx", "F03"),
    "csv as xlsx": ("ลำดับ,มาตรการ\n1,ก\n".encode(), "x.xlsx", "F03"),
    "utf-16 text": ("ลำดับ\tมาตรการ\r\n".encode("utf-16"), "x.xls", "F03"),
    "thai code page": ("ลำดับ,มาตรการ\n1,ก\n".encode("cp874"), "x.xlsx", "F03"),
    "spreadsheetml 2003": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "x.xls", "F03"),
    "html table as xls": (
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table></table></html>',
        "x.xls", "F03"),
    "word": (pack({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "x.xlsx", "F03"),
    "word 97": (crafted.ole("WordDocument"), "x.xlsx", "F03"),
    "zip": (pack({"a.txt": "a"}), "x.xlsx", "F03"),
    "bytes before": (b"HTTP/1.1 200 OK\r\n\r\n" + GOOD, "x.xlsx", "F03"),
    "xls": (crafted.ole("Workbook"), "x.xls", "F04"),
    "xls as xlsx": (crafted.ole("Book"), "x.xlsx", "F04"),
    "xls, capital letters": (crafted.ole("WORKBOOK"), "x.xls", "F04"),
    "raw biff": (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(40), "x.xls", "F04"),
    "xlsb": (pack({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"\x83\x01\x00"}), "x.xlsb", "F05"),
    "ods as xlsx": (crafted.open_document(""), "x.xlsx", "F06"),
    "numbers": (pack({"Index/Document.iwa": b"\0"}), "x.numbers", "F06"),
    "password": (crafted.ole("EncryptionInfo", "EncryptedPackage"), "x.xlsx", "F07"),
    "zip password": (crafted.patched(GOOD, b"PK\1\2", 8, "<H", 1), "x.xlsx", "F07"),
    "rights managed": (crafted.ole("EncryptedPackage", "DRMEncryptedTransform"), "x.xlsx", "F08"),
    "half": (GOOD[: len(GOOD) // 2], "x.xlsx", "F09"),
    "last bytes missing": (GOOD[:-10], "x.xlsx", "F09"),
    "gsheet": (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "x.gsheet", "F11"),
    "url": (b"[InternetShortcut]\r\nURL=https://example.org/x.xlsx\r\n", "x.url", "F11"),
    "lnk": (b"L\0\0\0\x01\x14\x02\0" + bytes(80), "x.xlsx", "F11"),
    "zip of workbooks": (pack({"ก/a.xlsx": GOOD, "b.xlsx": GOOD}), "x.zip", "F12"),
    "web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "x.xlsx", "F15"),
    "4 GB of blanks": (with_part("xl/media/a.png", bytes(140 * 2**20)), "x.xlsx", "S01"),
    "ratio": (book(b" " * (9 * 2**20)), "x.xlsx", "S01"),
    "many parts": (pack({**parts(), **{f"a/{n}.xml": "" for n in range(4001)}}), "x.xlsx", "S01"),
    "parent folder": (with_part("../a.xml", "<a/>"), "x.xlsx", "S02"),
    "backslash parent": (with_part("xl\\..\\..\\a.xml", "<a/>"), "x.xlsx", "S02"),
    "absolute": (with_part("/etc/a.xml", "<a/>"), "x.xlsx", "S02"),
    "drive": (with_part("C:/a.xml", "<a/>"), "x.xlsx", "S02"),
    "link entry": (crafted.patched(GOOD, b"PK\1\2", 38, "<L", 0o120777 << 16), "x.xlsx", "S02"),
    "same name twice": (crafted.duplicate_names(), "x.xlsx", "S03"),
    "case twins": (with_part("xl/worksheets/Sheet1.xml", sheet()), "x.xlsx", "S03"),
    "shared body": (crafted.shared_body(), "x.xlsx", "S04"),
    "bzip2": (pack(parts(), zipfile.ZIP_BZIP2), "x.xlsx", "S04"),
    "dtd in a sheet": (book(DECLARATION + DOCTYPE + sheet()[len(DECLARATION):]), "x.xlsx", "S05"),
    "dtd in strings": (book(strings=DOCTYPE + "<sst><si><t>&b;</t></si></sst>"), "x.xlsx", "S05"),
    "dtd in the workbook": (book(workbook=DOCTYPE + "<workbook/>"), "x.xlsx", "S05"),
    "dtd in utf-16": (book((DOCTYPE + "<worksheet/>").encode("utf-16")), "x.xlsx", "S05"),
    "row too far": (one("A1048577"), "x.xlsx", "S06"),
    "row far too far": (one("A4294967295"), "x.xlsx", "S06"),
    "column too far": (one("XFE1"), "x.xlsx", "S06"),
    "column far too far": (one("ZZZZZZ1"), "x.xlsx", "S06"),
    "merge outside": (merge("A1:A1048577"), "x.xlsx", "S06"),
    "merge over everything": (merge("A1:XFD1048576"), "x.xlsx", "S07"),
    "link over everything": (
        book(sheet("", '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>')),
        "x.xlsx", "S07"),
    "many merges": (
        book(sheet("", '<mergeCells>' + '<mergeCell ref="A1:B1"/>' * 20_001 + "</mergeCells>")),
        "x.xlsx", "S08"),
    "many formats": (book(styles=crafted.styles(*[0] * 65_500)), "x.xlsx", "S08"),
    "windows-874": (
        book('<?xml version="1.0" encoding="windows-874"?><worksheet/>'), "x.xlsx", "S09"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_by_its_own_code(name: str, tmp_path: Path) -> None:
    data, file_name, code = FILES[name]
    path = tmp_path / file_name
    path.write_bytes(data)

    with pytest.raises(UnreadableError) as found:
        inspect(path)
    assert found.value.code == code
    # The reader, which scans less and parses more, must come to the same end.
    with pytest.raises(UnreadableError) as found:
        read(path)
    assert found.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sheets_on_one_part(201), "S08"),
        (sheets_on_one_part(3), "S08"),
        (crafted.patched(GOOD, b"PK\1\2", 24, "<L", 10, 3), "F10"),
        (crafted.patched(GOOD, b"PK\1\2", 16, "<L", 10, 3), "F10"),
    ],
    ids=["many sheets", "sheets on one part", "size", "checksum"],
)
def test_a_bad_workbook_is_refused_by_the_reader(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)

    with pytest.raises(UnreadableError) as found:
        read(path)
    assert found.value.code == code


@pytest.mark.parametrize("name", ["pdf", "rtf", "jpeg", "word", "csv as xlsx"])
def test_another_kind_of_file_is_named(name: str, tmp_path: Path) -> None:
    data, file_name, _ = FILES[name]
    (tmp_path / file_name).write_bytes(data)

    with pytest.raises(UnreadableError) as found:
        inspect(tmp_path / file_name)
    assert found.value.seen.lower() == name.partition(" ")[0]


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    stored = bytearray(pack(parts(), zipfile.ZIP_STORED))
    stored[stored.index(b"<v>1</v>") + 3] ^= 1
    path.write_bytes(stored)

    with pytest.raises(UnreadableError) as found:
        inspect(path)
    assert (found.value.code, found.value.part) == ("F10", "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("length", range(30, len(GOOD), len(GOOD) // 20))
def test_a_file_cut_anywhere_is_told_as_incomplete(length: int, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(GOOD[:length])

    with pytest.raises(UnreadableError, match="F09"):
        inspect(path)


def test_what_follows_the_zip_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(GOOD + b"\r\n" * 100)

    assert inspect(path).kind == "xlsx"


def test_a_file_too_large_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)

    with pytest.raises(UnreadableError, match="F13"):
        inspect(path)


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside.xlsx").write_bytes(GOOD)
    (inside / "real.xlsx").write_bytes(GOOD)
    (inside / "dangling.xlsx").symlink_to(inside / "nowhere.xlsx")
    (inside / "loop.xlsx").symlink_to(inside / "loop.xlsx")
    (inside / "out.xlsx").symlink_to(tmp_path / "outside.xlsx")
    (inside / "near.xlsx").symlink_to(inside / "real.xlsx")
    os.mkfifo(inside / "pipe.xlsx")

    for name in ("dangling.xlsx", "loop.xlsx", "out.xlsx", "pipe.xlsx", "missing.xlsx", "."):
        with pytest.raises(UnreadableError, match="F14"):
            inspect(inside / name)
    assert inspect(inside / "near.xlsx").kind == "xlsx"


@pytest.mark.parametrize(
    ("name", "data", "skipped"),
    [
        ("~$แบบ.xlsx", b"", True),
        (".~lock.แบบ.xlsx#", b",user,host", True),
        ("._แบบ.xlsx", b"", True),
        ("Thumbs.db", b"", True),
        ("แบบ.xlsx.crdownload", GOOD, True),
        ("แบบ.xlsx", b"\x06Somsak".ljust(55) + bytes(110), True),
        ("แบบ.xlsx", b"\x00\x05\x16\x07\x00\x02\x00\x00", True),
        ("แบบ.xlsx", GOOD, False),
        ("แบบ.xlsx", b"", False),
    ],
)
def test_files_that_programs_leave_behind_are_skipped(
    name: str, data: bytes, skipped: bool, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    assert is_skipped(tmp_path / name) is skipped


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "S10"),
        ({"xl/macrosheets/sheet9.xml": "<a/>"}, "S10"),
        ({"xl/externalLinks/externalLink1.xml": "<externalLink/>"}, "S11"),
        ({"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink/></externalLink>"}, "S12"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "S13"),
        ({"xl/activeX/activeX1.xml": "<a/>"}, "S13"),
        ({"xl/connections.xml": "<a/>"}, "S13"),
    ],
)
def test_what_a_workbook_carries_is_remarked(
    extra: dict[str, str | bytes], code: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(pack({**parts(), **extra}))

    assert code in {remark.code for remark in inspect(path).remarks}
    assert code in {remark.code for remark in read(path).remarks}


@pytest.mark.parametrize(
    "name", [n for n, (_, _, code) in FILES.items() if code.startswith(("S", "F10"))]
)
def test_a_hostile_file_costs_little(name: str, tmp_path: Path) -> None:
    data, file_name, _ = FILES[name]
    (tmp_path / file_name).write_bytes(data)
    tracemalloc.start()
    started = time.process_time()
    for look in (inspect, read):
        with pytest.raises(UnreadableError):
            look(tmp_path / file_name)
    spent = time.process_time() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (
        spent < 5
    )  # two readings, traced, on a busy machine; alone each takes under half a second
    assert peak < 64 * 2**20


def test_legal_files_that_upset_others_pass(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        book(
            sheet(
                '<row r="1"><c r="A1"><v>1</v></c></row>'
                '<row r="1048576" s="1" customFormat="1"><c r="XFD1048576"><v>2</v></c></row>',
                '<mergeCells><mergeCell ref="B1:D1048576"/><mergeCell ref="F:G"/></mergeCells>',
                '<dimension ref="A1:XFD1048576"/>',
            )
        )
    )

    assert inspect(path).kind == "xlsx"


def test_utf_16_parts_pass(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(book('<?xml version="1.0" encoding="UTF-16"?><worksheet/>'.encode("utf-16")))

    assert inspect(path).kind == "xlsx"

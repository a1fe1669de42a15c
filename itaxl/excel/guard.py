"""Is this a workbook, and is it safe to read? Asked before any parser sees a byte of it."""

import os
import re
import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from itaxl.cells import MAX_COLUMN, MAX_ROW, Remark, column_number
from itaxl.errors import UnreadableError
from itaxl.excel.package import (
    MAX_FILE,
    Entry,
    Package,
    by_name,
    directory,
    inflate,
    inflate_in_chunks,
    printable,
)

MAX_SHEETS = 200
MAX_CELLS = 2_000_000
MAX_MERGES = 20_000
MAX_NAMES = 20_000
MAX_FORMATS = 65_490
MAX_STYLES_PART = 16 * 2**20
MAX_STRINGS = 2_000_000
# Whole columns and whole rows may be merged or linked; nobody means a sixteenth of the grid.
MAX_AREA = MAX_ROW * MAX_COLUMN // 16

# Until a file is known to be safe, only the standard library sees its bytes.
_inflated = partial(inflate, by=zlib)

_LOCK_NAMES = re.compile(
    r"~\$|\.~lock\.|\._|~wrl|~wro|thumbs\.db\Z|desktop\.ini\Z|\.ds_store\Z", re.IGNORECASE
)
_UNFINISHED = (".tmp", ".part", ".crdownload", ".download", ".partial", ".opdownload")
_APPLE_DOUBLE = b"\x00\x05\x16\x07\x00"
_OWNER_FILE = 165  # Excel's note of who has a workbook open: a length, a name, padding

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What stands in the directory of an OLE file; the first that is found names it.
_OLE_STREAMS = (
    ("\x06DataSpaces/DRMEncrypted", "F08", ""),
    ("DRMEncryptedTransform", "F08", ""),
    ("DRMEncryptedDataSpace", "F08", ""),
    ("\x09DRMContent", "F08", ""),
    ("EncryptedPackage", "F07", ""),
    ("Workbook", "F04", ""),
    ("Book", "F04", ""),
    ("WordDocument", "F03", "Word 97-2003"),
    ("PowerPoint Document", "F03", "PowerPoint 97-2003"),
    ("VisioDocument", "F03", "Visio"),
    ("__properties_version1.0", "F03", "Outlook"),
)
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "program"),
    (b"ID;P", "SYLK"),
    (b"TABLE\r\n0,1", "DIF"),
    (b"SQLite format 3", "SQLite"),
)
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00",
         b"\x09\x08\x10\x00")  # fmt: skip
_LINK_FILES = (b"[internetshortcut]", b'"doc_id"', b'"url": "https://docs.google', b'"resource_id"')
_SHELL_LINK = b"L\x00\x00\x00\x01\x14\x02\x00"
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|script|meta)[\s>]", re.IGNORECASE)
_HTML_TABLE = re.compile(rb"<table|urn:schemas-microsoft-com:office", re.IGNORECASE)
_SHEET_KINDS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xltx", ".xltm")
_TEXT_KINDS = (".csv", ".txt", ".tsv", ".tab")
_CLOUD_ONLY = 0x400000 | 0x40000 | 0x1000  # recall on data access, recall on open, offline


def is_skipped(path: Path) -> bool:
    """
    Tell whether a file is no workbook but what programs leave beside one: F01.

    Lock and owner files, Apple's doubles, unfinished downloads: by name, and by content where
    someone has renamed them.
    """
    if is_leftover_name(path.name):
        return True
    try:
        state = path.lstat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > 2**16:
            return False
        return _is_leftover(path.read_bytes())
    except OSError:
        return False


def is_leftover_name(name: str) -> bool:
    """Tell by its name alone what programs leave beside a workbook."""
    return _LOCK_NAMES.match(name) is not None or name.lower().endswith(_UNFINISHED)


def _is_leftover(data: bytes) -> bool:
    if data.startswith(_APPLE_DOUBLE):
        return True
    return len(data) == _OWNER_FILE and 0 < data[0] <= 54 and data[1 + data[0] : 54].strip() == b""


def inspect(path: Path) -> Package:
    """
    Make sure that a file is a workbook that is safe to read.

    Nothing is parsed; every part that any reader would parse is scanned. Raises UnreadableError.
    """
    package = open_package(path)
    scan(package)
    return package


def open_package(path: Path) -> Package:
    """
    Take a file into memory as a package whose shape is sound; its parts are not scanned.

    For readers that keep the limits on what stands inside the parts themselves.
    """
    return recognise(load(path), path)


def load(path: Path) -> bytes:
    """Read a regular file of bounded size; F14 for anything else, F13 when it is too large."""
    try:
        state = path.lstat()
        if stat.S_ISLNK(state.st_mode):
            target = path.resolve(strict=True)
            if not target.is_relative_to(path.parent.resolve()):
                raise UnreadableError("F14", "link")
            state = target.lstat()
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError("F14", _file_type(state.st_mode))
        if getattr(state, "st_file_attributes", 0) & _CLOUD_ONLY:
            raise UnreadableError("F11", "cloud")
        if state.st_size > MAX_FILE:
            raise UnreadableError("F13", f"{state.st_size // 2**20} MB")
        # The file may have become a pipe since; opening must not wait for a writer.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(handle, "rb") as file:
            data = file.read(state.st_size + 1)
            if len(data) > state.st_size:  # it grew, or its size is not known beforehand
                data += file.read(MAX_FILE + 1)
    except (OSError, RuntimeError) as trouble:
        reason = getattr(trouble, "strerror", None) or type(trouble).__name__
        raise UnreadableError("F14", str(reason)) from trouble
    if len(data) > MAX_FILE:
        raise UnreadableError("F13", f"{len(data) // 2**20} MB")
    return data


def _file_type(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISFIFO(mode):
        return "pipe"
    return "device"


def recognise(data: bytes, path: Path) -> Package:
    """Tell by its content what a file is; anything but a workbook raises its own code."""
    if not data.strip(b"\x00"):
        raise UnreadableError("F02")
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return _recognise_zip(data, path)
    if _is_leftover(data):
        raise UnreadableError("F01")
    code, seen = _other_kind(data)
    if code == "F03" and seen == "CSV" and path.suffix.lower() in _TEXT_KINDS:
        return Package(path, "csv", data)
    raise UnreadableError(code, seen)


def _other_kind(data: bytes) -> tuple[str, str]:  # noqa: PLR0911 one line for each kind
    """Name a file that is no zip: a code and the kind."""
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_BIFF):
        return "F04", "BIFF"
    if data.startswith(_SHELL_LINK):
        return "F11", "shortcut"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return "F03", kind
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return "F03", "BMP"
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypisom", b"ftypmp42"}:
        return "F03", "HEIC" if data[8:10] != b"is" else "video"
    if b"PK\3\4" in data[:4096] and b"PK\5\6" in data[-70_000:]:
        return "F03", "bytes before the zip"
    return _text_kind(data)


def _ole_kind(data: bytes) -> tuple[str, str]:
    """Name an OLE file by its streams; the entries of its directory are 128 bytes long."""
    upper = data.upper()  # names are compared without letter case
    for name, code, kind in _OLE_STREAMS:
        wide = name.upper().encode("utf-16-le") + b"\0\0"
        at = upper.find(wide)
        while at >= 0:
            if at % 128 == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(wide)):
                return code, kind
            at = upper.find(wide, at + 1)
    return "F03", "OLE"


def _text_kind(data: bytes) -> tuple[str, str]:
    head = data[: 2**16]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:8192].lower()
    if start.startswith((b"[internetshortcut]", b"{")) and any(s in start for s in _LINK_FILES):
        return "F11", "shortcut"
    if start.startswith((b"<?xml", b"<")) or _WEB_PAGE.search(start[:1024]):
        return _markup_kind(start)
    if b"\0" in head or sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head) > 2:
        return "F03", "unknown"
    return "F03", "CSV" if re.search(rb"[,;\t|]", head) or b"\n" in head else "text"


def _markup_kind(start: bytes) -> tuple[str, str]:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<html" not in start:
        return "F03", "XML Spreadsheet 2003"
    if b"opendocument:xmlns:office" in start or b"office:document" in start:
        return "F06", "flat ODS"
    if b"<plist" in start and b"<key>url</key>" in start:
        return "F11", "shortcut"
    office = b"urn:schemas-microsoft-com:office" in start
    if office or start.startswith(b"<table"):
        return "F03", "HTML"
    if _WEB_PAGE.search(start):
        return "F15", "HTML"
    return "F03", "XML"


def _recognise_zip(data: bytes, path: Path) -> Package:
    entries = directory(data)
    # What kind of zip this is comes first: a duplicate part of a Word file is not our concern.
    names = {entry.name.replace("\\", "/").casefold() for entry in entries}
    kind = _zip_kind(data, entries, names)
    if kind == "ods" and path.suffix.lower() not in {".ods", ".ots"}:
        raise UnreadableError("F06", "ODS")
    named = by_name(entries)
    remarks = tuple(_remarks(data, named)) if kind == "xlsx" else ()
    return Package(path, kind, data, named, remarks)


def _zip_kind(data: bytes, entries: list[Entry], names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        raise UnreadableError("F05")
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    if "mimetype" in names:
        mimetype = next(entry for entry in entries if entry.name.casefold() == "mimetype")
        if mimetype.size < 200:
            return _opendocument_kind(_inflated(data, mimetype))
    if any(name.endswith(".iwa") for name in names) or "index.zip" in names:
        raise UnreadableError("F06", "Numbers")
    for part, kind in (
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("androidmanifest.xml", "program"),
    ):
        if part in names:
            raise UnreadableError("F03", kind)
    if "[content_types].xml" in names:
        return "xlsx"  # a workbook part may have any name; the reader asks the relationships
    inner = sorted(name for name in names if name.endswith(_SHEET_KINDS))
    if inner:
        raise UnreadableError("F12", f"{len(inner)}: {printable(PurePosixPath(inner[0]).name)}")
    raise UnreadableError("F03", "ZIP")


def _opendocument_kind(mimetype: bytes) -> str:
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if b"opendocument.text" in mimetype:
        raise UnreadableError("F03", "OpenDocument text")
    raise UnreadableError("F03", printable(mimetype.decode("ascii", "replace")))


_CARRIED = re.compile(
    r"vbaproject\.bin$|/(?:macrosheets|externallinks|embeddings|activex|querytables|model)/"
    r"|xl/connections\.xml$",
    re.MULTILINE,
)


def _remarks(data: bytes, entries: dict[str, Entry]) -> Iterator[Remark]:
    """Tell what a workbook carries besides cells: never read, never carried on."""
    if not _CARRIED.search("\n".join(entries)):
        return  # most workbooks carry nothing, and one search says so
    macros = [
        name for name in entries if name.endswith("vbaproject.bin") or "/macrosheets/" in name
    ]
    if macros:
        yield Remark("S10", _part_names(macros))
    links = [name for name in entries if "/externallinks/externallink" in name]
    if links:
        targets = [entry for name, entry in entries.items() if "/externallinks/_rels/" in name]
        yield Remark("S11", _link_targets(data, targets) or _part_names(links))
    dde = [name for name in links if b"ddeLink" in _inflated(data, entries[name])]
    if dde:
        yield Remark("S12", "DDE")
    objects = [
        name
        for name in entries
        if any(room in name for room in ("/embeddings/", "/activex/", "/querytables/", "/model/"))
        or name.endswith("xl/connections.xml")
    ]
    if objects:
        yield Remark("S13", _part_names(objects))


def _part_names(names: list[str]) -> str:
    return ", ".join(printable(PurePosixPath(name).name) for name in sorted(names)[:5])


def _link_targets(data: bytes, relations: list[Entry]) -> str:
    """Name the files that are linked to, without their folders, which may be private."""
    found: set[str] = set()
    for entry in relations:
        for target in re.findall(rb'Target="([^"]*)"', _inflated(data, entry)):
            path = target.decode("utf-8", "replace").replace("\\", "/")
            found.add(printable(path.rstrip("/").rpartition("/")[2]))
    return ", ".join(sorted(found)[:5])


# ---- what stands inside the parts ----

_XML_PART = re.compile(r"\.(?:xml|rels|vml)\Z")
_DOCTYPE = re.compile(rb"<!DOCTYPE|<\0!\0D\0O\0|\0<\0!\0D\0O")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_KNOWN_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1"})
_FAR_CELL = re.compile(
    rb"""<(?:\w+:)?(?:c|row)\s[^<>]*?\br=["']"""
    rb"(?:[A-Z]{4,}\d|X(?:[G-Z][A-Z]|F[E-Z])\d|[YZ][A-Z]{2}\d|[A-Z]*0*(?:[1-9]\d{7,}|[2-9]\d{6}"
    rb"|1[1-9]\d{5}|10[5-9]\d{4}|1049\d{3}|1048[6-9]\d\d|10485[89]\d|104857[7-9])\D)"
)
_AREA = re.compile(
    rb"""<(?:\w+:)?(mergeCell|hyperlink|table|f)\s(?:[^<>]*?\s)?ref=["']([^"']*)["']"""
)
_RANGE = re.compile(r"\$?([A-Za-z]{0,8})\$?(\d{0,12})(?::\$?([A-Za-z]{0,8})\$?(\d{0,12}))?\Z")
# Parts that any reader turns into one object each, by kind of part: token, limit.
_COUNTED = (
    ("/worksheets/", b"mergeCell ", MAX_MERGES),
    ("/styles", b"xf ", MAX_FORMATS),
    ("/styles", b"<font>", MAX_FORMATS),
    ("/styles", b"<font/>", MAX_FORMATS),
    ("/styles", b"<fill>", MAX_FORMATS),
    ("/styles", b"<border>", MAX_FORMATS),
    ("/workbook", b"definedName ", MAX_NAMES),
    ("/workbook", b"sheet ", MAX_SHEETS),
    ("/sharedstrings", b"<si>", MAX_STRINGS),
    ("/worksheets/", b"<c ", MAX_CELLS),
)


def scan(package: Package) -> None:
    """
    Look through the parts without parsing them: DTDs, encodings, addresses, ranges, counts.

    Raises S05 to S09, and F10 for a part whose bytes are damaged.
    """
    for name, entry in package.entries.items():
        xml = _XML_PART.search(name) is not None
        if name.startswith("xl/styles") and entry.size > MAX_STYLES_PART:
            raise UnreadableError("S08", f"{entry.size // 2**20} MB", entry.name)
        counts: Counter[bytes] = Counter()
        tail = b""
        for chunk in inflate_in_chunks(package.data, entry, 2**20):
            if xml:
                if not tail:
                    check_encoding(chunk, entry.name)
                _scan_chunk(tail, chunk, name, counts)
                tail = chunk[-256:]


def check_encoding(data: bytes, part: str) -> None:
    """Refuse encodings that the parser does not know by itself: S09."""
    declared = _ENCODING.match(data[:200])
    if declared and declared[1].decode("ascii", "replace").lower() not in _KNOWN_ENCODINGS:
        raise UnreadableError("S09", printable(declared[1].decode("ascii", "replace")), part)


def _scan_chunk(tail: bytes, chunk: bytes, name: str, counts: Counter[bytes]) -> None:
    window = tail + chunk
    if _DOCTYPE.search(window):
        raise UnreadableError("S05", "DOCTYPE", name)
    for room, token, limit in _COUNTED:
        if room in name:
            counts[token] += chunk.count(token)
            if counts[token] > limit:
                raise UnreadableError("S08", f"{token.decode().strip('<>/ ')} > {limit}", name)
    if "/worksheets/" in name or "/macrosheets/" in name or "/tables/" in name:
        far = _FAR_CELL.search(window)
        if far:
            raise UnreadableError("S06", far[0][-24:].decode("ascii", "replace"), name)
        for area in _AREA.finditer(window):
            check_area(area[2].decode("ascii", "replace"), name)


def check_area(reference: str, part: str) -> tuple[int, int, int, int] | None:
    """
    Read a range such as A1:C9, whole columns and rows included; None when it is no range.

    A corner outside the grid is S06, a range over more than a sixteenth of the grid S07.
    """
    match = _RANGE.match(reference.strip())
    if match is None or not reference.strip():
        return None
    left, top, right, bottom = match.groups()
    if right is None and bottom is None:
        right, bottom = left, top
    first_row, last_row = int(top or 1), int(bottom or MAX_ROW)
    first_column = column_number(left) if left else 1
    last_column = column_number(right) if right else MAX_COLUMN
    if first_row > last_row:
        first_row, last_row = last_row, first_row
    if first_column > last_column:
        first_column, last_column = last_column, first_column
    if last_row > MAX_ROW or last_column > MAX_COLUMN or first_row < 1 or first_column < 1:
        raise UnreadableError("S06", printable(reference), part)
    if (last_row - first_row + 1) * (last_column - first_column + 1) > MAX_AREA:
        raise UnreadableError("S07", printable(reference), part)
    return first_row, first_column, last_row, last_column


def merged_positions(package: Package) -> int:
    """Count the positions under merged and linked ranges of all sheets."""
    total = 0
    for name, entry in package.entries.items():
        if "/worksheets/" in name and _XML_PART.search(name):
            body = _inflated(package.data, entry)
            for area in _AREA.finditer(body):
                corners = check_area(area[2].decode("ascii", "replace"), name)
                if corners and area[1] in {b"mergeCell", b"hyperlink"}:
                    top, left, bottom, right = corners
                    total += (bottom - top + 1) * (right - left + 1)
    return total

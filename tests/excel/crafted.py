"""Workbooks made by hand, one part changed as the test wants it; hostile ones among them."""

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, str | bytes]


def relations(*targets: tuple[str, str], mode: str = "") -> str:
    """Write a relationship part; each target is the last word of its type and the path."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def sheet(rows: str = "", after: str = "", before: str = "") -> str:
    """Write a sheet part around its rows."""
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def cells(*inner: str) -> str:
    """Write one row with the given cells."""
    return f'<row r="1">{"".join(inner)}</row>'


def styles(*formats: str | int) -> str:
    """Write a styles part; format 0 is General, then each code or built-in identifier in turn."""
    codes = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(formats)
        if isinstance(code, str)
    )
    records = "".join(
        f'<xf numFmtId="{200 + n if isinstance(code, str) else code}"/>'
        for n, code in enumerate(formats)
    )
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{records}</cellXfs></styleSheet>'
    )


def strings(*items: str) -> str:
    """Write a shared strings part; items are the XML inside each si."""
    return f'{DECLARATION}<sst xmlns="{MAIN}">{"".join(f"<si>{i}</si>" for i in items)}</sst>'


def parts(sheet_xml: str | bytes | None = None, **others: str | bytes) -> Parts:
    """Give the parts of a minimal workbook; keywords replace workbook, styles or strings."""
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/'
        'package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        "</Types>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": others.get("workbook")
        or f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet_xml
        if sheet_xml is not None
        else sheet(cells('<c r="A1"><v>1</v></c>')),
        **({"xl/styles.xml": others["styles"]} if "styles" in others else {}),
        **({"xl/sharedStrings.xml": others["strings"]} if "strings" in others else {}),
    }


def pack(content: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip parts in the order given."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as archive:
        for name, body in content.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, body)
    return memory.getvalue()


def book(sheet_xml: str | bytes | None = None, **others: str | bytes) -> bytes:
    """Give the bytes of a minimal workbook with one part changed."""
    return pack(parts(sheet_xml, **others))


def with_part(name: str, body: str | bytes) -> bytes:
    """Give a minimal workbook with one more part."""
    return pack({**parts(), name: body})


def duplicate_names() -> bytes:
    """Give a workbook with the same part twice: two readers would see two figures."""
    memory = io.BytesIO(book())
    with zipfile.ZipFile(memory, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", sheet(cells('<c r="A1"><v>9</v></c>')))
    return memory.getvalue()


def patched(
    data: bytes, signature: bytes, offset: int, form: str, value: int, which: int = 0
) -> bytes:
    """Overwrite a number in the record that begins with a signature."""
    changed = bytearray(data)
    at = -1
    for _ in range(which + 1):
        at = data.index(signature, at + 1)
    struct.pack_into(form, changed, at + offset, value)
    return bytes(changed)


def shared_body() -> bytes:
    """Give a zip in which two entries of the directory point to one body."""
    data = with_part("xl/media/a.xml", "<a/>")
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 1)
    changed = bytearray(data)
    # The second entry becomes another name for the body of the first: same length of name needed.
    changed[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(changed)


def ole(*streams: str) -> bytes:
    """Give an OLE file with a directory that names the streams."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    directory = b""
    for name in ("Root Entry", *streams):
        wide = name.encode("utf-16-le") + b"\0\0"
        directory += wide.ljust(64, b"\0") + struct.pack("<H", len(wide)) + bytes(62)
    return header + directory.ljust(1024, b"\0")


def open_document(body: str, kind: str = "spreadsheet") -> bytes:
    """Give an OpenDocument file with the given tables."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return pack({"mimetype": mimetype, "content.xml": content})

"""
A short cut through the two parts that matter, for the spelling that nearly all programs use.

One pattern splits a part into what it knows and what is left over. The result counts only if what
is left over is nothing but the frame the part must have; anything else, however legal, is left to
expat, and so is anything odd in the bytes. Both ways give the same cells.
"""

import re
from typing import NamedTuple

from itaxl.cells import MAX_COLUMN, Cell, Kind, address, column_number
from itaxl.errors import UnreadableError
from itaxl.excel import sheetxml
from itaxl.excel.guard import MAX_FORMATS
from itaxl.excel.package import Package
from itaxl.excel.sheetxml import (
    Context,
    SheetPart,
    Styles,
    elements,
    local,
    make_styles,
    marker,
    note_danger,
    parse,
    start_rest,
    unescape,
    whole,
)

MAX_PART = 16 * 2**20
MAX_REFERENCES = 2_000  # some programs write every Thai letter as a reference: expat is quicker

_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_DECLARATION = re.compile(r"^\ufeff?\s*(?:<\?xml[^<>]*\?>)?")
_OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_NUMBERED = re.compile(r"&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_UNKNOWN_REFERENCE = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")

_T = r'<t(?: xml:space="preserve")?>([^<]*)</t>'
_STRING = re.compile(rf"<si>(?:{_T}|(.*?))</si>", re.DOTALL)
_RUN_TEXT = re.compile(_T)
_RUNS = re.compile(
    r"(?:<r>(?:<rPr>(?:<(?!/rPr>)[^<>]*>)*+</rPr>)?"
    rf"{_T}</r>|<phoneticPr [^<>]*/>|<t/>|<r><t/></r>)*+\Z"
)
# Seven figures, and so the far end of the grid, are left to expat.
_ROW_NUMBER = "[1-9][0-9]{0,5}"
_BLANK_CELL = rf'<c r="[A-Z]{{1,3}}{_ROW_NUMBER}"(?: s="[0-9]{{1,5}}")?(?:/>|></c>)'
_CELL = re.compile(
    rf'<c r="([A-Z]{{1,3}})({_ROW_NUMBER})"(?: s="([0-9]{{1,5}})")?(?: t="(\w+)")?>'
    r"(?:<f((?: \w+=\"[^\"<>/]*\")*+)(?:/>|>([^<]*)</f>))?"
    rf"(?:<v>([^<]*)</v>|<is>{_T}</is>|<v/>)?</c>"
)
_ATTRIBUTES = r'(?: [\w:.]+="[^"<>/&]*")*+'
_FRAME = re.compile(
    rf'(?:\s*+<row r="{_ROW_NUMBER}"{_ATTRIBUTES}(?:/>|>(?:\s++|{_BLANK_CELL})*+</row>))*+\s*+\Z'
)
_HIDDEN_ROW = re.compile(r'<row r="([0-9]+)"[^<>]* hidden="(?:1|true|on)"')
_FORMATS = re.compile(r"<cellXfs(?: [^<>]*)?>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(r'<xf (?:(?:[^<>]*? )?numFmtId="([0-9]+)")?[^<>]*>')
_CODES = re.compile(r"<numFmts(?: [^<>]*)?>(.*?)</numFmts>", re.DOTALL)
_CODE = re.compile(r'<numFmt numFmtId="([0-9]+)" formatCode="([^"<>]*)" ?(?:/>|></numFmt>)')
_REST = re.compile(
    r"<((?:\w+:)?(?:mergeCell|hyperlink|autoFilter|tablePart|drawing|col(?= [^<>]*hidden=)))\b"
    r"([^<>]*)>"
)
_ANY_ATTRIBUTE = re.compile(r'\s([\w:.]+)="([^"]*)"')
_ATTRIBUTES_ONLY = re.compile(r'(?:\s+[\w:.]+="[^"]*")*+\s*/?\Z')
_ATTRIBUTE = re.compile(r' ([\w:.]+)="([^"]*)"')
_ATTRIBUTE = re.compile(r' (t|si)="([^"]*)"')


class NotPlainError(ValueError):
    """The part is not spelled in the way the short cut knows."""


def plain_text(data: bytes) -> str:
    """Give the text of a part in UTF-8 whose letters are all legal in XML."""
    if (
        _OTHER_ENCODING.search(data[:200])
        or data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
        or (b"&" in data and data.count(b"&#") > MAX_REFERENCES)
        or len(data.translate(None, _CONTROLS)) != len(data)
    ):
        raise NotPlainError
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise NotPlainError from trouble
    if "\ufffe" in text or "\uffff" in text or _UNKNOWN_REFERENCE.search(text):
        raise NotPlainError
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def resolve_references(text: str) -> str:
    """Replace the references of XML by their letters; all of them are known to be good ones."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _NUMBERED.sub(_letter, text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&apos;", "'").replace("&amp;", "&")


def _letter(match: re.Match[str]) -> str:
    decimal, hexadecimal = match.groups()
    number = int(decimal) if decimal else int(hexadecimal, 16)
    legal = number in {9, 10, 13} or 32 <= number < 0xD800 or 0xE000 <= number < 0x110000
    # A written-out & must not join with what follows it to another reference.
    if not legal or number in {0x26, 0xFFFE, 0xFFFF}:
        raise NotPlainError
    return chr(number)


def read_strings(package: Package, part: str) -> list[str]:
    """List the shared strings, by the short cut where the part allows it."""
    if package.size(part) <= MAX_PART:
        try:
            return plain_strings(package.part(part), part)
        except NotPlainError:
            pass
    return sheetxml.read_strings(package, part)


def plain_strings(data: bytes, part: str) -> list[str]:
    """List the strings of a part that is spelled plainly; NotPlainError if it is not."""
    text = plain_text(data)
    pieces = _STRING.split(text)
    around = "".join(pieces[0::3])
    if "<!" in around:
        raise NotPlainError
    frame = elements([_encode(around)], part)
    if len(frame) != 1 or frame[0].name != "sst" or frame[0].text.strip():
        raise NotPlainError
    strings = [
        plain if plain is not None else _joined_runs(runs)
        for plain, runs in zip(pieces[1::3], pieces[2::3], strict=True)
    ]
    if "&" in text:
        strings = [resolve_references(string) for string in strings]
    return [unescape(string) for string in strings] if "_x" in text else strings


def _joined_runs(runs: str) -> str:
    """Join the texts of a rich text; a phonetic guide is left to expat."""
    if "<!" in runs or _RUNS.match(runs) is None:
        raise NotPlainError
    return "".join(_RUN_TEXT.findall(runs))


def _encode(frame: str) -> bytes:
    # The frame is text already, whatever its declaration says.
    return _DECLARATION.sub("", frame, count=1).encode()


def read_styles(package: Package, part: str) -> Styles:
    """Read the cell formats, by the short cut where the part allows it."""
    try:
        return plain_styles(package.part(part))
    except NotPlainError:
        return sheetxml.read_styles(package.chunks(part), part)


def plain_styles(data: bytes) -> Styles:
    """Read the cell formats of a part that is spelled plainly; NotPlainError if it is not."""
    text = plain_text(data)
    formats = _FORMATS.findall(text)
    if "<!" in text or len(formats) != 1 or text.count("cellXfs") != 2 or "'" in formats[0]:
        raise NotPlainError
    records = _FORMAT.findall(formats[0])
    codes = _CODES.findall(text)
    named = _CODE.findall(codes[0]) if len(codes) == 1 else []
    counts = formats[0].count("<xf"), text.count("numFmts"), "".join(codes).count("<numFmt")
    if counts != (len(records), 2 * len(codes), len(named)) or len(records) > MAX_FORMATS:
        raise NotPlainError
    return make_styles(
        [whole(identifier or "0") for identifier in records],
        {whole(identifier): resolve_references(code) for identifier, code in named},
    )


def read_sheet(package: Package, part: str, context: Context) -> SheetPart:
    """Read a sheet part, by the short cut where the part allows it."""
    if package.size(part) <= MAX_PART:
        try:
            return plain_sheet(package.part(part), part, context)
        except NotPlainError:
            pass
    return sheetxml.read_sheet(package, part, context)


def plain_sheet(data: bytes, part: str, context: Context) -> SheetPart:
    """Read a sheet part that is spelled plainly; NotPlainError if it is not."""
    text = plain_text(data)
    head, opened, rest = text.partition("<sheetData>")
    rows, closed, tail = rest.rpartition("</sheetData>")
    if not opened and "<sheetData/>" in text:
        head, _, tail = text.partition("<sheetData/>")
        opened, closed = "<sheetData>", "</sheetData>"
    if not opened or not closed or "<!" in head or "<!" in tail:
        raise NotPlainError
    pieces = _CELL.split(rows)
    frame = "".join(pieces[0::9])
    if _FRAME.match(frame) is None:
        raise NotPlainError
    sheet = SheetPart()
    try:
        _take_cells(sheet, pieces, context)
    except UnreadableError as trouble:
        raise UnreadableError(trouble.code, trouble.seen, part) from None
    if " hidden=" in frame:
        sheet.hidden_rows.update(int(number) for number in _HIDDEN_ROW.findall(frame))
    _take_rest(sheet, f"{head}{opened}{closed}{tail}", part)
    return sheet


def _take_rest(sheet: SheetPart, frame: str, part: str) -> None:
    """Read what stands around the cells; expat only makes sure that it is well formed."""
    parse([_encode(frame)], part, None, None)
    for name, attributes in _REST.findall(frame):
        if _ATTRIBUTES_ONLY.match(attributes) is None:
            raise NotPlainError
        stated = {
            key: resolve_references(value) for key, value in _ANY_ATTRIBUTE.findall(attributes)
        }
        start_rest(sheet, local(name), stated, part)


class _Columns(dict[str, int]):
    """Columns by their letters, each worked out once."""

    def __missing__(self, letters: str) -> int:
        column = column_number(letters)
        if column > MAX_COLUMN:
            raise UnreadableError("S06", f"column {letters}")
        self[letters] = column
        return column


_COLUMNS = _Columns()


def _take_cells(sheet: SheetPart, pieces: list[str], context: Context) -> None:
    """Make the cells of a sheet from the groups of the pattern, the two commonest at once."""
    cells, strings, columns, new = sheet.cells, context.strings, _COLUMNS, tuple.__new__
    codes, kinds = context.styles.codes, context.styles.kinds
    text, number, percent = Kind.TEXT, Kind.NUMBER, Kind.PERCENT
    masters: dict[str, str] = {}
    groups = (pieces[group::9] for group in range(1, 9))
    for letters, digits, style, kind, attributes, formula, value, inline in zip(
        *groups, strict=True
    ):
        row = int(digits)
        column = columns[letters]
        index = int(style) if style else 0
        if attributes is None and value and index < len(codes):
            if kind == "s":
                if value.isdecimal() and value.isascii() and (at := int(value)) < len(strings):
                    cells[row, column] = new(
                        Cell, (row, column, text, strings[at], "", codes[index])
                    )
                    continue
            elif kind is None or kind == "n":
                meant = kinds[index]
                if (meant is number or meant is percent) and _is_plain_number(value):
                    cells[row, column] = new(Cell, (row, column, meant, value, "", codes[index]))
                    continue
        found = _Found(row, column, index, kind or "n", attributes, formula, value, inline)
        _take_cell(sheet, found, masters, context)


def _is_plain_number(value: str) -> bool:
    return len(value) < 40 and value.isascii() and value.replace(".", "", 1).isdigit()


class _Found(NamedTuple):
    """What the pattern found of one cell, its references not resolved."""

    row: int
    column: int
    style: int
    kind: str
    attributes: str | None
    formula: str | None
    value: str | None
    inline: str | None


def _take_cell(sheet: SheetPart, found: _Found, masters: dict[str, str], context: Context) -> None:
    """Make a cell of any kind, as expat's handlers would."""
    row, column, style, kind, attributes, text, value, inline = found
    formula = ""
    if attributes is not None:
        formula = resolve_references(text or "").strip()
        if attributes:
            stated = dict(_ATTRIBUTE.findall(attributes))
            stand_in = marker(stated, masters, address(row, column))
            formula = formula or stand_in
    if inline is not None and (kind == "inlineStr" or value is None):
        kind, value = "inlineStr", inline
    if value is not None:
        value = resolve_references(value)
    cell = context.cell(row, column, kind, style, value, formula)
    if cell is not None:
        sheet.cells[row, column] = cell
        if formula:
            note_danger(sheet, formula, cell)

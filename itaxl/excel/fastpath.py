"""
A short cut through the two parts that matter, for the spelling that nearly all programs use.

One pattern splits a part into what it knows and what is left over. The result counts only if what
is left over is nothing but the frame the part must have; anything else, however legal, is left to
expat, and so is anything odd in the bytes. Both ways give the same cells.
"""

import re
from functools import lru_cache

from itaxl.cells import MAX_COLUMN, Cell, Kind, address, column_number
from itaxl.errors import UnreadableError
from itaxl.excel import sheetxml
from itaxl.excel.guard import MAX_FORMATS
from itaxl.excel.package import MAX_SMALL, Package, SmallPart
from itaxl.excel.sheetxml import (
    MAX_KNOWN,
    Context,
    SheetPart,
    Styles,
    elements,
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
_CONTENT = (
    r"(?:<f{}(?:/>|>{}</f>))?(?:<v>{}</v>|<is><t(?: xml:space=\"preserve\")?>{}</t></is>|<v/>)?"
)
_FORMULA_ATTRIBUTES = r'(?: \w+="[^"<>/]*")*+'
# A shared text, a plain number and a plain formula with a result have groups of their own; all
# else is looked at once more.
_CELL = re.compile(
    rf'<c r="([A-Z]{{1,3}}{_ROW_NUMBER})"(?: s="(0|[1-9][0-9]{{0,4}})")?'
    r'(?: t="s"><v>([0-9]{1,7})</v>|(?: t="n")?><v>([0-9]{1,15}(?:\.[0-9]{1,20})?)</v>'
    r'|(?: t="(str)")?><f>([^<]++)</f><v>([^<&]++)</v>'
    rf'|((?: t="\w+")?>{_CONTENT.format(_FORMULA_ATTRIBUTES, *["[^<]*+"] * 3)}))</c>'
)
_OTHER_CELL = re.compile(
    rf'(?: t="(\w+)")?>{_CONTENT.format(f"({_FORMULA_ATTRIBUTES})", *["([^<]*+)"] * 3)}'
)
_ATTRIBUTES = r'(?: [\w:.]+="[^"<>/&]*")*+'
_FRAME = re.compile(
    rf'(?:\s*+<row r="{_ROW_NUMBER}"{_ATTRIBUTES}(?:/>|>(?:{_BLANK_CELL}|\s++)*+</row>))*+\s*+\Z'
)
_HIDDEN_ROW = re.compile(r'<row r="([0-9]+)"[^<>]* hidden="(?:1|true|on)"')
_FORMATS = re.compile(r"<cellXfs(?: [^<>]*)?>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(r'<xf (?:(?:[^<>]*? )?numFmtId="([0-9]+)")?[^<>]*>')
_CODES = re.compile(r"<numFmts(?: [^<>]*)?>(.*?)</numFmts>", re.DOTALL)
_CODE = re.compile(r'<numFmt numFmtId="([0-9]+)" formatCode="([^"<>]*)" ?(?:/>|></numFmt>)')
_AROUND = "mergeCell|hyperlink|autoFilter|tablePart|drawing|col(?= [^<>]*hidden=)"
_REST = re.compile(rf"<({_AROUND})\b([^<>]*)>".encode())
_PREFIXED = re.compile(rf":(?:{_AROUND})\b".encode())
_ANY_ATTRIBUTE = re.compile(r'\s([\w:.]+)="([^"]*)"')
_ATTRIBUTES_ONLY = re.compile(r'(?:\s+[\w:.]+="[^"]*")*+\s*/?\Z')
_ATTRIBUTE = re.compile(r' (t|si)="([^"]*)"')
_MOST_PLACES = 20_000


class NotPlainError(ValueError):
    """The part is not spelled in the way the short cut knows."""


def plain_text(data: bytes) -> str:
    """Give the text of a part in UTF-8 whose letters are all legal in XML."""
    _make_sure_of_utf8(data)
    return _legal_text(data)


def _make_sure_of_utf8(data: bytes) -> None:
    if _OTHER_ENCODING.search(data[:200]) or data.startswith(
        (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
    ):
        raise NotPlainError


def _legal_text(data: bytes) -> str:
    """Decode what holds legal letters only, and not too many of them as references."""
    referring = b"&" in data
    if (referring and data.count(b"&#") > MAX_REFERENCES) or (
        len(data.translate(None, _CONTROLS)) != len(data)
    ):
        raise NotPlainError
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise NotPlainError from trouble
    if "\ufffe" in text or "\uffff" in text or (referring and _UNKNOWN_REFERENCE.search(text)):
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
        strings = [resolve_references(one) if "&" in one else one for one in strings]
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
    small = package.small(part)
    try:
        return plain_styles(package.part(part)) if small is None else _known_styles(small)
    except NotPlainError:
        return sheetxml.read_styles(package.chunks(part), part)


@lru_cache(maxsize=8)
def _known_styles(small: SmallPart) -> Styles:
    return plain_styles(small.unpacked())


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
    _make_sure_of_utf8(data)
    head, opened, rest = data.partition(b"<sheetData>")
    rows, closed, tail = rest.rpartition(b"</sheetData>")
    if not opened and b"<sheetData/>" in data:
        head, _, tail = data.partition(b"<sheetData/>")
        opened, closed = b"<sheetData>", b"</sheetData>"
    if not opened or not closed or b"<!" in head or b"<!" in tail:
        raise NotPlainError
    pieces = _CELL.split(_legal_text(rows))
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
    _take_rest(sheet, b"".join((head, opened, closed, tail)), part)
    return sheet


def _take_rest(sheet: SheetPart, frame: bytes, part: str) -> None:
    """Read what stands around the cells."""
    # Sheets that nobody fills in have the same frame in every file of a form.
    known = len(frame) <= MAX_SMALL
    for name, attributes in (_around if known else _around.__wrapped__)(frame, part):
        start_rest(sheet, name, attributes, part)


@lru_cache(maxsize=32)
def _around(frame: bytes, part: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """Find the elements that count; expat only makes sure that the frame is well formed."""
    parse([frame], part, None, None)
    if _PREFIXED.search(frame):
        raise NotPlainError
    found: list[tuple[str, dict[str, str]]] = []
    for name, written in _REST.findall(frame):
        attributes = written.decode()
        if _ATTRIBUTES_ONLY.match(attributes) is None:
            raise NotPlainError
        stated = _ANY_ATTRIBUTE.findall(attributes)
        found.append((name.decode(), {key: resolve_references(value) for key, value in stated}))
    return tuple(found)


class _Places(dict[str, tuple[int, int]]):
    """Row and column by address, each worked out once: sheets of one form share them."""

    def __missing__(self, written: str) -> tuple[int, int]:
        letters = written.rstrip("0123456789")
        column = column_number(letters)
        if column > MAX_COLUMN:
            raise UnreadableError("S06", f"column {letters}")
        if len(self) > _MOST_PLACES:
            self.clear()
        place = self[written] = (int(written[len(letters) :]), column)
        return place


_PLACES = _Places()


def _take_cells(sheet: SheetPart, pieces: list[str], context: Context) -> None:
    """Make the cells of a sheet from the groups of the pattern, the two commonest at once."""
    cells, strings, places, new = sheet.cells, context.strings, _PLACES, tuple.__new__
    formats, count, text = context.styles.by_index, len(context.strings), Kind.TEXT
    masters: dict[str, str] = {}
    groups = (pieces[group::9] for group in range(1, 9))
    for written, style, index, number, is_text, formula, result, other in zip(*groups, strict=True):
        place = places[written]
        kind, code = formats.get(style, _GENERAL)
        if index is not None and (at := int(index)) < count:
            cells[place] = new(Cell, (place[0], place[1], text, strings[at], "", code))
        elif number is not None and kind in _PLAIN_KINDS:
            cells[place] = new(Cell, (place[0], place[1], kind, number, "", code))
        else:
            spelled = (
                (is_text, "", formula, result, None) if formula else _spelled(index, number, other)
            )
            _take_cell(sheet, place, int(style or 0), spelled, masters, context)


_GENERAL = (Kind.NUMBER, "General")
_PLAIN_KINDS = (Kind.NUMBER, Kind.PERCENT)  # a number under them is what it is

# One cell, references not resolved: type, attributes and text of its formula, value, inline text.
_Spelled = tuple[str | None, str | None, str | None, str | None, str | None]


def _spelled(index: str | None, number: str | None, other: str | None) -> _Spelled:
    """Part what the pattern took of a cell; the two commonest spellings need no second look."""
    if index is not None:
        return "s", None, None, index, None
    if number is not None:
        return "n", None, None, number, None
    match = _OTHER_CELL.fullmatch(other or "")
    if match is None:
        raise NotPlainError
    kind, attributes, formula, value, inline = match.groups()
    return kind, attributes, formula, value, inline


def _take_cell(
    sheet: SheetPart,
    place: tuple[int, int],
    style: int,
    spelled: _Spelled,
    masters: dict[str, str],
    context: Context,
) -> None:
    """Make a cell of any kind, as expat's handlers would."""
    kind, attributes, text, value, inline = spelled
    formula = ""
    if attributes is not None:
        formula = _formula(text) if text else ""
        if attributes:
            stand_in = marker(dict(_ATTRIBUTE.findall(attributes)), masters, address(*place))
            formula = formula or stand_in
    if inline is not None and (kind == "inlineStr" or value is None):
        kind, value = "inlineStr", inline
    if value is not None and "&" in value:
        value = resolve_references(value)
    cell = context.cell(*place, kind or "n", style, value, formula)
    if cell is not None:
        sheet.cells[place] = cell
        if formula:
            note_danger(sheet, formula, cell)


@lru_cache(maxsize=1024)
def _short_formula(text: str) -> str:
    return resolve_references(text).strip()


def _formula(text: str) -> str:
    """Give the words of a formula; those of a form are the same in every file."""
    return _short_formula(text) if len(text) <= MAX_KNOWN else resolve_references(text).strip()

"""
A short cut through shared strings and cell formats, for the spelling nearly all programs use.

What is known of a part is taken out of it. The result counts only if what is left over is nothing
but the frame the part must have; anything else, however legal, is left to expat, and so is
anything odd in the bytes. Both ways give the same. ``plainsheet`` does so for the sheets.
"""

import re
from functools import lru_cache

from itaxl.excel import sheetxml
from itaxl.excel.guard import MAX_FORMATS
from itaxl.excel.letters import NotPlainError, plain_text, resolve_references
from itaxl.excel.package import Package, SmallPart
from itaxl.excel.sheetxml import Styles, elements, make_styles, unescape, whole

MAX_PART = 16 * 2**20

# ---- shared strings ----

_DECLARATION = re.compile(r"^\ufeff?\s*(?:<\?xml[^<>]*\?>)?")
_KEEPING_SPACES = '<t xml:space="preserve">'
_NEXT_STRING = "</t></si><si><t>"
_T = r"<t>([^<]*)</t>"
_STRING = re.compile(rf"<si>(?:{_T}|(.*?))</si>", re.DOTALL)
_RUN_TEXT = re.compile(_T)
_RUNS = re.compile(
    r"(?:<r>(?:<rPr>(?:<(?!/rPr>)[^<>]*>)*+</rPr>)?"
    rf"{_T}</r>|<phoneticPr [^<>]*/>|<t/>|<r><t/></r>)*+\Z"
)


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
    text = plain_text(data).replace(_KEEPING_SPACES, "<t>")
    start, end = text.find("<si><t>"), text.rfind("</t></si>")
    body = text[start + len("<si><t>") : end]
    strings = body.split(_NEXT_STRING)
    if 0 <= start < end and body.count("<") == (len(strings) - 1) * _NEXT_STRING.count("<"):
        around = text[:start] + text[end + len("</t></si>") :]
    else:
        around, strings = _rich_strings(text)
    if "<!" in around:
        raise NotPlainError
    frame = elements([_encode(around)], part)
    if len(frame) != 1 or frame[0].name != "sst" or frame[0].text.strip():
        raise NotPlainError
    if "&" in text:
        strings = [resolve_references(one) if "&" in one else one for one in strings]
    # One letter is found at once where two are looked for slowly; most forms hold no such letter.
    escaping = "_" in text and "_x" in text
    return [unescape(string) for string in strings] if escaping else strings


def _rich_strings(text: str) -> tuple[str, list[str]]:
    """Part the strings of which some have runs from what stands around them."""
    pieces = _STRING.split(text)
    strings = [
        plain if plain is not None else _joined_runs(runs)
        for plain, runs in zip(pieces[1::3], pieces[2::3], strict=True)
    ]
    return "".join(pieces[0::3]), strings


def _joined_runs(runs: str) -> str:
    """Join the texts of a rich text; a phonetic guide is left to expat."""
    if "<!" in runs or _RUNS.match(runs) is None:
        raise NotPlainError
    return "".join(_RUN_TEXT.findall(runs))


def _encode(frame: str) -> bytes:
    # The frame is text already, whatever its declaration says.
    return _DECLARATION.sub("", frame, count=1).encode()


# ---- cell formats ----

_FORMATS = re.compile(r"<cellXfs(?: [^<>]*)?>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(r'<xf (?:(?:[^<>]*? )?numFmtId="([0-9]+)")?[^<>]*>')
_CODES = re.compile(r"<numFmts(?: [^<>]*)?>(.*?)</numFmts>", re.DOTALL)
_CODE = re.compile(r'<numFmt numFmtId="([0-9]+)" formatCode="([^"<>]*)" ?(?:/>|></numFmt>)')


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

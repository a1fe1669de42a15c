"""The letters of an XML part that is read without an XML parser: which are legal, what they say."""

import re

MAX_REFERENCES = 2_000  # some programs write every Thai letter as a reference: expat is quicker

_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_OTHER_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_NUMBERED = re.compile(r"&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_UNKNOWN_REFERENCE = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


class NotPlainError(ValueError):
    """The part is not spelled in the way the short cut knows."""


def plain_text(data: bytes) -> str:
    """Give the text of a part in UTF-8 whose letters are all legal in XML."""
    make_sure_of_utf8(data)
    return legal_text(one_kind_of_line_end(data))


def legal_text(data: bytes) -> str:
    """Decode a part, or a piece of one, whose letters are all legal in XML."""
    if len(data.translate(None, _CONTROLS)) != len(data):  # quicker than a search in the text
        raise NotPlainError
    try:
        text = data.decode()
    except UnicodeDecodeError as trouble:
        raise NotPlainError from trouble
    if "\ufffe" in text or "\uffff" in text:
        raise NotPlainError
    # Counting the letter alone is quick, and hardly any text has so many of it.
    if text.count("&") > MAX_REFERENCES and text.count("&#") > MAX_REFERENCES:
        raise NotPlainError
    if "&" in text and _UNKNOWN_REFERENCE.search(text) is not None:
        raise NotPlainError
    return text


def make_sure_of_utf8(data: bytes) -> None:
    """Refuse a part that says or shows that it is encoded otherwise."""
    if _OTHER_ENCODING.search(data[:200]) or data.startswith(_OTHER_STARTS):
        raise NotPlainError


def one_kind_of_line_end(data: bytes) -> bytes:
    """Write line ends as XML hands them on."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


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

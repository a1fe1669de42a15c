"""Texts as a workbook can hold them: cleaned, cut, and literal where a program would read codes."""

import re

TEXT_LIMIT = 32_767
CUT_MARK = " …[ตัด/cut]"

_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Take out what no XML may hold, and cut what a cell cannot hold, with a mark that tells."""
    text = _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) <= limit // 2 or _units(text) <= limit:
        return text
    mark = CUT_MARK if limit > len(CUT_MARK) * 4 else "…"
    return cut(text, limit - len(mark)) + mark


def cell_text(text: str) -> str:
    """Clean the text of a cell."""
    text = clean_text(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library would take such a text for XML of its own and put it in as it stands.
        return cut(text, TEXT_LIMIT - 1) + " "
    return text


def literal(text: str) -> str:
    """Keep a typed ``_x0041_`` as it is where the library does not do so itself."""
    return _ESCAPED.sub("_x005F_", text)


def one_line(text: str) -> str:
    """Put a heading on one line, without codes that a program would turn into letters."""
    return " ".join(_ESCAPED.sub("_ ", text).split())


def short(text: str, limit: int) -> str:
    """Clean text for a place with a small limit, on which the library would drop it whole."""
    text = clean_text(text)
    return text if _units(text) <= limit else cut(text, limit - 1) + "…"


def chart_title(text: str) -> str:
    """Clean the title of a chart."""
    # A title that begins with = is taken as a reference to a cell.
    text = clean_text(text, 255)
    return " " + text if text.startswith("=") else text


def cut(text: str, units: int) -> str:
    """Keep so many UTF-16 units of a text, and no half letter."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def is_plain(text: str) -> bool:
    """Tell at a glance that a text can stand in XML as it is: nearly all can."""
    return (
        text.isprintable()  # no line breaks, no control characters, no halves of letters
        and len(text) <= (TEXT_LIMIT if text.isascii() else TEXT_LIMIT // 2)
        and not ("&" in text or "<" in text or ">" in text or "_x" in text)
        and text[:1] != " " != text[-1:]
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

"""Addresses on the web."""

import re
from urllib.parse import urlsplit

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, no_value, nothing, spelling_repairs
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading

_HOST = re.compile(r"(?:[\w](?:[\w\-]{0,61}[\w])?\.)+[^\W\d_][\w\-]{0,61}|\d{1,3}(?:\.\d{1,3}){3}")
_BARE = re.compile(r"(?:www\.)[^\s/]+\.[^\s]+", re.IGNORECASE)
_ODD = re.compile(r"""[\s<>"{}|\\^`]""")
LONGEST = 2083  # what Excel takes for a link


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[str]:
    """Read a web address; anything but a cell of text is declined."""
    del context
    if (answer := no_value(cell)) is not None:
        return answer
    return read_text(cell.raw) if cell.kind is Kind.TEXT else declined(cell.kind.value)


def read_text(text: str) -> Reading[str]:
    """
    Read one http or https address.

    Several addresses separated by line breaks are read when each is sound, and kept one a line.
    An address without its scheme is declined and offered with https.
    """
    if (answer := nothing(text)) is not None:
        return answer
    addresses = [line.strip() for line in thai.clean(text).splitlines() if line.strip()]
    whys = [why for address in addresses if (why := _fault(address))]
    if not whys:
        return Reading("\n".join(addresses), repairs=spelling_repairs(text))
    only = addresses[0]
    offered = "https://" + only if len(addresses) == 1 and _BARE.fullmatch(only) else None
    return declined(whys[0], offered)


def _fault(address: str) -> str:
    """Say what is wrong with an address; nothing when it is sound."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "not-an-address"
    if parts.scheme.lower() not in {"http", "https"}:
        return "not-http"
    if _ODD.search(address) or len(address) > LONGEST:
        return "not-an-address"
    if parts.username is not None or (port is not None and not port > 0):
        return "not-an-address"
    return "" if host == "localhost" or _HOST.fullmatch(_thai_host(host)) else "not-an-address"


def _thai_host(host: str) -> str:
    """Take Thai marks out of a host name: they are no letters to a pattern but stand in names."""
    return "".join(letter for letter in host if letter.isalnum() or letter in ".-_")

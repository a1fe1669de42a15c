"""Workbooks that lie elsewhere, named by URL: listed and read through fsspec, in bounds."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, final

from itaxl.errors import ItaxlError, UnreadableError
from itaxl.excel import guard, package
from itaxl.wording import Text

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")  # one letter is a drive of Windows
_WEB = frozenset({"http", "https"})
_WITHOUT_HOST = frozenset({"file", "local", "memory", "zip", "tar"})
_DATES = ("LastModified", "last_modified", "modified", "mtime")  # as different stores call it
DEEPEST = 12  # folders within folders on a web site, which may have no end
MOST = 100_000  # files of one folder on a web site
CHUNK = 1 << 20
DEADLINE = 60.0  # seconds to fetch and read one such file


@final
@dataclass(frozen=True, slots=True)
class Remote:
    """
    A file or folder by URL as fsspec understands it: s3://…, https://…, zip://…::file://….

    ``url`` is what was given, secrets included; ``path`` is what its store calls a file found in
    it. Written out it is ``shown``: the URL without user, password and query.
    """

    url: str = field(repr=False)
    path: str = ""
    shown: str = field(default="", compare=False)
    size: int | None = field(default=None, compare=False)
    modified: dt.datetime | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.shown

    @property
    def name(self) -> str:
        """The last part of it."""
        return PurePosixPath(self.shown.partition("::")[0]).name

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return PurePosixPath(self.name).suffix


def is_url(text: str) -> bool:
    """Tell a URL from the path of a file."""
    return _SCHEME.match(text) is not None and "://" in text


def remote(url: str) -> Remote:
    """Take a URL as it was given."""
    return Remote(url, "", "::".join(map(_bare, url.split("::"))))


def _bare(link: str) -> str:
    """Strip a link of a chain of what opens doors; names with %-codes are written in letters."""
    scheme, mark, rest = link.partition("://")
    if not mark:
        return link
    rest = rest.partition("?")[0]
    if scheme not in _WITHOUT_HOST:
        host, slash, path = rest.partition("/")
        rest = host.rpartition("@")[2] + slash + path
    if scheme in _WEB or scheme == "file":
        rest = _in_letters(rest.partition("#")[0])
    return scheme + mark + rest


def _in_letters(path: str) -> str:
    from urllib.parse import unquote  # here as below: whoever checks a file of this machine waits

    return unquote(path)


def local_path(place: Remote) -> Path | None:
    """Give the path of a file:// URL: no library is asked for what this machine knows itself."""
    if not place.url.startswith("file://") or "::" in place.url:
        return None
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(place.url).path))


# ── reading ─────────────────────────────────────────────────────────────────────────────────────
def fetch(place: Remote) -> bytes:
    """
    Read a file of bounded size by its URL.

    Where its size is known it is asked for before anything is fetched. Raises UnreadableError: F13
    when it is too large, F14 when it cannot be had.
    """
    if (here := local_path(place)) is not None:
        return guard.load(here)
    try:
        store, path = _store(place)
        size = place.size if place.path else store.info(path).get("size")
        if isinstance(size, int) and size > package.MAX_FILE:
            raise UnreadableError("F13", f"{size // 2**20} MB")
        # The web is read as it comes: not every server gives the parts it is asked for.
        ways = {"block_size": 0} if _is_web(place) else {}
        with store.open(path, "rb", **ways) as file:
            return _bounded(file)
    except UnreadableError:
        raise
    except Exception as trouble:  # every store has errors of its own, and may quote secrets in them
        why = trouble.strerror if isinstance(trouble, OSError) else None
        raise UnreadableError("F14", why or type(trouble).__name__) from None


def _bounded(file: Any) -> bytes:
    held = bytearray()
    while chunk := file.read(CHUNK):
        held += chunk
        if len(held) > package.MAX_FILE:
            raise UnreadableError("F13", f"> {package.MAX_FILE // 2**20} MB")
    return bytes(held)


def _store(place: Remote) -> tuple[Any, str]:
    """Open the store a URL is of; give it with what it calls the place."""
    from fsspec.core import url_to_fs

    store, root = url_to_fs(place.url)
    return store, place.path or root


def _is_web(place: Remote) -> bool:
    return place.url.partition("://")[0] in _WEB


# ── listing ─────────────────────────────────────────────────────────────────────────────────────
def listed(place: Remote) -> tuple[Remote, ...]:
    """
    List the files in a folder by URL, sorted, or the one file it is of.

    On the web an address without an ending is a folder: the links of its page into itself. Raises
    ItaxlError for what is not there or cannot be reached.
    """
    try:
        store, root = _store(place)
        if _is_web(place):
            if _names_a_file(place.shown):
                return (place,)
            found = dict(_linked(store, root))
        else:
            facts = store.info(root)
            if facts["type"] != "directory":
                return (_found(place, root, root, facts),)
            found = store.find(root, detail=True)
    except FileNotFoundError:
        raise ItaxlError(_MISSING.fill(url=place.shown)) from None
    except ImportError as missing:
        if (missing.name or "").partition(".")[0] == "fsspec":
            raise ItaxlError(_NO_FSSPEC.fill(url=place.shown)) from None
        raise ItaxlError(_NO_PACKAGE.fill(url=place.shown, what=missing)) from None
    except Exception as trouble:  # every store has errors of its own, and may quote secrets in them
        raise ItaxlError(_UNREACHED.fill(url=place.shown, why=type(trouble).__name__)) from None
    return tuple(_found(place, root, path, found[path]) for path in sorted(found))


def _names_a_file(link: str) -> bool:
    """Tell a file of a web site by its ending; the dots of a host are none."""
    path = link.partition("://")[2].partition("/")[2]
    return not path.endswith("/") and PurePosixPath(path).suffix != ""


def _linked(store: Any, root: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Follow the links of a page into its own folder; nothing above or beside it."""
    folders = [(root.rstrip("/") + "/", 0)]
    seen = {folders[0][0]}
    files = 0
    while folders:
        folder, depth = folders.pop()
        for facts in store.ls(folder, detail=True):
            path = facts["name"]
            if path in seen or not path.startswith(folder) or "?" in path or "/../" in path:
                continue
            seen.add(path)
            if path.endswith("/") and depth < DEEPEST:
                folders.append((path, depth + 1))
            elif not path.endswith("/") and files < MOST:
                files += 1
                yield path, facts


def _found(place: Remote, root: str, path: str, facts: Mapping[str, Any]) -> Remote:
    """Name a file found in a folder as the folder was named."""
    inner = path[len(root) :] if path.startswith(root) else path
    inner = _in_letters(inner) if _is_web(place) else inner
    links = place.shown.split("::")
    at = next(number for number, link in enumerate(links) if "://" in link)
    if path != root:
        mark = "" if links[at].endswith("/") else "/"
        links[at] += mark + inner.lstrip("/")
    size = facts.get("size")
    return Remote(
        place.url,
        path,
        "::".join(links),
        size if isinstance(size, int) else None,
        next((day for key in _DATES if (day := _date(facts.get(key)))), None),
    )


def _date(value: object) -> dt.datetime | None:
    if isinstance(value, int | float):
        return dt.datetime.fromtimestamp(value, dt.UTC)
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return None


_MISSING = Text(
    "ไม่พบไฟล์หรือโฟลเดอร์ {url} · ตรวจที่อยู่แล้วลองใหม่",
    "there is no file or folder {url}; check the address and try again",
)
_NO_FSSPEC = Text(
    'การอ่าน {url} ต้องมี fsspec · ติดตั้งด้วย pip install "itaxl[dask]"',
    'to read {url} fsspec is needed; install it with pip install "itaxl[dask]"',
)
_NO_PACKAGE = Text(
    "การอ่าน {url} ต้องติดตั้งโปรแกรมเสริมอีกตัว · {what}",
    "to read {url} another package is needed: {what}",
)
_UNREACHED = Text(
    "อ่านที่อยู่ {url} ไม่ได้ ({why}) · ตรวจที่อยู่ เครือข่าย และสิทธิ์การเข้าถึง",
    "the address {url} cannot be read ({why}); check the address, the network and your rights",
)

"""Which files to read: folders searched through, what programs left behind passed over and told."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from itaxl.errors import ItaxlError
from itaxl.excel import guard
from itaxl.pipeline import remote
from itaxl.pipeline.remote import Remote
from itaxl.wording import Text

Tell = Callable[[Text], None]  # takes a word about the work, such as what was passed over

Location = Path | Remote  # of a file: on this machine, or by URL
Where = TypeVar("Where", Path, Location)


def located(text: str) -> Location:
    """Take what was typed as a URL when it has a scheme, else as a path of this machine."""
    return remote.remote(text) if remote.is_url(text) else Path(text)


def load(location: Location) -> bytes:
    """Read a file of bounded size, wherever it lies. Raises UnreadableError."""
    return remote.fetch(location) if isinstance(location, Remote) else guard.load(location)


def gather(paths: Iterable[Where], tell: Tell | None = None) -> tuple[Where, ...]:
    """
    List the files to read, folders searched through, in the order of their names.

    Lock, temporary and hidden files are left out and counted; anything else a person may have
    sent is kept, links, pipes and archives too, so that what cannot be read is told. Raises
    ItaxlError for a path that does not exist, or when nothing is left to read.
    """
    found: dict[Where, None] = {}
    passed_over = 0
    for path in paths:
        for inner, left_out in _all_of(path):
            if left_out:
                passed_over += 1
            else:
                found[inner] = None
    if tell and passed_over:
        tell(
            Text(
                f"ข้ามไฟล์ชั่วคราวและไฟล์ซ่อน {passed_over} ไฟล์",
                f"passed over {passed_over} temporary or hidden files",
            )
        )
    if tell and (odd := sum(shown(path) != str(path) for path in found)):
        tell(
            Text(
                f"มีไฟล์ {odd} ไฟล์ที่ชื่อไม่ใช่ UTF-8 จึงแสดงชื่อตามรหัสอักษรไทยเดิม (cp874) · ควรเปลี่ยนชื่อไฟล์",
                f"{odd} file names are not UTF-8 and are shown as the old Thai code page (cp874)"
                " reads them; better rename these files",
            )
        )
    if not found:
        raise ItaxlError(
            Text(
                "ไม่มีไฟล์ให้อ่าน · ตรวจว่าโฟลเดอร์มีแบบรายงานอยู่",
                "there is no file to read; see whether the folder holds workbooks",
            )
        )
    return tuple(found)


def _all_of(place: Where) -> Iterator[tuple[Where, bool]]:
    """List what a path names, and whether it is what programs leave behind."""
    if isinstance(place, Remote):
        yield from ((file, _is_left_out(file, place)) for file in _listed(place))
    elif place.is_dir():
        for inner in _inside(place):
            yield inner, inner.name.startswith(".") or guard.is_skipped(inner)
    elif os.path.lexists(place):
        yield place, False
    else:
        raise ItaxlError(_MISSING.fill(path=shown(place)))


def _inside(root: Path) -> Iterator[Path]:
    """
    Walk through a folder; hidden folders come as one path each, and so do links to folders.

    Links are never followed: a loop would never end, and what lies elsewhere was not sent here.
    """
    for folder, folders, names in os.walk(root):
        folders.sort()
        kept = []
        for name in folders:
            inner = Path(folder, name)
            if name.startswith(".") or inner.is_symlink():
                yield inner
            else:
                kept.append(name)
        folders[:] = kept
        for name in sorted(names):
            yield Path(folder, name)


def _listed(place: Remote) -> Iterator[Remote]:
    """List what a URL names; a folder of this machine is walked through as if it had none."""
    here = remote.local_path(place)
    if here is None:
        yield from remote.listed(place)
    elif here.is_dir():
        yield from (remote.remote(inner.absolute().as_uri()) for inner in _inside(here))
    elif os.path.lexists(here):
        yield place
    else:
        raise ItaxlError(_MISSING.fill(path=place.shown))


def _is_left_out(file: Remote, place: Remote) -> bool:
    """Tell what programs leave in a folder, by name; a file that was itself named is kept."""
    parts = file.shown.removeprefix(place.shown).split("/")
    if file.shown == place.shown:
        return False
    return guard.is_leftover_name(file.name) or any(part.startswith(".") for part in parts)


def shown(path: Location) -> str:
    """
    Write a path as people can read it, and as every output can hold it.

    A name that is not UTF-8 came from an old Thai system: its bytes are read as cp874, and those
    that mean nothing there are written out.
    """
    text = str(path)
    if isinstance(path, Remote) or text.isascii() or _is_whole(text):
        return text
    return str(Path(*(_mended(part) for part in path.parts)))


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mended(name: str) -> str:
    if _is_whole(name):
        return name
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:  # Windows may hold half a letter in a name
        return name.encode("utf-8", "backslashreplace").decode()
    try:
        return raw.decode("cp874")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")


def without(
    paths: tuple[Location, ...], folder: Path | None, given: Iterable[Location]
) -> tuple[Location, ...]:
    """
    Leave out what lies in a folder that is written to, unless that is what was given.

    Raises ItaxlError when nothing is left.
    """
    if folder is None:
        return paths
    inside = Path(os.path.realpath(folder))
    meant = [real for path in given if (real := _real(path)).is_relative_to(inside)]
    kept = tuple(
        path
        for path in paths
        if isinstance(path, Remote)
        or not _real(path).is_relative_to(inside)
        or any(_real(path).is_relative_to(one) for one in meant)
    )
    if not kept:
        raise ItaxlError(
            Text(
                f"ไฟล์ที่จะตรวจอยู่ในโฟลเดอร์ที่จะเขียน {shown(folder)} · เลือกโฟลเดอร์อื่นหลัง --return",
                f"the files to check lie in the folder to write to, {shown(folder)}; choose another"
                " folder after --return",
            )
        )
    return kept


def _real(path: Location) -> Path:
    return Path(os.path.realpath(str(path)))


_MISSING = Text(
    "ไม่พบไฟล์หรือโฟลเดอร์ {path} · ตรวจชื่อแล้วลองใหม่",
    "there is no file or folder {path}; check the name and try again",
)

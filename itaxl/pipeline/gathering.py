"""Which files to read: folders searched through, what programs left behind passed over and told."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from itaxl.errors import ItaxlError
from itaxl.excel import guard
from itaxl.wording import Text

Tell = Callable[[Text], None]  # takes a word about the work, such as what was passed over


def gather(paths: Iterable[Path], tell: Tell | None = None) -> tuple[Path, ...]:
    """
    List the files to read, folders searched through, in the order of their names.

    Lock, temporary and hidden files are left out and counted; anything else a person may have
    sent is kept, links, pipes and archives too, so that what cannot be read is told. Raises
    ItaxlError for a path that does not exist, or when nothing is left to read.
    """
    found: dict[Path, None] = {}
    passed_over = 0
    for path in paths:
        if path.is_dir():
            for inner in _inside(path):
                if inner.name.startswith(".") or guard.is_skipped(inner):
                    passed_over += 1
                else:
                    found[inner] = None
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise ItaxlError(
                Text(
                    f"ไม่พบไฟล์หรือโฟลเดอร์ {shown(path)} · ตรวจชื่อแล้วลองใหม่",
                    f"there is no file or folder {shown(path)}; check the name and try again",
                )
            )
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


def shown(path: Path) -> str:
    """
    Write a path as people can read it, and as every output can hold it.

    A name that is not UTF-8 came from an old Thai system: its bytes are read as cp874, and those
    that mean nothing there are written out.
    """
    text = str(path)
    if text.isascii() or _is_whole(text):
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
    paths: tuple[Path, ...], folder: Path | None, given: Iterable[Path]
) -> tuple[Path, ...]:
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
        if not _real(path).is_relative_to(inside)
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


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))

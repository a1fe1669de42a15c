"""Save a file whole or not at all: temporary file beside it, flush, fsync, replace."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from itaxl.errors import OutputError
from itaxl.wording import Text

PREFIX = ".itaxl-"
SUFFIX = ".tmp"
STALE_SECONDS = 3600.0  # older temporary files of ours were left by a run that was cut off
RETRY_SECONDS = (0.1, 0.2, 0.4)  # a virus scanner or preview lets go soon; Excel does not
LAST_NAME = 99
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def save(path: Path, write: Callable[[Path], None]) -> Path:
    """
    Let ``write`` fill a temporary file and put it in place of ``path``; give the path it got.

    The given path differs from ``path`` when that file is held open by another program: then the
    first free of ``name (2).xlsx``, ``name (3).xlsx`` … is used. Raises OutputError when the file
    cannot be written; what stood at ``path`` is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        with _temporary(path.parent) as temporary:
            write(temporary)
            _flush(temporary)
            return _put(temporary, path)
    except OSError as error:
        raise OutputError(_sentence(path, error)) from error


def save_bytes(path: Path, data: bytes) -> Path:
    """Save bytes the same way."""

    def write(temporary: Path) -> None:
        temporary.write_bytes(data)

    return save(path, write)


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    path = folder / f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
    # Opened by name and not through tempfile, which would keep the result from other users.
    path.open("xb").close()
    try:
        yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove temporary files of ours that an earlier run left behind."""
    for left in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                left.unlink()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _put(temporary: Path, path: Path) -> Path:
    """Replace the target; when another program holds it, wait a little, then take a free name."""
    for pause in (*RETRY_SECONDS, None):
        try:
            temporary.replace(path)
        except PermissionError:
            if path.is_dir():
                raise
            if pause is not None:
                time.sleep(pause)
        else:
            return path
    other = _free_name(path)
    temporary.replace(other)
    return other


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem} ({n}){path.suffix}") for n in range(2, LAST_NAME + 1))
    for name in names:
        if not name.exists():
            return name
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _sentence(path: Path, error: OSError) -> Text:
    if error.errno in _FULL:
        return Text(
            f"บันทึกไฟล์ {path.name} ไม่ได้ เพราะพื้นที่เก็บข้อมูลเต็ม · ลบไฟล์ที่ไม่ใช้แล้วลองใหม่ (ไฟล์เดิมยังอยู่ครบ)",
            f"cannot save {path.name}: the disk is full; free some space and try again"
            " (the old file is untouched)",
        )
    if isinstance(error, PermissionError):
        return Text(
            f"บันทึกไฟล์ {path.name} ไม่ได้ เพราะไม่มีสิทธิ์เขียนในโฟลเดอร์นี้ · ปิดไฟล์ที่เปิดค้างไว้ หรือเลือกโฟลเดอร์อื่น",
            f"cannot save {path.name}: no permission to write in this folder;"
            " close the file if it is open, or choose another folder",
        )
    reason = error.strerror or type(error).__name__
    return Text(
        f"บันทึกไฟล์ {path.name} ไม่ได้ ({reason}) · ตรวจสอบชื่อและโฟลเดอร์ปลายทาง (ไฟล์เดิมยังอยู่ครบ)",
        f"cannot save {path.name} ({reason}); check the name and the folder"
        " (the old file is untouched)",
    )


def no_space_aside(trouble: OSError) -> OutputError:
    """Make the error that tells why what lies aside for a while could not be written."""
    return OutputError(_NO_SPACE.fill(why=trouble.strerror or trouble))


_NO_SPACE = Text(
    "เขียนไฟล์ชั่วคราวไม่ได้ ({why}) · เพิ่มที่ว่างในดิสก์ หรือกำหนด TMPDIR ไปยังดิสก์ที่ว่างกว่า แล้วสั่งใหม่",
    "a temporary file cannot be written ({why}); free some space, or set TMPDIR to a disk that has"
    " more, and run it again",
)

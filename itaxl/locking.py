"""One writer at a time for an output: a lock that dies with the process that holds it."""

import contextlib
import datetime as dt
import hashlib
import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path

from itaxl.errors import OutputError
from itaxl.wording import Text

PREFIX = ".itaxl-"
SUFFIX = ".lock"
_FAR = 1 << 30  # Windows locks bytes, not files; this one lies beyond the words


@contextlib.contextmanager
def lock(output: Path) -> Iterator[None]:
    """
    Hold an output for as long as it is being made.

    Raises OutputError, with who holds it and since when, while another run does. The system itself
    lets a lock go when its process ends, so one that was left behind is simply taken over. Where
    files cannot be locked (a folder without permission, an odd network drive) work goes on
    without; saving is whole or not at all in any case.
    """
    path = lock_path(output)
    handle = _taken(path, output)
    try:
        yield
    finally:
        if handle is not None:
            _let_go(handle, path)


def lock_path(output: Path) -> Path:
    """Name the lock of an output; hashed, since a long Thai name has no room for more letters."""
    digest = hashlib.sha256(os.fsencode(output.name)).hexdigest()[:16]
    return output.parent / f"{PREFIX}{digest}{SUFFIX}"


def _taken(path: Path, output: Path) -> int | None:
    for _ in range(10):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except OSError:
            return None
        try:
            _hold(handle)
        except BlockingIOError:
            os.close(handle)
            raise OutputError(_told(path, output)) from None
        except OSError:
            os.close(handle)
            return None
        # Whoever held it may have removed the file between our opening and our locking.
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                _sign(handle)
                return handle
        os.close(handle)
    return None


def _hold(handle: int) -> None:
    """Lock without waiting; BlockingIOError when another process has it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except PermissionError as trouble:
            raise BlockingIOError from trouble
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sign(handle: int) -> None:
    """Write who holds the lock, for whoever comes second."""
    since = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    words = {"process": os.getpid(), "host": platform.node(), "since": since}
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps(words).encode())


def _let_go(handle: int, path: Path) -> None:
    # Removed while still held where the system allows it, so that nobody can lock a dead file.
    with contextlib.suppress(OSError):
        path.unlink()
        os.close(handle)
        return
    # Windows removes no open file; between closing and removing another run may take it: then
    # removing fails again, and rightly so.
    with contextlib.suppress(OSError):
        os.close(handle)
        path.unlink()


def _told(path: Path, output: Path) -> Text:
    who = {"process": "?", "host": "?", "since": "?"}
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        said = json.loads(path.read_text("utf-8"))
        who |= {key: str(said[key])[:80] for key in who if key in said}
    since = who["since"].replace("T", " ")
    return Text(
        f"ไฟล์ {output.name} กำลังถูกเขียนโดย itaxl อีกงานหนึ่ง (เครื่อง {who['host']} "
        f"กระบวนการ {who['process']} ตั้งแต่ {since}) · รอให้งานนั้นเสร็จ หรือใช้ -o ตั้งชื่ออื่น",
        f"{output.name} is being written by another run of itaxl (computer {who['host']}, "
        f"process {who['process']}, since {since}); wait for it, or choose another name with -o",
    )

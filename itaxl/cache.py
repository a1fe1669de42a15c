"""
Results of earlier runs, kept in one file: taken back only when we wrote them, never needed.

Values are bytes by key; whoever asks makes keys that change with everything a value depends on.
What is kept is a pickle, and a pickle runs code, so a value counts only with a seal (keyed BLAKE2,
RFC 7693) made with a secret that never leaves the user's own cache folder: a cache that travelled,
was shared or was tampered with holds nothing for us. Whatever is wrong with a cache costs time,
never an answer.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import sqlite3
import sys
import time
from pathlib import Path

FILE = "reviews.sqlite"
SECRET = "secret"  # noqa: S105 - the name of the file that holds it
SECRET_BYTES = 32
KEPT_DAYS = 60  # what nobody asked for in so long is dropped
TOGETHER = 32  # values written in one transaction; so many are lost at most when killed
PATIENCE = 5.0  # seconds to wait for another run that is writing
_SEAL = 32  # bytes
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB)"


def user_folder() -> Path | None:
    """The folder for caches of this user, by the custom of the system; None where there is none."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        # A relative path in this variable is to be ignored, says its specification.
        base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base, "itaxl")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    places = {"win32": ("AppData", "Local"), "darwin": ("Library", "Caches")}
    return home.joinpath(*places.get(sys.platform, (".cache",)), "itaxl")


class Cache:
    """
    Values by key in one file in a folder.

    Never raises for what is wrong with the file: a damaged one is made anew, and where nothing
    can be kept, nothing is found. Close it, or use it in a ``with`` statement.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._waiting: list[tuple[bytes, int, bytes]] = []
        self._today = int(time.time() // 86_400)
        self._secret = _secret()
        self._base = self._opened() if self._secret else None

    def keys(self) -> frozenset[bytes]:
        """Give all keys that something is kept under."""
        if self._base is None:
            return frozenset()
        try:
            return frozenset(row[0] for row in self._base.execute("SELECT key FROM kept"))
        except sqlite3.DatabaseError as trouble:
            self._recover(trouble)
            return frozenset()

    def get(self, key: bytes) -> bytes | None:
        """Give what was kept under a key; None when there is nothing, or nothing of ours."""
        if self._base is None:
            return None
        try:
            question = "SELECT used, value FROM kept WHERE key = ?"
            row = self._base.execute(question, (key,)).fetchone()
        except sqlite3.DatabaseError as trouble:
            self._recover(trouble)
            return None
        if row is None or not isinstance(row[1], bytes):
            return None
        seal, value = row[1][:_SEAL], row[1][_SEAL:]
        if not hmac.compare_digest(seal, self._seal(key, value)):
            return None
        if row[0] != self._today:
            self._wait_for((key, self._today, row[1]))
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value; it is on the disk at the latest when the cache is closed."""
        if self._base is not None:
            self._wait_for((key, self._today, self._seal(key, value) + value))

    def close(self) -> None:
        """Write what waits and drop what is old."""
        self._write()
        if self._base is None:
            return
        with contextlib.suppress(sqlite3.DatabaseError):
            with self._base:
                oldest = (self._today - KEPT_DAYS,)
                self._base.execute("DELETE FROM kept WHERE used < ?", oldest)
            self._base.close()
        self._base = None

    def __enter__(self) -> "Cache":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _seal(self, key: bytes, value: bytes) -> bytes:
        return hashlib.blake2b(key + value, key=self._secret, digest_size=_SEAL).digest()

    def _wait_for(self, row: tuple[bytes, int, bytes]) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= TOGETHER:
            self._write()

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []
        if self._base is None or not rows:
            return
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
        except sqlite3.DatabaseError as trouble:
            self._recover(trouble)

    def _opened(self) -> sqlite3.Connection | None:
        """Open the file; one that is no database or damaged is made anew, once."""
        for _ in range(2):
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                base = sqlite3.connect(self.path, timeout=PATIENCE)
                # A cache need not outlive a power cut; a torn file is found out and made anew.
                base.execute("PRAGMA synchronous = OFF")
                base.execute(_TABLE)
                base.execute("SELECT key, used, value FROM kept LIMIT 1").fetchone()
            except (sqlite3.DatabaseError, OSError) as trouble:
                if not self._removed(trouble):
                    return None
            else:
                return base
        return None

    def _recover(self, trouble: sqlite3.DatabaseError) -> None:
        """Start anew when the file is damaged; else go on without a cache."""
        if self._base is not None:
            with contextlib.suppress(sqlite3.DatabaseError):
                self._base.close()
        self._base = self._opened() if self._removed(trouble) else None

    def _removed(self, trouble: Exception) -> bool:
        """Remove the file if it is the file that is at fault, not the disk or another run."""
        passing = ("locked", "busy", "full", "readonly", "unable to open", "disk i/o")
        if isinstance(trouble, OSError) or any(word in str(trouble) for word in passing):
            return False
        try:
            self.path.unlink()
        except OSError:
            return False
        for suffix in ("-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink()
        return True


def _secret() -> bytes:
    """Give the secret of this user, made when it is first wanted; empty when none can be kept."""
    folder = user_folder()
    if folder is None:
        return b""
    path = folder / SECRET
    with contextlib.suppress(OSError):
        secret = path.read_bytes()
        if len(secret) == SECRET_BYTES:
            return secret
    secret = secrets.token_bytes(SECRET_BYTES)
    temporary = folder / f"{SECRET}-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
        temporary.replace(path)
    except OSError:
        return b""
    return secret

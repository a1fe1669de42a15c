"""Look after the place itaxl works in, and after its own form."""

import locale
import os
import platform
import pyexpat
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from itaxl import __version__, cache, workers
from itaxl.excel import guard, package
from itaxl.pipeline.rules import Rules
from itaxl.wording import Text

OLD_PYTHON = (3, 11, 8)  # before it zip entries that overlap are not refused by Python itself
OLD_EXPAT = (2, 6, 0)  # before it some texts take the parser of XML very long
FONT = "TH Sarabun New"
LITTLE_SPACE = 200 * 2**20
NO_SPACE = 20 * 2**20
PATIENCE = 30  # seconds for another program to say its version
_REQUIREMENT = re.compile(r"([\w.-]+)(?:>=([\d.]+))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)""")
# What is optional, by the extra that brings it along.
_FOR = {
    "dask": Text(
        "ใช้เมื่ออ่านด้วยคลัสเตอร์ (--executor dask) หรืออ่านตามที่อยู่ URL เท่านั้น",
        "only to read on a cluster (--executor dask) or by URL",
    ),
    "docx": Text(
        "ใช้เมื่ออ่านรายงาน Word ด้วย itaxl convert เท่านั้น", "only for itaxl convert of Word reports"
    ),
    "parquet": Text("ใช้กับ --also parquet เท่านั้น", "only for --also parquet"),
}


class State(StrEnum):
    """How a point stands."""

    FINE = "fine"
    BETTER = "better"  # works, and could be better
    MEND = "mend"  # does not work


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at: what it is, what was found, and what to do about it."""

    name: Text
    found: str
    state: State = State.FINE
    advice: Text | None = None


def examine(kept: Path | None = None) -> tuple[Point, ...]:
    """Look at programs, limits, places and characters; ``kept`` is the folder of the cache."""
    return (
        Point(Text("itaxl", "itaxl"), __version__),
        _python(),
        _expat(),
        *_libraries(),
        *_limits(),
        _cache(kept or cache.user_folder()),
        *_space(),
        _font(),
        _libreoffice(),
        *_characters(),
    )


# ── programs ────────────────────────────────────────────────────────────────────────────────────
def _python() -> Point:
    name = Text("Python", "Python")
    found = f"{platform.python_version()} ({platform.system()} {platform.machine()})"
    if sys.version_info >= OLD_PYTHON:
        return Point(name, found)
    advice = Text(
        "ใช้งานได้ · ควรติดตั้ง Python รุ่นใหม่กว่านี้เพื่อความปลอดภัย",
        "it works; a newer Python is safer",
    )
    return Point(name, found, State.BETTER, advice)


def _expat() -> Point:
    name = Text("ตัวอ่าน XML (expat)", "reader of XML (expat)")
    if pyexpat.version_info >= OLD_EXPAT:
        return Point(name, pyexpat.EXPAT_VERSION)
    advice = Text(
        "ใช้งานได้ · expat มาพร้อม Python ติดตั้ง Python รุ่นใหม่กว่านี้เพื่อความปลอดภัย",
        "it works; expat comes with Python, and that of a newer Python is safer",
    )
    return Point(name, pyexpat.EXPAT_VERSION, State.BETTER, advice)


def _libraries() -> Iterator[Point]:
    """Compare the libraries with what the package asks for; those of an extra may be missing."""
    try:
        asked = metadata.requires("itaxl") or []
    except metadata.PackageNotFoundError:
        asked = []
    for line in asked:
        wanted, _, extra = line.partition(";")
        match = _REQUIREMENT.match(wanted.strip())
        if match is None or "test" in extra or match[1] == "itaxl":
            continue
        brought = _EXTRA.search(extra)
        yield _library(match[1], match[2] or "", brought[1] if brought else "")


def _library(library: str, least: str, extra: str = "") -> Point:
    """Look at one library; one that an extra brings along may be missing."""
    name = Text(library, library)
    try:
        version = metadata.version(library)
    except metadata.PackageNotFoundError:
        if extra:
            why = _FOR.get(extra, Text("ไม่จำเป็นต้องมี", "not needed"))
            advice = _INSTALL_EXTRA.fill(extra=extra, th=why.th, en=why.en)
            return Point(name, "-", State.BETTER, advice)
        advice = Text(f"ติดตั้งด้วย pip install {library}", f"install it: pip install {library}")
        return Point(name, "-", State.MEND, advice)
    if _numbers(version) >= _numbers(least):
        return Point(name, version)
    advice = Text(
        f"ต้องเป็นรุ่น {least} ขึ้นไป · pip install -U {library}",
        f"{least} or newer is needed: pip install -U {library}",
    )
    return Point(name, version, State.MEND, advice)


_INSTALL_EXTRA = Text(
    '{th} · ติดตั้งด้วย pip install "itaxl[{extra}]"',
    'install it with pip install "itaxl[{extra}]"; {en}',
)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", version)[:3])


def _libreoffice() -> Point:
    name = Text("LibreOffice (ไม่จำเป็นต้องมี)", "LibreOffice (not needed)")
    program = libreoffice()
    if program is None:
        return Point(name, "-")
    version = _said_by(program, "--version")
    return Point(name, version.split("\n", 1)[0].strip() or program)


def libreoffice() -> str | None:
    """Find LibreOffice; None where it is not installed."""
    places = (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    )
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in places if Path(place).exists()), None)


def _said_by(*command: str) -> str:
    """Give what a program prints; empty when it cannot be asked."""
    with suppress(OSError, subprocess.SubprocessError):
        ran = subprocess.run(  # noqa: S603 - programs found by their own names
            command, capture_output=True, timeout=PATIENCE, check=False
        )
        return ran.stdout.decode("utf-8", "replace")
    return ""


def _font() -> Point:
    name = Text(f"แบบอักษร {FONT}", f"font {FONT}")
    lister = shutil.which("fc-list")
    if lister is None and sys.platform != "win32":
        return Point(name, "?")
    wanted = FONT.replace(" ", "").casefold()
    names = _said_by(lister, ":", "family") if lister else "\n".join(_windows_fonts())
    if wanted in names.replace(" ", "").casefold():
        return Point(name, Text("มี", "installed").th)
    advice = Text(
        "แบบรายงานยังเปิดได้ด้วยแบบอักษรอื่น · ติดตั้ง TH Sarabun New เพื่อให้พิมพ์ตรงตามแบบ",
        "workbooks open in another font; install TH Sarabun New to print them as they were drawn",
    )
    return Point(name, "-", State.BETTER, advice)


def _windows_fonts() -> list[str]:
    folders = (
        Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
        Path(os.environ.get("LOCALAPPDATA", ""), "Microsoft", "Windows", "Fonts"),
    )
    return [path.stem for folder in folders if folder.is_dir() for path in folder.iterdir()]


# ── limits and places ───────────────────────────────────────────────────────────────────────────
def _limits() -> Iterator[Point]:
    yield Point(
        Text("ขีดจำกัดต่อไฟล์", "limits of one file"),
        f"{_megabytes(package.MAX_FILE)} · {_megabytes(package.MAX_EXPANDED)} unpacked · "
        f"{guard.MAX_SHEETS} sheets · {guard.MAX_CELLS:,} cells · {workers.DEADLINE:.0f} s",
    )
    name = Text("ขีดจำกัดหน่วยความจำต่อไฟล์", "memory limit of one file")
    ceiling = _megabytes(workers.MEMORY)
    if sys.platform == "linux":
        yield Point(name, ceiling)
    else:
        advice = Text(
            "ระบบนี้จำกัดหน่วยความจำไม่ได้ จึงใช้การจำกัดเวลาแทน",
            "this system has no such limit; the time limit must do",
        )
        yield Point(name, f"{ceiling} -", State.FINE, advice)
    yield Point(Text("แกนประมวลผล", "processor cores"), str(os.cpu_count() or 1))


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"


def _cache(folder: Path | None) -> Point:
    name = Text("ที่เก็บผลการอ่าน", "cache of what was read")
    advice = Text(
        "จะอ่านทุกไฟล์ใหม่ทุกครั้ง · กำหนดโฟลเดอร์ที่เขียนได้ด้วย --cache",
        "every file is read anew each time; name a folder that can be written with --cache",
    )
    if folder is None:
        return Point(name, "-", State.BETTER, advice)
    path = folder / cache.FILE
    with suppress(OSError):
        if path.exists():
            size = _megabytes(path.stat().st_size)
            state = State.FINE if os.access(path, os.W_OK) else State.BETTER
            return Point(name, f"{path} ({size})", state, None if state is State.FINE else advice)
    standing = next((parent for parent in folder.parents if parent.exists()), folder)
    if os.access(folder if folder.exists() else standing, os.W_OK):
        return Point(name, f"{path} (0 MB)")
    return Point(name, str(path), State.BETTER, advice)


def _space() -> Iterator[Point]:
    places = {Path.cwd(): Text("พื้นที่ว่างที่นี่", "free space here")}
    places.setdefault(
        Path(tempfile.gettempdir()), Text("พื้นที่ว่างสำหรับไฟล์ชั่วคราว", "free space for temporary files")
    )
    for place, name in places.items():
        try:
            free = shutil.disk_usage(place).free
        except OSError:
            continue
        advice = Text("ลบไฟล์ที่ไม่ใช้แล้ว", "remove files that are not needed")
        state = State.MEND if free < NO_SPACE else State.BETTER
        if free >= LITTLE_SPACE:
            yield Point(name, f"{place} ({_megabytes(free)})")
        else:
            yield Point(name, f"{place} ({_megabytes(free)})", state, advice)


# ── characters ──────────────────────────────────────────────────────────────────────────────────
def _characters() -> Iterator[Point]:
    console = (sys.stdout.encoding or "?").lower()
    advice = Text(
        "อักษรบางตัวจะแสดงเป็น ? · บน Windows พิมพ์ chcp 65001 ก่อน",
        "some letters are shown as ?; on Windows type chcp 65001 first",
    )
    fine = console.replace("-", "") in {"utf8", "cp65001"}
    name = Text("รหัสอักษรของจอภาพ", "code page of the screen")
    yield Point(name, console, State.FINE if fine else State.BETTER, None if fine else advice)
    files = sys.getfilesystemencoding()
    fine = files.lower() == "utf-8"
    advice = Text(
        "ชื่อไฟล์ภาษาไทยอาจเสีย · ตั้ง PYTHONUTF8=1 หรือใช้ภาษาของระบบแบบ UTF-8",
        "Thai file names may suffer; set PYTHONUTF8=1 or a UTF-8 locale",
    )
    found = f"{files} ({locale.getlocale()[0] or 'C'})"
    name = Text("รหัสอักษรของชื่อไฟล์", "code page of file names")
    yield Point(name, found, State.FINE if fine else State.BETTER, None if fine else advice)


# ── our own form ────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Survival:
    """What one kind of damage did to our own form: answers written, answers read back right."""

    damage: Text
    written: int
    read: int
    codes: tuple[str, ...] = ()  # of what is told about it, notes too

    @property
    def survived(self) -> bool:
        """Every answer was read back."""
        return self.read == self.written


def template(rules: Rules, year: int | None = None) -> tuple[Survival, ...]:
    """Fill our own form, damage it in the ways of offices, read it, and tell what survives."""
    from itaxl.pipeline.selftrial import trials

    book = rules.book(year) if year is not None else rules.usual
    return tuple(
        Survival(name, *_compared(data, rules, whole))
        for whole, name, data in trials(book, _by_libreoffice())
    )


def _compared(data: bytes, rules: Rules, whole: dict[str, str]) -> tuple[int, int, tuple[str, ...]]:
    from itaxl.excel import reading
    from itaxl.pipeline.reviewing import judge
    from itaxl.pipeline.selftrial import answers

    review = judge(reading.read_bytes(data), rules)
    assert review.submission is not None
    found = answers(review.submission)
    right = sum(found.get(key) == text for key, text in whole.items())
    return len(whole), right, tuple(sorted({finding.code for finding in review.findings}))


def _by_libreoffice() -> Callable[[bytes], bytes | None]:
    """Make a saver by LibreOffice; it gives None where that is missing or fails."""

    def save(data: bytes) -> bytes | None:
        program = libreoffice()
        if program is None:
            return None
        with tempfile.TemporaryDirectory(prefix="itaxl-") as folder:
            source, target = Path(folder, "in", "form.xlsx"), Path(folder, "out", "form.xlsx")
            source.parent.mkdir()
            source.write_bytes(data)
            _said_by(
                program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless",
                "--convert-to", "xlsx", "--outdir", str(target.parent), str(source),
            )  # fmt: skip
            return target.read_bytes() if target.exists() else None

    return save

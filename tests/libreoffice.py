"""LibreOffice as a second opinion: whether a workbook opens, and what it calculates."""

import atexit
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

DEADLINE = 120  # seconds for one start of the program
EACH = 4  # and for each of its conversions

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_STORED = re.compile(rb"(</f>|<f[^>]*/>)<v>[^<]*</v>")


def find() -> str | None:
    """Find the program; None where it is not installed."""
    places = ("/usr/bin/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in places if Path(place).exists()), None)


def require() -> str:
    """Skip the test visibly without LibreOffice; on the build machine that is a failure."""
    program = find()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing on the build machine")
        pytest.skip("LibreOffice is not installed")
    return program


@cache
def _profile() -> Path:
    """Make a profile of our own that always recalculates, apart from any open window."""
    profile = Path(tempfile.mkdtemp(prefix="itaxl-libreoffice-"))
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    return profile


def convert(path: Path, kind: str, out_dir: Path) -> Path:
    """Convert a file to another kind (``xlsx``, ``pdf``, ``ods``); give the path of the result."""
    return convert_all([path], kind, out_dir)[0]


def convert_all(paths: Sequence[Path], kind: str, out_dir: Path) -> list[Path]:
    """Convert many files in one start of the program, which costs more than the work."""
    program = require()
    out_dir.mkdir(parents=True, exist_ok=True)
    command = [
        program,
        f"-env:UserInstallation={_profile().as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
        "--outdir",
        str(out_dir),
        *map(str, paths),
    ]
    deadline = DEADLINE + EACH * len(paths)
    done = subprocess.run(command, capture_output=True, timeout=deadline, check=False)
    results = [out_dir / f"{path.stem}.{kind.partition(':')[0]}" for path in paths]
    missing = [result.name for result in results if not result.exists()]
    assert not missing, (missing, (done.stdout + done.stderr).decode("utf-8", "replace"))
    return results


def to_pdf(path: Path, out_dir: Path) -> Path:
    """Print a workbook to PDF."""
    return convert(path, "pdf", out_dir)


def recalculate(path: Path, out_dir: Path) -> Path:
    """
    Let LibreOffice calculate every formula afresh; give the path of the workbook it saved.

    The stored results are taken out of a copy first, so that none of them can come back.
    """
    return recalculate_all([path], out_dir)[0]


def recalculate_all(paths: Sequence[Path], out_dir: Path) -> list[Path]:
    """Calculate many workbooks afresh in one start of the program."""
    folder = out_dir / "stripped"
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        _strip(path, folder / path.name)
    sources = [folder / path.name for path in paths]
    return convert_all(sources, "xlsx", out_dir / "recalculated")


def _strip(path: Path, target: Path) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.startswith("xl/worksheets/"):
                data = _STORED.sub(rb"\1", data)
            new.writestr(info, data)

"""Saving under fire: killed, out of space, held by another run; real processes, a small disk."""

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from itaxl import locking, saving
from itaxl.errors import OutputError
from itaxl.excel import reading
from itaxl.excel.drawing import draw
from itaxl.plans import BookPlan, CellPlan, SheetPlan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and mounts of POSIX")

SAMPLES = Path(__file__).parent.parent / "samples/first-steps/returned"
WORDS = "ติดตามและรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส " * 3


def summary_like(mark: int, rows: int = 400) -> BookPlan:
    """Several sheets of long Thai texts, each sheet with the mark in its first cell."""
    sheets = tuple(
        SheetPlan(
            name,
            [
                CellPlan(row, column, mark if row == column == 1 else f"{WORDS} {mark} {row}")
                for row in range(1, rows + 1)
                for column in range(1, 6)
            ],
        )
        for name in ("ภาพรวม", "มาตรการ", "ข้อค้นพบ")
    )
    return BookPlan(sheets=sheets, styles={})


def marks(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
    return {sheet.cell(1, 1).raw for sheet in reading.read(path).sheets}


def save_for_ever(path: Path, started: int) -> None:
    number = 1
    os.write(started, b"!")
    while True:
        number += 1
        draw(summary_like(number), path)


def replace_for_ever(path: Path, started: int) -> None:
    """Save ready bytes, so that most of the time is fsync and replace."""
    old = path.read_bytes()
    os.write(started, b"!")
    while True:
        saving.save_bytes(path, old)


@pytest.mark.parametrize(
    ("work", "kills", "longest"), [(save_for_ever, 20, 0.6), (replace_for_ever, 40, 0.03)]
)
def test_killed_at_any_moment_the_old_file_is_whole(
    tmp_path: Path, work: object, kills: int, longest: float
) -> None:
    path = tmp_path / "สรุปผล.xlsx"
    draw(summary_like(1), path)
    chance = random.Random(kills)
    fork = multiprocessing.get_context("fork")
    seen: set[str] = set()
    for _ in range(kills):
        ours, theirs = os.pipe()
        process = fork.Process(target=work, args=(path, theirs), daemon=True)  # type: ignore[arg-type]
        process.start()
        os.read(ours, 1)
        time.sleep(chance.uniform(0, longest))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        os.close(ours)
        os.close(theirs)

        found = marks(path)
        assert len(found) == 1, "a mixture of two workbooks"
        seen |= found
    left = [other.name for other in tmp_path.iterdir() if other != path]
    assert all(name.startswith(saving.PREFIX) for name in left)  # swept when an hour old


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_leaves_the_old_file_and_says_so(small_disk: Path) -> None:
    path = small_disk / "สรุปผล.xlsx"
    draw(summary_like(1, rows=5), path)
    old = path.read_bytes()
    chance = random.Random(1)

    def more(temporary: Path) -> None:
        temporary.write_bytes(chance.randbytes(1_000_000))

    with pytest.raises(OutputError) as caught:
        saving.save(path, more)
    assert "disk is full" in caught.value.text.en
    assert "พื้นที่เก็บข้อมูลเต็ม" in caught.value.text.th
    assert path.read_bytes() == old
    assert [other.name for other in small_disk.iterdir()] == [path.name]


def merge(output: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "itaxl", "merge", str(SAMPLES), "-o", str(output)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(home), "LANG": "th_TH.UTF-8"}
    environment.pop("LC_ALL", None)
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False
    )


def test_a_merge_onto_a_full_disk_ends_with_2_in_both_languages(
    small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "สรุปผล.xlsx"
    assert merge(path, tmp_path / "home").returncode < 2
    old = path.read_bytes()
    with contextlib.suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(1024)):
            pass

    ran = merge(path, tmp_path / "home")

    assert ran.returncode == 2
    assert "พื้นที่เก็บข้อมูลเต็ม" in ran.stderr
    assert "disk is full" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert path.read_bytes() == old


# ── the lock ────────────────────────────────────────────────────────────────────────────────────
HOLDER = """
import sys, time
from pathlib import Path
from itaxl.locking import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(120)
"""


@contextlib.contextmanager
def another_run(output: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", HOLDER, str(output)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_second_of_two_merges_says_who_holds_the_output_and_since_when(tmp_path: Path) -> None:
    output = tmp_path / "สรุปผล.xlsx"
    output.write_bytes(b"old")
    with another_run(output) as holder:
        ran = merge(output, tmp_path / "home")

        assert ran.returncode == 2
        assert str(holder.pid) in ran.stderr
        assert time.strftime("%Y-%m-%d") in ran.stderr
        assert "another run of itaxl" in ran.stderr
        assert "itaxl อีกงานหนึ่ง" in ran.stderr
        assert output.read_bytes() == b"old"


def test_a_lock_whose_holder_died_is_taken_over(tmp_path: Path) -> None:
    output = tmp_path / "สรุปผล.xlsx"
    with another_run(output) as holder:
        holder.kill()
        holder.wait()
        assert locking.lock_path(output).exists()

        with locking.lock(output):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_held_once_and_leaves_nothing(tmp_path: Path) -> None:
    output = tmp_path / "ก" / ("ยาว" * 28 + ".xlsx")
    with locking.lock(output), pytest.raises(OutputError), locking.lock(output):
        pass
    with locking.lock(output), locking.lock(output.with_name("other.xlsx")):
        pass
    assert list(output.parent.iterdir()) == []


def test_a_lock_that_nonsense_was_written_into_is_still_a_lock(tmp_path: Path) -> None:
    output = tmp_path / "a.xlsx"
    with locking.lock(output):
        locking.lock_path(output).write_bytes(b'["\xff')
        with pytest.raises(OutputError), locking.lock(output):
            pass


def test_where_nothing_can_be_locked_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(locking, "_hold", refuse)
    with locking.lock(tmp_path / "a.xlsx"):
        pass
    (tmp_path / "file").write_bytes(b"")
    with locking.lock(tmp_path / "file" / "a.xlsx"):
        pass


# ── held by a program that lets nobody replace its file ─────────────────────────────────────────
def test_an_output_open_in_excel_gets_a_second_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only Windows refuses to replace an open file; here the refusal alone is played.
    path = tmp_path / "สรุปผล.xlsx"
    draw(summary_like(1, rows=5), path)
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "open elsewhere")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr(saving, "RETRY_SECONDS", (0.0,))

    saved = draw(summary_like(2, rows=5), path)

    assert saved == tmp_path / "สรุปผล (2).xlsx"
    assert (marks(path), marks(saved)) == ({"1"}, {"2"})

"""A folder with everything strangers may send: the run ends, and each file has exactly its code."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "excel"))
from test_guard import FILES

from itaxl import pipeline, workers
from itaxl.excel import reading
from itaxl.pipeline import merging, reviewing
from itaxl.pipeline.gathering import gather, shown
from itaxl.review import Review
from itaxl.wording import Text

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links, signals of POSIX")

SAMPLES = sorted((Path(__file__).parent.parent / "samples/district/returned").glob("*.xlsx"))
RULES = pipeline.rules(None)
OLD_THAI = os.fsdecode("ทต.สมมติ เดิม.xlsx".encode("cp874"))
PASSED_OVER = {"~$a.xlsx", ".~lock.a.xlsx#", "._a.xlsx", "a.crdownload", "x.tmp", ".DS_Store"}


def itaxl(*words: str, **more: Any) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "itaxl", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **more)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    for sample in SAMPLES:
        shutil.copy2(sample, folder)
    return folder


@pytest.fixture(scope="module")
def told_of_good(good: Path) -> dict[str, Any]:
    return files_of(itaxl("check", str(good), "--format", "json", "--no-cache"))


@pytest.fixture(scope="module")
def hostile(good: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The good files among all that is bad, and the code each bad one is to have."""
    root = tmp_path_factory.mktemp("hostile")
    folder = root / "returned"
    shutil.copytree(good, folder)
    codes: dict[str, str] = {}

    def place(name: str, code: str) -> Path:
        codes[name] = code
        return folder / name

    told = [file for file in FILES.values() if file[2] != "F01"]  # those are passed over
    for number, (data, name, code) in enumerate(told):
        place(f"bad {number:02d}{Path(name).suffix}", code).write_bytes(data)
    os.mkfifo(place("pipe.xlsx", "F14"))
    place("dangling.xlsx", "F14").symlink_to(root / "nowhere.xlsx")
    place("loop.xlsx", "F14").symlink_to("loop.xlsx")
    place("device.xlsx", "F14").symlink_to("/dev/zero")
    (root / "outside").mkdir()
    shutil.copy2(SAMPLES[0], root / "outside" / "a.xlsx")
    place("link out.xlsx", "F14").symlink_to(root / "outside" / "a.xlsx")
    place("folder out", "F14").symlink_to(root / "outside")
    place("folder loop", "F14").symlink_to(folder)
    for name in PASSED_OVER:
        (folder / name).write_bytes(b"left behind")
    return folder, codes


def files_of(ran: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 1, ran.stderr
    return {Path(file["path"]).name: file for file in json.loads(ran.stdout)["files"]}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_over_everything_ends_and_every_file_has_its_code(
    hostile: tuple[Path, dict[str, str]], told_of_good: dict[str, Any], jobs: str
) -> None:
    folder, codes = hostile
    start = time.monotonic()

    ran = itaxl("check", str(folder), "--format", "json", "--no-cache", "--jobs", jobs)

    files = files_of(ran)
    assert time.monotonic() - start < 60
    assert files.keys() == codes.keys() | told_of_good.keys()
    found = {name: [f["code"] for f in files[name]["findings"]] for name in codes}
    assert found == {name: [code] for name, code in codes.items()}
    for name, told in told_of_good.items():
        assert {**files[name], "path": ""} == {**told, "path": ""}
    assert f"{len(PASSED_OVER)} " in ran.stderr


def test_a_merge_over_everything_ends_and_counts_every_file(
    hostile: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    folder, codes = hostile

    ran = itaxl("merge", str(folder), "-o", str(tmp_path / "s.xlsx"), "--no-cache", "--lang", "en")

    assert ran.returncode == 1, ran.stderr
    assert f"merged {len(codes) + len(SAMPLES)} files" in ran.stderr
    workbook = reading.read(tmp_path / "s.xlsx")
    words = {cell.raw for sheet in workbook.sheets for cell in sheet.cells.values()}
    assert all(any(name in word for word in words) for name in codes)


# ── a worker that dies ──────────────────────────────────────────────────────────────────────────
def test_a_worker_killed_from_outside_costs_its_file_only(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = gather([good])
    victim, mark = paths[4], tmp_path / "mark"
    really = reviewing._review_content

    def slow(path: Path, *others: Any) -> Review:
        if path == victim:
            mark.write_text(str(os.getpid()))
            time.sleep(30)
        return really(path, *others)

    def kill() -> None:
        while not (mark.exists() and mark.read_text()):
            time.sleep(0.01)
        os.kill(int(mark.read_text()), signal.SIGKILL)

    plain = list(reviewing.review_all(paths, RULES))
    monkeypatch.setattr(reviewing, "_review_content", slow)
    killer = threading.Thread(target=kill)
    killer.start()
    found = list(reviewing.review_all(paths, RULES, jobs=2))
    killer.join()

    assert [f.code for f in found[4].findings] == ["S92"]
    assert found[4].file.path == str(victim)
    assert [r for r in found if r != found[4]] == [r for r in plain if r != plain[4]]
    assert multiprocessing.active_children() == []


# ── stopped by hand ─────────────────────────────────────────────────────────────────────────────
def test_ctrl_c_says_what_is_not_done_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, kept, output = tmp_path / "returned", tmp_path / "kept", tmp_path / "s.xlsx"
    folder.mkdir()
    for number in range(60):
        data = SAMPLES[number % len(SAMPLES)].read_bytes()
        # Bytes after the zip make it another file with the same answers.
        (folder / f"{number:02d}.xlsx").write_bytes(data + str(number).encode())
    assert itaxl("merge", str(SAMPLES[0]), "-o", str(output), "--no-cache").returncode < 2
    old = output.read_bytes()
    command = [sys.executable, "-m", "itaxl", "merge", str(folder), "-o", str(output)]
    command += ["--cache", str(kept), "--lang", "en"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    running = subprocess.Popen(
        command, stderr=subprocess.PIPE, env=environment, start_new_session=True, encoding="utf-8"
    )
    base, deadline = kept / "reviews.sqlite", time.monotonic() + 60
    while time.monotonic() < deadline and not (base.exists() and base.stat().st_size > 20_000):
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal sends it: to the workers as well
    _, words = running.communicate(timeout=30)

    assert running.returncode == 130, words
    assert "Traceback" not in words
    assert "of 60 files were read" in words
    assert "run it again to go on" in words
    assert output.read_bytes() == old
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)  # nobody of that session is left
    read: list[Path] = []
    really = workers.run
    with pytest.MonkeyPatch.context() as patch:

        def watched(step: Any, items: Any, **options: Any) -> Any:
            read.extend(items := list(items))
            return really(step, items, **options)

        patch.setattr(workers, "run", watched)
        again = list(reviewing.make_all(merging.digest, gather([folder]), RULES, cache=kept))
    assert len(again) == 60
    assert len(read) <= 60 - 32


# ── names and what lies about ───────────────────────────────────────────────────────────────────
def test_what_programs_left_behind_is_passed_over_and_counted(tmp_path: Path) -> None:
    shutil.copy2(SAMPLES[0], tmp_path / "a.xlsx")
    (tmp_path / ".hidden").mkdir()
    shutil.copy2(SAMPLES[1], tmp_path / ".hidden")
    for name in PASSED_OVER:
        (tmp_path / name).write_bytes(b"left behind")
    told: list[Text] = []

    assert gather([tmp_path], told.append) == (tmp_path / "a.xlsx",)
    assert f"{len(PASSED_OVER) + 1} temporary" in told[0].en


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a name be any bytes")
def test_a_name_in_the_old_thai_code_page_is_shown_as_it_was_meant(tmp_path: Path) -> None:
    folder = tmp_path / "ไฟล์"
    folder.mkdir()
    shutil.copy2(SAMPLES[0], folder / OLD_THAI)
    (folder / os.fsdecode(b"\xff\xfe bad.xlsx")).write_bytes(b"")

    ran = itaxl("check", str(folder), "--format", "json", "--no-cache", "--lang", "en")

    assert files_of(ran).keys() == {"ทต.สมมติ เดิม.xlsx", "\\xff\\xfe bad.xlsx"}
    assert "2 file names are not UTF-8" in ran.stderr
    ran = itaxl("check", str(folder), "--no-cache", "--lang", "th")
    assert "ทต.สมมติ เดิม.xlsx" in ran.stdout
    ran = itaxl("merge", str(folder), "-o", str(tmp_path / "s.xlsx"), "--no-cache")
    assert ran.returncode == 1, ran.stderr
    workbook = reading.read(tmp_path / "s.xlsx")
    assert any(
        "ทต.สมมติ เดิม.xlsx" in cell.raw for sheet in workbook.sheets for cell in sheet.cells.values()
    )


def test_a_name_is_shown_as_it_is_where_it_is_whole() -> None:
    decomposed = unicodedata.normalize("NFD", "น้ำ é.xlsx")

    for name in ("น้ำ.xlsx", decomposed, "a.xlsx", "ก/ข.xlsx"):
        assert shown(Path(name)) == name


def test_a_summary_of_ours_among_the_files_is_passed_over_and_told(
    good: Path, told_of_good: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "returned"
    shutil.copytree(good, folder)
    # Renamed, as a coordinator would; written into the folder of the inputs.
    ran = itaxl("merge", str(folder), "-o", str(folder / "รวมแล้ว.xlsx"), "--no-cache")
    assert ran.returncode == 1, ran.stderr
    (folder / "รวมแล้ว.xlsx").rename(folder / "ฉบับใหม่.xlsx")

    ran = itaxl("check", str(folder), "--format", "json", "--no-cache", "--lang", "en")

    assert files_of(ran).keys() == told_of_good.keys()
    assert "1 summaries of itaxl's own" in ran.stderr

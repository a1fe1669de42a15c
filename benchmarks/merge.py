"""
Time ``itaxl merge`` beside plain pandas on the same folder, in one run, with peak memory.

    python benchmarks/merge.py [FILES] [ROUNDS] [FOLDER]

Each figure is a whole process, start-up included. They run in turn, so that a slow moment of the
machine meets all of them; quote the ratio of the medians, not the seconds. Plain pandas takes long
enough to average over such moments by itself, so a merge is timed before it and after it.

``again`` merges once more onto the summary that was just made, when five files are others.
``floor`` inflates and scans the same bytes on as many cores and compresses the same cells: what
nobody can go below. ``plain pandas`` writes the sheets that people see; ``all sheets`` writes the
hidden lists too, where they fit. Memory is the peak of the parent and of its largest worker (Linux
only). FOLDER keeps the workbooks for another run.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from generate import generate

HERE = Path(__file__).parent
CHANGED = 5
LOOK = 0.2  # seconds between looks at the memory; looking 50 times a second took 2 % of a core
MOST_WITH_LISTS = 1000  # workbooks whose hidden lists fit a sheet, and are soon written


def timed(command: Sequence[str | Path]) -> tuple[float, int, int]:
    """Run a command; give its seconds and the peak memory of it and of its largest child in MB."""
    os.sync()  # what was written before, such as the inputs, is not for this one to wait for
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = largest = 0
    while process.poll() is None:
        own = max(own, peak_of(process.pid))
        largest = max([largest, *map(peak_of, children_of(process.pid))])
        time.sleep(LOOK)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {process.returncode}")
    return seconds, own, largest


def peak_of(pid: int) -> int:
    """Give the peak memory of a process in MB; 0 where it cannot be told."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024 if "VmHWM:" in status else 0


def children_of(pid: int) -> list[int]:
    """List the processes a process has started."""
    try:
        return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    except OSError:
        return []


def change(inputs: Path) -> None:
    """Let five files be others: bytes after the zip change nothing that they say."""
    for path in sorted(inputs.iterdir())[:CHANGED]:
        path.write_bytes(path.read_bytes() + b"\n")


def main(files: int = 142, rounds: int = 3, folder: Path | None = None) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = folder or Path(scratch, "kept")
        generate(files, kept)
        inputs = Path(scratch, "inputs")
        inputs.mkdir()
        for path in sorted(kept.glob("*.xlsx"))[:files]:
            shutil.copy(path, inputs)
        size = sum(path.stat().st_size for path in inputs.iterdir()) / 1e6
        print(f"{files} workbooks, {size:.1f} MB, {rounds} rounds, {os.cpu_count()} cores")
        cache, ours, theirs = (Path(scratch, name) for name in ("cache", "ours.xlsx", "pd.xlsx"))
        merge: list[str | Path] = [
            sys.executable,
            "-m",
            "itaxl",
            "merge",
            inputs,
            "-o",
            ours,
            "-q",
            "--cache",
            cache,
        ]
        runs: dict[str, list[tuple[float, int, int]]] = {}

        def run(name: str, command: Sequence[str | Path]) -> None:
            runs.setdefault(name, []).append(timed(command))
            print(f"{name}: {runs[name][-1][0]:.2f} s", file=sys.stderr, flush=True)

        def merge_anew() -> None:
            shutil.rmtree(cache, ignore_errors=True)
            ours.unlink(missing_ok=True)
            run("itaxl merge", merge)

        for _ in range(rounds):
            merge_anew()
            change(inputs)
            run("again", merge)
            run("floor", [sys.executable, HERE / "floor.py", inputs, ours])
            pandas: list[str | Path] = [sys.executable, HERE / "plain_pandas.py", inputs, theirs]
            run("plain pandas", pandas)
            if files <= MOST_WITH_LISTS:
                run("all sheets", [*pandas, "all"])
            merge_anew()
        told = statistics.median(seconds for seconds, _, _ in runs["plain pandas"])
        print(f"{'':14} {'s':>8} {'MB':>6} {'worker':>6} {'faster':>7}")
        for name, found in runs.items():
            seconds = statistics.median(one for one, _, _ in found)
            own, largest = max(one for _, one, _ in found), max(one for _, _, one in found)
            print(f"{name:14} {seconds:8.2f} {own:6} {largest:6} {told / seconds:7.2f}")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    folder = Path(given[2]) if 2 in given else None
    main(int(given.get(0, 142)), int(given.get(1, 3)), folder)

"""
Time ``itaxl merge`` beside plain pandas on the same folder, in one run, with peak memory.

    python benchmarks/merge.py [FILES] [ROUNDS]

Each figure is a whole process, start-up included. The two run in turn, so that a slow moment of
the machine meets both; quote the ratio of the medians, not the seconds. Peak memory is that of the
largest single process, as the system counts it (POSIX only).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

HERE = Path(__file__).parent


def timed(command: list[str]) -> tuple[float, float]:
    """Run a command and give its seconds and the peak memory of its largest process in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{command} ended with {status}")
    return seconds, usage.ru_maxrss / 1024


def main(files: int = 142, rounds: int = 3) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder, "inputs")
        generate(files, inputs)
        size = sum(path.stat().st_size for path in inputs.iterdir()) / 1e6
        print(f"{files} workbooks, {size:.1f} MB, {rounds} rounds, {os.cpu_count()} cores")
        out = str(Path(folder, "summary.xlsx"))
        commands = {
            "itaxl merge": [sys.executable, "-m", "itaxl", "merge", str(inputs), "-o", out, "-q"],
            "plain pandas": [sys.executable, str(HERE / "plain_pandas.py"), str(inputs), out],
        }
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                runs[name].append(timed(command))
        medians = {name: statistics.median(s for s, _ in runs[name]) for name in commands}
        for name in commands:
            peak = max(memory for _, memory in runs[name])
            print(f"{name:14} {medians[name]:7.2f} s  {peak:6.0f} MB")
        print(f"ratio          {medians['plain pandas'] / medians['itaxl merge']:7.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))

"""Steps that are done, or do harm, on a worker of a cluster."""

import os
import signal
import sys
import time
from pathlib import Path


def step(item: str) -> str:
    """Give the item in capitals, or be what it names."""
    if item == "crash":
        os._exit(3)
    if item == "hang":
        time.sleep(60)
    if item == "memory":
        return str(len(bytearray(1 << 31)))
    if item == "raise":
        raise KeyError(item)
    if item == "print":
        print(item)
    if item == "kill-host":
        # Above this supervised process stands the attendant, and above that the worker.
        os.kill(parent_of(os.getppid()), signal.SIGKILL)
        time.sleep(60)
    return item.upper()


def parent_of(process: int) -> int:
    """The process that started a process."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def descendants(process: int) -> set[int]:
    """All processes that a process started, and they."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = parent_of(int(entry.name))
            except OSError:
                continue
    found = {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {process}


def who() -> str:
    """Say which installation this is, as the environment has it."""
    return os.environ.get("ITAXL_TEST_INSTALLATION", "ours")


def ours_here() -> str:
    """Say the same in the tests whatever the environment has."""
    return "ours" if "pytest" in sys.modules else who()

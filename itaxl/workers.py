"""
Supervised worker processes: one item each at a time, with a deadline and a memory ceiling.

A worker that crashes, hangs or runs out of memory costs exactly the item it held; a new worker
takes its place and the run goes on. (``ProcessPoolExecutor`` fails every item in flight when one
dies.)
"""

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from itaxl import collecting

Item = TypeVar("Item")
Result = TypeVar("Result")

DEADLINE = 10.0  # seconds for one item
MEMORY = 1 << 30  # bytes of address space of one worker above what it starts with


class Death(StrEnum):
    """How a worker ended while it held an item; the values are codes of checks."""

    TIME = "S90"
    MEMORY = "S91"
    CRASH = "S92"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What became of one item: a result, or the death of its worker."""

    item: Item
    result: Result | None
    death: Death | None = None


def run(
    step: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int = 1,
    deadline: float = DEADLINE,
    memory: int = MEMORY,
) -> Iterator[Outcome[Item, Result]]:
    """
    Do the step for every item in worker processes and yield the outcomes in the order of the items.

    ``step`` must be a module-level function that raises nothing a caller wants to see: any
    exception counts as a crash of that item. Deadline in seconds, memory in bytes per worker.
    """
    queue = enumerate(items)
    ready: dict[int, Outcome[Item, Result]] = {}
    crew: list[_Worker[Item, Result]] = []
    following = 0
    exhausted = False
    try:
        while True:
            while not exhausted and len(crew) < jobs:
                crew.append(_Worker(step, memory))
            for worker in crew:
                if worker.idle and not exhausted and len(ready) < (64 * jobs if jobs > 1 else 1):
                    try:
                        index, item = next(queue)
                    except StopIteration:
                        exhausted = True
                        break
                    worker.give(index, item, deadline)
            # What came back is handed on while the workers are at the next. A single worker's
            # answer comes before its next item is taken: who gives the items may wait for it.
            while following in ready:
                yield ready.pop(following)
                following += 1
            busy = [worker for worker in crew if not worker.idle]
            if not busy:
                if exhausted:
                    break
                continue
            for worker in _finished(busy):
                index, outcome = worker.take()
                ready[index] = outcome
                if worker.dead:
                    crew.remove(worker)
    finally:
        for worker in crew:
            worker.stop()


class _Worker(Generic[Item, Result]):
    """One process with its pipe, and the item it holds."""

    def __init__(self, step: Callable[[Item], Result], memory: int) -> None:
        # Forking is 20 times faster to start; our parent has no other thread at this point.
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(  # type: ignore[attr-defined]
            target=_work,
            args=(step, theirs, self.pipe if method == "fork" else None, memory),
            daemon=True,
        )
        self.process.start()
        theirs.close()
        self.held: tuple[int, Item] | None = None
        self.until = 0.0
        self.dead = False

    @property
    def idle(self) -> bool:
        return self.held is None

    def give(self, index: int, item: Item, deadline: float) -> None:
        self.held = (index, item)
        self.until = time.monotonic() + deadline
        # A worker that died while idle is noticed when its answer is taken.
        with contextlib.suppress(OSError):
            self.pipe.send(item)

    def take(self) -> tuple[int, Outcome[Item, Result]]:
        """Collect the answer, or find out how the worker died."""
        assert self.held is not None
        (index, item), self.held = self.held, None
        try:
            answered = self.pipe.poll(0)
            message: tuple[str, Any] | None = self.pipe.recv() if answered else None
        except (EOFError, OSError):
            message = None
        if message and message[0] == "done":
            return index, Outcome(item, message[1])
        if message:
            death = Death(message[0])
        else:
            death = (
                Death.TIME
                if self.process.is_alive() and time.monotonic() >= self.until
                else (Death.CRASH)
            )
        self.dead = True
        self.stop()
        return index, Outcome(item, None, death)

    def stop(self) -> None:
        self.pipe.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


def _finished(busy: list[_Worker[Item, Result]]) -> list[_Worker[Item, Result]]:
    """Wait until a worker has answered, died or passed its deadline."""
    patience = max(0.0, min(worker.until for worker in busy) - time.monotonic())
    signs = set(wait([w.pipe for w in busy] + [w.process.sentinel for w in busy], patience))
    now = time.monotonic()
    return [w for w in busy if w.pipe in signs or w.process.sentinel in signs or now >= w.until]


def _work(
    step: Callable[[Any], Any], pipe: Connection, parents: Connection | None, memory: int
) -> None:
    """Serve items until the parent hangs up."""
    if parents is not None:
        parents.close()  # else the pipe would never end for us
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _limit_memory(memory)
    collecting.forever()
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[str, Any] = ("done", step(item))
        except MemoryError:
            answer = (Death.MEMORY.value, None)
        except BaseException:  # a panic of compiled code is no Exception
            answer = (Death.CRASH.value, None)
        try:
            pipe.send(answer)
        except MemoryError:
            pipe.send((Death.MEMORY.value, None))
        if answer[0] != "done":
            return


def _limit_memory(memory: int) -> None:
    """Set the ceiling where the system has one (Windows has not: there the deadline must do)."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
        held = pages * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (held + memory, held + memory))

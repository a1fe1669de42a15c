"""
Supervised worker processes: one item each at a time, with a deadline and a memory ceiling.

A worker that crashes, hangs or runs out of memory costs exactly the item it was at; a new worker
takes its place and the run goes on. (``ProcessPoolExecutor`` fails every item in flight when one
dies.)
"""

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from itaxl import collecting

Item = TypeVar("Item")
Result = TypeVar("Result")

DEADLINE = 10.0  # seconds for one item
SHORT = 1000  # letters of a path that fits any pipe; of those on Windows 8 KB
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
    queue = _Queue(items)
    ready: dict[int, Outcome[Item, Result]] = {}
    crew: list[_Worker[Item, Result]] = []
    following = 0
    try:
        while True:
            while queue.may_have_more and len(crew) < jobs:
                crew.append(_Worker(step, memory, deadline))
            if len(ready) < (64 * jobs if jobs > 1 else 1):
                _give(queue, crew, jobs)
            # What came back is handed on while the workers are at the next. A single worker's
            # answer comes before its next item is taken: who gives the items may wait for it.
            while following in ready:
                yield ready.pop(following)
                following += 1
            busy = [worker for worker in crew if not worker.idle]
            if not busy:
                if not queue.may_have_more:
                    break
                continue
            for worker in _finished(busy):
                index, outcome = worker.take()
                ready[index] = outcome
                if worker.dead:
                    crew.remove(worker)
                    queue.give_back(worker.held)
    finally:
        for worker in crew:
            worker.stop()


def _give(queue: "_Queue[Item]", crew: "Iterable[_Worker[Item, Result]]", jobs: int) -> None:
    """Give each worker something to do, and then the next one too, so that nobody waits for us."""
    for worker in crew:
        if worker.idle and queue.holds(1):
            worker.give(*queue.take())
    for worker in crew:
        # The last ones are for whoever is free first.
        if jobs > 1 and len(worker.held) == 1 and queue.holds(1 + jobs) and queue.fits_a_pipe:
            worker.give(*queue.take())


class _Queue(Generic[Item]):
    """The items that are still to be given, with their numbers."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._source = enumerate(items)
        self._taken: deque[tuple[int, Item]] = deque()
        self._ended = False

    @property
    def may_have_more(self) -> bool:
        return bool(self._taken) or not self._ended

    def holds(self, count: int) -> bool:
        """Tell whether there are so many more, taking them from their source."""
        while len(self._taken) < count and not self._ended:
            try:
                self._taken.append(next(self._source))
            except StopIteration:
                self._ended = True
        return len(self._taken) >= count

    @property
    def fits_a_pipe(self) -> bool:
        """
        Tell whether the next one can be sent to a worker that is at another.

        That may be sending an answer: were the pipe full both ways, each would wait for the other.
        """
        _, item = self._taken[0]
        return isinstance(item, os.PathLike) and len(os.fspath(item)) < SHORT

    def take(self) -> tuple[int, Item]:
        return self._taken.popleft()

    def give_back(self, items: Iterable[tuple[int, Item]]) -> None:
        """Put items first that a worker was given and did not come to."""
        self._taken.extendleft(items)


class _Worker(Generic[Item, Result]):
    """One process with its pipe, the item it is at, and perhaps the next one."""

    def __init__(self, step: Callable[[Item], Result], memory: int, deadline: float) -> None:
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
        self.held: deque[tuple[int, Item]] = deque()
        self.deadline = deadline
        self.until = 0.0
        self.dead = False

    @property
    def idle(self) -> bool:
        return not self.held

    def give(self, index: int, item: Item) -> None:
        if self.idle:
            self.until = time.monotonic() + self.deadline
        self.held.append((index, item))
        # A worker that died while idle is noticed when its answer is taken.
        with contextlib.suppress(OSError):
            self.pipe.send(item)

    def take(self) -> tuple[int, Outcome[Item, Result]]:
        """Collect the answer, or find out how the worker died."""
        index, item = self.held.popleft()
        try:
            answered = self.pipe.poll(0)
            message: tuple[str, Any] | None = self.pipe.recv() if answered else None
        except (EOFError, OSError):
            message = None
        if message and message[0] == "done":
            self.until = time.monotonic() + self.deadline
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

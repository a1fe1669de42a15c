"""
The supervised step beyond one machine: batches through any ``concurrent.futures`` executor.

Where a batch arrives, an attendant does its items one after the other under the supervision of
``workers``, so that the deadline and the memory ceiling of one item hold there too. An attendant is
a program of its own, not a child of multiprocessing: workers of a cluster are often daemons, which
may have none. It stays for the next batch, for starting one costs as much as some ten files.
"""

import contextlib
import hashlib
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, Generic, TypeVar

from itaxl import workers
from itaxl.errors import ItaxlError
from itaxl.packing import compress, expand
from itaxl.wording import Text
from itaxl.workers import DEADLINE, MEMORY, Death, Outcome

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 20  # items at most that travel together: a task of Dask costs some 2.5 ms
HEAVY = 4 << 20  # bytes of items that travel together, where there are more than one
AFLOAT = 64 << 20  # bytes of items under way at any time
AHEAD = 4  # batches under way for each worker thread, so that none waits for a slow one
LIGHT = 64 << 10  # bytes of an order that goes along with every batch
GRACE = 120.0  # seconds of silence beyond what a batch may take
REST = 60.0  # seconds after which an attendant without work goes
REACH = 10  # seconds to reach a scheduler


class UnfitError(Exception):
    """The far side cannot do our work: what it is, or why it cannot."""


class UnknownOrderError(Exception):
    """The far side was not told what to do, for that is too heavy to be told each time."""


def run_on(
    executor: Executor,
    step: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    batch: int = BATCH,
    weigh: Callable[[Item], int] | None = None,
    identify: Callable[[], str] | None = None,
    deadline: float = DEADLINE,
    memory: int = MEMORY,
) -> Iterator[Outcome[Item, Result]]:
    """
    Do the step for every item where the executor works; yield the outcomes in the order of items.

    ``step`` is as for ``workers.run``. Items are taken as there is room for them; ``weigh`` tells
    the bytes of one. What ``identify`` says must be the same here and there. A batch whose
    worker is lost is done again item by item, with nothing else under way, so that an item that
    kills workers is found out. Raises ItaxlError when the executor is gone, silent or unlike us.
    """
    said = identify() if identify else ""
    order = compress(pickle.dumps((step, deadline, memory, identify, said)))
    patience = batch * deadline + GRACE
    errand: _Errand[Item, Result] = _Errand(executor, order, patience, said)
    batches = _batches(items, batch, weigh or (lambda _: 0))
    room = AHEAD * errand.breadth
    waiting: deque[_Batch[Item]] = deque()
    try:
        while True:
            while len(waiting) < room and sum(each.weight for each in waiting) < AFLOAT:
                if (following := next(batches, None)) is None:
                    break
                waiting.append(errand.send(following))
            if not waiting:
                return
            errand.await_first(waiting)
            yield from errand.outcomes(waiting.popleft(), waiting)
    finally:
        for each in waiting:
            each.future.cancel()


def breadth(executor: Executor) -> int:
    """Tell how many items an executor does at a time, as far as it says."""
    said = getattr(executor, "breadth", None) or getattr(executor, "_max_workers", None)
    return said if isinstance(said, int) else os.cpu_count() or 1


def batch_for(executor: Executor, items: int) -> int:
    """Give the size of a batch at which few items still reach every worker twice."""
    return max(1, min(BATCH, -(-items // (2 * breadth(executor)))))


@dataclass(frozen=True, slots=True)
class _Batch(Generic[Item]):
    """Items under way."""

    items: Sequence[Item]
    weight: int
    future: "Future[list[bytes]]"


def _batches(
    items: Iterable[Item], most: int, weigh: Callable[[Item], int]
) -> Iterator[tuple[list[Item], int]]:
    """Put items together until they are many or heavy; give the weight of each batch."""
    held: list[Item] = []
    weight = 0
    for item in items:
        if held and weight + weigh(item) > HEAVY:
            yield held, weight
            held, weight = [], 0
        held.append(item)
        weight += weigh(item)
        if len(held) >= most:
            yield held, weight
            held, weight = [], 0
    if held:
        yield held, weight


class _Errand(Generic[Item, Result]):
    """Batches sent out and taken back, for one step."""

    def __init__(self, executor: Executor, order: bytes, patience: float, said: str) -> None:
        self.executor = executor
        self.breadth = breadth(executor)
        self.order = order
        self.name = hashlib.sha256(order).digest()
        self.told = 0  # batches that the order went along with
        self.patience = patience
        self.said = said

    def send(self, group: tuple[Sequence[Item], int], *, telling: bool = False) -> _Batch[Item]:
        items, weight = group
        packed = [pickle.dumps(item, pickle.HIGHEST_PROTOCOL) for item in items]
        telling = telling or len(self.order) <= LIGHT or self.told < self.breadth
        self.told += telling
        order = self.order if telling else None
        try:
            future = self.executor.submit(_serve, self.name, order, packed)
        except Exception as trouble:  # each executor has its own ways to say that it is gone
            raise ItaxlError(_GONE.fill(why=type(trouble).__name__)) from trouble
        return _Batch(items, weight, future)

    def await_first(self, waiting: Sequence[_Batch[Item]]) -> None:
        """Wait until the first batch is back, as long as any comes back within patience."""
        until = time.monotonic() + self.patience
        seen = -1
        while not waiting[0].future.done():
            # In short steps, for on Windows a wait does not hear Ctrl-C.
            wait([waiting[0].future], timeout=1.0)
            back = sum(each.future.done() for each in waiting)
            if back != seen:
                seen, until = back, time.monotonic() + self.patience
            elif time.monotonic() > until:
                raise ItaxlError(_SILENT.fill(seconds=round(self.patience)))

    def outcomes(
        self, batch: _Batch[Item], others: Sequence[_Batch[Item]]
    ) -> Iterator[Outcome[Item, Result]]:
        """Open what came back; a lost batch is done again, one item at a time."""
        answers = self._answers(batch)
        if answers is None:
            for each in others:
                self.await_first([each])
            for item in batch.items:
                yield self._alone(item)
            return
        for item, answer in zip(batch.items, answers, strict=True):
            result, death = pickle.loads(answer)  # noqa: S301 - of our own workers' making
            yield Outcome(item, result, death)

    def _alone(self, item: Item) -> Outcome[Item, Result]:
        batch = self.send(([item], 0))
        self.await_first([batch])
        answers = self._answers(batch)
        if answers is None:
            if batch.future.cancelled():
                raise ItaxlError(_GONE.fill(why=CancelledError.__name__))
            return Outcome(item, None, Death.CRASH)
        result, death = pickle.loads(answers[0])  # noqa: S301 - of our own workers' making
        return Outcome(item, result, death)

    def _answers(self, batch: _Batch[Item]) -> list[bytes] | None:
        """Take the answers of a batch; None when it was lost."""
        try:
            return batch.future.result()
        except UnknownOrderError:
            again = self.send((batch.items, batch.weight), telling=True)
            self.await_first([again])
            return self._answers(again)
        except (UnfitError, ImportError, AttributeError, pickle.PickleError) as trouble:
            # These tell of the place, not of an item.
            raise ItaxlError(_UNFIT.fill(here=self.said or "itaxl", there=trouble)) from None
        except (Exception, CancelledError):
            return None


# ── on the far side ─────────────────────────────────────────────────────────────────────────────
_orders: dict[bytes, bytes] = {}  # by name, the newest last
_idle: list["_Attendant"] = []
_hiring = threading.Lock()
if hasattr(os, "register_at_fork"):
    # A forked process would share the pipes of its parent's attendants.
    os.register_at_fork(after_in_child=_idle.clear)


def _serve(name: bytes, order: bytes | None, items: Sequence[bytes]) -> list[bytes]:
    """Let an attendant do a batch; one that is lost fails the batch."""
    with _hiring:
        known = order or _orders.get(name)
        if known is None:
            raise UnknownOrderError
        _orders.setdefault(name, known)
        while len(_orders) > 2:
            del _orders[next(iter(_orders))]
    attendant = _hire(name, known)
    try:
        answers = [attendant.ask(item) for item in items]
    except BaseException:
        attendant.dismiss()
        raise
    with _hiring:
        _idle.append(attendant)
    return answers


def _hire(name: bytes, order: bytes) -> "_Attendant":
    """Take an attendant that knows the order, or a new one; of those at rest few are kept."""
    with _hiring:
        while len(_idle) > 2 * (os.cpu_count() or 1):
            _idle.pop(0).dismiss()
        for attendant in [each for each in _idle if each.name == name]:
            _idle.remove(attendant)
            if attendant.process.poll() is None:
                return attendant
            attendant.dismiss()
    return _Attendant(name, order)


class _Attendant:
    """A program that does one step for the items it is handed."""

    def __init__(self, name: bytes, order: bytes) -> None:
        self.name = name
        call = f"import sys; sys.path[:] = {sys.path!r}; from itaxl.cluster import attend; attend()"
        self.process = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", call], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            refusal = pickle.loads(self.ask(order))  # noqa: S301 - our own attendant's word
        except BaseException:
            self.dismiss()
            raise
        if refusal is not None:
            self.dismiss()
            raise UnfitError(refusal)

    def ask(self, frame: bytes) -> bytes:
        """Hand over a frame and take the answer; EOFError or OSError when the attendant is lost."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        _put(self.process.stdin, frame)
        answer = _take(self.process.stdout)
        if answer is None:
            raise EOFError
        return answer

    def dismiss(self) -> None:
        """Hang up: it goes by itself, at the latest after the deadline of what it does."""
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=0.5)


def attend() -> None:
    """Be an attendant: the order from standard input, then items; an answer to each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered where the run began
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    sink = os.fdopen(os.dup(1), "wb")
    # What anything prints must not come among the answers.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    order = _take(source)
    if order is None:
        return
    try:
        step, deadline, memory, identify, said = pickle.loads(expand(order))  # noqa: S301
        here = identify() if identify else ""
        refusal = None if here == said else here
    except Exception as trouble:
        refusal = f"{type(trouble).__name__}: {trouble}"
    _put(sink, pickle.dumps(refusal))
    if refusal is None:
        outcomes = workers.run(step, _frames(source), jobs=1, deadline=deadline, memory=memory)
        with contextlib.suppress(BrokenPipeError):
            for outcome in outcomes:
                _put(sink, pickle.dumps((outcome.result, outcome.death), pickle.HIGHEST_PROTOCOL))


def _frames(source: IO[bytes]) -> Iterator[Any]:
    """Take items until the other side hangs up, or has nothing to do for long."""
    while sys.platform == "win32" or select.select([source], [], [], REST)[0]:
        frame = _take(source)
        if frame is None:
            return
        yield pickle.loads(frame)  # noqa: S301 - from where the run began


def _put(pipe: IO[bytes], frame: bytes) -> None:
    pipe.write(struct.pack(">Q", len(frame)))
    pipe.write(frame)
    pipe.flush()


def _take(pipe: IO[bytes]) -> bytes | None:
    """Read one frame; None when the other side has hung up."""
    head = _read(pipe, 8)
    return None if head is None else _read(pipe, struct.unpack(">Q", head)[0])


def _read(pipe: IO[bytes], size: int) -> bytes | None:
    held = bytearray()
    while len(held) < size:
        chunk = pipe.read(size - len(held))
        if not chunk:
            return None
        held += chunk
    return bytes(held)


# ── Dask ────────────────────────────────────────────────────────────────────────────────────────
@contextlib.contextmanager
def joined(name: str | None, scheduler: str | None) -> Iterator[Executor | None]:
    """
    Join what the steps are to run on: None is this machine, "dask" the cluster of a scheduler.

    Raises ItaxlError for a name nobody knows, and for a scheduler that cannot be reached.
    """
    if name is None and scheduler is None:
        yield None
        return
    if name is None:
        raise ItaxlError(_NO_EXECUTOR)
    if name != "dask":
        raise ItaxlError(_UNKNOWN.fill(name=name))
    if scheduler is None:
        raise ItaxlError(_NO_SCHEDULER)
    executor = _dask(scheduler)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


class _DaskExecutor(Executor):
    """The executor of a Dask client that knows its breadth, and takes the client along."""

    def __init__(self, client: Any, threads: int) -> None:
        self._client = client
        # Equal batches are different tasks: else one tried again would be the one that failed.
        self._executor = client.get_executor(pure=False)
        self.breadth = threads

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Send a call to the cluster."""
        found: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return found

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the standard library has it
        """Leave the cluster."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close(timeout=REACH)


def _dask(scheduler: str) -> _DaskExecutor:
    """Join a Dask cluster. Raises ItaxlError when it cannot be reached or has no workers."""
    try:
        distributed: Any = import_module("distributed")
        settings: Any = import_module("dask.config")
    except ImportError:
        raise ItaxlError(_NO_DASK) from None
    _hush()
    # A batch of workbooks is as large as it has to be.
    settings.set({"distributed.admin.large-graph-warning-threshold": 4 * HEAVY})
    try:
        client = _within_reach(
            lambda: distributed.Client(scheduler, timeout=REACH, set_as_default=False)
        )
    except Exception as trouble:  # of sockets, addresses, certificates and versions
        why = type(trouble).__name__
        raise ItaxlError(_UNREACHED.fill(address=scheduler, why=why)) from None
    try:
        client.wait_for_workers(1, timeout=REACH)
        return _DaskExecutor(client, sum(client.nthreads().values()))
    except TimeoutError:
        client.close(timeout=REACH)
        raise ItaxlError(_NO_WORKERS.fill(address=scheduler)) from None


def _within_reach(make: Callable[[], Any]) -> Any:
    """Call what waits for ever where something listens that is no scheduler. TimeoutError."""
    made: Future[Any] = Future()

    def call() -> None:
        try:
            made.set_result(make())
        except BaseException as trouble:
            made.set_exception(trouble)

    threading.Thread(target=call, daemon=True).start()
    return made.result(timeout=REACH)


def _hush() -> None:
    """Keep what Dask tells its own operators off the screen: trouble is told in our sentences."""
    import logging
    import warnings

    warnings.filterwarnings("ignore", module=r"distributed\b")
    for name in ["distributed", *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in {"distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


_NO_EXECUTOR = Text(
    "--scheduler ใช้คู่กับ --executor dask · เพิ่ม --executor dask หรือตัด --scheduler ออก",
    "--scheduler goes with --executor dask; add --executor dask, or leave --scheduler out",
)
_UNKNOWN = Text(
    "--executor ไม่รู้จัก {name} · ใช้ได้เฉพาะ dask หรือตัดตัวเลือกนี้ออกเพื่อทำงานในเครื่องนี้",
    "--executor does not know {name}; use dask, or leave it out to work on this machine",
)
_NO_SCHEDULER = Text(
    "--executor dask ต้องมีที่อยู่ของ scheduler · เพิ่มเช่น --scheduler tcp://127.0.0.1:8786",
    "--executor dask needs the address of a scheduler; add one, such as"
    " --scheduler tcp://127.0.0.1:8786",
)
_NO_DASK = Text(
    'ยังไม่ได้ติดตั้ง Dask · ติดตั้งด้วย pip install "itaxl[dask]"',
    'Dask is not installed; install it with pip install "itaxl[dask]"',
)
_UNREACHED = Text(
    "ติดต่อ scheduler {address} ไม่ได้ภายใน 10 วินาที ({why}) · ตรวจที่อยู่ และตรวจว่า dask scheduler ทำงานอยู่",
    "the scheduler {address} cannot be reached within 10 seconds ({why}); check the address, and"
    " that dask scheduler is running",
)
_NO_WORKERS = Text(
    "scheduler {address} ยังไม่มี worker · เริ่มอย่างน้อยหนึ่งตัวด้วย dask worker {address}",
    "the scheduler {address} has no workers; start at least one: dask worker {address}",
)
_UNFIT = Text(
    "worker ของคลัสเตอร์ไม่ใช่ชุดเดียวกับเครื่องนี้ (ที่นี่ {here} · ที่นั่น {there}) จึงไม่ใช้ผลจากที่นั่น · "
    "ติดตั้ง itaxl, Python และไลบรารีรุ่นเดียวกันทุกเครื่อง แล้วเริ่ม worker ใหม่",
    "a worker of the cluster is not the same as this machine (here {here}; there {there}), so"
    " nothing of it is used; install the same itaxl, Python and libraries everywhere and start the"
    " workers again",
)
_GONE = Text(
    "คลัสเตอร์หยุดทำงานระหว่างทาง ({why}) จึงยังไม่ได้เขียนผลลัพธ์ · ตรวจ scheduler และ worker แล้วสั่งซ้ำ",
    "the cluster went away in mid-run ({why}), and no result was written; see to the scheduler and"
    " the workers, and run it again",
)
_SILENT = Text(
    "ไม่มี worker ตอบเลยนาน {seconds} วินาที จึงยังไม่ได้เขียนผลลัพธ์ · ตรวจว่า worker ทำงานอยู่ แล้วสั่งซ้ำ",
    "no worker has answered for {seconds} seconds, and no result was written; see that workers are"
    " running, and run it again",
)

"""Beyond one machine: a real Dask cluster on loopback, whose workers and files do their worst."""

import contextlib
import datetime as dt
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cluster_steps import descendants, ours_here, step, who

from itaxl import cluster, pipeline
from itaxl.errors import ItaxlError, StoppedError, UnreadableError
from itaxl.pipeline.gathering import located
from itaxl.workers import Death

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

HERE = Path(__file__).parent
SAMPLES = sorted((HERE.parent / "samples/district/returned").glob("*.xlsx"))
DAY = dt.date(2024, 9, 30)
BAD = ["a", "crash", "b", "hang", "c", "memory", "print", "raise", "d"]
WHAT_BECOMES = [
    ("a", "A", None),
    ("crash", None, Death.CRASH),
    ("b", "B", None),
    ("hang", None, Death.TIME),
    ("c", "C", None),
    ("memory", None, Death.MEMORY),
    ("print", "PRINT", None),
    ("raise", None, Death.CRASH),
    ("d", "D", None),
]


def outcomes(
    executor: Executor, items: list[str], **options: Any
) -> list[tuple[str, str | None, Death | None]]:
    options = {"batch": 3, "deadline": 2.0, "memory": 1 << 28, **options}
    found = cluster.run_on(executor, step, items, **options)
    return [(outcome.item, outcome.result, outcome.death) for outcome in found]


# ── any executor ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_a_death_costs_exactly_its_item_on_executors_of_the_standard_library(
    kind: Callable[[int], Executor],
) -> None:
    with kind(2) as executor:
        assert outcomes(executor, BAD) == WHAT_BECOMES


def test_outcomes_come_in_the_order_of_the_items_and_few_are_under_way() -> None:
    taken = []

    def items() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield f"item {number}"

    with ThreadPoolExecutor(2) as executor:
        running = cluster.run_on(executor, step, items(), batch=5)
        first = next(running)
        ahead = len(taken)
        found = [first, *running]

    assert [outcome.result for outcome in found] == [f"ITEM {n}" for n in range(1000)]
    assert ahead <= 5 * cluster.AHEAD * 2


def test_heavy_items_travel_in_smaller_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "HEAVY", 10)

    def sizes(weights: list[int]) -> list[list[int]]:
        return [group for group, _ in cluster._batches(weights, 4, lambda weight: weight)]

    assert sizes([1] * 6) == [[1, 1, 1, 1], [1, 1]]
    assert sizes([6, 6, 3, 30, 1]) == [[6], [6, 3], [30], [1]]


def test_a_heavy_order_travels_only_to_who_does_not_know_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "LIGHT", 0)
    monkeypatch.setattr(cluster, "AHEAD", 1)
    monkeypatch.setattr(cluster, "_orders", {})
    told: list[bool] = []
    really = cluster._serve

    def forgetful(name: bytes, order: bytes | None, items: list[bytes]) -> list[bytes]:
        told.append(order is not None)
        if len(told) == 5:
            cluster._orders.clear()
        return really(name, order, items)

    monkeypatch.setattr(cluster, "_serve", forgetful)
    with ThreadPoolExecutor(1) as executor:
        found = outcomes(executor, [str(n) for n in range(30)])

    assert found == [(str(n), str(n), None) for n in range(30)]
    assert told.count(True) == 2  # the first batch, and the one that came back untold
    assert len(told) == 11


class Stub(Executor):
    """An executor whose calls end as it is told."""

    def __init__(self, *endings: BaseException | None) -> None:
        self.endings = list(endings)
        self.calls: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.calls.append(len(args[-1]))
        ending = self.endings.pop(0) if self.endings else None
        if ending is None:
            future.set_result([pickle.dumps((pickle.loads(item), None)) for item in args[-1]])
        else:
            future.set_exception(ending)
        return future


def test_a_lost_batch_is_done_again_item_by_item() -> None:
    executor = Stub(EOFError(), None, EOFError())

    assert outcomes(executor, ["a", "b", "c"]) == [
        ("a", "a", None),
        ("b", None, Death.CRASH),
        ("c", "c", None),
    ]
    assert executor.calls == [3, 1, 1, 1]


@pytest.mark.parametrize("trouble", [ModuleNotFoundError("itaxl"), cluster.UnfitError("itaxl 0")])
def test_workers_that_cannot_do_our_work_are_not_blamed_on_files(trouble: Exception) -> None:
    with pytest.raises(ItaxlError, match="not the same as this machine") as told:
        outcomes(Stub(trouble), ["a", "b"])
    assert str(trouble) in told.value.text.th


def test_an_executor_that_is_gone_is_told() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(ItaxlError, match="went away"):
        outcomes(executor, ["a"])


def test_silence_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(Stub):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
            return Future()

    monkeypatch.setattr(cluster, "GRACE", 0.0)
    with pytest.raises(ItaxlError, match="no worker has answered"):
        outcomes(Silent(), ["a"], deadline=0.01)


def test_another_installation_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert outcomes(executor, ["a"], identify=who) == [("a", "A", None)]
        monkeypatch.setenv("ITAXL_TEST_INSTALLATION", "theirs")
        with pytest.raises(ItaxlError, match="here ours; there theirs"):
            outcomes(executor, ["b"], identify=ours_here)


# ── Dask ────────────────────────────────────────────────────────────────────────────────────────
class Local:
    """A scheduler and workers on loopback, each a process of its own."""

    def __init__(self, folder: Path, workers: int, *more: str, **environment: str) -> None:
        pytest.importorskip("distributed")
        self.file = folder / "scheduler.json"
        paths = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.environment = {**os.environ, "PYTHONPATH": paths, **environment}
        self.log = (folder / "log").open("wb")
        self.scheduler = self.start("scheduler", "--port", "0")
        self.workers = [self.start("worker", "--nthreads", "1", *more) for _ in range(workers)]

    def start(self, kind: str, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", "--no-dashboard"]
        command += ["--scheduler-file", str(self.file), *words]
        return subprocess.Popen(
            command,
            stdout=self.log,
            stderr=self.log,
            env=self.environment,
            cwd=self.file.parent,
            start_new_session=True,
        )

    @property
    def address(self) -> str:
        """Where the scheduler listens, once all workers are there."""
        import distributed

        client: Any = distributed.Client(scheduler_file=str(self.file), timeout=30)  # type: ignore[no-untyped-call]
        with client:
            if self.workers:
                client.wait_for_workers(len(self.workers), timeout=30)
            return str(client.scheduler.address)

    def close(self) -> None:
        """End it all."""
        for process in [*self.workers, self.scheduler]:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=30)
        self.log.close()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    # As the command line of Dask starts them: under a nanny, as daemons, starting anew when killed.
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    made = Local(tmp_path_factory.mktemp("cluster"), 2, **settings)
    yield made
    made.close()


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("returned")
    for number in range(24):
        data = SAMPLES[number % len(SAMPLES)].read_bytes()
        # Bytes after the zip make it another file with the same answers.
        (folder / f"{number:02d}.xlsx").write_bytes(data + str(number).encode())
    (folder / "empty.xlsx").touch()
    (folder / "page.xlsx").write_text("<html><body>no workbook</body></html>")
    (folder / "nowhere.xlsx").symlink_to(folder / "gone.xlsx")
    return folder


def merged(folder: Path, output: Path, **options: Any) -> bytes:
    pipeline.merge([folder], output, pipeline.rules(None), as_of=DAY, **options)
    return output.read_bytes()


@pytest.fixture(scope="module")
def alone(returned: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The summary that this machine makes by itself."""
    return merged(returned, tmp_path_factory.mktemp("alone") / "summary.xlsx", jobs=2)


def test_a_summary_is_the_same_when_a_worker_is_killed_in_mid_run(
    returned: Path, alone: bytes, tmp_path: Path
) -> None:
    made = Local(tmp_path, 2, "--no-nanny")
    try:
        with cluster.joined("dask", made.address) as executor:
            assert isinstance(executor, cluster._DaskExecutor)
            assert executor.breadth == 2
            victim = made.workers[0]
            helpers: set[int] = set()

            def kill(done: int, files: int) -> None:
                if done == 3:  # of 27, in four batches
                    helpers.update(descendants(victim.pid))
                    victim.kill()

            found = merged(returned, tmp_path / "b.xlsx", executor=executor, progress=kill)
        assert victim.wait(timeout=10) == -signal.SIGKILL
        assert found == alone
        assert helpers  # it had begun to work
        assert gone(helpers)
    finally:
        made.close()


def gone(processes: set[int]) -> bool:
    """Wait until processes have ended; they end by themselves once nobody asks them anything."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.05)
    return False


def test_workers_read_urls_themselves(local: Local, returned: Path) -> None:
    pytest.importorskip("aiohttp")
    handler = partial(_Quiet, directory=str(returned.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_address[1]}/{returned.name}/"
        for url in (returned.as_uri(), site):
            places = [located(f"{url.rstrip('/')}/{name}") for name in ("00.xlsx", "page.xlsx")]
            with cluster.joined("dask", local.address) as executor:
                far = pipeline.check(places, pipeline.rules(None), executor=executor)
            assert far == pipeline.check(places, pipeline.rules(None))
            assert [review.submission is not None for review in far] == [True, False]
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def test_a_death_costs_exactly_its_item_on_a_cluster(local: Local) -> None:
    with cluster.joined("dask", local.address) as executor:
        assert executor is not None
        assert outcomes(executor, BAD) == WHAT_BECOMES


def test_an_item_that_kills_its_worker_is_blamed_alone(local: Local) -> None:
    items = [f"item {number}" for number in range(12)]
    items[4] = "kill-host"
    with cluster.joined("dask", local.address) as executor:
        assert executor is not None
        found = outcomes(executor, items)

    assert found == [
        (item, None, Death.CRASH) if item == "kill-host" else (item, item.upper(), None)
        for item in items
    ]


def test_ctrl_c_leaves_the_cluster_and_the_next_run_goes_on(
    local: Local, returned: Path, alone: bytes, tmp_path: Path
) -> None:
    output, kept = tmp_path / "s.xlsx", tmp_path / "kept"

    def interrupt(done: int, files: int) -> None:
        if done == 9:
            os.kill(os.getpid(), signal.SIGINT)

    with (
        pytest.raises(StoppedError, match="9 of 27 files were read"),
        cluster.joined("dask", local.address) as executor,
    ):
        merged(returned, output, executor=executor, cache=kept, progress=interrupt)
    assert not output.exists()

    command = [sys.executable, "-m", "itaxl", "merge", str(returned), "-o", str(output)]
    command += ["--executor", "dask", "--scheduler", local.address, "--cache", str(kept)]
    command += ["--as-of", DAY.isoformat(), "--lang", "en"]
    again = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert again.returncode == 1, again.stderr
    assert len(again.stderr.splitlines()) == 1, again.stderr  # nothing of Dask's own
    assert output.read_bytes() == alone


# ── what is told ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "scheduler", "words"),
    [
        ("spark", "tcp://127.0.0.1:1", "does not know spark"),
        ("dask", None, "needs the address of a scheduler"),
        (None, "tcp://127.0.0.1:1", "goes with --executor dask"),
        ("dask", "nonsense://x", "cannot be reached"),
    ],
)
def test_what_cannot_be_joined_is_told_in_one_sentence(
    name: str | None, scheduler: str | None, words: str
) -> None:
    with pytest.raises(ItaxlError, match=words) as told, cluster.joined(name, scheduler):
        pass
    assert told.value.text.th != told.value.text.en


def test_a_scheduler_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "REACH", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with (
            pytest.raises(ItaxlError, match="cannot be reached"),
            cluster.joined("dask", address),
        ):
            pass


def test_a_scheduler_without_workers_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Local(tmp_path, 0)
    try:
        address = made.address
        monkeypatch.setattr(cluster, "REACH", 1)
        with (
            pytest.raises(ItaxlError, match="has no workers"),
            cluster.joined("dask", address),
        ):
            pass
    finally:
        made.close()


def test_dask_is_asked_for_only_where_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ItaxlError, match=r'pip install "itaxl\[dask\]"'),
        cluster.joined("dask", "tcp://127.0.0.1:1"),
    ):
        pass
    with cluster.joined(None, None) as executor:
        assert executor is None
    code = "import itaxl.pipeline.merging, sys; print({'dask', 'fsspec'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert found.stdout.decode().strip() == "set()"


def test_a_fault_of_a_file_travels() -> None:
    fault = pickle.loads(pickle.dumps(UnreadableError("F14", "link")))
    assert (fault.code, fault.seen) == ("F14", "link")

"""
Work that another process of ours does while this one goes on, handed back piece by piece.

A convenience only: where no other process can be had, or it dies or falls silent, the work is done
here when it is wanted. (``ProcessPoolExecutor`` cannot stop work that has begun, and a fork would
take along all that we hold.)
"""

import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread
from typing import IO, Any, Generic, TypeVar

Piece = TypeVar("Piece")

SILENCE = 60.0  # seconds after which the other process is given up

_YIELDING = 10  # a tenth of the time that others get

_SERVE = "import sys; sys.path[:] = sys.argv[1:]; from itaxl import apart; apart.serve()"


class Apart(Generic[Piece]):
    """What a function yields, made by another process; to be closed when it is no longer wanted."""

    def __init__(
        self,
        make: Callable[..., Iterator[Piece]],
        task: tuple[Any, ...],
        take: Callable[[Piece], None],
        anew: Callable[[], None] = lambda: None,
        *,
        alone: bool = False,
        silence: float | None = None,
        yielding: bool = False,
    ) -> None:
        """
        Begin to ``make`` pieces of a task, unless this process is to do without others.

        The function and the task cross by pickling; files on a shelf are lent. Each piece is given
        to ``take``, by a thread of its own; ``silence`` is how long, in seconds, none may come. If
        not all came, ``anew`` is called before they are given again from the first. A process that
        is ``yielding`` leaves the processor to others while these need it.
        """
        self.make = make
        self._task = task
        self._take = take
        self._anew = anew
        self._silence = SILENCE if silence is None else silence
        self._whole = False
        self._heard = time.monotonic()
        self.process: subprocess.Popen[bytes] | None = None
        if not alone and hasattr(os, "pread"):  # else no open file can be lent
            with suppress(OSError), tempfile.TemporaryFile() as way:
                pickle.dump((make, task, yielding), way, pickle.HIGHEST_PROTOCOL)
                way.seek(0)
                self.process = _started(way)
                self._collector = Thread(target=self._collect, daemon=True)
                self._collector.start()

    def finish(self) -> None:
        """Wait until all pieces were taken, or else make them here."""
        while self.process and self._collector.is_alive():
            self._collector.join(1.0)
            if time.monotonic() - self._heard > self._silence:
                self.process.kill()
        if not self._whole:
            self._anew()
            for piece in self.make(*self._task):
                self._take(piece)
            self._whole = True

    def close(self) -> None:
        """Stop the work, and leave nothing behind."""
        if self.process:
            self.process.kill()
            self._collector.join()
            self.process.wait()
            assert self.process.stdout
            self.process.stdout.close()

    def _collect(self) -> None:
        assert self.process
        assert self.process.stdout
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            while True:
                # Each piece comes in a tuple; what is none says that there are no more.
                come = pickle.load(self.process.stdout)  # noqa: S301 - of our own process
                if come is None:
                    self._whole = True
                    return
                self._take(*come)
                self._heard = time.monotonic()


def _started(way: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - this interpreter, our own code
        [sys.executable, "-c", _SERVE, *sys.path],
        stdin=way,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=False,  # files that were lent to it
        process_group=0,  # Ctrl-C is ours to answer; in a session of its own it would yield to none
    )


def serve() -> None:
    """Do the task that comes in by the standard input; runs in the other process."""
    make, task, yielding = pickle.load(sys.stdin.buffer)  # noqa: S301 - of who started us
    if yielding and hasattr(os, "nice"):
        os.nice(_YIELDING)
    # Not sys.stdout: without its buffer (PYTHONUNBUFFERED) what is written while the process is put
    # to sleep would be cut short.
    with open(sys.stdout.fileno(), "wb", closefd=False) as way:
        for piece in make(*task):
            _hand_over((piece,), way)
        _hand_over(None, way)


def _hand_over(come: tuple[Any] | None, way: IO[bytes]) -> None:
    pickle.dump(come, way, pickle.HIGHEST_PROTOCOL)
    way.flush()

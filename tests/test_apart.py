"""Pieces that another process makes come whole and in order, whatever happens to it meanwhile."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from itaxl.apart import Apart

SIZES = (10, 5_000, 70_000, 300_000, 1_000_000)  # bytes: less and more than a pipe and its buffers


def pieces(count: int) -> Iterator[bytes]:
    chance = random.Random(1)
    for number in range(count):
        yield chance.randbytes(SIZES[number % len(SIZES)])


@pytest.mark.skipif(not hasattr(os, "pread"), reason="no other process can be had here")
@pytest.mark.parametrize("buffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_process_that_is_put_to_sleep_and_woken_loses_nothing(
    buffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", buffered)
    come: list[bytes] = []
    anew: list[str] = []

    with closing(Apart(pieces, (100,), come.append, lambda: anew.append("here"))) as apart:
        process = apart.process
        assert process
        while process.poll() is None and apart._collector.is_alive():
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.002)
            process.send_signal(signal.SIGCONT)
            time.sleep(0.004)
        apart.finish()

    assert come == [*pieces(100)]
    assert not anew

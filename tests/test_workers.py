"""Supervised workers: real processes that crash, hang and eat memory."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import PurePath

import pytest

from itaxl.workers import Death, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

NAP = 1.0  # seconds


def step(asked: object) -> str:
    item = str(asked)
    if item == "crash":
        os._exit(3)
    if item == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "nap":
        time.sleep(NAP)
    if item == "hang":
        time.sleep(60)
    if item == "memory":
        return str(len(bytearray(1 << 31)))
    if item == "raise":
        raise KeyError(item)
    return item.upper()


def outcomes(
    items: list[str], jobs: int, kind: type[str | PurePath] = str
) -> list[tuple[str, str | None, Death | None]]:
    found = run(step, map(kind, items), jobs=jobs, deadline=2.0, memory=1 << 28)
    return [(str(outcome.item), outcome.result, outcome.death) for outcome in found]


# Paths are handed to a worker that is still at another.
@pytest.mark.parametrize("kind", [str, PurePath])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_a_death_costs_exactly_the_item_that_caused_it(
    jobs: int, kind: type[str | PurePath]
) -> None:
    items = ["a", "crash", "b", "hang", "c", "memory", "d", "kill", "raise", "e"]

    assert outcomes(items, jobs, kind) == [
        ("a", "A", None),
        ("crash", None, Death.CRASH),
        ("b", "B", None),
        ("hang", None, Death.TIME),
        ("c", "C", None),
        ("memory", None, Death.MEMORY),
        ("d", "D", None),
        ("kill", None, Death.CRASH),
        ("raise", None, Death.CRASH),
        ("e", "E", None),
    ]


@pytest.mark.parametrize("kind", [str, PurePath])
def test_outcomes_come_in_the_order_of_the_items(kind: type[str | PurePath]) -> None:
    items = [f"item {number}" for number in range(500)]

    assert [item for item, _, _ in outcomes(items, 2, kind)] == items


def test_the_last_items_wait_for_whoever_is_free_first() -> None:
    start = time.monotonic()

    outcomes(["nap", "a", "nap"], 2, PurePath)

    assert time.monotonic() - start < 2 * NAP


def test_a_single_worker_answers_before_its_next_item_is_taken() -> None:
    answers: list[str | None] = []

    def items() -> Iterator[str]:
        for number in range(3):
            assert len(answers) == number
            yield f"item {number}"

    for outcome in run(step, items(), jobs=1):
        answers.append(outcome.result)  # noqa: PERF401 - items look at it meanwhile

    assert answers == ["ITEM 0", "ITEM 1", "ITEM 2"]


def test_no_items_give_no_outcomes() -> None:
    assert outcomes([], 2) == []


def test_workers_are_gone_when_the_caller_stops_early() -> None:
    running = run(step, ["a", "b", "hang"], jobs=2)
    next(running)
    start = time.monotonic()
    running.close()  # type: ignore[attr-defined]

    assert time.monotonic() - start < 5

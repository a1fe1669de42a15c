"""
Time one file's way on one core: read, parse, score, check, pickle; beside python-calamine.

    python benchmarks/reading.py FOLDER [ROUNDS]

FOLDER holds standard workbooks, such as ``benchmarks/generate.py 142 FOLDER`` draws. Per file all
readers take their turn; a round goes through all files. Printed are medians over the rounds, in
milliseconds of processor time a file, and how they stand to calamine, which reads the same cells
(values only). The floor is what no reader of the format can do without: inflate the sheets and
shared strings, and go through their XML with handlers for nothing.

Files of one form share parts, formulas and addresses, and the reader knows what it met before. A
second turn in each round reads every file with nothing remembered, as the first of its kind: that
is what a file costs that shares nothing with any other. The collector is set as in the workers.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar
from xml.parsers import expat

import python_calamine

from itaxl import checks, intake, pipeline
from itaxl.excel import guard, reading
from itaxl.excel.package import Package
from itaxl.packing import pack, unpack
from itaxl.pipeline.reviewing import judge, scored
from itaxl.pipeline.rules import Rules
from itaxl.review import Review

Value = TypeVar("Value")

ROUNDS = 5
STEPS = (
    "floor",
    "calamine",
    "open",
    "read",
    "locate",
    "intake",
    "score",
    "check",
    "pack",
    "unpack",
    "anew",
)


def by_calamine(path: Path) -> None:
    """Read the values of all sheets with python-calamine."""
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def floor(package: Package) -> None:
    """Inflate the parts that hold the cells and tokenise them."""
    for name in package.entries:
        if "/worksheets/sheet" in name or name.endswith("sharedstrings.xml"):
            expat.ParserCreate().Parse(package.part(name), True)  # noqa: FBT003 taken by place


def forget() -> None:
    """Empty all that the reader remembers of earlier files."""
    for name, module in sys.modules.items():
        if name.startswith("itaxl.excel."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
                elif isinstance(value, dict) and type(value) is not dict:
                    value.clear()


class Clock:
    """Processor time by step, for the round that is running."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(STEPS, 0.0)

    def take(self, step: str, work: Callable[[], Value]) -> Value:
        """Do the work and charge it to the step."""
        start = time.process_time()
        value = work()
        self.spent[step] += time.process_time() - start
        return value


def one_file(path: Path, rules: Rules, clock: Clock) -> None:
    """Let every reader and every step have its turn with a file."""
    take = clock.take
    take("calamine", lambda: by_calamine(path))
    package = take("open", lambda: guard.open_package(path))
    take("floor", lambda: floor(package))
    workbook = take("read", lambda: reading.read(path))
    take("locate", lambda: intake.locate(workbook, rules.book))
    submission = take("intake", lambda: intake.read_submission(workbook, rules.book))
    card = take("score", lambda: scored(submission, rules))
    case = checks.Case(submission, rules.usual, card)
    findings = take("check", lambda: checks.examine(case))
    review = Review(submission.file, submission, card, findings)
    packed = take("pack", lambda: pack(review))
    take("unpack", lambda: unpack(packed))


def measure(paths: list[Path], rounds: int) -> dict[str, float]:
    """Give the median over the rounds of milliseconds a file, by step."""
    rules = pipeline.rules(None)
    for path in paths[:3]:  # rule books and patterns are made once in a process
        judge(reading.read(path), rules)
        rules.usual  # noqa: B018 - loaded before the clock runs
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    clocks = [Clock() for _ in range(rounds)]
    for clock in clocks:
        for path in paths:
            one_file(path, rules, clock)
        for path in paths:
            forget()
            clock.take("anew", partial(reading.read, path))
    return {
        step: statistics.median(clock.spent[step] for clock in clocks) * 1000 / len(paths)
        for step in STEPS
    }


def report(spent: dict[str, float], paths: list[Path]) -> None:
    """Print the ratios that are goals, then where the milliseconds go."""
    other = spent["calamine"]
    parsed = spent["read"] + spent["intake"]
    sizes = [path.stat().st_size for path in paths]
    print(f"{len(paths)} workbooks of {statistics.mean(sizes) / 1000:.0f} kB, one core, ms a file")
    print(f"  read and parse, itaxl             {parsed:7.2f}")
    print(f"  read values, calamine             {other:7.2f}   we take {parsed / other:.2f} x")
    bottom = spent["floor"]
    print(f"  floor: inflate and tokenise       {bottom:7.2f}   we take {parsed / bottom:.2f} x")
    for step, words in (
        ("read", "cells out of the file"), ("open", "  of it: file, guard, directory"),
        ("anew", "  with nothing remembered"),
        ("intake", "cells into a submission"), ("locate", "  of it: which form, which headings"),
        ("score", "score"), ("check", "check"), ("pack", "pickle and deflate"),
        ("unpack", "and back"),
    ):  # fmt: skip
        print(f"  {words:36}{spent[step]:7.2f} {spent[step] / other:6.2f} x calamine")


if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).glob("*.xlsx"))
    report(measure(files, int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS), files)

"""
Damaged workbooks in great number: each is read, or refused by its code; nothing else may happen.

Ten seconds by default; ITAXL_FUZZ_SECONDS prolongs it and ITAXL_FUZZ_SEED begins elsewhere. What
was found once stands in ``found.py`` and is tried again for ever.
"""

import contextlib
import os
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import found
import pytest
from mutations import mutated, parts_of

sys.path.insert(0, str(Path(__file__).parents[1] / "excel"))
from crafted import open_document

from itaxl import pipeline
from itaxl.cells import Workbook
from itaxl.checks import BY_CODE
from itaxl.errors import UnreadableError
from itaxl.excel import reading
from itaxl.pipeline.reviewing import judge

SECONDS = float(os.environ.get("ITAXL_FUZZ_SECONDS", "10"))
SEED = int(os.environ.get("ITAXL_FUZZ_SEED", "2567"))
SLOWEST = 10.0  # seconds for one file: the deadline of a worker
RULES = pipeline.rules(None)
RETURNED = sorted((Path(__file__).parents[2] / "samples").glob("*/returned/*.xlsx"))
SAMPLES = [path for path in RETURNED if path.read_bytes().startswith(b"PK")]
_TABLE = [
    ("ลำดับ", "มาตรการ", "ขั้นตอน/วิธีการปฏิบัติ", "ระยะเวลา", "ผู้รับผิดชอบ"),
    ("1", "เผยแพร่ข้อมูล", "จัดทำและเผยแพร่", "ต.ค. 67 - ก.ย. 68", "กองคลัง"),
    ("๒", "อบรม", "จัดอบรม", "มีนาคม 2568", "สำนักปลัด, กองช่าง"),
]
_ROWS = "".join(
    "<table:table-row>"
    + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
    + "</table:table-row>"
    for row in _TABLE
)
OTHERS = [
    ("x.csv", "\r\n".join(",".join(row) for row in _TABLE).encode("utf-8-sig")),
    ("y.csv", "\n".join("\t".join(row) for row in _TABLE).encode("cp874")),
    ("x.ods", open_document(f'<table:table table:name="ก">{_ROWS}</table:table>')),
]


class TooSlowError(BaseException):
    """No handler for exceptions may take this for a fault of the file."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def end_of(data: bytes, name: str = "x.xlsx") -> str:
    """Read and judge; give the code it was refused by, else "read". Anything else raises."""
    with warnings.catch_warnings(), deadline(SLOWEST):
        warnings.simplefilter("ignore")
        try:
            workbook = reading.read_bytes(data, Path(name))
        except UnreadableError as refused:
            return BY_CODE[refused.code].code
        assert isinstance(workbook, Workbook)
        review = judge(workbook, RULES)
    assert all(finding.code in BY_CODE for finding in review.findings)
    if review.submission is not None:
        submission = review.submission
        assert submission.rows_read == submission.rows_used + len(submission.explained)
    return "read"


def test_a_damaged_workbook_is_read_or_refused_by_its_code() -> None:
    sources = [(path.name, path.read_bytes()) for path in SAMPLES] + OTHERS
    apart = {name: parts_of(data) for name, data in sources if data.startswith(b"PK")}
    ends: dict[str, int] = {}
    failures: list[str] = []
    until, seed = time.monotonic() + SECONDS, SEED
    while time.monotonic() < until and len(failures) < 5:
        seed += 1
        name, sample = sources[seed % len(sources)]
        data, ways = mutated(sample, apart.get(name, {}), seed)
        try:
            end = end_of(data, name)
        except BaseException as trouble:  # whatever it is, it is a bug and is reported
            if isinstance(trouble, KeyboardInterrupt):
                raise
            failures.append(f"seed {seed} of {name} ({ways}): {trouble!r}")
        else:
            ends[end] = ends.get(end, 0) + 1

    print(f"{sum(ends.values())} workbooks, seeds {SEED + 1} to {seed}: {ends}")
    assert not failures, "\n".join(failures)
    assert ends.get("read", 0) > 0
    assert len(ends) > 2  # the mutations do bite


@pytest.mark.parametrize("name", sorted(found.FOUND))
def test_what_was_found_once_stays_mended(name: str) -> None:
    build, expected = found.FOUND[name]

    assert end_of(build(SAMPLES)) in expected

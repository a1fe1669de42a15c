"""
Damaged workbooks that once ended badly, built anew each time, and how they must end.

A new one is a function here, one line in ``FOUND``, and the codes it may end with ("read" is one).
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

Build = Callable[[Sequence[Path]], bytes]


def with_part_replaced(sample: Path, part: str, old: bytes, new: bytes) -> bytes:
    """Give a sample with the first mark of a part replaced."""
    memory = io.BytesIO()
    with zipfile.ZipFile(sample) as source, zipfile.ZipFile(memory, "w") as target:
        for info in source.infolist():
            body = source.read(info)
            if info.filename == part:
                assert old in body
                body = body.replace(old, new, 1)
            target.writestr(info, body)
    return memory.getvalue()


def sheet_listed_twice(samples: Sequence[Path]) -> bytes:
    return with_part_replaced(samples[0], "xl/workbook.xml", b'r:id="rId2"', b'r:id="rId1"')


def shared_string_far_away(samples: Sequence[Path]) -> bytes:
    return with_part_replaced(
        samples[0], "xl/worksheets/sheet1.xml", b"<c ", b'<c r="A1" t="s"><v>999999</v></c><c '
    )


FOUND: dict[str, tuple[Build, frozenset[str]]] = {
    "a sheet listed twice": (sheet_listed_twice, frozenset({"S08"})),
    "a shared string far away": (shared_string_far_away, frozenset({"F10", "read"})),
}

"""
Time drawing one long table of Thai texts beside pandas and XlsxWriter, in one run.

    python benchmarks/drawing.py [ROWS] [ROUNDS]

The table is that of all measures: 31 columns, about 1,200 letters a row, most of them in texts
that come once. Every way is a process of its own, and they run in turn, so that a slow moment of
the machine meets all of them. Seconds are those of the processor, those of making the rows and of
starting up taken off; quote the ratios, not the seconds. The lower bound is packing the same bytes
and nothing else.
"""

import datetime as dt
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from itaxl.plans import BookPlan, SheetPlan, StyleSpec, TableColumn, TablePlan, Value

ALPHABET = [
    begin + vowel + end
    for begin in "กขคงจชดตนบปผพมรลวสหอ"
    for vowel in ("", "ั", "ิ", "ี", "ุ", "่า", "้อ")
    for end in ("", "น", "ง", "ม", "ก")
]
WIDTHS = (
    7, 26, 7, 24, 9, 36, 17, 17, 13, 14, 38, 26, 16, 14, 18, 40, 34, 28, 24, 24, 20, 12, 12, 20, 8,
    20, 13, 13, 26, 20, 12,
)  # fmt: skip
HEADINGS = [f"หัวข้อ {number}" for number in range(len(WIDTHS))]


class Rows:
    """The rows of the table, made each time somebody goes through them."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        chance = random.Random(1)
        words = ["".join(chance.choices(ALPHABET, k=4)) for _ in range(3000)]
        pieces = ["".join(chance.choices(words, k=5)) for _ in range(4000)]

        def text(parts: int) -> str:
            return "".join(chance.choices(pieces, k=parts)) + str(chance.random())

        for number in range(self.count):
            agency = number // 30
            yield (
                number + 1, f"องค์การบริหารส่วนตำบลตัวอย่าง {agency}", str(number % 60),
                f"กระบวนการควบคุม ตรวจสอบการใช้อำนาจ {number % 7}", f"i{number % 59}", text(2),
                "1 พ.ย. 2567 - 31 ส.ค. 2568", "สำนักปลัด", "แล้วเสร็จ", "เสร็จแล้ว", text(6), None,
                None, "เขียนไว้ชัด", "ดำเนินการแล้วเสร็จ", text(8), text(4),
                text(2) if number % 2 else None, None, None, "ข้อความไม่ครบประโยค",
                dt.date(2024, 11, 1), dt.date(2025, 8, 31), "สำนักปลัด", number % 7,
                "องค์การบริหารส่วนตำบล", f"อำเภอที่ {agency % 18}", "ตัวอย่าง", f"A{agency:05}.xlsx",
                f"แผ่นงาน มาตรการ แถว {number % 60}", f"a{agency:05}",
            )  # fmt: skip


def rows_alone(rows: Rows, path: Path) -> None:
    path.write_bytes(bytes(sum(len(row) for row in rows) % 2))


def ours(rows: Rows, path: Path) -> None:
    """Styled, every row as high as its texts, an Excel table with filter, foreign text defused."""
    from itaxl.excel.drawing import draw

    columns = tuple(
        TableColumn(heading, width=width) for heading, width in zip(HEADINGS, WIDTHS, strict=True)
    )
    table = TablePlan(5, 1, columns, rows, name="measures")
    styles = {"text": StyleSpec(size=14, border=True, wrap=True)}
    draw(BookPlan((SheetPlan("มาตรการ", tables=(table,)),), styles), path)


def xlsxwriter_rows(rows: Rows, path: Path) -> None:
    """Plain cells, row by row, nothing held: no heights, no table."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "d mmm yy"})
    for number, row in enumerate(itertools.chain([HEADINGS], rows)):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, dt.date):
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()


def pandas_excel(rows: Rows, path: Path) -> None:
    """What a user would write."""
    import pandas as pd

    pd.DataFrame(rows, columns=HEADINGS).to_excel(path, index=False)


WAYS: dict[str, Callable[[Rows, Path], None]] = {
    "rows alone": rows_alone,
    "itaxl": ours,
    "XlsxWriter, constant_memory": xlsxwriter_rows,
    "pandas to_excel": pandas_excel,
}


def timed(way: str, count: int, path: Path) -> tuple[float, float]:
    """Draw in a process of its own; give its seconds and its peak memory in MB."""
    command = [sys.executable, __file__, str(count), way, str(path)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{way} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def packed(path: Path) -> float:
    """Seconds that packing the bytes of a workbook takes by itself."""
    seconds = 0.0
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            packer = zlib.compressobj(3, zlib.DEFLATED, -15)
            with package.open(name) as part:
                while data := part.read(1 << 18):
                    start = os.times()
                    packer.compress(data)
                    end = os.times()
                    seconds += end.user + end.system - start.user - start.system
    return seconds


def main(count: int = 20_000, rounds: int = 3) -> None:
    """Print the table."""
    print(f"{count} rows, {len(WIDTHS)} columns, {rounds} rounds, {os.cpu_count()} cores")
    runs: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        paths = {way: Path(folder, f"{number}.xlsx") for number, way in enumerate(WAYS)}
        for _ in range(rounds):
            for way in WAYS:
                runs[way].append(timed(way, count, paths[way]))
        bare = statistics.median(seconds for seconds, _ in runs.pop("rows alone"))
        seconds = {
            way: statistics.median(s for s, _ in found) - bare for way, found in runs.items()
        }
        for way, found in runs.items():
            size = paths[way].stat().st_size / 1e6
            peak = max(memory for _, memory in found)
            times = seconds[way] / seconds["itaxl"]
            print(
                f"{way:28} {seconds[way]:7.2f} s {times:6.2f} x {size:7.1f} MB {peak:6.0f} MB peak"
            )
        bound = min(packed(paths["itaxl"]) for _ in range(rounds))
        print(f"{'lower bound: packing alone':28} {bound:7.2f} s {bound / seconds['itaxl']:6.2f} x")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        WAYS[sys.argv[2]](Rows(int(sys.argv[1])), Path(sys.argv[3]))
    else:
        main(*map(int, sys.argv[1:]))

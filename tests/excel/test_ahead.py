"""Tables drawn by another process: the same workbook, whatever becomes of that process."""

import datetime as dt
import os
import zipfile
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import libreoffice
import openpyxl
import pytest
from lxml import etree  # type: ignore[import-untyped]
from openxml_audit import OpenXmlValidator

from itaxl import apart
from itaxl.cells import Area
from itaxl.errors import OutputError
from itaxl.excel import ahead, deflating, drawing
from itaxl.excel.ahead import Ahead
from itaxl.plans import (
    BookPlan,
    CellPlan,
    Formula,
    Link,
    ShadePlan,
    SheetPlan,
    StyleSpec,
    TableColumn,
    TablePlan,
)

STYLES = {
    "text": StyleSpec(wrap=True, border=True),
    "score": StyleSpec(number="0.00", wrap=True),
}
COLUMNS = (TableColumn("ข้อความ", "text", 12), TableColumn("คะแนน", "score", 9), TableColumn("อื่น"))
ROWS = [
    ("ข้อความ", Decimal("88.335"), dt.date(2024, 9, 30)),
    ("=1+1", Formula("=1+2", 3), "ที่นี่ " * 90),
    ("\x003", 7, "<&>\n"),
    ("เหมือนกัน", None, "ต่างกัน"),
] * 400
OTHERS = [(f"แถวที่ {number % 50}", number, "เหมือนกัน") for number in range(700)]
lends = pytest.mark.skipif(not hasattr(os, "pread"), reason="no open file can be lent here")


def table(name: str, rows: Sequence[Any]) -> TablePlan:
    return TablePlan(3, 1, COLUMNS, rows, name=name)


def workbook() -> BookPlan:
    head = [CellPlan(1, 1, "หัวเรื่อง"), CellPlan(1, 2, "\x000"), CellPlan(1, 3, "0")]
    area = Area(4, 2, 1603, 2)
    pages = (
        SheetPlan(
            "แรก", [CellPlan(1, 1, Link("ยาว", "A1", "ไป"))], tables=(table("first", OTHERS),)
        ),
        SheetPlan(
            "ยาว", head, tables=(table("long", ROWS),), shades=(ShadePlan(area, kind="bar"),)
        ),
        SheetPlan("ยาวด้วย", head, tables=(table("too", OTHERS),)),
        SheetPlan("ว่าง", head, tables=(table("none", ()),)),
    )
    return BookPlan(pages, STYLES, names={"scores": "='ยาว'!$B$4:$B$1603"})


def begun(*, alone: bool = False) -> list[Ahead]:
    sheets = [page for page in workbook().sheets if page.name.startswith("ยาว")]
    return list(drawing.begin(sheets, STYLES, alone=alone))


def drawn(path: Path, tables: Sequence[Ahead]) -> bytes:
    try:
        return drawing.draw(workbook(), path, tables).read_bytes()
    finally:
        for each in tables:
            each.close()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook as it is drawn by this process alone."""
    return drawn(tmp_path_factory.mktemp("usual") / "a.xlsx", begun(alone=True))


@lends
def test_another_process_draws_the_same_bytes(
    usual: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = begun()
    for each in tables:
        monkeypatch.setattr(each._apart, "make", None)  # this process cannot

    assert drawn(tmp_path / "a.xlsx", tables) == usual
    processes = [each._apart.process for each in tables]
    assert all(process and process.returncode is not None for process in processes)


def test_cells_are_those_of_a_workbook_drawn_at_once(usual: bytes, tmp_path: Path) -> None:
    mine, plain = tmp_path / "ahead.xlsx", drawing.draw(workbook(), tmp_path / "plain.xlsx")
    mine.write_bytes(usual)

    def cells(path: Path) -> list[Any]:
        return [
            (cell.coordinate, cell.value, cell.number_format, cell.quotePrefix, cell.font.size)
            for page in openpyxl.load_workbook(path)
            for row in page.iter_rows()
            for cell in row
        ]

    assert cells(mine) == cells(plain)

    def heights(path: Path) -> list[Any]:
        part = zipfile.ZipFile(path).read("xl/worksheets/sheet2.xml")
        return [row.get("ht") for row in etree.fromstring(part).iter("{*}row")]

    assert heights(mine) == heights(plain)


def test_the_package_follows_the_standard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The validator takes minutes over thousands of blank texts.
    monkeypatch.setattr(ahead, "RESERVED", 64)
    path = tmp_path / "a.xlsx"
    drawn(path, begun(alone=True))

    assert not OpenXmlValidator().validate(str(path)).errors
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for part in package.namelist():
            etree.fromstring(package.read(part))


def test_libreoffice_reads_it(usual: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(usual)
    book: Any = openpyxl.load_workbook(libreoffice.convert(path, "xlsx", tmp_path / "again"))

    assert [[cell.value for cell in row] for row in book["ยาวด้วย"]["A4:C703"]] == [
        list(row) for row in OTHERS
    ]
    assert book["ยาว"]["A1602"].value == ROWS[-2][0].replace("\0", "")
    assert book["ยาว"]["C1603"].value == "ต่างกัน"


@lends
def test_a_process_that_is_killed_costs_nothing(usual: bytes, tmp_path: Path) -> None:
    tables = begun()
    for each in tables:
        assert each._apart.process
        each._apart.process.kill()

    assert drawn(tmp_path / "a.xlsx", tables) == usual


@pytest.mark.parametrize(
    "fate",
    [
        "import time; time.sleep(600)",
        "raise SystemExit(3)",
        "print('not what is waited for')",
        # It gives the beginning of the rows, and dies.
        apart._SERVE.replace(
            "apart.serve()",
            "import os, pickle; make, task, _ = pickle.load(sys.stdin.buffer);"
            " part = next(filter(None, make(*task)));"
            " pickle.dump((part,), sys.stdout.buffer); sys.stdout.buffer.flush(); os._exit(9)",
        ),
    ],
    ids=["hangs", "ends", "babbles", "dies in the middle"],
)
def test_whatever_becomes_of_the_process(
    fate: str, usual: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_SERVE", fate)
    monkeypatch.setattr(apart, "SILENCE", 3.0)
    monkeypatch.setattr(deflating, "CHUNK", 1 << 14)

    assert drawn(tmp_path / "a.xlsx", begun()) == usual


def test_no_process_can_be_had(
    usual: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "nothing"))

    assert drawn(tmp_path / "a.xlsx", begun()) == usual


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_for_what_lies_aside_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", partial(Path("/dev/full").open, "r+b"))

    with pytest.raises(OutputError, match="TMPDIR"):
        drawn(tmp_path / "a.xlsx", begun())
    assert not list(tmp_path.iterdir())


@lends
def test_closing_early_ends_the_process() -> None:
    tables = begun()
    pids = [each._apart.process.pid for each in tables if each._apart.process]
    for each in tables:
        each.close()

    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_table_with_links_is_refused() -> None:
    page = SheetPlan("ยาว", tables=(table("long", [("ก", Link("ยาว", "A1", "ไป"), None)]),))
    (one,) = drawing.begin([page], STYLES)

    with closing(one), pytest.raises(OutputError, match="link"):
        one.stretch()

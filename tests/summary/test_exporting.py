"""The tables of a summary in other formats: the same values, documented, harmless."""

import csv
import datetime as dt
import sqlite3
import sys
from decimal import Decimal
from pathlib import Path

import people
import pytest

from itaxl import summary
from itaxl.errors import ItaxlError
from itaxl.summary import exporting

PAGE = Path(__file__).parents[2] / "docs" / "summary-columns.md"


@pytest.fixture(scope="module")
def district() -> summary.Frame:
    reviews, register = people.district()
    evil = people.measure(1, no="1", measure="=HYPERLINK(1)", result="+66 2\n-1", owner="@SUM(A1)")
    who = people.who("นาสูตร")
    reviews.append(people.review(people.submission(who, people.GOLDEN, (evil,))))
    return people.frame(reviews, register, people.AS_OF, people.BOOKS)


def test_every_column_of_every_table_is_documented(district: summary.Frame) -> None:
    for table in ("agencies", "ledger", "figures", "measures", "findings", "coverage"):
        columns = set(getattr(district, table).columns) - {"suggests"}  # for our own use
        assert {field.name for field in exporting.fields()[table]} == columns
    assert PAGE.read_text("utf-8") == exporting.documentation()


def test_values_are_of_the_kind_that_is_documented(district: summary.Frame) -> None:
    kinds = {
        "text": str, "whole": int, "score": Decimal, "flag": bool, "date": dt.date, "list": tuple,
    }  # fmt: skip
    for table, fields in exporting.fields().items():
        for row in exporting.rows(district, table):
            for field, value in zip(fields, row, strict=True):
                if value is not None and field.name != "modified":
                    assert isinstance(value, kinds[field.kind]), (table, field.name, value)


def test_csv_holds_the_same_rows_and_nothing_that_runs(
    district: summary.Frame, tmp_path: Path
) -> None:
    exporting.write_csv(district, tmp_path / "s.csv")

    assert {path.stem for path in (tmp_path / "s.csv").iterdir()} == set(exporting.fields())
    path = tmp_path / "s.csv" / "measures.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(district.measures)
    assert "'=HYPERLINK(1)" in {row["measure"] for row in rows}
    assert not any(
        value[:1] in {"=", "+", "-", "@"} for row in rows for value in row.values() if value
    )


def test_sqlite_can_be_asked_and_unknown_is_null(district: summary.Frame, tmp_path: Path) -> None:
    exporting.write_sqlite(district, tmp_path / "s.sqlite")

    base = sqlite3.connect(tmp_path / "s.sqlite")
    asked = "select agency, total from agencies where total is not null order by total desc"
    found = base.execute(asked).fetchall()
    known = [(row.agency, float(row.total)) for row in district.agencies if row.total is not None]
    assert [total for _, total in found] == [total for _, total in known]
    assert set(found) == set(known)
    joined = "select count(*) from measures join agencies using (key)"
    assert base.execute(joined).fetchone() == (len(district.measures),)
    told = base.execute("select count(*) from columns").fetchone()
    assert told == (sum(map(len, exporting.fields().values())),)
    base.close()


def test_writing_again_replaces_what_was_there(district: summary.Frame, tmp_path: Path) -> None:
    for _ in range(2):
        exporting.write_sqlite(district, tmp_path / "s.sqlite")
        exporting.write_csv(district, tmp_path / "s.csv")

    assert len(list(tmp_path.iterdir())) == 2


def test_parquet_keeps_scores_exact(district: summary.Frame, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    exporting.write_parquet(district, tmp_path / "s.parquet")

    table = parquet.read_table(tmp_path / "s.parquet" / "agencies.parquet").to_pylist()
    assert [row["total"] for row in table] == list(district.agencies["total"])
    measures = parquet.read_table(tmp_path / "s.parquet" / "measures.parquet").to_pylist()
    assert [tuple(row["codes"]) for row in measures] == list(district.measures["codes"])


def test_without_its_library_parquet_says_how_to_get_it(
    district: summary.Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ItaxlError, match="pip install"):
        exporting.write_parquet(district, tmp_path / "s.parquet")

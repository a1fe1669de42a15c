"""
The frame of a summary for other tools: csv, sqlite and parquet, and what its columns are.

The only room that knows pandas, which is imported when something is written, not before.
"""

import datetime as dt
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from importlib import resources
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from itaxl.cells import defused
from itaxl.errors import ItaxlError
from itaxl.saving import save
from itaxl.summary import copies
from itaxl.summary.frame import Frame
from itaxl.summary.words import section
from itaxl.wording import Text

if TYPE_CHECKING:
    import pandas as pd

TOGETHER = 50_000  # rows held at once
JOINT = "; "  # between the texts of a list, where a format has no lists
_SQL = {"text": "TEXT", "list": "TEXT", "date": "TEXT", "whole": "INTEGER", "flag": "INTEGER",
        "score": "NUMERIC"}  # fmt: skip
_PLACES = (20, 10)  # digits of a score, and how many of them are decimals


class Field(NamedTuple):
    """One column of an exported table: its name, its kind, and what it means."""

    name: str
    kind: str
    meaning: Text


Rows = Iterator[tuple[Any, ...]]


@cache
def fields() -> Mapping[str, tuple[Field, ...]]:
    """Give the columns of every table, in their order."""
    text = resources.files("itaxl.summary").joinpath("columns.toml").read_text("utf-8")
    return {
        table: tuple(Field(name, kind, Text(th, en)) for name, (kind, th, en) in columns.items())
        for table, columns in tomllib.loads(text).items()
    }


def rows(frame: Frame, table: str) -> Rows:
    """Yield the rows of a table, its columns in the order of ``fields``."""
    if table == "past":
        return _past(frame)
    if table == "copies":
        return _copies(frame)
    names = [field.name for field in fields()[table]]
    take = attrgetter(*names)
    return (take(row) for row in getattr(frame, table))


def _past(frame: Frame) -> Rows:
    for row in frame.past:
        if row.total is not None or row.level:
            yield row.key, row.agency, row.year, "total", row.total, row.level
        for code, value in row.figures.items():
            if code != "total":
                yield row.key, row.agency, row.year, code, value, None


def _copies(frame: Frame) -> Rows:
    for one in copies.found(frame):
        for text in one.texts:
            yield (
                *(one.number, text.column, one.sharers, one.likeness),
                *(text.key, text.agency, text.year, text.row, text.text, text.ref),
            )


def data_frames(frame: Frame, table: str) -> Iterator["pd.DataFrame"]:
    """
    Give a table to pandas piece by piece, one at least: rows × the columns of ``fields``.

    All columns are of objects: pandas would turn scores into floats and unknown into NaN.
    """
    import pandas as pd

    names = [field.name for field in fields()[table]]
    found = rows(frame, table)
    piece = [*islice(found, TOGETHER)]
    while True:
        yield pd.DataFrame(piece, columns=names, dtype=object)
        piece = [*islice(found, TOGETHER)]
        if not piece:
            return


# ── the formats ─────────────────────────────────────────────────────────────────────────────────


def write_csv(frame: Frame, path: Path) -> None:
    """Write one file per table into a folder, in UTF-8 that Excel recognises."""
    for table in fields():
        save(path / f"{table}.csv", partial(_write_csv, frame, table))


def _write_csv(frame: Frame, table: str, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        for number, piece in enumerate(data_frames(frame, table)):
            told = piece.map(_in_text)
            told.to_csv(file, header=number == 0, index=False, lineterminator="\r\n")


def _in_text(value: Any) -> object:
    flat = _flat(value)
    return defused(flat) if isinstance(flat, str) else "" if flat is None else flat


def write_sqlite(frame: Frame, path: Path) -> None:
    """Write all tables into one database, with a table that tells what the columns are."""
    save(path, partial(_write_sqlite, frame))


def _write_sqlite(frame: Frame, path: Path) -> None:
    import pandas as pd

    base = sqlite3.connect(path)
    try:
        for table, columns in fields().items():
            kinds = {column.name: _SQL[column.kind] for column in columns}
            for piece in data_frames(frame, table):
                told = piece.map(_in_base)
                told.to_sql(table, base, if_exists="append", index=False, dtype=kinds)
        meanings = [
            (table, column.name, column.kind, *column.meaning)
            for table, columns in fields().items()
            for column in columns
        ]
        names = ["of_table", "name", "kind", "thai", "english"]
        pd.DataFrame(meanings, columns=names).to_sql("columns", base, index=False)
        base.commit()
    finally:
        base.close()


def _in_base(value: Any) -> object:
    flat = _flat(value)
    if isinstance(flat, Decimal):
        return str(flat)
    return flat.encode("utf-8", "replace").decode() if isinstance(flat, str) else flat


def _flat(value: Any) -> Any:
    """Give a value as a format without lists and dates holds it; a flag is 1 or 0."""
    if isinstance(value, tuple | list):
        return JOINT.join(map(str, value))
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def write_parquet(frame: Frame, path: Path) -> None:
    """Write one file per table into a folder. Raises ItaxlError without the library for it."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ItaxlError(_NO_PARQUET) from None

    kinds = {
        "text": pa.string(), "list": pa.list_(pa.string()), "date": pa.date32(),
        "whole": pa.int64(), "flag": pa.bool_(), "score": pa.decimal128(*_PLACES),
    }  # fmt: skip
    for table, columns in fields().items():
        schema = pa.schema(
            [
                pa.field(c.name, kinds[c.kind], metadata={"th": c.meaning.th, "en": c.meaning.en})
                for c in columns
            ]
        )

        def write(temporary: Path, table: str = table, schema: pa.Schema = schema) -> None:
            with parquet.ParquetWriter(temporary, schema) as file:
                for piece in data_frames(frame, table):
                    for column in fields()[table]:
                        told = piece[column.name].map(partial(_typed, kind=column.kind))
                        piece[column.name] = told.astype(object)
                    file.write_table(pa.Table.from_pandas(piece, schema, preserve_index=False))

        save(path / f"{table}.parquet", write)


def _typed(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "list":
        return [str(one) for one in value]
    if kind == "text":
        return str(_flat(value)).encode("utf-8", "replace").decode()
    if kind == "score":
        return round(Decimal(value), _PLACES[1])
    return value if kind != "date" or isinstance(value, dt.date) else None


WRITERS: Mapping[str, Callable[[Frame, Path], None]] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "sqlite": write_sqlite,
}
_NO_PARQUET = Text(
    "--also parquet ต้องใช้ pyarrow · ติดตั้งด้วย pip install itaxl[parquet] หรือใช้ --also csv,sqlite แทน",
    "--also parquet needs pyarrow; install it with pip install itaxl[parquet], or use --also"
    " csv,sqlite",
)


# ── what the columns are ────────────────────────────────────────────────────────────────────────

_WORDS = ("arrival", "doing", "basis", "standing", "severity", "chase")


def documentation() -> str:
    """Write the page that tells what every column is."""
    return "\n".join([*_HEAD, *_tables(), *_words()]) + "\n"


_HEAD = (
    "# Columns of the exported tables",
    "",
    "`itaxl merge … --also parquet,csv,sqlite` writes the tables of a summary for other tools,",
    "next to it: `FILE.parquet/` and `FILE.csv/` hold one file per table, `FILE.sqlite` holds all",
    "of them. The tables are joined by `key`. Unknown is blank (null), never 0. In csv and sqlite",
    "a list is one text joined by `; ` and a flag is 1 or 0; in csv a text that a spreadsheet",
    "would run as a formula begins with `'`.",
    "",
    "This page is made from `itaxl/summary/columns.toml`; a test compares them.",
)


def _tables() -> Iterator[str]:
    for table, columns in fields().items():
        yield from ("", f"## {table}", "", "| column | kind | ความหมาย | meaning |")
        yield "| --- | --- | --- | --- |"
        for column in columns:
            yield f"| `{column.name}` | {column.kind} | {column.meaning.th} | {column.meaning.en} |"


def _words() -> Iterator[str]:
    yield from ("", "## Words", "", "| words of | value | ภาษาไทย |", "| --- | --- | --- |")
    for name in _WORDS:
        for key, text in section(name).items():
            yield f"| {name} | `{key}` | {text} |"

"""Words on a screen: tables, progress, the one sentence of an error. Rich comes where used."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from itaxl.cells import defused
from itaxl.wording import Language, Text

# Names and cells come from strangers: escape sequences in them must not reach a terminal.
_ESCAPES = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def safe(text: str) -> str:
    """Take out what a terminal would obey instead of show."""
    return _ESCAPES.sub("", text)


def out(text: str) -> None:
    """Print a result to standard output."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """Print a word about the work to standard error, so that results stay clean."""
    sys.stderr.write(safe(text) + "\n")


def complain(text: Text, language: Language) -> None:
    """Print what could not be done and what to do, in both languages."""
    first, second = (text.th, text.en) if language == "th" else (text.en, text.th)
    tell(f"itaxl: {first}")
    if second != first:
        tell(f"       {second}")


def out_json(value: object) -> None:
    """Print one JSON object."""
    out(json.dumps(value, ensure_ascii=False, indent=2))


def out_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV; a field that a spreadsheet would run as a formula is defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([[_defused(value) for value in row] for row in rows])
    sys.stdout.write(buffer.getvalue())


def _defused(value: object) -> object:
    if isinstance(value, str):
        return defused(value)
    return "" if value is None else value


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, its cells as plain text."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    grid = Table(title=title or None, box=SIMPLE, title_justify="left", pad_edge=False)
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    for row in rows:
        grid.add_row(*(Plain(safe(cell)) for cell in row))
    console = Console(highlight=False, markup=False, emoji=False)
    if not sys.stdout.isatty():
        console.width = 160
    console.print(grid)


@contextmanager
def progress(
    words: str, *, quiet: bool, then: str = ""
) -> Iterator[Callable[[int, int], None] | None]:
    """
    Show how far long work has come: a bar on a terminal, nothing in a pipe.

    ``then`` says what comes when all is done that can be counted.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    said, count = TextColumn("{task.description}"), TextColumn("{task.fields[count]}")
    columns = (said, BarColumn(), count, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, count="")

        def step(done: int, total: int) -> None:
            if then and done == total:
                bar.remove_task(task)
                bar.add_task(then, total=None, count="")
            else:
                bar.update(task, completed=done, total=total, count=f"{done:,}/{total:,}")

        yield step


def agency_json(agency: Mapping[str, Any]) -> dict[str, Any]:
    """The agency object of the JSON contract."""
    return {key: agency.get(key) for key in ("code", "type", "name", "district", "province")}

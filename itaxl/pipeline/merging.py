"""Merge reviews into one summary workbook."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from itaxl.pipeline.reviewing import (
    Progress,
    across,
    gather,
    identity,
    read_register,
    review_all,
)
from itaxl.pipeline.rules import Rules


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    path: Path
    files: int
    agencies: int
    to_mend: int


def merge(
    paths: Iterable[Path],
    output: Path,
    rules: Rules,
    register: Path | None = None,
    as_of: dt.date | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Merged:
    """Write the summary of everything that came; ``as_of`` is today unless the register says."""
    known, _ = read_register(register) if register else (None, ())
    sources = [path for path in gather(paths) if path.resolve() != output.resolve()]
    reviews, _ = across(tuple(review_all(sources, rules, known, jobs, progress)), known)
    # pandas and the writer are imported here, after the workers have started without them.
    from itaxl import summary
    from itaxl.excel.drawing import draw

    day = as_of or (known.settings.as_of if known else None) or dt.datetime.now().date()  # noqa: DTZ005 - the day where the coordinator sits
    books = {year: rules.book(year) for year in rules.years}
    frame = summary.frame(reviews, known, day, books)
    path = draw(summary.summarise(frame), output)
    names = {tuple(identity(review).values()) for review in reviews if identity(review)["name"]}
    to_mend = sum(review.must_be_mended for review in reviews)
    return Merged(path, len(sources), len(names), to_mend)

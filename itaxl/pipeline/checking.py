"""Check and score files and folders."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from itaxl.pipeline.reviewing import (
    Progress,
    across,
    gather,
    read_register,
    review_all,
    scored,
)
from itaxl.pipeline.rules import Rules
from itaxl.review import Review
from itaxl.submission import FileFacts


def check(
    paths: Iterable[Path],
    rules: Rules,
    register: Path | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> tuple[Review, ...]:
    """Review files, each by itself and all side by side."""
    known, faults = read_register(register) if register else (None, ())
    reviews, missing = across(tuple(review_all(gather(paths), rules, known, jobs, progress)), known)
    about = (*faults, *missing)
    return (Review(FileFacts(str(register)), None, None, about), *reviews) if about else reviews


def score(
    paths: Iterable[Path],
    rules: Rules,
    wishes: Mapping[str, Decimal],
    jobs: int | None = None,
    progress: Progress | None = None,
) -> tuple[Review, ...]:
    """Review files for their scores, with figures set as wished."""
    reviews = tuple(review_all(gather(paths), rules, None, jobs, progress))
    if not wishes:
        return reviews
    return tuple(
        replace(review, scorecard=scored(review.submission, rules, wishes))
        if review.submission
        else review
        for review in reviews
    )

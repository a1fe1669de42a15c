"""Scores beside those of the year before: from last year's workbooks or the column ปีก่อน."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from itaxl import checks, scoring
from itaxl.pipeline.reviewing import gather, review_all
from itaxl.pipeline.rules import Rules
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.scoring import Comparison
from itaxl.submission import Submission
from itaxl.thai import fold
from itaxl.wording import Text


@dataclass(frozen=True, slots=True)
class Before:
    """
    What is known of an agency's year before: where it stands, and this year compared with it.

    ``path`` is empty where last year's scores are those of the workbook's own column; ``remark``
    says why nothing is compared.
    """

    year: int | None = None
    path: str = ""
    comparison: Comparison | None = None
    remark: Text | None = None


def read_last(path: Path, rules: Rules, jobs: int | None = None) -> tuple[Review, ...]:
    """Read last year's workbooks, a file or a folder of them."""
    return tuple(review_all(gather([path]), rules, None, jobs))


def compare(review: Review, rules: Rules, last: Iterable[Review] | None) -> Before | None:
    """
    Compare a workbook's scores with last year's workbook of the same agency.

    Where no workbooks of last year are given, the column ปีก่อน is taken. None when there is nothing
    to compare.
    """
    submission, card = review.submission, review.scorecard
    book = rules.find(card.fiscal_year) if card else None
    if submission is None or card is None or book is None:
        return None
    if last is not None:
        return _with_workbook(submission, card, book, rules, last)
    figures = scoring.inputs_of(submission).last_year
    if not figures:
        return None
    year = book.fiscal_year - 1
    return Before(year, "", scoring.change(card, figures, book, rules.find(year)))


def _with_workbook(
    submission: Submission, card: Scorecard, book: RuleBook, rules: Rules, last: Iterable[Review]
) -> Before:
    own = [other for other in last if _is_of(submission, other)]
    years = {other.file.path: _year(other) for other in own}
    earlier = [other for other in own if 0 < years[other.file.path] < book.fiscal_year]
    if not own:
        return Before(remark=_NONE)
    if not earlier:
        listed = ", ".join(str(year or "?") for year in sorted(set(years.values())))
        return Before(remark=_NOT_EARLIER.fill(years=listed, year=book.fiscal_year))
    newest = max(earlier, key=lambda other: (years[other.file.path], _moment(other)))
    then, year = newest.scorecard, years[newest.file.path]
    assert then is not None
    level = then.level if then.level and then.level_proven else ""
    made = scoring.change(card, figures_of(then), book, rules.find(year), level)
    alike = [other for other in earlier if years[other.file.path] == year]
    remark = _SEVERAL.fill(count=len(alike), path=newest.file.path) if len(alike) > 1 else None
    return Before(year, newest.file.path, made, remark)


def figures_of(card: Scorecard) -> dict[str, Decimal]:
    """Give the known figures of a scorecard by code, the total as it was rounded."""
    known = {code: figure.value for code, figure in card.figures.items() if code != "total"}
    if card.total is not None:
        known["total"] = card.total
    return {code: value for code, value in known.items() if value is not None}


def _is_of(submission: Submission, other: Review) -> bool:
    """Tell whether another workbook is of the same agency: by its code, else its name and place."""
    theirs = other.submission
    if theirs is None or other.scorecard is None:
        return False
    if checks.agency_key(submission) == checks.agency_key(theirs):
        return True
    if _said(submission, "code") and _said(theirs, "code"):
        return False
    keys = ("name", "district", "province")
    return bool(_said(submission, "name")) and all(
        _said(submission, key) == _said(theirs, key) for key in keys
    )


def _said(submission: Submission, key: str) -> str:
    entry = submission.agency.get(key)
    return fold(entry.text) if entry else ""


def _year(review: Review) -> int:
    return (review.scorecard.fiscal_year if review.scorecard else None) or 0


def _moment(review: Review) -> str:
    return review.file.modified.isoformat() if review.file.modified else ""


_NONE = Text(
    "ไม่มีแบบรายงานปีก่อนของหน่วยงานนี้ จึงไม่ได้เปรียบเทียบ",
    "there is no workbook of last year of this agency, so nothing is compared",
)
_NOT_EARLIER = Text(
    "แบบรายงานที่ให้ไว้เป็นของปี {years} ซึ่งไม่ก่อนปี {year} จึงไม่ได้เปรียบเทียบ",
    "the workbook given is of {years}, not before {year}, so nothing is compared",
)
_SEVERAL = Text(
    "มีแบบรายงานปีก่อน {count} ไฟล์ ใช้ไฟล์ล่าสุด {path}",
    "there are {count} workbooks of last year; the newest, {path}, was taken",
)

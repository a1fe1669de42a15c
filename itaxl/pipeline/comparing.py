"""Scores beside those of the year before: from last year's workbooks or the column ปีก่อน."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from itaxl import scoring
from itaxl.pipeline.gathering import Tell
from itaxl.pipeline.rules import Rules
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.scoring import Comparison
from itaxl.submission import Submission
from itaxl.wording import Text

if TYPE_CHECKING:
    from itaxl.pipeline.companions import Rack
    from itaxl.summary.identities import Who

    Earlier = Rack[tuple[Review, ...]]


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


def read_last(
    paths: Sequence[Path],
    rules: Rules,
    jobs: int | None = None,
    cache: Path | None = None,
    tell: Tell | None = None,
) -> "Earlier":
    """
    Read earlier workbooks: files, folders of them, and summaries of ours.

    Files that cannot be read or are no standard workbook are told.
    """
    from itaxl.pipeline.companions import gathered, read_all, vocabulary_of
    from itaxl.summary.identities import who_is

    things: list[tuple[int, Who, Review]] = []
    for one in read_all(as_earlier, paths, rules, jobs, cache):
        if one.submission is not None and one.scorecard is not None:
            things.append((_year(one), who_is(one.submission), one))
        elif tell:
            why = one.findings[0].message if one.findings else _NO_SCORES
            tell(Text(f"{one.file.path}: {why.th}", f"{one.file.path}: {why.en}"))
    return gathered(things, vocabulary_of(rules))


def as_earlier(review: Review, rules: Rules) -> Review:
    """Keep of an earlier workbook what it is compared by, or why there is nothing."""
    del rules
    return replace(review, findings=() if review.scorecard else review.findings[:1])


def compare(review: Review, rules: Rules, last: "Earlier | None") -> Before | None:
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
    submission: Submission, card: Scorecard, book: RuleBook, rules: Rules, last: "Earlier"
) -> Before:
    from itaxl.summary.identities import who_is

    own = [other for several in last.of(who_is(submission)).values() for other in several]
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


def _year(review: Review) -> int:
    return (review.scorecard.fiscal_year if review.scorecard else None) or 0


def _moment(review: Review) -> str:
    return review.file.modified.isoformat() if review.file.modified else ""


_NO_SCORES = Text(
    "ไม่ใช่แบบรายงานมาตรฐาน จึงไม่ได้ใช้เปรียบเทียบ",
    "is no standard workbook, so nothing is compared with it",
)
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

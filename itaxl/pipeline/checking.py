"""Check and score files and folders."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from itaxl import checks, scoring
from itaxl.errors import ItaxlError
from itaxl.findings import Finding, Severity
from itaxl.pipeline.comparing import Before, compare, read_last
from itaxl.pipeline.gathering import Location, Tell, gather, without
from itaxl.pipeline.reviewing import (
    Progress,
    across,
    read_register,
    review_all,
)
from itaxl.pipeline.rules import Rules
from itaxl.pipeline.scoring_answers import AnswerFile, counted_otherwise, pour, read_answers
from itaxl.pipeline.softening import soften
from itaxl.register import Register
from itaxl.review import Review
from itaxl.rulebooks.model import RuleBook
from itaxl.scores import Scorecard
from itaxl.submission import FileFacts
from itaxl.wording import Text

if TYPE_CHECKING:
    from concurrent.futures import Executor

if TYPE_CHECKING:
    from itaxl.pipeline.companions import Companions, Left
    from itaxl.pipeline.comparing import Earlier


def check(
    paths: Iterable[Location],
    rules: Rules,
    register: Path | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    tell: Tell | None = None,
    aside: Path | None = None,
    executor: "Executor | None" = None,
    plans: Sequence[Path] = (),
    last: Sequence[Path] = (),
    leave: "Callable[[Left], None] | None" = None,
) -> tuple[Review, ...]:
    """
    Review files, each by itself and all side by side.

    Findings that a waiver of the register silences, or whose rule is on probation, say so.
    ``aside`` is a folder that is written to and not read, even where it lies in one of the paths.
    With an ``executor`` the files are read where that works. ``plans`` are what reports are
    compared with, ``last`` workbooks of earlier years or summaries of them; what of both is not
    used is given to ``leave``.
    """
    known, faults = read_register(register) if register else (None, ())
    files = without(gather(paths, tell), aside, paths)
    beside = _beside(plans, last, rules, known, jobs, cache, leave)
    alone = tuple(review_all(files, rules, known, jobs, progress, cache, tell, executor, beside))
    if tell and beside:
        for words in beside.about(r.submission for r in alone if r.submission):
            tell(words)
    reviews, missing = across(alone, known, words_for_types(rules.usual))
    about = (*faults, *missing)
    if about:
        reviews = (Review(FileFacts(str(register)), None, None, about), *reviews)
    return soften(reviews, rules, known)


def _beside(
    plans: Sequence[Path],
    last: Sequence[Path],
    rules: Rules,
    register: Register | None,
    jobs: int | None,
    cache: Path | None,
    leave: "Callable[[Left], None] | None",
) -> "Companions | None":
    """Read what workbooks are compared with; nothing where nothing was given."""
    if not plans and not last:
        return None
    from itaxl.pipeline.companions import companions_of

    found = companions_of(plans, last, rules, register, jobs, cache)
    for one in found.left if leave else ():
        assert leave is not None
        leave(one)
    return found


def words_for_types(book: RuleBook) -> frozenset[str]:
    """Give the words that stand before the names of agencies."""
    choices = book.choices("agency_types")
    return frozenset(word for choice in choices for word in (choice.text, *choice.aliases))


@dataclass(frozen=True, slots=True)
class Scored:
    """
    One file and its scores; ``found`` is the scorecard before figures were set as wished.

    ``concerning`` are the findings that the scores depend on.
    """

    review: Review
    found: Scorecard | None
    concerning: tuple[Finding, ...] = ()
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """What was scored, and the files of answers that were read for it."""

    files: tuple[Scored, ...]
    answers: tuple[AnswerFile, ...] = ()

    @property
    def anything(self) -> bool:
        """At least one figure is known."""
        cards = [scored.review.scorecard for scored in self.files]
        return any(fig.value is not None for card in cards if card for fig in card.figures.values())

    @property
    def must_be_mended(self) -> bool:
        """At least one finding that the scores depend on is an error."""
        findings = [f for scored in self.files for f in scored.concerning]
        findings += [f for file in self.answers for f in file.findings]
        return any(finding.severity is Severity.ERROR for finding in findings)


def score(
    paths: Sequence[Path],
    rules: Rules,
    wishes: Mapping[str, Decimal],
    jobs: int | None = None,
    progress: Progress | None = None,
    *,
    answers: Mapping[str, Path] | None = None,
    year: int | None = None,
    last: Path | Sequence[Path] | None = None,
    cache: Path | None = None,
    tell: Tell | None = None,
) -> Scores:
    """
    Score files, with answers of respondents and figures set as wished.

    Answers belong to the one workbook, or with no workbook to the fiscal year. ``last`` are
    last year's workbooks: files, folders, summaries. Raises ItaxlError for what cannot go together.
    """
    _refuse(paths, answers or {}, year)
    if not paths:
        book = rules.book(year or 0)
        return _from_answers_alone(read_answers(answers or {}, book), book, wishes)
    found = gather(paths, tell)
    if answers and len(found) != 1:
        raise ItaxlError(_ONE_WORKBOOK.fill(count=len(found)))
    reviews = tuple(review_all(found, rules, None, jobs, progress, cache, tell))
    files: tuple[AnswerFile, ...] = ()
    if answers and (book_of := _book(reviews[0], rules)) is not None:
        files = read_answers(answers, book_of)
    elif answers:
        raise ItaxlError(_NO_FORM.fill(path=reviews[0].file.path))
    earlier = [last] if isinstance(last, Path) else last
    before = read_last(earlier, rules, jobs, cache, tell) if earlier else None
    return Scores(tuple(_scored(r, rules, files, wishes, before) for r in reviews), files)


def _refuse(paths: Sequence[Path], answers: Mapping[str, Path], year: int | None) -> None:
    if not paths and not answers:
        raise ItaxlError(_NOTHING)
    if not paths and year is None:
        raise ItaxlError(_NO_YEAR)
    if paths and year is not None:
        raise ItaxlError(_YEAR_OF_WORKBOOK)


def _from_answers_alone(
    files: tuple[AnswerFile, ...], book: RuleBook, wishes: Mapping[str, Decimal]
) -> Scores:
    inputs = pour(scoring.Inputs(), files, book)
    found = scoring.card(inputs, book)
    card = scoring.card(scoring.assume(inputs, wishes, book), book) if wishes else found
    return Scores((Scored(Review(FileFacts(""), None, card, ()), found),), files)


def _scored(
    review: Review,
    rules: Rules,
    files: tuple[AnswerFile, ...],
    wishes: Mapping[str, Decimal],
    last: "Earlier | None",
) -> Scored:
    book, submission = _book(review, rules), review.submission
    if book is None or submission is None:
        return Scored(review, review.scorecard, concerning(review, None))
    own = scoring.inputs_of(submission)
    inputs = pour(own, files, book)
    if files:
        # What was judged without the answers may no longer hold.
        form = rules.find(submission.layout.fiscal_year) or rules.usual
        card = scoring.card(inputs, book)
        findings = checks.examine(checks.Case(submission, form, card))
        findings += counted_otherwise(own, files, book)
        review = replace(review, scorecard=card, findings=findings)
    found = review.scorecard
    if wishes:
        wished = scoring.card(scoring.assume(inputs, wishes, book), book)
        review = replace(review, scorecard=wished)
    return Scored(review, found, concerning(review, book), compare(review, rules, last))


def concerning(review: Review, book: RuleBook | None) -> tuple[Finding, ...]:
    """
    Choose the findings that scores depend on.

    These are the findings on scores (G…), on cells of scores, items and numbers of people, and all
    of a workbook that could not be scored.
    """
    submission = review.submission
    if book is None or submission is None:
        return review.findings
    entries = [*submission.scores.values(), *submission.typed.values(), *submission.items.values()]
    people = {key for sample in book.samples for key in (sample.respondents, sample.of)}
    entries += [entry for key, entry in submission.agency.items() if key in people]
    places = {(entry.sheet, entry.cell.address) for entry in entries}
    return tuple(
        finding
        for finding in review.findings
        if finding.code.startswith("G")
        or any((finding.sheet, cell) in places for cell in finding.cells)
    )


def _book(review: Review, rules: Rules) -> RuleBook | None:
    """Give the rules a workbook was scored by; None when it was not."""
    return rules.find(review.scorecard.fiscal_year) if review.scorecard else None


_NOTHING = Text(
    "ยังไม่ได้ระบุไฟล์ · ระบุแบบรายงาน หรือใช้ --answers IIT=ไฟล์ พร้อม --year 2567",
    "no file was named; name a workbook, or give --answers IIT=FILE with --year 2567",
)
_NO_YEAR = Text(
    "คำตอบที่ไม่มีแบบรายงานต้องระบุปี · เพิ่ม --year เช่น --year 2567",
    "answers without a workbook need a fiscal year; add --year, such as --year 2567",
)
_YEAR_OF_WORKBOOK = Text(
    "--year ใช้เมื่อไม่มีแบบรายงานเท่านั้น เพราะแบบรายงานบอกปีไว้แล้ว · ตัด --year ออก",
    "--year is for answers without a workbook, for a workbook tells its year; leave --year out",
)
_ONE_WORKBOOK = Text(
    "--answers ใช้กับแบบรายงานครั้งละหนึ่งไฟล์ แต่พบ {count} ไฟล์ · ระบุไฟล์เดียว",
    "--answers belong to one workbook, but there are {count}; name a single one",
)
_NO_FORM = Text(
    "ไม่ได้ใช้ --answers เพราะ {path} ไม่ใช่แบบรายงานของปีที่มีกติกา · "
    "ตรวจด้วย itaxl check หรือใช้ --year แทนไฟล์",
    "--answers were not used: {path} is no workbook of a year with rules; see itaxl check, or give "
    "--year instead of the file",
)

"""From figures to the scorecard."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from itaxl.rulebooks.model import UNKNOWN, RuleBook
from itaxl.scores import Disagreement, Figure, SampleResult, Scorecard
from itaxl.scoring.arithmetic import SHOWN_PLACES, rounded
from itaxl.scoring.chain import TOTAL, figures
from itaxl.scoring.distance import distance
from itaxl.scoring.inputs import Inputs, inputs_of
from itaxl.scoring.levels import is_at_border, level_of
from itaxl.scoring.samples import sample_results
from itaxl.scoring.verdicts import verdicts
from itaxl.submission import Submission
from itaxl.wording import Text


def score(submission: Submission, book: RuleBook) -> Scorecard:
    """Score one workbook by the rule book of its fiscal year."""
    return card(inputs_of(submission), book)


def card(points: Inputs, book: RuleBook) -> Scorecard:
    """
    Score given figures: every figure that can be made, total and level if nothing is missing.

    Never raises; what is not known is None with its reason.
    """
    made, disagreements = figures(points, book)
    samples = sample_results(points, book)
    if reason := _too_few(samples):
        made[TOTAL] = made[TOTAL]._replace(value=None, reason=reason)
    half_made = Scorecard(
        fiscal_year=book.fiscal_year,
        figures=made,
        verdicts=verdicts(made, book),
        disagreements=disagreements,
        samples=samples,
        notes=(*_unchecked(samples), *_strange_codes(points, made)),
    )
    total = made[TOTAL].value
    if total is None:
        return replace(half_made, level_reason=made[TOTAL].reason)
    return _with_level(half_made, total, made, book)


def disagreements(made: Scorecard) -> tuple[Disagreement, ...]:
    """List the figures that were said twice and differently, with the cells of both."""
    return made.disagreements


def _with_level(
    made: Scorecard, total: Decimal, by_code: Mapping[str, Figure], book: RuleBook
) -> Scorecard:
    levels = book.levels
    if levels == UNKNOWN:
        return replace(made, total=rounded(total, SHOWN_PLACES), level_reason=_UNKNOWN_LEVELS)
    shown = rounded(total, levels.places)
    found = level_of(shown, by_code, book)
    next_level = distance(found.level, total, shown, by_code, book) if found.level else None
    return replace(
        made,
        total=shown,
        level=found.level,
        level_proven=found.proven,
        level_reason=found.reason,
        at_border=is_at_border(total, levels),
        to_next_level=next_level,
    )


def _too_few(samples: tuple[SampleResult, ...]) -> Text | None:
    reasons = [s.reason for s in samples if s.enough is False and s.reason is not None]
    if not reasons:
        return None
    return Text(" · ".join(r.th for r in reasons), "; ".join(r.en for r in reasons))


def _unchecked(samples: tuple[SampleResult, ...]) -> list[Text]:
    return [s.reason for s in samples if s.enough is None and s.reason is not None]


def _strange_codes(points: Inputs, made: Mapping[str, Figure]) -> list[Text]:
    given = (*points.items, *points.indicators, *points.parts, *points.upper)
    strange = [code for code in dict.fromkeys(given) if code not in made]
    return [_STRANGE.fill(codes=", ".join(strange))] if strange else []


_UNKNOWN_LEVELS = Text(
    "ไม่มีระดับ เพราะยังไม่ทราบเกณฑ์ระดับของปีนี้",
    "not computable because the levels of this year are not known",
)
_STRANGE = Text(
    "ไม่ได้ใช้คะแนนของรหัส {codes} เพราะไม่มีรหัสนี้ในกติกาของปีนี้",
    "the scores of {codes} were not used because the rule book of this year has no such codes",
)

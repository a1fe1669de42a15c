"""``itaxl score``: indicators, instruments, total, level, and how each was made."""

from decimal import Decimal
from typing import Annotated, Any

import typer

from itaxl import pipeline, scoring
from itaxl.cli import screen
from itaxl.cli.options import (
    Format,
    FormatOption,
    JobsOption,
    LanguageOption,
    Paths,
    QuietOption,
    RuleBookOption,
    language,
)
from itaxl.errors import ItaxlError
from itaxl.fields import score as score_field
from itaxl.review import Review
from itaxl.wording import Language, Text

FIGURES = ("IIT", "EIT", "EIT1", "EIT2", "OIT")


def score(
    paths: Paths,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each figure was made · แสดงที่มา")
    ] = False,
    assume: Annotated[
        list[str] | None,
        typer.Option("--set", help="What if: CODE=POINTS, such as 10=90 · ลองเปลี่ยนคะแนน"),
    ] = None,
    output_format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
    rulebook: RuleBookOption = None,
    jobs: JobsOption = None,
    quiet: QuietOption = False,
) -> int:
    """Compute scores and level, with what they were made from · คิดคะแนนและระดับ."""
    tongue = language(lang)
    rules = pipeline.rules(rulebook)
    wishes = dict(_wish(text) for text in assume or ())
    with screen.progress(Text("กำลังคิดคะแนน", "scoring").say(tongue), quiet=quiet) as step:
        reviews = pipeline.score(paths, rules, wishes, jobs, step)
    if output_format is Format.JSON:
        screen.out_json({"files": [as_json(review, rules, explain=explain) for review in reviews]})
    elif output_format is Format.CSV:
        screen.out_csv(_headings(reviews), (_csv_row(review, reviews) for review in reviews))
    else:
        screen.table("", _titles(tongue), (_row(review, tongue) for review in reviews))
        for review in reviews:
            _say_why(review, tongue, explain=explain)
    return 0 if any(review.scorecard for review in reviews) else 2


def as_json(review: Review, rules: pipeline.Rules, *, explain: bool = False) -> dict[str, Any]:
    """One file in the JSON of ``score``."""
    submission = review.submission
    figures = scoring.as_json(review.scorecard) if review.scorecard else {}
    if not explain:
        figures = {key: figures[key] for key in figures if key not in ("explain", "derivation")}
    return {
        "path": review.file.path,
        "agency": screen.agency_json(pipeline.identity(review)),
        "fiscal_year": submission.layout.fiscal_year if submission else None,
        **figures,
        "measures": pipeline.measure_counts(review, rules),
    }


def _wish(text: str) -> tuple[str, Decimal]:
    code, equals, points = text.partition("=")
    reading = score_field.read_text(points) if equals else None
    if reading is None or reading.value is None:
        raise ItaxlError(
            Text(
                f"--set {text} อ่านไม่ได้ · พิมพ์เป็น รหัส=คะแนน 0–100 เช่น --set 10=90",
                f"cannot read --set {text}; type CODE=POINTS from 0 to 100, such as --set 10=90",
            )
        )
    return code.strip(), reading.value


def _titles(tongue: Language) -> tuple[str, ...]:
    return (
        Text("หน่วยงาน", "agency").say(tongue),
        *FIGURES,
        Text("รวม", "total").say(tongue),
        Text("ระดับ", "level").say(tongue),
        Text("ยืนยัน", "proven").say(tongue),
        Text("ยังขาด", "to next").say(tongue),
    )


def _row(review: Review, tongue: Language) -> tuple[str, ...]:
    name = pipeline.identity(review).get("name") or review.file.path
    card = review.scorecard
    if card is None:
        return (name, *("–" for _ in FIGURES), "–", "–", "", "")
    proven = Text("แล้ว", "yes") if card.level_proven else Text("ยัง", "no")
    distance = card.to_next_level
    return (
        name,
        *(_shown(card.value(code)) for code in FIGURES),
        _shown(card.total),
        card.level or "–",
        proven.say(tongue) if card.level else "",
        f"{distance.level}: {distance.points:.2f}" if distance else "",
    )


def _shown(value: Decimal | None) -> str:
    return "–" if value is None else format(scoring.rounded(value), "f")


def _say_why(review: Review, tongue: Language, *, explain: bool) -> None:
    card = review.scorecard
    if card is None:
        return
    name = pipeline.identity(review).get("name") or review.file.path
    if card.level_reason:
        screen.out(screen.safe(f"{name}: {card.level_reason.say(tongue)}"))
    if explain:
        for line in scoring.derive(card, "total"):
            screen.out(screen.safe("  " + line.say(tongue)))


def _headings(reviews: tuple[Review, ...]) -> tuple[str, ...]:
    return ("path", "agency", *_codes(reviews), "total", "level", "level_proven")


def _codes(reviews: tuple[Review, ...]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for review in reviews:
        for code in review.scorecard.figures if review.scorecard else ():
            codes[code] = None
    return tuple(code for code in codes if code != "total")


def _csv_row(review: Review, reviews: tuple[Review, ...]) -> tuple[object, ...]:
    card = review.scorecard
    name = pipeline.identity(review).get("name")
    values = [card.value(code) if card else None for code in _codes(reviews)]
    shown = ["" if value is None else _shown(value) for value in values]
    tail = (card.total, card.level, card.level_proven) if card else (None, None, None)
    return (review.file.path, name, *shown, *tail)

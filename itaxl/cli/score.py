"""``itaxl score``: indicators, instruments, total, level, and how each was made."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from itaxl import checks, pipeline, scoring
from itaxl.checks.output import as_json as finding_json
from itaxl.cli import score_words, screen
from itaxl.cli.columns import aligned, fits, room, wrapped
from itaxl.cli.options import (
    CacheOption,
    Format,
    FormatOption,
    JobsOption,
    LanguageOption,
    LastOption,
    NoCacheOption,
    QuietOption,
    RuleBookOption,
    cache_folder,
    language,
    teller,
)
from itaxl.errors import ItaxlError
from itaxl.fields import score as score_field
from itaxl.pipeline import AnswerFile, Before, Rules, Scored, Scores
from itaxl.scores import FigureKind, Scorecard
from itaxl.thai import western_digits
from itaxl.wording import Language, Text

Pair = tuple[str, str]

_SHOWN_ALWAYS = (FigureKind.INDICATOR, FigureKind.INSTRUMENT, FigureKind.INSTRUMENT_PART)


def score(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Workbooks, or folders of them · ไฟล์หรือโฟลเดอร์แบบรายงาน"),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each figure was made · แสดงที่มา")
    ] = False,
    assume: Annotated[
        list[str] | None,
        typer.Option("--set", help="What if: CODE=POINTS, such as 10=90 · ลองเปลี่ยนคะแนน"),
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option(
            "--answers",
            help="Answers of respondents: SURVEY=FILE, such as IIT=iit.csv · ไฟล์คำตอบของผู้ตอบ",
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", help="Fiscal year of answers without a workbook · ปีงบประมาณ (พ.ศ.)"),
    ] = None,
    last: LastOption = None,
    output_format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
    rulebook: RuleBookOption = None,
    jobs: JobsOption = None,
    cache: CacheOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> int:
    """Compute scores and level, with what they were made from · คิดคะแนนและระดับ."""
    tongue = language(lang)
    rules = pipeline.rules(rulebook)
    wishes = {code: _points(code, points) for code, points in _pairs("--set", assume, "10=90")}
    files = {
        code: Path(name) for code, name in _pairs("--answers", answers, "IIT=iit.csv", upper=True)
    }
    with screen.progress(Text("กำลังคิดคะแนน", "scoring").say(tongue), quiet=quiet) as step:
        scores = pipeline.score(
            paths or [],
            rules,
            wishes,
            jobs,
            step,
            answers=files,
            year=year,
            last=last or (),
            cache=cache_folder(cache, no_cache),
            tell=teller(tongue, quiet),
        )
    if output_format is Format.JSON:
        screen.out_json(as_json(scores, rules, wishes, explain=explain))
    elif output_format is Format.CSV:
        screen.out_csv(_headings(scores), (_csv_row(scored, scores) for scored in scores.files))
    else:
        _print(scores, rules, wishes, tongue, explain=explain)
    if not scores.anything:
        return 2
    return 1 if scores.must_be_mended else 0


# ── arguments ───────────────────────────────────────────────────────────────────────────────────
def _pairs(
    option: str, texts: Iterable[str] | None, example: str, *, upper: bool = False
) -> Iterator[Pair]:
    """Split CODE=VALUE, each code once. Raises ItaxlError."""
    seen: set[str] = set()
    for text in texts or ():
        code, _, value = text.partition("=")
        code = western_digits(code).strip()
        code = code.upper() if upper else code
        if not code or not value.strip():
            raise ItaxlError(_NO_PAIR.fill(option=option, text=text, example=example))
        if code in seen:
            raise ItaxlError(_TWICE.fill(option=option, code=code))
        seen.add(code)
        yield code, value.strip()


def _points(code: str, text: str) -> Decimal:
    reading = score_field.read_text(text)
    if not isinstance(reading.value, Decimal):
        raise ItaxlError(_NO_POINTS.fill(code=code, text=text))
    return reading.value


# ── for people ──────────────────────────────────────────────────────────────────────────────────
def _print(
    scores: Scores, rules: Rules, wishes: dict[str, Decimal], tongue: Language, *, explain: bool
) -> None:
    limit = room()
    if wishes:
        told = ", ".join(f"{code} = {points}" for code, points in wishes.items())
        screen.out(Text(f"ลองกำหนด {told}", f"what if {told}").say(tongue))
    titles = _titles(scores, tongue)
    numbers = frozenset(range(1, len(_columns(scores)) + 2)) | {len(titles) - 1}
    rows = [titles, *(_row(scored, scores, tongue) for scored in scores.files)]
    if not fits(rows, limit):
        rows = [(_short(name, rules), *rest) for name, *rest in rows]
    for line in aligned(rows, numbers, limit):
        screen.out(screen.safe(line))
    for file in scores.answers:
        _say(score_words.file_of_answers(file), score_words.about_answers(file), tongue, limit)
    for scored in scores.files:
        lines = list(score_words.why(scored, explain=explain))
        _say(_full_name(scored, scores), lines, tongue, limit)


def _say(title: str, lines: Iterable[Text], tongue: Language, limit: int | None) -> None:
    """Print a title and what is said of it; nothing where there is nothing to say."""
    said = [line.say(tongue) for line in lines]
    if not said:
        return
    screen.out("")
    screen.out(screen.safe(title))
    for text in said:
        for line in wrapped(screen.safe(text), limit, "  - ", "    "):
            screen.out(line)


def name_of(scored: Scored) -> str:
    """Name the agency, else the file, else the fiscal year, for there were only answers."""
    review = scored.review
    name = pipeline.identity(review).get("name") or Path(review.file.path).name
    return name or str(review.scorecard.fiscal_year if review.scorecard else "–")


def _full_name(scored: Scored, scores: Scores) -> str:
    """Name the agency, with its file where several files are of one agency."""
    name, path = name_of(scored), scored.review.file.path
    alone = sum(name_of(other) == name for other in scores.files) == 1
    known = pipeline.identity(scored.review).get("name")
    return name if alone and known else f"{name} ({path})" if known else path or name


def _short(name: str, rules: Rules) -> str:
    """Write the type of agency before a name as its usual abbreviation."""
    for choice in rules.usual.choices("agency_types"):
        short = next((alias for alias in choice.aliases if alias.endswith(".")), "")
        if short and name.startswith(choice.text):
            return short + name.removeprefix(choice.text)
    return name


def _columns(scores: Scores) -> list[str]:
    """List the instruments of all years scored, each before its parts."""
    codes: dict[str, None] = {}
    for scored in scores.files:
        parts: list[str] = []
        card = scored.review.scorecard
        for code, figure in card.figures.items() if card else ():
            if figure.kind is FigureKind.INSTRUMENT_PART:
                parts.append(code)
            elif figure.kind is FigureKind.INSTRUMENT:
                codes |= dict.fromkeys([code, *parts])
                parts = []
    return list(codes)


def _titles(scores: Scores, tongue: Language) -> tuple[str, ...]:
    return (
        Text("หน่วยงาน", "agency").say(tongue),
        *_columns(scores),
        Text("รวม", "total").say(tongue),
        Text("ระดับ", "level").say(tongue),
        Text("ยืนยัน", "proven").say(tongue),
        Text("ขาดอีก", "lacks").say(tongue),
    )


def _row(scored: Scored, scores: Scores, tongue: Language) -> tuple[str, ...]:
    card = scored.review.scorecard or Scorecard(None)
    proven = Text("แล้ว", "yes") if card.level_proven else Text("ยัง", "no")
    distance = card.to_next_level
    return (
        name_of(scored),
        *(score_words.shown(card.value(code)) for code in _columns(scores)),
        score_words.shown(card.total),
        card.level or "–",
        proven.say(tongue) if card.level else "",
        score_words.shown(distance.points) if distance else "",
    )


# ── for other programs ──────────────────────────────────────────────────────────────────────────
def as_json(
    scores: Scores, rules: Rules, wishes: dict[str, Decimal], *, explain: bool
) -> dict[str, Any]:
    """Give all that was scored in the JSON of ``score``."""
    told: dict[str, Any] = {
        "files": [_file_json(scored, rules, explain=explain) for scored in scores.files]
    }
    if scores.answers:
        told["answers"] = [_answers_json(file) for file in scores.answers]
    if wishes:
        told["assumed"] = {code: str(points) for code, points in wishes.items()}
    return told


def _file_json(scored: Scored, rules: Rules, *, explain: bool) -> dict[str, Any]:
    review = scored.review
    card = review.scorecard or Scorecard(
        review.submission.layout.fiscal_year if review.submission else None
    )
    figures = scoring.as_json(card)
    if not explain:
        figures = {key: figures[key] for key in figures if key not in ("explain", "derivation")}
    return {
        "path": review.file.path or None,
        "agency": screen.agency_json(pipeline.identity(review)),
        **figures,
        "change": _change_json(scored.before),
        "measures": pipeline.measure_counts(review, rules),
        "findings": [finding_json(finding) for finding in checks.join(scored.concerning)],
    }


def _change_json(before: Before | None) -> dict[str, Any] | None:
    if before is None:
        return None
    made = before.comparison
    differences = made.differences if made else {}
    return {
        "fiscal_year": before.year,
        "path": before.path or None,
        "figures": {
            code: {
                "now": _or_none(difference.now),
                "before": _or_none(difference.before),
                "points": _or_none(difference.points),
            }
            for code, difference in differences.items()
        },
        "level_before": made.level_before if made else None,
        "level_before_proven": made.level_before_proven if made and made.level_before else None,
        "level_fell": made.level_fell if made else None,
        "explanation": made.explanation._asdict() if made and made.explanation else None,
        "remark": before.remark._asdict() if before.remark else None,
    }


def _answers_json(file: AnswerFile) -> dict[str, Any]:
    return {
        "survey": file.target,
        "path": str(file.path),
        "respondents": file.answers.respondents,
        "items": {code: _or_none(value) for code, value in file.answers.items.items()},
        "counted": dict(file.answers.counted),
        "blanks": dict(file.answers.blanks),
        "findings": [finding_json(finding) for finding in checks.join(file.findings)],
    }


def _or_none(value: Decimal | None) -> str | None:
    return None if value is None else str(scoring.rounded(value))


def _headings(scores: Scores) -> tuple[str, ...]:
    return (
        "path", "agency", "fiscal_year", *_codes(scores), "total", "level", "level_proven",
        "next_level", "lacks", "total_last_year", "change",
    )  # fmt: skip


def _codes(scores: Scores) -> tuple[str, ...]:
    """List the figures that some file knows, and those that every file should."""
    codes: dict[str, None] = {}
    for scored in scores.files:
        card = scored.review.scorecard
        for code, figure in card.figures.items() if card else ():
            if figure.value is not None or figure.kind in _SHOWN_ALWAYS:
                codes[code] = None
    return tuple(code for code in codes if code != "total")


def _csv_row(scored: Scored, scores: Scores) -> tuple[object, ...]:
    card = scored.review.scorecard or Scorecard(None)
    made = scored.before.comparison if scored.before else None
    total = made.differences.get("total") if made else None
    distance = card.to_next_level
    return (
        scored.review.file.path,
        pipeline.identity(scored.review).get("name"),
        card.fiscal_year,
        *(_or_none(card.value(code)) for code in _codes(scores)),
        _or_none(card.total),
        card.level,
        card.level_proven if card.level else None,
        distance.level if distance else None,
        _or_none(distance.points) if distance else None,
        _or_none(total.before) if total else None,
        _or_none(total.points) if total else None,
    )


_NO_PAIR = Text(
    "{option} {text} อ่านไม่ได้ · พิมพ์เป็น รหัส=ค่า เช่น {option} {example}",
    "cannot read {option} {text}; type CODE=VALUE, such as {option} {example}",
)
_TWICE = Text(
    "{option} ระบุ {code} สองครั้ง · ระบุครั้งเดียว",
    "{option} names {code} twice; name it once",
)
_NO_POINTS = Text(
    "--set {code}={text} อ่านเป็นคะแนนไม่ได้ · พิมพ์ตัวเลข 0–100 เช่น --set {code}=90",
    "--set {code}={text} is no score; type a number from 0 to 100, such as --set {code}=90",
)

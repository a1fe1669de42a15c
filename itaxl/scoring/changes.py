"""Change on last year: scores are compared, levels of another scheme are never translated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from itaxl.rulebooks.model import UNKNOWN, RuleBook
from itaxl.scores import Scorecard
from itaxl.scoring.arithmetic import plain, rounded
from itaxl.scoring.cards import card
from itaxl.scoring.distance import lacking
from itaxl.scoring.inputs import Inputs
from itaxl.wording import Text

_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure this year and last year; ``points`` is None where one of the two is not known."""

    code: str
    now: Decimal | None
    before: Decimal | None

    @property
    def points(self) -> Decimal | None:
        """How much it rose; negative when it fell."""
        if self.now is None or self.before is None:
            return None
        return plain(self.now - self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    A year beside the one before, by code of the figure; totals are the rounded ones.

    ``level_fell`` is None where the levels cannot be compared: one is not known, or the two years
    name their levels differently. ``explanation`` says why a level fell, or why it is not compared.
    ``level_before_proven`` is False where last year's level was made from figures that do not
    prove it.
    """

    differences: Mapping[str, Difference] = field(default_factory=dict)
    level: str | None = None
    level_before: str | None = None
    level_fell: bool | None = None
    explanation: Text | None = None
    level_before_proven: bool = True


def change(
    made: Scorecard,
    last: Mapping[str, Decimal],
    book: RuleBook,
    last_book: RuleBook | None = None,
    last_level: str = "",
) -> Comparison:
    """
    Compare a scorecard with last year's figures ("1", "6.EIT1", "IIT", "total", by code).

    With last year's rule book the figures above the given ones are made too; without it only what
    is given is compared. ``last_level`` is the level last year's level was published as.
    """
    before, level_before, proven = _last_year(last, last_book)
    level_before, proven = (last_level, True) if last_level else (level_before, proven)
    differences = {
        code: Difference(code, _now(made, code), value)
        for code, value in before.items()
        if code == _TOTAL or code in made.figures
    }
    fell = _fell(made.level, level_before, book, last_book)
    explanation = _explanation(made, level_before, differences, book, fell=fell)
    if explanation is not None and not proven:
        explanation = _join(explanation, _NOT_PROVEN)
    return Comparison(differences, made.level, level_before, fell, explanation, proven)


def _last_year(
    last: Mapping[str, Decimal], book: RuleBook | None
) -> tuple[dict[str, Decimal], str | None, bool]:
    if book is None:
        return dict(last), None, True
    instruments = {inst.code for inst in book.instruments} | set(book.parts)
    last_card = card(
        Inputs(
            items={code: v for code, v in last.items() if code in book.items_by_code},
            indicators={code: v for code, v in last.items() if code[:1].isdigit()},
            parts={code: v for code, v in last.items() if code.partition(".")[2] in book.parts},
            upper={code: v for code, v in last.items() if code in instruments},
        ),
        book,
    )
    known = {c: f.value for c, f in last_card.figures.items() if f.value is not None}
    total = {_TOTAL: last_card.total} if last_card.total is not None else {}
    proven = last_card.level is None or last_card.level_proven
    return {**last, **known, **total}, last_card.level, proven


def _now(made: Scorecard, code: str) -> Decimal | None:
    return made.total if code == _TOTAL else made.value(code)


def _names(book: RuleBook | None) -> list[str]:
    if book is None or book.levels == UNKNOWN:
        return []
    return [band.name for band in book.levels.bands]


def _fell(
    now: str | None, before: str | None, book: RuleBook, last_book: RuleBook | None
) -> bool | None:
    names = _names(book)
    if last_book is not None and _names(last_book) != names:
        return None
    if now not in names or before not in names:
        return None
    return names.index(now) > names.index(before)


def _explanation(
    made: Scorecard,
    before: str | None,
    differences: Mapping[str, Difference],
    book: RuleBook,
    *,
    fell: bool | None,
) -> Text | None:
    if made.level is None or before is None:
        return None
    if fell is None:
        return _OTHER_SCHEME.fill(now=made.level, before=before)
    if not fell or book.levels == UNKNOWN or made.total is None:
        return None
    band = next(band for band in book.levels.bands if band.name == before)
    if made.total < band.at_least:
        return _TOTAL_TOO_LOW.fill(
            now=made.level, before=before, total=made.total, least=band.at_least
        )
    low = ", ".join(
        _beside(made, change.code, differences) for change in lacking(band, made.figures, book)
    )
    rise = differences[_TOTAL].points if _TOTAL in differences else None
    head = _ROSE if rise is not None and rise > 0 else _NOT_ROSE
    words = _join(
        head.fill(points=rounded(abs(rise or Decimal(0))), now=made.level, before=before),
        _TOO_LOW.fill(low=low, least=band.each_at_least, level=before),
    )
    return _join(words, _IN_BRACKETS) if "(" in low else words


def _beside(made: Scorecard, code: str, differences: Mapping[str, Difference]) -> str:
    """Write an instrument with its points, last year's in brackets where they are known."""
    now = made.value(code)
    shown = code if now is None else f"{code} {rounded(now)}"
    before = differences[code].before if code in differences else None
    return shown if before is None else f"{shown} ({rounded(before)})"


def _join(one: Text, other: Text) -> Text:
    return Text(f"{one.th} {other.th}", f"{one.en} {other.en}")


_OTHER_SCHEME = Text(
    "ระดับปีนี้ “{now}” กับปีก่อน “{before}” ใช้เกณฑ์คนละแบบ จึงเปรียบเทียบเฉพาะคะแนน",
    "this year's level “{now}” and last year's “{before}” are of different schemes; "
    "compare the scores only",
)
_NOT_PROVEN = Text(
    "(ระดับปีก่อนยังยืนยันไม่ได้จากคะแนนที่มี)",
    "(last year's level is not proven by the scores at hand)",
)
_TOTAL_TOO_LOW = Text(
    "ระดับลดจาก “{before}” เป็น “{now}” เพราะคะแนนรวม {total} ต่ำกว่า {least}",
    "the level fell from “{before}” to “{now}” because the total {total} is below {least}",
)
_ROSE = Text(
    "คะแนนรวมเพิ่มขึ้น {points} แต่ระดับลดจาก “{before}” เป็น “{now}”",
    "the total rose by {points}, yet the level fell from “{before}” to “{now}”",
)
_NOT_ROSE = Text(
    "ระดับลดจาก “{before}” เป็น “{now}”",
    "the level fell from “{before}” to “{now}”",
)
_TOO_LOW = Text(
    "เพราะ {low} ต่ำกว่า {least} ที่ระดับ “{level}” กำหนดไว้ทุกเครื่องมือ",
    "because “{level}” asks for {least} on every instrument and these are below: {low}",
)
_IN_BRACKETS = Text("(ในวงเล็บคือปีก่อน)", "(last year in brackets)")

"""Derivations: how each figure was made, in words and as data for other programs."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from itaxl.scores import (
    Change,
    Disagreement,
    Distance,
    Figure,
    FigureKind,
    Origin,
    Part,
    SampleResult,
    Scorecard,
)
from itaxl.scoring.arithmetic import plain, rounded
from itaxl.wording import Text

_WORDY_PLACES = 6  # decimals shown in a sentence; the data holds all of them
_INSTRUMENTS = (FigureKind.INSTRUMENT, FigureKind.INSTRUMENT_PART)


def derive(card: Scorecard, code: str) -> tuple[Text, ...]:
    """Tell how a figure was made, line by line: itself first, then what it was made from."""
    return tuple(
        line for below in _walk(card, code, {}) for line in lines_of(card, card.figures[below])
    )


def lines_of(card: Scorecard, figure: Figure) -> tuple[Text, ...]:
    """Tell how one figure was made, without what lies below it."""
    lines = [_made(figure)]
    if figure.kind is FigureKind.TOTAL and card.total is not None:
        lines.append(_ROUNDED.fill(code=figure.code, total=card.total))
    if figure.value is not None and figure.reason is not None:
        lines.append(figure.reason)
    lines.extend(
        _OTHERWISE.fill(code=d.code, other=plain(d.other), cells=_cells(d.other_cells))
        for d in card.disagreements
        if d.code == figure.code
    )
    return tuple(lines)


def as_json(card: Scorecard) -> dict[str, Any]:
    """
    Give a scorecard as plain data: scores as strings with two decimals, None where not known.

    ``explain`` holds the lines of every figure in both languages, ``derivation`` the figures
    unrounded with their parts, weights and cells.
    """
    told = {c: f for c, f in card.figures.items() if _is_told(f)}
    return {
        "fiscal_year": card.fiscal_year,
        "indicators": _shown_of(card, (FigureKind.INDICATOR,)),
        "instruments": _shown_of(card, _INSTRUMENTS),
        "total": _shown(card.total),
        "level": card.level,
        "level_proven": card.level_proven,
        "level_reason": _both(card.level_reason),
        "at_border": card.at_border,
        "verdicts": dict(card.verdicts),
        "to_next_level": _distance(card.to_next_level),
        "disagreements": [_disagreement(found) for found in card.disagreements],
        "samples": [_sample(sample) for sample in card.samples],
        "notes": [_both(note) for note in card.notes],
        "explain": {c: [_both(line) for line in lines_of(card, f)] for c, f in told.items()},
        "derivation": {code: _figure(figure) for code, figure in told.items()},
    }


def _walk(card: Scorecard, code: str, seen: dict[str, None]) -> Iterator[str]:
    figure = card.figures.get(code)
    if figure is None or code in seen:
        return
    seen[code] = None
    yield code
    for part in figure.parts:
        yield from _walk(card, part.code, seen)


def _made(figure: Figure) -> Text:
    if figure.value is None:
        return _NONE.fill(
            code=figure.code,
            th=figure.reason.th if figure.reason else "",
            en=figure.reason.en if figure.reason else "",
        )
    value = _words(figure.value)
    if figure.origin is not Origin.COMPUTED:
        return _GIVEN[figure.origin].fill(code=figure.code, value=value, cells=_cells(figure.cells))
    if len({part.weight for part in figure.parts}) == 1:
        listed = " + ".join(_words(part.value) for part in figure.parts)
        codes = ", ".join(part.code for part in figure.parts)
        return _MEAN.fill(
            code=figure.code, codes=codes, sum=listed, count=len(figure.parts), value=value
        )
    listed = " + ".join(_product(part) for part in figure.parts)
    weights = plain(sum((part.weight for part in figure.parts), Decimal(0)))
    return _WEIGHTED.fill(code=figure.code, sum=listed, weights=weights, value=value)


def _product(part: Part) -> str:
    return f"{plain(part.weight)} × {part.code} {_words(part.value)}"


def _words(value: Decimal | None) -> str:
    if value is None:
        return "?"
    short = plain(rounded(value, _WORDY_PLACES))
    return f"{short}" if short == value else f"{short}…"


def _cells(cells: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(_addresses(cells)) or "-"


def _addresses(cells: tuple[tuple[str, str], ...]) -> list[str]:
    return [f"{sheet}!{address}" for sheet, address in cells]


def _is_told(figure: Figure) -> bool:
    """Items, sub-indicators and parts that nobody gave would only fill pages."""
    upper = (*_INSTRUMENTS, FigureKind.INDICATOR, FigureKind.TOTAL)
    return figure.value is not None or figure.kind in upper or bool(figure.parts)


def _shown(value: Decimal | None) -> str | None:
    return None if value is None else str(rounded(value))


def _shown_of(card: Scorecard, kinds: tuple[FigureKind, ...]) -> dict[str, str | None]:
    return {code: _shown(f.value) for code, f in card.figures.items() if f.kind in kinds}


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"th": text.th, "en": text.en}


def _change(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {"code": change.code, "points": _shown(change.points)}
    if change.parts:
        told["parts"] = [_change(part) for part in change.parts]
    return told


def _distance(distance: Distance | None) -> dict[str, Any] | None:
    if distance is None:
        return None
    return {
        "level": distance.level,
        "points": _shown(distance.points),
        "binding": [_change(change) for change in distance.binding],
        "single": None if distance.single is None else _change(distance.single),
        "cheapest": [_change(change) for change in distance.cheapest],
        "note": _both(distance.note),
    }


def _disagreement(found: Disagreement) -> dict[str, Any]:
    return {
        "code": found.code,
        "used": _shown(found.used),
        "used_cells": _addresses(found.used_cells),
        "other": _shown(found.other),
        "other_cells": _addresses(found.other_cells),
    }


def _sample(sample: SampleResult) -> dict[str, Any]:
    return {
        "instrument": sample.instrument,
        "respondents": sample.respondents,
        "minimum": sample.minimum,
        "enough": sample.enough,
        "reason": _both(sample.reason),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": _exact(figure.value),
        "origin": figure.origin.value,
        "parts": [
            {"code": p.code, "weight": _exact(p.weight), "value": _exact(p.value)}
            for p in figure.parts
        ],
        "cells": _addresses(figure.cells),
        "typed": _exact(figure.typed),
        "reason": _both(figure.reason),
    }


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else str(plain(value))


_NONE = Text("{code}: {th}", "{code}: {en}")
_GIVEN = {
    Origin.TYPED: Text("{code} = {value} จากช่อง {cells}", "{code} = {value}, typed at {cells}"),
    Origin.ANSWERS: Text(
        "{code} = {value} เฉลี่ยจากคำตอบของผู้ตอบ", "{code} = {value}, mean of the answers"
    ),
    Origin.ASSUMED: Text("{code} = {value} (ลองกำหนด)", "{code} = {value} (assumed)"),
}
_MEAN = Text(
    "{code} = ค่าเฉลี่ยของ {codes} = ({sum}) ÷ {count} = {value}",
    "{code} = mean of {codes} = ({sum}) ÷ {count} = {value}",
)
_WEIGHTED = Text("{code} = ({sum}) ÷ {weights} = {value}", "{code} = ({sum}) ÷ {weights} = {value}")
_ROUNDED = Text("{code} ปัดเศษเป็น {total}", "{code} rounded to {total}")
_OTHERWISE = Text(
    "{code} อีกค่าหนึ่งในแบบรายงานคือ {other} (ช่อง {cells})",
    "the workbook also says {code} = {other} (at {cells})",
)

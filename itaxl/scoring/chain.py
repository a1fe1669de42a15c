"""The chain: items → sub-indicators → indicators → instruments → total, from whatever is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from itaxl.rulebooks.model import UNKNOWN, Instrument, RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.scores import Disagreement, Figure, FigureKind, Origin, Part
from itaxl.scoring.arithmetic import HUNDRED, kept, weighted
from itaxl.scoring.inputs import Inputs, Place
from itaxl.wording import Text

TOTAL = "total"
TOLERANCE = Decimal("0.01")  # two figures no further apart are the same, rounded differently

# To look a member up in its class takes long, and every figure asks.
_COMPUTED, _TOTAL = Origin.COMPUTED, FigureKind.TOTAL

Way = tuple[tuple[str, Decimal], ...]  # codes and weights of what a figure is made from


@dataclass(frozen=True, slots=True)
class Node:
    """One figure of the chain and the ways to make it, the one that wins first."""

    code: str
    kind: FigureKind
    ways: tuple[Way, ...] = ()
    lost: tuple[str, ...] = ()  # items that may belong here; the rule book does not say
    unknown: Text | None = None  # a rule that is not known, so that it cannot be made

    @property
    def is_leaf(self) -> bool:
        """It can only be given."""
        return not self.ways and not self.lost and self.unknown is None


def figures(inputs: Inputs, book: RuleBook) -> tuple[dict[str, Figure], tuple[Disagreement, ...]]:
    """Make every figure that the inputs allow, lowest first, and list where they disagree."""
    made: dict[str, Figure] = {}
    disagreements: list[Disagreement] = []
    said = {*inputs.given_codes, *inputs.unread, *inputs.stored}
    silent = _silent(book)
    for node in nodes(book):
        # Nothing is said of most items.
        if node.code in silent and node.code not in said:
            made[node.code] = silent[node.code]
            continue
        made[node.code] = figure = _figure(node, made, inputs)
        if figure.value is not None and figure.origin is _COMPUTED:
            disagreements.extend(_disagreements(node, figure, figure.value, made, inputs))
    return made, tuple(disagreements)


@once_per_book
def _silent(book: RuleBook) -> dict[str, Figure]:
    """Make the figures of which nothing was said, where they can only be given."""
    return {
        node.code: Figure(node.code, None, reason=NOT_GIVEN, kind=node.kind)
        for node in nodes(book)
        if node.is_leaf and node.kind is not FigureKind.TOTAL
    }


@once_per_book
def nodes(book: RuleBook) -> tuple[Node, ...]:
    """Lay the chain of a rule book out, every figure after those it is made from."""
    return tuple(_nodes(book))


def _nodes(book: RuleBook) -> Iterator[Node]:
    for item in book.items:
        yield from _item(item.code, book.instrument(item.instrument))
    for sub in book.sub_indicators:
        yield _group(sub.code, FigureKind.SUB_INDICATOR, _instrument_of(sub.indicator, book), book)
    for indicator in book.indicators:
        instrument = book.instrument(indicator.instrument)
        for part in instrument.parts:
            yield _indicator_part(indicator.code, part.code, book)
        yield _indicator(indicator.code, instrument, book)
    for instrument in book.instruments:
        yield from _instrument(instrument, book)
    yield _total(book)


def _item(code: str, instrument: Instrument) -> Iterator[Node]:
    """Make an item of what each part of its survey answered, where the survey has parts."""
    parts = [f"{code}.{part.code}" for part in instrument.parts]
    for part in parts:
        yield Node(part, FigureKind.ITEM_PART)
    yield Node(code, FigureKind.ITEM, (_alike(parts),) if parts else ())


def _indicator_part(indicator: str, part: str, book: RuleBook) -> Node:
    """Make an indicator as one part of a survey sees it of the questions that part answered."""
    instrument = _instrument_of(indicator, book)
    whole = _group(indicator, FigureKind.INDICATOR_PART, instrument, book)
    ways = tuple(tuple((f"{code}.{part}", weight) for code, weight in way) for way in whole.ways)
    lost = tuple(f"{code}.{part}" for code in whole.lost)
    return Node(f"{indicator}.{part}", FigureKind.INDICATOR_PART, ways, lost)


def _group(code: str, kind: FigureKind, instrument: str, book: RuleBook) -> Node:
    """
    Make a figure of the items the rule book puts under it.

    Items of no known group may belong to any group that has no items yet. Where it is not known
    that the items listed are all there are, no mean of them is one.
    """
    items = _alike([item.code for item in book.items if item.group == code])
    listed = [item for item in book.items if item.instrument == instrument]
    if items and book.instrument(instrument).item_count == len(listed):
        return Node(code, kind, (items,))
    lost = tuple(item.code for item in listed if item.group in (UNKNOWN, code))
    return Node(code, kind, (), lost)


def _indicator(code: str, instrument: Instrument, book: RuleBook) -> Node:
    """Make an indicator of its parts, else of its sub-indicators, else of its items."""
    subs = _alike([sub.code for sub in book.sub_indicators if sub.indicator == code])
    parts = _alike([f"{code}.{part.code}" for part in instrument.parts])
    group = _group(code, FigureKind.INDICATOR, instrument.code, book)
    ways = tuple(way for way in (parts, subs, *group.ways) if way)
    return Node(code, FigureKind.INDICATOR, ways, () if subs else group.lost)


def _instrument(instrument: Instrument, book: RuleBook) -> Iterator[Node]:
    """Make the parts of an instrument and the instrument: of its parts, else of its indicators."""
    indicators = [indicator.code for indicator in book.indicators_of(instrument.code)]
    for part in instrument.parts:
        way = _alike([f"{code}.{part.code}" for code in indicators])
        yield Node(part.code, FigureKind.INSTRUMENT_PART, (way,) if way else ())
    parts = tuple((part.code, part.weight) for part in instrument.parts)
    ways = tuple(way for way in (parts, _alike(indicators)) if way)
    yield Node(instrument.code, FigureKind.INSTRUMENT, ways)


def _total(book: RuleBook) -> Node:
    known = [i for i in book.instruments if isinstance(i.weight, Decimal)]
    unknown = [i.code for i in book.instruments if not isinstance(i.weight, Decimal)]
    if unknown:
        return Node(TOTAL, FigureKind.TOTAL, unknown=_UNKNOWN_WEIGHT.fill(codes=", ".join(unknown)))
    way = tuple((i.code, i.weight) for i in known if isinstance(i.weight, Decimal))
    if (weights := sum(weight for _, weight in way)) != HUNDRED:
        return Node(TOTAL, FigureKind.TOTAL, unknown=_WRONG_WEIGHTS.fill(sum=weights))
    in_parts = tuple(
        pair
        for instrument in known
        for pair in (
            [(part.code, part.weight) for part in instrument.parts]
            or [pair for pair in way if pair[0] == instrument.code]
        )
    )
    return Node(TOTAL, FigureKind.TOTAL, tuple(dict.fromkeys((in_parts, way))))


def _alike(codes: Sequence[str]) -> Way:
    return tuple((code, Decimal(1)) for code in codes)


def _instrument_of(indicator: str, book: RuleBook) -> str:
    return next(ind.instrument for ind in book.indicators if ind.code == indicator)


def _figure(node: Node, made: Mapping[str, Figure], inputs: Inputs) -> Figure:
    # A total is never taken as typed: without its instruments nothing is processed.
    typed = inputs.given(node.code)
    given = typed if node.kind is not _TOTAL else None
    said = inputs.stored.get(node.code) if typed is None else typed
    if given is not None and inputs.origin(node.code) is Origin.ASSUMED:
        return Figure(node.code, given, Origin.ASSUMED, kind=node.kind)
    cells = inputs.places(node.code)
    begun = [way for way in node.ways if _begun(way, made)]
    for way in begun:
        if not _missing(way, made):
            value = _value(way, made)
            parts = _parts(way, made)
            return Figure(node.code, value, parts=parts, cells=cells, typed=said, kind=node.kind)
    if given is not None:
        reason = _partly(begun[0], made) if begun else None
        origin = inputs.origin(node.code)
        return Figure(node.code, kept(given), origin, (), cells, reason, kind=node.kind)
    parts = _parts(begun[0], made) if begun else ()
    reason = _why_unknown(node, begun, made, inputs)
    return Figure(node.code, None, Origin.COMPUTED, parts, cells, reason, said, node.kind)


def _value(way: Way, made: Mapping[str, Figure]) -> Decimal:
    values = ((weight, made[code].value) for code, weight in way)
    return weighted((weight, value) for weight, value in values if value is not None)


def _parts(way: Way, made: Mapping[str, Figure]) -> tuple[Part, ...]:
    return tuple(Part(code, weight, made[code].value) for code, weight in way)


def _begun(way: Way, made: Mapping[str, Figure]) -> bool:
    return any(made[code].value is not None for code, _ in way)


def _missing(way: Way, made: Mapping[str, Figure]) -> list[str]:
    return [code for code, _ in way if made[code].value is None]


def _partly(way: Way, made: Mapping[str, Figure]) -> Text:
    """Say why a typed figure was taken although something below it is known."""
    missing = _missing(way, made)
    return _TAKEN_AS_TYPED.fill(known=len(way) - len(missing), all=len(way), missing=_some(missing))


def _why_unknown(
    node: Node, begun: Sequence[Way], made: Mapping[str, Figure], inputs: Inputs
) -> Text:
    if node.unknown is not None:
        return node.unknown
    if node.code in inputs.unread:
        return _UNREAD.fill(
            place="!".join(inputs.cells.get(node.code, ())), seen=inputs.unread[node.code]
        )
    if any(code in inputs.items for code in node.lost):
        return _UNKNOWN_GROUP.fill(code=node.code, items=_some(node.lost))
    if begun or node.kind in _ABOVE_INDICATORS:
        return _missing_of((begun or node.ways[-1:])[0], made)
    below = [made[code].reason for way in node.ways for code, _ in way]
    return next((r for r in below if r is not None and r is not NOT_GIVEN), NOT_GIVEN)


def _missing_of(way: Way, made: Mapping[str, Figure]) -> Text:
    """Name what is missing, and the causes where they are more than a blank."""
    missing = _missing(way, made)
    text = _MISSING.fill(codes=_some(missing))
    for code in missing[:3]:
        if (reason := made[code].reason) not in (None, NOT_GIVEN) and reason is not None:
            text = Text(f"{text.th} · {code}: {reason.th}", f"{text.en}; {code}: {reason.en}")
    return text


def _disagreements(
    node: Node, figure: Figure, value: Decimal, made: Mapping[str, Figure], inputs: Inputs
) -> Iterator[Disagreement]:
    """Compare a computed figure with what was typed for it and with the other ways to make it."""
    if figure.typed is not None and abs(figure.typed - value) > TOLERANCE:
        used_cells, other_cells = leaf_cells(figure.code, made), inputs.places(node.code)
        yield Disagreement(node.code, value, figure.typed, used_cells, other_cells)
    if node.kind is not FigureKind.INDICATOR:
        return  # above the indicators the ways differ only by what was told below
    complete = [way for way in node.ways if not _missing(way, made)]
    for way in complete[1:]:
        other = _value(way, made)
        if abs(other - value) > TOLERANCE:
            cells = tuple(cell for code, _ in way for cell in leaf_cells(code, made))
            yield Disagreement(node.code, value, other, leaf_cells(figure.code, made), cells)


def leaf_cells(code: str, made: Mapping[str, Figure]) -> tuple[Place, ...]:
    """Give the cells of the given figures that a figure was made from in the end."""
    figure = made[code]
    if not figure.parts:
        return figure.cells
    cells = (cell for part in figure.parts for cell in leaf_cells(part.code, made))
    return tuple(dict.fromkeys(cells))


def _some(codes: Sequence[str], limit: int = 8) -> str:
    shown = ", ".join(codes[:limit])
    return shown if len(codes) <= limit else f"{shown}, … ({len(codes)})"


_ABOVE_INDICATORS = (FigureKind.INSTRUMENT, FigureKind.INSTRUMENT_PART, FigureKind.TOTAL)

NOT_GIVEN = Text("ยังไม่ได้กรอกคะแนน", "no score was given")
_MISSING = Text("คำนวณไม่ได้ เพราะยังไม่มีคะแนน {codes}", "not computable because {codes} is not known")
_UNREAD = Text(
    "คำนวณไม่ได้ เพราะ “{seen}” ที่ {place} อ่านเป็นคะแนน 0–100 ไม่ได้",
    "not computable because “{seen}” at {place} cannot be read as a score from 0 to 100",
)
_UNKNOWN_GROUP = Text(
    "คำนวณไม่ได้ เพราะกติกาของปีนี้ยังไม่ระบุว่า {code} มีข้อใดบ้างครบถ้วน (ข้อที่อาจเกี่ยวข้อง: {items})",
    "not computable because the rule book does not say for certain which items {code} has "
    "(these may belong to it: {items})",
)
_UNKNOWN_WEIGHT = Text(
    "คำนวณไม่ได้ เพราะยังไม่ทราบน้ำหนักของ {codes} ในปีนี้",
    "not computable because the weight of {codes} is not known for this year",
)
_WRONG_WEIGHTS = Text(
    "คำนวณไม่ได้ เพราะน้ำหนักของเครื่องมือในกติการวมกันได้ {sum} ไม่ใช่ 100",
    "not computable because the weights of the instruments add up to {sum} instead of 100",
)
_TAKEN_AS_TYPED = Text(
    "ใช้คะแนนที่กรอกไว้ เพราะคะแนนย่อยมีเพียง {known} จาก {all} (ยังขาด {missing})",
    "the typed score was used because only {known} of {all} scores below it are known "
    "(missing: {missing})",
)

"""What ``itaxl score`` says of one file: why there is a level or none, and the way to the next."""

from collections.abc import Iterator
from decimal import Decimal

from itaxl import checks, scoring
from itaxl.findings import Finding, Severity
from itaxl.pipeline import AnswerFile, Before, Scored
from itaxl.scores import Change, Distance, FigureKind, Scorecard
from itaxl.wording import Text

_COMPARED = (FigureKind.INSTRUMENT, FigureKind.INSTRUMENT_PART)


def shown(value: Decimal | None) -> str:
    """Write a figure with two decimals; a dash for one that is not known."""
    return "–" if value is None else format(scoring.rounded(value), "f")


def why(scored: Scored, *, explain: bool) -> Iterator[Text]:
    """Tell what stands behind the scores of one file, the gravest first."""
    card = scored.review.scorecard
    yield from _errors(scored)
    if card is None:
        return
    if card.level_reason:
        yield card.level_reason
    yield from _wished(scored.found, card)
    if card.at_border and (total := card.value("total")) is not None:
        yield _AT_BORDER.fill(total=format(total.normalize(), "f"))
    if card.to_next_level:
        yield from _way(card.to_next_level)
    yield from _disagreements(scored, card)
    if scored.before:
        yield from _since(scored.before, card)
    if explain:
        yield from card.notes
        yield from scoring.derive(card, "total")


def file_of_answers(file: AnswerFile) -> str:
    """Name a file of answers with what it holds."""
    return f"{file.target} = {file.path}"


def about_answers(file: AnswerFile) -> Iterator[Text]:
    """Tell how many answered, and all that is wrong with their answers."""
    yield _COUNTED.fill(people=file.answers.respondents, items=len(file.answers.items))
    for finding in sorted(checks.join(file.findings), key=lambda found: found.severity.rank):
        yield _sentence(finding)


def _errors(scored: Scored) -> Iterator[Text]:
    joined = checks.join(scored.concerning)
    for finding in joined:
        if finding.severity is Severity.ERROR:
            yield _sentence(finding)
    if count := sum(finding.severity is Severity.CONFIRM for finding in joined):
        yield _TO_CONFIRM.fill(count=count)


def _sentence(finding: Finding) -> Text:
    cells = ", ".join(finding.cells)
    place = "!".join(part for part in (finding.sheet, cells) if part)
    label = _LABELS[finding.severity]
    th = (place, f"{finding.message.th} ({finding.code})", finding.remedy.th)
    en = (place, f"{finding.message.en} ({finding.code})", finding.remedy.en)
    return Text(
        f"[{label.th}] " + " · ".join(part for part in th if part),
        f"[{label.en}] " + " · ".join(part for part in en if part),
    )


def _wished(found: Scorecard | None, card: Scorecard) -> Iterator[Text]:
    if found is None or found == card:
        return
    yield _WISHED.fill(
        total=shown(found.total),
        then=shown(card.total),
        level=found.level or "–",
        then_level=card.level or "–",
    )


def _way(distance: Distance) -> Iterator[Text]:
    """Tell what the next level asks for, the smallest single change, the cheapest combination."""
    yield (_NEXT if distance.points else _NEXT_BY_CONDITION).fill(
        level=distance.level, points=shown(distance.points)
    )
    if distance.binding:
        yield _BINDING.fill(lacking=_changes(distance.binding))
    if distance.single is not None:
        yield _SINGLE.fill(change=_change(distance.single))
    if distance.cheapest and distance.cheapest != (distance.single,):
        yield _CHEAPEST.fill(changes=_changes(distance.cheapest))
    if distance.note is not None:
        yield distance.note


def _changes(changes: tuple[Change, ...]) -> str:
    return ", ".join(_change(change) for change in changes)


def _change(change: Change) -> str:
    if not change.parts:
        return f"{change.code} +{shown(change.points)}"
    parts = ", ".join(f"{part.code} +{shown(part.points)}" for part in change.parts)
    return f"{change.code} +{shown(change.points)} ({parts})"


def _disagreements(scored: Scored, card: Scorecard) -> Iterator[Text]:
    """Tell figures that were said twice, but for those that an error tells of already."""
    told = {
        (finding.sheet, cell)
        for finding in scored.concerning
        if finding.severity is Severity.ERROR
        for cell in finding.cells
    }
    for found in card.disagreements:
        if not found.other_cells or not told.issuperset(found.other_cells):
            places = ", ".join(f"{sheet}!{cell}" for sheet, cell in found.other_cells)
            yield _TWO_FIGURES.fill(
                code=found.code, used=shown(found.used), other=shown(found.other), cells=places
            )


def _since(before: Before, card: Scorecard) -> Iterator[Text]:
    if before.remark is not None:
        yield before.remark
    made = before.comparison
    if made is None:
        return
    compared = [code for code, figure in card.figures.items() if figure.kind in _COMPARED]
    figures = []
    for code in ("total", *compared):
        difference = made.differences.get(code)
        if difference is None or difference.points is None:
            continue
        points = scoring.rounded(difference.points)
        figures.append(f"{code} {shown(difference.before)} → {shown(difference.now)} ({points:+f})")
    if figures:
        listed = ", ".join(figures)
        yield Text(
            _SINCE.th.format(year=before.year or "", figures=listed.replace("total", "รวม")),
            _SINCE.en.format(year=before.year or "", figures=listed),
        )
    if made.explanation is not None:
        yield made.explanation


_LABELS = {
    Severity.ERROR: Text("ต้องแก้", "mend"),
    Severity.CONFIRM: Text("ยืนยัน", "confirm"),
    Severity.NOTE: Text("หมายเหตุ", "note"),
}
_TO_CONFIRM = Text(
    "มีข้อที่ขอให้ยืนยันเกี่ยวกับคะแนน {count} ข้อ · ดูด้วย itaxl check",
    "{count} findings on scores ask for confirmation; see itaxl check",
)
_COUNTED = Text(
    "นับผู้ตอบ {people} คน คิดคะแนนได้ {items} ข้อ",
    "{people} respondents counted, {items} questions scored",
)
_WISHED = Text(
    "ลองกำหนดแล้ว: รวม {total} → {then} · ระดับ {level} → {then_level}",
    "what if: total {total} → {then}, level {level} → {then_level}",
)
_AT_BORDER = Text(
    "คะแนนรวมก่อนปัดเศษ {total} อยู่ติดเส้นแบ่งระดับ การปัดเศษอาจเปลี่ยนระดับได้ · ตรวจคะแนนย่อยให้ละเอียด",
    "the total before rounding, {total}, lies at a border between levels, so that rounding may "
    "decide; look over the scores below it",
)
_NEXT = Text(
    "ถึงระดับ “{level}” ขาดคะแนนรวมอีก {points}",
    "“{level}” needs {points} more points of the total",
)
_NEXT_BY_CONDITION = Text(
    "ถึงระดับ “{level}” คะแนนรวมถึงแล้ว แต่บางเครื่องมือยังไม่ถึงเกณฑ์",
    "the total is enough for “{level}”, but an instrument is below its condition",
)
_BINDING = Text("ยังไม่ถึงเกณฑ์ขั้นต่ำ: {lacking}", "below the condition: {lacking}")
_SINGLE = Text("เพิ่มตัวชี้วัดเดียวน้อยที่สุด: {change}", "smallest single change: {change}")
_CHEAPEST = Text("เพิ่มหลายตัวชี้วัดรวมกันน้อยที่สุด: {changes}", "fewest points in combination: {changes}")
_TWO_FIGURES = Text(
    "{code}: คำนวณได้ {used} แต่ในแบบรายงานมีอีกค่าหนึ่งคือ {other} ({cells}) ใช้ค่าที่คำนวณ",
    "{code}: {used} was computed and used, but the workbook also says {other} ({cells})",
)
_SINCE = Text("เทียบกับปี {year}: {figures}", "since {year}: {figures}")

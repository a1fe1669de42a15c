"""``itaxl rulebook``: print one rule book, and find every fault of a bad one."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from itaxl.cli import screen
from itaxl.cli.options import Format, FormatOption, LanguageOption, RuleBookOption, language
from itaxl.rulebooks import loading
from itaxl.rulebooks.faults import Fault
from itaxl.rulebooks.model import UNKNOWN, Duty, Fact, RuleBook, Sample
from itaxl.wording import Language, Text

app = typer.Typer(
    help="Rules of the fiscal years · กติกาแต่ละปี", no_args_is_help=True, rich_markup_mode=None
)

_YEAR = Annotated[
    int | None, typer.Option("--year", help="Fiscal year, Buddhist Era · ปีงบประมาณ (พ.ศ.)")
]
_FILE = Annotated[Path, typer.Argument(help="The rule book to check · ไฟล์กติกา")]
_UNKNOWN = Text("ไม่ทราบ", "unknown")
_SOURCE = (Text("ความเชื่อมั่น", "confidence"), Text("ที่มา", "source"))
_Table = tuple[Text, tuple[Text, ...], Iterable[tuple[object, ...]]]


@app.command("show")
def show(
    year: _YEAR = None,
    rulebook: RuleBookOption = None,
    output_format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
) -> int:
    """Print the rules of one fiscal year, unknown ones as unknown · แสดงกติกาของหนึ่งปี."""
    tongue = language(lang)
    book = _chosen(year, rulebook)
    if output_format is Format.JSON:
        screen.out_json(as_json(book))
        return 0
    if output_format is Format.CSV:
        screen.out_csv(_CSV, _facts(book))
        return 0
    screen.out(_title(book).say(tongue))
    for title, headings, rows in _tables(book):
        shown = [[_cell(value, tongue) for value in row] for row in rows]
        screen.table(title.say(tongue), [heading.say(tongue) for heading in headings], shown)
    return 0


@app.command("check")
def check(
    file: _FILE, output_format: FormatOption = Format.TABLE, lang: LanguageOption = None
) -> int:
    """List every fault of a rule book, with line and remedy · ตรวจไฟล์กติกาของท่านเอง."""
    tongue = language(lang)
    found = loading.faults(file)
    if output_format is Format.JSON:
        screen.out_json({"path": str(file), "faults": [_fault_json(fault) for fault in found]})
    elif output_format is Format.CSV:
        rows = [(f.line, f.where, f.text.say(tongue), f.remedy.say(tongue)) for f in found]
        screen.out_csv(("line", "where", "fault", "remedy"), rows)
    else:
        for fault in found:
            screen.out(screen.safe(fault.told().say(tongue)))
        screen.out(screen.safe(_summed(file, len(found)).say(tongue)))
    return 1 if found else 0


def as_json(book: RuleBook) -> dict[str, Any]:
    """Give a rule book as JSON: scores as strings, what is not known as "unknown"."""
    data = book.model_dump(mode="json")
    return data if book.themes_known else {**data, "themes": UNKNOWN}


def _chosen(year: int | None, file: Path | None) -> RuleBook:
    if file is not None and year is not None:
        raise typer.BadParameter("--year / --rulebook: choose one · เลือกเพียงอย่างเดียว")
    return loading.load_file(file) if file else loading.load(year or loading.years()[-1])


def _title(book: RuleBook) -> Text:
    extends = f" · extends {book.extends}" if book.extends else ""
    return Text(
        f"กติกาปีงบประมาณ {book.fiscal_year} · รุ่น {book.version}{extends}",
        f"rules of fiscal year {book.fiscal_year} · version {book.version}{extends}",
    )


def _summed(file: Path, count: int) -> Text:
    if count:
        return Text(f"{file.name}: ต้องแก้ {count} แห่ง", f"{file.name}: {count} to mend")
    return Text(f"{file.name}: ใช้ได้", f"{file.name}: nothing to mend")


def _fault_json(fault: Fault) -> dict[str, Any]:
    return {
        "line": fault.line,
        "where": fault.where,
        "message": fault.text._asdict(),
        "remedy": fault.remedy._asdict(),
    }


def _cell(value: object, tongue: Language) -> str:
    if value == UNKNOWN:
        return _UNKNOWN.say(tongue)
    if isinstance(value, Text):
        return value.say(tongue)
    if isinstance(value, tuple):
        return ", ".join(_cell(one, tongue) for one in value)
    return "–" if value is None else str(value)


def _source(fact: Fact) -> tuple[str, str]:
    return fact.confidence, fact.source


# ── one table for each kind of rule ─────────────────────────────────────────────────────────────


def _tables(book: RuleBook) -> Iterable[_Table]:
    yield _instruments(book)
    yield _indicators(book)
    yield _items(book)
    yield _scales(book)
    yield _levels(book)
    yield _verdicts(book)
    yield _samples(book)
    yield _targets(book)
    yield _duties(book)
    yield _themes(book)


def _instruments(book: RuleBook) -> _Table:
    headings = (
        Text("รหัส", "code"), Text("ชื่อ", "name"), Text("น้ำหนัก", "weight"),
        Text("ส่วนย่อย", "parts"), Text("จำนวนข้อ", "items"), *_SOURCE,
    )  # fmt: skip
    rows = [
        (
            one.code,
            one.name,
            one.weight,
            tuple(f"{part.code} {part.weight}" for part in one.parts),
            one.item_count,
            *_source(one),
        )
        for one in book.instruments
    ]
    return Text("เครื่องมือ", "instruments"), headings, rows


def _indicators(book: RuleBook) -> _Table:
    headings = (
        Text("รหัส", "code"), Text("อยู่ใน", "part of"), Text("ตัวชี้วัด", "indicator"), *_SOURCE
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for one in book.indicators:
        rows.append((one.code, one.instrument, one.name, *_source(one)))
        rows += [
            (f"  {sub.code}", sub.indicator, sub.name, *_source(sub))
            for sub in book.sub_indicators
            if sub.indicator == one.code
        ]
    return Text("ตัวชี้วัด", "indicators"), headings, rows


def _items(book: RuleBook) -> _Table:
    headings = (
        Text("รหัส", "code"), Text("ข้อ", "title"), Text("ตัวชี้วัด", "group"),
        Text("มาตราวัด", "scale"), Text("ทิศทาง", "polarity"), Text("ข้อย่อย", "sub-items"),
        Text("ความเชื่อมั่น", "confidence"),
    )  # fmt: skip
    rows = [
        (
            one.code,
            one.title,
            one.group,
            one.scale,
            one.polarity,
            str(one.sub_items) + (f" ({' '.join(one.sub_polarities)})" * bool(one.sub_polarities)),
            one.confidence,
        )
        for one in book.items
    ]
    return Text("ข้อคำถามและรายการ", "questions and items"), headings, rows or [(UNKNOWN,)]


def _scales(book: RuleBook) -> _Table:
    headings = (
        Text("รหัส", "code"), Text("คำตอบ", "answer"), Text("คะแนน", "points"), *_SOURCE
    )  # fmt: skip
    rows = [
        (scale.code, step.text, step.points, *(("", "") if index else _source(scale)))
        for scale in book.scales
        for index, step in enumerate(scale.steps)
    ]
    return Text("มาตราวัด", "scales"), headings, rows or [(UNKNOWN,)]


def _levels(book: RuleBook) -> _Table:
    headings = (
        Text("ระดับ", "level"), Text("คะแนนรวมตั้งแต่", "total from"),
        Text("ทุกเครื่องมือตั้งแต่", "each from"), Text("เครื่องมือ", "instruments"), *_SOURCE,
    )  # fmt: skip
    title, levels = Text("ระดับผลการประเมิน", "levels"), book.levels
    if levels == UNKNOWN:
        return title, headings, [(UNKNOWN,)]
    rows = [
        (
            band.name,
            band.at_least,
            band.each_at_least,
            levels.conditions_on if band.each_at_least is not None else None,
            *(("", "") if index else _source(levels)),
        )
        for index, band in enumerate(levels.bands)
    ]
    return title, headings, rows


def _verdicts(book: RuleBook) -> _Table:
    headings = (Text("ผล", "verdict"), Text("คะแนนตั้งแต่", "from"), *_SOURCE)
    title, verdicts = Text("ผลรายตัวชี้วัด", "verdicts per indicator"), book.verdicts
    if verdicts == UNKNOWN:
        return title, headings, [(UNKNOWN,)]
    rows = [
        (band.name, band.at_least, *(("", "") if index else _source(verdicts)))
        for index, band in enumerate(verdicts.bands)
    ]
    return title, headings, rows


def _samples(book: RuleBook) -> _Table:
    headings = (
        Text("เครื่องมือ", "instrument"), Text("ผู้ตอบขั้นต่ำ", "fewest respondents"), *_SOURCE
    )  # fmt: skip
    rows = [(one.instrument, _fewest(one), *_source(one)) for one in book.samples]
    return Text("จำนวนผู้ตอบ", "sample sizes"), headings, rows or [(UNKNOWN,)]


def _fewest(sample: Sample) -> object:
    if UNKNOWN in (sample.percent, sample.floor):
        return UNKNOWN
    th = f"ร้อยละ {sample.percent} ของ {sample.of} ไม่น้อยกว่า {sample.floor}"
    en = f"{sample.percent} % of {sample.of}, at least {sample.floor}"
    if sample.everybody_below is not None:
        th += f" · ต่ำกว่า {sample.everybody_below} คน ตอบทุกคน"
        en += f"; everybody below {sample.everybody_below}"
    if sample.big is not None:
        th += f" · เกิน {sample.big} คน ใช้ {sample.cap}"
        en += f"; {sample.cap} above {sample.big}"
    return Text(th, en)


def _targets(book: RuleBook) -> _Table:
    headings = (
        Text("คะแนนรวม", "total"), Text("ตัวชี้วัด", "indicator"),
        Text("ร้อยละของหน่วยงาน", "share of agencies"), *_SOURCE,
    )  # fmt: skip
    targets = book.targets
    row = (targets.total, targets.indicator, targets.share, *_source(targets))
    return Text("ค่าเป้าหมาย", "targets"), headings, [row]


def _duties(book: RuleBook) -> _Table:
    headings = (
        Text("", ""), Text("รหัสข้อ", "item"), Text("ชื่อ", "title"),
        Text("ต้องมี", "must hold"), *_SOURCE,
    )  # fmt: skip

    def row(name: Text, duty: Duty) -> tuple[object, ...]:
        required = duty.required
        if required != UNKNOWN:
            required = tuple(book.form.column(key).heading for key in required)
        return (name, duty.code, duty.title, required, *_source(duty))

    rows = [row(Text("แผน", "plan"), book.plan), row(Text("รายงาน", "report"), book.report)]
    return Text("มาตรการและรายงาน", "measures and report"), headings, rows


def _themes(book: RuleBook) -> _Table:
    headings = (
        Text("ที่", "no"), Text("ประเด็น", "theme"), Text("ข้อ", "items"), *_SOURCE
    )  # fmt: skip
    rows = [(one.number, one.name, one.items, *_source(one)) for one in book.themes]
    return Text("ประเด็น", "themes"), headings, rows or [(UNKNOWN,)]


# ── the same facts, one per line ────────────────────────────────────────────────────────────────

_CSV = ("kind", "code", "of", "name", "confidence", "source")


def _facts(book: RuleBook) -> Iterable[tuple[object, ...]]:
    for inst in book.instruments:
        yield ("instrument", inst.code, inst.weight, inst.name, *_source(inst))
    for ind in book.indicators:
        yield ("indicator", ind.code, ind.instrument, ind.name, *_source(ind))
    for sub in book.sub_indicators:
        yield ("sub_indicator", sub.code, sub.indicator, sub.name, *_source(sub))
    for item in book.items:
        yield ("item", item.code, item.group, item.title, *_source(item))
    for theme in book.themes:
        yield ("theme", theme.number, " ".join(theme.items), theme.name, *_source(theme))

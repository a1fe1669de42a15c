"""The sheet ตรวจสอบ and the checks are of one mind: counts, rule by rule, and the verdict."""

import random
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import libreoffice
import pytest
from python_calamine import CalamineWorkbook

from itaxl.checks.catalogue import BY_CODE
from itaxl.excel.drawing import draw
from itaxl.findings import Finding, Severity
from itaxl.pipeline.reviewing import review
from itaxl.pipeline.rules import Rules
from itaxl.plans import CellPlan, Formula, Value
from itaxl.rulebooks.judged import JUDGED
from itaxl.rulebooks.loading import load
from itaxl.template import Fill, measures, selfcheck, standard

BOOK = load(2567)
RULES = Rules(BOOK)
READY = BOOK.form.words["ready"]
MEASURES = BOOK.form.sheet("measures").name
HOW_MANY = 64
# Samples that are the form as drawn; in the others columns were moved without Excel's help.
SAMPLES = [
    path
    for path in (Path(__file__).parents[2] / "samples").glob("*/returned/*.xlsx")
    if path.name.startswith(("S01", "S02", "S03", "S08", "S10", "S11", "00"))
    and path.parents[1].name != "first-steps"
]
AGENCY: dict[str, Value] = {
    "results_year": 2567, "plan_year": 2568, "round": "๑๒ เดือน", "province": "ตัวอย่าง",
    "district": "ตัวอย่าง", "type": "เทศบาลตำบล", "name": "เทศบาลตำบลตัวอย่าง", "reporter": "นิติกร",
}  # fmt: skip
SCORES_GOOD = {indicator.code: Decimal(90) for indicator in BOOK.indicators}

# ── odd workbooks ───────────────────────────────────────────────────────────────────────────────
BLANKS: tuple[Value, ...] = (None, None, " ", "\n", "\u00a0", "-", "ไม่มี", "–")
SCORES: tuple[Decimal | str, ...] = (
    *map(Decimal, ("98.89", "85", "100", "0", "72.5")),
    Decimal("100.01"), Decimal(-1), Decimal(985), Decimal("0.85"), Decimal(1),
    "92.5", "๙๒.๕", "๑๐๐ คะแนน", "85%", "ร้อยละ 85", "0.85", "98,5", "985,5", "1,234", "101", "-5",
    "−5", "+90", "เก้าสิบ", "-", "ไม่มี", " ", "90.", ".5", "1.2.3", "9O", "?", "*", "x~", "1e1", "1/2",
    "85 คะแนน", "คะแนน:85", "12 มี.ค.", "90คนราย", "92 50", "TRUE", "...",
)  # fmt: skip
YEARS: tuple[Value, ...] = (
    2567, "2567", "๒๕๖๘", "ปีงบประมาณ พ.ศ. ๒๕๖๗", "พ.ศ. 2568", 2024, "ค.ศ. 2024", 67, "67",
    "ปีหน้า", 25671, "256", 1800, Decimal("2567.5"), "ประจำปี 2567", "2567 ปี", "-",
)  # fmt: skip
COUNTS: tuple[Value, ...] = (
    80, 0, "๘๐", "120 คน", "1,250", "ประมาณ 100 คน", "ประมาณร้อยกว่า", Decimal("12.5"), -3, "12.5",
    "98,5", 3, "-", "สามสิบ", 2500, "๒,๔๐๐", "2,4,00", "ไม่มี", "40 คน 5",
)  # fmt: skip
ROUNDS: tuple[Value, ...] = (
    "แผน", "แผน", "๖ เดือน", "6 เดือน", "รอบ 12 เดือน", "๑๒ เดือน", 12, "12", "ไตรมาส 3", None,
    "-", "*", "แผน มาตรการ",
)  # fmt: skip
TYPES: tuple[Value, ...] = (
    "เทศบาลตำบล", "อบต.", "ทต", "เทศบาล ตำบล", "เเทศบาลตำบล", "sao", "SAO", "สำนักงาน", None, "?",
)  # fmt: skip
LINKS: tuple[Value, ...] = (
    "https://example.go.th/ita", "http://www.example.go.th", "HTTPS://EXAMPLE.GO.TH/x",
    "www.example.go.th", "ดูในเว็บไซต์", "-", "ไม่มี", None, "ftp://example.go.th", "http://ก",
    "https://example.go.th/ก ข", 5, " https://example.go.th ", "https://x/y.pdf",
)  # fmt: skip
STATUSES: tuple[Value, ...] = (
    "ดำเนินการแล้วเสร็จ", "แล้วเสร็จ", "ดำเนินการ แล้วเสร็จ", "ดำเนินการเเล้วเสร็จ", "ยังไม่ได้ดำเนินการ",
    "ยกเลิก", "เลื่อน", "กำลังดำเนินการ", "อาจจะ", "เสร็จนานแล้ว", "done", "DONE", None, None, " ", "-",
    "ไม่มี", "*", "?", 3, "ยัง ไม่ ได้ ดำเนินการ", "ดำเนิ\u200bนการแล้วเสร็จ", "100%",
)  # fmt: skip
TEXTS: tuple[Value, ...] = (
    "อบรมเจ้าหน้าที่เรื่องการให้บริการ", "ปรับปรุงเว็บไซต์ของหน่วยงาน", "ติดตามผลทุกเดือน\nและรายงานผู้บริหาร",
    "จัดทำคู่มือ (ฉบับ 2) มี * และ ? ด้วย", None, None, " ", "\u00a0", "-", "ไม่มี", "n/a", "ทำ" * 200,
)  # fmt: skip
PERIODS: tuple[Value, ...] = ("ต.ค. 2567 - ก.ย. 2568", "ตลอดปีงบประมาณ", None, "-", "ตามความเหมาะสม")
OWNERS: tuple[Value, ...] = ("กองคลัง", "สำนักปลัด", None, " ", "-")
NUMBERS: tuple[Value, ...] = (1, 2, 3, "๑", "2", None, "-", "1.1")


def themes() -> tuple[Value, ...]:
    texts = [choice.text for choice in BOOK.choices("themes")]
    names = [choice.aliases[0] for choice in BOOK.choices("themes")]
    return (*texts, *texts, names[0], names[2].replace(" ", ""), 3, "๔", "9. อื่น ๆ", None, "-", "*")


def rows_of_every_theme() -> list[dict[str, Value]]:
    chance = random.Random(1)
    return [
        {**odd_row(chance, 0), "no": number, "theme": choice.text, "measure": f"มาตรการ {number}"}
        for number, choice in enumerate(BOOK.choices("themes"), 1)
    ]


def odd_row(chance: random.Random, oddness: float) -> dict[str, Value]:
    """Give a row in which every cell is odd with a certain chance."""
    texts = [choice.text for choice in BOOK.choices("themes")]
    good: dict[str, Value] = {
        "no": chance.randint(1, 40), "theme": chance.choice(texts), "codes": "i1",
        "measure": f"มาตรการที่ {chance.randint(1, 30)} ของหน่วยงาน",
        "method": "ประชุมและติดตามผลทุกเดือน",
        "period": "ต.ค. 2567 - ก.ย. 2568", "owner": "กองคลัง", "status": "ดำเนินการแล้วเสร็จ",
        "result": "อบรมเจ้าหน้าที่ 2 ครั้ง", "outcome": "ข้อร้องเรียนลดลง", "evidence": "-",
    }  # fmt: skip
    odd: Mapping[str, tuple[Value, ...]] = {
        "no": NUMBERS, "theme": themes(), "codes": (None, "e4, o12", "i1 i5", "-"),
        "measure": TEXTS,
        "method": TEXTS, "period": PERIODS, "owner": OWNERS, "status": STATUSES, "result": TEXTS,
        "outcome": TEXTS, "suggestion": TEXTS, "evidence": LINKS, "reason": (None, "ตามมติที่ประชุม"),
    }  # fmt: skip
    for key, values in odd.items():
        if chance.random() < oddness:
            good[key] = chance.choice(values)
    return good


def moved(chance: random.Random, rows: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """Move values as people do: rows left empty, cells cut out and dropped one row further."""
    for _ in range(chance.randint(0, 3)):
        rows.insert(chance.randint(0, len(rows)), {})
    if len(rows) > 2 and chance.random() < 0.5:
        one, other = chance.sample(range(len(rows)), 2)
        key = chance.choice(["status", "theme", "owner", "evidence", "period"])
        if rows[one] and rows[other]:
            rows[one][key], rows[other][key] = None, rows[one].get(key)
    return rows


def odd_fill(seed: int) -> Fill:
    chance = random.Random(seed)
    oddness = chance.choice((0.0, 0.02, 0.1, 0.3, 0.6))

    def pick(good: Any, values: tuple[Any, ...]) -> Any:
        return chance.choice(values) if chance.random() < oddness else good

    agency: dict[str, Value] = {
        "results_year": pick(2567, YEARS), "plan_year": pick(2568, YEARS),
        "round": pick(chance.choice(("๑๒ เดือน", "แผน")), ROUNDS), "type": pick("เทศบาลตำบล", TYPES),
        "url": pick("https://example.go.th/ita", LINKS),
    }  # fmt: skip
    if agency["results_year"] not in (2567, "2567", None):
        agency["results_year"] = chance.choice((2567, "ปีหน้า", "๒๕๖๗"))
    for key in ("province", "district", "name", "reporter"):
        agency[key] = pick("ตัวอย่าง", BLANKS)
    for key, usual in (("internal", 100), ("external", 3000), ("respondents_iit", 60),
                       ("respondents_eit1", 400), ("respondents_eit2", 90)):  # fmt: skip
        agency[key] = pick(chance.choice((usual, None)), COUNTS)
    scores: dict[str, Decimal | str] = {}
    for indicator in BOOK.indicators:
        parts = BOOK.instrument(indicator.instrument).parts
        mean = Decimal(chance.randint(8000, 9900)) / 100
        if parts and chance.random() < 0.5:
            for part, sign in zip(parts, (1, -1), strict=True):
                scores[f"{indicator.code}.{part.code}"] = pick(mean + sign, SCORES)
            if chance.random() < 0.3:
                scores[indicator.code] = pick(mean, (mean + 2, mean + Decimal("0.01"), "๙๐"))
        elif chance.random() > oddness / 4:
            scores[indicator.code] = pick(mean, SCORES)
        scores[f"last.{indicator.code}"] = pick(Decimal(80), SCORES)
    items: dict[str, Decimal | str] = {}
    if chance.random() < oddness:
        items = {item.code: chance.choice(SCORES) for item in BOOK.items[:20]}
    rows = [odd_row(chance, oddness) for _ in range(chance.choice((0, 1, 5, 12, 20)))]
    if oddness < 0.2:
        rows += [{**odd_row(chance, 0), "theme": c.text} for c in BOOK.choices("themes")]
    if rows and chance.random() < oddness:
        rows.append(dict(rows[0]))
    fill = {key: value for key, value in scores.items() if value not in (None, "")}
    return Fill(agency, fill, items, moved(chance, rows))


# ── what both say ───────────────────────────────────────────────────────────────────────────────
class Told(NamedTuple):
    """How many cells break a rule, by sheet, code and name of the rule, and whether none blocks."""

    counts: Counter[tuple[str, str, str]]
    ready: bool


def told_by_checks(path: Path) -> Told:
    counts: Counter[tuple[str, str, str]] = Counter()
    judged = [finding for finding in review(path, RULES).findings if finding.code in JUDGED]
    for finding in judged:
        counts[finding.sheet, finding.code, named(finding)] += cells_of(finding)
    return Told(counts, not any(finding.severity is Severity.ERROR for finding in judged))


def named(finding: Finding) -> str:
    """Name the rule as the sheet does; only the rules of มาตรการ are told column by column."""
    if finding.sheet != MEASURES or "{" not in JUDGED[finding.code].rule:
        return ""
    return JUDGED[finding.code].rule.format(heading=finding.heading)


def cells_of(finding: Finding) -> int:
    """Count what a finding counts: cells, the themes that are missing, or one table."""
    if finding.code == "T101":
        return len(finding.seen.split(", "))
    return 1 if finding.code == "T102" else len(finding.cells)


def told_by_sheet(path: Path) -> Told:
    """Read counts and verdict off the sheet ตรวจสอบ, as whatever wrote the file stored them."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("ตรวจสอบ")
    lines = sheet.to_python(skip_empty_area=False)
    counts: Counter[tuple[str, str, str]] = Counter()
    for line in lines[selfcheck.FIRST_ROW - 1 :]:
        place, rule, count, _, _, code = line[:6]
        if code:
            assert isinstance(count, int | float), (path.name, line)
            named_rule = "{" in JUDGED[str(code)].rule and place == MEASURES
            counts[str(place), str(code), str(rule) if named_rule else ""] += int(count)
    return Told(counts, lines[selfcheck.VERDICT_ROW - 1][0] == READY)


def apart(one: Told, other: Told) -> dict[str, tuple[int, int]]:
    keys = sorted({*one.counts, *other.counts})
    found = {" ".join(key): (one.counts[key], other.counts[key]) for key in keys}
    return {key: both for key, both in found.items() if both[0] != both[1]}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Told, Told, Told]]:
    """
    Draw odd workbooks and let LibreOffice calculate all of them in one run.

    By name: what the sheet says when drawn, what it says when calculated, what the checks say.
    """
    folder = tmp_path_factory.mktemp("agrees")
    drawn = [draw(standard(BOOK), folder / "blank.xlsx")]
    drawn += [draw(standard(BOOK, odd_fill(n)), folder / f"odd{n}.xlsx") for n in range(HOW_MANY)]
    drawn += [Path(shutil.copy(path, folder / path.name)) for path in sorted(SAMPLES)]
    return {
        ours.name: (told_by_sheet(ours), told_by_sheet(theirs), told_by_checks(ours))
        for ours, theirs in zip(drawn, libreoffice.recalculate_all(drawn, folder), strict=True)
    }


def test_the_counts_are_those_of_the_checks(told: dict[str, tuple[Told, Told, Told]]) -> None:
    found = {name: apart(live, checks) for name, (_, live, checks) in told.items()}

    assert {name: difference for name, difference in found.items() if difference} == {}
    rules = {code for _, live, _ in told.values() for (_, code, _), n in live.counts.items() if n}
    # Error values come of formulas, which have a test of their own.
    assert rules == JUDGED.keys() - {"C107"}


def test_it_says_ready_when_no_check_blocks(told: dict[str, tuple[Told, Told, Told]]) -> None:
    assert [name for name, (_, live, checks) in told.items() if live.ready != checks.ready] == []
    assert {live.ready for _, live, _ in told.values()} == {True, False}


def test_the_stored_counts_are_those_it_calculates(
    told: dict[str, tuple[Told, Told, Told]],
) -> None:
    stored = {name: apart(drawn, live) for name, (drawn, live, _) in told.items()}

    assert {name: difference for name, difference in stored.items() if difference} == {}
    assert [name for name, (drawn, live, _) in told.items() if drawn.ready != live.ready] == []


def test_an_error_value_is_never_ready(tmp_path: Path) -> None:
    good = Fill(AGENCY, SCORES_GOOD, {}, rows_of_every_theme())
    assert told_by_sheet(draw(standard(BOOK, good), tmp_path / "good.xlsx")).ready
    plan = standard(BOOK, good)
    broken = []
    for name, row, column in (("มาตรการ", 8, 9), ("คะแนน", 6, 6), ("หน่วยงาน", 20, 2)):
        error = CellPlan(row, column, Formula("=1/0", "#DIV/0!"))
        sheets = [replace(s, overlay=[error]) if s.name == name else s for s in plan.sheets]
        changed = replace(plan, sheets=tuple(sheets))
        broken.append(draw(changed, tmp_path / f"{name}.xlsx"))

    for path in libreoffice.recalculate_all(broken, tmp_path):
        lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("ตรวจสอบ").to_python()
        counted = {(line[0], line[5]): line[2] for line in lines if line[5]}
        checks = told_by_checks(path)

        assert counted[path.stem, "C107"] == 1 == checks.counts[path.stem, "C107", ""]
        assert lines[selfcheck.VERDICT_ROW - 1][0] != READY
        assert not checks.ready


def test_colours_are_drawn_where_cells_are_counted(tmp_path: Path) -> None:
    asked, drawn = {}, []
    for number in (29, 30, 62):
        plan = standard(BOOK, odd_fill(number))
        sheet = next(sheet for sheet in plan.sheets if sheet.name == MEASURES)
        marks = [shade.formula for shade in sheet.shades]
        area = range(measures.FIRST_ROW, measures.FIRST_ROW + 40)
        # The same formulas in cells of the row: what they give there is what is coloured.
        cells = [CellPlan(row, 30 + at, Formula(f"{mark[:-2]}*1", 0))
                 for at, mark in enumerate(marks) for row in area]  # fmt: skip
        sheets = [replace(s, overlay=cells) if s is sheet else s for s in plan.sheets]
        drawn.append(draw(replace(plan, sheets=tuple(sheets)), tmp_path / f"{number}.xlsx"))
        asked[f"{number}.xlsx"] = marks

    for path in libreoffice.recalculate_all(drawn, tmp_path):
        book = CalamineWorkbook.from_path(str(path))
        lines = book.get_sheet_by_name(MEASURES).to_python(skip_empty_area=False)
        rows = lines[measures.FIRST_ROW - 1 : measures.FIRST_ROW + 39]
        coloured: Counter[str] = Counter()
        for at, mark in enumerate(asked[path.name]):
            code = mark.split("_")[2]
            coloured[code] += sum(line[29 + at] == 1 for line in rows)
        counted = Counter[str]()
        for (sheet_name, code, _), count in told_by_sheet(path).counts.items():
            if sheet_name == MEASURES and code in coloured:
                counted[code] += count

        assert coloured == counted
        assert sum(coloured.values()) > 3


def test_the_words_are_written_once() -> None:
    for code, rule in JUDGED.items():
        check = BY_CODE[code]
        assert check.fact is rule.fact
        assert rule.blocks == (check.severity is Severity.ERROR)
        assert "{" not in rule.remedy.th + rule.remedy.en
        assert check.remedy is rule.remedy or code in {"C103", "C106", "G104"}, code

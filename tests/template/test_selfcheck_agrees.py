"""
The sheet ตรวจสอบ and the checks are of one mind: counts, rule by rule, and the verdict.

Cell by cell first: odd values, each in a row or a line of its own, and what is left to the checks
alone. Then whole workbooks, counted. LibreOffice calculates all of them in one start.
"""

import random
import re
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import libreoffice
import pytest
from python_calamine import CalamineWorkbook

from itaxl.cells import address, column_number
from itaxl.checks.catalogue import BY_CODE
from itaxl.excel.drawing import draw
from itaxl.findings import Finding, Severity
from itaxl.pipeline.reviewing import review
from itaxl.pipeline.rules import Rules
from itaxl.plans import BookPlan, CellPlan, Formula, SheetPlan, Value
from itaxl.rulebooks.judged import JUDGED
from itaxl.rulebooks.loading import load
from itaxl.template import Fill, items, measures, selfcheck, standard
from itaxl.template.fill import Percent
from itaxl.template.folding import lay_words
from itaxl.template.formulas import Bench
from itaxl.template.judging import Typed, judge

BOOK = load(2567)
RULES = Rules(BOOK)
READY = BOOK.form.words["ready"]
MEASURES, ITEMS = BOOK.form.sheet("measures").name, BOOK.form.sheet("items").name
COLUMNS = [column.key for column in BOOK.form.columns]
SEEDS = (0, 1, 2, 8, 29, 36, 38)  # of odd workbooks that together break every rule, or none
DISTRICT = Path(__file__).parents[2] / "samples" / "district" / "returned"
# Columns moved, an older version, a total typed over, and some that are sent as they should be.
SAMPLES = [
    path
    for path in sorted(DISTRICT.glob("*.xlsx"))
    if path.name.startswith(("S04", "S05", "S06 อบต.บ้านเหนือ.", "S12"))
]
AGENCY: dict[str, Value] = {
    "results_year": 2567, "plan_year": 2568, "round": "๑๒ เดือน", "province": "ตัวอย่าง",
    "district": "ตัวอย่าง", "type": "เทศบาลตำบล", "name": "เทศบาลตำบลตัวอย่าง",
    "reporter": "นิติกร",
}  # fmt: skip
SCORES_GOOD = {indicator.code: Decimal(90) for indicator in BOOK.indicators}

# ── odd workbooks ───────────────────────────────────────────────────────────────────────────────
BLANKS: tuple[Value, ...] = (None, None, " ", "\n", "\u00a0", "-", "ไม่มี", "–")
SCORES: tuple[Decimal | str, ...] = (
    *map(Decimal, ("98.89", "85", "100", "0", "72.5")),
    Decimal("100.01"), Decimal(-1), Decimal(985), Decimal("0.85"), Decimal(1),
    "92.5", "๙๒.๕", "๑๐๐ คะแนน", "85%", "ร้อยละ 85", "0.85", "98,5", "985,5", "1,234", "101", "-5",
    "−5", "+90", "เก้าสิบ", "-", "ไม่มี", " ", "90.", ".5", "1.2.3", "9O", "?", "*", "x~", "1e1",
    "1/2",
    "85 คะแนน", "คะแนน:85", "12 มี.ค.", "90คนราย", "92 50", "TRUE", "...", "9 2", "0.5%", "-98,5",
    "๙ ๒ คะแนน", "- 5", "９２",
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
    "https://a.go.th/1\nhttps://b.go.th/2", "https://a.go.th/1\nดูในเว็บ", "https://a.go.th/<x>",
)  # fmt: skip
STATUSES: tuple[Value, ...] = (
    "ดำเนินการแล้วเสร็จ", "แล้วเสร็จ", "ดำเนินการ แล้วเสร็จ", "ดำเนินการเเล้วเสร็จ",
    "ยังไม่ได้ดำเนินการ",
    "ยกเลิก", "เลื่อน", "กำลังดำเนินการ", "อาจจะ", "เสร็จนานแล้ว", "done", "DONE",
    None, None, " ", "-",
    "ไม่มี", "*", "?", 3, "ยัง ไม่ ได้ ดำเนินการ", "ดำเนิ\u200bนการแล้วเสร็จ", "100%",
    "ดำเนินการแล้วเสร็ต", "ดำเนินการแล้้วเสร็จ", "ดำเนินการแล้วเสร็จ.", "-----",
)  # fmt: skip
TEXTS: tuple[Value, ...] = (
    "อบรมเจ้าหน้าที่เรื่องการให้บริการ", "ปรับปรุงเว็บไซต์ของหน่วยงาน",
    "ติดตามผลทุกเดือน\nและรายงานผู้บริหาร",
    "จัดทำคู่มือ (ฉบับ 2) มี * และ ? ด้วย", None, None, " ", "\u00a0", "-", "ไม่มี", "n/a",
    "ทำ" * 200,
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
        "no": NUMBERS, "theme": themes(), "measure": TEXTS,
        "codes": (None, "e4, o12", "i1 i5", "i1-i3", "i1 และอื่น", "-"),
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
        "round": pick(chance.choice(("๑๒ เดือน", "แผน")), ROUNDS), "type": pick("เทศบาลตำบล",
    TYPES),
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


def blanked(text: str) -> dict[str, Value]:
    """Give a plan's row without a theme, which is known by its codes."""
    left = {"theme": None, "status": None, "result": None, "outcome": None}
    return {**odd_row(random.Random(1), 0), **left, "codes": text}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Draw every workbook and let LibreOffice calculate all of them in one start, by name."""
    folder = tmp_path_factory.mktemp("agrees")
    drawn = [draw(standard(BOOK), folder / "blank.xlsx")]
    drawn += [draw(standard(BOOK, odd_fill(n)), folder / f"odd{n}.xlsx") for n in SEEDS]
    drawn += [Path(shutil.copy(path, folder / path.name)) for path in SAMPLES]
    drawn += [draw(plan, folder / f"{name}.xlsx") for name, plan in (
        *((f"colours{n}", with_colours(standard(BOOK, odd_fill(n)), 40)) for n in COLOURED),
        ("rows", with_colours(row_probes(), len(ROW_PROBES))), ("lines", line_probes()),
        *((f"items{n}", plan) for n, plan in enumerate(item_probes())),
        *((f"codes{n}", code_probe(text)) for n, text in enumerate((*CODES, *CODES_LEFT))),
        ("broken", broken()),
    )]  # fmt: skip
    calculated = libreoffice.recalculate_all(drawn, folder)
    return {one.stem: (one, other) for one, other in zip(drawn, calculated, strict=True)}


@pytest.fixture(scope="module")
def told(files: dict[str, tuple[Path, Path]]) -> dict[str, tuple[Told, Told, Told]]:
    """By name: what the sheet says when drawn and when calculated, and what the checks say."""
    probes = ("colours", "rows", "lines", "items", "broken", "codes")
    return {
        name: (told_by_sheet(ours), told_by_sheet(theirs), told_by_checks(ours))
        for name, (ours, theirs) in files.items()
        if not name.startswith(probes)
    }


# ── cell by cell ────────────────────────────────────────────────────────────────────────────────
LIST_PROBES: tuple[Value, ...] = (
    "ดำเนินการแล้วเสร็ต", "1.ดำเนินการแล้วเสร็จ", "ดำเนินการแล้วเสร็จ.", "(ดำเนินการแล้วเสร็จ)",
    "อยู๋ระหว่างดำเนินการ",
    "ดำเนินการแล้วเสรจ", "ดำเนินการแล้วเสร็จแล้ว", "เสร็จสิ้นแล้ว", "เสร็จสินแล้ว",
    "แล้วเสร็จ 100%", "ดําเนินการแล้วเสร็จ",
    "ดำเนินการแล้วเสร็จ\n", "ดำ เนินการแล้วเสร็จ", "ดำเนินการแล้้วเสร็จ", "ดำเนินการแล้วเส็รจ",
    "ระหวางดำเนินการ",
    "ดำเนินการต่อเน่ือง", "\ufeffดำเนินการแล้วเสร็จ", "ดำเนินการแล้วเสร็จ\u200d",
    "ดำเนินการ\tแล้วเสร็จ", "Done Late",
    "done_late", "...", "…", "____", "N/A", "ไม่ระบุ", "—", "----", "-------", "๑", "ยกเลิก!",
    "ยกเลิกโครงการ",
)  # fmt: skip
LINK_PROBES: tuple[Value, ...] = (
    "https://a.go.th/1\nhttps://b.go.th", "https://a.go.th/1\nดูในเว็บ",
    "https://a.b\n\nhttps://c.d\n",
    "https://a.go.th \n https://b.go.th", "https://a.go.th/<a>", "https://localhost",
    "http://localhost:80/x",
    "https://example.5", "https://a..b", "https://.th", "https://a.b:99/", "https://u@a.b/",
    "https://1.2.3.4/x", "https://1.2.3/x", "https://1.2.3.4444/", "https://a.go.th?x=1",
    "https://localhost?x=a.b", "https://a.go.th#a", "https://เทศบาล.ไทย/ข่าว",
    "https://a.go.th/a|b",
    "https://a.go.th/{a}", "https://a.go.th/a\tb", "https://a.go.th\u00a0", "\u200bhttps://a.go.th",
    "https://a.go.th/" + "a" * 2100, "https://-a.go.th", "https://a-.go.th", "https://a_b.go.th",
    "https://[::1]/", "https:/a.b", "https//a.b", "HTTPS://A.B", "https://a.b.",
    "https://a.b,https://c.d",
    "https://a.b, https://c.d", "- https://a.b", 'https://a.b/"x"', "https://a.b/x\\y",
    "https://a.b/x^y",
    "https://a.b/`", "https://https://a.b/c", "https://", "http://a", "1.2.3.4", "n/a", 45000,
    "https://a.go.th2", "https://a.go.th/\u3000x", "https://a.go.th/ก ข", "ดูในเว็บไซต์",
)  # fmt: skip
THEME_PROBES: tuple[Value, ...] = (
    "1", "๑", "1.", "ประเด็นที่ 1", "9", "ข้อ 3", 3, Decimal("3.5"), "1 ", "การใช้อำนาจ", "*",
    "?", "~", "1,2",
    "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธภาพ",
)  # fmt: skip
BLANK_PROBES = ("\u200b", "\u00a0", "\t", "\n", " ", "\u3000", "\ufeff", "\u2060", "\u200d", ".")
ROW_PROBES: list[tuple[str, Value]] = [
    *(("status", value) for value in LIST_PROBES),
    *(("evidence", value) for value in LINK_PROBES),
    *(("theme", value) for value in THEME_PROBES),
    *((key, value) for key in COLUMNS[3:10] for value in BLANK_PROBES),
    *((key, value) for key in ("theme", "evidence") for value in BLANK_PROBES[:-1]),
]
# What the workbook leaves to the checks: each is said beside its rule.
ROWS_LEFT: list[tuple[str, Value]] = [
    ("evidence", "https://a.b:xx/"), ("evidence", "https://a.b:0/"),
    ("evidence", "https://a.go.th\nhttps://b"), ("theme", Percent(1)),
]  # fmt: skip
ROW_PROBES += ROWS_LEFT
ITEM_PROBES: list[Decimal | str] = [
    *SCORES, "9 25", "92 5", "9  2", "98. 5", "98 .5", "9\n2", "9 2 5", "1 0 0", "92 %", "9 2%",
    "คะแนน : 92",
    "= 92", "92..", "๙ ๒", "00", "007", "-0", "+0.5", "ร้อยละ 0.5", "1%", "100 %", "101%", "1,00",
    "98,500",
    "9 8,5", "98 ,5", "12,34,567", "½", "92,", "–", ",", "คะแนน", "%92", "92%%", "92/100", "92-95",
    "1234567890123456", "0.123456789012345678", "12:30", "92\u200b", "9\u00a02", "๙๙,๕", "‑5",
    "－5",
    "จำนวน=90", "คะแนน==90", "90ชุด", "N/A", "90*", "9?",
    Percent("0.87"), Percent("0.005"), Percent(1),
    Percent("1.01"), Percent("-0.5"), Percent("0.575"),
]  # fmt: skip
_chance = random.Random(3)
ITEM_PROBES += ["".join(_chance.choices("0123456789.,-+% ๑๙คน", k=_chance.randint(2, 6)))
                for _ in range(24)]  # fmt: skip
LINE_PROBES: dict[str, Sequence[Value]] = {
    "year": (*YEARS, "25 67", "พ.ศ.2567", "2567.", "ปี 67", Percent(25), "2,567", "０", "25667"),
    "integer": (*COUNTS, "4 5", "45 0", "4 5 0", "1, 250", Percent(1), "100%", "1,2345", "- 3"),
    "url": (*LINKS, *LINK_PROBES), "choice": (*ROUNDS, *TYPES),
}  # fmt: skip
CODES = ("i4 - i9, ข้อ e1", "i1 กับ i2", "i1-3")
CODES_LEFT = ("o1-o35", "๐7")
COLOURED = (29, 38)
BROKEN = ((MEASURES, 8, 9), ("คะแนน", 6, 6), ("หน่วยงาน", 20, 2))


def with_colours(plan: BookPlan, rows: int) -> BookPlan:
    """Lay the formulas of the colours into cells of their rows: what they give is coloured."""
    area = range(measures.FIRST_ROW, measures.FIRST_ROW + rows)
    cells = [CellPlan(row, 30 + at, Formula(f"={mark}*1", 0))
             for at, mark in enumerate(marks_of(plan)) for row in area]  # fmt: skip
    sheets = [replace(s, overlay=(*s.overlay, *cells)) if s.name == MEASURES else s
              for s in plan.sheets]  # fmt: skip
    return replace(plan, sheets=tuple(sheets))


def marks_of(plan: BookPlan) -> list[str]:
    return [name for name in plan.names if name.startswith("itaxl_mark_")]


def shown(plan: BookPlan, name: str, places: Sequence[tuple[int, int, Value]]) -> BookPlan:
    """Show shares as percents where they stand."""
    styles = {**plan.styles, "share": replace(plan.styles["input_score"], number="0.00%")}
    cells = [CellPlan(row, column, value, "share") for row, column, value in places
             if isinstance(value, Percent)]  # fmt: skip
    sheets = [replace(s, overlay=cells) if s.name == name else s for s in plan.sheets]
    return replace(plan, styles=styles, sheets=tuple(sheets))


def row_probes() -> BookPlan:
    good = odd_row(random.Random(1), 0)
    records = [{**good, "no": number, "measure": f"มาตรการ {number}", key: value}
               for number, (key, value) in enumerate(ROW_PROBES, 1)]  # fmt: skip
    places = [(row, COLUMNS.index(key) + 1, value)
              for row, (key, value) in enumerate(ROW_PROBES, measures.FIRST_ROW)]  # fmt: skip
    return shown(standard(BOOK, Fill({"round": "๑๒ เดือน"}, {}, {}, records)), MEASURES, places)


def item_groups() -> list[list[Decimal | str]]:
    size = len(BOOK.items)
    return [ITEM_PROBES[at : at + size] for at in range(0, len(ITEM_PROBES), size)]


def item_probes() -> list[BookPlan]:
    column, plans = items.columns_of(BOOK)["score"], []
    for group in item_groups():
        codes = [item.code for item in BOOK.items]
        plan = standard(BOOK, Fill({}, {}, dict(zip(codes, group, strict=False))))
        places = [(row, column, value) for row, value in enumerate(group, items.FIRST_ROW)]
        plans.append(shown(plan, ITEMS, places))
    return plans


def line_probes() -> BookPlan:
    """Judge many lines of each kind, more than the sheet หน่วยงาน has."""
    bench, name = Bench(), BOOK.form.sheet("agency").name
    words, names = lay_words(BOOK, bench)
    cells = [Typed("agency", row, column, kind, value, "rounds" if kind == "choice" else "")
             for column, (kind, values) in enumerate(LINE_PROBES.items(), 1)
             for row, value in enumerate(values, 1)]  # fmt: skip
    _, states = judge(BOOK, cells, words, bench)
    plan = BookPlan(
        (SheetPlan(name, [CellPlan(c.row, c.column, c.value, "input_text") for c in cells]),
         SheetPlan(bench.sheet, bench.cells)),
        standard(BOOK).styles, {**names, **states},
    )  # fmt: skip
    return shown(plan, name, [(cell.row, cell.column, cell.value) for cell in cells])


def code_probe(text: str) -> BookPlan:
    return standard(BOOK, Fill({"round": "แผน"}, {}, {}, [blanked(text)]))


def broken() -> BookPlan:
    """A workbook that is ready but for an error value on each of three sheets."""
    plan = standard(BOOK, Fill(AGENCY, SCORES_GOOD, {}, rows_of_every_theme()))
    errors = {name: CellPlan(row, column, Formula("=1/0", "#DIV/0!"))
              for name, row, column in BROKEN}  # fmt: skip
    sheets = [replace(s, overlay=[errors[s.name]]) if s.name in errors else s for s in plan.sheets]
    return replace(plan, sheets=tuple(sheets))


def lines_of(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(
        skip_empty_area=False
    )  # fmt: skip


def codes_at(path: Path, sheet: str) -> dict[str, set[str]]:
    """Give the rules of single cells that the checks find broken, by address."""
    found: dict[str, set[str]] = {}
    for finding in review(path, RULES).findings:
        if finding.sheet == sheet and finding.code in JUDGED and finding.code not in ("R106",):
            for cell in finding.cells:
                found.setdefault(cell, set()).add(finding.code)
    return found


def faults_in(path: Path, plan: BookPlan, key: str) -> list[list[Any]]:
    """Read the faults of typed cells off the hidden sheet."""
    sheet, _, area = plan.names[f"itaxl_state_{key}"].lstrip("=").replace("$", "").partition("!")
    first, last = (re.fullmatch(r"([A-Z]+)(\d+)", corner) for corner in area.split(":"))
    assert first
    assert last
    left, right = column_number(first[1]) - 1, column_number(last[1])
    rows = lines_of(path, sheet.strip("'"))[int(first[2]) - 1 : int(last[2])]
    return [line[left:right] for line in rows]


def test_a_row_is_coloured_where_a_check_finds_fault(files: dict[str, tuple[Path, Path]]) -> None:
    ours, theirs = files["rows"]
    marks = marks_of(standard(BOOK))
    checks, calculated = codes_at(ours, MEASURES), lines_of(theirs, MEASURES)
    apart = []
    for row, (key, value) in enumerate(ROW_PROBES, measures.FIRST_ROW):
        line = calculated[row - 1]
        coloured = {mark.split("_")[2] for at, mark in enumerate(marks)
                    if mark.endswith(f"_{key}") and line[29 + at] != 0}  # fmt: skip
        if coloured != checks.get(address(row, COLUMNS.index(key) + 1), set()):
            apart.append((key, value))

    assert apart == ROWS_LEFT
    left = {"C112" if key == "evidence" else "C102" for key, _ in ROWS_LEFT}
    assert all(len(JUDGED[code].leaves) > 1 for code in left)


def test_a_score_is_judged_as_the_checks_judge_it(files: dict[str, tuple[Path, Path]]) -> None:
    column, apart = items.columns_of(BOOK)["score"], []
    for number, (group, plan) in enumerate(zip(item_groups(), item_probes(), strict=True)):
        ours, theirs = files[f"items{number}"]
        checks, faults = codes_at(ours, ITEMS), faults_in(theirs, plan, "items")
        for row, (value, (fault,)) in enumerate(zip(group, faults, strict=False), items.FIRST_ROW):
            found = checks.get(address(row, column), set())
            if found != {fault} - {""}:
                apart.append((value, fault, found))

    assert apart == []


def test_a_line_is_judged_as_it_is_read(files: dict[str, tuple[Path, Path]]) -> None:
    plan = line_probes()
    ours, theirs = (faults_in(path, plan, "agency") for path in files["lines"])
    apart = []
    for column, (kind, values) in enumerate(LINE_PROBES.items()):
        for row, value in enumerate(values):
            if ours[row][column] != theirs[row][column]:
                apart.append((kind, value, ours[row][column], theirs[row][column]))

    assert apart == []
    assert {fault for line in ours for fault in line} == {"", "C102", "C111", "C112", "C113"}


def test_codes_tell_a_theme_unless_they_are_left_to_the_checks(
    files: dict[str, tuple[Path, Path]],
) -> None:
    apart = []
    for number, text in enumerate((*CODES, *CODES_LEFT)):
        ours, theirs = files[f"codes{number}"]
        live, checks = told_by_sheet(theirs), told_by_checks(ours)
        if live.counts[MEASURES, "T101", ""] != checks.counts[MEASURES, "T101", ""]:
            apart.append(text)

    assert apart == list(CODES_LEFT)
    assert len(JUDGED["T101"].leaves) > 1


# ── whole workbooks ─────────────────────────────────────────────────────────────────────────────
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


def test_an_error_value_is_never_ready(files: dict[str, tuple[Path, Path]]) -> None:
    _, path = files["broken"]
    lines, checks = lines_of(path, "ตรวจสอบ"), told_by_checks(path)
    counted = {(line[0], line[5]): line[2] for line in lines if line[5]}

    for name, _, _ in BROKEN:
        assert counted[name, "C107"] == 1 == checks.counts[name, "C107", ""]
    assert lines[selfcheck.VERDICT_ROW - 1][0] != READY
    assert not checks.ready


def test_colours_are_drawn_where_cells_are_counted(files: dict[str, tuple[Path, Path]]) -> None:
    marks = marks_of(standard(BOOK))
    for number in COLOURED:
        _, path = files[f"colours{number}"]
        rows = lines_of(path, MEASURES)[measures.FIRST_ROW - 1 : measures.FIRST_ROW + 39]
        coloured: Counter[str] = Counter()
        for at, mark in enumerate(marks):
            coloured[mark.split("_")[2]] += sum(line[29 + at] == 1 for line in rows)
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
        assert all(words.th and words.en for words in rule.leaves)

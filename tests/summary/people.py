"""Invented agencies and what they returned, made with the real readers and the real scoring."""

import datetime as dt
import hashlib
import itertools
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from itaxl import scoring, summary
from itaxl.cells import Cell, Kind
from itaxl.fields import FIELDS, Context
from itaxl.findings import Finding, Severity
from itaxl.register import Agency, FileChoice, Register, Settings, Waiver
from itaxl.review import Review
from itaxl.rulebooks.loading import load
from itaxl.submission import (
    Entry,
    Explained,
    FileFacts,
    Form,
    Layout,
    Record,
    Submission,
    Why,
)
from itaxl.wording import Text

BOOK = load(2567)
BOOKS = {2567: BOOK}
AS_OF = dt.date(2024, 10, 15)
DEADLINE = dt.date(2024, 10, 10)


def moment(*parts: int) -> dt.datetime:
    """A moment without a time zone, as files hold it."""
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


IN_TIME = moment(2024, 10, 5, 9, 30)
PLACES = (
    "ทุ่งสน",
    "หนองแสง",
    "บ้านไร่",
    "คลองใหม่",
    "ดอนกลาง",
    "ป่าไผ่",
    "สระแก้วใต้",
    "วังหิน",
    "นาทอง",
    "โคกสูงเหนือ",
    "ห้วยใส",
    "ท่าข้าม",
)
THINGS = (
    "คู่มือการให้บริการ",
    "ช่องทางร้องเรียน",
    "แบบยืมพัสดุ",
    "แผนจัดซื้อจัดจ้าง",
    "การประชุมชี้แจงบุคลากร",
    "เว็บไซต์หน่วยงาน",
    "ระบบจองคิวออนไลน์",
)
RESULTS = (
    ("done", "จัดทำแล้วเสร็จและเผยแพร่บนเว็บไซต์ของหน่วยงาน"),
    ("", "จัดทำและเผยแพร่ให้บุคลากรทราบในที่ประชุมประจำเดือน"),
    ("in_progress", "อยู่ระหว่างรวบรวมข้อมูลจากทุกกอง"),
    ("", ""),
    ("ongoing", "ดำเนินการทุกเดือน"),
    ("not_started", ""),
    ("done", ""),
)
PERIODS = (
    "ต.ค. 2566 - มี.ค. 2567",
    "1 ตุลาคม 2566 - 30 กันยายน 2567",
    "ตามความเหมาะสม",
    "ม.ค. 2567 - ธ.ค. 2567",
)
GOLDEN = dict(
    zip(
        map(str, range(1, 11)),
        ["100", "98.89", "100", "95.55", "100", "95.79", "92.09", "85.60", "100", "76.67"],
        strict=True,
    )
)


def entry(
    key: str, kind: str, text: str, list_name: str = "", row: int = 1, column: int = 2
) -> Entry:
    """One answer, read by the field's own reader."""
    choices = BOOK.choices(list_name) if list_name else ()
    if choices and text:
        text = next((c.text for c in choices if c.value == text), text)
    cell = Cell(row, column, Kind.TEXT if text else Kind.BLANK, text)
    context = Context(choices, 2567, {"i": 15, "e": 9, "o": 35})
    return Entry(key, "แผ่นงาน", key, cell, FIELDS[kind](cell, context))


def measure(position: int, **texts: str) -> Record:
    """One measure from what is written in its columns; the others are blank."""
    entries = {
        column.key: entry(
            column.key, column.kind, texts.get(column.key, ""), column.list, position + 1, place
        )
        for place, column in enumerate(BOOK.form.columns, start=1)
    }
    return Record(position, "มาตรการ", position + 1, entries)


def submission(
    who: Mapping[str, str],
    scores: Mapping[str, str] | None = None,
    measures: Sequence[Record] = (),
    *,
    path: str = "",
    modified: dt.datetime | None = IN_TIME,
    form: Form = Form.STANDARD,
    year: int | None = 2567,
    explained: Iterable[Explained] = (),
    items: Mapping[str, str] | None = None,
    identity: Mapping[str, Mapping[str, str]] | None = None,
) -> Submission:
    """One returned workbook; its hash is made from all that it says."""
    agency = {
        field.key: entry(field.key, field.kind, who.get(field.key, ""), field.list)
        for field in BOOK.form.agency
    }
    path = path or f"returned/{who.get('name', 'ไม่มีชื่อ')}.xlsx"
    told = repr((sorted(who.items()), scores, measures, form, year, str(modified), items, path))
    facts = FileFacts(path, hashlib.sha256(told.encode()).hexdigest(), 20_000, modified)
    return Submission(
        facts,
        Layout(form, year, "1", identity=identity or {}),
        agency=agency,
        scores={code: entry(code, "score", text) for code, text in (scores or {}).items()},
        items={code: entry(code, "score", text) for code, text in (items or {}).items()},
        records=tuple(measures),
        explained=tuple(explained),
    )


def review(found: Submission, findings: Iterable[Finding] = ()) -> Review:
    """Judge a workbook with the real scoring."""
    return Review(found.file, found, scoring.score(found, BOOK), tuple(findings))


def unreadable(path: str, code: str = "F10") -> Review:
    """A file that no workbook could be read from."""
    told = finding(code, Severity.ERROR)
    return Review(FileFacts(path, hashlib.sha256(path.encode()).hexdigest()), None, None, (told,))


def finding(code: str, severity: Severity, **place: Any) -> Finding:
    """Something said about a place."""
    words = Text(f"ข้อค้นพบ {code} ในเอกสารนี้", f"finding {code}")
    return Finding(
        code, f"name-{code.lower()}", severity, words, Text("แก้ให้ถูกต้อง", "mend it"), **place
    )


def who(
    place: str, kind: str = "sao", district: str = "เมือง", code: str = "", **more: str
) -> dict[str, str]:
    """An agency's identity as it writes it."""
    full = {
        "sao": "องค์การบริหารส่วนตำบล",
        "subdistrict_municipality": "เทศบาลตำบล",
        "town": "เทศบาลเมือง",
    }
    return {
        "name": full[kind] + place,
        "type": kind,
        "district": district,
        "province": "สมมุติ",
        "code": code,
        "fiscal_year": "2567",
        "results_year": "2567",
        "round": "12",
        **more,
    }


def parts(eit: tuple[str, str], rest: Mapping[str, str]) -> dict[str, str]:
    """Scores with the two parts of EIT known: indicators 6–8 by part."""
    found = {code: text for code, text in rest.items() if code not in {"6", "7", "8"}}
    for code in ("6", "7", "8"):
        found |= {f"{code}.EIT1": eit[0], f"{code}.EIT2": eit[1]}
    return found


def measures(count: int, chance: random.Random) -> tuple[Record, ...]:
    """Some measures of an agency, as offices write them."""
    made = []
    for position in range(1, count + 1):
        status, result = chance.choice(RESULTS)
        thing = chance.choice(THINGS)
        theme = chance.randint(1, 7)
        made.append(
            measure(
                position,
                no=str(position),
                theme=str(theme),
                codes=BOOK.themes[theme - 1].items[0],
                measure=f"ปรับปรุง{thing} ครั้งที่ {position}",
                method=f"1) ทบทวน{thing}เดิม 2) จัดทำฉบับใหม่ 3) เผยแพร่ให้ผู้เกี่ยวข้องทราบ",
                period=chance.choice(PERIODS),
                owner=chance.choice(("สำนักปลัด", "กองคลัง", "กองช่าง", "ทุกส่วนราชการ")),
                status=status,
                result=result,
                outcome="ผู้รับบริการทราบขั้นตอน" if result else "",
                suggestion=chance.choice(("-", "", "ควรทบทวนทุกปี", "ไม่มี")),
            )
        )
    return tuple(made)


def spread(middle: float, chance: random.Random) -> dict[str, str]:
    """Ten scores around a middle."""
    return {
        str(code): str(
            Decimal(str(min(100.0, max(0.0, chance.gauss(middle, 5))))).quantize(Decimal("0.01"))
        )
        for code in range(1, 11)
    }


def district() -> tuple[list[Review], Register]:
    """Twelve expected agencies and everything that happens to their returns."""
    reviews, register = _district()
    return list(reviews), register


@cache
def _district() -> tuple[tuple[Review, ...], Register]:
    chance = random.Random(12)
    agencies = [
        Agency(
            f"อบต.{place}" if number % 3 else f"เทศบาลตำบล{place}",
            "sao" if number % 3 else "subdistrict_municipality",
            "เมือง",
            "สมมุติ",
            code=f"00{number:02d}" if number % 2 else "",
            contact=f"ปลัด โทร. 02-000-00{number:02d}",
            last_total=Decimal("90.00") if number < 8 else None,
            last_level="ผ่านดี" if number < 8 else "",
        )
        for number, place in enumerate(PLACES)
    ]

    def named(number: int) -> dict[str, str]:
        agency = agencies[number]
        return who(PLACES[number], agency.type, code=agency.code)

    complete = review(
        submission(
            named(0),
            parts(("97.50", "96.40"), {**GOLDEN, "10": "99.00"}),
            measures(9, chance),
            items={"i1": "100", "o12": "0", "o13": "50"},
        ),
    )
    golden = review(
        submission(
            named(1),
            GOLDEN,
            measures(12, chance),
            items={"i1": "95", "o12": "0"},
            explained=(
                Explained("มาตรการ", 1, Why.TITLE),
                Explained("มาตรการ", 2, Why.HEADING),
                Explained("มาตรการ", 30, Why.SIGNATURE),
            ),
        ),
        (
            finding(
                "R12",
                Severity.CONFIRM,
                sheet="มาตรการ",
                cells=("D7", "D9"),
                heading="ระยะเวลา",
                row="3",
                seen="=1+1",
                expected="เดือน ปี",
            ),
        ),
    )
    weak = review(
        submission(
            named(2), parts(("80.10", "84.20"), {**GOLDEN, "9": "90.00"}), measures(5, chance)
        ),
        (
            finding(
                "C101", Severity.ERROR, sheet="มาตรการ", cells=("H4",), heading="สถานะ", row="2"
            ),
        ),
    )
    older = review(
        submission(
            named(3),
            spread(70, chance),
            measures(4, chance),
            path="returned/เก่า.xlsx",
            modified=moment(2024, 9, 1),
        )
    )
    newer = review(
        submission(named(3), spread(83, chance), measures(6, chance), path="returned/ใหม่.xlsx")
    )
    late = review(
        submission(named(4), spread(88, chance), measures(3, chance), modified=moment(2024, 10, 12))
    )
    last_year = review(submission(named(5), spread(80, chance), measures(3, chance), year=2566))
    nothing = review(submission(named(6), {}, (measure(1, no="1", measure="-"),)))
    half = review(submission(named(7), {"1": "90", "2": "85.5"}, measures(2, chance)))
    broken = unreadable(f"returned/{agencies[9].code} รายงาน.xlsx")
    foreign = review(
        submission({}, {}, form=Form.FOREIGN, year=None, path="returned/บันทึกข้อความ.xlsx")
    )
    blank = review(submission(named(10), {}, path="returned/ว่าง.xlsx"))
    outside = review(
        submission(who("นอกเขต", "town", district="ไกล"), spread(95, chance), measures(8, chance))
    )
    reviews = [
        complete,
        golden,
        weak,
        older,
        newer,
        late,
        last_year,
        nothing,
        half,
        broken,
        foreign,
        blank,
        outside,
    ]
    settings = Settings(2567, "สมมุติ", DEADLINE, AS_OF, Decimal(85), Decimal(84))
    waivers = (Waiver("*", "C101", "สถานะ", "รอหนังสือเวียน", "ท้องถิ่นจังหวัด", dt.date(2024, 12, 31)),)
    return tuple(reviews), Register(tuple(agencies), settings, waivers, ())


def province(count: int = 142, seed: int = 7) -> tuple[list[Review], Register]:
    """A province: seven districts, three types of agencies, some of them missing."""
    reviews, register = _province(count, seed)
    return list(reviews), register


@cache
def _province(count: int, seed: int) -> tuple[tuple[Review, ...], Register]:
    chance = random.Random(seed)
    kinds = ("sao", "sao", "subdistrict_municipality", "town")
    districts = [
        f"อำเภอ{name}" for name in ("เมือง", "เหนือ", "ใต้", "ตะวันออก", "ตะวันตก", "กลาง", "ริมน้ำ")
    ]
    agencies, reviews = [], []
    for number, (place, suffix) in zip(
        range(count),
        itertools.product(PLACES, map(str, range(1, count // len(PLACES) + 2))),
        strict=False,
    ):
        mine = who(
            f"{place}{suffix}", chance.choice(kinds), chance.choice(districts), f"{number:05d}"
        )
        agencies.append(
            Agency(
                mine["name"],
                mine["type"],
                mine["district"],
                "สมมุติ",
                mine["code"],
                last_total=Decimal(str(round(chance.gauss(88, 6), 2))).min(Decimal(100)),
            )
        )
        if chance.random() < 0.08:
            continue
        if chance.random() < 0.02:
            reviews.append(unreadable(f"returned/{mine['code']}.xlsx"))
            continue
        scores = spread(chance.gauss(89, 5), chance)
        if chance.random() < 0.6:
            scores = parts((scores["6"], scores["7"]), scores)
        late = moment(2024, 10, chance.randint(1, 12))
        reviews.append(
            review(
                submission(mine, scores, measures(chance.randint(2, 10), chance), modified=late),
                [
                    finding(
                        chance.choice(("C101", "C102", "R201", "X301")),
                        chance.choice(list(Severity)),
                        sheet="มาตรการ",
                        cells=(f"D{n}",),
                        row=str(n),
                    )
                    for n in range(chance.randint(0, 4))
                ],
            )
        )
    settings = Settings(2567, "สมมุติ", DEADLINE, AS_OF, Decimal(85), Decimal(84))
    return tuple(reviews), Register(tuple(agencies), settings)


def choosing(register: Register, agency: str, file: str) -> Register:
    """The register with a choice of file."""
    return replace(register, choices=(FileChoice(agency, file, "ฉบับที่ลงนามแล้ว"),))


def digests(reviews: Iterable[Review]) -> list[summary.Digest]:
    """Take what a summary needs of reviews."""
    return [summary.digest_of(review, BOOK) for review in reviews]


def frame(
    reviews: Iterable[Review], register: Register | None, as_of: dt.date, books: Any, **more: Any
) -> summary.Frame:
    """Lay reviews out as tables."""
    return summary.frame(digests(reviews), register, as_of, books, **more)

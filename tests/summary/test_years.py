"""Years side by side: change on last year, and a trend over more than two."""

import datetime as dt
import random
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path

import people
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl import scoring, summary
from itaxl.excel.drawing import draw
from itaxl.register import Agency, Register
from itaxl.review import Review
from itaxl.rulebooks.loading import load
from itaxl.summary.identities import Vocabulary, Who
from itaxl.summary.page import level_names
from itaxl.summary.years import Past, Years

NAMES = ("ทุ่งสน", "หนองแสง", "บ้านไร่")


@cache
def year(number: int, totals: tuple[str, ...]) -> summary.Frame:
    """A year in which each agency has the same score in every indicator."""
    book = load(number)
    reviews = []
    for name, total in zip(NAMES, totals, strict=False):
        who = people.who(name, fiscal_year=str(number), results_year=str(number))
        scores = {str(code): total for code in range(1, 11)}
        measures = (people.measure(1, no="1", measure=name),)
        sub = people.submission(who, scores, measures, year=number)
        reviews.append(Review(sub.file, sub, scoring.score(sub, book), ()))
    pasts = [past for frame in PAST.values() for past in summary.pasts_of(frame)]
    return people.frame(reviews, None, dt.date(2024, 10, 15), {number: book}, pasts=pasts)


PAST: dict[int, summary.Frame] = {}


@pytest.fixture(scope="module")
def three() -> summary.Frame:
    PAST[2565] = year(2565, ("70", "90"))
    PAST[2566] = year(2566, ("80", "95", "88"))
    return year(2567, ("90", "85", "88"))


def rows(frame: summary.Frame, name: str) -> list[dict[str, object]]:
    sheet = next(sheet for sheet in summary.summarise(frame).sheets if sheet.name == name)
    headings = [column.heading for column in sheet.tables[-1].columns]
    return [dict(zip(headings, row, strict=True)) for row in sheet.tables[-1].rows]


def test_every_agency_stands_beside_last_year(three: summary.Frame) -> None:
    found = {row["หน่วยงาน"]: row for row in rows(three, "เทียบปีก่อน")}

    first, second, third = (found[f"องค์การบริหารส่วนตำบล{name}"] for name in NAMES)
    assert [first[k] for k in ("คะแนนรวม 2566", "คะแนนรวม 2567", "เพิ่ม/ลด")] == [80, 90, 10]
    assert second["เพิ่ม/ลด"] == -10
    assert third["เพิ่ม/ลด"] == 0
    changes = {v for k, v in first.items() if str(k).startswith("เพิ่ม/ลด ")}
    assert changes == {Decimal(10)}
    assert first["ระดับ 2567"]


def test_levels_are_compared_only_where_the_two_years_name_them_alike(three: summary.Frame) -> None:
    moves = {row["ระดับเปลี่ยน"] for row in rows(three, "เทียบปีก่อน")}

    alike = level_names(load(2566)) == level_names(load(2567)) != ()
    assert moves <= ({"▲ สูงขึ้น", "▼ ลดลง", "คงเดิม"} if alike else {"คนละเกณฑ์", None})


def test_three_years_give_a_trend(three: summary.Frame, tmp_path: Path) -> None:
    found = rows(three, "แนวโน้ม")

    third = pytest.approx(Decimal(263) / 3)
    # How a total was made in 2565 is not known, so there is none; indicators are.
    assert [found[0][k] for k in ("2565", "2566", "2567")] == [None, third, third]
    assert [found[1][k] for k in ("2565", "2566", "2567")] == [Decimal(80), third, third]
    agencies = {row["ชื่อ"]: row for row in found if row["ของ"] == "หน่วยงาน"}
    assert agencies["องค์การบริหารส่วนตำบลทุ่งสน"]["เพิ่ม/ลดทั้งช่วง"] == 10
    assert agencies["องค์การบริหารส่วนตำบลบ้านไร่"]["2565"] is None
    path = draw(summary.summarise(three), tmp_path / "s.xlsx")
    with zipfile.ZipFile(path) as package:
        drawn = b"".join(package.read(n) for n in package.namelist() if "worksheets/sheet" in n)
    assert drawn.count(b"<x14:sparkline>") == len(found)


def test_two_years_give_no_trend_and_one_year_no_comparison() -> None:
    PAST.clear()
    alone = year(2567, ("90",))
    names = [sheet.name for sheet in summary.summarise(alone).sheets]

    assert "แนวโน้ม" not in names
    assert "เทียบปีก่อน" not in names


def test_last_years_summary_is_believed_before_the_register(three: summary.Frame) -> None:
    register = Register((Agency("อบต.ทุ่งสน", last_total=Decimal("55"), district="เมือง"),))
    reviews = [
        people.review(people.submission(people.who("ทุ่งสน"), people.GOLDEN, path="a.xlsx")),
    ]
    known = [Past(2566, Who("อบต.ทุ่งสน", "sao", "เมือง", "สมมุติ"), Decimal(80), "ผ่านดี")]

    with_past = people.frame(reviews, register, people.AS_OF, people.BOOKS, pasts=known)
    without = people.frame(reviews, register, people.AS_OF, people.BOOKS)

    assert [row.last_total for row in with_past.agencies] == [Decimal(80)]
    assert [row.last_level for row in with_past.agencies] == ["ผ่านดี"]
    assert [row.last_total for row in without.agencies] == [Decimal(55)]


def test_a_year_before_last_is_not_taken_for_last_year() -> None:
    reviews = [people.review(people.submission(people.who("ทุ่งสน"), people.GOLDEN))]
    old = [Past(2565, Who("อบต.ทุ่งสน", "sao", "เมือง", "สมมุติ"), Decimal(80))]

    frame = people.frame(reviews, None, people.AS_OF, people.BOOKS, pasts=old)

    assert [row.change for row in frame.agencies] == [None]


whos = st.builds(
    Who,
    name=st.sampled_from(("ทุ่งสน", "บ้านไร่")),
    district=st.sampled_from(("", "เมือง", "ไกล")),
    code=st.sampled_from(("", "0012", "12", "13")),
)
pasts = st.builds(
    Past,
    year=st.sampled_from((2565, 2566)),
    who=whos,
    total=st.sampled_from((None, Decimal(80), Decimal(90))),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(pasts, max_size=5), whos, st.randoms())
def test_the_same_past_is_found_in_whatever_order_the_years_came(
    several: list[Past], who: Who, chance: random.Random
) -> None:
    shuffled = [*several, *several]
    chance.shuffle(shuffled)

    found = Years(several, Vocabulary()).of(who)

    assert Years(shuffled, Vocabulary()).of(who) == found
    for past in found.values():
        assert past in several
        same_code = who.code and past.who.code.lstrip("0") == who.code.lstrip("0")
        assert same_code or past.who.name == who.name


@given(pasts)
def test_a_past_is_read_as_it_was_written(past: Past) -> None:
    assert summary.past_of_line(summary.past_line(past)) == past

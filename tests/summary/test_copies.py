"""Texts that several agencies or years have in common."""

import os
import random
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import people
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl import apart, summary
from itaxl.checks.likeness import bare, clusters
from itaxl.review import Review
from itaxl.summary import alike, copies
from itaxl.summary.identities import Who
from itaxl.summary.years import Past, Said

TEXT = "จัดทำคู่มือการให้บริการประชาชนฉบับใหม่ และเผยแพร่บนเว็บไซต์ของหน่วยงานภายในไตรมาสแรก"


def reviews_of(measures: dict[str, list[str]]) -> list[Review]:
    return [
        people.review(
            people.submission(
                people.who(place),
                people.GOLDEN,
                [people.measure(n, no=str(n), measure=text) for n, text in enumerate(texts, 1)],
            )
        )
        for place, texts in measures.items()
    ]


def frame(measures: dict[str, list[str]], pasts: Iterable[Past] = ()) -> summary.Frame:
    return people.frame(reviews_of(measures), None, people.AS_OF, people.BOOKS, pasts=pasts)


def groups(found: summary.Frame) -> list[set[tuple[str, int]]]:
    return [{(text.agency[-6:], text.year) for text in one.texts} for one in copies.shared(found)]


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.replace(" ", "\n"),
        TEXT.replace("แรก", "ที่ ๒"),
        TEXT.replace("คู่มือ", "คู่มือและผัง"),
        TEXT.replace("ของหน่วยงาน", "ของบ้านไร่"),
        "1) " + TEXT + " (ปี 2567)",
    ],
)
def test_a_text_taken_over_is_found_though_it_was_touched_up(other: str) -> None:
    mine = TEXT.replace("ของหน่วยงาน", "ของทุ่งสน") if "ของบ้านไร่" in other else TEXT
    (one,) = copies.shared(frame({"ทุ่งสน": [mine], "บ้านไร่": [other]}))

    assert one.sharers == 2
    assert {text.text for text in one.texts} == {mine, other}
    assert 92 <= one.likeness <= 100


@pytest.mark.parametrize(
    "other",
    [
        "จัดทำช่องทางร้องเรียนการทุจริตทางโทรศัพท์ และแจ้งผลให้ผู้ร้องทราบภายในสิบห้าวันทำการ",
        TEXT[:30],
        TEXT.replace("คู่มือการให้บริการประชาชน", "แผนการจัดซื้อจัดจ้างและพัสดุ"),
    ],
)
def test_what_differs_or_is_short_is_not_called_a_copy(other: str) -> None:
    assert copies.shared(frame({"ทุ่งสน": [TEXT], "บ้านไร่": [other]})) == []
    assert copies.shared(frame({"ทุ่งสน": [other[:30]], "บ้านไร่": [other[:30]]})) == []


def test_what_one_agency_repeats_in_one_year_is_its_own_affair() -> None:
    assert copies.shared(frame({"ทุ่งสน": [TEXT, TEXT]})) == []


def test_texts_are_found_where_they_stand_once_agencies_are_put_in_order() -> None:
    came = [
        ("ทุ่งสน", "10.00", [TEXT]),
        ("บ้านไร่", "60.00", ["ก", "ข"]),
        ("นาทอง", "90.00", ["ค", TEXT]),
    ]
    reviews = [
        people.review(
            people.submission(
                people.who(place),
                {**people.GOLDEN, "10": points},
                [people.measure(n, no=str(n), measure=text) for n, text in enumerate(texts, 1)],
            )
        )
        for place, points, texts in came
    ]

    found = people.frame(reviews, None, people.AS_OF, people.BOOKS)
    (one,) = copies.shared(found)

    best, _, last = found.agencies["agency"]
    assert (best.endswith("นาทอง"), last.endswith("ทุ่งสน")) == (True, True)
    told = {(text.agency, text.row, text.text) for text in one.texts}
    assert told == {(last, "1", TEXT), (best, "2", TEXT)}


PAST = Past(
    2566, Who("อบต.ทุ่งสน", "sao", "เมือง", "สมมุติ"), None, "", {}, (Said("measure", "4", TEXT),)
)


@pytest.mark.parametrize(
    "fate",
    ["", "raise SystemExit(3)", "import time; time.sleep(600)"],
    ids=["lives", "ends", "hangs"],
)
def test_whatever_becomes_of_the_process_that_looks_for_them(
    fate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = {"ทุ่งสน": ["สั้น", TEXT], "บ้านไร่": [TEXT + " (ปี 2567)", TEXT[:30]], "นาทอง": [TEXT]}
    usual = groups(frame(came, [PAST]))
    monkeypatch.setattr(alike, "MANY", 1)
    monkeypatch.setattr(alike, "SILENCE", 0.3)
    if fate:
        monkeypatch.setattr(apart, "_SERVE", fate)
    shelf = summary.Shelf()
    digests = [one.shelved(shelf) for one in people.digests(reviews_of(came))]

    found = summary.frame(
        digests, None, people.AS_OF, people.BOOKS, pasts=[PAST], alone=not hasattr(os, "pread")
    )
    make, here = found.alike._apart.make, list[object]()

    def looked_here(*task: Any) -> Iterator[Any]:
        here.append(task)
        return make(*task)

    monkeypatch.setattr(found.alike._apart, "make", looked_here)
    with closing(found.alike):
        assert groups(found) == usual
    assert [len(group) for group in usual] == [4]
    assert bool(here) == (bool(fate) or not hasattr(os, "pread"))


def test_a_text_of_last_year_is_found_again() -> None:
    (one,) = copies.shared(frame({"ทุ่งสน": [TEXT]}, [PAST]))

    assert {(text.year, text.row) for text in one.texts} == {(2567, "1"), (2566, "4")}
    assert one.sharers == 1


def test_the_sheet_lists_who_shares_a_text_and_is_absent_where_nothing_is_shared() -> None:
    book = summary.summarise(frame({"ทุ่งสน": [TEXT], "บ้านไร่": [TEXT], "นาทอง": [TEXT[:20]]}))
    sheet = next(sheet for sheet in book.sheets if sheet.name == "ข้อความซ้ำ")
    alone = summary.summarise(frame({"ทุ่งสน": [TEXT]}))

    assert [(row[0], row[2], row[3], row[7]) for row in sheet.tables[-1].rows] == [
        (1, 2, 100, TEXT),
        (1, 2, 100, TEXT),
    ]
    assert "ข้อความซ้ำ" not in [sheet.name for sheet in alone.sheets]


words = st.lists(st.sampled_from((*TEXT.split(), "ประชุม", "ทบทวน", "รายงานผล")), max_size=12)


@settings(max_examples=50, deadline=None)
@given(st.lists(words.map("".join), max_size=8), st.randoms())
def test_every_text_stands_in_one_cluster_at_most_whatever_the_order(
    said: list[str], chance: random.Random
) -> None:
    texts = [bare(text) for text in said]
    order = list(range(len(texts)))
    chance.shuffle(order)

    found = clusters(texts)
    shuffled = clusters([texts[place] for place in order])

    members = [place for cluster in found for place in cluster.members]
    assert len(members) == len(set(members))
    assert {frozenset(c.members) for c in found} == {
        frozenset(order[place] for place in c.members) for c in shuffled
    }
    for cluster in found:
        assert all(len(texts[place]) >= 40 for place in cluster.members)
    for place, text in enumerate(texts):
        if len(text) >= 40 and texts.count(text) > 1:
            assert place in members


def test_the_work_grows_with_the_number_of_texts_not_with_its_square() -> None:
    chance = random.Random(5)
    parts = TEXT.split() + list(people.THINGS) + [result for _, result in people.RESULTS]

    def spent(count: int) -> float:
        texts = ["".join(chance.choices(parts, k=8)) + str(n) for n in range(count)]
        start = time.process_time()
        clusters([bare(text) for text in texts])
        return time.process_time() - start

    spent(200)
    assert spent(4000) < 12 * spent(1000)

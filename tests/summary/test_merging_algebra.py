"""Merging is an algebra: what comes out depends on the set of workbooks and on nothing else."""

import base64
import datetime as dt
import hashlib
import lzma
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import people
import pytest
import zstandard
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from itaxl import pipeline, summary
from itaxl.pipeline import reviewing
from itaxl.pipeline.merging import digest, together, told_apart
from itaxl.plans import SheetPlan
from itaxl.register import Agency, Register, Settings, Waiver
from itaxl.review import Review

SAMPLES = Path(__file__).parents[2] / "samples" / "district"
AS_OF = dt.date(2025, 10, 31)
RULES = pipeline.rules(None)


@cache
def returned(expected: bool = False) -> tuple[Review, ...]:
    """The workbooks of a district, one of them replaced at its place; judged as expected or not."""
    paths = sorted(SAMPLES.glob("returned/*.xlsx"))
    found = [reviewing.review(path, RULES, register() if expected else None) for path in paths]
    moved = replace(found[2].file, path=found[1].file.path)
    assert found[2].submission
    replaced = replace(found[2], file=moved, submission=replace(found[2].submission, file=moved))
    return (*found, replaced)


@cache
def register() -> Register:
    return reviewing.read_register(SAMPLES / "register.xlsx")[0]


def merged(
    reviews: Iterable[Review], *carried: summary.Carried, expected: Register | None = None
) -> tuple[summary.Frame, summary.Carried]:
    held = summary.Carried()
    for one in carried:
        held |= one
    fresh = tuple(digest(review, RULES) for review in reviews)
    laid = together(fresh, held, RULES, expected, AS_OF)
    # What is carried crosses a file as rows of text.
    return laid.frame, summary.unpack(list(summary.parcel.rows(laid.carried)))


def told(frame: summary.Frame, carried: summary.Carried) -> dict[str, Any]:
    """Every value of every tab, and all else that is drawn."""
    book = summary.summarise(frame, (), carried)
    return {
        "names": dict(book.names),
        "properties": dict(book.properties),
        **{sheet.name: list(_values(sheet)) for sheet in book.sheets},
    }


def _values(sheet: SheetPlan) -> Iterator[Any]:
    yield from ((cell.row, cell.column, cell.value) for cell in sheet.cells)
    yield from ((merge.area, merge.value) for merge in sheet.merges)
    for table in sheet.tables:
        yield [column.heading for column in table.columns]
        yield from table.rows


chosen = st.lists(st.integers(0, 12), max_size=7)


def once(numbers: Iterable[int], *, expected: bool = False) -> list[Review]:
    return [returned(expected)[number] for number in dict.fromkeys(numbers)]


LAW = settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))


@LAW
@given(one=chosen, other=chosen)
def test_merging_summaries_is_merging_all_that_they_were_made_from(
    one: list[int], other: list[int]
) -> None:
    whole = merged(once([*one, *other], expected=True), expected=register())

    parts = merged((), merged(once(one), expected=register())[1], merged(once(other))[1])

    assert told(*parts) == told(*whole)


@settings(LAW, max_examples=2)
@given(st.permutations(range(13)), st.integers(0, 13), st.integers(0, 13))
def test_neither_order_nor_grouping_matters(order: list[int], first: int, second: int) -> None:
    first, second = sorted((first, second))
    pieces = [order[:first], order[first:second], order[second:]]
    one, two, three = (merged(once(piece))[1] for piece in pieces)

    left = merged((), merged((), one, two)[1], three)
    right = merged((), one, merged((), three, two)[1])

    assert told(*left) == told(*right) == told(*merged(returned()))


@LAW
@given(chosen)
def test_merging_the_same_twice_changes_nothing(numbers: list[int]) -> None:
    mine = once(numbers, expected=True)
    frame, carried = merged(mine, expected=register())

    assert told(*merged((), carried, carried)) == told(frame, carried)
    assert told(*merged(mine, carried)) == told(frame, carried)


def test_a_summary_and_a_newer_workbook_follow_the_rule_of_two_files_of_one_agency() -> None:
    files = [review for review in returned() if "S06" in review.file.path]
    assert len(files) == 2

    for old, new in (files, files[::-1]):
        in_summary = merged([new], merged([old])[1])
        assert told(*in_summary) == told(*merged(files))


def test_files_of_one_name_keep_their_own_rows() -> None:
    same = [r for r in returned() if r.file.path == returned()[1].file.path]
    apart = told_apart([digest(review, RULES) for review in same])

    assert len({one.file.path for one in apart}) == len(same) == 2
    assert {Path(one.file.path).name for one in apart} == {Path(same[0].file.path).name}
    frame, _ = merged(same)
    assert sorted(frame.ledger["sha"]) == sorted(review.file.sha256 for review in same)


def test_what_is_carried_gives_back_every_review_as_it_was() -> None:
    for review in returned():
        record = digest(review, RULES).record
        again = summary.review_of(record)
        assert digest(again, RULES).record == record
        if review.submission:
            bare = replace(review.submission, extras=(), pictures={}, extras_left_out=0)
            assert again.submission == bare
        else:
            assert again.findings == review.findings


@pytest.mark.parametrize(
    "text",
    [
        "ทำแล้ว ★ ☎ 😀 ພາສາ",  # letters of other scripts
        'a "quoted" \\u0e01 {} []',
        "สองบรรทัด\nและ\tอีก \x85 \x9f \u200b \u2028",
        "ครึ่งตัว \ud83d",  # half a letter
        "  ว่างรอบข้าง  ",
    ],
)
def test_what_is_carried_keeps_every_letter(text: str) -> None:
    rows = (people.measure(1, measure=text, result=text), people.measure(2, measure=text, no="๒"))
    joined = replace(rows[1], continued=(4, 5), hidden=True)
    review = people.review(people.submission(people.who("ทุ่งสน"), people.GOLDEN, (rows[0], joined)))

    _, carried = merged([review])

    (record,) = carried.records.values()
    assert summary.review_of(record).submission == review.submission


@pytest.mark.parametrize("harm", ["row", "text", "digest", "number", "format"])
def test_damage_to_what_is_carried_is_noticed(harm: str) -> None:
    rows = [list(row) for row in summary.parcel.rows(merged(returned()[:3])[1])]
    if harm == "row":
        del rows[0]
    else:
        place = {"text": 5, "digest": 4, "number": 0, "format": 5}[harm]
        rows[-1][place] = {"format": "AAAA", "number": "x"}.get(harm, rows[-1][place][:-1] + "!")

    with pytest.raises(ValueError, match=r".*"):
        summary.unpack(rows)


def rows_of_one_block(block: bytes) -> list[tuple[str, ...]]:
    text = base64.b64encode(block).decode()
    return [("1", "1", "1", "1", hashlib.sha256(block).hexdigest(), text)]


def test_what_was_compressed_another_way_is_still_read() -> None:
    carried = merged(returned()[:3])[1]
    lines = [b"R" + record.line for record in carried.records.values()]
    block = lzma.compress(b"\n".join((summary.parcel.FORMAT, *lines)), preset=1)

    assert summary.unpack(rows_of_one_block(block)) == replace(carried, registers=frozenset())


def test_what_would_fill_the_memory_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    block = zstandard.compress(summary.parcel.FORMAT + b"\n" * 2000)
    assert summary.unpack(rows_of_one_block(zstandard.compress(summary.parcel.FORMAT)))
    monkeypatch.setattr(summary.parcel, "MAX_BLOCK", 1000)

    with pytest.raises(ValueError, match="size"):
        summary.unpack(rows_of_one_block(block))


# ── registers ───────────────────────────────────────────────────────────────────────────────────

agencies = st.builds(
    Agency,
    name=st.sampled_from(("อบต.ทุ่งสน", "อบต. ทุ่งสน", "เทศบาลตำบลบ้านไร่", "อบต.นาทอง")),
    district=st.sampled_from(("เมือง", "ไกล")),
    code=st.sampled_from(("", "0012", "0013")),
    contact=st.sampled_from(("", "ปลัด")),
)
registers = st.builds(
    Register,
    agencies=st.lists(agencies, max_size=4).map(tuple),
    settings=st.builds(
        Settings,
        fiscal_year=st.sampled_from((None, 2567, 2566)),
        province=st.sampled_from(("", "สมมุติ", "อื่น")),
        deadline=st.sampled_from((None, dt.date(2024, 10, 1), dt.date(2024, 10, 31))),
    ),
    waivers=st.sampled_from(((), (Waiver("*", "C101"),), (Waiver("0012", "C102"),))),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(registers, max_size=4), st.randoms())
def test_registers_join_in_any_order_however_often_they_come(
    several: list[Register], chance: random.Random
) -> None:
    shuffled = [*several, *several[:1]]
    chance.shuffle(shuffled)

    joined = summary.joined(several)

    assert summary.joined(shuffled) == joined
    if joined is None:
        assert several == []
    else:
        assert {agency.name for agency in joined.agencies} <= {
            agency.name for one in several for agency in one.agencies
        }


def test_a_waiver_for_everybody_holds_for_its_own_register_only() -> None:
    near = Register((Agency("อบต.ทุ่งสน", code="0012"),), waivers=(Waiver("*", "C101"),))
    far = Register((Agency("อบต.นาทอง"),))

    joined = summary.joined([near, far])

    assert joined
    assert [waiver.agency for waiver in joined.waivers] == ["0012"]


def test_who_is_missing_in_a_district_is_still_missed_in_the_province() -> None:
    _, carried = merged(returned()[:2], expected=register())
    frame, _ = merged((), carried)

    missing = frame.agencies["status"].count("missing")
    assert missing >= len(register().agencies) - 3 > 0

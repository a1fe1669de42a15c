import datetime as dt
import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import people
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itaxl.register import Agency, Register, Settings
from itaxl.review import Review
from itaxl.submission import Explained, Form, Why
from itaxl.summary.frame import terms_of
from itaxl.summary.identities import Who, identify
from itaxl.summary.ledger_rules import Arrival, Cause, Line, Terms, ledger

NAMES = people.PLACES


def terms(register: Register | None = None) -> Terms:
    return terms_of(people.BOOK, register, 2567, people.AS_OF)


def lines(reviews: Iterable[Review], register: Register | None = None) -> list[Line]:
    return list(ledger(people.digests(reviews), register, terms(register))[1])


def statuses(reviews: Iterable[Review], register: Register | None = None) -> dict[str, Arrival]:
    """The status of each agency, by its name without its type."""
    found = {}
    for line in lines(reviews, register):
        if line.stands and line.member:
            found[identify(line.member.who, terms().vocabulary).name] = line.status
    return found


def one(
    who: Mapping[str, str] | None = None, scores: Mapping[str, str] = people.GOLDEN, **more: Any
) -> Review:
    return people.review(people.submission(who or people.who("ทุ่งสน"), scores, **more))


def test_every_status_of_a_district_is_told_apart() -> None:
    reviews, register = people.district()

    assert statuses(reviews, register) == {
        "ทุ่งสน": Arrival.RECEIVED,
        "หนองแสง": Arrival.RECEIVED,
        "บ้านไร่": Arrival.RECEIVED,
        "คลองใหม่": Arrival.RECEIVED,
        "ดอนกลาง": Arrival.LATE,
        "ป่าไผ่": Arrival.REJECTED,
        "สระแก้วใต้": Arrival.NOTHING,
        "วังหิน": Arrival.RECEIVED,
        "นาทอง": Arrival.MISSING,
        "โคกสูงเหนือ": Arrival.UNREADABLE,
        "ห้วยใส": Arrival.REJECTED,
        "ท่าข้าม": Arrival.MISSING,
        "นอกเขต": Arrival.RECEIVED,
    }


def test_every_file_is_in_exactly_one_line() -> None:
    reviews, register = people.district()

    told = [line.digest.file.path for line in lines(reviews, register) if line.digest]

    assert sorted(told) == sorted(review.file.path for review in reviews)


def test_the_newer_of_two_valid_files_counts_and_the_older_is_kept_as_superseded() -> None:
    reviews, register = people.district()

    mine = [
        line
        for line in lines(reviews, register)
        if line.digest and line.digest.file.path.endswith(("ใหม่.xlsx", "เก่า.xlsx"))
    ]

    by_file = {line.digest.file.path: line for line in mine if line.digest}
    assert by_file["returned/ใหม่.xlsx"].stands
    old = by_file["returned/เก่า.xlsx"]
    assert (old.status, old.cause, old.stands) == (Arrival.SUPERSEDED, Cause.OLDER, False)
    assert old.winner
    assert old.winner.file.path == "returned/ใหม่.xlsx"


def test_a_choice_in_the_register_goes_before_the_date() -> None:
    reviews, register = people.district()
    chosen = people.choosing(register, "เทศบาลตำบลคลองใหม่", "เก่า.xlsx")

    by_file = {line.digest.file.path: line for line in lines(reviews, chosen) if line.digest}

    assert by_file["returned/เก่า.xlsx"].stands
    assert by_file["returned/เก่า.xlsx"].chosen
    assert by_file["returned/ใหม่.xlsx"].cause is Cause.NOT_CHOSEN


def test_a_choice_of_a_file_that_cannot_count_changes_nothing() -> None:
    bad = one(form=Form.FOREIGN, path="returned/เลือก.xlsx")
    good = one(path="returned/ดี.xlsx")
    register = people.choosing(
        Register((Agency("อบต.ทุ่งสน", "sao", "เมือง", "สมมุติ"),)), "อบต.ทุ่งสน", "เลือก"
    )

    by_file = {line.digest.file.path: line for line in lines([bad, good], register) if line.digest}

    assert by_file["returned/ดี.xlsx"].stands
    assert by_file["returned/เลือก.xlsx"].status is Arrival.REJECTED


def test_an_invalid_newer_file_never_displaces_a_valid_older_one() -> None:
    good = one(path="a.xlsx", modified=people.moment(2024, 1, 1))
    newer_last_year = one(path="b.xlsx", year=2566, modified=people.moment(2024, 9, 1))

    found = lines([good, newer_last_year])
    by_file = {line.digest.file.path: line for line in found if line.digest}

    assert by_file["a.xlsx"].stands
    assert (by_file["b.xlsx"].status, by_file["b.xlsx"].cause) == (
        Arrival.REJECTED,
        Cause.OTHER_YEAR,
    )


def test_the_report_date_goes_before_the_file_date_unless_it_lies_in_the_future() -> None:
    early = one(
        people.who("ทุ่งสน", report_date="1 มีนาคม 2567"),
        path="early.xlsx",
        modified=people.moment(2024, 9, 9),
    )
    late = one(
        people.who("ทุ่งสน", report_date="30 กันยายน 2567"),
        path="late.xlsx",
        modified=people.moment(2024, 9, 1),
    )
    future = one(
        people.who("ทุ่งสน", report_date="1 มีนาคม 2570"),
        path="future.xlsx",
        modified=people.moment(2024, 8, 1),
    )

    found = lines([early, late, future])
    standing = [line.digest and line.digest.file.path for line in found if line.stands]

    assert standing == ["late.xlsx"]


def test_the_same_bytes_twice_count_once() -> None:
    first = one(path="a.xlsx")
    twin = replace(first, file=replace(first.file, path="b.xlsx"))

    found = sorted((line.status, line.cause) for line in lines([twin, first]))

    assert found == [(Arrival.RECEIVED, Cause.NONE), (Arrival.SUPERSEDED, Cause.SAME)]


@pytest.mark.parametrize(
    ("more", "status", "cause"),
    [
        ({}, Arrival.RECEIVED, Cause.NONE),
        ({"form": Form.CORRECTED}, Arrival.RECEIVED, Cause.NONE),
        ({"form": Form.FOREIGN}, Arrival.REJECTED, Cause.NOT_OURS),
        ({"form": Form.REGISTER}, Arrival.REJECTED, Cause.REGISTER),
        ({"form": Form.SUMMARY}, Arrival.REJECTED, Cause.SUMMARY),
        ({"year": 2566}, Arrival.REJECTED, Cause.OTHER_YEAR),
        ({"year": None}, Arrival.REJECTED, Cause.OTHER_YEAR),
        ({"who": {"province": "สมมุติ"}}, Arrival.REJECTED, Cause.NO_AGENCY),
        ({"scores": {}}, Arrival.REJECTED, Cause.NO_FIGURES),
        ({"scores": {"1": "ดีมาก"}}, Arrival.REJECTED, Cause.NO_FIGURES),
        ({"scores": {"1": "0"}}, Arrival.RECEIVED, Cause.NONE),
        (
            {"scores": {}, "measures": (people.measure(1, measure="จัดอบรม"),)},
            Arrival.RECEIVED,
            Cause.NONE,
        ),
        (
            {"scores": {}, "measures": (people.measure(1, no="1", measure="ไม่มี", result="-"),)},
            Arrival.NOTHING,
            Cause.NOTHING,
        ),
        (
            {"scores": {}, "explained": (Explained("มาตรการ", 2, Why.UNKNOWN, "ไม่มี มาตรการ"),)},
            Arrival.NOTHING,
            Cause.NOTHING,
        ),
        ({"measures": (people.measure(1, measure="-"),)}, Arrival.RECEIVED, Cause.NONE),
        (
            {"identity": {"property": {"code": "0012"}, "cell": {"code": "12"}}},
            Arrival.RECEIVED,
            Cause.NONE,
        ),
        (
            {"identity": {"property": {"code": "0012"}, "cell": {"code": "0013"}}},
            Arrival.REJECTED,
            Cause.TWO_CODES,
        ),
    ],
)
def test_what_counts_and_what_is_refused(
    more: Mapping[str, Any], status: Arrival, cause: Cause
) -> None:
    (line,) = lines([one(**more)])

    assert (line.status, line.cause) == (status, cause)


@pytest.mark.parametrize(
    ("modified", "status"),
    [
        (people.moment(2024, 10, 10, 23, 59), Arrival.RECEIVED),
        (people.moment(2024, 10, 11, 0, 0), Arrival.LATE),
        # 18:00 UTC is one o'clock the next morning in Thailand.
        (dt.datetime(2024, 10, 10, 18, 0, tzinfo=dt.UTC), Arrival.LATE),
        (dt.datetime(2024, 10, 10, 16, 0, tzinfo=dt.UTC), Arrival.RECEIVED),
        (None, Arrival.RECEIVED),
    ],
)
def test_late_begins_the_day_after_the_deadline_in_thailand(
    modified: dt.datetime, status: Arrival
) -> None:
    register = Register(settings=Settings(2567, deadline=people.DEADLINE))

    (line,) = lines([one(modified=modified)], register)

    assert line.status is status


@pytest.mark.parametrize(
    ("written", "same"),
    [
        (Who("อบต.ทุ่งสน", "", "เมือง", "สมมุติ"), True),
        (Who("องค์การบริหารส่วนตำบล ทุ่งสน", "sao", "อำเภอเมือง", "จ.สมมุติ"), True),
        (Who("ทุ่งสน", "sao", "อ.เมือง", "จังหวัดสมมุติ"), True),
        (Who("อบต. ทุ่งสน"), True),
        (Who("อบต.ทุ่งสน", "", "อื่น", "สมมุติ"), False),
        (Who("เทศบาลตำบลทุ่งสน", "", "เมือง", "สมมุติ"), False),
        (Who("อบต.ทุ่งสนใต้", "", "เมือง", "สมมุติ"), False),
    ],
)
def test_one_agency_is_recognised_in_its_spellings_and_no_other(written: Who, same: bool) -> None:
    register = Register((Agency("องค์การบริหารส่วนตำบลทุ่งสน", "sao", "เมือง", "สมมุติ"),))
    keys = ("name", "type", "district", "province", "code")
    mine = {key: getattr(written, key) for key in keys}

    members, _ = ledger(people.digests([one(mine)]), register, terms(register))

    assert (len(members) == 1) is same


def test_a_code_finds_its_agency_though_the_name_is_mistyped_and_zeros_are_lost() -> None:
    register = Register((Agency("อบต.ทุ่งสน", "sao", "เมือง", "สมมุติ", code="0042"),))

    members, found = ledger(
        people.digests([one(people.who("ทุ่งสบ", code="42"))]), register, terms(register)
    )

    assert len(members) == 1
    assert found[0].status is Arrival.RECEIVED


def test_two_agencies_of_one_name_are_not_mixed_up() -> None:
    register = Register(
        (Agency("อบต.ทุ่งสน", "sao", "เหนือ", "สมมุติ"), Agency("อบต.ทุ่งสน", "sao", "ใต้", "สมมุติ"))
    )

    found = {
        line.member.who.district: line.status
        for line in lines([one(people.who("ทุ่งสน", district="ใต้"))], register)
        if line.member
    }

    assert found == {"เหนือ": Arrival.MISSING, "ใต้": Arrival.RECEIVED}


reviews, register = people.district()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), known=st.booleans())
def test_the_order_in_which_files_come_makes_no_difference(seed: int, known: bool) -> None:
    shuffled = list(reviews)
    random.Random(seed).shuffle(shuffled)
    used = register if known else None

    def told(found: Any) -> Any:
        return sorted(
            (
                line.member.key if line.member else "",
                line.digest.file.path if line.digest else "",
                line.status,
                line.cause,
                line.stands,
            )
            for line in found
        )

    assert told(lines(shuffled, used)) == told(lines(reviews, used))


@settings(max_examples=25, deadline=None)
@given(picked=st.sets(st.integers(0, len(reviews) - 1)))
def test_every_agency_of_the_register_has_one_status_whatever_came(picked: set[int]) -> None:
    members, found = ledger(people.digests([reviews[i] for i in picked]), register, terms(register))

    standing = [line.member and line.member.key for line in found if line.stands]
    assert sorted(map(str, standing)) == sorted(member.key for member in members)
    assert sum(member.expected is not None for member in members) == len(register.agencies)

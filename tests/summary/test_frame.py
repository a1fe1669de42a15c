import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import people
import pytest

from itaxl import summary
from itaxl.findings import Severity
from itaxl.register import Agency, Register, Settings, Waiver
from itaxl.summary import standings
from itaxl.summary.ledger_rules import Arrival


@pytest.fixture(scope="module")
def district() -> summary.Frame:
    return people.frame(*people.district(), people.AS_OF, people.BOOKS)


def agency(frame: summary.Frame, name: str) -> Any:
    return next(row for row in frame.agencies if name in row.agency)


def test_a_merge_without_further_formats_imports_no_pandas(tmp_path: Path) -> None:
    sample = next((Path(__file__).parents[2] / "samples" / "district").glob("returned/S01*.xlsx"))
    code = (
        "import sys; from pathlib import Path; from itaxl import pipeline\n"
        "given, made = map(Path, sys.argv[1:])\n"
        "pipeline.merge([given], made, pipeline.rules(None))\n"
        "sys.exit(f'imported {heavy}' if (heavy := {'pandas', 'numpy'} & {*sys.modules}) else 0)"
    )
    command = [sys.executable, "-c", code, str(sample), str(tmp_path / "s.xlsx")]
    assert subprocess.run(command, check=False).returncode == 0


def test_the_golden_figures_arrive_unharmed(district: summary.Frame) -> None:
    row = agency(district, "หนองแสง")
    figures = {f.code: f for f in district.figures if f.key == row.key}

    assert row.total == Decimal("92.35")
    assert (row.level, row.proven) == ("ผ่านดี", False)
    assert figures["IIT"].value == Decimal("98.888")
    assert figures["IIT"].weighted == Decimal("29.6664")
    assert figures["OIT"].value == Decimal("88.335")
    assert row.lowest == "OIT"
    assert (row.last_total, row.change) == (Decimal("90.00"), Decimal("2.35"))


def test_no_score_is_ever_a_float(district: summary.Frame) -> None:
    for table, column in (
        (district.agencies, "total"),
        (district.agencies, "change"),
        (district.figures, "value"),
        (district.figures, "weighted"),
    ):
        assert {type(value) for value in table[column]} <= {Decimal, type(None)}


def test_unknown_totals_stand_last_and_are_not_zero(district: summary.Frame) -> None:
    totals = list(district.agencies["total"])
    known = [total for total in totals if total is not None]

    assert known == sorted(known, reverse=True)
    assert totals[len(known) :] == [None] * (len(totals) - len(known))
    assert agency(district, "วังหิน").total is None
    assert agency(district, "วังหิน").status is Arrival.RECEIVED


def test_nothing_of_a_file_that_does_not_count_leaks(district: summary.Frame) -> None:
    assert not {"returned/เก่า.xlsx"} & set(district.measures["file"])
    assert agency(district, "ป่าไผ่").total is None
    assert agency(district, "ป่าไผ่").measures is None
    assert agency(district, "ป่าไผ่").key not in set(district.figures["key"])


def test_rows_read_are_rows_used_and_explained_for_every_file(district: summary.Frame) -> None:
    files = [row for row in district.ledger if row.read is not None]

    assert all(row.read == row.used + row.explained for row in files)
    assert sum(row.used for row in files) == len(district.measures)
    used = Counter(district.measures["file"])
    assert all(used[row.file] == row.used for row in files)


def test_a_waiver_silences_its_finding_and_is_counted(district: summary.Frame) -> None:
    waived = [row for row in district.findings if row.waived]

    assert [(row.code, row.heading) for row in waived] == [("C101", "สถานะ")]
    assert list(district.facts.waived.values()) == [1]
    assert agency(district, "บ้านไร่").errors == 0


@pytest.mark.parametrize(
    ("waiver", "silenced"),
    [
        (Waiver("*", "C101"), True),
        (Waiver("องค์การบริหารส่วนตำบลทุ่งสน", "c101"), True),
        (Waiver("อบต.ทุ่งสน", "C101", "สถานะ"), True),
        (Waiver("อบต.อื่น", "C101"), False),
        (Waiver("*", "C102"), False),
        (Waiver("*", "C101", "ผู้รับผิดชอบ"), False),
        (Waiver("*", "C101", until=people.AS_OF.replace(day=14)), False),
        (Waiver("*", "C101", until=people.AS_OF), True),
    ],
)
def test_what_a_waiver_reaches(waiver: Waiver, silenced: bool) -> None:
    found = people.finding("C101", Severity.ERROR, heading="สถานะ")
    review = people.review(people.submission(people.who("ทุ่งสน"), people.GOLDEN), [found])
    register = Register((), Settings(2567), (waiver,))

    frame = people.frame([review], register, people.AS_OF, people.BOOKS)

    assert list(frame.findings["waived"]) == [silenced]
    assert list(frame.agencies["errors"]) == [0 if silenced else 1]


def test_ranks_are_shared_by_equal_totals_and_made_within_district_and_province() -> None:
    def made(place: str, district: str, tenth: str) -> Any:
        return people.review(
            people.submission(people.who(place, district=district), {**people.GOLDEN, "10": tenth})
        )

    frame = people.frame(
        [
            made("ก", "หนึ่ง", "80"),
            made("ข", "หนึ่ง", "90"),
            made("ค", "สอง", "90"),
            made("ง", "สอง", "70"),
        ],
        None,
        people.AS_OF,
        people.BOOKS,
    )

    ranks = {row.agency[-1]: (row.rank_district, row.rank_province) for row in frame.agencies}
    assert ranks == {"ข": (1, 1), "ค": (1, 1), "ก": (2, 3), "ง": (2, 4)}


def test_without_a_register_the_year_is_that_of_most_files() -> None:
    reviews, _ = people.district()

    frame = people.frame(reviews, None, people.AS_OF, people.BOOKS)

    assert frame.facts.year == 2567
    assert Arrival.MISSING not in set(frame.agencies["status"])


def test_agencies_without_any_return_are_told_when_nothing_came() -> None:
    register = Register((Agency("อบต.ทุ่งสน", "sao"),), Settings(2567))

    frame = people.frame([], register, people.AS_OF, people.BOOKS)

    assert [(row.agency, row.status, row.total) for row in frame.agencies] == [
        ("อบต.ทุ่งสน", Arrival.MISSING, None)
    ]


def measured(**texts: str) -> summary.Frame:
    review = people.review(
        people.submission(
            people.who("ทุ่งสน"), {**people.GOLDEN, "4": "80"}, (people.measure(1, **texts),)
        )
    )
    return people.frame([review], None, people.AS_OF, people.BOOKS)


@pytest.mark.parametrize(
    ("texts", "chase"),
    [
        (
            {
                "measure": "ก",
                "period": "ต.ค. 2566 - ก.ย. 2567",
                "status": "in_progress",
                "result": "กำลังทำ",
            },
            ("overdue",),
        ),
        (
            {
                "measure": "ก",
                "period": "ต.ค. 2566 - ก.ย. 2568",
                "status": "in_progress",
                "result": "กำลังทำ",
            },
            (),
        ),
        ({"measure": "ก", "period": "ต.ค. 2566 - ก.ย. 2567"}, ("not_reported",)),
        ({"measure": "ก", "period": "ต.ค. 2566 - ก.ย. 2567", "status": "done"}, ("no_result",)),
        (
            {
                "measure": "ก",
                "period": "ต.ค. 2566 - ก.ย. 2567",
                "status": "done",
                "result": "ทำแล้ว",
            },
            (),
        ),
        (
            {
                "measure": "ก",
                "period": "ตามความเหมาะสม",
                "status": "in_progress",
                "result": "กำลังทำ",
            },
            ("no_period",),
        ),
        ({"measure": "ก", "period": "ตามความเหมาะสม", "status": "cancelled"}, ()),
    ],
)
def test_what_is_chased_and_why(texts: dict[str, str], chase: tuple[str, ...]) -> None:
    assert list(measured(**texts).measures["chase"]) == [chase]


def test_days_overdue_are_counted_from_the_end_of_the_period() -> None:
    frame = measured(
        measure="ก", period="ต.ค. 2566 - ก.ย. 2567", status="in_progress", result="กำลังทำ"
    )

    assert list(frame.measures["days"]) == [15]


@pytest.mark.parametrize(
    ("texts", "theme", "weak"),
    [
        ({"measure": "ก", "theme": "4"}, 4, ()),  # theme 4 holds i10–i12, the items of indicator 4
        ({"measure": "ก", "codes": "i11"}, 4, ()),
        ({"measure": "ก", "codes": "i1"}, 1, ("4",)),
        ({"measure": "ก", "theme": "4", "codes": "i1"}, 4, ("4",)),
        ({"measure": "ก"}, None, ("4",)),
    ],
)
def test_a_weak_indicator_is_covered_by_codes_else_by_the_theme(
    texts: dict[str, str], theme: int | None, weak: tuple[str, ...]
) -> None:
    frame = measured(**texts)
    (row,) = frame.agencies

    assert list(frame.measures["theme"]) == [theme]
    # Indicator 10 of the golden figures is weak too; no measure here is about it.
    assert row.weak == (*weak, "10")
    assert row.no_theme == tuple(n for n in range(1, 8) if n != theme)
    assert {c.theme: c.measures for c in frame.coverage} == {
        n: int(n == theme) for n in range(1, 8)
    }


def test_the_reference_of_a_measure_does_not_move_with_its_row() -> None:
    first, second = people.measure(1, measure="อบรม"), people.measure(2, measure="ประชุม")
    again = people.measure(1, measure="ประ ชุม"), people.measure(2, measure="อบรม")

    def refs(records: Any) -> dict[str, str]:
        review = people.review(people.submission(people.who("ทุ่งสน"), people.GOLDEN, records))
        frame = people.frame([review], None, people.AS_OF, people.BOOKS)
        return {row.measure.replace(" ", ""): row.ref for row in frame.measures}

    assert refs((first, second)) == refs(again)


def test_means_and_orders_leave_the_unknown_out() -> None:
    assert standings.mean([Decimal(80), None, Decimal(90)]) == Decimal(85)
    assert standings.mean([None]) is None
    assert standings.ranks({"a": Decimal(1), "b": None, "c": Decimal(2)}) == {"c": 1, "a": 2}
    assert standings.order({"a": Decimal(2), "b": None, "c": Decimal(2)}, {"a": "z", "c": "y"}) == {
        "c": 1,
        "a": 2,
    }

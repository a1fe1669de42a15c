"""Waivers, rules on probation, and rehearsing a rule before it is switched on."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from itaxl import pipeline
from itaxl.errors import ItaxlError
from itaxl.excel.drawing import draw
from itaxl.findings import Finding, Severity
from itaxl.pipeline.rehearsing import rehearse
from itaxl.pipeline.softening import soften
from itaxl.register import Register, Settings, Waiver, called, waives
from itaxl.review import Review
from itaxl.rulebooks.loading import load
from itaxl.template import register
from itaxl.wording import Text

SAMPLES = Path(__file__).parent.parent / "samples"
RETURNED = SAMPLES / "district" / "returned"
RULES = pipeline.rules(None)
BOOK = load(2567)
FAULTY = RETURNED / "S02 อบต.ทุ่งรุ่ง.xlsx"  # an owner (row 3) and a period (row 5) are blank
PLACE = Finding(
    "C101", "", Severity.ERROR, Text("", ""), Text("", ""), "มาตรการ", ("G9",), "ผู้รับผิดชอบ", "3"
)


# ── waives ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("waiver", "silenced"),
    [
        (Waiver("*", "C101"), True),
        (Waiver("*", "c101"), True),
        (Waiver("*", "C102"), False),
        (Waiver("S02", "C101"), True),
        (Waiver("S2", "C101"), False),
        (Waiver("องค์การบริหารส่วนตำบลทุ่งรุ่ง", "C101"), True),
        (Waiver("อบต. ทุ่งรุ่ง", "C101"), True),
        (Waiver("ทุ่งรุ่ง", "C101"), True),
        (Waiver("รุ่ง", "C101"), False),
        (Waiver("เทศบาลตำบลทุ่งรุ่ง", "C101"), False),
        (Waiver("*", "C101", scope="มาตรการ"), True),
        (Waiver("*", "C101", scope="ผู้รับผิดชอบ"), True),
        (Waiver("*", "C101", scope="๓"), True),
        (Waiver("*", "C101", scope="ระยะเวลา"), False),
        (Waiver("*", "C101", until=dt.date(2024, 9, 30)), True),
        (Waiver("*", "C101", until=dt.date(2024, 9, 29)), False),
    ],
)
def test_a_waiver_silences_what_it_names_and_nothing_else(waiver: Waiver, silenced: bool) -> None:
    names = called("องค์การบริหารส่วนตำบลทุ่งรุ่ง", ["S02"], ["องค์การบริหารส่วนตำบล", "อบต.", "อบต"])

    assert waives(waiver, names, PLACE, dt.date(2024, 9, 30)) is silenced


def test_an_agency_that_is_not_known_is_silenced_by_waivers_for_everybody_only() -> None:
    assert waives(Waiver("*", "C101"), called("", []), PLACE)
    assert not waives(Waiver("", "C101"), called("", []), PLACE)


# ── in a check ──────────────────────────────────────────────────────────────────────────────────
def softened(*waivers: Waiver, as_of: dt.date | None = None) -> Review:
    known = Register(waivers=waivers, settings=Settings(as_of=as_of))
    return soften([pipeline.review(FAULTY, RULES)], RULES, known)[0]


def test_a_waived_finding_keeps_its_severity_and_blocks_nothing() -> None:
    before = softened()
    assert before.must_be_mended
    codes = {f.code for f in before.findings if f.severity is Severity.ERROR}

    after = softened(*(Waiver("S02", code, reason="ตกลงไว้แล้ว") for code in codes))

    assert not after.must_be_mended
    assert [f.severity for f in after.findings] == [f.severity for f in before.findings]
    assert {f.code for f in after.findings if f.waived == "ตกลงไว้แล้ว"} == codes


def test_a_waiver_of_one_row_leaves_the_other_ones() -> None:
    review = softened(Waiver("*", "C101", scope="3", reason="รอโครงสร้างใหม่"))

    blanks = {f.row: bool(f.waived) for f in review.findings if f.code == "C101"}
    assert blanks == {"3": True, "5": False}
    assert review.must_be_mended


def test_a_waiver_that_has_run_out_silences_nothing() -> None:
    waiver = Waiver("*", "C101", reason="ชั่วคราว", until=dt.date(2024, 1, 1))

    assert not any(f.waived for f in softened(waiver, as_of=dt.date(2024, 1, 2)).findings)
    assert any(f.waived for f in softened(waiver, as_of=dt.date(2024, 1, 1)).findings)


def test_a_rule_on_probation_counts_and_never_blocks() -> None:
    review = pipeline.review(FAULTY, RULES)
    codes = tuple({f.code for f in review.findings if f.severity is Severity.ERROR})
    own = BOOK.model_copy(update={"probation": codes})

    (after,) = soften([review], pipeline.Rules(own), None)

    assert review.must_be_mended
    assert not after.must_be_mended
    assert len(after.findings) == len(review.findings)
    assert {f.code for f in after.findings if f.on_trial} == set(codes)
    assert all(f.severity is Severity.NOTE for f in after.findings if f.on_trial)


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "itaxl", "check", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_command_counts_waived_findings_apart_and_ends_clean(tmp_path: Path) -> None:
    rows = [{"code": "S02", "name": "องค์การบริหารส่วนตำบลทุ่งรุ่ง", "type": "องค์การบริหารส่วนตำบล"}]
    plan = register(BOOK, rows, {"fiscal_year": 2567})
    errors = {f.code for f in softened().findings if f.severity is Severity.ERROR}
    path = draw(plan, tmp_path / "ทะเบียน.xlsx")
    import openpyxl

    book = openpyxl.load_workbook(path)
    for at, code in enumerate(sorted(errors), 5):
        for column, text in enumerate(("S02", code, None, "รอคำสั่ง", "ท้องถิ่นจังหวัด"), 1):
            book["ผ่อนผัน"].cell(at, column).value = text
    book.save(path)

    bare = run(FAULTY, "--format", "json")
    waived = run(FAULTY, "--register", path, "--format", "json")
    words = run(FAULTY, "--register", path, "--lang", "th")

    assert bare.returncode == 1
    assert waived.returncode == words.returncode == 0, waived.stderr
    (file,) = json.loads(waived.stdout)["files"]
    assert file["status"] == "accepted"
    assert {f["code"] for f in file["findings"] if f["waived"] == "รอคำสั่ง"} == errors
    assert {f["severity"] for f in file["findings"] if f["waived"]} == {"error"}
    assert "[ผ่อนผัน: รอคำสั่ง]" in words.stdout
    assert "ผ่อนผันตามทะเบียน" in words.stderr


# ── rehearsal ───────────────────────────────────────────────────────────────────────────────────
def test_a_rehearsal_names_the_agencies_a_rule_would_stop() -> None:
    reviews = pipeline.check([RETURNED], RULES)

    found = rehearse("t103", reviews)

    expected = {f"องค์การบริหารส่วนตำบล{name}" for name in ("ทุ่งรุ่ง", "ห้วยทราย", "ป่าโมกข์", "วังทอง")}
    assert {one.agency for one in found.stopped} == expected
    assert found.severity == "confirm"
    assert found.files == len(reviews)
    assert found.agencies == found.files - 1  # one agency sent two files
    already = {
        one.agency.removeprefix("องค์การบริหารส่วนตำบล") for one in found.stopped if one.already
    }
    assert already == {"ทุ่งรุ่ง", "วังทอง"}


def test_a_rehearsal_ends_clean_and_is_given_as_json() -> None:
    ran = run(RETURNED, "--rehearse", "T103", "--format", "json")

    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["code"], told["stops"], len(told["stopped"])) == ("T103", 4, 4)
    assert {"agency", "findings", "cells", "already", "paths"} <= set(told["stopped"][0])


def test_a_code_there_is_none_of_is_told_before_anything_is_read() -> None:
    with pytest.raises(ItaxlError):
        rehearse("C999", ())

    ran = run(RETURNED, "--rehearse", "C999")
    assert ran.returncode == 2
    assert "C999" in ran.stderr
    assert ran.stdout == ""

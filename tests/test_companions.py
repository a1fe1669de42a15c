"""Plans and last year's workbooks beside returned ones: found by agency, told where not used."""

import datetime as dt
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from itaxl import pipeline
from itaxl.errors import ItaxlError
from itaxl.excel.drawing import draw
from itaxl.findings import Finding, Severity
from itaxl.pipeline import keeping, reviewing
from itaxl.pipeline.companions import Companions, Left, companions_of
from itaxl.pipeline.merging import digest, together
from itaxl.register import Agency, FileChoice, Register
from itaxl.review import Review
from itaxl.summary import Carried
from itaxl.template import Fill, register, standard

RULES = pipeline.rules(None)
BOOK = RULES.book(2567)
MEADOW = {
    "code": "001", "type": "องค์การบริหารส่วนตำบล", "name": "องค์การบริหารส่วนตำบลทุ่งใหญ่",
    "district": "เมือง", "province": "ตัวอย่าง",
}  # fmt: skip
SWAMP = {**MEADOW, "code": "002", "name": "องค์การบริหารส่วนตำบลหนองน้อย"}
PLANNED = ("จัดทำคู่มือบริการประชาชน", "กำหนดแนวทางการยืมทรัพย์สิน", "อบรมจริยธรรมประจำปี")
RESULT = "จัดทำคู่มือการให้บริการประชาชนและเผยแพร่บนเว็บไซต์ของหน่วยงาน"


def workbook(
    path: Path,
    agency: Mapping[str, Any],
    measures: Sequence[str],
    result: str = "",
    year: int = 2567,
    scores: Mapping[str, Decimal] | None = None,
    reason: str = "",
    **more: Any,
) -> Path:
    """Draw a workbook: a plan, or with a result the report of it."""
    rows: list[dict[str, Any]] = [
        {
            "no": str(number), "measure": measure, "method": f"ขั้นตอนที่ {number} ของงาน",
            "period": f"ต.ค. {year} - ก.ย. {year + 1}", "owner": "กองคลัง",
        }
        for number, measure in enumerate(measures, 1)
    ]  # fmt: skip
    if result:
        for number, row in enumerate(rows, 1):
            told = result if number == 1 else f"ผลของมาตรการที่ {number} ในปี {year} ซึ่งไม่เหมือนใคร"
            row |= {"status": "ดำเนินการแล้วเสร็จ", "result": told, "outcome": f"ดีขึ้น {number}"}
        rows[0]["reason"] = reason
    answers = {
        "fiscal_year": year, "results_year": year, "plan_year": year + 1,
        "round": "๑๒ เดือน" if result else "แผน", **agency, **more,
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    book = RULES.book(year)
    return draw(standard(book, Fill(agency=answers, scores=scores or {}, records=rows)), path)


def told(reviews: Sequence[Review], *codes: str) -> list[tuple[str, str]]:
    """The code and what was seen, for the findings of these codes."""
    found: list[Finding] = [f for review in reviews for f in review.findings if f.code in codes]
    return [(finding.code, finding.seen) for finding in found]


def check(path: Path, **options: Any) -> tuple[Review, ...]:
    return pipeline.check([path], RULES, jobs=1, **options)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    What most tests begin with, drawn once.

    The report lacks the third measure of its plan and tells of one that was not planned.
    """
    root = tmp_path_factory.mktemp("drawn")
    done = [*PLANNED[:2], "ติดตั้งกล้องวงจรปิดหน้าที่ทำการ"]
    workbook(root / "returned" / "รายงาน.xlsx", MEADOW, done, RESULT)
    workbook(root / "plans" / "ทุ่งใหญ่.xlsx", MEADOW, PLANNED)
    workbook(root / "plans" / "หนองน้อย.xlsx", SWAMP, ["ของหนองน้อยเท่านั้น"])
    scores = {"1": Decimal("91.37"), "2": Decimal("90.10")}
    workbook(root / "last" / "ทุ่งใหญ่.xlsx", MEADOW, PLANNED, RESULT, 2566, scores)
    other = "ผลของหนองน้อยในปีก่อนซึ่งยาวพอจะเทียบ"
    workbook(root / "last" / "หนองน้อย.xlsx", SWAMP, PLANNED, other, 2566)
    return root


@pytest.fixture
def report(drawn: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(drawn / "returned", tmp_path / "returned"), "รายงาน.xlsx")


@pytest.fixture
def plans(drawn: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(drawn / "plans", tmp_path / "plans"))


@pytest.fixture
def last(drawn: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(drawn / "last", tmp_path / "last"))


# ── plans ───────────────────────────────────────────────────────────────────────────────────────
def test_a_report_is_held_against_the_plan_of_its_agency(report: Path, plans: Path) -> None:
    assert told(check(report), "T105", "T106") == []
    assert told(check(report, plans=[plans]), "T105", "T106") == [
        ("T105", PLANNED[2]),
        ("T106", "ติดตั้งกล้องวงจรปิดหน้าที่ทำการ"),
    ]


def test_a_report_whose_agency_has_no_plan_is_left_alone(report: Path, plans: Path) -> None:
    (plans / "ทุ่งใหญ่.xlsx").unlink()

    assert told(check(report, plans=[plans]), "T105", "T106") == []


def test_a_plan_without_a_code_is_found_by_its_name(report: Path, tmp_path: Path) -> None:
    bare = {"name": "อบต.ทุ่งใหญ่", "district": "อำเภอเมือง"}
    plan = workbook(tmp_path / "plan.xlsx", bare, PLANNED)

    assert ("T105", PLANNED[2]) in told(check(report, plans=[plan]), "T105")


def test_a_plan_of_a_namesake_in_another_district_is_not_used(report: Path, tmp_path: Path) -> None:
    namesake = {**MEADOW, "code": "", "district": "ปลายนา"}
    plan = workbook(tmp_path / "plan.xlsx", namesake, ["อย่างอื่นโดยสิ้นเชิง"])

    assert told(check(report, plans=[plan]), "T105", "T106") == []


def test_a_plan_that_two_agencies_of_the_register_could_have_sent_is_told(tmp_path: Path) -> None:
    plan = workbook(tmp_path / "plan.xlsx", {"name": "อบต.ทุ่งใหญ่"}, PLANNED)
    both = Register((Agency("อบต.ทุ่งใหญ่", district="เมือง"), Agency("อบต.ทุ่งใหญ่", district="ปลายนา")))
    found = companions_of([plan], [], RULES, both)

    assert [one.path for one in found.left] == [str(plan)]
    assert not found.plans.kept


def test_the_plan_for_the_year_of_the_report_is_used(report: Path, tmp_path: Path) -> None:
    other = workbook(tmp_path / "p/other.xlsx", MEADOW, ["ของปีอื่นโดยสิ้นเชิง"], plan_year=2569)
    assert told(check(report, plans=[other]), "T105", "T106") == []

    workbook(tmp_path / "p/own.xlsx", MEADOW, PLANNED)
    assert ("T105", PLANNED[2]) in told(check(report, plans=[tmp_path / "p"]), "T105")


def test_of_two_plans_the_newest_counts_and_the_other_is_told(report: Path, tmp_path: Path) -> None:
    old = workbook(tmp_path / "a.xlsx", MEADOW, ["ของเก่า"], report_date="1 ตุลาคม 2567")
    new = workbook(tmp_path / "b.xlsx", MEADOW, PLANNED, report_date="1 พฤศจิกายน 2567")
    left: list[Left] = []
    reviews = check(report, plans=[old, new], leave=left.append)

    assert ("T105", PLANNED[2]) in told(reviews, "T105")
    assert [(one.option, one.path) for one in left] == [("--plans", str(old))]


def test_the_register_may_choose_the_older_plan(report: Path, tmp_path: Path) -> None:
    old = workbook(tmp_path / "a.xlsx", MEADOW, PLANNED, report_date="1 ตุลาคม 2567")
    new = workbook(tmp_path / "b.xlsx", MEADOW, ["ของใหม่"], report_date="1 พฤศจิกายน 2567")
    chosen = Register((Agency(MEADOW["name"], code="001"),), choices=(FileChoice("001", "a.xlsx"),))
    found = companions_of([old, new], [], RULES, chosen)

    assert [one.path for one in found.left] == [str(new)]
    (kept,) = found.plans.kept.values()
    assert kept.file.path == str(old)


def test_whatever_is_no_plan_is_told_with_its_reason(report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    workbook(folder / "blank.xlsx", MEADOW, [])
    workbook(folder / "nameless.xlsx", {}, PLANNED)
    (folder / "notes.txt").write_text("บันทึก", "utf-8")
    draw(register(BOOK), folder / "register.xlsx")
    shutil.copy(report, folder / "report.xlsx")
    left: list[Left] = []
    check(report, plans=[folder], leave=left.append)

    assert sorted(Path(one.path).name for one in left) == [
        "blank.xlsx", "nameless.xlsx", "notes.txt", "register.xlsx", "report.xlsx",
    ]  # fmt: skip
    assert len({one.why for one in left}) == 5
    assert all(one.why.th and one.why.en for one in left)


def test_a_path_that_does_not_exist_is_an_error(report: Path, tmp_path: Path) -> None:
    with pytest.raises(ItaxlError):
        check(report, plans=[tmp_path / "nowhere"])


# ── last year ───────────────────────────────────────────────────────────────────────────────────
def test_a_result_copied_from_last_years_report_is_found(report: Path, last: Path) -> None:
    assert told(check(report), "R119") == []
    assert told(check(report, last=[last]), "R119") == [("R119", RESULT)]


def test_scores_of_last_years_report_are_compared(last: Path, tmp_path: Path) -> None:
    same = {"1": Decimal("91.37"), "2": Decimal("90.11")}
    now = workbook(tmp_path / "now.xlsx", MEADOW, PLANNED, scores=same)

    assert told(check(now), "G109") == []
    assert told(check(now, last=[last]), "G109") == [("G109", "1")]


def test_a_workbook_of_the_same_year_is_not_last_years(report: Path, tmp_path: Path) -> None:
    words: list[str] = []
    copy = shutil.copy(report, tmp_path / "copy.xlsx")
    reviews = check(report, last=[Path(copy)], tell=lambda text: words.append(text.en))

    assert told(reviews, "R119") == []
    assert any("not before 2567" in one for one in words)


def test_a_summary_of_last_year_does_as_well_as_its_workbooks(
    report: Path, last: Path, tmp_path: Path
) -> None:
    summary = tmp_path / "สรุปผล.xlsx"
    pipeline.merge([last], summary, RULES, jobs=1)

    assert told(check(report, last=[summary]), "R119") == [("R119", RESULT)]


def test_a_summary_that_was_read_already_gives_the_same(last: Path, tmp_path: Path) -> None:
    summary = tmp_path / "สรุปผล.xlsx"
    pipeline.merge([last], summary, RULES, jobs=1)
    by_path = companions_of([], [summary], RULES)
    by_hand = companions_of([], [], RULES, carried=keeping.carried_by(summary))

    assert by_hand.lasts.kept
    assert by_hand == by_path


def test_two_files_of_one_path_in_two_summaries_are_told_apart(tmp_path: Path) -> None:
    summaries = []
    for number, agency in enumerate((MEADOW, SWAMP)):
        place = tmp_path / str(number)
        workbook(place / "last/ก.xlsx", agency, PLANNED, f"ผลของหน่วยงานที่ {number} ในปีก่อนโน้น", 2566)
        summaries.append(place / "สรุปผล.xlsx")
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(place)
            pipeline.merge([Path("last")], summaries[-1], RULES, jobs=1)

    assert len(companions_of([], summaries, RULES).lasts.kept) == 2


def test_score_compares_with_a_summary_of_last_year(tmp_path: Path) -> None:
    now, then = ({str(code): Decimal(points) for code in range(1, 11)} for points in (90, 88))
    path = workbook(tmp_path / "now.xlsx", MEADOW, PLANNED, scores=now)
    workbook(tmp_path / "last/a.xlsx", MEADOW, PLANNED, RESULT, 2566, then)
    workbook(tmp_path / "last/b.xlsx", SWAMP, PLANNED, RESULT, 2566, now)
    summary = tmp_path / "สรุปผล.xlsx"
    pipeline.merge([tmp_path / "last"], summary, RULES, jobs=1)

    by_files, by_summary = (
        pipeline.score([path], RULES, {}, jobs=1, last=[source]).files[0].before
        for source in (tmp_path / "last", summary)
    )

    assert by_files is not None
    assert by_files.comparison is not None
    assert by_files.comparison.differences["total"].points == Decimal(2)
    assert by_summary == by_files


# ── along to the workers, and into the cache ────────────────────────────────────────────────────
def test_companions_cross_to_another_process_and_stay_small(plans: Path, last: Path) -> None:
    found = companions_of([plans], [last], RULES)
    packed = pickle.dumps(found)
    again: Companions = pickle.loads(packed)

    assert again == found
    assert len(packed) < 20_000  # four workbooks of three rows


@pytest.mark.parametrize("what", ["plans", "last"])
def test_a_changed_companion_is_never_answered_from_the_cache(
    what: str, report: Path, plans: Path, last: Path, tmp_path: Path
) -> None:
    kept, given = tmp_path / "kept", {"plans": plans, "last": last}
    options: dict[str, Any] = {what: [given[what]], "cache": kept}
    alone = check(report, cache=kept)
    with_it = check(report, **options)
    assert check(report, **options) == with_it
    assert check(report, cache=kept) == alone

    year = 2567 if what == "plans" else 2566
    result = "" if what == "plans" else "ผลใหม่ที่ไม่มีใครคัดลอกไปใช้ในปีต่อมา"
    workbook(given[what] / "ทุ่งใหญ่.xlsx", MEADOW, ["อย่างอื่นโดยสิ้นเชิง"], result, year)
    changed = check(report, **options)

    assert changed == check(report, **{what: [given[what]]})
    assert changed != with_it


def test_the_order_of_companions_makes_no_difference(plans: Path, last: Path) -> None:
    one = companions_of(sorted(plans.iterdir()), sorted(last.iterdir()), RULES)
    other = companions_of(sorted(plans.iterdir())[::-1], sorted(last.iterdir())[::-1], RULES)

    assert one.summed == other.summed


# ── the register as a source ────────────────────────────────────────────────────────────────────
def test_the_register_tells_last_scores_and_units(tmp_path: Path) -> None:
    line: dict[str, Any] = {
        **MEADOW, "units": "สำนักปลัด, กองช่าง", "last.1": Decimal("91.37"), "last.2": Decimal("80.5"),
    }  # fmt: skip
    known = draw(register(BOOK, [line], {"fiscal_year": 2567}), tmp_path / "ทะเบียน.xlsx")
    typed = {"1": Decimal("91.37"), "2": Decimal("90.5"), "last.2": Decimal("85.25")}
    path = workbook(tmp_path / "now.xlsx", MEADOW, PLANNED[:1], scores=typed)

    assert told(check(path, register=known), "G109", "G126", "R122") == [
        ("G109", "1"),
        ("G126", "2 (85.25)"),
        ("R122", "กองคลัง"),
    ]


# ── side by side ────────────────────────────────────────────────────────────────────────────────
def test_a_result_of_another_agency_is_answered_by_a_reason_in_its_row(tmp_path: Path) -> None:
    why = "จัดร่วมกันทั้งสองตำบล"
    workbook(tmp_path / "r/a.xlsx", MEADOW, PLANNED[:1], RESULT, reason=why)
    workbook(tmp_path / "r/b.xlsx", SWAMP, PLANNED[:1], RESULT)
    answered, asked = check(tmp_path / "r")

    (one,) = [finding for finding in answered.findings if finding.code == "X104"]
    (other,) = [finding for finding in asked.findings if finding.code == "X104"]
    assert (one.severity, one.answer) == (Severity.NOTE, why)
    assert (other.severity, other.answer) == (Severity.CONFIRM, "")


def test_a_summary_takes_the_reason_in_the_row_for_an_answer_too(tmp_path: Path) -> None:
    paths = [
        workbook(tmp_path / "a.xlsx", MEADOW, PLANNED[:1], RESULT, reason="จัดร่วมกันทั้งสองตำบล"),
        workbook(tmp_path / "b.xlsx", SWAMP, PLANNED[:1], RESULT),
    ]
    digests = tuple(digest(reviewing.review(path, RULES), RULES) for path in paths)

    found = together(digests, Carried(), RULES, as_of=dt.date(2025, 10, 31)).frame.findings

    copied = {row.agency: row.severity for row in found if row.code == "X104"}
    assert copied == {MEADOW["name"]: Severity.NOTE, SWAMP["name"]: Severity.CONFIRM}


def test_nearly_the_same_results_are_noted_once_per_file(tmp_path: Path) -> None:
    words = "จัดอบรมเจ้าหน้าที่ทุกกองเรื่องการให้บริการประชาชนที่ศาลาประชาคม {} ครั้ง"
    workbook(tmp_path / "r/a.xlsx", MEADOW, PLANNED[:1], words.format(2))
    workbook(tmp_path / "r/b.xlsx", SWAMP, PLANNED[:1], words.format(3))
    reviews = check(tmp_path / "r")

    assert [[f.expected for f in review.findings if f.code == "X108"] for review in reviews] == [
        [SWAMP["name"]],
        [MEADOW["name"]],
    ]
    assert told(reviews, "X104") == []


# ── the command ─────────────────────────────────────────────────────────────────────────────────
def test_the_command_takes_plans_and_last_year_several_times(
    report: Path, plans: Path, last: Path, tmp_path: Path
) -> None:
    (tmp_path / "no plan.xlsx").write_text("ไม่ใช่สมุดงาน", "utf-8")
    options = ["--plans", plans, "--plans", tmp_path / "no plan.xlsx", "--last", last, "--no-cache"]
    command = [sys.executable, "-m", "itaxl", "check", report, *options, "--format", "json", "-q"]
    ran = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    said = json.loads(ran.stdout)
    codes = {finding["code"] for finding in said["files"][0]["findings"]}

    assert ran.returncode == 1
    assert {"T105", "T106", "R119"} <= codes
    assert [(one["option"], Path(one["path"]).name) for one in said["not_used"]] == [
        ("--plans", "no plan.xlsx")
    ]
    assert "no plan.xlsx" in ran.stderr

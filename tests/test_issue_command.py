"""``itaxl register`` and ``itaxl issue``: a prefilled workbook per agency, nothing filled lost."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl import intake, pipeline
from itaxl.errors import ItaxlError
from itaxl.excel.drawing import draw
from itaxl.excel.reading import read
from itaxl.intake.register import parse_register
from itaxl.pipeline import Deed, naming
from itaxl.rulebooks.loading import load
from itaxl.template import Fill, measures, register, standard

RULES = pipeline.rules(None)
BOOK = load(2567)
COLUMNS = [column.key for column in BOOK.form.columns]
AGENCIES: list[dict[str, Any]] = [
    {
        "code": "07", "type": "องค์การบริหารส่วนตำบล", "name": "องค์การบริหารส่วนตำบลหนองแสง",
        "district": "เมือง", "last_total": Decimal("91.2"), "last.1": Decimal("98.89"),
        "last.10": Decimal(75),
    },
    {"code": "112", "type": "เทศบาลตำบล", "name": "เทศบาลตำบลสมมติ", "district": "เมือง"},
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A register of two agencies."""
    settings: dict[str, Any] = {"fiscal_year": 2567, "province": "ตัวอย่าง"}
    return draw(register(BOOK, AGENCIES, settings), tmp_path / "ทะเบียน.xlsx")


def submission(path: Path) -> Any:
    return intake.read_submission(read(path, pictures=True), RULES.book)


def fill_in(path: Path, key: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    book["มาตรการ"].cell(measures.FIRST_ROW, COLUMNS.index(key) + 1).value = text
    book.save(path)


# ── itaxl register ──────────────────────────────────────────────────────────────────────────────
def test_a_blank_register_holds_examples_that_count_for_nothing(tmp_path: Path) -> None:
    path = pipeline.new_register(RULES, 2567, "ลำปาง", tmp_path / "ทะเบียน.xlsx")

    known, problems = parse_register(read(path))

    assert problems == ()
    assert (known.agencies, known.waivers, known.choices) == ((), (), ())
    assert (known.settings.fiscal_year, known.settings.province) == (2567, "ลำปาง")
    texts = {cell.shown for sheet in read(path).sheets for cell in sheet.cells.values()}
    assert "องค์การบริหารส่วนตำบลตัวอย่าง" in texts


def test_a_register_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ทะเบียน.xlsx"
    path.write_text("ของฉัน", "utf-8")

    with pytest.raises(ItaxlError):
        pipeline.new_register(RULES, output=path)

    assert path.read_text("utf-8") == "ของฉัน"


# ── itaxl issue ─────────────────────────────────────────────────────────────────────────────────
def test_every_agency_gets_its_workbook_with_its_identity_in_three_places(
    office: Path, tmp_path: Path
) -> None:
    done = pipeline.issue(office, tmp_path / "ส่งออก", RULES)

    names = [one.path.name for one in done.files]
    assert names == ["007 อบต.หนองแสง.xlsx", "112 ทต.สมมติ.xlsx"]
    first = submission(done.files[0].path)
    said = first.layout.identity
    for place in ("property", "name", "cell"):
        assert said[place]["code"] == "07", place
        assert said[place]["year"] == "2567", place
        assert said[place]["version"] == BOOK.version, place
    assert first.agency["name"].text == "องค์การบริหารส่วนตำบลหนองแสง"
    assert first.agency_value("type") == "sao"
    assert first.agency["province"].text == "ตัวอย่าง"
    sheet = openpyxl.load_workbook(done.files[0].path)["หน่วยงาน"]
    keys = [field.key for field in BOOK.form.agency]
    locked = {key for row, key in enumerate(keys, 5) if sheet.cell(row, 2).protection.locked}
    assert locked == {"fiscal_year", "province", "district", "type", "name", "code"}


def test_last_years_scores_stand_in_their_column_and_unknown_ones_stay_blank(
    office: Path, tmp_path: Path
) -> None:
    done = pipeline.issue(office, tmp_path / "ส่งออก", RULES)

    scores = submission(done.files[0].path).scores
    assert {k: e.value for k, e in scores.items() if not e.is_blank} == {
        "last.1": Decimal("98.89"),
        "last.10": Decimal(75),
    }
    assert all(entry.is_blank for entry in submission(done.files[1].path).scores.values())


def test_the_measures_of_a_plan_are_poured_into_the_report(office: Path, tmp_path: Path) -> None:
    planned = {
        "no": "๑", "codes": "i1", "measure": "ลดขั้นตอน", "method": "=ทดลอง", "owner": "กองคลัง",
        "period": "ต.ค. 2567 - ก.ย. 2568", "status": "ดำเนินการแล้วเสร็จ", "result": "ทำแล้ว",
    }  # fmt: skip
    agency: dict[str, Any] = {
        "name": "เทศบาลตำบลสมมติ",
        "type": "เทศบาลตำบล",
        "plan_year": 2568,
        "results_year": 2567,
    }
    plans = tmp_path / "แผน"
    plans.mkdir()
    draw(standard(BOOK, Fill(agency=agency, records=[planned])), plans / "ก.xlsx")
    draw(standard(BOOK, Fill(agency={"name": "ที่อื่น"}, records=[planned])), plans / "ข.xlsx")
    (plans / "ค.xlsx").write_text("ไม่ใช่สมุดงาน", "utf-8")

    done = pipeline.issue(office, tmp_path / "ส่งออก", RULES, plans=plans)

    assert [one.plan for one in done.files] == ["", str(plans / "ก.xlsx")]
    (record,) = submission(done.files[1].path).records
    texts = {key: entry.text for key, entry in record.entries.items() if not entry.is_blank}
    left_half = ("no", "codes", "measure", "method", "owner", "period")
    assert texts == {key: planned[key] for key in left_half}
    assert submission(done.files[1].path).agency_value("plan_year") == 2568
    assert submission(done.files[1].path).agency["round"].is_blank
    assert [Path(path).name for path, _ in done.plans_left] == ["ข.xlsx", "ค.xlsx"]
    assert submission(done.files[0].path).records == ()


def test_issuing_again_replaces_nothing_that_was_filled(office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ส่งออก"
    first = pipeline.issue(office, folder, RULES)
    assert [one.deed for one in first.files] == [Deed.WRITTEN, Deed.WRITTEN]

    again = pipeline.issue(office, folder, RULES)
    assert [one.deed for one in again.files] == [Deed.UNCHANGED, Deed.UNCHANGED]

    fill_in(first.files[0].path, "measure", "มาตรการของเรา")
    filled = first.files[0].path.read_bytes()
    changed = [{**agency, "district": "เมืองใหม่"} for agency in AGENCIES]
    draw(register(BOOK, changed, {"fiscal_year": 2567, "province": "ตัวอย่าง"}), office)

    third = pipeline.issue(office, folder, RULES)

    assert [one.deed for one in third.files] == [Deed.KEPT, Deed.RENEWED]
    assert first.files[0].path.read_bytes() == filled
    assert submission(third.files[1].path).agency["district"].text == "เมืองใหม่"


@pytest.mark.parametrize("foreign", [b"", b"words", None])
def test_a_file_of_somebody_else_under_the_name_is_kept(
    foreign: bytes | None, office: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ส่งออก"
    folder.mkdir()
    path = folder / "112 ทต.สมมติ.xlsx"
    if foreign is None:
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(foreign)
    before = path.read_bytes()

    done = pipeline.issue(office, folder, RULES)

    assert done.files[1].deed is Deed.KEPT
    assert path.read_bytes() == before


def test_a_sheet_added_by_a_person_is_enough_to_be_kept(office: Path, tmp_path: Path) -> None:
    done = pipeline.issue(office, tmp_path / "ส่งออก", RULES)
    book = openpyxl.load_workbook(done.files[0].path)
    book.create_sheet("แผ่นของฉัน").append(["บันทึก"])
    book.save(done.files[0].path)
    draw(register(BOOK, AGENCIES, {"fiscal_year": 2568, "province": "ตัวอย่าง"}), office)

    again = pipeline.issue(office, tmp_path / "ส่งออก", RULES)

    assert [one.deed for one in again.files] == [Deed.KEPT, Deed.RENEWED]


def test_agencies_without_codes_sort_by_their_place_in_the_register(tmp_path: Path) -> None:
    rows = [{"name": f"เทศบาลตำบล{name}", "type": "เทศบาลตำบล"} for name in ("หนึ่ง", "สอง", "สอง")]
    rows[2]["district"] = "อื่น"
    office = draw(register(BOOK, rows, {"fiscal_year": 2567}), tmp_path / "ทะเบียน.xlsx")

    done = pipeline.issue(office, tmp_path / "ส่งออก", RULES)

    names = [one.path.name for one in done.files]
    assert names == ["001 ทต.หนึ่ง.xlsx", "002 ทต.สอง.xlsx", "003 ทต.สอง.xlsx"]
    assert sorted(names) == names


def test_an_agency_entered_twice_gets_one_workbook_and_the_fault_is_told(tmp_path: Path) -> None:
    rows = [{"name": "เทศบาลตำบลหนึ่ง"}, {"name": "เทศบาลตำบลหนึ่ง"}]
    office = draw(register(BOOK, rows, {"fiscal_year": 2567}), tmp_path / "ทะเบียน.xlsx")

    done = pipeline.issue(office, tmp_path / "ส่งออก", RULES)

    assert len(done.files) == 1
    assert [finding.code for finding in done.faults] == ["G05"]


# ── names of files ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("007 อบต.หนองแสง", "007 อบต.หนองแสง"),
        ('a<b>c:d"e/f\\g|h?i*j', "a b c d e f g h i j"),
        ("ชื่อ . . ", "ชื่อ"),
        ("CON", "_CON"),
        ("nul.อบต", "_nul.อบต"),
        ("COM1", "_COM1"),
        ("CONSOLE", "CONSOLE"),
        ("...", "_"),
        ("สํานัก\u200bงาน", "สำนักงาน"),
        ("a\nb\tc", "a b c"),
    ],
)
def test_names_are_legal_on_windows(name: str, legal: str) -> None:
    assert naming.legal(name) == legal


@given(stem=st.text(min_size=1, max_size=200))
def test_every_name_fits_every_file_system(stem: str) -> None:
    name = naming.fitting(naming.legal(stem), " (แก้ไข).xlsx")

    assert len(name) <= naming.LONGEST + len(" (แก้ไข).xlsx")
    assert len(name.encode("utf-8", "replace")) <= 240
    assert not set(name) & set('<>:"/\\|?*')
    assert name.isprintable() or not name.isascii()


def test_a_long_name_is_cut_between_letters_and_told_apart_from_its_like() -> None:
    long = "องค์การบริหารส่วนตำบล" + "ที่" * 40
    one, other = naming.fitting(long + "ก", ".xlsx"), naming.fitting(long + "ข", ".xlsx")

    assert one != other
    assert len(Path(one).stem) <= 80
    kept = one.partition("~")[0]
    assert long.startswith(kept)
    assert long[len(kept)] == "ท"  # what was cut off begins with a letter, not with its mark


# ── the command line ────────────────────────────────────────────────────────────────────────────
def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "itaxl", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_commands_tell_what_was_written_and_what_was_kept(office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ส่งออก"
    first = run("issue", office, "-o", folder, "--format", "json")
    second = run("issue", office, "-o", folder, "--format", "json", "--quiet")

    assert first.returncode == second.returncode == 0, first.stderr
    assert [file["done"] for file in json.loads(first.stdout)["files"]] == ["written", "written"]
    assert [file["done"] for file in json.loads(second.stdout)["files"]] == ["unchanged"] * 2
    assert second.stderr == ""


@pytest.mark.parametrize("case", ["missing", "empty", "year", "folder"])
def test_what_cannot_be_done_is_told_in_a_sentence(case: str, office: Path, tmp_path: Path) -> None:
    words: list[object] = ["issue", office, "-o", tmp_path / "ส่งออก"]
    if case == "missing":
        words[1] = tmp_path / "ไม่มี.xlsx"
    elif case == "empty":
        words[1] = pipeline.new_register(RULES, 2567, output=tmp_path / "ว่าง.xlsx")
    elif case == "year":
        words += ["--year", 2400]
    else:
        (tmp_path / "ส่งออก").write_text("ไฟล์", "utf-8")

    ran = run(*words)

    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith("itaxl: ")


def test_a_register_with_faults_is_issued_and_the_status_says_so(tmp_path: Path) -> None:
    rows = [{"name": "เทศบาลตำบลหนึ่ง"}, {"name": "เทศบาลตำบลหนึ่ง"}]
    office = draw(register(BOOK, rows, {"fiscal_year": 2567}), tmp_path / "ทะเบียน.xlsx")

    ran = run("issue", office, "-o", tmp_path / "ส่งออก")

    assert "G05" in ran.stderr
    assert ran.returncode == 1
    assert len(list((tmp_path / "ส่งออก").iterdir())) == 1

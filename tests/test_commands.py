"""The commands as people run them: real processes, exit status, both languages, bad input."""

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DISTRICT = ROOT / "samples" / "district"
DOCUMENTS = ROOT / "samples" / "public-documents" / "returned"


def itaxl(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "itaxl", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "LANG": "C.UTF-8", **environment},
    )


def test_exit_status_tells_clean_from_findings_from_trouble() -> None:
    clean = itaxl("check", ROOT / "samples" / "first-steps" / "returned")
    faulty = itaxl("check", DISTRICT / "returned")
    absent = itaxl("check", "no such folder")
    wrong = itaxl("check", "--no-such-option", DISTRICT)

    assert [clean.returncode, faulty.returncode, absent.returncode, wrong.returncode] == [
        0,
        1,
        2,
        2,
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "no such folder"),
        ("score", "no such folder"),
        ("merge", "no such folder", "-o", "x.xlsx"),
        ("explain", "Z999"),
        ("new", "--year", "2400"),
        ("new", "--type", "บริษัท", "-o", "x.xlsx"),
        ("score", str(DOCUMENTS), "--set", "10=excellent"),
        ("merge", str(DOCUMENTS), "-o", "x.xlsx", "--as-of", "someday"),
        ("convert", "no such file.docx"),
        ("check", str(DOCUMENTS), "--rulebook", "no such file.toml"),
        ("check", str(DOCUMENTS), "--register", "no such file.xlsx"),
        ("check", str(DOCUMENTS), "--plans", "no such folder"),
        ("score", str(DOCUMENTS), "--last", "no such folder"),
    ],
    ids=lambda arguments: " ".join(arguments)[:40],
)
def test_bad_arguments_end_in_one_sentence_of_both_languages(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "itaxl", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
    )

    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert any("\u0e01" <= letter <= "\u0e5b" for letter in ran.stderr)
    assert any("a" <= letter <= "z" for letter in ran.stderr)
    assert list(tmp_path.iterdir()) == []


def test_the_golden_figures_of_document_001() -> None:
    ran = itaxl("score", DOCUMENTS / "001 เทศบาลตำบลคลองปราบ.xlsx", "--format", "json")
    (scored,) = json.loads(ran.stdout)["files"]

    assert scored["instruments"] | {"EIT1": None, "EIT2": None} == {
        "IIT": "98.89",
        "EIT": "91.16",
        "EIT1": None,
        "EIT2": None,
        "OIT": "88.34",
    }
    assert (scored["total"], scored["level"], scored["level_proven"]) == ("92.35", "ผ่านดี", False)
    assert scored["measures"]["total"] == 60
    assert scored["agency"]["name"] == "เทศบาลตำบลคลองปราบ"


def test_unrounded_figures_stand_in_the_derivation() -> None:
    path = DOCUMENTS / "001 เทศบาลตำบลคลองปราบ.xlsx"
    ran = itaxl("score", path, "--format", "json", "--explain")
    derivation = json.loads(ran.stdout)["files"][0]["derivation"]
    exact = {code: Decimal(derivation[code]["value"]) for code in ("IIT", "EIT", "OIT", "total")}

    assert exact == {
        "IIT": Decimal("98.888"),
        "EIT": Decimal("91.16"),
        "OIT": Decimal("88.335"),
        "total": Decimal("92.3484"),
    }


def test_a_wish_changes_the_total() -> None:
    path = DOCUMENTS / "001 เทศบาลตำบลคลองปราบ.xlsx"
    ran = itaxl("score", path, "--set", "10=90", "--format", "json")

    # OIT (100 + 90) / 2 = 95 in place of 88.335: 6.665 × 40 % more.
    assert json.loads(ran.stdout)["files"][0]["total"] == "95.01"


def test_the_json_of_check_keeps_its_promise() -> None:
    ran = itaxl("check", DISTRICT / "returned", "--format", "json")
    files = json.loads(ran.stdout)["files"]

    assert len(files) == 12
    for file in files:
        assert {"path", "agency", "fiscal_year", "status", "rows", "findings"} <= file.keys()
        assert file["rows"]["read"] == file["rows"]["used"] + file["rows"]["explained"]
        for finding in file["findings"]:
            assert finding["severity"] in {"error", "confirm", "note"}
            assert finding["message"].keys() == finding["remedy"].keys() == {"th", "en"}
            assert finding["remedy"]["th"]


def test_every_fault_of_the_district_is_told_at_its_place() -> None:
    ran = itaxl("check", DISTRICT / "returned", "--format", "json", "--register",
                DISTRICT / "register.xlsx")  # fmt: skip
    told = {
        (Path(file["path"]).name[:3], finding["code"], cell)
        for file in json.loads(ran.stdout)["files"]
        for finding in file["findings"]
        for cell in finding["cells"] or [""]
    }

    assert told >= {
        ("S02", "C101", "G9"),  # owner left blank
        ("S02", "C101", "F11"),  # period left blank
        ("S02", "C102", "H12"),  # a status that is not in the list
        ("S04", "H105", "D6"),  # a column of the agency's own
        ("S05", "W104", ""),  # an older version
        ("S06", "X101", ""),  # two files of one agency
        ("S08", "W108", ""),  # last year's form
        ("S09", "F03", ""),  # no workbook
        ("S12", "C109", "F12"),  # a period that cannot be read
        ("S12", "R101", "F8"),  # a period outside the plan year
        ("S12", "G101", "H23"),  # a total typed over
        ("reg", "X106", ""),  # agencies that sent nothing
    }


def test_findings_come_as_sarif_for_other_tools() -> None:
    ran = itaxl("check", DISTRICT / "returned" / "S02 อบต.ทุ่งรุ่ง.xlsx", "--format", "sarif")
    (told,) = json.loads(ran.stdout)["runs"]

    assert {result["ruleId"] for result in told["results"]} >= {"C101", "C102"}
    assert ran.returncode == 1


def test_words_come_in_the_language_asked_for() -> None:
    thai = itaxl("check", DISTRICT / "returned" / "S02 อบต.ทุ่งรุ่ง.xlsx", "--lang", "th").stdout
    english = itaxl("check", DISTRICT / "returned" / "S02 อบต.ทุ่งรุ่ง.xlsx", "--lang", "en").stdout

    assert "ต้องกรอก" in thai
    assert "must be filled in" in english


def test_thai_folders_with_spaces_are_read_and_written(tmp_path: Path) -> None:
    folder = tmp_path / "จังหวัด ตัวอย่าง (สำเนา)"
    shutil.copytree(DISTRICT / "returned", folder)
    out = tmp_path / "สรุป ผล.xlsx"
    ran = itaxl("merge", folder, "-o", out, "--as-of", "31 ตุลาคม 2568")

    assert ran.returncode == 1
    assert out.is_file()


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_text("somebody's work", "utf-8")
    ran = itaxl("new", "-o", form, "--year", 2567)

    assert ran.returncode == 2
    assert form.read_text("utf-8") == "somebody's work"


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("check", str(DISTRICT / "returned" / "S01 ทต.สมมติ.xlsx"))],
    ids=["help", "check"],
)
def test_small_jobs_import_neither_pandas_nor_a_writer(arguments: tuple[str, ...]) -> None:
    code = (
        "import sys, itaxl.cli.app as app\n"
        f"sys.argv = ['itaxl', *{arguments!r}]\n"
        "app.run()\n"
        "heavy = {'pandas', 'numpy', 'xlsxwriter', 'openpyxl', 'docx'} & sys.modules.keys()\n"
        "sys.exit(f'imported {sorted(heavy)}' if heavy else 0)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )

    assert ran.returncode == 0, ran.stderr

"""``itaxl score`` as people and programs use it: arguments in, tables, JSON, CSV and status out."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from itaxl import thai
from itaxl.cli import app
from itaxl.cli.columns import aligned, wrapped
from itaxl.excel.drawing import draw
from itaxl.plans import Value
from itaxl.rulebooks.loading import load
from itaxl.template import Fill, standard

SEED = dict(
    zip(
        map(str, range(1, 11)),
        map(
            Decimal,
            ["100", "98.89", "100", "95.55", "100", "95.79", "92.09", "85.60", "100", "76.67"],
        ),
        strict=True,
    )
)
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "type": "องค์การบริหารส่วนตำบล", "code": "0012",
          "district": "ตัวอย่าง", "province": "ตัวอย่าง"}  # fmt: skip

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command as from a pipe; give its status, its output and its words to the user."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("ITAXL_DEBUG", "1")  # a fault of our own is a fault of the test

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["itaxl", "score", *map(str, arguments)])
        status = app.run()
        told = capsys.readouterr()
        return status, told.out, told.err

    return command


def workbook(
    path: Path, scores: Mapping[str, Decimal | str], year: int = 2567, **agency: Value
) -> Path:
    known: dict[str, Value] = {**AGENCY, "fiscal_year": year, "results_year": year, **agency}
    fill = Fill(known, scores)
    return draw(standard(load(year), fill), path)


def table_of(path: Path, headings: list[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def one(out: str) -> dict[str, Any]:
    files = json.loads(out)["files"]
    assert len(files) == 1
    found: dict[str, Any] = files[0]
    return found


def codes(told: dict[str, Any]) -> list[str]:
    return sorted({finding["code"] for finding in told["findings"]})


# ── what is told of a workbook ──────────────────────────────────────────────────────────────────


def test_the_published_example_is_told_whole(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", SEED)
    status, out, _ = run(path, "--format", "json")
    told = one(out)

    assert status == 0
    assert told["total"] == "92.35"
    assert told["level"] == "ผ่านดี"
    assert told["level_proven"] is False
    assert "92.5" in told["level_reason"]["en"]
    assert told["instruments"] == {
        "IIT": "98.89", "EIT1": None, "EIT2": None, "EIT": "91.16", "OIT": "88.34",
    }  # fmt: skip
    assert told["indicators"]["10"] == "76.67"
    assert [sample["enough"] for sample in told["samples"]] == [None, None, None]
    assert told["disagreements"] == []
    assert told["change"] is None
    assert "derivation" not in told


def test_the_table_has_one_line_for_the_agency_and_says_why(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", SEED)
    status, out, _ = run(path, "--lang", "th")
    titles, line, *why = out.splitlines()

    assert status == 0
    assert titles.split() == [
        "หน่วยงาน", "IIT", "EIT", "EIT1", "EIT2", "OIT", "รวม", "ระดับ", "ยืนยัน", "ขาดอีก",
    ]  # fmt: skip
    assert line.split() == [
        AGENCY["name"], "98.89", "91.16", "–", "–", "88.34", "92.35", "ผ่านดี", "ยัง", "2.65",
    ]  # fmt: skip
    assert any("92.50" in words for words in why)
    assert any("OIT +6.67" in words for words in why)


def test_an_explanation_names_cells_and_weights(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", SEED)
    _, out, _ = run(path, "--explain", "--lang", "en")
    _, told, _ = run(path, "--explain", "--format", "json")

    assert "30 × IIT 98.888 + 30 × EIT 91.16 + 40 × OIT 88.335" in out
    assert "typed at คะแนน!F14" in out
    assert one(told)["derivation"]["total"]["value"] == "92.3484"


def test_csv_has_a_row_for_every_file(tmp_path: Path, run: Run) -> None:
    workbook(tmp_path / "a.xlsx", SEED)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    status, out, _ = run(tmp_path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert status == 1, "one file could not be read"
    assert [(Path(row["path"]).name, row["total"], row["EIT1"]) for row in rows] == [
        ("a.xlsx", "92.35", ""),
        ("b.xlsx", "", ""),
    ]


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(
    columns: int, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasts = {f"last.{code}": value for code, value in SEED.items()}
    path = workbook(tmp_path / "a.xlsx", {**SEED, **lasts, "6": "เก้าสิบ"})
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = run(path, "--explain", "--lang", "th")

    assert [line for line in out.splitlines() if thai.width(line) > columns] == []


def test_columns_stand_under_each_other_whatever_marks_the_names_have() -> None:
    rows = [("ชื่อ", "รวม"), ("น้ำทิ้ง", "9.50"), ("กขค", "100.00")]

    assert [thai.width(line) for line in aligned(rows, frozenset({1}), None)] == [12, 12, 12]


def test_a_letter_is_never_parted_from_its_marks() -> None:
    lines = list(wrapped("ที่นี่ที่นี่ที่นี่", 4, "", ""))

    assert "".join(lines) == "ที่นี่ที่นี่ที่นี่"
    assert [thai.width(line) for line in lines] == [4, 2]
    assert all(line[0] in "ทน" for line in lines)


# ── what if ─────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_set_on_the_command_line_counts_and_is_called_so(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", SEED)
    _, out, _ = run(path, "--set", "10=๙๐", "--explain", "--format", "json")
    told = json.loads(out)

    assert told["assumed"] == {"10": "90"}
    assert told["files"][0]["indicators"]["10"] == "90.00"
    assert told["files"][0]["derivation"]["10"]["origin"] == "assumed"
    # 13.33 points of one of two indicators of an instrument of 40 %.
    assert Decimal(told["files"][0]["total"]) == Decimal("95.01")


def test_what_changes_is_told_beside_what_was(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", SEED)
    _, out, _ = run(path, "--set", "10=90", "--lang", "en")

    assert "total 92.35 → 95.01" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--set", "10"), ("--set", "10="), ("--set", "10=เก้าสิบ"), ("--set", "99=90"),
        ("--set", "10=101"), ("--set", "10=-1"), ("--set", "10=1", "--set", "10=2"),
        ("--answers", "IIT"), ("--answers", "IIT=none.csv"), ("--answers", "XIT=a.xlsx"),
        ("--year", "2567"), ("--last", "none"), ("--format", "xml"),
    ],
)  # fmt: skip
def test_arguments_that_cannot_be_met_are_refused_in_words(
    arguments: tuple[str, ...], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook(tmp_path / "a.xlsx", SEED)
    monkeypatch.chdir(tmp_path)
    status, out, err = run("a.xlsx", *arguments)

    assert (status, out) == (2, "")
    assert err.startswith("itaxl: ")


@pytest.mark.parametrize(
    "arguments", [(), ("--answers", "IIT=a.csv"), ("--answers", "IIT=a.csv", "--year", "2540")]
)
def test_with_no_workbook_both_answers_and_a_known_year_are_needed(
    arguments: tuple[str, ...], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    table_of(tmp_path / "a.csv", ["i1"], [["มาก"]])
    monkeypatch.chdir(tmp_path)
    status, out, _ = run(*arguments)

    assert (status, out) == (2, "")


# ── answers of respondents ──────────────────────────────────────────────────────────────────────


def test_both_parts_of_a_survey_give_their_own_scores(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", {k: v for k, v in SEED.items() if k not in "678"})
    names = [f"e{number}" for number in range(1, 10)]
    # Points as awarded; the questions asked with yes and no have 0 or 100.
    first = table_of(
        tmp_path / "1.csv", names, [[80, 90, 100, 60, 80, 100, 90, 90, 100]] * 3 + [[""] * 9]
    )
    second = table_of(tmp_path / "2.csv", names, [[100] * 9] * 2)
    status, out, _ = run(
        path, "--answers", f"EIT1={first}", "--answers", f"EIT2={second}", "--format", "json",
        "--explain",
    )  # fmt: skip
    told = json.loads(out)
    parts = told["files"][0]["derivation"]

    assert status == 0
    assert parts["6.EIT1"]["value"] == "90"
    assert parts["7.EIT1"]["value"] == "80"
    assert [part["code"] for part in parts["6.EIT1"]["parts"]] == ["e1.EIT1", "e2.EIT1", "e3.EIT1"]
    assert parts["e1.EIT1"]["origin"] == "answers"
    assert told["files"][0]["instruments"]["EIT2"] == "100.00"
    assert told["files"][0]["indicators"]["7"] == "90.00"
    assert told["files"][0]["total"] is not None
    assert [file["respondents"] for file in told["answers"]] == [3, 2]


def test_answers_win_over_typed_scores_and_both_are_told(tmp_path: Path, run: Run) -> None:
    typed = {**SEED, "6.EIT1": Decimal(70), "6.EIT2": Decimal(80)}
    path = workbook(tmp_path / "a.xlsx", typed, respondents_eit1="45")
    names = [f"e{number}" for number in range(1, 10)]
    first = table_of(tmp_path / "1.csv", names, [[100] * 9] * 3)
    _, out, _ = run(path, "--answers", f"EIT1={first}", "--format", "json")
    told = one(out)
    clash = {found["code"]: found for found in told["disagreements"]}

    assert (clash["6.EIT1"]["used"], clash["6.EIT1"]["other"]) == ("100.00", "70.00")
    assert clash["6.EIT1"]["other_cells"] == ["คะแนน!D10"]
    assert "G123" in codes(told), "45 respondents typed, 3 counted"
    assert next(s for s in told["samples"] if s["instrument"] == "EIT1")["respondents"] == 3


def test_answers_alone_are_scored_by_the_year_named(tmp_path: Path, run: Run) -> None:
    items = [item for item in load(2564).items if item.instrument == "IIT"]
    names = [
        item.code if item.sub_items == 1 else f"{item.code}.{sub}"
        for item in items
        for sub in range(1, item.sub_items + 1)
    ]
    path = table_of(tmp_path / "iit.csv", names, [[100] * len(names)] * 2)
    status, out, _ = run("--answers", f"IIT={path}", "--year", "2564", "--format", "json")
    told = one(out)

    assert status == 0
    assert told["instruments"] == {"IIT": "100.00", "EIT": None, "OIT": None}
    assert told["indicators"]["1"] == "100.00"
    assert told["total"] is None
    assert told["level"] is None
    assert "EIT, OIT" in told["level_reason"]["en"]
    assert told["path"] is None


def test_all_that_is_wrong_with_answers_is_told_with_its_cell(tmp_path: Path, run: Run) -> None:
    path = table_of(
        tmp_path / "iit.csv",
        ["รหัสผู้ตอบ", "i1.1", "i1.2", "i2", "i2", "i99", "ความเห็น", "i4.1", "e1", "i7"],
        [
            ["1", "มาก", "มาก", "มาก", "มาก", "มาก", "ดี", "ไม่มี", "มาก", "มาก"],
            ["1", "น้อย", "มาก", "มาก", "มาก", "มาก", "ดี", "ไม่มี", "มาก", "มาก"],
            ["2", "มากสุดๆ", "มาก", "มาก", "มาก", "มาก", "ดี", "ไม่มี", "มาก", "#REF!"],
            ["3", "", "มาก", "มาก", "มาก", "มาก", "ดี", "ไม่มี", "มาก", "มาก"],
            ["4", "มาก", "มาก", "มาก", "มาก", "มาก", "ดี", "ไม่มี", "มาก", "มาก"],
        ],
    )
    status, out, _ = run("--answers", f"IIT={path}", "--year", "2564", "--format", "json")
    (told,) = json.loads(out)["answers"]
    found = {(f["code"], cell) for f in told["findings"] for cell in f["cells"] or [""]}

    assert status == 1
    assert {
        ("G117", "D"), ("G117", "E"), ("G125", "F"), ("G116", "G"), ("G125", "I"),
        ("G119", "B4"), ("G119", "J4"), ("G120", "A2:A3"), ("G118", ""), ("G122", ""),
    } <= found  # fmt: skip
    assert all(f["remedy"]["th"] and f["sheet"] == "iit" for f in told["findings"])
    assert told["items"]["i1"] == "67.00", "only what can be read counts"
    assert "i2" not in told["items"]
    assert "i4" not in told["items"], "one of its sub-items has no column"


def test_words_of_a_scale_nobody_knows_are_not_computable(tmp_path: Path, run: Run) -> None:
    path = table_of(tmp_path / "iit.csv", ["i1", "i3"], [["มาก", "ไม่มี"]])
    status, out, _ = run("--answers", f"IIT={path}", "--year", "2567", "--format", "json")
    told = json.loads(out)

    assert status == 0
    assert told["answers"][0]["items"] == {"i3": "100.00"}
    assert "G121" in codes(told["answers"][0])
    assert set(told["files"][0]["indicators"].values()) == {None}


@pytest.mark.parametrize("content", ["", "ก,ข\n1,2\n", "\x00\x01\x02", "i1\n"])
def test_a_file_without_answers_is_told_and_gives_nothing(
    content: str, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "iit.csv"
    path.write_text(content, "utf-8")
    status, out, _ = run("--answers", f"IIT={path}", "--year", "2567", "--format", "json")
    told = json.loads(out)

    assert status == 2, "nothing could be scored"
    assert told["files"][0]["total"] is None
    assert set(told["files"][0]["indicators"].values()) == {None}


def test_answers_are_never_spread_over_several_workbooks(tmp_path: Path, run: Run) -> None:
    workbook(tmp_path / "a.xlsx", SEED)
    workbook(tmp_path / "b.xlsx", SEED)
    answers = table_of(tmp_path.parent / "i.csv", ["i3"], [["มี"]])
    status, _, err = run(tmp_path, "--answers", f"IIT={answers}")

    assert status == 2
    assert "2" in err


# ── last year ───────────────────────────────────────────────────────────────────────────────────


def parts(iit: str, eit1: str, eit2: str, oit: str) -> dict[str, Decimal]:
    made = {code: Decimal(iit) for code in "12345"} | {"9": Decimal(oit), "10": Decimal(oit)}
    for code in "678":
        made |= {f"{code}.EIT1": Decimal(eit1), f"{code}.EIT2": Decimal(eit2)}
    return made


def test_a_total_rises_while_the_level_falls_and_the_table_says_why(
    tmp_path: Path, run: Run
) -> None:
    now = workbook(tmp_path / "now.xlsx", parts("98", "84", "90", "98"))
    (tmp_path / "last").mkdir()
    workbook(tmp_path / "last" / "a.xlsx", parts("90", "90", "90", "95"), 2566)
    workbook(tmp_path / "last" / "b.xlsx", parts("1", "1", "1", "1"), 2566, code="0099")
    _, out, _ = run(now, "--last", tmp_path / "last", "--format", "json")
    change = one(out)["change"]
    _, words, _ = run(now, "--last", tmp_path / "last", "--lang", "en")

    assert change["fiscal_year"] == 2566
    assert Path(change["path"]).name == "a.xlsx"
    assert change["figures"]["total"] == {"now": "94.70", "before": "92.00", "points": "2.70"}
    assert (change["level_before"], change["level_fell"]) == ("ผ่านดี", True)
    assert "EIT1 84.00 (90.00)" in words
    assert "total 92.00 → 94.70 (+2.70)" in words


def test_levels_of_two_schemes_are_compared_by_scores_only(tmp_path: Path, run: Run) -> None:
    now = workbook(tmp_path / "now.xlsx", parts("90", "90", "90", "90"))
    last = workbook(tmp_path / "last.xlsx", dict.fromkeys(SEED, Decimal(96)), 2564)
    _, out, _ = run(now, "--last", last, "--format", "json")
    change = one(out)["change"]

    assert (change["level_before"], change["level_fell"]) == ("AA", None)
    assert change["figures"]["EIT"]["points"] == "-6.00"
    assert "different schemes" in change["explanation"]["en"]


@pytest.mark.parametrize(
    ("agency", "year"), [({"code": "0099", "name": "เทศบาลตำบลอื่น"}, 2566), ({}, 2567)]
)
def test_workbooks_of_others_or_of_the_same_year_are_not_compared(
    agency: dict[str, str], year: int, tmp_path: Path, run: Run
) -> None:
    now = workbook(tmp_path / "now.xlsx", SEED)
    last = workbook(tmp_path / "last.xlsx", SEED, year, **agency)
    _, out, _ = run(now, "--last", last, "--format", "json")
    change = one(out)["change"]

    assert change["figures"] == {}
    assert change["remark"]["th"]


def test_the_column_of_last_year_is_used_without_workbooks(tmp_path: Path, run: Run) -> None:
    lasts = {f"last.{code}": Decimal(90) for code in SEED}
    path = workbook(tmp_path / "a.xlsx", {**SEED, **lasts})
    _, out, _ = run(path, "--format", "json")
    change = one(out)["change"]

    assert (change["fiscal_year"], change["path"]) == (2566, None)
    assert change["figures"]["10"]["points"] == "-13.33"
    assert change["figures"]["total"]["before"] == "90.00"
    assert change["level_before_proven"] is False, "only the mean of EIT is known of last year"


# ── status ──────────────────────────────────────────────────────────────────────────────────────


def test_a_score_that_cannot_be_read_must_be_mended(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", {**SEED, "10": "แปดสิบ"})
    status, out, _ = run(path, "--format", "json")
    told = one(out)

    assert status == 1
    assert told["indicators"]["10"] is None
    assert told["total"] is None
    assert any(f["cells"] == ["F14"] and f["severity"] == "error" for f in told["findings"])


def test_faults_that_concern_no_score_do_not_fail_the_scores(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path / "a.xlsx", SEED, report_date="พรุ่งนี้", phone="ไม่มี")

    assert run(path, "--format", "json")[0] == 0


def test_nothing_scored_is_status_two(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    status, out, _ = run(tmp_path, "--format", "json")

    assert status == 2
    assert one(out)["total"] is None
    assert one(out)["findings"]

"""``itaxl rulebook show`` and ``check``."""

import json
from pathlib import Path
from typing import Any

import pytest

from itaxl.cli.rulebook import app
from itaxl.errors import RuleBookError
from itaxl.rulebooks.loading import years


def run(*words: str) -> Any:
    return app(list(words), standalone_mode=False)


@pytest.mark.parametrize("year", years())
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_year_can_be_shown(
    year: int, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", "--year", str(year), "--lang", language) == 0

    shown = capsys.readouterr().out
    assert str(year) in shown
    assert "การปฏิบัติหน้าที่" in shown


def test_what_is_not_known_is_shown_as_such_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("show", "--year", "2568", "--lang", "th")
    thai = capsys.readouterr().out
    run("show", "--year", "2568", "--lang", "en")
    english = capsys.readouterr().out

    assert "ไม่ทราบ" in thai
    assert "unknown" not in thai
    assert "unknown" in english


def test_a_book_as_json_says_unknown_and_keeps_figures_as_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("show", "--year", "2567", "--format", "json")
    known = json.loads(capsys.readouterr().out)
    run("show", "--year", "2569", "--format", "json")
    unknown = json.loads(capsys.readouterr().out)

    assert known["instruments"][0]["weight"] == "30"
    assert known["instruments"][0]["confidence"] == "D"
    assert unknown["instruments"][0]["weight"] == "unknown"
    assert unknown["levels"] == unknown["themes"] == "unknown"


def test_a_good_file_is_shown_and_has_nothing_to_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.toml"
    file.write_text('extends = "fy2567"\nversion = "ของเรา"\n', "utf-8")

    assert run("check", str(file), "--lang", "en") == 0
    assert "nothing to mend" in capsys.readouterr().out
    assert run("show", "--rulebook", str(file)) == 0
    assert "ของเรา" in capsys.readouterr().out


def test_faults_are_listed_with_line_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.toml"
    file.write_text('extends = "fy2567"\n[targets]\ntotal = 850\nshare = 8.5\n', "utf-8")

    assert run("check", str(file), "--lang", "th") == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(" ·")[0] for line in told[:2]] == ["บรรทัด 3", "บรรทัด 4"]
    assert run("check", str(file), "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)["faults"]
    assert [(one["line"], one["where"]) for one in found] == [
        (3, "targets.total"),
        (4, "targets.share"),
    ]
    assert set(found[0]["remedy"]) == {"th", "en"}


def test_what_cannot_be_read_is_trouble_not_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RuleBookError):
        run("check", str(tmp_path / "none.toml"))
    with pytest.raises(RuleBookError):
        run("show", "--year", "2499")

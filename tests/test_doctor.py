"""The doctor: what it says of a place that is fine, of one that is not, and of our own form."""

import json
import shutil
from collections import namedtuple
from importlib import metadata
from pathlib import Path

import libreoffice
import pytest
from typer.testing import CliRunner

from itaxl import cache, pipeline
from itaxl.cli.app import assemble
from itaxl.excel import damage, reading
from itaxl.excel.drawing import draw
from itaxl.pipeline import doctoring, selftrial
from itaxl.pipeline.doctoring import State
from itaxl.template import standard
from itaxl.wording import Text

RULES = pipeline.rules(None)
Usage = namedtuple("Usage", "total used free")


def points(kept: Path) -> dict[str, doctoring.Point]:
    return {point.name.en: point for point in doctoring.examine(kept)}


def test_everything_asked_for_is_told_in_both_languages(tmp_path: Path) -> None:
    told = points(tmp_path)

    wanted = {
        "Python", "reader of XML (expat)", "openpyxl", "pandas", "pydantic", "rich", "typer",
        "xlsxwriter", "limits of one file", "cache of what was read", "free space here",
        "font TH Sarabun New", "LibreOffice (not needed)", "code page of the screen",
    }  # fmt: skip
    assert wanted <= told.keys()
    for point in told.values():
        assert point.name.th
        assert point.found
        assert point.state is State.FINE or (point.advice and point.advice.th and point.advice.en)


def test_a_missing_or_old_library_is_to_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = {"openpyxl": "2.6.4", "python-docx": None, "rich": None}
    really = metadata.version

    def version(name: str) -> str:
        found = versions.get(name, "as it is")
        if found is None:
            raise metadata.PackageNotFoundError(name)
        return really(name) if found == "as it is" else found

    monkeypatch.setattr(metadata, "version", version)
    told = points(tmp_path)

    assert told["openpyxl"].state is State.MEND
    assert told["openpyxl"].advice is not None
    assert "pip install -U openpyxl" in told["openpyxl"].advice.en
    assert told["rich"].state is State.MEND
    assert told["python-docx"].state is State.BETTER  # an extra
    assert told["python-docx"].advice is not None
    assert 'pip install "itaxl[docx]"' in told["python-docx"].advice.en
    assert told["xlsxwriter"].state is State.FINE


@pytest.mark.parametrize(
    ("free", "state"),
    [(10 << 20, State.MEND), (100 << 20, State.BETTER), (10 << 30, State.FINE)],
)
def test_little_space_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: State
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(free, 0, free))

    assert points(tmp_path)["free space here"].state is state


def test_the_cache_is_told_with_its_place_and_size(tmp_path: Path) -> None:
    assert points(tmp_path / "new")["cache of what was read"].state is State.FINE
    (tmp_path / cache.FILE).write_bytes(bytes(3 << 20))
    assert points(tmp_path)["cache of what was read"].found.endswith("(3 MB)")
    assert not (tmp_path / "new").exists()  # looking changes nothing


def test_the_command_ends_with_0_or_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def run() -> int:
        command = ["doctor", "--format", "json", "--cache", str(tmp_path)]
        ran = CliRunner().invoke(assemble(), command, standalone_mode=False)
        assert ran.exception is None
        assert {"name", "found", "state", "advice"} <= json.loads(ran.output)["points"][0].keys()
        return int(ran.return_value)

    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(1, 0, 10 << 30))
    assert run() == 0
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(1, 0, 1))
    assert run() == 1


# ── our own form ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def survivals() -> dict[str, doctoring.Survival]:
    return {one.damage.en: one for one in doctoring.template(RULES)}


def test_our_form_survives_what_offices_do_to_it(
    survivals: dict[str, doctoring.Survival],
) -> None:
    assert {name: (one.read, one.survived) for name, one in survivals.items()} == {
        name: (one.written, True) for name, one in survivals.items()
    }
    assert len(survivals) >= 12


def test_enough_of_the_form_was_filled_to_prove_it() -> None:
    book = RULES.usual
    fill = selftrial.filled(book)
    whole, _, _ = next(selftrial.trials(book, lambda data: None))

    asked = len(fill.agency) + len(fill.scores)
    asked += sum(value not in ("", None) for row in fill.records for value in row.values())
    assert len(whole) >= asked


def test_libreoffice_is_among_the_damages_where_it_is_installed(
    survivals: dict[str, doctoring.Survival],
) -> None:
    libreoffice.require()

    assert "saved by LibreOffice" in survivals


def test_what_was_lost_is_told(survivals: dict[str, doctoring.Survival]) -> None:
    assert "W110" in survivals["names and properties stripped"].codes
    assert "W110" not in survivals["untouched"].codes


def test_a_form_that_loses_an_answer_does_not_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial itself is tried: a damage that loses a column must be seen."""

    def losing(data: bytes, submission: object, elsewhere: object) -> object:
        def change(book: object) -> None:
            book["มาตรการ"].delete_cols(6)  # type: ignore[index]

        yield Text("เสีย", "lossy"), damage._changed(data, change)

    monkeypatch.setattr(selftrial, "_damaged", losing)
    (survival,) = doctoring.template(RULES)

    assert survival.written - survival.read >= selftrial.ROWS
    assert not survival.survived


@pytest.mark.parametrize(
    ("change", "visible"),
    [
        (damage.renamed_sheets, lambda book: "มาตรการ" not in [s.name for s in book.sheets]),
        (damage.stripped, lambda book: not book.names and not book.properties),
        (
            lambda data: damage.pushed_down(data, "มาตรการ", 3),
            lambda book: book.sheet("มาตรการ").cell(1, 1).raw == "บันทึกข้อความ",
        ),
    ],
)
def test_the_damage_is_really_done(tmp_path: Path, change, visible) -> None:  # type: ignore[no-untyped-def]
    path = draw(standard(RULES.usual, selftrial.filled(RULES.usual)), tmp_path / "form.xlsx")

    assert not visible(reading.read(path))
    assert visible(reading.read_bytes(change(path.read_bytes())))


def test_without_libreoffice_the_trial_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(doctoring, "libreoffice", lambda: None)

    assert "saved by LibreOffice" not in {one.damage.en for one in doctoring.template(RULES)}

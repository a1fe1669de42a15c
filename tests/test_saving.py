import errno
import os
from pathlib import Path

import pytest

from itaxl import saving
from itaxl.errors import OutputError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_saved_whole_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "แบบรายงาน.xlsx"

    assert saving.save_bytes(path, b"one") == path
    assert saving.save_bytes(path, b"two") == path
    assert path.read_bytes() == b"two"
    assert names(path.parent) == [path.name]


def test_a_writer_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def write(temporary: Path) -> None:
        temporary.write_bytes(b"half")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        saving.save(path, write)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "no permission"), (errno.EIO, "cannot save")],
)
def test_what_the_disk_refuses_is_told_in_both_languages(
    tmp_path: Path, number: int, word: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def write(temporary: Path) -> None:
        temporary.write_bytes(b"half")
        raise OSError(number, os.strerror(number))

    with pytest.raises(OutputError) as caught:
        saving.save(path, write)
    assert word in caught.value.text.en
    assert "a.xlsx" in caught.value.text.th
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.xlsx"]


def hold(monkeypatch: pytest.MonkeyPatch, held: Path, times: int) -> list[float]:
    """Refuse to replace a file so many times, as when another program has it open."""
    replace = Path.replace
    refused: list[Path] = []
    pauses: list[float] = []

    def refusing(self: Path, target: Path) -> Path:
        if target == held and len(refused) < times:
            refused.append(target)
            raise PermissionError(errno.EACCES, "open elsewhere")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr("itaxl.saving.time.sleep", pauses.append)
    return pauses


def test_a_file_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    pauses = hold(monkeypatch, path, 2)

    assert saving.save_bytes(path, b"new") == path
    assert path.read_bytes() == b"new"
    assert len(pauses) == 2


def test_a_file_open_in_another_program_gets_a_neighbour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "สรุปผล.xlsx"
    path.write_bytes(b"old")
    (tmp_path / "สรุปผล (2).xlsx").write_bytes(b"kept")
    hold(monkeypatch, path, 99)

    saved = saving.save_bytes(path, b"new")

    assert saved.name == "สรุปผล (3).xlsx"
    assert saved.read_bytes() == b"new"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == sorted([path.name, "สรุปผล (2).xlsx", saved.name])


def test_only_our_own_stale_files_are_swept(tmp_path: Path) -> None:
    stale = tmp_path / f"{saving.PREFIX}1-aa{saving.SUFFIX}"
    fresh = tmp_path / f"{saving.PREFIX}2-bb{saving.SUFFIX}"
    foreign = tmp_path / "mine.tmp"
    for path in (stale, fresh, foreign):
        path.write_bytes(b"")
    for path in (stale, foreign):
        os.utime(path, (0, 0))

    saving.save_bytes(tmp_path / "a.xlsx", b"")

    assert names(tmp_path) == sorted([fresh.name, foreign.name, "a.xlsx"])


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    (tmp_path / "a.xlsx" / "b").write_bytes(b"")

    with pytest.raises(OutputError):
        saving.save_bytes(tmp_path / "a.xlsx", b"")
    assert names(tmp_path) == ["a.xlsx"]

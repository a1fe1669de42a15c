"""What is kept of earlier runs: found again when nothing changed, never in place of the truth."""

import datetime as dt
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from itaxl import cache as caches
from itaxl import pipeline, workers
from itaxl.cache import Cache
from itaxl.pipeline import remembering, reviewing
from itaxl.pipeline.companions import Companions
from itaxl.register import Agency, FileChoice, Register, Settings, Waiver
from itaxl.review import Review

SAMPLES = sorted((Path(__file__).parent.parent / "samples/district/returned").glob("*.xlsx"))
KEY, OTHER = b"k" * 32, b"o" * 32
HERE = sys.platform != "win32"


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the folder of the user who runs it."""
    monkeypatch.setattr(caches, "user_folder", lambda: tmp_path / "home")


# ── the store ───────────────────────────────────────────────────────────────────────────────────
def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        assert cache.get(KEY) is None
        cache.put(KEY, b"value")
    with Cache(tmp_path) as cache:
        assert cache.get(KEY) == b"value"
        assert cache.get(OTHER) is None
        assert cache.keys() == {KEY}


@pytest.mark.parametrize(
    "ruin",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no database at all" * 500),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(path.read_bytes()[:100] + b"\xff" * 20_000),
        lambda path: sqlite3.connect(path).executescript("DROP TABLE kept; CREATE TABLE kept (a);"),
    ],
    ids=["empty", "other", "cut", "overwritten", "another table"],
)
def test_a_damaged_cache_is_made_anew(tmp_path: Path, ruin: Callable[[Path], object]) -> None:
    with Cache(tmp_path) as cache:
        for number in range(200):
            cache.put(number.to_bytes(32, "big"), os.urandom(500))
    ruin(cache.path)

    with Cache(tmp_path) as cache:
        assert not cache.keys()
        assert cache.get(KEY) is None
        cache.put(KEY, b"value")
    with Cache(tmp_path) as cache:
        assert cache.get(KEY) == b"value"


def test_every_flipped_bit_of_a_value_is_seen(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put(KEY, b"value")
    base = sqlite3.connect(cache.path)
    (sealed,) = base.execute("SELECT value FROM kept").fetchone()
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with base:
            base.execute("UPDATE kept SET value = ?", (bytes(changed),))
        with Cache(tmp_path) as cache:
            assert cache.get(KEY) is None


def test_a_value_moved_to_another_key_is_not_believed(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put(KEY, b"value")
    base = sqlite3.connect(cache.path)
    with base:
        base.execute("UPDATE kept SET key = ?", (OTHER,))

    with Cache(tmp_path) as cache:
        assert cache.get(OTHER) is None


def test_a_cache_of_another_user_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Cache(tmp_path / "shared") as cache:
        cache.put(KEY, b"value")
    monkeypatch.setattr(caches, "user_folder", lambda: tmp_path / "another home")

    with Cache(tmp_path / "shared") as cache:
        assert cache.get(KEY) is None
    assert not list((tmp_path / "shared").glob("secret*"))  # it never lies beside a shared cache


@pytest.mark.skipif(not HERE, reason="permissions of POSIX")
def test_the_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    Cache(tmp_path).close()

    assert stat.S_IMODE((tmp_path / "home/secret").stat().st_mode) == 0o600


def test_without_a_place_for_the_secret_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "user_folder", lambda: None)
    with Cache(tmp_path) as cache:
        cache.put(KEY, b"value")
        assert cache.get(KEY) is None
        assert not cache.keys()


def test_a_folder_that_cannot_be_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with Cache(tmp_path / "file/cache") as cache:
        cache.put(KEY, b"value")
        assert cache.get(KEY) is None


def test_what_another_run_is_writing_is_not_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "PATIENCE", 0.05)
    with Cache(tmp_path) as cache:
        cache.put(KEY, b"value")
    other = sqlite3.connect(cache.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with Cache(tmp_path) as cache:
        cache.put(OTHER, b"lost")
        assert cache.get(KEY) is None
    other.execute("ROLLBACK")
    with Cache(tmp_path) as cache:
        assert cache.get(KEY) == b"value"


def test_what_nobody_asked_for_in_a_long_time_is_dropped(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put(KEY, b"old")
        cache.put(OTHER, b"asked for")
    base = sqlite3.connect(cache.path)
    with base:
        base.execute("UPDATE kept SET used = used - ?", (caches.KEPT_DAYS + 1,))
    with Cache(tmp_path) as cache:
        assert cache.get(OTHER) == b"asked for"
    with Cache(tmp_path) as cache:
        assert cache.get(KEY) is None
        assert cache.get(OTHER) == b"asked for"


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x/cache", "HOME": "/h"}, "/x/cache/itaxl"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/itaxl"),
        ("linux", {"HOME": "/h"}, "/h/.cache/itaxl"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/itaxl"),
        ("win32", {"LOCALAPPDATA": "/c/Local", "HOME": "/h"}, "/c/Local/itaxl"),
        ("win32", {"HOME": "/h"}, "/h/AppData/Local/itaxl"),
    ],
)
@pytest.mark.skipif(not HERE, reason="paths of POSIX stand for all")
def test_the_folder_is_where_the_system_keeps_caches(
    system: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)

    assert caches.user_folder() == Path(expected)


# ── reviews ─────────────────────────────────────────────────────────────────────────────────────
REGISTER = Register(
    (Agency("อบต.ทุ่งรุ่ง", "sao", "เมือง", "สมมติ", last_scores={"1": Decimal("80")}),),
    Settings(2567, as_of=dt.date(2025, 9, 30)),
)
RULES = pipeline.rules(None)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    folder = tmp_path / "returned"
    folder.mkdir()
    return tuple(Path(shutil.copy2(sample, folder)) for sample in SAMPLES[:3])


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were really read, not remembered."""
    names: list[str] = []
    run = workers.run

    def watched(step, items, **options):  # type: ignore[no-untyped-def]
        items = list(items)
        names.extend(path.name for path in items)
        return run(step, items, **options)

    monkeypatch.setattr(workers, "run", watched)
    return names


def reviews(files: tuple[Path, ...], kept: Path | None, **changed: object) -> list[Review]:
    options: dict[str, object] = {"rules": RULES, "register": REGISTER, **changed}
    return list(reviewing.review_all(files, cache=kept, **options))  # type: ignore[arg-type]


def test_a_second_run_reads_nothing_and_says_the_same(
    files: tuple[Path, ...], tmp_path: Path, read: list[str]
) -> None:
    plain = reviews(files, None)
    first = reviews(files, tmp_path / "kept")
    read.clear()
    second = reviews(files, tmp_path / "kept")

    assert read == []
    assert plain == first == second


def test_a_changed_file_is_read_and_the_others_are_not(
    files: tuple[Path, ...], tmp_path: Path, read: list[str]
) -> None:
    reviews(files, tmp_path / "kept")
    read.clear()
    time = files[1].stat()
    shutil.copyfile(SAMPLES[4], files[1])
    os.utime(files[1], ns=(time.st_atime_ns, time.st_mtime_ns))  # the clock tells nothing

    again = reviews(files, tmp_path / "kept")

    assert read == [files[1].name]
    assert again == reviews(files, None)


def test_a_moved_file_is_not_read_again_and_has_its_new_path_and_time(
    files: tuple[Path, ...], tmp_path: Path, read: list[str]
) -> None:
    reviews(files, tmp_path / "kept")
    moved = tmp_path / "elsewhere" / "ชื่ออื่น.xlsx"
    moved.parent.mkdir()
    files[0].rename(moved)
    os.utime(moved, (0, 0))
    read.clear()

    (again,) = reviews((moved,), tmp_path / "kept")

    assert read == []
    assert again == reviews((moved,), None)[0]
    assert again.file.path == str(moved)


def test_the_name_of_a_text_file_counts_since_it_names_the_sheet(
    tmp_path: Path, read: list[str]
) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    for path in (one, other):
        path.write_text("ลำดับ,มาตรการ\n1,เผยแพร่ข้อมูล\n", "utf-8")

    assert reviews((one, other), tmp_path / "kept") == reviews((one, other), None)


def changed_agency(**values: object) -> Register:
    return replace(REGISTER, agencies=(replace(REGISTER.agencies[0], **values),))  # type: ignore[arg-type]


def own_rules() -> pipeline.Rules:
    book = RULES.book(2567)
    return pipeline.Rules(book.model_copy(update={"version": "9"}))


@pytest.mark.parametrize(
    "changed",
    [
        {"register": None},
        {"register": changed_agency(name="อบต.อื่น")},
        {"register": changed_agency(code="A1")},
        {"register": changed_agency(last_scores={"1": Decimal("81")})},
        {"register": changed_agency(last_total=Decimal("80"))},
        {"register": replace(REGISTER, settings=Settings(2568, as_of=dt.date(2025, 9, 30)))},
        {"register": replace(REGISTER, settings=Settings(2567, as_of=dt.date(2025, 10, 1)))},
        {"rules": own_rules()},
        {"beside": Companions(summed=b"a plan")},
    ],
    ids=str,
)
def test_whatever_a_file_is_judged_by_is_seen_when_it_changes(
    files: tuple[Path, ...], tmp_path: Path, read: list[str], changed: dict[str, object]
) -> None:
    reviews(files[:1], tmp_path / "kept")
    read.clear()

    again = reviews(files[:1], tmp_path / "kept", **changed)

    assert read == [files[0].name]
    assert again == reviews(files[:1], None, **changed)


def test_what_a_file_is_compared_with_is_seen_when_it_changes(
    files: tuple[Path, ...], tmp_path: Path, read: list[str]
) -> None:
    for summed in (b"one", b"other", b"one"):
        reviews(files[:1], tmp_path / "kept", beside=Companions(summed=summed))

    assert read == [files[0].name] * 2


@pytest.mark.parametrize(
    "register",
    [
        changed_agency(contact="โทร. 0 2000 0000", note="ตามแล้ว"),
        replace(REGISTER, choices=(FileChoice("อบต.ทุ่งรุ่ง", "a.xlsx"),)),
        replace(REGISTER, waivers=(Waiver("*", "C101"),)),
    ],
    ids=["notes", "choices", "waivers"],
)
def test_what_has_no_say_in_one_file_costs_nothing(
    files: tuple[Path, ...], tmp_path: Path, read: list[str], register: Register
) -> None:
    reviews(files, tmp_path / "kept")
    read.clear()

    again = reviews(files, tmp_path / "kept", register=register)

    assert read == []
    assert again == reviews(files, None, register=register)


@pytest.mark.parametrize(
    "what", ["checks/c101_blank_required_cell.py", "rulebooks/form/rulebook.toml"]
)
def test_a_changed_letter_of_this_package_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    import itaxl

    copy = tmp_path / "itaxl"
    shutil.copytree(Path(itaxl.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(itaxl, "__file__", str(copy / "__init__.py"))
    remembering._machine.cache_clear()
    try:
        before = remembering.bench_of(RULES, None)
        (copy / "__pycache__").mkdir()
        (copy / "__pycache__/a.pyc").write_bytes(b"compiled")
        remembering._machine.cache_clear()
        assert remembering.bench_of(RULES, None) == before
        with (copy / what).open("a", encoding="utf-8") as file:
            file.write("#")
        remembering._machine.cache_clear()
        assert remembering.bench_of(RULES, None) != before
    finally:
        remembering._machine.cache_clear()


def test_another_library_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    remembering._machine.cache_clear()
    before = remembering.bench_of(RULES, None)
    remembering._machine.cache_clear()
    monkeypatch.setattr(remembering, "_version", lambda name: "0")
    try:
        assert remembering.bench_of(RULES, None) != before
    finally:
        remembering._machine.cache_clear()


def test_a_kept_value_that_cannot_be_read_is_reviewed_anew(
    files: tuple[Path, ...], tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reviews(files, tmp_path / "kept")
    read.clear()
    monkeypatch.setattr(Cache, "get", lambda self, key: b"sealed, and yet no review")

    assert reviews(files, tmp_path / "kept") == first
    assert read == [path.name for path in files]


def test_what_could_not_be_read_is_tried_again(tmp_path: Path, read: list[str]) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\3\4 cut")
    reviews((bad,), tmp_path / "kept")
    reviews((bad,), tmp_path / "kept")

    assert read == ["bad.xlsx", "bad.xlsx"]


def test_the_command_takes_a_folder_or_none(files: tuple[Path, ...], tmp_path: Path) -> None:
    def run(*options: str) -> str:
        command = [sys.executable, "-m", "itaxl", "check", str(files[0]), "--format", "json"]
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "xdg"), "HOME": str(tmp_path)}
        environment["LOCALAPPDATA"] = environment["XDG_CACHE_HOME"]
        ran = subprocess.run(
            [*command, *options],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode in (0, 1), ran.stderr
        return ran.stdout

    home, chosen = tmp_path / "xdg/itaxl" / caches.FILE, tmp_path / "chosen" / caches.FILE
    first = run("--no-cache")
    assert not home.exists()
    assert run("--cache", str(chosen.parent)) == first
    assert chosen.exists()
    assert not home.exists()
    assert run() == first
    assert home.exists()
    assert run() == first

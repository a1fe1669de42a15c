"""Workbooks by URL: listed, read in bounds, named without secrets; the same findings as by path."""

import json
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from itaxl import pipeline
from itaxl.errors import ItaxlError, UnreadableError
from itaxl.excel import package
from itaxl.pipeline import remote, reviewing
from itaxl.pipeline.gathering import Location, gather, load, located
from itaxl.pipeline.remote import Remote
from itaxl.wording import Text

SAMPLES = sorted((Path(__file__).parent.parent / "samples/district/returned").glob("*.xlsx"))[:3]
RULES = pipeline.rules(None)
THAI = "อบต.ตัวอย่าง 2.xlsx"


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    folder = tmp_path / "returned"
    (folder / "deep").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    shutil.copy(SAMPLES[0], folder / "a.xlsx")
    shutil.copy(SAMPLES[1], folder / "deep" / THAI)
    shutil.copy(SAMPLES[2], folder / ".hidden" / "no.xlsx")
    (folder / "~$a.xlsx").write_bytes(b"owner")
    (folder / "broken.xlsx").write_bytes(b"PK\3\4")
    return folder


@pytest.fixture
def site(returned: Path) -> Iterator[tuple[str, list[str]]]:
    """A site that shows a folder, and what it was asked for."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path.startswith("/endless"):
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(bytes(1 << 20))
                except OSError:
                    return
            super().do_GET()

        def do_HEAD(self) -> None:
            if self.path.startswith("/large"):
                self.send_response(200)
                self.send_header("Content-Length", str(package.MAX_FILE + 1))
                self.end_headers()
            elif self.path.startswith("/endless"):
                self.send_response(200)
                self.end_headers()
            else:
                super().do_HEAD()

    handler = partial(Handler, directory=str(returned.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def told(url: str) -> tuple[dict[str, list[str]], list[str]]:
    """The codes of each file by its name, and the words on the way."""
    words: list[str] = []

    def tell(text: Text) -> None:
        words.append(text.en)

    places: tuple[Location, ...] = gather([located(url)], tell)
    reviews = list(reviewing.review_all(places, RULES))
    return {r.file.path: sorted({f.code for f in r.findings}) for r in reviews}, words


def under(folder: str, codes: dict[str, list[str]]) -> dict[str, list[str]]:
    assert all(path.startswith(folder) for path in codes)
    return {path.removeprefix(folder).lstrip("/"): found for path, found in codes.items()}


# ── the same by URL as by path ──────────────────────────────────────────────────────────────────
def test_a_folder_by_url_is_read_as_by_path(returned: Path, site: tuple[str, list[str]]) -> None:
    pytest.importorskip("aiohttp")
    fsspec: Any = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    archive = returned.parent / "returned.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(returned.rglob("*.xlsx")):
            name = path.relative_to(returned).as_posix()
            packed.write(path, name)
            memory.pipe(f"/returned/{name}", path.read_bytes())
    by_path, words = told(str(returned))
    wanted = under(str(returned), by_path)
    assert set(wanted) == {"a.xlsx", "broken.xlsx", f"deep/{THAI}"}
    assert words == ["passed over 2 temporary or hidden files"]

    for url, shown in (
        (returned.as_uri(), returned.as_uri()),
        ("memory://returned", "memory://returned"),
        (f"{site[0]}/returned/", f"{site[0]}/returned/"),
        (f"{site[0]}/returned", f"{site[0]}/returned"),
    ):
        found, words = told(url)
        assert under(shown, found) == wanted, url
        assert words == ["passed over 2 temporary or hidden files"], url
    found, words = told(f"zip://::{archive.as_uri()}")
    assert {path.partition("::")[0]: codes for path, codes in found.items()} == {
        f"zip://{name}": codes for name, codes in wanted.items()
    }
    memory.store.clear()


def test_one_file_by_url(returned: Path, site: tuple[str, list[str]]) -> None:
    pytest.importorskip("aiohttp")
    url = f"{site[0]}/returned/deep/{quote(THAI)}"
    (place,) = gather([located(url)])

    assert load(place) == SAMPLES[1].read_bytes()
    assert str(place) == f"{site[0]}/returned/deep/{THAI}"
    assert (place.name, place.suffix) == (THAI, ".xlsx")


def test_the_command_reads_urls(returned: Path) -> None:
    command = [sys.executable, "-m", "itaxl", "check", "--format", "json", "--no-cache", "-q"]
    ran = subprocess.run([*command, returned.as_uri()], capture_output=True, check=False)
    files = json.loads(ran.stdout)["files"]
    plain = subprocess.run([*command, str(returned)], capture_output=True, check=False)
    wanted = json.loads(plain.stdout)["files"]

    assert len(files) == 3
    assert all(file["path"].startswith("file://") for file in files)
    for file in (*files, *wanted):
        file["path"] = Path(file["path"]).name
    assert files == wanted


def test_a_corrected_copy_of_a_file_by_url(returned: Path, tmp_path: Path) -> None:
    place = located((returned / "a.xlsx").as_uri())
    reviews = pipeline.check([place], RULES)
    (copy,) = pipeline.give_back(reviews, [place], tmp_path / "back", RULES)

    assert copy.path is not None
    assert copy.path.parent == tmp_path / "back"


# ── secrets ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@host:8080/a/b.xlsx?sig=secret#x", "https://host:8080/a/b.xlsx"),
        ("ftp://me@host/a.xlsx", "ftp://host/a.xlsx"),
        ("s3://bucket/a%20b.xlsx", "s3://bucket/a%20b.xlsx"),
        ("zip://a@b.xlsx::https://me:secret@host/c.zip?k=secret", "zip://a@b.xlsx::https://host/c.zip"),
        ("simplecache::sftp://u:secret@host/a.xlsx", "simplecache::sftp://host/a.xlsx"),
        ("memory://a@b.xlsx", "memory://a@b.xlsx"),
    ],
)  # fmt: skip
def test_a_url_is_shown_without_what_opens_doors(url: str, shown: str) -> None:
    place = located(url)

    assert isinstance(place, Remote)
    assert str(place) == shown
    assert "secret" not in repr(place)


@pytest.mark.parametrize("path", ["a.xlsx", "C:\\a.xlsx", "C://a", "a::b.xlsx", "x/http://y", ""])
def test_a_path_is_no_url(path: str) -> None:
    assert located(path) == Path(path)


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("http://127.0.0.1", False),
        ("http://127.0.0.1:80/", False),
        ("https://host/v1.2/", False),
        ("https://host/returned", False),
        ("https://host/v1.2/a.xlsx", True),
    ],
)
def test_a_file_of_a_web_site_is_told_from_a_folder(link: str, file: bool) -> None:
    assert remote._names_a_file(link) is file


def test_trouble_is_told_without_secrets(site: tuple[str, list[str]]) -> None:
    pytest.importorskip("aiohttp")
    host = site[0].removeprefix("http://")
    (place,) = gather([located(f"http://me:secret@{host}/returned/none.xlsx?k=secret")])
    with pytest.raises(UnreadableError) as trouble:
        load(place)
    assert trouble.value.code == "F14"
    assert "secret" not in f"{trouble.value.seen} {trouble.value.text}"
    with pytest.raises(ItaxlError, match=r"cannot be read|no file or folder") as told_of:
        gather([located(f"http://me:secret@{host}/nowhere/?k=secret")])
    assert "secret" not in str(told_of.value.text)


# ── bounds ──────────────────────────────────────────────────────────────────────────────────────
def test_what_is_too_large_is_not_fetched(site: tuple[str, list[str]]) -> None:
    pytest.importorskip("aiohttp")
    url, asked = site
    with pytest.raises(UnreadableError) as trouble:
        load(located(f"{url}/large.xlsx"))
    assert trouble.value.code == "F13"
    assert not asked


def test_what_has_no_end_is_read_as_far_as_a_file_may_go(
    site: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("aiohttp")
    monkeypatch.setattr(package, "MAX_FILE", 3 << 20)
    with pytest.raises(UnreadableError) as trouble:
        load(located(f"{site[0]}/endless.xlsx"))
    assert trouble.value.code == "F13"


def test_a_page_cannot_lead_out_of_its_folder(site: tuple[str, list[str]], returned: Path) -> None:
    pytest.importorskip("aiohttp")
    shutil.copy(SAMPLES[0], returned.parent / "outside.xlsx")
    links = ["a.xlsx", "../outside.xlsx", "/outside.xlsx", "/", "./", "?C=N;O=D", "loop/"]
    links += ["http://127.0.0.1:1/x.xlsx"]
    page = "".join(f'<a href="{link}">{link}</a>' for link in links)
    (returned / "index.html").write_text(page)
    (returned / "loop").mkdir()
    (returned / "loop" / "index.html").write_text('<a href="../">up</a><a href="../loop/">me</a>')

    places = gather([located(f"{site[0]}/returned/")])
    assert list(map(str, places)) == [f"{site[0]}/returned/a.xlsx"]


# ── what is missing ─────────────────────────────────────────────────────────────────────────────
def test_without_fsspec_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ItaxlError, match=r'pip install "itaxl\[dask\]"'):
        gather([located("s3://bucket/folder")])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("memory://nowhere", "no file or folder"),
        ("file:///nowhere/at/all", "no file or folder"),
        ("nonsense://x", "cannot be read"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(url: str, words: str) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(ItaxlError, match=words):
        gather([located(url)])


def test_dates_of_stores_are_read_where_they_are_dates() -> None:
    assert str(remote._date(0)) == "1970-01-01 00:00:00+00:00"
    assert remote._date("2024-09-30") is None
    assert remote._date(None) is None

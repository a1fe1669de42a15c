"""The summary that is replaced: what a coordinator put on it is kept, or the file itself is."""

import datetime as dt
import hashlib
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from itaxl import saving, summary
from itaxl.cache import Cache
from itaxl.pipeline import keeping
from itaxl.pipeline.gathering import Location, Tell
from itaxl.pipeline.remembering import machine
from itaxl.summary import notes
from itaxl.summary.note_reading import Foreign
from itaxl.wording import Text

NAMED = 3  # things that are named when the old file is kept; the rest are counted
CHARTS = 3  # of ours, on the first page
NAME_BYTES = 240  # of a file's name; file systems take 255
# Parts of a package that no summary of ours has: pivot tables, remarks, pictures.
_THINGS = re.compile(r"xl/(pivotTables/|(threadedC|c)omments|media/)")
_CHART = re.compile(r"xl/charts/chart[^/]*\.xml")
_ASIDE = re.compile(r" \(ก่อนรวม \d{4}-\d{2}-\d{2} \d{4}\)( \d+)?$")


class Kept:
    """
    What the summary that is replaced holds: read at once, and again should it change.

    With the folder of a ``cache`` a summary nobody touched since it was written is not read: of one
    that was written without notes it is known that there are none.
    """

    def __init__(self, output: Path, cache: Path | None = None) -> None:
        self._output = output
        self._cache = cache
        self._seen = self._state()
        self._old = self._read()

    def notes(self, inputs: Sequence[Path] = ()) -> tuple[summary.Note, ...]:
        """Give the notes as they stand now, joined with those of summaries that came in."""
        self._look_again()
        others = [path for path in inputs if not _is_same(path, self._output)]
        labels = labelled(others)
        read: dict[str, tuple[summary.Note, ...]] = {}
        for path in sorted(others):
            label = labels[path]
            read[label] = (*read.get(label, ()), *keeping.notes_in(path))
        return notes.joined(self._old.notes, read) if read else self._old.notes

    def set_aside(self, tell: Tell | None = None, now: dt.datetime | None = None) -> Path | None:
        """
        Copy the old summary beside itself when something on it cannot be kept otherwise.

        To be called before the new one is written. Raises OutputError when the copy cannot be made.
        """
        self._look_again()
        strange = (*self._old.foreign, *_things(self._output)) if self._seen else ()
        if not strange:
            return None
        when = now or dt.datetime.now()  # noqa: DTZ005 - the clock where the coordinator sits
        path = _copied(self._output, when)
        if tell:
            tell(_SET_ASIDE.fill(what=_named(strange, "th"), seen=_named(strange, "en"), path=path))
        return path

    def _look_again(self) -> None:
        state = self._state()
        if state != self._seen:
            self._seen, self._old = state, self._read()

    def written(self, path: Path) -> None:
        """Remember a summary that was written without any note."""
        if self._cache is not None and (key := _key_of(path)):
            with Cache(self._cache) as cache:
                cache.put(key, _WITHOUT_NOTES)

    def _read(self) -> keeping.Old:
        if self._seen and self._cache is not None and (key := _key_of(self._output)):
            with Cache(self._cache) as cache:
                if cache.get(key) == _WITHOUT_NOTES:
                    return keeping.Old()
        return keeping.old_of(self._output)

    def _state(self) -> tuple[int, int] | None:
        try:
            state = self._output.stat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_size


_WITHOUT_NOTES = b"summary without notes"


def _key_of(path: Path) -> bytes | None:
    """Sum up a summary and what wrote it; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return None
    return hashlib.sha256(_WITHOUT_NOTES + machine().encode() + content).digest()


def is_set_aside(path: Path) -> bool:
    """Tell by its name whether a file is an old summary that was set aside."""
    return bool(_ASIDE.search(path.stem))


def without_set_aside(found: Iterable[Location], named: Iterable[Location]) -> Iterator[Location]:
    """Leave out old summaries that lie in a folder: only one that is named itself is meant."""
    meant = {path.absolute() for path in named if isinstance(path, Path)}
    for path in found:
        if not isinstance(path, Path) or not is_set_aside(path) or path.absolute() in meant:
            yield path


def labelled(paths: Iterable[Path]) -> dict[Path, str]:
    """Name files as people tell them apart: by name, where several have it with their folder."""
    found = tuple(paths)
    counts = Counter(path.name for path in found)
    return {
        path: notes.label(
            path.name if counts[path.name] == 1 else f"{path.absolute().parent.name}/{path.name}"
        )
        for path in found
    }


def _is_same(path: Path, output: Path) -> bool:
    try:
        return path.samefile(output)
    except OSError:
        return False


def _things(path: Path) -> Iterable[Foreign]:
    """Find what has no cells: pictures, remarks, pivot tables, charts beyond ours."""
    with zipfile.ZipFile(path) as package:
        parts = package.namelist()
    charts = sum(1 for part in parts if _CHART.fullmatch(part))
    if charts > CHARTS or any(_THINGS.match(part) for part in parts):
        yield Foreign("thing", "")


def _copied(path: Path, when: dt.datetime) -> Path:
    """Copy a file beside itself under a dated name that is free, or that holds the same already."""
    data = path.read_bytes()
    mark = f" (ก่อนรวม {when:%Y-%m-%d %H%M})"
    stem = _short(path.stem, NAME_BYTES - len((mark + path.suffix).encode()) - 4)
    number = 1
    while True:
        again = f" {number}" if number > 1 else ""
        copy = path.with_name(f"{stem}{mark}{again}{path.suffix}")
        if not copy.exists():
            return saving.save(copy, lambda target: _copy(path, target))
        if copy.is_file() and copy.read_bytes() == data:
            return copy
        number += 1


def _copy(path: Path, target: Path) -> None:
    shutil.copyfile(path, target)
    shutil.copystat(path, target)


def _short(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")


def _named(strange: Sequence[Foreign], language: str) -> str:
    said = list(dict.fromkeys(_WHAT[each.what].fill(**each._asdict()) for each in strange))
    told = [text.th if language == "th" else text.en for text in said[:NAMED]]
    if len(said) > NAMED:
        rest = _MORE.fill(count=len(said) - NAMED)
        told.append(rest.th if language == "th" else rest.en)
    return ", ".join(told)


_WHAT = {
    "sheet": Text("แผ่นงาน “{sheet}”", "the sheet “{sheet}”"),
    "column": Text("คอลัมน์ “{name}” ในแผ่นงาน “{sheet}”", "the column “{name}” of “{sheet}”"),
    "row": Text("แถวที่ {name} ในแผ่นงาน “{sheet}”", "row {name} of “{sheet}”"),
    "cell": Text("ข้อความที่ {name} ในแผ่นงาน “{sheet}”", "what stands at {name} of “{sheet}”"),
    "formula": Text(
        "สูตรในคอลัมน์ “{name}” ของแผ่นงาน “{sheet}” (นำมาต่อเป็นค่า)",
        "formulas of the column “{name}” of “{sheet}” (kept as values)",
    ),
    "thing": Text(
        "แผนภูมิ รูปภาพ ความคิดเห็น หรือตารางสรุป (PivotTable)",
        "charts, pictures, remarks or pivot tables",
    ),
}
_MORE = Text("และอีก {count} รายการ", "and {count} more")
_SET_ASIDE = Text(
    "สรุปผลเดิมมีสิ่งที่ท่านเพิ่มไว้และนำมาต่อไม่ได้: {what} · เก็บไฟล์เดิมทั้งฉบับไว้ที่ {path}",
    "the old summary holds what you added and what cannot be carried over: {seen};"
    " the whole old file is kept as {path}",
)

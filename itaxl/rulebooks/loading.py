"""Find, join and load rule books; every fault of a bad one is told at once."""

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from itaxl.errors import RuleBookError
from itaxl.rulebooks.faults import Fault, faults_of
from itaxl.rulebooks.model import RuleBook
from itaxl.rulebooks.promises import broken
from itaxl.rulebooks.weaving import merge, name_of, spread
from itaxl.wording import Text

_HERE = resources.files("itaxl.rulebooks")
_LARGEST = 4_000_000  # bytes; the largest shipped book has some 40,000


@cache
def years() -> tuple[int, ...]:
    """The fiscal years (Buddhist Era) that a shipped rule book exists for, oldest first."""
    return tuple(
        sorted(
            int(folder.name[2:])
            for folder in _HERE.iterdir()
            if folder.name.startswith("fy") and folder.name[2:].isdigit()
        )
    )


@cache
def load(year: int) -> RuleBook:
    """Load the shipped rule book of a fiscal year (Buddhist Era)."""
    if year not in years():
        known = ", ".join(map(str, years()))
        raise RuleBookError(
            Text(
                f"ยังไม่มีกติกาของปีงบประมาณ {year} · ปีที่มี: {known} · หากมีกติกาของตนเอง ใช้ --rulebook ไฟล์",
                f"there is no rule book for fiscal year {year}; there is one for: {known}; "
                f"with one of your own, use --rulebook FILE",
            )
        )
    return load_text((_HERE / f"fy{year}" / "rulebook.toml").read_text("utf-8"), f"fy{year}")


def load_file(path: Path) -> RuleBook:
    """Load a coordinator's own rule book, which may extend a shipped one."""
    return load_text(_read(path), path.name)


def load_text(text: str, name: str = "rulebook.toml") -> RuleBook:
    """Load the text of a rule book; ``name`` is what its faults are told of."""
    try:
        own = spread(tomllib.loads(text))
        joined = _joined(own)
        book = RuleBook.model_validate(joined)
    except (tomllib.TOMLDecodeError, RecursionError, ValidationError, KeyError, TypeError):
        pass  # what was wrong is found again below, with its line
    else:
        if not _doubled(own) and not any(broken(joined)):
            return book
    raise RuleBookError(_told(name, faults_of(text, _parent)))


def faults(path: Path) -> tuple[Fault, ...]:
    """Find every fault of a rule book in a file; RuleBookError when it cannot be read at all."""
    return faults_of(_read(path), _parent)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise RuleBookError(
                Text(
                    f"{path.name} ใหญ่เกินกว่าจะเป็นกติกา · เลือกไฟล์ .toml ของกติกา",
                    f"{path.name} is too large for a rule book; choose the .toml of one",
                )
            )
        raw = path.read_bytes()
    except OSError as trouble:
        raise RuleBookError(
            Text(
                f"เปิดไฟล์ {path.name} ไม่ได้ · ตรวจชื่อไฟล์และสิทธิ์การอ่าน",
                f"cannot open {path.name} ({trouble.strerror}); check its name and permissions",
            )
        ) from trouble
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as trouble:
        line = raw[: trouble.start].count(b"\n") + 1
        raise RuleBookError(
            Text(
                f"{path.name} บรรทัด {line} ไม่ใช่ UTF-8 · บันทึกไฟล์ใหม่โดยเลือกการเข้ารหัส UTF-8",
                f"{path.name} line {line} is not UTF-8; save the file again with encoding UTF-8",
            )
        ) from trouble


def _told(name: str, found: tuple[Fault, ...]) -> Text:
    told = [fault.told() for fault in found]
    return Text(
        "\n".join([f"กติกา {name} มีที่ต้องแก้ {len(told)} แห่ง", *(one.th for one in told)]),
        "\n".join([f"the rule book {name}: {len(told)} to mend", *(one.en for one in told)]),
    )


def _parent(name: str) -> dict[str, Any] | None:
    """Give the joined tables of a shipped book by name; None when there is none."""
    known = {"form", *(f"fy{year}" for year in years())}
    return _shipped(name) if name in known else None


@cache
def _shipped(name: str) -> dict[str, Any]:
    return _joined(spread(tomllib.loads((_HERE / name / "rulebook.toml").read_text("utf-8"))))


def _joined(own: dict[str, Any]) -> dict[str, Any]:
    name = own.get("extends")
    if not name:
        return own
    parent = _parent(name)
    if parent is None:
        raise KeyError(name)
    joined: dict[str, Any] = merge(parent, own)
    return joined


def _doubled(own: Any) -> bool:
    """Tell whether a list names one row twice: laid over another it would hide that."""
    if isinstance(own, dict):
        return any(_doubled(value) for value in own.values())
    if not isinstance(own, list):
        return False
    name = name_of(own)
    names = [row[name] for row in own if name and name in row]
    return len(set(names)) < len(names) or any(_doubled(row) for row in own)

"""Options that several commands take, written once."""

import locale
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from itaxl import cache as caches
from itaxl.cli import screen
from itaxl.pipeline.gathering import Location, located
from itaxl.wording import Language, Text

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Tongue(StrEnum):
    """The language of words on the screen."""

    TH = "th"
    EN = "en"


def default_language() -> Language:
    """Thai where the system speaks Thai, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or (locale.getlocale()[0] or "")
    return "th" if spoken.lower().startswith(("th_", "th-", "thai")) or spoken == "th" else "en"


if TYPE_CHECKING:
    Paths = list[Location]
else:
    # Typer takes no union; a class of its own is named in the help as it should be.
    Paths = Annotated[
        list[type("path|URL", (), {})],
        typer.Argument(
            help="Workbooks, or folders of them · ไฟล์หรือโฟลเดอร์แบบรายงาน", parser=located
        ),
    ]
FormatOption = Annotated[
    Format, typer.Option("--format", help="How results are printed · รูปแบบผลลัพธ์")
]
LanguageOption = Annotated[
    Tongue | None,
    typer.Option("--lang", help="Language of the words; default from the system · ภาษา"),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print results only · แสดงเฉพาะผลลัพธ์")
]
RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="Register of expected agencies · ทะเบียนหน่วยงาน"),
]
RuleBookOption = Annotated[
    Path | None,
    typer.Option("--rulebook", help="A rule book of your own · กติกาของท่านเอง"),
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="Workers side by side · จำนวนตัวอ่านพร้อมกัน"),
]
CacheOption = Annotated[
    Path | None,
    typer.Option("--cache", help="Folder for what is known of files · โฟลเดอร์เก็บผลการอ่าน"),
]
NoCacheOption = Annotated[
    bool, typer.Option("--no-cache", help="Read every file anew · อ่านทุกไฟล์ใหม่ทั้งหมด")
]


ExecutorOption = Annotated[
    str | None,
    typer.Option(
        "--executor", help="Read on a cluster: dask · อ่านด้วยคลัสเตอร์: dask", metavar="NAME"
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler", help="Address of its scheduler · ที่อยู่ของ scheduler", metavar="ADDRESS"
    ),
]


PlansOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--plans", help="Plans that reports answer: files, folders, summaries · แผนที่ใช้เทียบรายงาน"
    ),
]
LastOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--last",
        help="Last year's workbooks: files, folders, summaries · แบบรายงานหรือสรุปผลปีก่อน",
    ),
]


def language(chosen: Tongue | None) -> Language:
    """The language asked for, else that of the system."""
    return chosen.value if chosen else default_language()


def cache_folder(chosen: Path | None, no_cache: bool) -> Path | None:
    """The folder results are kept in; None where none are to be kept."""
    return None if no_cache else chosen or caches.user_folder()


def joined(
    executor: str | None, scheduler: str | None
) -> "AbstractContextManager[Executor | None]":
    """What files are read on: this machine, or the cluster that is named."""
    if executor is None and scheduler is None:
        return nullcontext()
    from itaxl import cluster

    return cluster.joined(executor, scheduler)


def teller(tongue: Language, quiet: bool) -> Callable[[Text], None] | None:
    """How a word about the work is told; not at all when quiet."""
    return None if quiet else lambda words: screen.tell(words.say(tongue))

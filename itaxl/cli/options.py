"""Options that several commands take, written once."""

import locale
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from itaxl.wording import Language


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


Paths = Annotated[
    list[Path],
    typer.Argument(help="Workbooks, or folders of them · ไฟล์หรือโฟลเดอร์แบบรายงาน"),
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


def language(chosen: Tongue | None) -> Language:
    """The language asked for, else that of the system."""
    return chosen.value if chosen else default_language()

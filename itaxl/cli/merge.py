"""``itaxl merge``: one summary workbook of everything that came."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from itaxl import pipeline
from itaxl.cells import Cell, Kind
from itaxl.cli import screen
from itaxl.cli.options import (
    CacheOption,
    ExecutorOption,
    JobsOption,
    LanguageOption,
    NoCacheOption,
    Paths,
    QuietOption,
    RegisterOption,
    RuleBookOption,
    SchedulerOption,
    cache_folder,
    joined,
    language,
    teller,
)
from itaxl.errors import ItaxlError
from itaxl.fields import date as date_field
from itaxl.wording import Text


def merge(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="Summary to write · ไฟล์สรุปผล")],
    register: RegisterOption = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Judge what is overdue on this day · วันที่ใช้ดูความล่าช้า"),
    ] = None,
    last: Annotated[
        list[Path] | None,
        typer.Option(
            "--last",
            help="Summary or folder of an earlier year to compare with; several give a trend"
            " · ไฟล์สรุปผลหรือโฟลเดอร์แบบรายงานของปีก่อน ใส่ได้หลายปี",
        ),
    ] = None,
    also: Annotated[
        str,
        typer.Option(
            "--also",
            help="Write the tables too: parquet, csv, sqlite, with commas · เขียนตารางเป็นไฟล์อื่นด้วย",
        ),
    ] = "",
    lang: LanguageOption = None,
    rulebook: RuleBookOption = None,
    jobs: JobsOption = None,
    executor: ExecutorOption = None,
    scheduler: SchedulerOption = None,
    cache: CacheOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> int:
    """Merge returned workbooks into one summary · รวมแบบรายงานเป็นไฟล์สรุปผล."""
    tongue = language(lang)
    day = _day(as_of)
    with (
        joined(executor, scheduler) as crew,
        screen.progress(_READING.say(tongue), quiet=quiet, then=_WRITING.say(tongue)) as step,
    ):
        merged = pipeline.merge(
            paths,
            output,
            pipeline.rules(rulebook),
            register,
            day,
            jobs,
            step,
            cache=cache_folder(cache, no_cache),
            tell=teller(tongue, quiet),
            last=last or (),
            also=[kind.strip() for kind in also.split(",") if kind.strip()],
            executor=crew,
        )
    if not quiet:
        words = Text(
            f"รวม {merged.files} ไฟล์ จาก {merged.agencies} หน่วยงาน เป็น {merged.path} · "
            f"ต้องแก้ {merged.to_mend} ไฟล์",
            f"merged {merged.files} files of {merged.agencies} agencies into {merged.path}; "
            f"{merged.to_mend} files to mend",
        )
        screen.tell(words.say(tongue))
    return 1 if merged.to_mend else 0


_READING = Text("กำลังอ่าน", "reading")
_WRITING = Text("กำลังเทียบและเขียนสรุปผล", "comparing and writing the summary")


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        day = date_field.read(Cell(1, 1, Kind.TEXT, text)).value
    if day is None:
        raise ItaxlError(
            Text(
                f"--as-of {text} ไม่ใช่วันที่ · พิมพ์เช่น 2024-09-30 หรือ “30 กันยายน 2567”",
                f"--as-of {text} is not a day; type one such as 2024-09-30 or “30 กันยายน 2567”",
            )
        )
    return day

"""``itaxl register``: a blank register, the one workbook a coordinator keeps."""

from pathlib import Path
from typing import Annotated

import typer

from itaxl import pipeline
from itaxl.cli import screen
from itaxl.cli.options import LanguageOption, QuietOption, RuleBookOption, language
from itaxl.wording import Text


def register(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write · ไฟล์ที่จะสร้าง")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Fiscal year, Buddhist Era · ปีงบประมาณ (พ.ศ.)")
    ] = None,
    province: Annotated[str, typer.Option(help="Province of all agencies · จังหวัด")] = "",
    rulebook: RuleBookOption = None,
    lang: LanguageOption = None,
    quiet: QuietOption = False,
) -> int:
    """Draw a blank register of agencies with example rows · ออกทะเบียนหน่วยงานเปล่า."""
    written = pipeline.new_register(pipeline.rules(rulebook), year, province, output)
    if not quiet:
        words = Text(
            f"สร้างทะเบียนแล้ว: {written} · ต่อไป: กรอกหน่วยงาน แล้วออกแบบรายงานด้วย itaxl issue",
            f"wrote the register: {written}; next: fill in the agencies, then itaxl issue",
        )
        screen.tell(words.say(language(lang)))
    return 0

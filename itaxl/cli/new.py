"""``itaxl new``: one standard workbook, blank or prefilled."""

from pathlib import Path
from typing import Annotated

import typer

from itaxl import pipeline
from itaxl.cli import screen
from itaxl.cli.options import LanguageOption, QuietOption, RuleBookOption, language
from itaxl.wording import Text


def new(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write · ไฟล์ที่จะสร้าง")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Fiscal year, Buddhist Era · ปีงบประมาณ (พ.ศ.)")
    ] = None,
    agency: Annotated[str, typer.Option(help="Name of the agency · ชื่อหน่วยงาน")] = "",
    type_: Annotated[str, typer.Option("--type", help="Its type · ประเภทหน่วยงาน")] = "",
    district: Annotated[str, typer.Option(help="District · อำเภอ")] = "",
    province: Annotated[str, typer.Option(help="Province · จังหวัด")] = "",
    rulebook: RuleBookOption = None,
    lang: LanguageOption = None,
    quiet: QuietOption = False,
) -> int:
    """Draw one standard workbook, blank or prefilled · ออกแบบรายงานเปล่าหนึ่งไฟล์."""
    rules = pipeline.rules(rulebook)
    identity = {"name": agency, "type": type_, "district": district, "province": province}
    written = pipeline.new(rules, year, {k: v for k, v in identity.items() if v}, output)
    if not quiet:
        words = Text(
            f"สร้างแบบรายงานแล้ว: {written} · ต่อไป: กรอกแล้วตรวจด้วย itaxl check",
            f"wrote the standard workbook: {written}; next: fill it in, then itaxl check",
        )
        screen.tell(words.say(language(lang)))
    return 0

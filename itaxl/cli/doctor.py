"""``itaxl doctor``: versions, limits, places, and whether our own form survives what offices do."""

from dataclasses import asdict
from typing import Annotated

import typer

from itaxl import pipeline
from itaxl.cli import screen
from itaxl.cli.options import (
    CacheOption,
    Format,
    FormatOption,
    LanguageOption,
    RuleBookOption,
    language,
)
from itaxl.pipeline.doctoring import Point, State, Survival, examine, template
from itaxl.wording import Language, Text

STATES = {
    State.FINE: Text("ใช้ได้", "fine"),
    State.BETTER: Text("ดีขึ้นได้", "could be better"),
    State.MEND: Text("ต้องแก้", "mend"),
}


def doctor(
    try_template: Annotated[
        bool,
        typer.Option(
            "--template", help="Damage our own form and read it · ทดลองทำแบบฟอร์มเสียแล้วอ่าน"
        ),
    ] = False,
    year: Annotated[
        int | None, typer.Option("--year", help="Fiscal year of the form · ปีงบประมาณของแบบ (พ.ศ.)")
    ] = None,
    rulebook: RuleBookOption = None,
    cache: CacheOption = None,
    output_format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
) -> int:
    """Look after this installation, or after the form itself · ตรวจความพร้อมของเครื่องและแบบฟอร์ม."""
    tongue = language(lang)
    if try_template:
        survivals = template(pipeline.rules(rulebook), year)
        _show_survivals(survivals, output_format, tongue)
        return 0 if all(survival.survived for survival in survivals) else 1
    points = examine(cache)
    _show_points(points, output_format, tongue)
    return 1 if any(point.state is State.MEND for point in points) else 0


def _show_points(points: tuple[Point, ...], output_format: Format, tongue: Language) -> None:
    if output_format is Format.JSON:
        screen.out_json({"points": [_point_json(point) for point in points]})
        return
    headings = (
        Text("สิ่งที่ตรวจ", "point").say(tongue),
        Text("พบ", "found").say(tongue),
        Text("สถานะ", "state").say(tongue),
        Text("สิ่งที่ควรทำ", "what to do").say(tongue),
    )
    rows = [
        (
            point.name.say(tongue),
            point.found,
            STATES[point.state].say(tongue),
            point.advice.say(tongue) if point.advice else "",
        )
        for point in points
    ]
    if output_format is Format.CSV:
        screen.out_csv(headings, rows)
    else:
        screen.table("", headings, rows)


def _point_json(point: Point) -> dict[str, object]:
    return {
        "name": point.name._asdict(),
        "found": point.found,
        "state": point.state.value,
        "advice": point.advice._asdict() if point.advice else None,
    }


def _show_survivals(
    survivals: tuple[Survival, ...], output_format: Format, tongue: Language
) -> None:
    if output_format is Format.JSON:
        told = [
            {**asdict(one), "damage": one.damage._asdict(), "survived": one.survived}
            for one in survivals
        ]
        screen.out_json({"template": told})
        return
    headings = (
        Text("สิ่งที่เกิดกับแบบ", "what was done to the form").say(tongue),
        Text("อ่านได้ครบ", "survives").say(tongue),
        Text("คำตอบ", "answers").say(tongue),
        Text("สิ่งที่แจ้ง", "told").say(tongue),
    )
    yes, no = Text("ครบ", "yes").say(tongue), Text("ไม่ครบ", "no").say(tongue)
    rows = [
        (
            one.damage.say(tongue),
            yes if one.survived else no,
            f"{one.read}/{one.written}",
            ", ".join(one.codes),
        )
        for one in survivals
    ]
    if output_format is Format.CSV:
        screen.out_csv(headings, rows)
    else:
        screen.table("", headings, rows)

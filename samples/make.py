"""
Draw the sample workbooks from the data files that stand beside them.

    python samples/make.py [FOLDER]

A scene is a folder with scene.toml: which data files become workbooks in ``returned/``, and the
command to try on them. A data file (TOML) says what one agency filled in; its measures stand in a
CSV. Faults of real life are data too: another version, other column order, an extra column,
overwritten cells.
"""

import csv
import sys
import tomllib
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from itaxl.cells import address as written
from itaxl.excel.drawing import draw
from itaxl.plans import BookPlan, CellPlan, Formula, SheetPlan
from itaxl.rulebooks.loading import load
from itaxl.rulebooks.model import Column, RuleBook
from itaxl.template import Fill, register, standard

HERE = Path(__file__).parent


def main(folder: Path = HERE) -> None:
    """Draw every scene, or the samples under another folder."""
    for scene in sorted(HERE.glob("*/scene.toml")):
        make(scene, folder / scene.parent.name)


def make(scene: Path, target: Path) -> None:
    """Draw one scene."""
    settings = tomllib.loads(scene.read_text("utf-8"))
    returned = target / "returned"
    returned.mkdir(parents=True, exist_ok=True)
    for name in settings["data"]:
        source = scene.parent / name
        data = tomllib.loads(source.read_text("utf-8"))
        if "text" in data:
            (returned / data["file"]).write_text(data["text"] + "\n", "utf-8")
        else:
            draw(plan(data, source.parent), returned / data["file"])
    if wanted := settings.get("register"):
        draw(register_plan(wanted, scene.parent), target / "register.xlsx")


def register_plan(wanted: dict[str, Any], folder: Path) -> BookPlan:
    """Plan a register from the CSV of its agencies."""
    with (folder / wanted["agencies"]).open(encoding="utf-8", newline="") as file:
        rows = [
            {key: number(text) if key.startswith("last_") else text for key, text in row.items()}
            for row in csv.DictReader(file)
        ]
    return register(load(wanted["year"]), rows, wanted["settings"])


def plan(data: dict[str, Any], folder: Path) -> BookPlan:
    """Plan the workbook of one agency."""
    book = altered(load(data["year"]), data)
    with (folder / data["measures"]).open(encoding="utf-8", newline="") as file:
        records = [measure(row, book) for row in csv.DictReader(file)]
    scores = {code: number(text) for code, text in data.get("scores", {}).items()}
    fill = Fill(agency=data["agency"], scores=scores, records=records)
    drawn = standard(book, fill)
    for name, text in data.get("overwrite", {}).items():
        drawn = overwritten(drawn, f"itaxl_figure_{name}", number(text))
    return drawn


def measure(row: dict[str, str], book: RuleBook) -> dict[str, Any]:
    """One measure by column key; a theme by its number becomes the choice people see."""
    themes = {choice.value: choice.text for choice in book.choices("themes")}
    values: dict[str, Any] = {key: text for key, text in row.items() if text}
    if "theme" in values:
        values["theme"] = themes.get(values["theme"], values["theme"])
    return values


def number(text: str) -> Decimal | str:
    """A number where the data spell one in western digits, else the text as typed."""
    if not text.isascii():
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def altered(book: RuleBook, data: dict[str, Any]) -> RuleBook:
    """The rule book whose form the agency really used: older version, moved or added columns."""
    columns = book.form.columns
    if order := data.get("column_order"):
        columns = tuple(book.form.column(key) for key in order)
    if heading := data.get("extra_column"):
        extra = Column(key="extra", heading=heading, kind="text", width=16)
        columns = (*columns[:3], extra, *columns[3:])
    form = book.form.model_copy(update={"columns": columns})
    return book.model_copy(update={"form": form, "version": data.get("version", book.version)})


def overwritten(drawn: BookPlan, name: str, value: Decimal | str) -> BookPlan:
    """The plan with a formula replaced by a typed value, as happens by pasting."""
    sheet_name, address = drawn.names[name].lstrip("=").replace("'", "").split("!")

    def change(cell: CellPlan) -> CellPlan:
        hit = written(cell.row, cell.column) == address.replace("$", "")
        if hit and not isinstance(cell.value, Formula):
            raise ValueError(f"{name} holds no formula to overwrite")
        return replace(cell, value=value) if hit else cell

    def pass_over(sheet: SheetPlan) -> SheetPlan:
        if sheet.name != sheet_name:
            return sheet
        return replace(sheet, cells=tuple(change(cell) for cell in sheet.cells))

    return replace(drawn, sheets=tuple(pass_over(sheet) for sheet in drawn.sheets))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))

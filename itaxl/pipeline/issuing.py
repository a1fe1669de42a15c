"""Draw the workbooks that people fill."""

from collections.abc import Mapping
from pathlib import Path

from itaxl.errors import ItaxlError
from itaxl.pipeline.rules import Rules
from itaxl.rulebooks.model import RuleBook
from itaxl.wording import Text


def new(rules: Rules, year: int | None, identity: Mapping[str, str], output: Path | None) -> Path:
    """Draw one standard workbook, with what is known of the agency filled in and locked."""
    from itaxl.excel.drawing import draw
    from itaxl.template import Fill, standard

    book = rules.book(year) if year is not None else rules.usual
    known = {key: value for key, value in identity.items() if value}
    if "type" in known:
        known["type"] = agency_type(known["type"], book)
    fill = Fill(agency={"fiscal_year": book.fiscal_year, **known}, locked=frozenset(known))
    path = output or Path(f"{known.get('name', 'แบบรายงาน ITA')} {book.fiscal_year}.xlsx")
    refuse_to_overwrite(path)
    return draw(standard(book, fill), path)


def refuse_to_overwrite(path: Path) -> None:
    """Raise ItaxlError where a file of people stands already."""
    if path.exists():
        raise ItaxlError(
            Text(
                f"มีไฟล์ {path} อยู่แล้ว จึงไม่เขียนทับ · ใช้ -o ตั้งชื่ออื่น",
                f"{path} exists and is not overwritten; choose another name with -o",
            )
        )


def agency_type(written: str, book: RuleBook) -> str:
    """The type of agency as the list of the form spells it. Raises ItaxlError for another one."""
    choices = book.choices("agency_types")
    for choice in choices:
        if written in (choice.text, choice.value, *choice.aliases):
            return choice.text
    known = ", ".join(choice.text for choice in choices)
    raise ItaxlError(
        Text(
            f"ไม่รู้จักประเภทหน่วยงาน “{written}” · เลือกจาก: {known}",
            f"“{written}” is no type of agency; choose from: {known}",
        )
    )

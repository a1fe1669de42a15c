"""How cells look: the styles of a plan as formats of a workbook."""

import re
from typing import Any, Literal, NamedTuple

from itaxl.excel.library import fault
from itaxl.plans import BookPlan, StyleSpec

FONT = "TH Sarabun New"

Kind = Literal["value", "text", "quoted", "condition"]

_STARTS_FORMULA = re.compile(r"\s*['{]?[=+\-@＝＋－＠]|[\t'{]")


class Numbers(NamedTuple):
    """The numbers under which a workbook keeps the formats of one style."""

    value: int
    text: int
    quoted: int


def is_quoted(text: str) -> bool:
    """Tell whether editing a text would make a formula of it."""
    return _STARTS_FORMULA.match(text) is not None


def typeface(style: StyleSpec) -> dict[str, Any]:
    """Give the font of a style as the library names it."""
    return {"font_name": FONT, "font_size": style.size, "font_scheme": "none"}


def _look(style: StyleSpec) -> dict[str, Any]:
    """What a conditional format may change: everything but font name, size and alignment."""
    look: dict[str, Any] = {"font_color": f"#{style.color}"}
    if style.fill:
        look |= {"bg_color": f"#{style.fill}", "pattern": 1}
    if style.bold:
        look["bold"] = True
    if style.italic:
        look["italic"] = True
    if style.underline:
        look["underline"] = 1
    return look


def _whole(style: StyleSpec) -> dict[str, Any]:
    whole = typeface(style) | _look(style) | {"valign": style.valign, "locked": style.locked}
    if style.border:
        whole |= {"border": 1, "border_color": "#BFBFBF"}
    if style.wrap:
        whole["text_wrap"] = True
    if style.align:
        whole["align"] = style.align
    if style.indent:
        whole |= {"indent": style.indent, "align": style.align or "left"}
    return whole


class Styles:
    """Formats of a workbook, made when they are first used."""

    def __init__(self, plan: BookPlan, book: Any) -> None:
        self._specs = plan.styles
        self._book = book
        self._formats: dict[tuple[str, Kind], Any] = {}

    def spec(self, name: str) -> StyleSpec:
        """Give the style of a name."""
        if name in self._specs:
            return self._specs[name]
        if name in {"text", "heading"}:
            return StyleSpec(bold=name == "heading", border=True, wrap=True)
        raise fault(f"style {name}")

    def value(self, name: str) -> Any:
        """For numbers, dates, formulas and blanks."""
        return self._format(name, "value")

    def text(self, name: str, text: str) -> Any:
        """For text: text format, and a quote prefix where editing would make a formula of it."""
        return self._format(name, "quoted" if is_quoted(text) else "text")

    def condition(self, name: str) -> Any:
        """For a conditional format."""
        return self._format(name, "condition")

    def numbers(self, name: str) -> Numbers:
        """Number the formats of a style for cells that the library does not write."""
        kinds: tuple[Kind, ...] = ("value", "text", "quoted")
        return Numbers(*(self._format(name, kind)._get_xf_index() for kind in kinds))

    def _format(self, name: str, kind: Kind) -> Any:
        found = self._formats.get((name, kind))
        if found is None:
            found = self._formats[name, kind] = self._made(self.spec(name), kind)
        return found

    def _made(self, style: StyleSpec, kind: Kind) -> Any:
        if kind == "condition":
            return self._book.add_format(_look(style))
        number = style.number or ("" if kind == "value" else "@")
        made = self._book.add_format(_whole(style) | ({"num_format": number} if number else {}))
        if kind == "quoted":
            made.set_quote_prefix()
        return made

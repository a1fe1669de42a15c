"""What travels beside the form: columns, sheets, words and pictures of the agency's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from itaxl.cells import Cell, Picture, address
from itaxl.plans import (
    BookPlan,
    CellPlan,
    PicturePlan,
    PrintPlan,
    SheetPlan,
    TableColumn,
    TablePlan,
)
from itaxl.rulebooks.anchors import LISTS_SHEET
from itaxl.rulebooks.corrections_form import corrections_form
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Submission
from itaxl.template import measures
from itaxl.template.leftover import leftover
from itaxl.template.pouring import Beside, Poured, plain
from itaxl.thai import fold, width

Piece = tuple[str, str, str]  # where it stood, its words, why it did not fit
Pictures = Mapping[str, Sequence[Picture]]  # by sheet, as they came in
_WIDEST = 44
# What pictures begin with that a workbook may hold; anything else is not what it says it is.
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class Carried:
    """What one copy carries along: in the rows of measures, and on sheets after the form."""

    def __init__(
        self, book: RuleBook, submission: Submission, poured: Poured, pictures: Pictures
    ) -> None:
        self.book = book
        self.submission = submission
        self.poured = poured
        self.words = corrections_form()
        self.beside_rows = {
            position: kept
            for position, came in submission.pictures.items()
            if position and (kept := [picture for picture in came if _is_sound(picture)])
        }
        form = {*submission.layout.sheets.values(), LISTS_SHEET}
        known = {name for name in pictures if name in form or name.startswith(self.words.sheet)}
        # Pictures of sheets of the agency's own, and those that lost their place in the form.
        own = {name: _sound(pictures[name]) for name in pictures if name not in known}
        self.own = {name: kept for name, kept in own.items() if kept}
        self.lost = [*self._lost(pictures, known)]
        # Whoever gives no pictures by sheet has those of the table at least.
        self.came = sum(map(len, (pictures or submission.pictures).values()))

    def _lost(self, pictures: Pictures, known: set[str]) -> Iterator[tuple[str, Picture]]:
        table = self.submission.layout.sheets.get("measures", "")
        for name in pictures:
            loose = pictures[name] if name != table else self.submission.pictures.get(0, ())
            if name in known:
                for picture in _sound(loose):
                    yield f"{name}!{address(picture.row, picture.column)}", picture

    def beside(self) -> tuple[PicturePlan, ...]:
        """Place pictures in the rows of their measures; more than one stand right of the table."""
        keys = [column.key for column in self.book.form.columns]
        first = keys.index("evidence") + 1 if "evidence" in keys else len(keys)
        return tuple(
            PicturePlan(
                measures.FIRST_ROW + position - 1,
                first if number == 0 else len(keys) + number,
                picture,
            )
            for position, pictures in sorted(self.beside_rows.items())
            for number, picture in enumerate(pictures)
        )

    def sheets(self, base: BookPlan, left: Sequence[Piece]) -> list[SheetPlan]:
        """Draw the sheets that follow the form; ``left`` are further pieces that did not fit."""
        taken = {fold(sheet.name) for sheet in base.sheets}
        sheets = []
        for name in dict.fromkeys([*self.poured.sheets, *self.own]):
            sheets.append(replace(self._copied(name), name=_free(name, taken)))
            taken.add(fold(sheets[-1].name))
        if self.poured.beside:
            name = _free(self.words.beside_sheet, taken)
            taken.add(fold(name))
            sheets.append(self._columns(name, self.poured.beside))
        pieces = [*self.poured.left, *left]
        if pieces or self.lost:
            sheet = leftover(self.book, pieces, self.lost)
            sheets.append(replace(sheet, name=_free(sheet.name, taken)))
        return sheets

    def _copied(self, name: str) -> SheetPlan:
        cells: Sequence[Cell] = self.poured.sheets.get(name, ())
        widths: dict[int, float] = {}
        for cell in cells:
            wide = min(max(map(width, cell.shown.split("\n"))) + 2, _WIDEST)
            widths[cell.column] = max(widths.get(cell.column, 9), wide)
        plans = [CellPlan(c.row, c.column, plain(c), "carried") for c in cells]
        pictures = tuple(PicturePlan(p.row, p.column, p) for p in self.own.get(name, ()))
        return SheetPlan(name, plans, widths=widths, pictures=pictures)

    def _columns(self, name: str, beside: Beside) -> SheetPlan:
        columns = self.book.form
        headings = [columns.column("no").heading, columns.column("measure").heading]
        headings += [heading or self.words.beside_blank for heading in beside.headings]
        wide = [9.0, 44.0, *(26.0 for _ in beside.headings)]
        table = TablePlan(
            3,
            1,
            tuple(TableColumn(h, "carried", w) for h, w in zip(headings, wide, strict=True)),
            beside.rows,
        )
        return SheetPlan(
            name,
            cells=[CellPlan(1, 1, self.words.beside_title, "subtitle")],
            tables=(table,),
            freeze=(4, 1),
            printing=PrintPlan(repeat_rows=(3, 3)),
        )

    def left_out(self) -> list[str]:
        """Say what of the file was not carried along."""
        kept = sum(map(len, (*self.beside_rows.values(), *self.own.values()))) + len(self.lost)
        said = []
        if self.came > kept:
            said.append(self.words.pictures_left_out.format(count=self.came - kept))
        if any(remark.code in ("S10", "S11", "S13") for remark in self.submission.remarks):
            said.append(self.words.not_carried)
        return said


def _sound(pictures: Sequence[Picture]) -> list[Picture]:
    return [picture for picture in pictures if _is_sound(picture)]


def _is_sound(picture: Picture) -> bool:
    return picture.data.startswith(_KINDS)


def _free(name: str, taken: set[str]) -> str:
    """Number a sheet's name until it is free."""
    found, number = name, 1
    while fold(found) in taken:
        number += 1
        found = f"{name} ({number})"
    return found

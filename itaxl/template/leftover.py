"""A sheet for what did not fit the form: each piece with the place it stood at, nothing dropped."""

from collections.abc import Sequence

from itaxl.cells import Picture
from itaxl.plans import CellPlan, PicturePlan, PrintPlan, SheetPlan, TableColumn, TablePlan
from itaxl.rulebooks.model import RuleBook
from itaxl.template.words import say as word

HEADING_ROW = 3
Piece = tuple[str, str, str]  # where it stood, its words, why it did not fit


def leftover(
    book: RuleBook, pieces: Sequence[Piece], pictures: Sequence[tuple[str, Picture]] = ()
) -> SheetPlan:
    """Draw the sheet; one row is one piece, or one picture with the place it stood at."""
    first = HEADING_ROW + 1 + len(pieces)
    words, why = word(book, "left_picture"), word(book, "why_picture")
    rows = [*pieces, *((place, words, why) for place, _ in pictures)]
    columns = (
        TableColumn(word(book, "left_place"), "cell_text", 26),
        TableColumn(word(book, "left_text"), "cell_text", 90),
        TableColumn(word(book, "left_why"), "cell_text", 40),
    )
    return SheetPlan(
        name=word(book, "left_sheet"),
        cells=(
            CellPlan(1, 1, word(book, "left_title"), "title"),
            CellPlan(2, 1, word(book, "left_note"), "edition"),
        ),
        tables=(TablePlan(HEADING_ROW, 1, columns, rows, name="tblLeft"),),
        widths={number: column.width for number, column in enumerate(columns, 1)},
        pictures=tuple(
            PicturePlan(row, 2, picture) for row, (_, picture) in enumerate(pictures, first)
        ),
        freeze=(HEADING_ROW + 1, 1),
        printing=PrintPlan(repeat_rows=(HEADING_ROW, HEADING_ROW)),
    )

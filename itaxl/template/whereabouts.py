"""Where the cells of a submission stand in the workbook that is drawn anew."""

import re
from collections.abc import Iterable, Iterator, Sequence

from itaxl.cells import Kind, address
from itaxl.cells import column_number as number_of_letters
from itaxl.findings import Finding
from itaxl.plans import BookPlan, Formula, Link, SheetPlan, Value
from itaxl.rulebooks.anchors import name_of
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Entry, Submission
from itaxl.template import agency, scores
from itaxl.template.pouring import Odd, Place, Poured, number_format, value_of
from itaxl.template.rounds import REFERENCE, Key

Content = tuple[Value | Formula | Link, str]  # what a cell holds, and its style
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?")


class Whereabouts:
    """Leads from cells as they came in to those of the drawn form; ``index`` is what it holds."""

    def __init__(
        self, book: RuleBook, submission: Submission, poured: Poured, base: BookPlan
    ) -> None:
        self.book = book
        self.submission = submission
        self.poured = poured
        self.base = base
        self.index = {sheet.name: dict(_contents(sheet)) for sheet in base.sheets}
        self.titles: dict[str, str] = {spec.key: spec.name for spec in book.form.sheets}
        self.here = {name: key for key, name in submission.layout.sheets.items()}
        self._note_typed()
        self._note_headings()

    def places(self, finding: Finding) -> list[Place]:
        """Give the cells of a finding where they stand now."""
        found: dict[Place, None] = {}
        for cell in _expanded(finding.cells):
            if place := self.poured.places.get((finding.sheet, cell)):
                found[place] = None
        return list(found)

    def sheet_now(self, name: str) -> str:
        """Name a sheet of the form as it is called now."""
        return self.titles.get(self.here.get(name, ""), name)

    def heading_of(self, finding: Finding, places: Sequence[Place]) -> str:
        """Give the form's heading for a finding's place, however the agency spelled it."""
        if places and places[0].sheet == self.titles["measures"]:
            return self.book.form.columns[places[0].column - 1].heading
        if places and places[0].sheet == self.titles["agency"]:
            row = places[0].row - agency.FIRST_ROW
            lines = self.book.form.agency
            return lines[row].label if 0 <= row < len(lines) else finding.heading
        return " ".join(finding.heading.split())

    def key(self, finding: Finding) -> Key:
        """Say what makes a finding the same one in the next round."""
        places = self.places(finding)
        sheet = places[0].sheet if places else self.sheet_now(finding.sheet)
        heading = self.heading_of(finding, places)
        return Key(finding.code, sheet, heading, " ".join(finding.row.split()))

    def readdressed(self, finding: Finding, text: str) -> str:
        """Name cells in a sentence by where they stand now."""
        moved = {
            cell: address(place.row, place.column)
            for cell in _expanded(finding.cells)
            if (place := self.poured.places.get((finding.sheet, cell)))
        }
        return re.sub(r"(?<![\w!])[A-Z]{1,3}\d{1,7}\b", lambda m: moved.get(m[0], m[0]), text)

    # ── what the form computes, and its headings ──
    def _note_typed(self) -> None:
        """Lead from computed cells to where they stand now; keep what cannot be computed."""
        for code, entry in self.submission.typed.items():
            place = self._figure_place(code)
            if place is None:
                continue
            self.poured.places.setdefault((entry.sheet, entry.cell.address), place)
            content = self.index[place.sheet].get((place.row, place.column))
            value = content[0] if content else None
            unknown = isinstance(value, Formula) and _is_unknown(value, self.book)
            if unknown and not entry.cell.formula and not entry.is_blank:
                # A figure typed where there is nothing to compute it from is an answer.
                self._keep_typed(place, entry)

    def _keep_typed(self, place: Place, entry: Entry) -> None:
        number = "" if entry.cell.kind is not Kind.PERCENT else number_format(entry.cell)
        self.poured.odd[place] = Odd(value_of(entry.cell), number)

    def _figure_place(self, code: str) -> Place | None:
        """Find the cell of a computed figure: an instrument, the total, what is used of a row."""
        if place := cell_named(self.base, name_of("figure", code)):
            return place
        kind, _, indicator = code.rpartition("verdict.")
        known = {ind.code for ind in self.book.indicators}
        columns = scores.columns_of(self.book)
        column = columns.get("verdict" if kind != indicator and "verdict." in code else "used")
        if indicator not in known or column is None:
            return None
        return Place(self.titles["scores"], scores.row_of(self.book, indicator), column)

    def _note_headings(self) -> None:
        """Lead from headings as they came in to those of the drawn form."""
        for heading in self.submission.layout.headings:
            key = self.here.get(heading.sheet, "")
            place = self._heading_place(key, heading.key)
            if place is not None:
                at = (heading.sheet, address(heading.row, heading.column))
                self.poured.places.setdefault(at, place)

    def _heading_place(self, sheet: str, key: str) -> Place | None:
        if sheet == "agency":
            if key not in {line.key for line in self.book.form.agency}:
                return None
            return Place(self.titles[sheet], agency.row_of(self.book, key), agency.LABEL)
        return cell_named(self.base, name_of(sheet, key))


def cell_named(base: BookPlan, name: str) -> Place | None:
    """Find the cell that a workbook name points to; None where it points to none."""
    match = REFERENCE.fullmatch(base.names.get(name, ""))
    if match is None:
        return None
    return Place(match[1].replace("''", "'"), int(match[3]), number_of_letters(match[2]))


def _contents(sheet: SheetPlan) -> Iterator[tuple[tuple[int, int], Content]]:
    """Give what a planned sheet holds, by row and column: value and style."""
    for merge in sheet.merges:
        yield (merge.area.first_row, merge.area.first_column), (merge.value, merge.style)
    for cell in sheet.cells:
        yield (cell.row, cell.column), (cell.value, cell.style)
    for table in sheet.tables:
        for number, column in enumerate(table.columns, table.column):
            yield (table.row, number), (column.heading, table.heading_style)
        rows = list(table.rows)
        for row, values in enumerate(rows, table.row + 1):
            for number, (value, column) in enumerate(
                zip(values, table.columns, strict=True), table.column
            ):
                yield (row, number), (value, column.style)


def _is_unknown(formula: Formula, book: RuleBook) -> bool:
    """Tell whether a formula of the form could not be computed."""
    return formula.result in ("", None, book.form.words.get("not_computable"))


def _expanded(cells: Iterable[str]) -> Iterator[str]:
    """Give single addresses; a range goes down one column."""
    for cell in cells:
        match = _CELL.fullmatch(cell)
        if match is None:
            continue
        last = int(match[3] or match[2])
        for row in range(int(match[2]), min(last, int(match[2]) + 10_000) + 1):
            yield f"{match[1]}{row}"

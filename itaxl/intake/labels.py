"""Find the lines of a key-and-value sheet: the label anywhere, the value right of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from itaxl.cells import Area, Cell, Kind, Sheet
from itaxl.intake.tables import MOST_GUESSES, Vocabulary, Wanted, folded, vocabulary
from itaxl.intake.words import is_signature
from itaxl.submission import Found, Heading

_REACH = 4  # columns right of a label in which its value may stand


@dataclass(frozen=True, slots=True)
class LabelsFound:
    """The labels of a sheet, and the address of the value that belongs to each key."""

    headings: tuple[Heading, ...]
    doubled: tuple[Heading, ...]
    unknown: tuple[Heading, ...]
    values: Mapping[str, tuple[int, int]]


def find_labels(
    sheet: Sheet,
    lines: tuple[Wanted, ...],
    anchors: Mapping[str, tuple[int, int]],
    prompts: Collection[str] = (),
) -> LabelsFound:
    """
    Find each line by its label, by its words first and by likeness last.

    ``anchors`` say where the value of a key stands; ``prompts`` are words of the form beside the
    values, which are no answers.
    """
    words = vocabulary(lines)
    text = Kind.TEXT
    texts = {at: cell for at, cell in sheet.cells.items() if cell.kind is text}
    known = {at: match for at, cell in texts.items() if (match := words.quick(cell.raw))}
    column = _main_column(known)
    ends = _ends(sheet)
    values_of_labels = {(row, ends.get((row, at), at) + 1) for row, at in known if at == column}
    headings: dict[str, Heading] = {}
    doubled: list[Heading] = []
    unknown: list[Heading] = []
    # The label column first: elsewhere a label's words may be somebody's answer.
    for (row, at), (key, found) in sorted(known.items(), key=lambda k: (k[0][1] != column, k[0])):
        heading = Heading(key, sheet.name, row, at, texts[row, at].raw, found)
        if at != column and ((row, at) in values_of_labels or key in headings):
            continue
        if key in headings:
            doubled.append(heading)
        else:
            headings[key] = heading
    rest = [c for (_, at), c in sorted(texts.items()) if at == column and (c.row, at) not in known]
    guesses = [words.near(cell.raw) for cell in rest[:MOST_GUESSES]]
    guesses += [None] * (len(rest) - len(guesses))
    for cell, guess in zip(rest, guesses, strict=True):
        if guess and guess not in headings and guesses.count(guess) == 1:
            headings[guess] = _heading(guess, sheet, cell, Found.NEAR)
        else:
            unknown.append(_heading("", sheet, cell, Found.EXACT))
    top = min((heading.row for heading in headings.values()), default=0)
    unknown = [line for line in unknown if line.row > top and _is_line(sheet, line)]
    values = _values(sheet, headings, ends, {folded(prompt) for prompt in prompts if prompt})
    labels = {(label.row, label.column) for label in headings.values()}
    for key, place in anchors.items():
        if place in labels or not _is_its_own(sheet, key, place, words, headings):
            continue
        if key not in values or not sheet.cell(*place).is_blank:
            values[key] = place
    ordered = sorted(headings.values(), key=lambda h: (h.row, h.column))
    return LabelsFound(tuple(ordered), tuple(doubled), tuple(unknown), values)


def _is_its_own(
    sheet: Sheet,
    key: str,
    place: tuple[int, int],
    words: Vocabulary,
    headings: Mapping[str, Heading],
) -> bool:
    """Believe a name in the row of its own label, or where no label that we know stands before."""
    own = headings.get(key)
    if own and own.found is not Found.NEAR:
        # A program that moves cells and not names leaves them pointing at other rows.
        return own.row == place[0]
    before = {words.quick(c.raw) for c in _left_of(sheet, *place) if c.kind is Kind.TEXT}
    return not any(match and match[0] != key for match in before)


def _heading(key: str, sheet: Sheet, cell: Cell, found: Found) -> Heading:
    return Heading(key, sheet.name, cell.row, cell.column, cell.raw, found)


def _main_column(known: Iterable[tuple[int, int]]) -> int:
    counts: dict[int, int] = {}
    for _, column in known:
        counts[column] = counts.get(column, 0) + 1
    return max(counts, key=lambda column: (counts[column], -column), default=1)


def _ends(sheet: Sheet) -> dict[tuple[int, int], int]:
    """Give the last column of every cell that is merged to the right."""
    return {
        (area.first_row, area.first_column): area.last_column
        for area in sheet.merges
        if area.last_column > area.first_column
    }


def _is_line(sheet: Sheet, line: Heading) -> bool:
    """Tell a line somebody added from a title, a note or a line to sign on."""
    return bool(right_of(sheet, line.row, line.column)) and not is_signature(line.written)


def right_of(sheet: Sheet, row: int, column: int) -> list[Cell]:
    """Give the cells with content right of a label."""
    cells = [sheet.cells.get((row, at)) for at in range(column + 1, column + 1 + _REACH)]
    return [cell for cell in cells if cell and not cell.is_blank]


def _left_of(sheet: Sheet, row: int, column: int) -> list[Cell]:
    """Give the nearest cell with content left of an address, none when there is none."""
    for at in range(column - 1, max(0, column - 1 - _REACH), -1):
        if not (cell := sheet.cell(row, at)).is_blank:
            return [cell]
    return []


def _values(
    sheet: Sheet,
    headings: Mapping[str, Heading],
    ends: Mapping[tuple[int, int], int],
    prompts: Collection[str],
) -> dict[str, tuple[int, int]]:
    """Find the column of the values: right of the labels, further right when that one is empty."""
    first = {
        key: ends.get((heading.row, heading.column), heading.column) + 1
        for key, heading in headings.items()
    }
    # A merge left behind by moved rows may cover one label; what most lines do counts then.
    usual = Counter(first.values()).most_common(1)[0][0] if first else 0
    for key, heading in headings.items():
        if first[key] != usual and _is_prompt(sheet.cell(heading.row, first[key]), prompts):
            first[key] = usual
    step = _filled_column(sheet, headings, first, prompts)
    return {key: (heading.row, first[key] + step) for key, heading in headings.items()}


def _filled_column(
    sheet: Sheet,
    headings: Mapping[str, Heading],
    first: Mapping[str, int],
    prompts: Collection[str],
) -> int:
    """Count how far right of the first column the values stand."""
    labels = {(heading.row, heading.column) for heading in headings.values()}
    filled = [0] * _REACH
    for key, heading in headings.items():
        for step in range(_REACH):
            place = heading.row, first[key] + step
            if place in labels:
                break
            if cell := sheet.cells.get(place):
                filled[step] += not cell.is_blank and not _is_prompt(cell, prompts)
            if filled[0]:
                return 0
    return next((at for at, count in enumerate(filled) if count >= 2), 0)


def _is_prompt(cell: Cell, prompts: Collection[str]) -> bool:
    return cell.kind is Kind.TEXT and folded(cell.raw) in prompts


def merged_from(areas: Iterable[Area], row: int, column: int) -> tuple[int, int] | None:
    """Give the top-left address of the merged area that covers a cell; None when none does."""
    for area in areas:
        if area.contains(row, column):
            return area.first_row, area.first_column
    return None

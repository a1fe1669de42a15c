"""
A short cut through a sheet, for the spelling that nearly all programs use.

One pattern splits the part into the cells it knows and what is left over. The result counts only
if what is left over is nothing but the frame a sheet must have; anything else, however legal, is
left to expat, and so is anything odd in the bytes. Both ways give the same cells.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from itaxl.cells import MAX_COLUMN, Cell, Kind, address, column_number
from itaxl.errors import UnreadableError
from itaxl.excel import sheetxml
from itaxl.excel.letters import (
    NotPlainError,
    legal_text,
    make_sure_of_utf8,
    one_kind_of_line_end,
    resolve_references,
)
from itaxl.excel.package import MAX_SMALL, Package, SmallPart
from itaxl.excel.sheetxml import (
    Context,
    SheetPart,
    Styles,
    find_dangers,
    marker,
    note_dangers,
    parse,
    start_rest,
    unescape,
)

MAX_PART = 16 * 2**20
MAX_FORMULA = 8_000  # bytes of a formula that is remembered
_MOST_PLACES = 20_000
_MOST_FORMULAS = 1_000
_FEW = 16  # cells of a hidden sheet that are looked for one by one

# Seven figures, and so the far end of the grid, are left to expat. Nothing here gives back what it
# took: a blank cell is then known for one at its first slash, and most cells of a form are blank.
_ROW_NUMBER = "[1-9][0-9]{0,5}+"
_ADDRESS = rf"[A-Z]{{1,3}}+{_ROW_NUMBER}"
_BLANK_CELL = rf'<c r="{_ADDRESS}"(?: s="[0-9]{{1,5}}+")?+(?:/>|></c>)'
_CONTENT = (
    r"(?:<f{}(?:/>|>{}</f>))?(?:<v>{}</v>|<is><t(?: xml:space=\"preserve\")?>{}</t></is>|<v/>)?"
)
_FORMULA_ATTRIBUTES = r'(?: \w+="[^"<>/]*")*+'
# A shared text, and a plain number or text with or without a plain formula, have groups of their
# own; all else is looked at once more. The byte EF begins, among others, two illegal letters.
_STYLE = '(?: s="{}")?+(?!/)'
_PLAIN = r' t="s"><v>{}</v>|(?: t="{}")?+>(?:<f>{}</f>)?+<v>{}</v>'
_STYLE_NUMBER = "0|[1-9][0-9]{0,4}+"
_INDEX, _TYPE, _WORDS = "[0-9]{1,7}+", "str|n", "[^<]++"
_VALUE = r"[^<&\x00-\x08\x0b\x0c\x0e-\x1f\xef]*+"
_CELL = re.compile(
    rf'<c r="({_ADDRESS})"{_STYLE.format(f"({_STYLE_NUMBER})")}'
    rf"(?:{_PLAIN.format(*map('({})'.format, (_INDEX, _TYPE, _WORDS, _VALUE)))}"
    rf'|((?: t="\w+")?>{_CONTENT.format(_FORMULA_ATTRIBUTES, *["[^<]*+"] * 3)}))</c>'.encode()
)
_STEP = _CELL.groups + 1  # what stands between two cells comes first
_NUMBER = re.compile(r"[0-9]{1,15}+(?:\.[0-9]{1,20}+)?+\Z")
_OTHER_CELL = re.compile(
    rf'(?: t="(\w+)")?>{_CONTENT.format(f"({_FORMULA_ATTRIBUTES})", *["([^<]*+)"] * 3)}'.encode()
)
_ATTRIBUTES = r'(?: [\w:.]+="[^"<>/&\x00-\x1f\x7f-\xff]*+")*+'
_ROWS = (
    rf'(?:[ \t\n]*+<row r="{_ROW_NUMBER}"{_ATTRIBUTES}(?:/>|>(?:{{}}|[ \t\n]++)*+</row>))'
    r"*+[ \t\n]*+\Z"
)
_FRAME = re.compile(_ROWS.replace("{}", _BLANK_CELL).encode())
# All of a sheet whose cells are plain: what matches is taken apart later, and must then fit the
# patterns above. Excel's last column is XFD.
_LEGAL_ASCII = r"[^<&\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xff]*+"
_LEGAL_THREE = r"(?:\xe0[\xa0-\xbf]|[\xe1-\xec][\x80-\xbf])[\x80-\xbf]"  # bytes of UTF-8
_LEGAL_VALUE = f"{_LEGAL_ASCII}(?:{_LEGAL_THREE}{_LEGAL_ASCII})*+"
_ON_GRID = f"(?:[A-Z]{{1,2}}|[A-W][A-Z]{{2}}|X[A-E][A-Z]|XF[A-D]){_ROW_NUMBER}"
_PLAIN_CELL = (
    rf'<c r="{_ON_GRID}"{_STYLE.format(f"(?:{_STYLE_NUMBER})")}'
    rf"(?:{_PLAIN.format(_INDEX, f'(?:{_TYPE})', _WORDS, _LEGAL_VALUE)})</c>"
)
_PLAIN_ROWS = re.compile(_ROWS.replace("{}", f"{_PLAIN_CELL}|{_BLANK_CELL}").encode())
_PLAIN_FORMULA = re.compile(b"<f>([^<]+)")
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]+)"[^<>]* hidden="(?:1|true|on)"')
_AROUND = "mergeCell|hyperlink|autoFilter|tablePart|drawing|col(?= [^<>]*hidden=)"
_REST = re.compile(rf"<({_AROUND})\b([^<>]*)>".encode())
_PREFIXED = re.compile(rf":(?:{_AROUND})\b".encode())
_ANY_ATTRIBUTE = re.compile(r'\s([\w:.]+)="([^"]*)"')
_ATTRIBUTES_ONLY = re.compile(r'(?:\s+[\w:.]+="[^"]*")*+\s*/?\Z')
_ATTRIBUTE = re.compile(r' (t|si)="([^"]*)"')


def read_sheet(package: Package, part: str, context: Context, *, seldom: bool = False) -> SheetPart:
    """
    Read a sheet part, by the short cut where the part allows it.

    Of a sheet whose cells are ``seldom`` asked for, each is made when it is.
    """
    try:
        if (small := package.small(part)) is not None:
            return _known_part(small).sheet(context)
        if package.size(part) <= MAX_PART:
            return plain_sheet(package.part(part), part, context, seldom=seldom)
    except NotPlainError:
        pass
    return sheetxml.read_sheet(package, part, context)


def plain_sheet(data: bytes, part: str, context: Context, *, seldom: bool = False) -> SheetPart:
    """Read a sheet part that is spelled plainly; NotPlainError if it is not."""
    framed = _framed(data)
    # Only plain cells can wait: making others may tell of something, or refuse the part.
    if seldom and _are_plain(framed.rows):
        late = _LateCells(framed, part, context)
        return replace(_around(framed.around, part), late=late, hidden_rows=_hidden(framed.rows))
    parted = _parted(framed, part)
    return _made(parted, _texts(parted, context), context)


class _Framed(NamedTuple):
    """The rows of a sheet part, and what stands around them."""

    around: bytes
    rows: bytes


def _framed(data: bytes) -> _Framed:
    """Take the rows out of a part; NotPlainError when it cannot be told where they are."""
    make_sure_of_utf8(data)
    head, opened, rest = data.partition(b"<sheetData>")
    rows, closed, tail = rest.rpartition(b"</sheetData>")
    if not opened and b"<sheetData/>" in data:
        head, _, tail = data.partition(b"<sheetData/>")
        opened, closed = b"<sheetData>", b"</sheetData>"
    if not opened or not closed or b"<!" in head or b"<!" in tail:
        raise NotPlainError
    return _Framed(b"".join((head, opened, closed, tail)), one_kind_of_line_end(rows))


def _are_plain(rows: bytes) -> bool:
    """Tell whether cells are all plain, and no formula reaches out of the workbook."""
    if _PLAIN_ROWS.match(rows) is None:
        return False
    # Letters that are not legal could stand in formulas only, which are looked at one by one.
    return not any(_FORMULAS[written].dangers for written in set(_PLAIN_FORMULA.findall(rows)))


def _hidden(rows: bytes) -> set[int]:
    return {int(row) for row in _HIDDEN_ROW.findall(rows)} if b" hidden=" in rows else set()


class _Known(NamedTuple):
    """The words of a formula, and what of it reaches out of the workbook."""

    words: str = ""
    dangers: tuple[str, ...] = ()


class _Parted(NamedTuple):
    """A sheet part taken apart, its texts not yet looked up: one entry a cell in each list."""

    places: list[tuple[int, int]]
    styles: list[bytes | None]
    indexes: list[int | None]  # of a shared text; None for any other cell
    types: list[bytes | None]
    formulas: list[_Known]
    values: list[str | None]
    others: list[bytes | None]  # the whole of a cell whose spelling is rare
    hidden_rows: set[int]
    around: SheetPart


class _KnownPart:
    """A small part taken apart once, and the sheet that was last made of it."""

    def __init__(self, parted: _Parted) -> None:
        self._parted = parted
        # A cell of a rare spelling may lean on more than the texts that are looked up here.
        self._may_be_kept = not any(parted.others)
        self._met_before = False
        self._leaning: tuple[list[str | None], Styles, bool] | None = None
        self._sheet = SheetPart()

    def sheet(self, context: Context) -> SheetPart:
        """Make the sheet, or give that of the last file if all that it leans on is the same."""
        texts = _texts(self._parted, context)
        leaning = texts, context.styles, context.base_1904
        if self._leaning == leaning:
            return self._sheet
        sheet = _made(self._parted, texts, context)
        if self._met_before and self._may_be_kept:  # most parts are met once only
            self._leaning, self._sheet = leaning, sheet
        self._met_before = True
        return sheet


@lru_cache(maxsize=16)
def _known_part(small: SmallPart) -> _KnownPart:
    """Know a part again: sheets that nobody fills in are the same in many files of a form."""
    return _KnownPart(_parted(_framed(small.unpacked()), small.name))


def _parted(framed: _Framed, part: str) -> _Parted:
    """Take a part apart; NotPlainError when there is more in it than the patterns know."""
    pieces = _CELL.split(framed.rows)
    frame = b"".join(pieces[0::_STEP])
    if _FRAME.match(frame) is None:
        raise NotPlainError
    groups = [pieces[group::_STEP] for group in range(1, _STEP)]
    places, styles, indexes, types, formulas, values, others = groups
    # Letters first: a part that is no XML at all is told as such, wherever its cells stand.
    legal_text(b"".join(filter(None, others)))
    known = [_FORMULAS[formula] if formula is not None else _NO_FORMULA for formula in formulas]
    try:
        texts = [value.decode() if value is not None else None for value in values]
    except UnicodeDecodeError as trouble:
        raise NotPlainError from trouble
    try:
        at = [_PLACES[place] for place in places]
    except UnreadableError as trouble:
        raise UnreadableError(trouble.code, trouble.seen, part) from None
    numbers = [_INDEXES[index] if index is not None else None for index in indexes]
    around = _around(framed.around, part)
    return _Parted(at, styles, numbers, types, known, texts, others, _hidden(frame), around)


def _around(frame: bytes, part: str) -> SheetPart:
    """Take up what stands around the cells, as expat's handlers would."""
    # Sheets of one form have the same frame in every file, whatever is filled in.
    return (_known_around if len(frame) <= MAX_SMALL else _known_around.__wrapped__)(frame, part)


@lru_cache(maxsize=32)
def _known_around(frame: bytes, part: str) -> SheetPart:
    parse([frame], part, None, None)  # expat only makes sure that the frame is well formed
    if _PREFIXED.search(frame):
        raise NotPlainError
    around = SheetPart()
    for name, written in _REST.findall(frame):
        attributes = written.decode()
        if _ATTRIBUTES_ONLY.match(attributes) is None:
            raise NotPlainError
        stated = {key: resolve_references(it) for key, it in _ANY_ATTRIBUTE.findall(attributes)}
        start_rest(around, name.decode(), stated, part)
    return around


# Looking a spelling up is quicker than reading it again, and files of one form share them.


class _Places(dict[bytes, tuple[int, int]]):
    """Row and column by address."""

    def __missing__(self, written: bytes) -> tuple[int, int]:
        letters = written.rstrip(b"0123456789")
        column = _column(letters.decode())
        if len(self) >= _MOST_PLACES:
            self.clear()
        place = self[written] = (int(written[len(letters) :]), column)
        return place


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    column = column_number(letters)
    if column > MAX_COLUMN:
        raise UnreadableError("S06", f"column {letters}")
    return column


class _Indexes(dict[bytes, int]):
    """The number of a shared text."""

    def __missing__(self, written: bytes) -> int:
        if len(self) >= _MOST_PLACES:
            self.clear()
        number = self[written] = int(written)
        return number


class _Formulas(dict[bytes, _Known]):
    """What is known of a formula; a long one is looked at anew, it would fill the memory."""

    def __missing__(self, written: bytes) -> _Known:
        words = resolve_references(legal_text(written)).strip()
        known = _Known(words, find_dangers(words))
        if len(written) <= MAX_FORMULA:
            if len(self) >= _MOST_FORMULAS:
                self.clear()
            self[written] = known
        return known


_PLACES, _INDEXES, _FORMULAS = _Places(), _Indexes(), _Formulas()
_NO_FORMULA = _Known()
_GENERAL = (Kind.NUMBER, "General")


def _texts(parted: _Parted, context: Context) -> list[str | None]:
    """Look up the shared texts of a sheet; None for other cells and where there is no such text."""
    strings, count = context.strings, len(context.strings)
    return [
        strings[index] if index is not None and index < count else None for index in parted.indexes
    ]


def _made(parted: _Parted, texts: list[str | None], context: Context) -> SheetPart:
    """Make the cells of a sheet that was taken apart, the commonest ones at once."""
    sheet = replace(parted.around, cells={}, hidden_rows=parted.hidden_rows, dangers={})
    cells, formats, masters = sheet.cells, context.styles.by_index, dict[str, str]()
    new, is_text, is_date, is_number = tuple.__new__, Kind.TEXT, Kind.DATE, _NUMBER.match
    columns = zip(texts, *parted[:7], strict=True)
    for text, place, style, index, told, (words, dangers), value, other in columns:
        kind, code = formats.get(style, _GENERAL)
        if text is not None:
            cells[place] = new(Cell, (place[0], place[1], is_text, text, "", code))
            continue
        if value is not None and told == b"str":
            cells[place] = new(Cell, (place[0], place[1], is_text, unescape(value), words, code))
        elif value is not None and kind is not is_date and is_number(value):
            cells[place] = new(Cell, (place[0], place[1], kind, value, words, code))
        elif other is not None:
            _take_cell(sheet, place, int(style or 0), _spelled(other), masters, context)
        elif index is not None:
            _take_cell(sheet, place, int(style or 0), _Spelled("s", str(index)), masters, context)
        else:
            spelled = _Spelled("n", value, None, _Known(words))
            _take_cell(sheet, place, int(style or 0), spelled, masters, context)
        if dangers:
            note_dangers(sheet, dangers, cells[place])
    return sheet


class _LateCells(Mapping[tuple[int, int], Cell]):
    """The cells of a sheet that is all plain: a few are made when they are looked up, else all."""

    def __init__(self, framed: _Framed, part: str, context: Context) -> None:
        self._framed, self._part, self._context = framed, part, context
        self._looked_up = 0

    @cached_property
    def _all(self) -> dict[tuple[int, int], Cell]:
        return self._made(self._framed)

    def _made(self, framed: _Framed) -> dict[tuple[int, int], Cell]:
        parted = _parted(framed, self._part)
        return _made(parted, _texts(parted, self._context), self._context).cells

    def __getitem__(self, place: tuple[int, int]) -> Cell:
        self._looked_up += 1
        rows, start = self._framed.rows, f'<c r="{address(*place)}"'.encode()
        if self._looked_up > _FEW:
            return self._all[place]
        at = rows.rfind(start)  # of two cells of one address the later counts, and it may be blank
        cell = _CELL.match(rows, at) if at >= 0 else None
        if cell is None:
            raise KeyError(place)
        return self._made(self._framed._replace(rows=cell[0]))[place]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class _Spelled(NamedTuple):
    """What stands in a cell of any kind, references not resolved."""

    kind: str
    value: str | None
    inline: str | None = None
    formula: _Known = _NO_FORMULA
    attributes: str = ""  # of the formula


def _spelled(cell: bytes) -> _Spelled:
    """Part a cell of a rare spelling; its letters are known to be legal."""
    match = _OTHER_CELL.fullmatch(cell)
    if match is None:
        raise NotPlainError
    kind, attributes, formula, value, inline = match.groups()
    return _Spelled(
        (kind or b"n").decode(),
        None if value is None else value.decode(),
        None if inline is None else inline.decode(),
        _FORMULAS[formula] if formula else _NO_FORMULA,
        (attributes or b"").decode(),
    )


def _take_cell(
    sheet: SheetPart,
    place: tuple[int, int],
    style: int,
    spelled: _Spelled,
    masters: dict[str, str],
    context: Context,
) -> None:
    """Make a cell of any kind, as expat's handlers would."""
    kind, value, inline, (formula, dangers), attributes = spelled
    if attributes:
        stand_in = marker(dict(_ATTRIBUTE.findall(attributes)), masters, address(*place))
        formula = formula or stand_in
    if inline is not None and (kind == "inlineStr" or value is None):
        kind, value = "inlineStr", inline
    if value is not None and "&" in value:
        value = resolve_references(value)
    cell = context.cell(*place, kind, style, value, formula)
    if cell is not None:
        sheet.cells[place] = cell
        note_dangers(sheet, dangers, cell)

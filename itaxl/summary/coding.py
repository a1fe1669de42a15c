"""
Values as plain JSON and back, by the types that dataclasses declare: no names of classes, no code.

A dataclass becomes a list of its fields in their order, those at the end that have their default
left out, so that a later version with more fields reads what an earlier one wrote. Decoding takes
exactly what encoding gives; anything else raises ValueError.
"""

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from itaxl.cells import Cell, Kind
from itaxl.fields.item_code import Code
from itaxl.fields.owner import Owners
from itaxl.fields.period import Period
from itaxl.fields.reading import BLANK, Reading, Repair, State
from itaxl.submission import Entry, Record

Plain = Any  # what JSON knows: None, bool, int, str, list, dict


class Coder(NamedTuple):
    """How values of one type are written and read."""

    write: Callable[[Any], Plain]
    read: Callable[[Plain], Any]


@cache
def coder(hint: Any) -> Coder:
    """Make the coder of a type as it is written in a declaration."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or isinstance(hint, typing.TypeVar):
        return Coder(_write_any, _read_any)
    if origin in {typing.Union, types.UnionType}:
        return _optional(coder(_other_than_none(inner)))
    if origin is tuple:
        return _tuple(inner)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(coder(inner[1])) if inner[0] is str else _empty_mapping()
    if origin is typing.Literal:
        return Coder(lambda value: value, _one_of(frozenset(inner)))
    return _simple(origin or hint)


def _simple(kind: Any) -> Coder:  # noqa: PLR0911 one line for each kind
    if kind in {str, int, bool}:
        return Coder(lambda value: value, _exactly(kind))
    if kind is Decimal:
        return Coder(str, _read_decimal)
    if kind is dt.datetime:
        return Coder(dt.datetime.isoformat, _from_text(dt.datetime.fromisoformat))
    if kind is dt.date:
        return Coder(dt.date.isoformat, _from_text(dt.date.fromisoformat))
    if issubclass(kind, Enum):
        return Coder(lambda value: value.value, _from_text(kind))
    if kind is Entry:
        return Coder(_write_entry, _read_entry)
    if is_dataclass(kind):
        return _fields([(f.name, _default(f)) for f in fields(kind)], kind)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        defaults = kind._field_defaults
        return _fields([(name, _given(name, defaults)) for name in kind._fields], kind)
    raise TypeError(kind)


# ── parts ───────────────────────────────────────────────────────────────────────────────────────


def _given(name: str, defaults: Mapping[str, Any]) -> Callable[[], Any] | None:
    return (lambda: defaults[name]) if name in defaults else None


def _default(field: "Field[Any]") -> Callable[[], Any] | None:
    if field.default_factory is not MISSING:
        return field.default_factory
    return None if field.default is MISSING else lambda: field.default


def _fields(named: list[tuple[str, Callable[[], Any] | None]], kind: Any) -> Coder:
    hints = typing.get_type_hints(kind)
    names = [name for name, _ in named]
    coders: list[Coder] = []
    defaults = [make() if make else MISSING for _, make in named]
    needed = sum(1 for _, make in named if make is None)

    def ready() -> list[Coder]:
        # Made when first used: a type may hold itself.
        if not coders:
            coders.extend(coder(hints[name]) for name in names)
        return coders

    def write(value: Any) -> Plain:
        held = [getattr(value, name) for name in names]
        while len(held) > needed and held[-1] == defaults[len(held) - 1]:
            held.pop()
        return [part.write(one) for part, one in zip(coders or ready(), held, strict=False)]

    def read(plain: Plain) -> Any:
        if type(plain) is not list or not needed <= len(plain) <= len(names):
            raise ValueError(kind.__name__)
        return kind(*[part.read(one) for part, one in zip(coders or ready(), plain, strict=False)])

    return Coder(write, read)


def _other_than_none(inner: tuple[Any, ...]) -> Any:
    (only,) = (kind for kind in inner if kind is not type(None))
    return only


def _optional(of: Coder) -> Coder:
    return Coder(
        lambda value: None if value is None else of.write(value),
        lambda plain: None if plain is None else of.read(plain),
    )


def _tuple(inner: tuple[Any, ...]) -> Coder:
    if inner == (Record, ...):
        return Coder(_write_rows, _read_rows)
    return _sequence(coder(inner[0])) if inner[-1] is Ellipsis else _fixed(inner)


def _sequence(of: Coder) -> Coder:
    return Coder(
        lambda value: [of.write(one) for one in value],
        lambda plain: tuple([of.read(one) for one in _checked(plain, list)]),
    )


def _fixed(inner: tuple[Any, ...]) -> Coder:
    parts = [coder(hint) for hint in inner]

    def read(plain: Plain) -> Any:
        held = _checked(plain, list)
        return tuple(part.read(one) for part, one in zip(parts, held, strict=True))

    return Coder(
        lambda value: [part.write(one) for part, one in zip(parts, value, strict=True)], read
    )


def _mapping(of: Coder) -> Coder:
    def read(plain: Plain) -> Any:
        return {_checked(key, str): of.read(one) for key, one in _checked(plain, dict).items()}

    return Coder(lambda value: {key: of.write(one) for key, one in value.items()}, read)


def _empty_mapping() -> Coder:
    """Mappings by anything but text hold pictures, which are not carried."""

    def write(value: Any) -> Plain:
        assert not value
        return {}

    return Coder(write, lambda plain: _checked(plain, dict) and {})


def _exactly(kind: type) -> Callable[[Plain], Any]:
    return lambda plain: _checked(plain, kind)


def _checked(plain: Plain, kind: type) -> Any:
    if type(plain) is not kind:
        raise ValueError(kind.__name__)
    return plain


def _one_of(values: frozenset[Any]) -> Callable[[Plain], Any]:
    def read(plain: Plain) -> Any:
        if _checked(plain, str) not in values:
            raise ValueError(plain)
        return plain

    return read


def _from_text(make: Callable[[str], Any]) -> Callable[[Plain], Any]:
    return lambda plain: make(_checked(plain, str))


def _read_decimal(plain: Plain) -> Decimal:
    try:
        number = Decimal(_checked(plain, str))
    except InvalidOperation as trouble:
        raise ValueError(plain) from trouble
    if not number.is_finite():
        raise ValueError(plain)
    return number


# ── values of any kind: what readers of fields give ─────────────────────────────────────────────

_KINDS: tuple[tuple[str, Any], ...] = (
    ("d", Decimal), ("t", dt.date), ("p", Period), ("w", Owners),
)  # fmt: skip


def _write_any(value: Any) -> Plain:
    if isinstance(value, Code):
        return {"c": [str(value), value.raw, value.rule, value.sure]}
    if value is None or isinstance(value, str | bool | int):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, tuple):
        return {"l": [_write_any(one) for one in value]}
    return _signed_again(value) if isinstance(value, Period | Owners) else _signed(value)


def _signed(value: Any) -> Plain:
    """Write a value with the sign of its kind."""
    for sign, kind in _KINDS:
        if value.__class__ is kind:
            return {sign: coder(kind).write(value)}
    raise TypeError(type(value))


# Periods and owners come again and again. Numbers are not remembered: 1 and 1.0 are equal.
_signed_again = lru_cache(maxsize=1024)(_signed)


def _read_any(plain: Plain) -> Any:
    if plain is None or type(plain) in {str, bool, int}:
        return plain
    ((sign, held),) = _checked(plain, dict).items()
    if sign == "l":
        return tuple(_read_any(one) for one in _checked(held, list))
    if sign == "c":
        code, raw, rule, sure = _checked(held, list)
        texts = [_checked(text, str) for text in (code, raw, rule)]
        return Code(*texts, sure=_checked(sure, bool))
    for known, kind in _KINDS:
        if sign == known:
            return coder(kind).read(held)
    raise ValueError(sign)


# ── answers: nine tenths of what is carried, so they are made short and by hand ─────────────────


def _write_entry(entry: Entry) -> Plain:
    return [entry.key, entry.sheet, entry.heading, *_write_answer(entry)]


def _write_answer(entry: Entry) -> Plain:
    """Write what stands in a place, and how it was read."""
    cell, reading = entry.cell, entry.reading
    place = [cell.row, cell.column]
    if entry.more or cell.formula or reading.offered is not None or reading.why:
        more = [
            cell.formula,
            cell.number_format,
            list(reading.repairs),
            _write_any(reading.offered),
            reading.why,
            coder(tuple[Cell, ...]).write(entry.more),
        ]
    elif reading.repairs:
        more = [cell.formula, cell.number_format, list(reading.repairs)]
    elif cell.number_format:
        more = [cell.formula, cell.number_format]
    elif cell.kind is Kind.BLANK and not cell.raw and reading == BLANK:
        return place
    else:
        more = []
    # Kinds and states are texts themselves.
    return [*place, cell.kind, cell.raw, reading.state, _write_value(reading.value, cell), *more]


def _write_value(value: Any, cell: Cell) -> Plain:
    if value == cell.raw:
        return _AS_WRITTEN
    return _STRIPPED if value == cell.raw.strip() else _write_any(value)


def _read_entry(plain: Plain) -> Entry:
    key, sheet, heading, *answer = _checked(plain, list)
    if {type(key), type(sheet), type(heading)} != {str}:
        raise ValueError(Entry.__name__)
    return _read_answer((key, sheet, heading), answer)


def _read_answer(place: tuple[str, str, str], plain: list[Plain]) -> Entry:
    row, column, *rest = plain
    if {type(row), type(column)} != {int}:
        raise ValueError(Entry.__name__)
    if not rest:
        return Entry(*place, Cell(row, column), BLANK)
    kind, raw, state, value, *more = rest
    held: list[Any] = [*more, *_NO_MORE[len(more) :]]
    formula, code, repairs, offered, why, further = held
    if {type(raw), type(formula), type(code), type(why)} != {str}:
        raise ValueError(Entry.__name__)
    cell = Cell(row, column, Kind(kind), raw, formula, code)
    reading: Reading[Any] = Reading(
        _read_value(value, raw),
        State(state),
        tuple(map(Repair, _checked(repairs, list))) if repairs else (),
        _read_any(offered),
        why,
    )
    cells = coder(tuple[Cell, ...]).read(further) if further else ()
    return Entry(*place, cell, reading, cells)


def _read_value(plain: Plain, raw: str) -> Any:
    if plain == _AS_WRITTEN:
        return raw
    return raw.strip() if plain == _STRIPPED else _read_any(plain)


# Stand for a value that is what the cell holds, or that without spaces around it: most texts.
_AS_WRITTEN: Plain = {}
_STRIPPED: Plain = []
_NO_MORE: list[Plain] = ["", "", [], None, "", []]

# ── measures: what the answers of a column have in common stands once ───────────────────────────

_TEXT, _BLANK = Kind.TEXT, Kind.BLANK  # to look a member up in its class takes long
_TEXT_FORMAT = "@"  # of the cells for text on a form
_READ_AT_ONCE = (State.READ, (), None, "")  # of a reading, all but its value


def _write_rows(records: tuple[Record, ...]) -> Plain:
    """
    Write measures as two lists: how rows are made up, and the rows.

    A row names its make-up by number; of its answers a blank one is null, a text that was read as
    it stands is only that, and another that was read at once is the text and the value.
    """
    shapes: dict[tuple[Any, ...], int] = {}
    rows = []
    for record in records:
        row, shape, answers = record.row, [], list[Plain]()
        # Taken apart at once: this loop meets every answer of every workbook.
        for entry in record.entries.values():
            key, sheet, heading, cell, reading, further = entry
            at, column, kind, raw, formula, code = cell
            shape.append((key, sheet, heading, column))
            if at != row or further or formula:
                answers.append(_write_answer(entry))
            elif kind is _TEXT and code == _TEXT_FORMAT and reading[1:] == _READ_AT_ONCE:
                value = _write_value(reading[0], cell)
                answers.append(raw if value is _AS_WRITTEN else [raw, value])
            elif kind is _BLANK and not raw and not code and reading == BLANK:
                answers.append(None)
            else:
                answers.append(_write_answer(entry))
        number = shapes.setdefault(tuple(shape), len(shapes))
        more = [list(record.continued), record.hidden] if record.continued or record.hidden else []
        rows.append([number, record.position, record.sheet, row, answers, *more])
    return [list(shapes), rows]


def _read_rows(plain: Plain) -> tuple[Record, ...]:
    shapes, rows = _checked(plain, list)
    known = [_read_shape(shape) for shape in _checked(shapes, list)]
    return tuple([_read_row(known, *_checked(row, list)) for row in _checked(rows, list)])


def _read_shape(shape: Plain) -> list[tuple[str, str, str, int]]:
    read = [tuple(_checked(place, list)) for place in _checked(shape, list)]
    if any(tuple(map(type, place)) != (str, str, str, int) for place in read):
        raise ValueError(Record.__name__)
    return typing.cast("list[tuple[str, str, str, int]]", read)


def _read_row(
    shapes: list[list[tuple[str, str, str, int]]],
    shape: Plain,
    position: Plain,
    sheet: Plain,
    row: Plain,
    answers: Plain,
    continued: Plain = (),
    hidden: Plain = False,  # noqa: FBT002 - by its place in a list
) -> Record:
    whole = [shape, position, row, *continued]
    if {type(number) for number in whole} != {int} or shape < 0:
        raise ValueError(Record.__name__)
    entries = {}
    for (key, *where, column), answer in zip(shapes[shape], _checked(answers, list), strict=True):
        place = (key, where[0], where[1])
        if answer is None:
            entries[key] = Entry(*place, Cell(row, column), BLANK)
        elif type(answer) is str:
            entries[key] = Entry(*place, _text_cell(row, column, answer), Reading(answer))
        elif len(_checked(answer, list)) == 2 and type(answer[0]) is str:
            raw, value = answer
            cell = _text_cell(row, column, raw)
            entries[key] = Entry(*place, cell, Reading(_read_value(value, raw)))
        else:
            entries[key] = _read_answer(place, answer)
    hidden, sheet = _checked(hidden, bool), _checked(sheet, str)
    return Record(position, sheet, row, entries, tuple(continued), hidden)


def _text_cell(row: int, column: int, text: str) -> Cell:
    return Cell(row, column, Kind.TEXT, text, "", _TEXT_FORMAT)

"""Read the coordinator's register: who is expected, settings, waivers, which file counts."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from itaxl.cells import Cell, Remark, Sheet, Workbook
from itaxl.fields import FIELDS
from itaxl.fields.context import Context
from itaxl.fields.owner import Owners
from itaxl.fields.reading import Reading, State
from itaxl.intake.labels import find_labels
from itaxl.intake.tables import NEAR, find_tables, folded, main_table, wanted
from itaxl.intake.words import is_dashes
from itaxl.register import Agency, FileChoice, Register, Settings, Waiver
from itaxl.rulebooks import loading
from itaxl.rulebooks.model import Choice
from itaxl.rulebooks.register_form import RegisterColumn, RegisterForm, register_form
from itaxl.thai import fold, one_line

# Codes of what may be wrong with a register; the catalogue of checks holds the words.
SHEET_MISSING = "G01"
HEADING_MISSING = "G02"
NOT_READABLE = "G03"
REQUIRED_BLANK = "G04"
AGENCY_DOUBLED = "G05"
AGENCY_UNKNOWN = "G06"


def parse_register(
    workbook: Workbook, choices: Mapping[str, Sequence[Choice]] | None = None
) -> tuple[Register, tuple[Remark, ...]]:
    """
    Read a register and list what is wrong with it, each with its sheet and cells.

    ``choices`` gives the choices of lists by name; without it those of the newest rule book.
    Blank rows and example rows are passed over. A value that cannot be read is left out and told.
    """
    reader = _Reader(workbook, register_form(), choices)
    settings = reader.settings()
    agencies = tuple(_agency(row, settings) for row in reader.rows("agencies"))
    waivers = tuple(_waiver(row) for row in reader.rows("waivers"))
    files = tuple(_choice(row) for row in reader.rows("choices"))
    reader.compare(agencies)
    return Register(agencies, settings, waivers, files), tuple(reader.problems)


@dataclass(slots=True)
class _Row:
    """One filled row: what was read by column key, and where."""

    cells: dict[str, Cell] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Give a text; empty where there is none."""
        value = self.values.get(key)
        return one_line(str(value)) if value is not None else ""


def _agency(row: _Row, settings: Settings) -> Agency:
    scores = {
        key.removeprefix("last."): value
        for key, value in row.values.items()
        if key.startswith("last.") and isinstance(value, Decimal)
    }
    total, units = row.values.get("last_total"), row.values.get("units")
    return Agency(
        name=row.text("name"),
        type=row.text("type"),
        district=row.text("district"),
        province=row.text("province") or settings.province,
        code=row.text("code"),
        contact=row.text("contact"),
        note=row.text("note"),
        last_total=total if isinstance(total, Decimal) else None,
        last_level=row.text("last_level"),
        last_scores=scores,
        units=units.units if isinstance(units, Owners) and units.scope == "unit" else (),
    )


def _waiver(row: _Row) -> Waiver:
    until = row.values.get("until")
    everybody = {fold(word) for word in register_form().everybody}
    agency = row.text("agency")
    return Waiver(
        agency="*" if fold(agency) in everybody else agency,
        code=row.text("code").upper(),
        scope=row.text("scope"),
        reason=row.text("reason"),
        approved_by=row.text("approved_by"),
        until=until if isinstance(until, dt.date) else None,
    )


def _choice(row: _Row) -> FileChoice:
    return FileChoice(row.text("agency"), row.text("file"), row.text("reason"))


class _Reader:
    """Reads the sheets of one register and remembers what is wrong."""

    def __init__(
        self,
        workbook: Workbook,
        form: RegisterForm,
        choices: Mapping[str, Sequence[Choice]] | None,
    ) -> None:
        self.problems: list[Remark] = []
        self._workbook = workbook
        self._form = form
        self._choices = choices
        self._read: dict[str, list[tuple[str, _Row]]] = {}

    def settings(self) -> Settings:
        """Read the lines of the sheet of settings."""
        lines = self._form.settings
        sheet = self._sheet("settings")
        defaults = {line.key: line.default for line in lines if line.default}
        values: dict[str, Any] = {key: Decimal(text) for key, text in defaults.items()}
        if sheet is not None:
            found = find_labels(sheet, wanted(lines), {}, {line.prompt for line in lines})
            for line in lines:
                if line.key not in found.values:
                    self._problem(HEADING_MISSING, sheet, seen=line.heading)
                    continue
                value = self._value(sheet, sheet.cell(*found.values[line.key]), line)
                if value is not None:
                    values[line.key] = value
        return _settings(values)

    def rows(self, key: str) -> Iterator[_Row]:
        """Read the filled rows of a sheet."""
        if (sheet := self._sheet(key)) is None:
            return
        columns = self._form.columns(key)
        table = main_table(find_tables(sheet, wanted(columns)))
        if table is None:
            self._problem(HEADING_MISSING, sheet, seen=", ".join(c.heading for c in columns[:3]))
            return
        headings = {heading.key: heading for heading in table.headings}
        for column in columns:
            if column.required and column.key not in headings:
                self._problem(HEADING_MISSING, sheet, seen=column.heading)
        places = {heading.column: heading.key for heading in table.headings}
        kept = self._read.setdefault(key, [])
        for cells in _body(sheet, table.last_heading_row, places):
            if self._is_example(key, cells) or all(is_dashes(c.shown) for c in cells.values()):
                continue
            row = self._row(sheet, columns, cells, set(headings))
            kept.append((sheet.name, row))
            yield row

    def compare(self, agencies: Sequence[Agency]) -> None:
        """Tell agencies that stand twice, and waivers or choices of unknown agencies."""
        seen: dict[tuple[str, ...], Cell] = {}
        keys: list[tuple[str, ...]]
        known = {fold(text) for a in agencies for text in (a.code, a.name) if text}
        for (name, row), agency in zip(self._read.get("agencies", []), agencies, strict=True):
            identity = (agency.type, agency.name, agency.district, agency.province)
            keys = [tuple(map(fold, identity))] if agency.name else []
            if agency.code:
                keys.append(("code", fold(agency.code)))
            cell = next(iter(row.cells.values()))
            doubled = [seen[key] for key in keys if key in seen]
            if doubled:
                cells = (doubled[0].address, cell.address)
                self.problems.append(Remark(AGENCY_DOUBLED, agency.name, name, cells))
            for key in keys:
                seen.setdefault(key, cell)
        everybody = {fold(word) for word in self._form.everybody}
        for part in ("waivers", "choices"):
            for name, row in self._read.get(part, []):
                text = row.text("agency")
                if text and fold(text) not in known | everybody:
                    where = (row.cells["agency"].address,)
                    self.problems.append(Remark(AGENCY_UNKNOWN, text, name, where))

    def _sheet(self, key: str) -> Sheet | None:
        spec = self._form.sheet(key)
        titles = [folded(title) for title in (spec.name, *spec.aliases)]
        matchers: tuple[Callable[[str], bool], ...] = (
            titles[0].__eq__,
            titles.__contains__,
            lambda name: _ratio(name, titles[0]) >= NEAR,
        )
        for matches in matchers:
            for sheet in self._workbook.sheets:
                if matches(folded(sheet.name)):
                    return sheet
        self.problems.append(Remark(SHEET_MISSING, spec.name, spec.name))
        return None

    def _row(
        self,
        sheet: Sheet,
        columns: Sequence[RegisterColumn],
        cells: dict[str, Cell],
        there: set[str],
    ) -> _Row:
        row = _Row(cells)
        for column in columns:
            cell = cells.get(column.key)
            if cell is not None:
                row.values[column.key] = self._value(sheet, cell, column)
            elif column.required and column.key in there:
                where = next(iter(cells.values()))
                self._problem(REQUIRED_BLANK, sheet, where, seen=column.heading)
        return row

    def _value(self, sheet: Sheet, cell: Cell, column: RegisterColumn) -> Any:
        context = Context(choices=self._choices_of(column.list) if column.list else ())
        reading: Reading[Any] = FIELDS[column.kind](cell, context)
        if reading.state in (State.DECLINED, State.DOUBTFUL):
            self._problem(NOT_READABLE, sheet, cell, seen=cell.shown)
            return cell.shown if column.kind in ("text", "choice") else None
        return reading.value

    def _choices_of(self, name: str) -> Sequence[Choice]:
        if self._choices is not None:
            return self._choices.get(name, ())
        return loading.load(loading.years()[-1]).choices(name)

    def _is_example(self, key: str, cells: Mapping[str, Cell]) -> bool:
        """Tell whether a row is one of the form's own examples, left where it was."""
        return any(
            example.sheet == key
            and all(
                column in cells and fold(cells[column].shown) == fold(text)
                for column, text in example.values.items()
                if not self._is_choice(key, column)
            )
            for example in self._form.examples
        )

    def _is_choice(self, key: str, column: str) -> bool:
        return any(c.key == column and c.kind == "choice" for c in self._form.sheet(key).columns)

    def _problem(self, code: str, sheet: Sheet, cell: Cell | None = None, seen: str = "") -> None:
        cells = (cell.address,) if cell else ()
        self.problems.append(Remark(code, seen, sheet.name, cells))


def _settings(values: Mapping[str, Any]) -> Settings:
    year, deadline, as_of = (values.get(key) for key in ("fiscal_year", "deadline", "as_of"))
    score, share = values.get("target_score"), values.get("target_share")
    return Settings(
        fiscal_year=year if isinstance(year, int) else None,
        province=one_line(str(values.get("province") or "")),
        deadline=deadline if isinstance(deadline, dt.date) else None,
        as_of=as_of if isinstance(as_of, dt.date) else None,
        target_score=score if isinstance(score, Decimal) else None,
        target_share=share if isinstance(share, Decimal) else None,
    )


def _body(sheet: Sheet, heading_row: int, places: Mapping[int, str]) -> Iterator[dict[str, Cell]]:
    """Yield the filled cells of each row below the headings by column key."""
    rows: dict[int, dict[str, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > heading_row and column in places and not cell.is_blank:
            rows.setdefault(row, {})[places[column]] = cell
    for row in sorted(rows):
        yield dict(sorted(rows[row].items(), key=lambda pair: pair[1].column))


def _ratio(name: str, title: str) -> float:
    return SequenceMatcher(None, title, name, autojunk=False).ratio()

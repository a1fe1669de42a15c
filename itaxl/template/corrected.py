"""
The corrected copy: the standard workbook drawn anew, each finding at its cell and in one list.

Because everything is drawn anew, marks vanish by themselves on the next round; the list of the
round before is read to say what was mended since.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from itaxl.cells import Area, Cell, Kind, Picture, Sheet, Workbook, address, column_letters
from itaxl.cells import column_number as number_of_letters
from itaxl.findings import Finding, Severity, ranges
from itaxl.plans import (
    BookPlan,
    CellPlan,
    Formula,
    Link,
    MergePlan,
    PicturePlan,
    PrintPlan,
    ShadePlan,
    SheetPlan,
    StyleSpec,
    TableColumn,
    TablePlan,
    Value,
)
from itaxl.rulebooks.anchors import IDENTITY, PREFIX, identity_name, name_of
from itaxl.rulebooks.corrections_form import corrections_form
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Entry, Form, Submission
from itaxl.template import agency, measures, scores
from itaxl.template.leftover import leftover
from itaxl.template.pouring import (
    Beside,
    Odd,
    Place,
    Poured,
    number_format,
    plain,
    pour,
    value_of,
)
from itaxl.template.standard import standard
from itaxl.template.words import edition
from itaxl.thai import fold, width

LIST_NAME = PREFIX + "corrections"
HEADING_ROW = 11
_SHOWN = 300  # characters of a quotation that the list shows
_FILLS = {"error": "FFB3B3", "confirm": "FFD699", "note": "CFE2F3"}
_GOOD = "D5E8D4"
_REFERENCE = re.compile(r"='?((?:[^']|'')+?)'?!\$([A-Z]+)\$(\d+)")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_CARRIED_WIDTH = 44
Content = tuple[Value | Formula | Link, str]  # what a cell holds, and its style


class Key(NamedTuple):
    """What makes a finding the same one in the next round: rule, sheet, heading and row."""

    code: str
    sheet: str
    heading: str
    row: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; ``severity`` and ``status`` are keys of its words."""

    key: Key
    severity: str
    status: str
    message: str
    remedy: str = ""
    seen: str = ""
    expected: str = ""
    place: Link | str = ""


def corrected(
    book: RuleBook,
    submission: Submission,
    findings: Sequence[Finding],
    notes: Sequence[Finding] = (),
    earlier: Sequence[Line] | None = None,
    left: Sequence[tuple[str, str, str]] = (),
) -> BookPlan:
    """
    Draw the corrected copy of a submission.

    ``findings`` are marked at their cells, each by itself; ``notes`` are those that only inform,
    joined for the list. ``earlier`` is the list of the round before, None in the first round;
    ``left`` are further pieces that did not fit the form.
    """
    return _Copy(book, submission).plan(findings, notes, earlier, left)


def earlier_list(workbook: Workbook) -> tuple[Line, ...] | None:
    """Read the list of the round before; None where the workbook has none."""
    sheet = list_sheet(workbook)
    return None if sheet is None else tuple(_lines_of(sheet))


def list_sheet(workbook: Workbook) -> Sheet | None:
    """Find the list of a corrected copy, by its name or by its title."""
    words = corrections_form()
    if match := _REFERENCE.fullmatch(workbook.names.get(LIST_NAME, "")):
        return workbook.sheet(match[1].replace("''", "'"))
    return next((sheet for sheet in workbook.sheets if _is_list(sheet, words.sheet)), None)


def _is_list(sheet: Sheet, name: str) -> bool:
    title = sheet.cell(1, 1).shown
    return sheet.name.startswith(name) and fold(title) == fold(corrections_form().title)


def without_list(submission: Submission) -> Submission:
    """Forget the list of a copy whose workbook names were lost: its cells are ours, no extras."""
    words = corrections_form()
    ours = {
        extra.sheet
        for extra in submission.extras
        if extra.sheet in submission.layout.extra_sheets
        and extra.sheet.startswith(words.sheet)
        and (extra.cell.row, extra.cell.column) == (1, 1)
        and fold(extra.cell.shown) == fold(words.title)
    }
    if not ours:
        return submission
    names = tuple(name for name in submission.layout.extra_sheets if name not in ours)
    return replace(
        submission,
        layout=replace(submission.layout, extra_sheets=names),
        extras=tuple(extra for extra in submission.extras if extra.sheet not in ours),
    )


def _lines_of(sheet: Sheet) -> Iterator[Line]:
    words = corrections_form()
    columns = {fold(column.heading): column.key for column in words.columns}
    heading = next(
        (row for row, cells in sheet.rows() if sum(fold(c.shown) in columns for c in cells) >= 6), 0
    )
    if not heading:
        return
    where = {
        columns[fold(cell.shown)]: cell.column
        for row, cells in sheet.rows()
        if row == heading
        for cell in cells
        if fold(cell.shown) in columns
    }
    severities = {fold(text): key for key, text in words.severities.items()}
    statuses = {fold(text): key for key, text in words.statuses.items()}
    for row, _ in sheet.rows():
        texts = {key: sheet.cell(row, column).shown for key, column in where.items()}
        if row <= heading or not texts.get("code"):
            continue
        place = texts.get("place", "").strip()
        name = "" if place == words.form_place else place.rpartition("!")[0] or place
        yield Line(
            Key(texts["code"], name, texts.get("heading", ""), texts.get("row", "")),
            severities.get(fold(texts.get("severity", "")), "note"),
            statuses.get(fold(texts.get("status", "")), "untracked"),
            texts.get("message", ""),
        )


class _Copy:
    """One corrected copy being planned."""

    def __init__(self, book: RuleBook, submission: Submission) -> None:
        self.book = book
        self.submission = without_list(submission)
        self.words = corrections_form()
        self.poured: Poured = pour(self.submission, book)
        self.base = standard(book, self.poured.fill)
        self.styles: dict[str, StyleSpec] = {**self.base.styles, **_list_styles()}
        self.index = {sheet.name: dict(_contents(sheet)) for sheet in self.base.sheets}
        self.titles: dict[str, str] = {spec.key: spec.name for spec in book.form.sheets}
        self.here = {name: key for key, name in self.submission.layout.sheets.items()}
        self._note_typed()
        self._note_headings()

    def plan(
        self,
        findings: Sequence[Finding],
        notes: Sequence[Finding],
        earlier: Sequence[Line] | None,
        left: Sequence[tuple[str, str, str]],
    ) -> BookPlan:
        """Put it together."""
        overlays = self._overlays(findings)
        kept = _kept_pictures(self.submission)
        carried = self._carried(left)
        names = {sheet.name for sheet in (*self.base.sheets, *carried)}
        lines = self._lines(findings, notes, earlier, names)
        sheets = [
            replace(
                sheet,
                overlay=tuple(overlays.get(sheet.name, ())),
                pictures=self._pictures(kept) if sheet.name == self.titles["measures"] else (),
            )
            for sheet in self.base.sheets
        ]
        form, helpers = [s for s in sheets if not s.hidden], [s for s in sheets if s.hidden]
        first = self._list(lines, earlier, self._left_out(kept))
        anchor = "='" + self.words.sheet.replace("'", "''") + "'!$A$1"
        return replace(
            self.base,
            sheets=(first, *form, *carried, *helpers),
            styles=self.styles,
            names={**self.base.names, LIST_NAME: anchor},
            properties={**self.base.properties, **self._identity()},
            active=0,
        )

    # ── where things stand now ──
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
        if match := _REFERENCE.fullmatch(self.base.names.get(name_of("figure", code), "")):
            return Place(match[1].replace("''", "'"), int(match[3]), number_of_letters(match[2]))
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
        name = self.base.names.get(name_of(sheet, key), "")
        match = _REFERENCE.fullmatch(name)
        return Place(match[1], int(match[3]), number_of_letters(match[2])) if match else None

    def _places(self, finding: Finding) -> list[Place]:
        """Give the cells of a finding where they stand now."""
        found: dict[Place, None] = {}
        for cell in _expanded(finding.cells):
            if place := self.poured.places.get((finding.sheet, cell)):
                found[place] = None
        return list(found)

    def _sheet_now(self, name: str) -> str:
        """Name a sheet of the form as it is called now."""
        return self.titles.get(self.here.get(name, ""), name)

    def _heading_of(self, finding: Finding, places: Sequence[Place]) -> str:
        """Give the form's heading for a finding's place, however the agency spelled it."""
        if places and places[0].sheet == self.titles["measures"]:
            return self.book.form.columns[places[0].column - 1].heading
        if places and places[0].sheet == self.titles["agency"]:
            row = places[0].row - agency.FIRST_ROW
            lines = self.book.form.agency
            return lines[row].label if 0 <= row < len(lines) else finding.heading
        return " ".join(finding.heading.split())

    # ── marks ──
    def _overlays(self, findings: Iterable[Finding]) -> dict[str, list[CellPlan]]:
        marks: dict[Place, list[Finding]] = {}
        for finding in findings:
            if finding.waived:
                continue
            for place in self._places(finding):
                if not any(other == finding for other in marks.get(place, ())):
                    marks.setdefault(place, []).append(finding)
        overlays: dict[str, list[CellPlan]] = {}
        for place in sorted({*marks, *self.poured.odd}):
            overlays.setdefault(place.sheet, []).append(self._cell(place, marks.get(place, [])))
        self._restate_identity(overlays)
        return overlays

    def _cell(self, place: Place, findings: Sequence[Finding]) -> CellPlan:
        blank: Content = (None, "text")
        value, style = self.index[place.sheet].get((place.row, place.column), blank)
        if odd := self.poured.odd.get(place):
            value = odd.value
            style = self._style(style, odd.number, "") if odd.number else style
        if not findings:
            return CellPlan(place.row, place.column, value, style)
        gravest = min(findings, key=lambda finding: finding.severity.rank).severity.value
        note = "\n\n".join(self._note(finding) for finding in findings)
        return CellPlan(place.row, place.column, value, self._style(style, "", gravest), note)

    def _style(self, base: str, number: str, mark: str) -> str:
        """Give a style like another one, with a number format or a colour of its own."""
        name = f"{base}|{number}|{mark}"
        spec = self.styles.get(base, StyleSpec())
        if number:
            spec = replace(spec, number=number)
        if mark:
            spec = replace(spec, fill=_FILLS[mark], border=True)
        self.styles[name] = spec
        return name

    def _note(self, finding: Finding) -> str:
        shape = self.words.note if finding.remedy.th else self.words.note_plain
        severity = self.words.on_trial if finding.on_trial else self._severity(finding)
        return shape.format(
            severity=severity,
            message=self._message(finding),
            remedy=self._readdressed(finding, finding.remedy.th),
            code=finding.code,
        )

    def _severity(self, finding: Finding) -> str:
        return self.words.severities["waived" if finding.waived else finding.severity.value]

    def _message(self, finding: Finding) -> str:
        text = self._readdressed(finding, finding.message.th)
        if finding.answer:
            text += " · " + self.words.answer.format(answer=finding.answer)
        if finding.waived:
            text += " · " + self.words.waived.format(reason=finding.waived)
        return text

    def _readdressed(self, finding: Finding, text: str) -> str:
        """Name cells in a sentence by where they stand now."""
        moved = {
            cell: address(place.row, place.column)
            for cell in _expanded(finding.cells)
            if (place := self.poured.places.get((finding.sheet, cell)))
        }
        return re.sub(r"(?<![\w!])[A-Z]{1,3}\d{1,7}\b", lambda m: moved.get(m[0], m[0]), text)

    def _identity(self) -> dict[str, str]:
        """Say that this is a corrected copy, of the agency the workbook was issued to."""
        said = self.submission.layout.identity
        codes = [said.get(place, {}).get("code", "") for place in ("property", "name")]
        issued = next(filter(None, codes), "")
        identity = {"form": Form.CORRECTED.value, **({"code": issued} if issued else {})}
        return {identity_name(key): value for key, value in identity.items() if key in IDENTITY}

    def _restate_identity(self, overlays: dict[str, list[CellPlan]]) -> None:
        for name, value in self._identity().items():
            if match := _REFERENCE.fullmatch(self.base.names.get(name, "")):
                cell = CellPlan(int(match[3]), number_of_letters(match[2]), value, "text")
                overlays.setdefault(match[1], []).append(cell)

    # ── what is carried along ──
    def _carried(self, left: Sequence[tuple[str, str, str]]) -> list[SheetPlan]:
        sheets = [self._copied(name, cells) for name, cells in self.poured.sheets.items()]
        taken = {fold(sheet.name) for sheet in (*self.base.sheets, *sheets)}
        if self.poured.beside:
            name = _free(self.words.beside_sheet, taken)
            taken.add(fold(name))
            sheets.append(self._beside(name, self.poured.beside))
        pieces = [*self.poured.left, *left]
        if pieces:
            sheet = leftover(self.book, pieces)
            sheets.append(replace(sheet, name=_free(sheet.name, taken)))
        return sheets

    def _copied(self, name: str, cells: Sequence[Cell]) -> SheetPlan:
        widths: dict[int, float] = {}
        for cell in cells:
            wide = min(max(map(width, cell.shown.split("\n"))) + 2, _CARRIED_WIDTH)
            widths[cell.column] = max(widths.get(cell.column, 9), wide)
        plans = [CellPlan(c.row, c.column, plain(c), "carried") for c in cells]
        return SheetPlan(name, plans, widths=widths)

    def _beside(self, name: str, beside: Beside) -> SheetPlan:
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

    def _pictures(self, kept: Mapping[int, Sequence[Picture]]) -> tuple[PicturePlan, ...]:
        """Place pictures in the rows of their measures; more than one stand right of the table."""
        keys = [column.key for column in self.book.form.columns]
        first = keys.index("evidence") + 1 if "evidence" in keys else len(keys)
        return tuple(
            PicturePlan(
                measures.FIRST_ROW + position - 1,
                first if number == 0 else len(keys) + number,
                picture,
            )
            for position, pictures in sorted(kept.items())
            for number, picture in enumerate(pictures)
        )

    def _left_out(self, kept: Mapping[int, Sequence[Picture]]) -> list[str]:
        """Say what of the file was not carried along."""
        came = sum(len(pictures) for pictures in self.submission.pictures.values())
        lost = came - sum(len(pictures) for pictures in kept.values())
        said = [self.words.pictures_left_out.format(count=lost)] if lost else []
        if any(remark.code in ("S10", "S11", "S13") for remark in self.submission.remarks):
            said.append(self.words.not_carried)
        return said

    # ── the list ──
    def _lines(
        self,
        findings: Sequence[Finding],
        notes: Sequence[Finding],
        earlier: Sequence[Line] | None,
        names: set[str],
    ) -> list[Line]:
        tracked = [f for f in findings if _is_tracked(f)]
        answered = {self._key(f) for f in findings if f.answer}
        before = {line.key for line in earlier or () if _was_open(line)}
        lines: dict[tuple[Key, str], Line] = {}
        for finding in tracked:
            key = self._key(finding)
            status = "first" if earlier is None else "open" if key in before else "new"
            line = self._line(finding, status, names)
            lines.setdefault((key, line.message), line)
        for finding in notes:
            line = self._line(finding, "untracked", names)
            lines.setdefault((line.key, line.message), line)
        now = {self._key(finding) for finding in tracked}
        for old in {line.key: line for line in earlier or () if _was_open(line)}.values():
            if old.key not in now:
                status = "answered" if old.key in answered else "fixed"
                place = f"{old.key.sheet}!" if old.key.sheet else ""
                done = replace(old, status=status, place=place.rstrip("!"))
                lines.setdefault((old.key, status), done)
        return list(lines.values())

    def _key(self, finding: Finding) -> Key:
        places = self._places(finding)
        sheet = places[0].sheet if places else self._sheet_now(finding.sheet)
        heading = self._heading_of(finding, places)
        return Key(finding.code, sheet, heading, " ".join(finding.row.split()))

    def _line(self, finding: Finding, status: str, names: set[str]) -> Line:
        places = self._places(finding)
        message = self._message(finding)
        if finding.cells and not places:
            at = finding.sheet + "!" + ", ".join(finding.cells)
            message += " · " + self.words.came_from.format(place=at)
        severity = "waived" if finding.waived else finding.severity.value
        return Line(
            self._key(finding),
            severity,
            status,
            message,
            self._readdressed(finding, finding.remedy.th),
            finding.seen[:_SHOWN],
            (finding.suggestion or finding.expected)[:_SHOWN],
            self._link(finding, places, names),
        )

    def _link(self, finding: Finding, places: Sequence[Place], names: set[str]) -> Link | str:
        sheet = places[0].sheet if places else self._sheet_now(finding.sheet)
        if sheet not in names:
            return sheet or self.words.form_place
        if not places:
            return Link(sheet, "A1", sheet)
        inside = [place for place in places if place.sheet == sheet]
        cells = ranges(address(place.row, place.column) for place in inside)
        text = f"{sheet}!{', '.join(cells)}"
        return Link(sheet, address(inside[0].row, inside[0].column), text)

    def _list(
        self, lines: Sequence[Line], earlier: Sequence[Line] | None, remarks: Sequence[str]
    ) -> SheetPlan:
        words = self.words
        last = len(words.columns)
        merges = [
            MergePlan(Area(row, 2, row, last), text, "step")
            for row, text in enumerate(words.steps, 6)
        ]
        merges.append(MergePlan(Area(4, 1, 4, last), self._summary(lines), "list_summary"))
        said = " · ".join([*self._progress(lines, earlier), *remarks])
        merges.append(MergePlan(Area(9, 1, 9, last), said, "list_said"))
        cells = [
            CellPlan(1, 1, words.title, "title"),
            CellPlan(2, 1, edition(self.book), "edition"),
            CellPlan(3, 1, self._agency_name(), "subtitle"),
            *(CellPlan(row, 1, row - 5, "step_number") for row in range(6, 6 + len(words.steps))),
        ]
        columns = tuple(TableColumn(c.heading, c.style, c.width) for c in words.columns)
        rows = [self._row(number, line) for number, line in enumerate(lines, 1)]
        tables = (TablePlan(HEADING_ROW, 1, columns, rows, name="tblCorrections"),) if rows else ()
        return SheetPlan(
            name=words.sheet,
            cells=cells,
            merges=tuple(merges),
            tables=tables,
            widths={number: column.width for number, column in enumerate(words.columns, 1)},
            shades=tuple(self._shades(len(rows))),
            freeze=(HEADING_ROW + 1, 1) if rows else None,
            printing=PrintPlan(repeat_rows=(HEADING_ROW, HEADING_ROW) if rows else None),
            gridlines=False,
            tab_color="C00000",
        )

    def _row(self, number: int, line: Line) -> tuple[Value | Formula | Link, ...]:
        values: dict[str, Value | Link] = {
            "number": number,
            "status": self.words.statuses[line.status],
            "severity": self.words.severities[line.severity],
            "place": line.place,
            "heading": line.key.heading,
            "row": line.key.row,
            "message": line.message,
            "seen": line.seen,
            "expected": line.expected,
            "remedy": line.remedy,
            "code": line.key.code,
        }
        return tuple(values[column.key] for column in self.words.columns)

    def _summary(self, lines: Sequence[Line]) -> str:
        open_ = [line for line in lines if line.status not in ("fixed", "answered")]
        counts = {
            name: sum(line.severity == name for line in open_) for name in ("error", "confirm")
        }
        slots = {"errors": counts["error"], "confirms": counts["confirm"]}
        if counts["error"]:
            return self.words.mend.format(**slots)
        return (self.words.confirm_only if counts["confirm"] else self.words.clean).format(**slots)

    def _progress(self, lines: Sequence[Line], earlier: Sequence[Line] | None) -> Iterator[str]:
        if earlier is not None:
            status = [line.status for line in lines]
            yield self.words.since.format(
                fixed=status.count("fixed") + status.count("answered"),
                open=status.count("open"),
                new=status.count("new"),
            )

    def _shades(self, rows: int) -> Iterator[ShadePlan]:
        if not rows:
            return
        keys = [column.key for column in self.words.columns]
        first, end = HEADING_ROW + 1, HEADING_ROW + rows
        severity, status = keys.index("severity") + 1, keys.index("status") + 1
        for name in ("fixed", "answered"):
            cell = f"${column_letters(status)}{first}"
            text = self.words.statuses[name]
            area = Area(first, 1, end, len(keys))
            yield ShadePlan(area, f'={cell}="{text}"', "list_done")
        for name in _FILLS:
            cell = f"${column_letters(severity)}{first}"
            text = self.words.severities[name]
            yield ShadePlan(
                Area(first, severity, end, severity), f'={cell}="{text}"', f"list_{name}"
            )

    def _agency_name(self) -> str:
        entry = self.submission.agency.get("name")
        return entry.text if entry else ""


def _list_styles() -> dict[str, StyleSpec]:
    styles = {
        "list_text": StyleSpec(border=True, wrap=True, valign="top", size=14),
        "list_center": StyleSpec(border=True, wrap=True, valign="top", align="center", size=14),
        "list_link": StyleSpec(
            border=True, wrap=True, valign="top", size=14, color="0563C1", underline=True,
            fill="DDEBF7",
        ),
        "list_summary": StyleSpec(bold=True, size=20, color="9C0006"),
        "list_said": StyleSpec(bold=True, wrap=True),
        "list_done": StyleSpec(fill=_GOOD, color="1E5631"),
        "carried": StyleSpec(border=True, wrap=True, valign="top", size=14),
    }  # fmt: skip
    return styles | {f"list_{key}": StyleSpec(fill=fill, bold=True) for key, fill in _FILLS.items()}


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


def _is_tracked(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE and not finding.waived


def _was_open(line: Line) -> bool:
    return line.severity in ("error", "confirm") and line.status not in ("fixed", "answered")


def _kept_pictures(submission: Submission) -> dict[int, list[Picture]]:
    """Keep the pictures that stand in the row of a measure and are what they say."""
    kept: dict[int, list[Picture]] = {}
    for position, pictures in submission.pictures.items():
        for picture in pictures:
            if position and picture.data.startswith((_PNG, _JPEG)):
                kept.setdefault(position, []).append(picture)
    return kept


def _free(name: str, taken: set[str]) -> str:
    """Number a sheet's name until it is free."""
    found, number = name, 1
    while fold(found) in taken:
        number += 1
        found = f"{name} ({number})"
    return found

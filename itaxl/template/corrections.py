"""The sheet รายการแก้ไข: every finding in one list, with what became of those of the last round."""

from collections.abc import Iterator, Sequence

from itaxl.cells import Area, address, column_letters
from itaxl.findings import Finding, Severity, ranges
from itaxl.plans import (
    CellPlan,
    Formula,
    Link,
    MergePlan,
    PrintPlan,
    ShadePlan,
    SheetPlan,
    StyleSpec,
    TableColumn,
    TablePlan,
    Value,
)
from itaxl.rulebooks.corrections_form import corrections_form
from itaxl.template.marks import FILLS, Marks
from itaxl.template.pouring import Place
from itaxl.template.rounds import Key, Line, mended, was_open
from itaxl.template.words import edition

HEADING_ROW = 11
_SHOWN = 300  # characters of a quotation that the list shows
_GOOD = "D5E8D4"


class Corrections:
    """The list of one copy; ``earlier`` is that of the round before, None in the first round."""

    def __init__(self, marks: Marks, earlier: Sequence[Line] | None, names: set[str]) -> None:
        self.marks = marks
        self.where = marks.where
        self.earlier = earlier
        self.names = names  # sheets of the copy that a link may lead to
        self.words = corrections_form()

    def lines(self, findings: Sequence[Finding], notes: Sequence[Finding]) -> list[Line]:
        """Give the lines: what is asked for, what only informs, what was mended since."""
        tracked = [f for f in findings if _is_tracked(f)]
        answered = {self.where.key(f) for f in findings if f.answer}
        before = {line.key for line in self.earlier or () if was_open(line)}
        lines: dict[tuple[Key, str], Line] = {}
        for finding in tracked:
            key = self.where.key(finding)
            status = "first" if self.earlier is None else "open" if key in before else "new"
            line = self._line(finding, status)
            lines.setdefault((key, line.message), line)
        for finding in notes:
            line = self._line(finding, "untracked")
            lines.setdefault((line.key, line.message), line)
        now = {self.where.key(finding) for finding in tracked}
        for line in mended(self.earlier or (), now, answered):
            lines.setdefault((line.key, line.status), line)
        return list(lines.values())

    def _line(self, finding: Finding, status: str) -> Line:
        places = self.where.places(finding)
        message = self.marks.message(finding)
        if finding.cells and not places:
            at = finding.sheet + "!" + ", ".join(finding.cells)
            message += " · " + self.words.came_from.format(place=at)
        severity = "waived" if finding.waived else finding.severity.value
        return Line(
            self.where.key(finding),
            severity,
            status,
            message,
            self.where.readdressed(finding, finding.remedy.th),
            finding.seen[:_SHOWN],
            (finding.suggestion or finding.expected)[:_SHOWN],
            self._link(finding, places),
        )

    def _link(self, finding: Finding, places: Sequence[Place]) -> Link | str:
        sheet = places[0].sheet if places else self.where.sheet_now(finding.sheet)
        if sheet not in self.names:
            return sheet or self.words.form_place
        if not places:
            return Link(sheet, "A1", sheet)
        inside = [place for place in places if place.sheet == sheet]
        cells = ranges(address(place.row, place.column) for place in inside)
        text = f"{sheet}!{', '.join(cells)}"
        return Link(sheet, address(inside[0].row, inside[0].column), text)

    # ── the sheet ──
    def sheet(self, lines: Sequence[Line], remarks: Sequence[str]) -> SheetPlan:
        """Draw the list; ``remarks`` say what of the file was not carried along."""
        words = self.words
        last = len(words.columns)
        merges = [
            MergePlan(Area(row, 2, row, last), text, "step")
            for row, text in enumerate(words.steps, 6)
        ]
        summary, good = self._summary(lines)
        look = "list_clean" if good else "list_summary"
        merges.append(MergePlan(Area(4, 1, 4, last), summary, look))
        said = " · ".join([*self._progress(lines), *remarks])
        merges.append(MergePlan(Area(9, 1, 9, last), said, "list_said"))
        cells = [
            CellPlan(1, 1, words.title, "title"),
            CellPlan(2, 1, edition(self.where.book), "edition"),
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
            heights={4: 34, 9: 44} if said else {4: 34},
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

    def _summary(self, lines: Sequence[Line]) -> tuple[str, bool]:
        """Say how much is asked for, and whether nothing must be mended."""
        open_ = [line for line in lines if line.status not in ("fixed", "answered")]
        counts = {
            name: sum(line.severity == name for line in open_) for name in ("error", "confirm")
        }
        slots = {"errors": counts["error"], "confirms": counts["confirm"]}
        if counts["error"]:
            return self.words.mend.format(**slots), False
        words = self.words.confirm_only if counts["confirm"] else self.words.clean
        return words.format(**slots), True

    def _progress(self, lines: Sequence[Line]) -> Iterator[str]:
        if self.earlier is not None:
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
        for name in FILLS:
            cell = f"${column_letters(severity)}{first}"
            text = self.words.severities[name]
            yield ShadePlan(
                Area(first, severity, end, severity), f'={cell}="{text}"', f"list_{name}"
            )

    def _agency_name(self) -> str:
        entry = self.where.submission.agency.get("name")
        return entry.text if entry else ""


def list_styles() -> dict[str, StyleSpec]:
    """Give the looks that the list and what is carried along need."""
    styles = {
        "list_text": StyleSpec(border=True, wrap=True, valign="top", size=14),
        "list_center": StyleSpec(border=True, wrap=True, valign="top", align="center", size=14),
        "list_link": StyleSpec(
            border=True, wrap=True, valign="top", size=14, color="0563C1", underline=True,
            fill="DDEBF7",
        ),
        "list_summary": StyleSpec(bold=True, size=20, color="9C0006"),
        "list_clean": StyleSpec(bold=True, size=20, color="1E5631"),
        "list_said": StyleSpec(bold=True, wrap=True),
        "list_done": StyleSpec(fill=_GOOD, color="1E5631"),
        "carried": StyleSpec(border=True, wrap=True, valign="top", size=14),
    }  # fmt: skip
    return styles | {f"list_{key}": StyleSpec(fill=fill, bold=True) for key, fill in FILLS.items()}


def _is_tracked(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE and not finding.waived

"""
The corrected copy: the standard workbook drawn anew, each finding at its cell and in one list.

Because everything is drawn anew, marks vanish by themselves on the next round; the list of the
round before is read to say what was mended since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from itaxl.findings import Finding
from itaxl.plans import BookPlan, CellPlan, StyleSpec
from itaxl.rulebooks.anchors import IDENTITY, identity_name
from itaxl.rulebooks.corrections_form import corrections_form
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Form, Submission
from itaxl.template.carried import Carried, Pictures, Piece
from itaxl.template.corrections import Corrections, list_styles
from itaxl.template.marks import Marks
from itaxl.template.pouring import pour
from itaxl.template.rounds import LIST_NAME, Line, earlier_list, list_sheet, without_list
from itaxl.template.standard import standard
from itaxl.template.whereabouts import Whereabouts, cell_named

__all__ = ["Line", "corrected", "earlier_list", "list_sheet", "without_list"]


def corrected(
    book: RuleBook,
    submission: Submission,
    findings: Sequence[Finding],
    notes: Sequence[Finding] = (),
    earlier: Sequence[Line] | None = None,
    left: Sequence[Piece] = (),
    pictures: Pictures | None = None,
) -> BookPlan:
    """
    Draw the corrected copy of a submission.

    ``findings`` are marked at their cells, each by itself; ``notes`` are those that only inform,
    joined for the list. ``earlier`` is the list of the round before, None in the first round;
    ``left`` are further pieces that did not fit the form. ``pictures`` are those of every sheet
    as it came in, by its name.
    """
    submission = without_list(submission)
    poured = pour(submission, book)
    # Excel cannot judge all that has to be mended: the list has the last word.
    words, mend = corrections_form(), any(finding.must_be_mended for finding in findings)
    once = words.once_mended.format(sheet=words.sheet) if mend else ""
    base = standard(book, poured.fill, once=once)
    styles: dict[str, StyleSpec] = {**base.styles, **list_styles()}
    where = Whereabouts(book, submission, poured, base)
    marks = Marks(where, styles)
    overlays = marks.overlays(findings)
    identity = _identity(submission)
    _restate(base, identity, overlays)
    along = Carried(book, submission, poured, pictures or {})
    carried = along.sheets(base, left)
    names = {sheet.name for sheet in (*base.sheets, *carried)}
    table = where.titles["measures"]
    sheets = [
        replace(
            sheet,
            overlay=tuple(overlays.get(sheet.name, ())),
            pictures=along.beside() if sheet.name == table else (),
        )
        for sheet in base.sheets
    ]
    form, helpers = [s for s in sheets if not s.hidden], [s for s in sheets if s.hidden]
    corrections = Corrections(marks, earlier, names)
    first = corrections.sheet(corrections.lines(findings, notes), along.left_out())
    anchor = "='" + words.sheet.replace("'", "''") + "'!$A$1"
    return replace(
        base,
        sheets=(first, *form, *carried, *helpers),
        styles=styles,
        names={**base.names, LIST_NAME: anchor},
        properties={**base.properties, **identity},
        active=0,
    )


def _identity(submission: Submission) -> dict[str, str]:
    """Say that this is a corrected copy, of the agency the workbook was issued to."""
    said = submission.layout.identity
    codes = [said.get(place, {}).get("code", "") for place in ("property", "name")]
    issued = next(filter(None, codes), "")
    identity = {"form": Form.CORRECTED.value, **({"code": issued} if issued else {})}
    return {identity_name(key): value for key, value in identity.items() if key in IDENTITY}


def _restate(
    base: BookPlan, identity: Mapping[str, str], overlays: dict[str, list[CellPlan]]
) -> None:
    """Write the identity into the cells that the workbook names point to."""
    for name, value in identity.items():
        if place := cell_named(base, name):
            cell = CellPlan(place.row, place.column, value, "text")
            overlays.setdefault(place.sheet, []).append(cell)

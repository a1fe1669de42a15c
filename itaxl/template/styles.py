"""The palette of the standard workbook: calm, readable, and colour never alone."""

from collections.abc import Mapping

from itaxl.plans import StyleSpec

THAI_DATE = "[$-107041E]d mmm yy"
SCORE = "0.00"

INK = "1F3864"
GREY = "595959"
HEADING = "DCE6F1"
PAPER = "FFFFFF"
INPUT = "FFFBE6"  # pale yellow: type here
REQUIRED = "FFD966"  # stronger yellow, and bold: still blank
BROKEN = "F8CBAD"  # pale red, and dark red underlined letters
COMPUTED = "EDF2F7"  # blue grey, and italics
LOCKED = "E7E6E6"  # grey
DOUBTFUL = "DDEBF7"  # pale blue, and italics: to be looked at, blocks nothing
DARK_BLUE = "1F4E79"
GOOD = "D5E8D4"
DARK_RED = "9C0006"
DARK_GREEN = "1E5631"

STYLES: Mapping[str, StyleSpec] = {
    "text": StyleSpec(),
    "title": StyleSpec(bold=True, size=22, color=INK),
    "subtitle": StyleSpec(bold=True, size=18, color=INK),
    "edition": StyleSpec(color=GREY),
    "hint": StyleSpec(color=GREY, italic=True, wrap=True, size=14, indent=1),
    "step": StyleSpec(wrap=True, valign="top"),
    "meaning": StyleSpec(indent=1),
    "step_number": StyleSpec(bold=True, align="center", valign="top", color=INK),
    "heading": StyleSpec(bold=True, fill=HEADING, border=True, wrap=True, align="center"),
    "label": StyleSpec(border=True, wrap=True, fill=PAPER, bold=True, indent=1),
    "fact": StyleSpec(border=True, wrap=True, fill=PAPER, indent=1),
    "fact_center": StyleSpec(border=True, fill=PAPER, align="center"),
    "fact_number": StyleSpec(border=True, fill=PAPER, align="center", number="0.##"),
    "fact_score": StyleSpec(border=True, fill=PAPER, align="center", number=SCORE),
    "example": StyleSpec(border=True, wrap=True, fill=PAPER, valign="top", indent=1),
    "cell_text": StyleSpec(
        border=True, wrap=True, fill=INPUT, locked=False, valign="top", number="@"
    ),
    "cell_center": StyleSpec(
        border=True, fill=INPUT, locked=False, align="center", valign="top", number="@"
    ),
    "cell_date": StyleSpec(
        border=True, fill=INPUT, locked=False, align="left", valign="top", number=THAI_DATE
    ),
    "input_text": StyleSpec(
        border=True, wrap=True, fill=INPUT, locked=False, number="@", align="left", indent=1
    ),
    "input_date": StyleSpec(
        border=True, fill=INPUT, locked=False, align="left", number=THAI_DATE, indent=1
    ),
    "input_number": StyleSpec(
        border=True, fill=INPUT, locked=False, align="left", number="0", indent=1
    ),
    "input_score": StyleSpec(border=True, fill=INPUT, locked=False, align="center", number=SCORE),
    "unused": StyleSpec(border=True, fill=LOCKED, align="center", color=GREY),
    "locked": StyleSpec(border=True, wrap=True, fill=LOCKED, align="left", number="@", indent=1),
    "locked_number": StyleSpec(border=True, fill=LOCKED, align="left", number="0", indent=1),
    "locked_date": StyleSpec(border=True, fill=LOCKED, align="left", number=THAI_DATE, indent=1),
    "computed": StyleSpec(border=True, wrap=True, fill=COMPUTED, italic=True, indent=1),
    "computed_center": StyleSpec(border=True, fill=COMPUTED, italic=True, align="center"),
    "computed_score": StyleSpec(
        border=True, fill=COMPUTED, italic=True, align="center", number=SCORE
    ),
    "computed_change": StyleSpec(
        border=True, fill=COMPUTED, italic=True, align="center", number="+0.00;-0.00;0.00"
    ),
    "total": StyleSpec(
        border=True, fill=COMPUTED, bold=True, align="center", number=SCORE, size=18
    ),
    "level": StyleSpec(border=True, fill=COMPUTED, bold=True, size=18, wrap=True, indent=1),
    "required": StyleSpec(fill=REQUIRED, bold=True),
    "broken": StyleSpec(fill=BROKEN, color=DARK_RED, underline=True),
    "doubtful": StyleSpec(fill=DOUBTFUL, color=DARK_BLUE, italic=True),
    "count": StyleSpec(border=True, fill=COMPUTED, align="center", number="0"),
    "link": StyleSpec(border=True, fill=COMPUTED, align="center", color="0563C1", underline=True),
    "verdict": StyleSpec(bold=True, size=28, align="center", border=True),
    "good": StyleSpec(fill=GOOD, color=DARK_GREEN, bold=True),
    "bad": StyleSpec(fill=BROKEN, color=DARK_RED, bold=True),
    "swatch_input": StyleSpec(border=True, fill=INPUT, align="center"),
    "swatch_required": StyleSpec(border=True, fill=REQUIRED, bold=True, align="center"),
    "swatch_broken": StyleSpec(
        border=True, fill=BROKEN, color=DARK_RED, underline=True, align="center"
    ),
    "swatch_doubtful": StyleSpec(
        border=True, fill=DOUBTFUL, color=DARK_BLUE, italic=True, align="center"
    ),
    "swatch_computed": StyleSpec(border=True, fill=COMPUTED, italic=True, align="center"),
    "swatch_locked": StyleSpec(border=True, fill=LOCKED, align="center"),
}

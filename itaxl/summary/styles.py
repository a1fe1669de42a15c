"""How the summary looks: styles by name, and which tone a level or a status has."""

from decimal import Decimal

from itaxl.plans import StyleSpec
from itaxl.rulebooks.model import RuleBook
from itaxl.summary.ledger_rules import Arrival

INK, GREY, LINE = "1F2A37", "5F6B7A", "2F5B8A"
GOOD, FAIR_GREEN, AMBER, RED, PALE = "A9D18E", "E2F0D9", "FFE699", "F4B6A6", "E7E6E6"
DATE = "[$-107041E]d mmm yy"

STYLES: dict[str, StyleSpec] = {
    "title": StyleSpec(bold=True, size=22, color=LINE),
    "subtitle": StyleSpec(size=14, color=GREY),
    "section": StyleSpec(bold=True, size=16, color="FFFFFF", fill=LINE, align="left", indent=1),
    "heading": StyleSpec(
        bold=True, size=14, fill="DCE6F1", border=True, wrap=True, align="center"
    ),
    "heading_own": StyleSpec(
        bold=True, size=14, fill="FFF2CC", border=True, wrap=True, align="center"
    ),
    "text": StyleSpec(size=14, border=True, wrap=True, valign="top"),
    "line": StyleSpec(size=14, border=True, valign="vcenter", indent=1),
    "center": StyleSpec(size=14, border=True, wrap=True, valign="top", align="center"),
    "whole": StyleSpec(size=14, border=True, valign="top", align="right", indent=1, number="#,##0"),
    "score": StyleSpec(size=14, border=True, valign="top", align="right", indent=1, number="0.00"),
    "change": StyleSpec(
        size=14, border=True, valign="top", align="right", indent=1, number='+0.00;-0.00;"0.00"'
    ),
    "total": StyleSpec(
        size=14, bold=True, border=True, valign="top", align="right", indent=1, number="0.00"
    ),
    "percent": StyleSpec(
        size=14, border=True, valign="top", align="right", indent=1, number="0.0%"
    ),
    "long": StyleSpec(size=14, border=True, valign="top"),
    "date": StyleSpec(size=14, border=True, valign="top", align="center", number=DATE),
    "code": StyleSpec(size=11, border=True, valign="top", color=GREY),
    "code_wide": StyleSpec(size=11, border=True, valign="top", color=GREY, wrap=True),
    "own": StyleSpec(size=14, border=True, wrap=True, valign="top", fill="FFFBEA"),
    "own_date": StyleSpec(size=14, border=True, valign="top", align="center", fill="FFFBEA",
                          number=DATE),
    "link": StyleSpec(size=14, border=True, valign="top", align="center", color="1F4E9E",
                      underline=True),
    "go": StyleSpec(size=14, color="1F4E9E", underline=True),
    "section_title": StyleSpec(size=16, bold=True, color=LINE),
    "continued": StyleSpec(size=14, bold=True, color="7A1F0E"),
    "plain": StyleSpec(size=14),
    "plain_center": StyleSpec(size=14, align="center"),
    "legend": StyleSpec(size=13, align="center", border=True),
    "legend_top": StyleSpec(size=13, align="center", border=True, fill=GOOD),
    "legend_pass": StyleSpec(size=13, align="center", border=True, fill=FAIR_GREEN),
    "legend_fair": StyleSpec(size=13, align="center", border=True, fill=AMBER),
    "legend_low": StyleSpec(size=13, align="center", border=True, fill=RED, bold=True),
    "legend_grey": StyleSpec(size=13, align="center", border=True, fill=PALE),
    # conditional looks
    "top": StyleSpec(fill=GOOD, color="1E4620"),
    "pass": StyleSpec(fill=FAIR_GREEN, color="1E4620"),
    "fair": StyleSpec(fill=AMBER, color="5C4400"),
    "low": StyleSpec(fill=RED, color="7A1F0E", bold=True),
    "grey": StyleSpec(fill=PALE, color="3A3A3A", italic=True),
    # the first page
    "tile_label": StyleSpec(size=14, color=GREY, fill="EEF3F9", align="center"),
    "tile_value": StyleSpec(size=28, bold=True, color=LINE, fill="EEF3F9", align="center",
                            number="#,##0"),
    "tile_score": StyleSpec(size=28, bold=True, color=LINE, fill="EEF3F9", align="center",
                            number="0.00"),
    "tile_percent": StyleSpec(size=28, bold=True, color=LINE, fill="EEF3F9", align="center",
                              number="0.0%"),
    "tile_note": StyleSpec(size=13, color=GREY, fill="EEF3F9", align="right"),
    "tile_note_value": StyleSpec(size=13, color=GREY, fill="EEF3F9", align="left",
                                 number="#,##0", indent=1),
    "tile_note_percent": StyleSpec(size=13, color=GREY, fill="EEF3F9", align="left",
                                   number="0.0%", indent=1),
    "small_center": StyleSpec(size=14, border=True, align="center"),
    "count": StyleSpec(size=14, border=True, align="right", indent=1, number="#,##0"),
    "share": StyleSpec(size=14, border=True, align="right", indent=1, number="0.0%"),
    "fall": StyleSpec(size=14, border=True, align="right", indent=1, number="+0.00;-0.00;0.00"),
    "small": StyleSpec(size=12, border=True, indent=1),
    "mean": StyleSpec(size=14, border=True, align="center", number="0.00"),
    "number": StyleSpec(size=14, border=True, align="center", valign="top"),
    "foot": StyleSpec(size=12, color=GREY, italic=True),
}  # fmt: skip

ARRIVAL_TONES = {
    Arrival.RECEIVED: "pass",
    Arrival.LATE: "fair",
    Arrival.NOTHING: "grey",
    Arrival.MISSING: "low",
    Arrival.UNREADABLE: "low",
    Arrival.REJECTED: "low",
    Arrival.SUPERSEDED: "grey",
}
TONE_COLORS = {"top": "4E8F3A", "pass": "8CBF72", "fair": "E0A92E", "low": "C8553D",
               "grey": "9AA3AD"}  # fmt: skip


def steps(book: RuleBook) -> tuple[tuple[Decimal, str], ...]:
    """From which score upwards which tone holds, the highest first; the last one holds from 0."""
    pass_mark = book.targets.indicator
    found: list[tuple[Decimal, str]] = [(pass_mark, "pass")]
    if book.levels != "unknown":
        best = book.levels.bands[0]
        found.insert(0, (best.each_at_least or best.at_least, "top"))
    if book.verdicts != "unknown":
        below = [band.at_least for band in book.verdicts.bands if 0 < band.at_least < pass_mark]
        found += [(max(below), "fair")] if below else []
    return (*found, (Decimal(0), "low"))


def tone(score: Decimal, book: RuleBook) -> str:
    """Tell the tone of a score."""
    return next(name for least, name in steps(book) if score >= least)


def level_tones(book: RuleBook) -> dict[str, str]:
    """Tell the tone of each level by the total it begins at."""
    if book.levels == "unknown":
        return {}
    return {band.name: tone(band.at_least, book) for band in book.levels.bands}

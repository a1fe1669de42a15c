"""Tell findings shortly: equal ones once with their cells, the gravest first."""

from collections.abc import Iterable
from dataclasses import replace

from itaxl.checks.base import short
from itaxl.findings import Finding, Severity, ranges
from itaxl.wording import Text

_BETWEEN = "”, “"
_SHOWN = 3  # different quotations told in one sentence


def join(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Join findings that say the same of several cells; their cells become ranges (D7:D9, D12).

    The same is: code, sheet, heading, severity, what was expected and suggested, and the words
    but for what they quote. The order is that of the first of each.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_sameness(finding), []).append(finding)
    return tuple(_joined(group) for group in groups.values())


def first_five(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Choose the five things worth doing first, joined.

    The graver first; then what stands above the cells (file, workbook, headings), for mending it
    may mend the rest; then what mends most cells at once. Notes ask for nothing and are left out.
    """
    asked = [finding for finding in findings if finding.severity is not Severity.NOTE]
    order = "FSWHTGCRX"

    def effort(finding: Finding) -> tuple[int, int, int]:
        place = order.index(finding.code[0]) if finding.code[:1] in order else len(order)
        return finding.severity.rank, min(place, 4), -counts[finding]

    joined = join(asked)
    counts = {finding: count_cells(finding) for finding in joined}
    return tuple(sorted(joined, key=effort)[:5])


def count_cells(finding: Finding) -> int:
    """Count the cells that a finding names, ranges down a column included."""
    return sum(_length(cells) for cells in finding.cells)


def _length(cells: str) -> int:
    first, colon, last = cells.partition(":")
    if not colon:
        return 1
    rows = ["".join(filter(str.isdigit, side)) for side in (first, last)]
    return int(rows[1]) - int(rows[0]) + 1 if all(rows) else 1


def _sameness(finding: Finding) -> tuple[object, ...]:
    return (
        finding.code,
        finding.sheet,
        finding.heading,
        finding.severity,
        finding.expected,
        finding.suggestion,
        finding.answer,
        *_without_quote(finding.message, finding.seen),
        *_without_quote(finding.remedy, finding.seen),
    )


def _without_quote(words: Text, seen: str) -> Text:
    quote = short(seen)
    if not quote:
        return words
    return Text(words.th.replace(quote, "\0"), words.en.replace(quote, "\0"))


def _joined(group: list[Finding]) -> Finding:
    first = group[0]
    cells = ranges(cell for finding in group for cell in finding.cells)
    if len(group) == 1:
        return replace(first, cells=cells)
    quotes = list(dict.fromkeys(short(finding.seen) for finding in group))
    more = " …" if len(quotes) > _SHOWN else ""
    quote = _BETWEEN.join(quotes[:_SHOWN]) + more
    rows = list(dict.fromkeys(finding.row for finding in group if finding.row))
    return replace(
        first,
        cells=cells,
        seen=", ".join(quotes[:_SHOWN]) + more,
        row=", ".join(rows),
        message=_with_quote(first.message, first.seen, quote),
        remedy=_with_quote(first.remedy, first.seen, quote),
    )


def _with_quote(words: Text, seen: str, quote: str) -> Text:
    old = short(seen)
    if not old or old == quote:
        return words
    return Text(words.th.replace(old, quote), words.en.replace(old, quote))

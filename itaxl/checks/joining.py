"""Tell findings shortly: equal ones once with their cells, the gravest first."""

from collections.abc import Iterable
from dataclasses import replace

from itaxl.checks.base import RepairCheck, short
from itaxl.checks.catalogue import BY_CODE
from itaxl.findings import Finding, Severity, ranges
from itaxl.wording import Text

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
    if is_repair(finding):
        return finding.code, finding.sheet
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


def is_repair(finding: Finding) -> bool:
    """Tell whether a finding only tells of a safe repair: one example of many is enough."""
    return isinstance(BY_CODE.get(finding.code), RepairCheck)


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
    rows = ", ".join(dict.fromkeys(finding.row for finding in group if finding.row))
    if is_repair(first):
        message = Text(
            f"{first.message.th} และอีก {len(group) - 1} ช่อง",
            f"{first.message.en}, and {len(group) - 1} more cells",
        )
        alike = {finding.heading for finding in group} == {first.heading}
        heading = first.heading if alike else ""
        return replace(first, cells=cells, row=rows, heading=heading, message=message)
    quotes = list(dict.fromkeys(short(finding.seen) for finding in group))
    return replace(
        first,
        cells=cells,
        seen=_listed(quotes, ", "),
        row=rows,
        message=_with_quotes(first.message, first.seen, quotes),
        remedy=_with_quotes(first.remedy, first.seen, quotes),
    )


def _listed(quotes: list[str], between: str) -> str:
    return between.join(quotes[:_SHOWN]) + (" …" if len(quotes) > _SHOWN else "")


def _with_quotes(words: Text, seen: str, quotes: list[str]) -> Text:
    """Put all that was quoted where the first of it stood, each in its own quotation marks."""
    old = short(seen)
    if not old or len(quotes) == 1:
        return words
    shown, more = quotes[:_SHOWN], len(quotes) - _SHOWN
    marked, bare = "“" + "”, “".join(shown) + "”", ", ".join(shown)
    rest = Text(f" และอีก {more} รายการ", f" and {more} more") if more > 0 else Text("", "")
    th, en = (
        say.replace(f"“{old}”", marked + tail)
        if f"“{old}”" in say
        else say.replace(old, bare + tail)
        for say, tail in zip(words, rest, strict=True)
    )
    return Text(th, en)

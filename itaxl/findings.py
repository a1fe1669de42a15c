"""Findings: what is said about a workbook, with its place, as values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from itaxl.wording import Text


class Severity(StrEnum):
    """How much a finding asks for."""

    ERROR = "error"  # must be mended before the figure counts
    CONFIRM = "confirm"  # plausible but odd: mend it or give a reason in the row
    NOTE = "note"  # informs; also every safe repair with before and after

    @property
    def rank(self) -> int:
        """Order of severity, the gravest first."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing said about one place.

    Place is data: sheet, cells, heading, row key. The words are written in the check.
    ``seen`` and ``expected`` are short quotations; ``suggestion`` is ready to be typed in.
    """

    code: str
    name: str
    severity: Severity
    message: Text
    remedy: Text
    sheet: str = ""
    cells: tuple[str, ...] = ()
    heading: str = ""
    row: str = ""
    seen: str = ""
    expected: str = ""
    suggestion: str = ""
    follows: str = ""  # code of the finding that this one only follows from; not told beside it
    answer: str = ""  # the reason given in the row: a finding to confirm that was answered
    waived: str = (
        ""  # the reason of the waiver that silences it; it counts apart and blocks nothing
    )
    on_trial: bool = False  # its rule is on probation: it counts, as a note, and blocks nothing

    @property
    def must_be_mended(self) -> bool:
        """It is an error, and no waiver silences it."""
        return self.severity is Severity.ERROR and not self.waived


_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def ranges(cells: Iterable[str]) -> tuple[str, ...]:
    """
    Write addresses as ranges down a column: D7, D8, D9, D12 becomes D7:D9, D12.

    The order is by column, then row; what is no plain address stays as it is, at the end.
    """
    columns: dict[str, set[int]] = {}
    others: dict[str, None] = {}
    for cell in cells:
        if match := _ADDRESS.fullmatch(cell):
            columns.setdefault(match[1], set()).add(int(match[2]))
        else:
            others[cell] = None
    found = [
        f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
        for column in sorted(columns, key=lambda letters: (len(letters), letters))
        for first, last in _runs(sorted(columns[column]))
    ]
    return (*found, *others)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Part rising numbers into runs without a gap."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs

"""The whole round of a report: converted, written, read back; and what of its words got lost."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from itaxl import intake, pipeline
from itaxl.excel import reading
from itaxl.submission import Record, Submission
from itaxl.thai import fold

RULES = pipeline.rules(None)
# The number or code that a measure begins with goes into a column of its own.
_LEAD = re.compile(r"\s*([(\[]?[ieoO]?[0-9๐-๙]{1,3}[)\].]*)\s+(.+)")
_CODE_BEHIND = re.compile(r"(.+?)\s*\(([^()]+)\)$")


class Round(NamedTuple):
    """A report after the whole round: what was found, and what the written workbook says."""

    found: pipeline.ConvertedReport
    back: Submission

    @property
    def records(self) -> tuple[Record, ...]:
        """The measures that the written workbook holds."""
        return self.back.records


def go_round(source: Path, folder: Path) -> Round:
    """Convert a report and read the workbook that was written."""
    done = pipeline.convert(source, folder / f"{source.stem}.converted.xlsx", RULES)
    return Round(done, intake.read_submission(reading.read(done.path), RULES.book))


def pieces_of(text: str, labels: str = r"\n") -> Iterator[str]:
    """
    Yield the pieces of a text that must be found again: between tabs, lines and tags.

    ``labels`` is a pattern of what else parts pieces: the space or colon behind a label.
    """
    plain = re.sub(r"\[bookmark: [^\]]*\]|</?[a-z][^>]*>|\\?\*", "\n", text)
    for piece in re.split(rf"[\t\n|]|{labels}", plain):
        lead = _LEAD.match(piece)
        parts = [lead[1], lead[2]] if lead else [piece]
        if behind := _CODE_BEHIND.match(parts[-1]):
            parts[-1:] = [behind[1], behind[2]]
        for part in parts:
            if re.search(r"[^\W_]", part):
                yield part.strip(" ()[].:-")


def lost(pieces: Iterable[str], workbook: Path) -> list[str]:
    """Give the pieces that stand nowhere in a workbook."""
    cells = (cell for sheet in reading.read(workbook).sheets for cell in sheet.cells.values())
    written = fold(" ".join(cell.shown for cell in cells))
    return [piece for piece in pieces if fold(piece) not in written]

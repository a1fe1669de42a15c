"""File names that sort, that every system takes, and that keep their Thai letters."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from itaxl import thai
from itaxl.rulebooks.corrections_form import corrections_form

LONGEST = 80  # letters of a name without its ending
MOST_BYTES = 240  # of a name with its ending, as file systems count
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)


def legal(name: str) -> str:
    """Make a name without ending that Windows takes; letters it refuses become spaces."""
    text = " ".join(_ILLEGAL.sub(" ", thai.clean(name)).split()).strip(" .")
    if text.partition(".")[0].strip().upper() in _RESERVED:
        text = "_" + text
    return text or "_"


def fitting(stem: str, ending: str) -> str:
    """Put name and ending together; a name too long is cut between letters and told apart."""
    room = MOST_BYTES - len(ending.encode("utf-8", "replace"))
    if len(stem) <= LONGEST and len(stem.encode("utf-8", "replace")) <= room:
        return stem + ending
    mark = "~" + hashlib.sha256(stem.encode("utf-8", "replace")).hexdigest()[:6]
    cut = stem[: LONGEST - len(mark)]
    while cut and (
        len(cut.encode("utf-8", "replace")) + len(mark) > room or _continues(stem[len(cut)])
    ):
        cut = cut[:-1]
    return cut.rstrip(" .") + mark + ending


def _continues(letter: str) -> bool:
    """Tell a mark that belongs to the letter before it."""
    return unicodedata.category(letter) in ("Mn", "Mc") or letter == "\u0e33"


def corrected_name(stem: str) -> str:
    """Name a corrected copy after its source; a copy of a copy keeps its name."""
    mark = corrections_form().file_mark
    bare = re.sub(rf"{re.escape(mark)}(?: \(\d+\))?$", "", legal(stem))
    return fitting(bare, mark + ".xlsx")


def issued_name(lead: str, name: str, prefixes: Iterable[tuple[str, str]]) -> str:
    """
    Name an issued workbook: what it sorts by, then the agency with its type in short.

    ``prefixes`` are pairs of a type in full and in short: องค์การบริหารส่วนตำบล, อบต.
    """
    shortened = thai.one_line(name)
    for full, short in sorted(prefixes, key=lambda pair: -len(pair[0])):
        if shortened.startswith(full) and shortened != full:
            shortened = short + shortened.removeprefix(full).lstrip()
            break
    return fitting(legal(f"{lead} {shortened}"), ".xlsx")

"""Plain text."""

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import no_value, nothing, spelling_repairs
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[str]:
    """Read the words of a cell; a number or a date gives what a person would see."""
    del context
    if (answer := no_value(cell)) is not None:
        return answer
    if cell.kind is Kind.TEXT:
        return _words(cell.raw)
    return Reading(cell.shown)


def read_text(text: str) -> Reading[str]:
    """Read words: one spelling, line breaks kept, white space around them dropped."""
    if (answer := nothing(text)) is not None:
        return answer
    return _words(text)


def _words(text: str) -> Reading[str]:
    cleaned = thai.clean(text)
    repairs = () if cleaned is text else spelling_repairs(text)
    return Reading(cleaned.strip(), repairs=repairs)

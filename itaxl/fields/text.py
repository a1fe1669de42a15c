"""Plain text."""

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import no_value, nothing, spelling_repairs
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[str]:
    """Read the words of a cell; a number or a date gives what a person would see."""
    del context
    if cell.kind is Kind.TEXT:
        return read_text(cell.raw)
    if (answer := no_value(cell)) is not None:
        return answer
    return Reading(cell.shown)


def read_text(text: str) -> Reading[str]:
    """Read words: one spelling, line breaks kept, white space around them dropped."""
    if (answer := nothing(text)) is not None:
        return answer
    cleaned = thai.clean(text)
    if cleaned is text:
        return Reading(text.strip())
    return Reading(cleaned.strip(), repairs=spelling_repairs(text))

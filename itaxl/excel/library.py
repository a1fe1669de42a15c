"""What every call of the drawing library needs: places counted its way, refusals told ours."""

from itaxl.cells import Area
from itaxl.errors import OutputError
from itaxl.wording import Text


def fault(what: str) -> OutputError:
    """Make the error that tells what could not be drawn."""
    return OutputError(
        Text(f"วาดสมุดงานไม่สำเร็จ: {what}", f"the workbook could not be drawn: {what}")
    )


def done(code: object, what: str) -> None:
    """Refuse to go on when the library says that it left something out."""
    if code:
        raise fault(f"{what} ({code})")


def zero(area: Area) -> tuple[int, int, int, int]:
    """Count an area from 0, as the library does."""
    return (
        area.first_row - 1,
        area.first_column - 1,
        area.last_row - 1,
        area.last_column - 1,
    )

"""How often the interpreter looks for garbage: our values come by the million, and stay."""

import contextlib
import gc
from collections.abc import Iterator

_RARELY = (50_000, 20, 20)  # by the usual thresholds it takes a twentieth to a tenth of the time


def forever() -> None:
    """Look for garbage rarely from now on, and never among what is there already."""
    gc.freeze()
    gc.set_threshold(*_RARELY)


@contextlib.contextmanager
def rarely() -> Iterator[None]:
    """Look for garbage rarely for a while."""
    usual = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)

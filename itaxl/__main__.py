"""Run itaxl from the command line: ``itaxl`` or ``python -m itaxl``."""

import gc
import sys


def main() -> None:
    """Run the command line; trouble of our own ends in one sentence and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        # Consoles of Thai Windows (cp874) lack many letters: a question mark beats a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if not stream.isatty() else None, errors="replace")
    # Nothing that is made while importing is ever thrown away: looking for garbage only costs time.
    gc.disable()
    from itaxl.cli.app import run

    gc.freeze()
    gc.enable()
    status = run()
    # What is left is thrown away whole: to look among it for cycles took up to two seconds.
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    main()

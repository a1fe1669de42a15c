"""The command line: one file per command; here they are put together and trouble is answered."""

import os
import sys
from importlib import import_module

import typer

from itaxl import __version__
from itaxl.cli import screen
from itaxl.cli.options import default_language
from itaxl.errors import ItaxlError, StoppedError
from itaxl.wording import Text

STOPPED = 130  # as shells tell of a program that was interrupted

# In the order of work; the module of each has a function of the same name, or an app of its own.
COMMANDS = (
    "new", "register", "issue", "check", "score", "merge", "convert", "explain", "doctor",
    "rulebook",
)  # fmt: skip


def assemble(wanted: str = "") -> typer.Typer:
    """
    Put the command line together: the wanted command alone, or all of them.

    A command imports what it works with; nobody who checks one file should wait for the writer.
    """
    app = typer.Typer(
        name="itaxl",
        help="Standard workbooks for ITA: draw, check, score, merge · "
        "แบบรายงาน ITA มาตรฐาน: ออกแบบฟอร์ม ตรวจ คิดคะแนน รวม",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(common)
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        module = import_module(f"itaxl.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, name))
    return app


def common(
    version: bool = typer.Option(False, "--version", help="Print the version · แสดงรุ่น"),
) -> None:
    """Say which version this is."""
    if version:
        screen.out(f"itaxl {__version__}")
        raise typer.Exit


def _apologise(error: Exception) -> int:
    """Answer a fault of our own in one sentence; the trace is for whoever asks for it."""
    if os.environ.get("ITAXL_DEBUG"):
        raise error
    kind = type(error).__name__
    screen.complain(
        Text(
            f"itaxl ทำงานผิดพลาดเอง ({kind}) ไฟล์ของท่านไม่ถูกแก้ไข · "
            "ตั้ง ITAXL_DEBUG=1 แล้วลองใหม่เพื่อดูรายละเอียด",
            f"itaxl itself failed ({kind}); your files are untouched; "
            "set ITAXL_DEBUG=1 and try again for details",
        ),
        default_language(),
    )
    return 2


def run() -> int:
    """Run one command and give its exit status: 0 clean, 1 to mend, 2 could not work."""
    if not os.environ.get("ITAXL_DEBUG"):
        # On a full disk a half-written zip complains once more as it is thrown away, with a trace.
        sys.unraisablehook = lambda _: None
    try:
        # Outside standalone mode the status comes back instead of ending the process.
        status = assemble(sys.argv[1] if len(sys.argv) > 1 else "")(standalone_mode=False)
    except StoppedError as stopped:
        screen.complain(stopped.text, default_language())
        return STOPPED
    except ItaxlError as error:
        screen.complain(error.text, default_language())
        return 2
    except (typer.Abort, KeyboardInterrupt):
        status = STOPPED
    except Exception as error:
        if hasattr(error, "format_message"):  # a wrong option or argument, as Click tells it
            hint = Text("ดูวิธีใช้: itaxl --help", "see: itaxl --help")
            screen.tell(f"itaxl: {error.format_message()}")
            screen.complain(hint, default_language())
            return 2
        return _apologise(error)
    if status == STOPPED:  # Typer may have answered Ctrl-C itself, without a word
        screen.complain(
            Text("หยุดตามคำสั่ง · ยังไม่ได้เขียนผลลัพธ์", "stopped; no result was written"),
            default_language(),
        )
    return int(status or 0)

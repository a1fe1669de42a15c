"""The command line: one file per command; here they are put together and trouble is answered."""

import os

import typer

from itaxl import __version__
from itaxl.cli import check, convert, explain, merge, new, rulebook, score, screen
from itaxl.cli.options import default_language
from itaxl.errors import ItaxlError
from itaxl.wording import Text

app = typer.Typer(
    name="itaxl",
    help="Standard workbooks for ITA: draw, check, score, merge · "
    "แบบรายงาน ITA มาตรฐาน: ออกแบบฟอร์ม ตรวจ คิดคะแนน รวม",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("new")(new.new)
app.command("check")(check.check)
app.command("score")(score.score)
app.command("merge")(merge.merge)
app.command("convert")(convert.convert)
app.command("explain")(explain.explain)
app.add_typer(rulebook.app, name="rulebook")


@app.callback()
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
    try:
        # Outside standalone mode the status comes back instead of ending the process.
        status = app(standalone_mode=False)
    except ItaxlError as error:
        screen.complain(error.text, default_language())
        return 2
    except typer.Abort:
        return 130
    except Exception as error:
        if hasattr(error, "format_message"):  # a wrong option or argument, as Click tells it
            hint = Text("ดูวิธีใช้: itaxl --help", "see: itaxl --help")
            screen.tell(f"itaxl: {error.format_message()}")
            screen.complain(hint, default_language())
            return 2
        return _apologise(error)
    return int(status or 0)

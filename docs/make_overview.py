"""Make the picture of the first page of a summary: run ``python docs/make_overview.py``."""

import subprocess
import tempfile
from pathlib import Path

from itaxl import pipeline

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "samples" / "district"
# What of the printed page is shown, in points of the page.
LEFT, TOP, WIDTH, HEIGHT, DOTS = 18, 32, 806, 376, 125


def main() -> None:
    """Merge the sample, print its first page with LibreOffice, and keep what stands on it."""
    with tempfile.TemporaryDirectory() as folder:
        book, profile = Path(folder, "summary.xlsx"), Path(folder, "profile").as_uri()
        register = SAMPLE / "register.xlsx"
        pipeline.merge([SAMPLE / "returned"], book, pipeline.rules(None), register)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
             "--outdir", folder, str(book)],
            check=True, capture_output=True,
        )  # fmt: skip
        box = {"-x": LEFT, "-y": TOP, "-W": WIDTH, "-H": HEIGHT}
        cut = [str(part) for key, at in box.items() for part in (key, at * DOTS // 72)]
        subprocess.run(
            ["pdftoppm", "-png", "-singlefile", "-r", str(DOTS), "-f", "1", "-l", "1", *cut,
             str(book.with_suffix(".pdf")), str(HERE / "overview")],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()

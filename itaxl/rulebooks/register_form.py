"""The register as data: its sheets, columns, settings and example rows."""

import tomllib
from functools import cache
from importlib import resources

from pydantic import Field

from itaxl.rulebooks.model import Entry, Kind


class RegisterColumn(Entry):
    """A column of a sheet of the register, or one of its settings."""

    key: str
    heading: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    list: str = ""
    required: bool = False
    width: int = 20
    default: str = ""
    prompt: str = Field(default="", max_length=255)


class RegisterSheet(Entry):
    """A sheet of the register; the one of settings holds lines in place of columns."""

    key: str
    name: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    columns: tuple[RegisterColumn, ...] = ()


class LastScores(Entry):
    """The columns of last year's indicator scores; ``{code}`` stands for the indicator."""

    heading: str
    kind: Kind
    codes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    width: int = 11
    prompt: str = Field(default="", max_length=255)


class RegisterExample(Entry):
    """A filled row that shows how a sheet is meant; by column key, choices by value."""

    sheet: str
    values: dict[str, str]


class RegisterForm(Entry):
    """All that the register shows and is read by."""

    title: str
    version: str
    summary_tabs: tuple[str, ...]
    everybody: tuple[str, ...]
    sheets: tuple[RegisterSheet, ...]
    last_scores: LastScores
    settings: tuple[RegisterColumn, ...]
    examples: tuple[RegisterExample, ...] = ()

    def sheet(self, key: str) -> RegisterSheet:
        """Find a sheet by its key."""
        return next(sheet for sheet in self.sheets if sheet.key == key)

    def columns(self, key: str) -> tuple[RegisterColumn, ...]:
        """Give the columns of a sheet; those of the agencies end with last year's scores."""
        columns = self.sheet(key).columns
        if key != "agencies":
            return columns
        scores = self.last_scores
        return columns + tuple(
            RegisterColumn(
                key=f"last.{code}",
                heading=scores.heading.format(code=code),
                aliases=tuple(alias.format(code=code) for alias in scores.aliases),
                kind=scores.kind,
                width=scores.width,
                prompt=scores.prompt,
            )
            for code in scores.codes
        )


@cache
def register_form() -> RegisterForm:
    """Load the form of the register."""
    text = resources.files("itaxl.rulebooks") / "form" / "register.toml"
    return RegisterForm.model_validate(tomllib.loads(text.read_text("utf-8")))

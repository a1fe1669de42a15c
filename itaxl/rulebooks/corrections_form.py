"""The words of a corrected copy as data: the list of what to mend, notes, carried sheets."""

import tomllib
from functools import cache
from importlib import resources

from itaxl.rulebooks.model import Entry


class ListColumn(Entry):
    """A column of the list of what to mend."""

    key: str
    heading: str
    width: int
    style: str


class CorrectionsForm(Entry):
    """All words a corrected copy shows beside those of the form itself; braces are slots."""

    sheet: str
    title: str
    file_mark: str
    beside_sheet: str
    beside_title: str
    beside_blank: str
    not_understood: str
    mend: str
    confirm_only: str
    clean: str
    once_mended: str
    since: str
    steps: tuple[str, ...]
    pictures_left_out: str
    not_carried: str
    note: str
    note_plain: str
    answer: str
    waived: str
    on_trial: str
    form_place: str
    came_from: str
    severities: dict[str, str]
    statuses: dict[str, str]
    columns: tuple[ListColumn, ...]

    def heading(self, key: str) -> str:
        """Give the heading of a column of the list."""
        return next(column.heading for column in self.columns if column.key == key)


@cache
def corrections_form() -> CorrectionsForm:
    """Load the words of a corrected copy."""
    text = resources.files("itaxl.rulebooks") / "form" / "corrections.toml"
    return CorrectionsForm.model_validate(tomllib.loads(text.read_text("utf-8")))

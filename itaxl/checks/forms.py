"""What checks ask of the form: which headings it needs, what they are called, which version."""

import re

from itaxl.checks.agencies import code_key
from itaxl.checks.base import Asked, Case
from itaxl.rulebooks.model import RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.submission import Found, Heading, Missing
from itaxl.thai import buddhist, fold

# Without these a sheet of scores or items says nothing.
_NEEDED = {("scores", "number"), ("scores", "score"), ("items", "code"), ("items", "score")}


def version_order(version: str) -> tuple[int, ...]:
    """Give the numbers of a version in order; (0,) when it has none."""
    return tuple(map(int, re.findall(r"\d+", version)[:6])) or (0,)


def sheet_key(name: str, case: Case) -> str:
    """Find the key of a sheet by the name it has here, or in the form."""
    for key, here in case.submission.layout.sheets.items():
        if here == name:
            return key
    return next((sheet.key for sheet in case.book.form.sheets if sheet.name == name), "")


@once_per_book
def _titles(book: RuleBook) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    form = book.form
    titles: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for line in form.agency:
        titles["agency", line.key] = (line.label, line.aliases)
    for column in form.columns:
        titles["measures", column.key] = (column.heading, column.aliases)
    for place, headings in (("scores", form.scores), ("items", form.items)):
        for heading in headings:
            titles[place, heading.key] = (heading.heading, heading.aliases)
    return titles


def titles_of(case: Case) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """Give heading and other spellings by sheet and key."""
    return _titles(case.book)


@once_per_book
def _spellings(book: RuleBook) -> dict[tuple[str, str], frozenset[str]]:
    """Give all spellings of a heading, in the form texts are compared in."""
    return {
        place: frozenset(fold(text) for text in (title, *aliases))
        for place, (title, aliases) in _titles(book).items()
        if title
    }


def title_of(key: str, sheet: str, case: Case) -> str:
    """Give the form's own heading for a key of a sheet."""
    return titles_of(case).get((sheet_key(sheet, case), key), ("", ()))[0]


def is_required(missing: Missing, case: Case) -> bool:
    """Tell whether the form cannot do without a heading that is missing."""
    place = sheet_key(missing.sheet, case)
    if place not in ("measures", "agency"):
        return (place, missing.key) in _NEEDED
    lines = case.book.form.columns if place == "measures" else case.book.form.agency
    required = next((line.required for line in lines if line.key == missing.key), "never")
    return required == "always" or (required == "report" and case.submission.is_report)


def is_read_as(heading: Heading, case: Case) -> bool:
    """Tell whether a heading was taken for one of ours that it does not spell."""
    if heading.found in (Found.NEAR, Found.GUESSED):
        return True
    if heading.found is not Found.NAME:
        return False
    known = _spellings(case.book).get((sheet_key(heading.sheet, case), heading.key))
    return known is not None and fold(heading.written) not in known


def is_told(key: str, value: str) -> bool:
    """Tell whether a place says something of itself that can be compared."""
    value = value.strip()
    return bool(value) and (key != "year" or same_year(key, value).isdigit())


def same_year(key: str, value: str) -> str:
    """Give a fact of identity in the form it is compared in; a Gregorian year as a Buddhist one."""
    value = fold(value)
    if key == "year" and value.isdecimal():
        if 1900 <= int(value) < 2100:
            return str(buddhist(int(value)))
        return value if len(value) == 4 else ""
    if key == "year":
        return ""
    return code_key(value) if key == "code" else value


@once_per_book
def asked_by(book: RuleBook) -> tuple[dict[str, Asked], dict[str, Asked]]:
    """Give what the form asks by key: in the columns of measures, in the lines of the agency."""
    form = book.form
    columns = {
        c.key: Asked("measures", c.key, c.heading, c.kind, c.required, c.list) for c in form.columns
    }
    lines = {
        f.key: Asked("agency", f.key, f.label, f.kind, f.required, f.list) for f in form.agency
    }
    return columns, lines

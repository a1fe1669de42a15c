"""What checks ask of agencies: whether two names mean one, and whether two files say the same."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import TypeVar

from itaxl.checks.base import Seen, number_of
from itaxl.register import Agency
from itaxl.submission import Entry, Submission
from itaxl.thai import fold

Key = TypeVar("Key", bound=Hashable)


def code_key(text: str) -> str:
    """Give a code in the form it is compared in; zeros that Excel takes off a number count not."""
    bare = fold(text)
    return bare.lstrip("0") or bare if bare.isdecimal() else bare


def same_name(one: str, other: str) -> bool:
    """Tell whether two names mean one agency; its type before the name may be left out."""
    one, other = fold(one), fold(other)
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def is_agency(submission: Submission, agency: Agency) -> bool:
    """Tell whether a submission is that of an agency of the register."""
    said = {key: entry.text for key, entry in submission.agency.items()}
    codes = {code_key(said.get("code", ""))}
    codes |= {code_key(says.get("code", "")) for says in submission.layout.identity.values()}
    if agency.code and codes - {""}:
        return code_key(agency.code) in codes
    if not same_name(said.get("name", ""), agency.name):
        return False
    kind = submission.agency_value("type")
    same_type = not (agency.type and kind) or agency.type == kind
    return same_type and all(
        not said.get(key) or not there or fold(said[key]) == fold(there)
        for key, there in (("district", agency.district), ("province", agency.province))
    )


def agency_key(submission: Submission) -> str:
    """
    Give the key that two files of one agency share: its code, else type, name and place.

    A file that names no agency has a key of its own.
    """
    entry = submission.agency.get("code")
    if entry is not None and not entry.is_blank and (code := code_key(entry.text)):
        return code
    keys = ("type", "name", "district", "province")
    texts = [submission.agency[key].text if key in submission.agency else "" for key in keys]
    if not fold(texts[1]):
        return f"?{submission.file.path}"
    kind = submission.agency_value("type") or texts[0]
    return "|".join(fold(text) for text in (str(kind), *texts[1:]))


def digest(submission: Submission) -> str:
    """Sum up all answers, in a form that saving by another program does not change."""
    summed = hashlib.sha256()
    groups: list[Iterable[tuple[str, Entry]]] = [
        sorted(submission.agency.items()),
        sorted(submission.scores.items()),
        sorted(submission.items.items()),
        *(sorted(record.entries.items()) for record in submission.records),
    ]
    for group in groups:
        for key, entry in group:
            if not entry.cell.is_blank:
                summed.update(f"{key}\x1f{fold(entry.text)}\x1e".encode("utf-8", "replace"))
        summed.update(b"\x1d")
    return summed.hexdigest()


def seen_of(submission: Submission) -> Seen:
    """Make what the checks across submissions look at."""
    name = submission.agency["name"].text if "name" in submission.agency else ""
    return Seen(
        agency=agency_key(submission),
        path=submission.file.path,
        sha256=submission.file.sha256,
        submission=submission,
        name=name or submission.file.path,
        answers=digest(submission),
    )


def by(reviews: Sequence[Seen], key: Callable[[Seen], Key]) -> dict[Key, list[Seen]]:
    """Group submissions by a key, in their order."""
    groups: dict[Key, list[Seen]] = {}
    for seen in reviews:
        groups.setdefault(key(seen), []).append(seen)
    return groups


def told_path(other: Seen, own: Seen) -> str:
    """Name another file: by its name alone where that tells it apart."""
    name = PurePath(other.path).name
    return other.path if name == PurePath(own.path).name else name


def differs(one: Seen, other: Seen) -> bool:
    """Tell whether two files have other bytes and other answers."""
    same_answers = bool(one.answers) and one.answers == other.answers
    return one.sha256 != other.sha256 and not same_answers


def scores_of(submission: Submission) -> tuple[tuple[str, Decimal], ...]:
    """Give the scores typed this year, by figure code."""
    return tuple(
        (code, value)
        for code, entry in sorted(submission.scores.items())
        if not code.startswith("last.")
        and entry.value is not None
        and (value := number_of(entry)) is not None
    )

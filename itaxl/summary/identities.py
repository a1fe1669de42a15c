"""Agencies as someone wrote them, and when two of them are one: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from itaxl.checks.likeness import bare
from itaxl.rulebooks.model import RuleBook
from itaxl.submission import Submission
from itaxl.thai import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """
    The words that identities and empty answers are recognised by, all folded.

    ``types`` leads from a prefix of a name (องค์การบริหารส่วนตำบล, อบต.) to the type's value.
    """

    types: Mapping[str, str] = field(default_factory=dict)
    district_words: tuple[str, ...] = ()
    province_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """An agency as someone wrote it; ``type`` is a value of the list agency_types."""

    name: str = ""
    type: str = ""
    district: str = ""
    province: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What agencies are compared by: folded, prefixes off; an empty part is not known."""

    name: str
    type: str
    district: str
    province: str
    code: str

    @property
    def key(self) -> str:
        """One text per agency: its code, else (type, name, district, province)."""
        if self.code:
            return f"code:{self.code}"
        return "|".join((self.type, self.name, self.district, self.province))

    def agrees(self, other: "Identity") -> bool:
        """Name the same agency: equal names, and no part that both give differs."""
        pairs = (
            (self.type, other.type),
            (self.district, other.district),
            (self.province, other.province),
            (bare_code(self.code), bare_code(other.code)),
        )
        return (
            bool(self.name)
            and self.name == other.name
            and all(not mine or not theirs or mine == theirs for mine, theirs in pairs)
        )


def identify(who: Who, vocabulary: Vocabulary) -> Identity:
    """Fold an agency as written; a type written as part of the name is taken from there."""
    name, kind = fold(who.name), who.type
    for prefix in sorted(vocabulary.types, key=len, reverse=True):
        # A name that is nothing but its type (กรุงเทพมหานคร) stays whole.
        if name.startswith(prefix) and name != prefix:
            name, kind = name.removeprefix(prefix), kind or vocabulary.types[prefix]
            break
    return Identity(
        name=name,
        type=kind,
        district=_bare(who.district, vocabulary.district_words),
        province=_bare(who.province, vocabulary.province_words),
        code=fold(who.code),
    )


def who_is(submission: Submission) -> Who:
    """The agency a workbook names on its sheet หน่วยงาน."""

    def said(key: str) -> str:
        entry = submission.agency.get(key)
        if entry is None or entry.is_blank:
            return ""
        return _text(entry.value) or (entry.text if key != "type" else "")

    return Who(**{key: said(key) for key in ("name", "type", "district", "province", "code")})


def _bare(text: str, prefixes: Iterable[str]) -> str:
    folded = fold(text)
    for prefix in prefixes:
        if folded.startswith(prefix) and folded != prefix:
            return folded.removeprefix(prefix)
    return folded


def bare_code(code: str) -> str:
    """Give a code without leading zeros: spreadsheets lose them."""
    return code.lstrip("0") or code


def _text(value: object) -> str:
    return "" if value is None else str(value)


def prefixes_of(book: RuleBook) -> tuple[str, ...]:
    """The words for types of agencies that stand before their names, folded, the longest first."""
    choices = book.choices("agency_types")
    return _longest_first(tuple(text for one in choices for text in (one.text, *one.aliases)))


@lru_cache(16)
def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({fold(text) for text in words}, key=lambda text: (-len(text), text)))


@lru_cache(4096)
def bare_names(agency: str, prefixes: tuple[str, ...]) -> tuple[bytes, ...]:
    """What an agency may call itself in a text: the name that follows its type."""
    whole = fold(agency)
    prefix = next((text for text in prefixes if whole.startswith(text) and text != whole), "")
    return (bare(whole.removeprefix(prefix)),)

"""
Who is responsible: units of the agency, and to whom they hand over.

Text is read in its folded form: spaces and line breaks never change what is read.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Literal

from itaxl import thai
from itaxl.cells import Cell, Kind
from itaxl.fields.common import declined, folded, no_value, nothing, spelling_repairs
from itaxl.fields.context import NO_CONTEXT, Context
from itaxl.fields.reading import Reading, State

_DATA = tomllib.loads(
    resources.files(__package__).joinpath("units.toml").read_text(encoding="utf-8")
)
ALL_UNITS: str = _DATA["all"]["name"]


@dataclass(frozen=True, slots=True)
class Owners:
    """
    The units responsible, each by its usual name without white space.

    ``scope`` is "all" when every unit of the agency is meant. ``unknown`` are those of ``units``
    that are in no list of ours, as written. ``publish_web``: the data is handed to whoever
    publishes it on the web site; ``deliver_to``: other units it is handed to.
    """

    units: tuple[str, ...]
    scope: Literal["unit", "all"] = "unit"
    publish_web: bool = False
    deliver_to: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The units as people list them."""
        return ", ".join(self.units)


_NAMES: dict[str, str] = {
    folded(word): unit["name"]
    for unit in _DATA["unit"]
    for word in (unit["name"], *unit.get("also", ()))
}
_UNIT_WORD = r"(?:สำนัก|กอง(?!ทุน)|งาน|ฝ่าย|หน่วย|คณะกรรมการ|คณะทำงาน|ศูนย์)"
_KNOWN = "|".join(map(re.escape, sorted(_NAMES, key=len, reverse=True)))
_MARKUP = re.compile(r"<[^<>]*>|\[bookmark:[^\]]*\]|&nbsp;")
_AGENCY = (
    r"(?:ของ)?(?:องค์การบริ(?:หาร|การ)ส่วน(?:ตำบล|จังหวัด)|อบ[ตจ]\.?"
    r"|สำนักงานเทศบาล|เทศบาล|ท[ตมน]\.|เมืองพัทยา)"
)
_CUT = r"[,/;|•·+&]|(?:\(?\d{1,2}[.)])|-|ร่วมกับ|และ(?=" + _UNIT_WORD + r"|ทุก|ผู้|เจ้าหน้าที่|ปลัด|นายก)"
_END = rf"(?=$|[()\[\]\"“”*:]|{_CUT}|{_UNIT_WORD}|ทุก)"
_HAND_OVER = re.compile(
    r"(?:[\-,]|และ)*(?:จัด)?ส่ง(?:มอบ)?(?:ข้อมูล|งาน|เอกสาร)?ให้(?:แก่|กับ)?"
    r"(?P<to>.*?)(?=(?:[\-,]|และ)+(?:จัด)?ส่ง(?:มอบ)?(?:ข้อมูล|งาน|เอกสาร)?ให้|$)"
)
_PUBLISH = re.compile(
    r"(?:เจ้าหน้าที่|ผู้)?(?:ผู้)?(?:รับผิดชอบ)?(?:ใน)?(?:การ)?(?:เพื่อ)?(?:เผยแพร่|ลง|ประกาศ)"
    r"(?:ข้อมูล)?(?:บน|ใน|ทาง|ลง)?(?:เว็บไซ[ตด]์?|เวปไซ[ตด]์?|เว็บ|website)(?:ของ)?(?:หน่วยงาน)?"
)
_TOKEN = re.compile(
    rf"(?P<all>ทุก(?:ส่วนราชการ|สำนัก|กอง|ฝ่าย|งาน|ส่วน|หน่วยงาน|หน่วย|ภารกิจ(?:งาน|การ)?)"
    rf"(?:[/,](?:สำนัก|กอง|ฝ่าย|งาน|ส่วนราชการ|ส่วน|หน่วยงาน))*"
    rf"(?:ใน(?:สังกัด|ส่วน|องค์กร|หน่วยงาน)|ที่เกี่ยวข้อง|จัดทำ|ดำเนินการ|ของ)?[^,;/]*?"
    rf"(?=$|[,;/]|-|และ(?={_UNIT_WORD})|(?<=ตนเอง)))"
    rf"|(?P<known>{_KNOWN})(?:ฯ)?(?:{_AGENCY}[^,;/\-]*?)?{_END}"
    rf"|(?P<cut>{_CUT}|[()\[\]\"“”*:])"
    rf"|(?P<other>.)",
    re.DOTALL,
)
# A unit word behind these belongs to a person's post, and does not begin another unit.
_POST = re.compile(
    r"(?:ผู้อำนวยการ|ผอ\.?|หัวหน้า|หน\.|รักษาการ|รองปลัด|ปลัด|เจ้าหน้าที่|เจ้าพนักงาน|ผู้ช่วย|พนัก|ราย)$"
)
_STRONG = re.compile(r"(?:สำนัก|กอง(?!ทุน)|ฝ่าย|คณะกรรมการ|ศูนย์)")
_LONGEST = 1500


def read(cell: Cell, context: Context = NO_CONTEXT) -> Reading[Owners]:
    """Read the units responsible."""
    del context
    if (answer := no_value(cell)) is not None:
        return answer
    return read_text(cell.raw) if cell.kind is Kind.TEXT else declined(cell.kind.value)


def read_text(text: str) -> Reading[Owners]:
    """
    Read units from text; what is in no list is kept as written.

    Units are parted at commas, slashes, list numbers, และ before a unit word, and between two
    units written side by side. Names that hold และ are one unit when they are in the list.
    """
    if (answer := nothing(text)) is not None:
        return answer
    bare = folded(text)
    if len(bare) > _LONGEST:
        return declined("too-long")
    found = _read(bare)
    if found.state is not State.READ:
        return found
    assert found.value
    return found._replace(value=_as_written(found.value, text), repairs=spelling_repairs(text))


def _as_written(owners: Owners, text: str) -> Owners:
    """Give names of no list their capital letters back: ITA, not ita."""
    written = thai.western_digits("".join(thai.clean(text).split()))
    low = written.casefold()
    if not owners.unknown or low == written or len(low) != len(written):
        return owners
    names = {
        name: written[at : at + len(name)] for name in owners.unknown if (at := low.find(name)) >= 0
    }
    return replace(
        owners,
        units=tuple(names.get(unit, unit) for unit in owners.units),
        unknown=tuple(names.get(unit, unit) for unit in owners.unknown),
    )


@lru_cache(maxsize=8192)
def _read(bare: str) -> Reading[Owners]:
    bare = _MARKUP.sub("", bare)
    publish, deliver, rest = _handed_over(bare)
    units, unknown = _units(rest)
    if not units:
        return declined("no-unit")
    scope: Literal["unit", "all"] = "all" if ALL_UNITS in units else "unit"
    return Reading(Owners(units, scope, publish, deliver, unknown))


def _handed_over(bare: str) -> tuple[bool, tuple[str, ...], str]:
    """Part the hand-over clauses from the units: published on the web, handed to, the rest."""
    publish = False
    deliver: list[str] = []
    kept: list[str] = []
    at = 0
    for clause in _HAND_OVER.finditer(bare):
        kept.append(bare[at : clause.start()])
        at = clause.end()
        target = clause["to"]
        if web := _PUBLISH.search(target):
            publish = True
            before, after = target[: web.start()], target[web.end() :]
            # What follows a comma is another owner; a name right behind is the agency's own.
            kept.append(after[after.index(",") :] if "," in after else "")
            target = before
        deliver += _units(target)[0]
    return publish, tuple(dict.fromkeys(deliver)), "".join([*kept, bare[at:]])


def _units(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part text into units; also those of them that are not known."""
    units: list[str] = []
    unknown: list[str] = []
    other = ""

    def close() -> None:
        nonlocal other
        if any(letter.isalpha() for letter in other):
            name = _without_agency(other.lstrip("."))
            units.append(name)
            unknown.append(name)
        other = ""

    at = 0
    while match := _TOKEN.match(text, at):
        kind, piece = match.lastgroup, match[0]
        if kind == "known" and _POST.search(other):
            kind, piece = "other", match["known"]
        elif other and kind == "other" and _STRONG.match(text, at) and not _POST.search(other):
            close()
        at += len(piece)
        if kind == "other":
            other += piece
            continue
        if kind == "known" and other and match["known"].startswith("งาน") and not _ends_unit(other):
            other += piece
            continue
        close()
        if kind == "all":
            units.append(ALL_UNITS)
        elif kind == "known":
            units.append(_NAMES[match["known"]])
    close()
    return tuple(dict.fromkeys(units)), tuple(dict.fromkeys(unknown))


def _ends_unit(text: str) -> bool:
    """Tell whether a unit not in the list may end here, so that a known งาน begins the next."""
    return bool(re.match(_UNIT_WORD, text)) and not text.endswith(("บริหาร", "จัดการ", "และ"))


def _without_agency(name: str) -> str:
    """Drop the agency's name behind a unit's; by itself it is the owner and stays."""
    if not re.match(_UNIT_WORD, name):
        return name
    return re.sub(rf"(?<=.){_AGENCY}.*$", "", name) or name

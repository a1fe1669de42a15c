"""Every fault of a rule book at once: line, place, what is wrong, what to type."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from itaxl.rulebooks.lines import AT, KeyPath, leads_on, line_of, lines_of, plain, spotted
from itaxl.rulebooks.promises import Broken, broken
from itaxl.rulebooks.shapes import misshapen
from itaxl.rulebooks.weaving import NAMES, merge, name_of, spread
from itaxl.wording import Text

MOST = 200  # faults told of one file

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_PAIR = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_THAI_DIGIT = re.compile(r"([A-Za-z0-9_-]+)\s*=\s*[-+]?[๐-๙]")


class Fault(NamedTuple):
    """One fault; ``line`` counts from 1, ``where`` names the key as items[i3].scale."""

    line: int
    where: str
    text: Text
    remedy: Text

    def told(self) -> Text:
        """Give place, fact and remedy in one line."""
        th, en = (f"{self.where}: ", f"{self.where}: ") if self.where else ("", "")
        return Text(
            f"บรรทัด {self.line} · {th}{self.text.th} · {self.remedy.th}",
            f"line {self.line} · {en}{self.text.en} · {self.remedy.en}",
        )


def faults_of(text: str, parent_of: Callable[[str], dict[str, Any] | None]) -> tuple[Fault, ...]:
    """
    Find every fault of the text of a rule book, in the order of its lines.

    ``parent_of`` gives the joined tables of a shipped book by name, None when there is none.
    """
    syntax, mended = _syntax(text)
    found = list(syntax)
    if mended is not None:
        damaged = {fault.line for fault in syntax}
        found += [one for one in _meaning(mended, parent_of) if one.line not in damaged]
    once = {(one.line, one.text): one for one in reversed(found)}
    return tuple(sorted(once.values(), key=lambda one: one.line)[:MOST])


# ── what cannot be read as TOML ─────────────────────────────────────────────────────────────────


def _syntax(text: str) -> tuple[list[Fault], str | None]:
    """Find the lines that cannot be read; give the text without them when the rest can be."""
    lines = text.split("\n")
    found: list[Fault] = []
    while len(found) < MOST:
        try:
            tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as trouble:
            place = _PLACE.search(str(trouble))
            cause = _PLACE.sub("", str(trouble))
            line = int(place[1]) if place and place[1] else len(lines)
            found.append(_unreadable(min(line, len(lines)), lines[line - 1], cause))
            if not _set_aside(lines, line - 1, cause):
                return found, None
        except RecursionError:
            return [*found, _TOO_DEEP], None
        else:
            return found, "\n".join(lines)
    return found, None


def _set_aside(lines: list[str], index: int, cause: str) -> bool:
    """Take a broken line out so that the rest can be read; tell whether that makes sense."""
    line = lines[index]
    if not line.strip() or cause.startswith("Unclosed") or line.lstrip().startswith("["):
        return False
    pair = _PAIR.match(line)
    unknown = f'{pair[1]} = "unknown"' if pair and not _is_twice(cause) else ""
    lines[index] = "" if unknown == line else unknown
    return True


_TOO_DEEP = Fault(
    1,
    "",
    Text("วงเล็บซ้อนกันลึกเกินไป", "brackets are nested too deeply"),
    Text("ลบวงเล็บที่เกิน", "delete the brackets that are too many"),
)


def _unreadable(line: int, written: str, cause: str) -> Fault:
    text, remedy = _cause(written, cause)
    return Fault(line, "", text, remedy)


def _cause(written: str, cause: str) -> tuple[Text, Text]:
    """Tell in plain words why a line cannot be read, and what to type instead."""
    pair, digits = _PAIR.match(written), _THAI_DIGIT.search(written)
    key = digits[1] if digits else pair[1] if pair else "key"
    if any(sign in written for sign in "“”„‘’"):
        told = _CURLY
    elif digits:
        told = _THAI_DIGITS
    elif _is_twice(cause):
        told = _TWICE
    elif cause.startswith("Unclosed"):
        told = _UNCLOSED
    elif written.count('"') % 2:
        told = _HALF_QUOTED
    elif pair and cause.startswith("Invalid value"):
        told = _UNQUOTED
    else:
        told = _OTHER
    text, remedy = told
    slots = {"key": key, "cause": cause}
    return text.fill(**slots), remedy.fill(**slots)


def _is_twice(cause: str) -> bool:
    return cause.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate"))


_CURLY = (
    Text("เครื่องหมายคำพูดเป็นแบบโค้ง", "the quotation marks are curly"),
    Text('พิมพ์เครื่องหมายตรง: {key} = "…"', 'type straight ones: {key} = "…"'),
)
_THAI_DIGITS = (
    Text("ตัวเลขเป็นเลขไทย", "the number is written in Thai digits"),
    Text("พิมพ์เลขอารบิก เช่น {key} = 30", "type western digits, as {key} = 30"),
)
_TWICE = (
    Text("เขียนคำหรือหัวตารางเดียวกันสองครั้ง", "the same key or table is written twice"),
    Text(
        "ลบครั้งที่สอง ถ้าเป็นแถวใหม่ของรายการให้ใช้ [[ ]]",
        "delete the second one; a new row of a list takes [[ ]]",
    ),
)
_UNCLOSED = (
    Text("วงเล็บไม่ได้ปิด", "a bracket is not closed"),
    Text("เติม ] หรือ }} และจุลภาคระหว่างค่า", "add ] or }}, and commas between the values"),
)
_HALF_QUOTED = (
    Text("เครื่องหมายคำพูดไม่ได้ปิด", "a quotation mark is not closed"),
    Text('พิมพ์ให้ครบคู่: {key} = "…"', 'type both of them: {key} = "…"'),
)
_UNQUOTED = (
    Text("อ่านค่านี้ไม่ได้", "this value cannot be read"),
    Text('ข้อความต้องอยู่ในเครื่องหมายคำพูด: {key} = "…"', 'text stands in quotes: {key} = "…"'),
)
_OTHER = (
    Text("อ่านบรรทัดนี้ไม่ได้", "this line cannot be read ({cause})"),
    Text('พิมพ์เป็น key = "ค่า" หรือหัวตาราง [ชื่อ]', 'write key = "value", or a heading [name]'),
)


# ── what the tables say ─────────────────────────────────────────────────────────────────────────


def _meaning(text: str, parent_of: Callable[[str], dict[str, Any] | None]) -> Iterator[Fault]:
    lines = lines_of(text)
    own = spread(spotted(tomllib.loads(text), lines))
    parent, strange = _parent(own, parent_of)
    joined = merge(spotted(parent, {}), own)
    data = plain(joined)
    for one in [*strange, *_twice(own, parent, ())]:
        yield Fault(
            max(line_of(own, one.path), 1), _where(plain(own), one.path), one.text, one.remedy
        )
    extends = line_of(own, ("extends",)) or 1
    for one in [*misshapen(data), *broken(data)]:
        path = one.path if line_of(joined, one.path) or not one.other else one.other
        yield Fault(line_of(joined, path) or extends, _where(data, path), one.text, one.remedy)


def _parent(
    own: Mapping[str, Any], parent_of: Callable[[str], dict[str, Any] | None]
) -> tuple[dict[str, Any], list[Broken]]:
    name = plain(own.get("extends")) or ""
    parent = parent_of(name) if isinstance(name, str) and name else {}
    if parent is not None:
        return parent, []
    strange = Broken(
        ("extends",),
        Text(f"ไม่มีกติกาชื่อ “{name}” ให้ใช้ต่อ", f"there is no rule book “{name}” to extend"),
        Text('พิมพ์ extends = "form" หรือปีที่มี เช่น extends = "fy2567"',
             'type extends = "form", or a year that exists, as extends = "fy2567"'),
    )  # fmt: skip
    return parent_of("form") or {}, [strange]


def _twice(own: Any, parent: Any, path: KeyPath) -> Iterator[Broken]:
    """Find rows of one list that bear one name, and rows to remove that are not there."""
    if isinstance(own, Mapping):
        for key, value in own.items():
            if key != AT:
                inner = parent.get(key) if isinstance(parent, Mapping) else None
                yield from _twice(value, inner, (*path, key))
    if not isinstance(own, list):
        return
    name = name_of(own)
    listed = parent if isinstance(parent, list) else []
    there = {row.get(name): row for row in listed if isinstance(row, Mapping)}
    seen = set()
    for index, row in enumerate(own):
        word = plain(row.get(name)) if name and isinstance(row, Mapping) else None
        if not isinstance(word, str | int):
            continue
        if word in seen:
            yield Broken(
                (*path, index, name),
                Text(f"“{word}” เขียนไว้สองแถว", f"“{word}” is written in two rows"),
                Text("ลบแถวหนึ่ง หรือพิมพ์ชื่ออื่น", "delete one row, or type another name"),
            )
        seen.add(word)
        if row.get("remove") and word not in there:
            yield Broken(
                (*path, index, "remove"),
                Text(f"ไม่มี “{word}” ให้นำออก", f"there is no “{word}” to remove"),
                Text("ลบแถวนี้ หรือแก้ชื่อ", "delete this row, or mend the name"),
            )
        yield from _twice(row, there.get(word), (*path, index))


_SHOWN = (*NAMES, "name", "text")


def _where(data: Any, path: KeyPath) -> str:
    """Name a place as people would: items[i3].scale."""
    said = ""
    for step in path:
        data = data[step] if leads_on(data, step) else None
        if isinstance(step, int):
            row = data if isinstance(data, Mapping) else {}
            said += f"[{next((row[key] for key in _SHOWN if key in row), step + 1)}]"
        else:
            said += f".{step}" if said else step
    return said

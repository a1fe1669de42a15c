"""
Where in its file each key of a rule book stands.

The TOML reader of the standard library tells no line numbers. This one reads a text that is known
to be TOML a second time, only to find them; it is asked when something is wrong.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KeyPath = tuple[str | int, ...]

AT = "\0line"  # the key under which a spotted table keeps the line it begins on

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*""")
_STRING = re.compile(
    r'"{3}(?:[^\\]|\\.)*?"{3,5}|\'{3}.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)
_BARE = re.compile(r"[^,\]}\n#]*")


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A value with the line it stands on; equal to what it holds, so that rows are still found."""

    value: Any
    line: int

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Spot) else other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)


def spotted(data: Any, lines: Mapping[KeyPath, int], path: KeyPath = ()) -> Any:
    """Give the same tables and lists with every value and table knowing its line, 0 for none."""
    if isinstance(data, Mapping):
        inner = {key: spotted(value, lines, (*path, key)) for key, value in data.items()}
        return {AT: lines.get(path, 0), **inner}
    if isinstance(data, list):
        return [spotted(value, lines, (*path, index)) for index, value in enumerate(data)]
    return Spot(data, lines.get(path, 0))


def plain(tree: Any) -> Any:
    """Take the lines out again."""
    if isinstance(tree, Spot):
        return tree.value
    if isinstance(tree, Mapping):
        return {key: plain(value) for key, value in tree.items() if key != AT}
    return [plain(value) for value in tree] if isinstance(tree, list) else tree


def line_of(tree: Any, path: KeyPath) -> int:
    """Find the line of a key path, else of what is nearest around it; 0 when all is inherited."""
    node, best = tree, 0
    for step in path:
        best = _own_line(node) or best
        if not leads_on(node, step):
            return best
        node = node[step]
    return _own_line(node) or _first_line(node) or best


def leads_on(node: Any, step: str | int) -> bool:
    """Tell whether a step of a key path can be followed from here."""
    if isinstance(node, Mapping):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and step < len(node)


def _own_line(node: Any) -> int:
    if isinstance(node, Spot):
        return node.line
    return int(node.get(AT, 0)) if isinstance(node, Mapping) else 0


def _first_line(node: Any) -> int:
    inner = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    found = [line for line in (_own_line(one) or _first_line(one) for one in inner) if line]
    return min(found, default=0)


def lines_of(text: str) -> dict[KeyPath, int]:
    """Find the line of every table, key and list element of a text that is TOML."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.lines: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}  # how many tables an array of tables has so far

    def read(self) -> dict[KeyPath, int]:
        base: KeyPath = ()
        while True:
            self._skip(_BLANK)
            if self.place >= len(self.text):
                return self.lines
            if self.text[self.place] == "[":
                base = self._header()
            else:
                self._pair(base)

    def _header(self) -> KeyPath:
        line, many = self._line(), self.text.startswith("[[", self.place)
        self.place += 2 if many else 1
        names = self._dotted()
        self.place += 2 if many else 1
        path = self._resolve((), names[:-1])
        path = (*path, names[-1])
        if many:
            self.counts[path] = self.counts.get(path, 0) + 1
            path = (*path, self.counts[path] - 1)
        for end in range(1, len(path) + 1):
            self.lines.setdefault(path[:end], line)
        return path

    def _resolve(self, base: KeyPath, names: list[str]) -> KeyPath:
        for name in names:
            base = (*base, name)
            if base in self.counts:
                base = (*base, self.counts[base] - 1)
        return base

    def _pair(self, base: KeyPath) -> None:
        line = self._line()
        path = (*base, *self._dotted())
        self.place += 1  # the equals sign
        for end in range(len(base) + 1, len(path) + 1):
            self.lines.setdefault(path[:end], line)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._skip(_BLANK)
        self.lines.setdefault(path, self._line())
        first = self.text[self.place : self.place + 1]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        else:
            self._skip(_STRING if first in {'"', "'"} else _BARE)

    def _array(self, path: KeyPath) -> None:
        index = 0
        while self._more("]"):
            self._value((*path, index))
            index += 1

    def _inline(self, path: KeyPath) -> None:
        while self._more("}"):
            self._pair(path)

    def _more(self, end: str) -> bool:
        """Step over an opening bracket or a comma; tell whether something follows."""
        self._skip(_BLANK)
        if self.text[self.place] != end:
            self.place += 1
            self._skip(_BLANK)
        if self.place >= len(self.text) or self.text[self.place] == end:
            self.place += 1
            return False
        return True

    def _dotted(self) -> list[str]:
        names = []
        while found := _KEY.match(self.text, self.place):
            names.append(found[1].strip("\"'"))
            self.place = found.end()
            if self.text[self.place : self.place + 1] != ".":
                break
            self.place += 1
        return names

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if found := pattern.match(self.text, self.place):
            self.place = found.end()

    def _line(self) -> int:
        return bisect_right(self.starts, self.place)

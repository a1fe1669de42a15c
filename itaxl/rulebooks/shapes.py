"""Faults in the shape of a rule book: missing and unknown keys, values of a wrong kind."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from itaxl.rulebooks.lines import KeyPath, leads_on
from itaxl.rulebooks.model import Entry, RuleBook
from itaxl.rulebooks.promises import Broken
from itaxl.wording import Text

_FIGURE = Text("จำนวน (มีทศนิยมให้ใส่เครื่องหมายคำพูด)", "a number (with decimals: in quotes)")

# What pydantic found, what may stand there instead, and an example to type.
_KINDS = {
    "string": (Text("ข้อความในเครื่องหมายคำพูด", "text in quotes"), '"…"'),
    "int": (Text("จำนวนเต็ม", "a whole number"), "1"),
    "decimal": (_FIGURE, "30"),
    "value": (_FIGURE, "30"),
    "bool": (Text("true หรือ false", "true or false"), "true"),
    "tuple": (Text("รายการใน [ ]", "a list in [ ]"), "[…]"),
    "model": (Text("ตาราง", "a table"), "{ … }"),
    "dict": (Text("ตาราง", "a table"), "{ … }"),
}  # fmt: skip

# How the keys that a book cannot do without are written.
_EXAMPLES = {
    "source": 'source = "where this is known from"',
    "confidence": 'confidence = "C"  (A B C D E -)',
    "weight": 'weight = "unknown"',
    "fiscal_year": "fiscal_year = 2567",
    "version": 'version = "1"',
    "levels": 'levels = "unknown"',
    "verdicts": 'verdicts = "unknown"',
    "form": 'extends = "form"',
    "instruments": '[[instruments]] code = "IIT" …',
    "indicators": '[[indicators]] code = "1" …',
    "targets": "[targets] total = 85, indicator = 85 …",
    "plan": '[plan] code = "unknown" …',
    "report": '[report] code = "unknown" …',
    "at_least": "at_least = 0",
    "points": 'points = "unknown"',
    "required": 'required = "unknown"',
    "percent": 'percent = "unknown"',
    "floor": 'floor = "unknown"',
    "share": 'share = "unknown"',
    "total": "total = 85",
    "indicator": "indicator = 85",
    "number": "number = 1",
    "places": "places = 2",
    "scheme": 'scheme = "names"',
    "bands": 'bands = [{ name = "…", at_least = 0 }]',
    "steps": 'steps = [{ text = "…", points = 0 }, { text = "…", points = 100 }]',
    "items": "items = []",
}


def misshapen(data: Mapping[str, Any]) -> Iterator[Broken]:
    """Yield what keeps the joined tables of a book from being a rule book."""
    try:
        RuleBook.model_validate(data)
    except ValidationError as trouble:
        found: dict[KeyPath, list[ErrorDetails]] = {}
        for error in trouble.errors(include_url=False, include_input=False):
            found.setdefault(_path(data, error), []).append(error)
        for path, errors in found.items():
            deeper = any(len(other) > len(path) and other[: len(path)] == path for other in found)
            if not (deeper and all(error["type"] == "literal_error" for error in errors)):
                yield _fault(data, path, errors)


def _path(data: Any, error: ErrorDetails) -> KeyPath:
    """Follow the data; what cannot be followed is the name of a choice pydantic tried."""
    path: list[str | int] = []
    last = len(error["loc"]) - 1
    for index, step in enumerate(error["loc"]):
        if leads_on(data, step):
            data = data[step]
        elif index != last or error["type"] != "missing":
            continue
        path.append(step)
    return tuple(path)


def _fault(data: Mapping[str, Any], path: KeyPath, errors: list[ErrorDetails]) -> Broken:
    key, kinds = str(path[-1]) if path else "", {error["type"] for error in errors}
    if "missing" in kinds:
        return _missing(path, key)
    if "extra_forbidden" in kinds:
        return _stranger(path, key)
    if "string_too_long" in kinds:
        longest = errors[0].get("ctx", {}).get("max_length")
        return Broken(
            path,
            Text(f"{key} ยาวเกิน {longest} ตัวอักษร", f"{key} is longer than {longest} characters"),
            Text(f"ย่อให้ไม่เกิน {longest} ตัวอักษร", f"shorten it to {longest} characters"),
        )
    return _wrong_kind(path, _seen(data, path), errors)


def _missing(path: KeyPath, key: str) -> Broken:
    example = _EXAMPLES.get(key, f'{key} = "…"')
    return Broken(
        path,
        Text(f"ขาด {key}", f"{key} is missing"),
        Text(f"เพิ่มบรรทัด {example}", f"add the line {example}"),
    )


def _stranger(path: KeyPath, key: str) -> Broken:
    if key == "remove":
        return Broken(
            path,
            Text("remove ใช้กับแถวที่มีอยู่เดิมเท่านั้น", "remove goes with a row that is there already"),
            Text("ลบบรรทัดนี้ หรือพิมพ์ remove = true", "delete this line, or type remove = true"),
        )
    known = _known(path)
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    remedy = (
        Text(f"พิมพ์ {near[0]} แทน {key}", f"type {near[0]} instead of {key}")
        if near
        else Text(
            f"ลบ {key} · คำที่ใช้ได้: {', '.join(known)}",
            f"delete {key}; known here: {', '.join(known)}",
        )
    )
    return Broken(path, Text(f"ไม่รู้จักคำว่า “{key}”", f"the key “{key}” is not known"), remedy)


def _known(path: KeyPath) -> list[str]:
    """Find the keys of the table a path leads into."""
    model: type[BaseModel] = RuleBook
    for step in path[:-1]:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        inner = _entries(field.annotation) if field else []
        model = inner[0] if inner else model
    return list(model.model_fields)


def _entries(annotation: Any) -> list[type[Entry]]:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return [annotation]
    return [entry for inner in get_args(annotation) for entry in _entries(inner)]


def _wrong_kind(path: KeyPath, seen: object, errors: list[ErrorDetails]) -> Broken:
    key = str(path[-1]) if path else ""
    words: list[Text] = []
    example = ""
    for error in errors:
        if error["type"] == "literal_error":
            allowed = error.get("ctx", {})["expected"].replace("'", '"')
            said = Text(allowed.replace(" or ", " หรือ "), allowed)
            example = example or _nearest(str(seen), allowed)
        else:
            kind = error["type"].split("_")[0]
            said, made = _KINDS.get(kind, (Text(error["msg"], error["msg"]), "…"))
            example = f'"{seen}"' if isinstance(seen, int | float) and kind != "tuple" else made
        if said not in words:
            words.append(said)
    shown = _shown(seen)
    return Broken(
        path,
        Text(
            f"{key} ต้องเป็น {' หรือ '.join(word.th for word in words)} ไม่ใช่ {shown}",
            f"{key} must be {' or '.join(word.en for word in words)}, not {shown}",
        ),
        Text(f"พิมพ์ {_typed(path, example)}", f"type {_typed(path, example)}"),
    )


def _nearest(word: str, allowed: str) -> str:
    words = re.findall(r'"([^"]*)"', allowed)
    near = get_close_matches(word, words, n=1, cutoff=0.5)
    return " | ".join(f'"{one}"' for one in near or words)


def _typed(path: KeyPath, example: str) -> str:
    if path and isinstance(path[-1], str):
        return f"{path[-1]} = {example}"
    return example


def _seen(data: Any, path: KeyPath) -> object:
    for step in path:
        data = data[step]
    return data


def _shown(seen: object) -> str:
    if isinstance(seen, Mapping):
        return "{ … }"
    if isinstance(seen, list):
        return "[ … ]"
    return f"“{str(seen)[:40]}”"

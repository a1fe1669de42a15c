"""The words of the summary workbook, read once from ``words.toml``."""

import datetime as dt
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from itaxl.thai import buddhist


@cache
def section(name: str, /) -> dict[str, Any]:
    """Give one section of the words: its keys and what they are in Thai."""
    found: dict[str, Any] = _book()[name]
    return found


def word(name: str, key: str, /, **slots: object) -> str:
    """Give one word of a section with its slots filled."""
    text: str = section(name)[key]
    return text.format(**slots) if slots else text


def made() -> tuple[tuple[str, str], ...]:
    """How each figure of the summary is made: figure and sentence."""
    return tuple((row["figure"], row["how"]) for row in _book()["made"])


def day(date: dt.date) -> str:
    """Write a date as people here do: 30 ก.ย. 2567."""
    months = section("lists")["months"]
    return f"{date.day} {months[date.month - 1]} {buddhist(date.year)}"


@cache
def _book() -> dict[str, Any]:
    text = resources.files("itaxl.summary").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)

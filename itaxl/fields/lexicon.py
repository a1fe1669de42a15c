"""The words readers know, loaded once from the data file beside them."""

import tomllib
from importlib import resources
from typing import Any

from itaxl import thai

WORDS: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)

NOTHING: frozenset[str] = frozenset(thai.fold(word) for word in WORDS["nothing"])

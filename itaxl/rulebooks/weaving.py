"""How tables of rule books are spread out and laid over one another."""

from collections.abc import Mapping
from typing import Any

# What names a row of a list. Bands and answers have none: they are one table, replaced as a whole.
NAMES = ("key", "code", "number", "value", "instrument")


def spread(value: Any) -> Any:
    """Turn a table with ``rows`` in a list into that many tables, which share what it says."""
    if isinstance(value, Mapping):
        return {key: spread(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    wide: list[Any] = []
    for row in value:
        if _shares(row):
            shared = {key: inner for key, inner in row.items() if key != "rows"}
            wide += [spread({**shared, **one}) for one in row["rows"]]
        else:
            wide.append(spread(row))
    return wide


def _shares(row: Any) -> bool:
    rows = row.get("rows") if isinstance(row, Mapping) else None
    return isinstance(rows, list) and all(isinstance(one, Mapping) for one in rows)


def merge(old: Any, new: Any) -> Any:
    """
    Lay one table over another: tables by key, lists of tables by the key that names a row.

    A row with ``remove = true`` takes the row of that name out.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{key: merge(old.get(key), value) for key, value in new.items()}}
    name = name_of(old)
    if not name or not isinstance(new, list) or not new:
        return new
    rows = {row[name]: row for row in old if name in row}
    nameless = [row for row in old if name not in row]
    for row in new:
        if not isinstance(row, Mapping) or not _named(row, name):
            nameless.append(row)
        elif row.get("remove") and row[name] in rows:
            del rows[row[name]]
        else:
            rows[row[name]] = merge(rows.get(row[name]), row)
    return [*rows.values(), *nameless]


def name_of(rows: Any) -> str:
    """Find the key that names the rows of a list of tables; "" when there is none."""
    if not isinstance(rows, list) or not rows or not all(isinstance(r, Mapping) for r in rows):
        return ""
    return next((key for key in NAMES if any(_named(row, key) for row in rows)), "")


def _named(row: Mapping[str, Any], key: str) -> bool:
    name = row.get(key)
    try:
        hash(name)
    except TypeError:
        return False
    return key in row

"""
How a value is read: one module per kind of value, each with ``read(cell, context)``.

A reader never raises and never guesses: it gives the value, or the reason there is none.
"""

from collections.abc import Mapping

from itaxl.fields import (
    choice,
    date,
    item_code,
    number,
    owner,
    period,
    phone,
    score,
    status,
    text,
    url,
    year,
)
from itaxl.fields.context import Choice, Context, Reader

__all__ = ["FIELDS", "Choice", "Context", "Reader"]

FIELDS: Mapping[str, Reader] = {
    "text": text.read,
    "integer": number.read_integer,
    "number": number.read,
    "score": score.read,
    "year": year.read,
    "date": date.read,
    "choice": choice.read,
    "period": period.read,
    "owners": owner.read,
    "codes": item_code.read,
    "status": status.read,
    "url": url.read,
    "phone": phone.read,
}

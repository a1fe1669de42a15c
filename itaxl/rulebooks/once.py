"""Tables made of a rule book: once for each book, however many workbooks are judged by it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from itaxl.rulebooks.model import RuleBook

Made = TypeVar("Made")
_BOOKS = 32  # kept at most; one run knows a book for every year and perhaps one of its own


def once_per_book(make: Callable[[RuleBook], Made]) -> Callable[[RuleBook], Made]:
    """
    Keep what a function makes of a rule book.

    Known by which book it is, not by what it holds: to compare two books is to read them through.
    """
    kept: dict[int, tuple[RuleBook, Made]] = {}

    @wraps(make)
    def known(book: RuleBook) -> Made:
        found = kept.get(id(book))
        if found is None:
            if len(kept) >= _BOOKS:
                kept.clear()
            # While the book is held here, nothing else can have its identity.
            found = kept[id(book)] = (book, make(book))
        return found[1]

    return known

"""
Results that are nearly those of another agency, found among very many.

This needs all texts at once, so it is no part of ``examine_across``: whoever wants it asks for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from itaxl.checks.base import Across
from itaxl.checks.catalogue import BY_CODE
from itaxl.checks.likeness import LEAST, bare, clusters
from itaxl.checks.traces import Quote, Trace
from itaxl.register import called
from itaxl.thai import fold

_NAMED = 3  # other agencies named in a sentence
_CODE = "X108"


class _Told(NamedTuple):
    """A result, the place of its trace, and its words as they are compared."""

    place: int
    quote: Quote
    text: str


def near_copies(traces: Sequence[Trace], prefixes: Collection[str]) -> Iterator[Across]:
    """
    Tell once per file which results are nearly those of another agency.

    ``prefixes`` are the words for types of agencies; the name of its own agency in a text makes no
    difference. Results that are equal are left to their own check.
    """
    if len({trace.key for trace in traces}) < 2:
        return
    told: list[_Told] = []
    texts: list[bytes] = []
    for place, trace in enumerate(traces):
        own = min(called(trace.who.name, (), prefixes), key=len, default="")
        for quote in trace.quotes:
            text = bare(quote.text, (bare(own),))
            if len(text) >= LEAST:
                told.append(_Told(place, quote, fold(quote.text)))
                texts.append(text)
    found: dict[int, list[tuple[Quote, list[int]]]] = defaultdict(list)
    for cluster in clusters(texts):
        for one, others in _near([told[at] for at in cluster.members], traces):
            found[one.place].append((one.quote, others))
    for place, rows in sorted(found.items()):
        yield _finding(traces, place, rows)


def _near(some: Sequence[_Told], traces: Sequence[Trace]) -> Iterator[tuple[_Told, list[int]]]:
    """Yield each result with some agencies, by their first trace, that tell nearly the same."""
    tellers: dict[str, dict[str, int]] = defaultdict(dict)  # words -> agency -> its first trace
    for one in some:
        tellers[one.text].setdefault(traces[one.place].key, one.place)
    if len(tellers) < 2:
        return
    few = {text: dict(islice(keys.items(), _NAMED + 2)) for text, keys in tellers.items()}
    for one in some:
        equal, others = tellers[one.text], dict[str, int]()
        for keys in few.values():
            # Who tells the very same, itself among them, is told of as equal.
            others |= {key: at for key, at in keys.items() if key not in equal}
            if len(others) > _NAMED:
                break
        if others:
            yield one, list(others.values())


def _finding(
    traces: Sequence[Trace], place: int, rows: Sequence[tuple[Quote, list[int]]]
) -> Across:
    rows = sorted(rows, key=lambda row: (row[0].sheet, len(row[0].cell), row[0].cell))
    first = rows[0][0]
    names = list(dict.fromkeys(traces[at].name for _, others in rows for at in others))
    others = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return Across(
        traces[place].path,
        BY_CODE[_CODE].found(
            sheet=first.sheet,
            cells=[quote.cell for quote, _ in rows if quote.sheet == first.sheet],
            heading=first.heading,
            seen=first.text,
            expected=others,
            slots={"expected": others},  # whole: there are few, and none may be cut
        ),
    )

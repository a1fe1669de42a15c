"""What checks ask of agencies: whether two names mean one, and whose a submission is."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TypeVar

from itaxl.checks.traces import Identity, Trace
from itaxl.fields.common import folded
from itaxl.fields.nearest import CLEARLY, LIKE_ENOUGH, likeness, nearest
from itaxl.register import Agency
from itaxl.submission import Submission
from itaxl.thai import fold

Key = TypeVar("Key", bound=Hashable)
_FEW = 40  # names that are compared one by one sooner than a library for it is loaded
_LONGEST = 200  # letters of a name that are compared


def code_key(text: str) -> str:
    """Give a code in the form it is compared in; zeros that Excel takes off a number count not."""
    bare = fold(text)
    return bare.lstrip("0") or bare if bare.isdecimal() else bare


def same_name(one: str, other: str) -> bool:
    """Tell whether two names mean one agency; its type before the name may be left out."""
    one, other = fold(one), fold(other)
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def identity_of(submission: Submission) -> Identity:
    """Give who a submission says it is."""
    keys = ("name", "district", "province", "code")
    entries = (submission.agency.get(key) for key in keys)
    name, district, province, code = (entry.text if entry else "" for entry in entries)
    stamped = (says.get("code", "") for says in submission.layout.identity.values())
    codes = dict.fromkeys(map(code_key, (code, *stamped)))
    return Identity(name, submission.agency_value("type"), district, province, tuple(codes))


def is_agency(submission: Submission, agency: Agency) -> bool:
    """Tell whether a submission is that of an agency of the register."""
    return is_same(identity_of(submission), agency)


def is_same(who: Identity, agency: Agency) -> bool:
    """Tell whether one who says this of itself is an agency of the register."""
    if agency.code and any(who.codes):
        return code_key(agency.code) in who.codes
    if not same_name(who.name, agency.name):
        return False
    same_type = not (agency.type and who.type) or agency.type == who.type
    return same_type and all(
        not said or not there or fold(said) == fold(there)
        for said, there in ((who.district, agency.district), (who.province, agency.province))
    )


class Directory:
    """The agencies of a register, found without asking each of them."""

    def __init__(self, agencies: Sequence[Agency]) -> None:
        self.agencies = agencies
        self._names = _Names((agency.name, at) for at, agency in enumerate(agencies))
        self._codeless = _Names((a.name, at) for at, a in enumerate(agencies) if not a.code)
        self._codes: dict[str, list[int]] = {}
        for at, agency in enumerate(agencies):
            if agency.code:
                self._codes.setdefault(code_key(agency.code), []).append(at)
        self._spelled = {a.name: folded(a.name)[:_LONGEST] for a in agencies}
        self._nearest: dict[str, str] = {}

    def of(self, who: Identity) -> set[int]:
        """Give the places of the agencies that one is who says this of itself."""
        if any(who.codes):
            near = {at for code in who.codes for at in self._codes.get(code, ())}
            near.update(self._codeless.like(fold(who.name)))
        else:
            near = set(self._names.like(fold(who.name)))
        return {at for at in near if is_same(who, self.agencies[at])}

    def nearest(self, name: str) -> str:
        """Give the name most like another; empty when none is like enough."""
        if name not in self._nearest:
            self._nearest[name] = nearest(name, self._likely(name)) or ""
        return self._nearest[name]

    def _likely(self, name: str) -> Iterable[str]:
        """Leave out names that are too unlike to be the nearest, or to make it doubtful."""
        if len(self._spelled) <= _FEW:
            return self._spelled
        from rapidfuzz import fuzz, process

        bare = folded(name)[:_LONGEST]
        found = process.extract(bare, self._spelled, scorer=fuzz.ratio, limit=_FEW)
        chosen: list[str] = []
        first = second = 0.0
        # Letters in common in their order are at least as many as those in common in stretches,
        # so that ``most`` is the most that this name and all after it can be like.
        for spelled, percent, other in found:
            most = percent / 100
            if most < max(first - CLEARLY, LIKE_ENOUGH - CLEARLY):
                return chosen  # none can come near the first any more
            if first - second < CLEARLY and most < min(first + CLEARLY, 1):
                return chosen  # none can stand out from the two any more
            chosen.append(other)
            second, first = sorted((first, second, likeness(bare, spelled)))[1:]
        return self._spelled


class _Names:
    """Names that are looked up by their end, or by another name that they are the end of."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._places: dict[str, list[int]] = {}
        for name, at in names:
            if bare := fold(name):
                self._places.setdefault(bare, []).append(at)
        self._lengths = sorted({len(bare) for bare in self._places})
        self._backwards = sorted(bare[::-1] for bare in self._places)

    def like(self, bare: str) -> Iterator[int]:
        """Yield the places of names that end with a folded name, and of those it ends with."""
        for length in self._lengths if bare else ():
            if length < len(bare):
                yield from self._places.get(bare[-length:], ())
        start = bare[::-1]
        for at in range(bisect_left(self._backwards, start), len(self._backwards)):
            if not bare or not self._backwards[at].startswith(start):
                return
            yield from self._places[self._backwards[at][::-1]]


def agency_key(submission: Submission) -> str:
    """
    Give the key that two files of one agency share: its code, else type, name and place.

    A file that names no agency has a key of its own.
    """
    return named_key(submission) or f"?{submission.file.path}"


def named_key(submission: Submission) -> str:
    """Give the key that two files of one agency share; empty for a file that names none."""
    entry = submission.agency.get("code")
    if entry is not None and not entry.is_blank and (code := code_key(entry.text)):
        return code
    keys = ("type", "name", "district", "province")
    texts = [submission.agency[key].text if key in submission.agency else "" for key in keys]
    if not fold(texts[1]):
        return ""
    kind = submission.agency_value("type") or texts[0]
    return "|".join(fold(text) for text in (str(kind), *texts[1:]))


def by(traces: Iterable[Trace], key: Callable[[Trace], Key]) -> dict[Key, list[Trace]]:
    """Group submissions by a key, in their order."""
    groups: dict[Key, list[Trace]] = {}
    for trace in traces:
        groups.setdefault(key(trace), []).append(trace)
    return groups


def told_path(other: Trace, own: Trace) -> str:
    """Name another file: by its name alone where that tells it apart."""
    name = PurePath(other.path).name
    return other.path if name == PurePath(own.path).name else name


def differs(one: Trace, other: Trace) -> bool:
    """Tell whether two files have other bytes and other answers."""
    same_answers = bool(one.answers) and one.answers == other.answers
    return one.sha256 != other.sha256 and not same_answers


class Alike:
    """Those that say the same, to name to each of them the others."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        keys: dict[str, list[str]] = {}
        self._pairs: list[tuple[str, str]] = []
        for trace in traces:
            known = keys.setdefault(trace.name, [])
            # A name that two agencies bear is another's for everybody.
            if len(known) < 2 and trace.key not in known:
                known.append(trace.key)
                self._pairs.append((trace.name, trace.key))
        self.agencies = len({key for _, key in self._pairs})

    def others(self, own: Trace) -> Iterator[str]:
        """Yield the names of the others, each once, in the order they were first met."""
        told = set()
        for name, key in self._pairs:
            if key != own.key and name not in told:
                told.add(name)
                yield name

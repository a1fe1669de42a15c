"""
What a rule book promises beyond the types of its values.

Each promise looks at the joined tables, not at the model: a book whose types are wrong elsewhere
is still looked at in full, so that all faults are told at once.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, NamedTuple

from itaxl.rulebooks.lines import KeyPath
from itaxl.thai import fold
from itaxl.wording import Text

Book = Mapping[str, Any]
UNKNOWN = "unknown"


class Broken(NamedTuple):
    """
    A promise that is not kept: where in the book, what is wrong, what to type.

    ``other`` is the second place concerned: it is told when the first one is inherited.
    """

    path: KeyPath
    text: Text
    remedy: Text
    other: KeyPath = ()


class Row(NamedTuple):
    """One table of a list, with where it stands."""

    path: KeyPath
    data: Mapping[str, Any]

    def word(self, key: str) -> str:
        """Give a text; "" when it is missing or no text."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def words(self, key: str) -> list[tuple[KeyPath, str]]:
        """Give the texts of a list, each with where it stands."""
        value = self.data.get(key)
        listed = value if isinstance(value, list) else []
        return [
            ((*self.path, key, index), one)
            for index, one in enumerate(listed)
            if isinstance(one, str)
        ]


def broken(book: Book) -> Iterator[Broken]:
    """Yield every promise that the book does not keep."""
    for promise in PROMISES:
        yield from promise(book)


def rows(book: Any, *path: str) -> list[Row]:
    """Give the tables of a list in a book; none when there is no such list."""
    for key in path:
        book = book.get(key) if isinstance(book, Mapping) else None
    listed = book if isinstance(book, list) else []
    return [Row((*path, i), one) for i, one in enumerate(listed) if isinstance(one, Mapping)]


def table(book: Any, *path: str) -> Row:
    """Give one table of a book; an empty one when there is none."""
    for key in path:
        book = book.get(key) if isinstance(book, Mapping) else None
    return Row(path, book if isinstance(book, Mapping) else {})


def number(value: object) -> Decimal | None:
    """Read a figure as the model does; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        figure = Decimal(value)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def choose(key: str, word: str, allowed: list[str], *, unknown: bool = False) -> Text:
    """Say what to type instead of a word that names nothing."""
    near = get_close_matches(word, allowed, n=1, cutoff=0.5)
    if near:
        return Text(f'พิมพ์ {key} = "{near[0]}"', f'type {key} = "{near[0]}"')
    some = ", ".join(f'"{one}"' for one in [*allowed[:12], *([UNKNOWN] if unknown else [])])
    return Text(
        f"พิมพ์ค่าใดค่าหนึ่งต่อไปนี้ใน {key}: {some or '-'}",
        f"type one of these in {key}: {some or '-'}",
    )


def swap(key: str, word: str, allowed: list[str]) -> Text:
    """Say what to type instead of one word of a list, or of a key."""
    near = get_close_matches(word, allowed, n=1, cutoff=0.5)
    if near:
        return Text(f'พิมพ์ "{near[0]}" แทน "{word}"', f'type "{near[0]}" instead of "{word}"')
    return choose(key, word, allowed)


def _missing(path: KeyPath, word: str, remedy: Text) -> Broken:
    said = Text(f"“{word}” ไม่มีอยู่ในกติกานี้", f"“{word}” is not defined in this rule book")
    return Broken(path, said, remedy)


def _codes(book: Book, *path: str) -> list[str]:
    return [row.word("code") for row in rows(book, *path) if row.word("code")]


def _scored(book: Book) -> list[str]:
    """Codes of instruments and of their parts."""
    parts = [
        one["code"]
        for row in rows(book, "instruments")
        for one in (row.data.get("parts") or [])
        if isinstance(one, Mapping) and isinstance(one.get("code"), str)
    ]
    return [*_codes(book, "instruments"), *parts]


# ── what names something, names one thing ───────────────────────────────────────────────────────


def year_is_buddhist(book: Book) -> Iterator[Broken]:
    """Fiscal years are Buddhist Era."""
    year = number(book.get("fiscal_year"))
    if year is not None and not 2500 <= year <= 2699:
        guess = int(year) + 543 if 1957 <= year <= 2156 else 2567
        yield Broken(
            ("fiscal_year",),
            Text(f"ปีงบประมาณ {year} ไม่ใช่ปี พ.ศ.", f"{year} is not a Buddhist year"),
            Text(f"พิมพ์ fiscal_year = {guess}", f"type fiscal_year = {guess}"),
        )


def codes_are_unique(book: Book) -> Iterator[Broken]:
    """No two figures of a scorecard share a code."""
    seen = {"total": "total"}
    named = [(row.path, row.word("code")) for row in rows(book, "instruments")]
    for row in rows(book, "instruments"):
        parts = row.data.get("parts")
        for index, one in enumerate(parts if isinstance(parts, list) else []):
            if isinstance(one, Mapping) and isinstance(one.get("code"), str):
                named.append(((*row.path, "parts", index), one["code"]))
    for name in ("indicators", "sub_indicators", "items"):
        named += [(row.path, row.word("code")) for row in rows(book, name)]
    yield from _doubled(named, "code", seen)
    yield from _doubled([(r.path, r.word("code")) for r in rows(book, "scales")], "code", {})


def _doubled(named: list[tuple[KeyPath, str]], key: str, seen: dict[str, str]) -> Iterator[Broken]:
    for path, word in named:
        if not word or word == UNKNOWN:
            continue
        if fold(word) in seen:
            yield Broken(
                (*path, key) if key else path,
                Text(
                    f"“{word}” ซ้ำกับ “{seen[fold(word)]}” ที่มีอยู่แล้ว",
                    f"“{word}” is the same as “{seen[fold(word)]}”, which is there already",
                ),
                Text("พิมพ์ชื่ออื่น หรือลบแถวที่ซ้ำ", "type another one, or delete the second row"),
            )
        seen.setdefault(fold(word), word)


def words_are_unique(book: Book) -> Iterator[Broken]:
    """Within one sheet or list, no heading or alias means two things."""
    form = table(book, "form")
    for name, key in (
        ("sheets", "name"),
        ("agency", "label"),
        ("scores", "heading"),
        ("items", "heading"),
        ("columns", "heading"),
    ):
        yield from _ambiguous(rows(book, "form", name), key)
    lists = form.data.get("lists")
    for name in lists if isinstance(lists, Mapping) else ():
        yield from _ambiguous(rows(book, "form", "lists", name), "text")
    yield from _ambiguous(rows(book, "indicators"), "name")
    yield from _ambiguous(rows(book, "themes"), "name")
    for name in ("levels", "verdicts"):
        yield from _ambiguous(rows(book, name, "bands"), "name")
    for scale in rows(book, "scales"):
        steps = rows(scale.data, "steps")
        yield from _ambiguous([Row((*scale.path, *row.path), row.data) for row in steps], "text")


def _ambiguous(listed: list[Row], key: str) -> Iterator[Broken]:
    seen: dict[str, tuple[KeyPath, str]] = {}
    for row in listed:
        for path, word in [((*row.path, key), row.word(key)), *row.words("aliases")]:
            if not word or word == UNKNOWN:
                continue
            first, meant = seen.setdefault(fold(word), (row.path, row.word(key)))
            if first != row.path:
                yield Broken(
                    path,
                    Text(
                        f"คำว่า “{word}” ใช้กับ “{meant}” แล้ว",
                        f"the word “{word}” means “{meant}” already",
                    ),
                    Text("พิมพ์คำอื่น หรือลบคำนี้ออก", "type another word, or delete this one"),
                    first,
                )


# ── weights, levels and points ──────────────────────────────────────────────────────────────────


def weights_sum(book: Book) -> Iterator[Broken]:
    """Weights of instruments make 100; those of the parts of one make its weight."""
    listed = rows(book, "instruments")
    weights = [number(row.data.get("weight")) for row in listed]
    known = [weight for weight in weights if weight is not None]
    if listed and len(known) == len(weights) and sum(known) != 100:
        yield _sum(("instruments",), " + ".join(map(str, known)), sum(known, Decimal()), 100)
    for row, whole in zip(listed, weights, strict=True):
        parts = [number(one.data.get("weight")) for one in rows(row.data, "parts")]
        said = [part for part in parts if part is not None]
        if parts and len(said) == len(parts) and whole is not None and sum(said) != whole:
            path = (*row.path, "parts")
            yield _sum(path, " + ".join(map(str, said)), sum(said, Decimal()), whole)


def _sum(path: KeyPath, made: str, found: Decimal, wanted: Decimal | int) -> Broken:
    return Broken(
        path,
        Text(
            f"น้ำหนักรวมกันได้ {made} = {found} ต้องได้ {wanted}",
            f"the weights make {made} = {found}, they must make {wanted}",
        ),
        Text(
            f"แก้ weight ให้รวมกันได้ {wanted}",
            f"change a weight so that they make {wanted}",
        ),
    )


_BOTTOM = (Decimal(0), Decimal(-1))  # from 0, and without a condition


def bands_descend(book: Book) -> Iterator[Broken]:
    """Levels and verdicts go from best to worst and end at 0, so that every score has one."""
    for name in ("levels", "verdicts"):
        listed = rows(book, name, "bands")
        if not listed and isinstance(book.get(name), Mapping) and "bands" in book[name]:
            yield _no_bands((name, "bands"))
        before: tuple[Decimal, Decimal] | None = None
        for row in listed:
            start = number(row.data.get("at_least"))
            if start is None:
                before = None
                continue
            each = number(row.data.get("each_at_least"))
            here = (start, Decimal(-1) if each is None else each)
            if before is not None and here >= before:
                yield _not_lower(row, before[0])
            before = here
        if listed and before is not None and before != _BOTTOM:
            yield _not_to_zero(listed[-1])


def _no_bands(path: KeyPath) -> Broken:
    return Broken(
        path,
        Text("ไม่มีระดับใดเลย", "there is no band"),
        Text(
            'พิมพ์ bands = [{ name = "…", at_least = 0 }]',
            'type bands = [{ name = "…", at_least = 0 }]',
        ),
    )


def _not_lower(row: Row, before: Decimal) -> Broken:
    return Broken(
        (*row.path, "at_least"),
        Text(
            f"“{row.word('name')}” เริ่มที่ {row.data['at_least']} ซึ่งไม่ต่ำกว่าแถวก่อน ({before})",
            f"“{row.word('name')}” begins at {row.data['at_least']}, not below the row before it "
            f"({before})",
        ),
        Text(
            "เรียงจากสูงไปต่ำ: ย้ายแถวนี้ขึ้น หรือพิมพ์ at_least ให้ต่ำลง",
            "write the highest first: move this row up, or type a lower at_least",
        ),
    )


def _not_to_zero(row: Row) -> Broken:
    return Broken(
        (*row.path, "at_least"),
        Text(
            f"ระดับสุดท้าย “{row.word('name')}” ไม่ได้เริ่มที่ 0 คะแนนที่ต่ำกว่านั้นจะไม่มีระดับ",
            f"the last band “{row.word('name')}” does not begin at 0 without a condition: lower "
            "scores would have none",
        ),
        Text(
            'พิมพ์ at_least = 0 หรือเพิ่มแถว { name = "unknown", at_least = 0 }',
            'type at_least = 0, or add a row { name = "unknown", at_least = 0 }',
        ),
    )


def points_are_within_100(book: Book) -> Iterator[Broken]:
    """Weights, points and percentages lie between 0 and 100."""
    watched: list[tuple[Row, tuple[str, ...]]] = [
        *((row, ("weight",)) for row in rows(book, "instruments")),
        *((row, ("percent",)) for row in rows(book, "samples")),
        *((row, ("at_least", "each_at_least")) for row in rows(book, "levels", "bands")),
        *((row, ("at_least",)) for row in rows(book, "verdicts", "bands")),
        (table(book, "targets"), ("total", "indicator", "share")),
    ]
    for outer, name, key in (("instruments", "parts", "weight"), ("scales", "steps", "points")):
        for row in rows(book, outer):
            inner = rows(row.data, name)
            watched += [(Row((*row.path, *one.path), one.data), (key,)) for one in inner]
    for row, keys in watched:
        for key in keys:
            figure = number(row.data.get(key))
            if figure is not None and not 0 <= figure <= 100:
                yield _outside((*row.path, key), figure, "0", "100")


def counts_are_sensible(book: Book) -> Iterator[Broken]:
    """Counts are not below what makes sense."""
    watched = [
        *((row, "sub_items", 1) for row in rows(book, "items")),
        *((row, "item_count", 0) for row in rows(book, "instruments")),
        (table(book, "levels"), "places", 0),
    ]
    for row in rows(book, "samples"):
        watched += [(row, key, 0) for key in ("floor", "everybody_below", "big", "cap")]
    for name in ("columns", "scores", "items"):
        watched += [(row, "width", 1) for row in rows(book, "form", name)]
    for row, key, least in watched:
        figure = number(row.data.get(key))
        if figure is not None and figure < least:
            yield _outside((*row.path, key), figure, str(least), "…")


def _outside(path: KeyPath, figure: Decimal, low: str, high: str) -> Broken:
    return Broken(
        path,
        Text(f"{figure} อยู่นอกช่วง {low}–{high}", f"{figure} is not within {low}–{high}"),
        Text(
            f"พิมพ์ {path[-1]} เป็นจำนวนในช่วง {low}–{high}",
            f"type a number within {low}–{high} for {path[-1]}",
        ),
    )


def scales_ascend(book: Book) -> Iterator[Broken]:
    """A scale has two answers or more, worst first, and all of its points or none are known."""
    for row in rows(book, "scales"):
        steps = rows(row.data, "steps")
        points = [number(step.data.get("points")) for step in steps]
        known = [point for point in points if point is not None]
        said = [step.data.get("points") for step in steps]
        if "steps" in row.data and len(steps) < 2:
            text = Text("มาตราวัดต้องมีคำตอบสองข้อขึ้นไป", "a scale needs two answers or more")
        elif known and UNKNOWN in said:
            text = Text(
                "รู้คะแนนของคำตอบบางข้อเท่านั้น จึงคำนวณไม่ได้",
                "the points of some answers only are known: nothing can be computed",
            )
        elif known != sorted(known):
            text = Text(
                "คะแนนของคำตอบไม่ได้เรียงจากน้อยไปมาก", "the answers are not written worst first"
            )
        else:
            continue
        yield Broken((*row.path, "steps"), text, _STEPS)


_STEPS = Text(
    'เขียนจากแย่ที่สุด เช่น { text = "ไม่มี", points = 0 }, { text = "มี", points = 100 } '
    'หรือพิมพ์ points = "unknown" ทุกข้อ',
    'write the worst first, as { text = "ไม่มี", points = 0 }, { text = "มี", points = 100 }, '
    'or type points = "unknown" for all',
)


# ── what is spoken of exists ────────────────────────────────────────────────────────────────────


def groups_exist(book: Book) -> Iterator[Broken]:
    """Indicators name an instrument, sub-indicators an indicator, items one of either."""
    instruments = _codes(book, "instruments")
    indicators, subs = rows(book, "indicators"), rows(book, "sub_indicators")
    for row in [*indicators, *rows(book, "items")]:
        yield from _refer(row, "instrument", instruments)
    for row in subs:
        yield from _refer(row, "indicator", [one.word("code") for one in indicators])
    home = {row.word("code"): row.word("instrument") for row in indicators}
    home |= {row.word("code"): home.get(row.word("indicator"), "") for row in subs}
    for row in rows(book, "items"):
        group, instrument = row.word("group"), row.word("instrument")
        if not group or group == UNKNOWN or instrument not in instruments:
            continue
        # A sub-indicator whose own indicator is wrong is told above, not once more for each item.
        if home.get(group, "nowhere") not in {instrument, ""}:
            mine = [code for code, one in home.items() if one == instrument]
            yield _missing((*row.path, "group"), group, choose("group", group, mine, unknown=True))


def _refer(row: Row, key: str, allowed: list[str], *, unknown: bool = False) -> Iterator[Broken]:
    word = row.word(key)
    if word and word not in allowed and word != UNKNOWN:
        yield _missing((*row.path, key), word, choose(key, word, allowed, unknown=unknown))


def items_are_whole(book: Book) -> Iterator[Broken]:
    """Where the number of items is known, so many are listed; polarities fit the sub-items."""
    for row in rows(book, "instruments"):
        count = number(row.data.get("item_count"))
        code = row.word("code")
        listed = sum(item.word("instrument") == code for item in rows(book, "items"))
        if count is not None and count != listed:
            yield Broken(
                (*row.path, "item_count"),
                Text(
                    f"{code} มี {count} ข้อ แต่เขียนไว้ {listed} ข้อ",
                    f"{code} has {count} items, but {listed} are listed",
                ),
                Text(
                    'เพิ่มข้อที่ขาดใน [[items]] หรือพิมพ์ item_count = "unknown"',
                    'add what is missing under [[items]], or type item_count = "unknown"',
                ),
                ("items",),
            )
    scales = _codes(book, "scales")
    for row in rows(book, "items"):
        yield from _refer(row, "scale", scales, unknown=True)
        yield from _polarities(row)


def _polarities(row: Row) -> Iterator[Broken]:
    signs, count = row.data.get("sub_polarities"), row.data.get("sub_items", 1)
    mixed = row.word("polarity") == "mixed"
    if (mixed or signs) and (not isinstance(signs, list) or not mixed or len(signs) != count):
        example = ", ".join(['"+"', '"-"'] * 9)[: 5 * max(count, 2) - 2] if _small(count) else ""
        yield Broken(
            (*row.path, "sub_polarities" if signs else "polarity"),
            Text(
                'polarity = "mixed" ใช้คู่กับ sub_polarities ที่มีจำนวนเท่ากับ sub_items',
                'polarity = "mixed" goes with sub_polarities, one sign for each of sub_items',
            ),
            Text(
                f'พิมพ์ polarity = "mixed", sub_polarities = [{example}] หรือ polarity = "unknown"',
                f'type polarity = "mixed", sub_polarities = [{example}], or polarity = "unknown"',
            ),
        )


def _small(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and count < 10


def themes_hold_items(book: Book) -> Iterator[Broken]:
    """The items of themes exist, and none belongs to two."""
    codes, taken = _codes(book, "items"), dict[str, tuple[KeyPath, str]]()
    for row in rows(book, "themes"):
        for path, code in row.words("items"):
            if code not in codes:
                yield _missing(path, code, swap("items", code, codes))
            elif code in taken:
                yield Broken(
                    path,
                    Text(
                        f"{code} อยู่ในประเด็น “{taken[code][1]}” แล้ว",
                        f"{code} belongs to the theme “{taken[code][1]}” already",
                    ),
                    Text(f'ลบ "{code}" ออกจากประเด็นหนึ่ง', f'delete "{code}" from one theme'),
                    taken[code][0],
                )
            taken.setdefault(code, (path, row.word("name")))


def duties_are_possible(book: Book) -> Iterator[Broken]:
    """Plan and report name an item of the year and columns of the form."""
    items = rows(book, "items")
    columns = [row.word("key") for row in rows(book, "form", "columns")]
    for name in ("plan", "report"):
        duty = table(book, name)
        yield from _refer(duty, "code", [row.word("code") for row in items], unknown=True)
        for path, key in duty.words("required"):
            if key not in columns:
                yield _missing(path, key, swap("required", key, columns))
        for row in items:
            if row.word("role") == f"measures_{name}" and row.word("code") != duty.word("code"):
                yield Broken(
                    (*row.path, "role"),
                    Text(
                        f"{row.word('code')} มี role = “measures_{name}” แต่ [{name}] ระบุ "
                        f"“{duty.word('code')}”",
                        f"{row.word('code')} has the role “measures_{name}”, but [{name}] names "
                        f"“{duty.word('code')}”",
                    ),
                    Text(
                        f'ใต้ [{name}] พิมพ์ code = "{row.word("code")}" หรือลบ role ออก',
                        f'under [{name}] type code = "{row.word("code")}", or delete the role',
                    ),
                )


def conditions_exist(book: Book) -> Iterator[Broken]:
    """Conditions of levels speak of instruments or parts, and of some when there are any."""
    levels, allowed = table(book, "levels"), _scored(book)
    for path, code in levels.words("conditions_on"):
        if code not in allowed and code != UNKNOWN:
            yield _missing(path, code, swap("conditions_on", code, allowed))
    conditional = [r for r in rows(book, "levels", "bands") if "each_at_least" in r.data]
    if conditional and not levels.data.get("conditions_on"):
        some = ", ".join(f'"{code}"' for code in allowed)
        yield Broken(
            (*conditional[0].path, "each_at_least"),
            Text(
                "มี each_at_least แต่ไม่ได้บอกว่าใช้กับเครื่องมือใด",
                "there is each_at_least, but not of which instruments it speaks",
            ),
            Text(
                f"ใต้ [levels] พิมพ์ conditions_on = [{some}]",
                f"under [levels] type conditions_on = [{some}]",
            ),
        )


def samples_have_a_base(book: Book) -> Iterator[Broken]:
    """Sample rules name an instrument, fields of the agency, and a border with its cap."""
    allowed = _scored(book)
    fields = [row.word("key") for row in rows(book, "form", "agency")]
    listed = rows(book, "samples")
    minimums = [f"minimum:{row.word('instrument')}" for row in listed]
    for row in listed:
        yield from _refer(row, "instrument", allowed)
        yield from _refer(row, "respondents", fields)
        base = row.word("of")
        if base and base not in [*fields, *minimums]:
            others = [one for one in minimums if one != f"minimum:{row.word('instrument')}"]
            yield _missing((*row.path, "of"), base, choose("of", base, [*fields, *others]))
        if ("big" in row.data) != ("cap" in row.data):
            yield Broken(
                (*row.path, "big" if "big" in row.data else "cap"),
                Text("big และ cap ต้องมีคู่กัน", "big and cap go together"),
                Text("พิมพ์ทั้งสองค่า หรือลบทั้งสองค่า", "type both, or delete both"),
            )


def minimums_end(book: Book) -> Iterator[Broken]:
    """No minimum is made of itself by way of others; each circle is told once."""
    listed = {row.word("instrument"): row for row in rows(book, "samples")}
    told: set[str] = set()
    for code, first in listed.items():
        circle = [code]
        while (base := listed[circle[-1]].word("of").removeprefix("minimum:")) in listed:
            if base in circle:
                break
            circle.append(base)
        if base == code and not told.intersection(circle):
            told.update(circle)
            yield Broken(
                (*first.path, "of"),
                Text("ขั้นต่ำอ้างกันเป็นวง", "the minimums are made of each other in a circle"),
                Text('พิมพ์ of = "internal" หรือ "external"', 'type of = "internal" or "external"'),
                (*listed[circle[-1]].path, "of"),
            )


# ── the form can be drawn ───────────────────────────────────────────────────────────────────────

_SHEETS = ("guide", "agency", "scores", "items", "measures", "selfcheck")
_ILLEGAL = re.compile(r"[\[\]:*?/\\]|^'|'$")


def sheets_can_be_named(book: Book) -> Iterator[Broken]:
    """Excel takes sheet names of 1 to 31 characters without certain signs."""
    listed = rows(book, "form", "sheets")
    for row in listed:
        name = row.word("name")
        if "name" not in row.data or not isinstance(row.data["name"], str):
            continue
        if not name.strip() or len(name) > 31 or _ILLEGAL.search(name) or fold(name) == "history":
            short = _ILLEGAL.sub(" ", name).strip()[:31].strip() or "แผ่นงาน"
            yield Broken(
                (*row.path, "name"),
                Text(
                    f"Excel ไม่รับชื่อแผ่นงาน “{name}” ({len(name)} ตัวอักษร)",
                    f"Excel does not take the sheet name “{name}” ({len(name)} characters)",
                ),
                Text(
                    f'พิมพ์ name = "{short}" (ไม่เกิน 31 ตัวอักษร ไม่มี [ ] : * ? / \\)',
                    f'type name = "{short}" (31 characters at most, none of [ ] : * ? / \\)',
                ),
            )
    there = {row.word("key") for row in listed}
    for key in _SHEETS if listed else ():
        if key not in there:
            yield _absent(("form", "sheets"), f'[[form.sheets]] key = "{key}"')


def lists_exist(book: Book) -> Iterator[Broken]:
    """Columns and lines that offer a choice name a list that exists."""
    lists = list(table(book, "form", "lists").data)
    if rows(book, "themes"):
        lists.append("themes")
    for row in [*rows(book, "form", "columns"), *rows(book, "form", "agency")]:
        yield from _refer(row, "list", lists)
        if row.word("kind") in {"choice", "status"} and not row.word("list"):
            yield Broken(
                (*row.path, "kind"),
                Text(
                    f"“{row.word('key')}” ให้เลือกจากรายการ แต่ไม่ได้บอกว่ารายการใด",
                    f"“{row.word('key')}” offers a choice, but names no list",
                ),
                Text(
                    f'พิมพ์ list = "{lists[0] if lists else ""}" หรือ kind = "text"',
                    f'type list = "{lists[0] if lists else ""}", or kind = "text"',
                ),
            )


def choices_are_unique(book: Book) -> Iterator[Broken]:
    """Values of a list and keys of a sheet name one row each."""
    form = table(book, "form")
    lists = form.data.get("lists")
    for name in lists if isinstance(lists, Mapping) else ():
        named = [(row.path, row.word("value")) for row in rows(book, "form", "lists", name)]
        yield from _doubled(named, "value", {})
    for name in ("sheets", "agency", "scores", "items", "columns"):
        named = [(row.path, row.word("key")) for row in rows(book, "form", name)]
        yield from _doubled(named, "key", {})


def form_is_complete(book: Book) -> Iterator[Broken]:
    """The form has the lines that no workbook can do without, and examples fill its columns."""
    columns = [row.word("key") for row in rows(book, "form", "columns")]
    agency = [row.word("key") for row in rows(book, "form", "agency")]
    if columns and "measure" not in columns:
        yield _absent(("form", "columns"), '[[form.columns]] key = "measure"')
    for key in ("fiscal_year", "name") if agency else ():
        if key not in agency:
            yield _absent(("form", "agency"), f'[[form.agency]] key = "{key}"')
    for row in rows(book, "form", "guide", "examples"):
        for key in row.data:
            if key not in columns and isinstance(row.data[key], str):
                yield _missing((*row.path, key), key, swap("key", key, columns))


def _absent(path: KeyPath, what: str) -> Broken:
    return Broken(
        path,
        Text(f"ขาด {what} ซึ่งแบบรายงานต้องมี", f"the form cannot do without {what}"),
        Text(
            f'เพิ่ม {what} หรือพิมพ์ extends = "form" ไว้บนสุด',
            f'add {what}, or type extends = "form" at the top',
        ),
    )


PROMISES = (
    year_is_buddhist,
    codes_are_unique,
    words_are_unique,
    weights_sum,
    bands_descend,
    points_are_within_100,
    counts_are_sensible,
    scales_ascend,
    groups_exist,
    items_are_whole,
    themes_hold_items,
    duties_are_possible,
    conditions_exist,
    samples_have_a_base,
    minimums_end,
    sheets_can_be_named,
    lists_exist,
    choices_are_unique,
    form_is_complete,
)

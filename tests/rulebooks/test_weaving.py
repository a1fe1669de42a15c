"""Laws of joining rule books and of finding their lines."""

import tomllib
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.rulebooks.lines import KeyPath, line_of, lines_of, plain, spotted
from itaxl.rulebooks.weaving import merge, spread

HERE = resources.files("itaxl.rulebooks")
BOOKS = sorted(folder.name for folder in HERE.iterdir() if (folder / "rulebook.toml").is_file())


def text_of(name: str) -> str:
    return (HERE / name / "rulebook.toml").read_text("utf-8")


def code_of(one: Any) -> str:
    return str(one["code"])


words = st.text(alphabet="กขabc ", max_size=4)
row: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"code": st.sampled_from("abcde")}, optional={"title": words}
)
table = st.fixed_dictionaries(
    {},
    optional={
        "name": words,
        "items": st.lists(row, max_size=4, unique_by=code_of),
        "aliases": st.lists(words, max_size=3),
        "form": st.fixed_dictionaries({}, optional={"title": words, "width": st.integers(0, 9)}),
    },
)


@given(old=table, new=table)
def test_laying_a_book_over_its_form_twice_changes_nothing(old: Any, new: Any) -> None:
    joined = merge(old, new)

    assert merge(old, joined) == joined
    assert merge(joined, new) == joined


@given(old=table, new=table)
def test_joining_changes_neither_book_and_loses_no_row(old: Any, new: Any) -> None:
    before = repr((old, new))
    joined = merge(old, new)

    assert repr((old, new)) == before
    held = {one["code"] for one in joined.get("items", [])}
    if new.get("items", True):  # an empty list empties the old one
        assert held == {one["code"] for book in (old, new) for one in book.get("items", [])}


@given(old=table, new=table)
def test_lines_do_not_change_what_is_joined(old: Any, new: Any) -> None:
    assert plain(merge(spotted(old, {}), spotted(new, {}))) == merge(old, new)


@pytest.mark.parametrize("name", [name for name in BOOKS if name != "form"])
def test_a_shipped_book_lies_stably_over_the_form(name: str) -> None:
    form = spread(tomllib.loads(text_of("form")))
    joined = merge(form, spread(tomllib.loads(text_of(name))))

    assert merge(joined, joined) == joined


def test_rows_share_what_their_block_says_and_may_say_otherwise() -> None:
    block = {"group": "1", "rows": [{"code": "a"}, {"code": "b", "group": "2"}]}

    assert spread({"items": [block, {"code": "c"}]}) == {
        "items": [{"group": "1", "code": "a"}, {"group": "2", "code": "b"}, {"code": "c"}]
    }


def _values(data: Any, path: KeyPath = ()) -> list[tuple[KeyPath, Any]]:
    if isinstance(data, dict):
        return [found for key, one in data.items() for found in _values(one, (*path, key))]
    if isinstance(data, list):
        return [found for index, one in enumerate(data) for found in _values(one, (*path, index))]
    return [(path, data)]


@pytest.mark.parametrize("name", BOOKS)
def test_every_value_of_a_shipped_book_stands_on_the_line_that_is_told(name: str) -> None:
    text = text_of(name)
    lines, found = text.split("\n"), lines_of(text)

    for path, value in _values(tomllib.loads(text)):
        shown = value if isinstance(value, str) else str(value).lower()
        assert shown in lines[found[path] - 1], path


def test_lines_of_hard_toml() -> None:
    text = (
        "# [x]\n"
        'a = """\n[no]\n= 3\n"""\n'
        "\"b c\".d = '# no' # [y]\n"
        "e = [ # one\n  1, [2,\n   3],\n]\n"
        "f = { g = [ { h = 1 },\n   { h = 2 } ], i.j = 'x,]}' }\n"
        "[[k]]\nl = 1\n[[k.m]]\nn = 1\n[[k.m]]\nn = 2\n[[k]]\n[k.o.p]\nq = 2024-01-01\n"
    )
    assert tomllib.loads(text)

    found = lines_of(text)

    assert found["a",] == 2
    assert found["b c", "d"] == 6
    assert found["e", 0] == 8
    assert found["e", 1, 1] == 9
    assert found["f", "g", 1, "h"] == 12
    assert found["f", "i", "j"] == 12
    assert found["k", 0, "m", 1, "n"] == 18
    assert found["k", 1, "o", "p", "q"] == 21


def test_a_place_that_is_not_there_is_told_by_what_is_around_it() -> None:
    text = "[a]\nb = 1\n[[c]]\nd = 2\n"
    tree = spotted(tomllib.loads(text), lines_of(text))

    assert line_of(tree, ("a", "z")) == 1
    assert line_of(tree, ("c", 0, "z")) == 3
    assert line_of(tree, ("z",)) == 0

"""
A bad rule book: every fault at once, each with its line and what to type.

In the texts below the faulty line bears the mark "# <-"; no line number is copied from the output.
"""

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl.errors import RuleBookError
from itaxl.rulebooks.faults import Fault
from itaxl.rulebooks.loading import faults, load_file, load_text

MARK = "# <-"

# name: (the text, the place that is told, what the remedy says to type)
ONE_FAULT = {
    "unknown key, near one": (
        """
        extends = "fy2567"
        [targets]
        totl = 80 # <-
        """,
        "targets.totl",
        "total",
    ),
    "unknown key, near none": (
        """
        extends = "fy2567"
        colour = "red" # <-
        """,
        "colour",
        "delete colour",
    ),
    "number with decimals outside quotes": (
        """
        extends = "fy2567"
        [targets]
        share = 84.5 # <-
        """,
        "targets.share",
        'share = "84.5"',
    ),
    "text where a number belongs": (
        """
        extends = "fy2567"
        [targets]
        total = "high" # <-
        """,
        "targets.total",
        "total = 30",
    ),
    "number where text belongs": (
        """
        extends = "fy2567"
        [plan]
        title = 34 # <-
        """,
        "plan.title",
        'title = "34"',
    ),
    "confidence that is no mark": (
        """
        extends = "fy2567"
        [plan]
        confidence = "sure" # <-
        """,
        "plan.confidence",
        '"A" | "B"',
    ),
    "kind of column": (
        """
        extends = "fy2567"
        [[form.columns]]
        key = "owner"
        kind = "owner" # <-
        """,
        "form.columns[owner].kind",
        'kind = "owners"',
    ),
    "list where a table belongs": (
        """
        extends = "fy2567"
        levels = ["A", "B"] # <-
        """,
        "levels",
        "levels = {",
    ),
    "row that lacks a key": (
        """
        extends = "fy2567"
        [[scales]] # <-
        code = "three"
        source = "own"
        confidence = "D"
        """,
        "scales[three].steps",
        "steps = [",
    ),
    "year of the other era": (
        """
        extends = "fy2567"
        fiscal_year = 2024 # <-
        """,
        "fiscal_year",
        "fiscal_year = 2567",
    ),
    "book that does not exist": (
        """
        extends = "fy2560" # <-
        fiscal_year = 2567
        version = "x"
        levels = "unknown"
        verdicts = "unknown"
        instruments = []
        indicators = []
        targets = { total = 85, indicator = 85, share = 1, source = "own", confidence = "D" }
        themes = [{ number = 1, name = "a", items = [], source = "own", confidence = "D" }]
        [plan]
        code = "unknown"
        title = "x"
        required = "unknown"
        source = "own"
        confidence = "D"
        [report]
        code = "unknown"
        title = "x"
        required = "unknown"
        source = "own"
        confidence = "D"
        """,
        "extends",
        'extends = "fy2567"',
    ),
    "weights that do not make 100": (
        """
        extends = "fy2567"
        [[instruments]] # <-
        code = "OIT"
        weight = 45
        """,
        "instruments",
        "make 100",
    ),
    "parts that do not make their instrument": (
        """
        extends = "fy2567"
        [[instruments]]
        code = "EIT"
        parts = [{ code = "EIT1", name = "a", weight = 20 }] # <-
        """,
        "instruments[EIT].parts",
        "make 30",
    ),
    "levels that rise": (
        """
        extends = "fy2567"
        [levels]
        bands = [
          { name = "low", at_least = 50 },
          { name = "high", at_least = 60 }, # <-
          { name = "none", at_least = 0 },
        ]
        """,
        "levels.bands[high].at_least",
        "highest first",
    ),
    "levels that leave low scores without one": (
        """
        extends = "fy2567"
        [levels]
        bands = [
          { name = "high", at_least = 60 },
          { name = "low", at_least = 10 }, # <-
        ]
        """,
        "levels.bands[low].at_least",
        "at_least = 0",
    ),
    "condition on an instrument that does not exist": (
        """
        extends = "fy2567"
        [levels]
        conditions_on = ["IIT", "EIT3"] # <-
        """,
        "levels.conditions_on[2]",
        '"EIT" instead of "EIT3"',
    ),
    "condition of nothing": (
        """
        extends = "fy2567"
        [levels]
        conditions_on = []
        bands = [
          { name = "good", at_least = 85, each_at_least = 85 }, # <-
          { name = "none", at_least = 0 },
        ]
        """,
        "levels.bands[good].each_at_least",
        'conditions_on = ["IIT", "EIT", "OIT", "EIT1", "EIT2"]',
    ),
    "points above 100": (
        """
        extends = "fy2567"
        [targets]
        total = 850 # <-
        """,
        "targets.total",
        "within 0–100",
    ),
    "item of a group that does not exist": (
        """
        extends = "fy2567"
        [[items]]
        code = "o26"
        group = "10.3" # <-
        """,
        "items[o26].group",
        'group = "10.',
    ),
    "item of an indicator of another instrument": (
        """
        extends = "fy2567"
        [[items]]
        code = "i1"
        group = "9" # <-
        """,
        "items[i1].group",
        '"1", "2"',
    ),
    "indicator of an instrument that does not exist": (
        """
        extends = "fy2567"
        [[sub_indicators]]
        code = "9.1"
        indicator = "19" # <-
        """,
        "sub_indicators[9.1].indicator",
        'indicator = "9"',
    ),
    "scale that does not exist": (
        """
        extends = "fy2567"
        [[items]]
        code = "i1"
        scale = "degree5" # <-
        """,
        "items[i1].scale",
        'scale = "degree6"',
    ),
    "scale written best first": (
        """
        extends = "fy2567"
        [[scales]]
        code = "degree6"
        steps = [{ text = "much", points = 100 }, { text = "little", points = 0 }] # <-
        """,
        "scales[degree6].steps",
        "worst first",
    ),
    "scale known by half": (
        """
        extends = "fy2567"
        [[scales]]
        code = "degree6"
        steps = [{ text = "little", points = 0 }, { text = "much", points = "unknown" }] # <-
        """,
        "scales[degree6].steps",
        "unknown",
    ),
    "no sub-items": (
        """
        extends = "fy2567"
        [[items]]
        code = "i1"
        sub_items = 0 # <-
        """,
        "items[i1].sub_items",
        "within 1–",
    ),
    "polarity that differs, but how": (
        """
        extends = "fy2567"
        [[items]]
        code = "i1"
        sub_items = 2
        polarity = "mixed" # <-
        """,
        "items[i1].polarity",
        'sub_polarities = ["+", "-"]',
    ),
    "fewer items than there are said to be": (
        """
        extends = "fy2567"
        [[instruments]]
        code = "IIT"
        item_count = 16 # <-
        """,
        "instruments[IIT].item_count",
        'item_count = "unknown"',
    ),
    "theme with an item that does not exist": (
        """
        extends = "fy2567"
        [[themes]]
        number = 4
        items = ["i10", "i11", "i112"] # <-
        """,
        "themes[4].items[3]",
        '"i12" instead',
    ),
    "item in two themes": (
        """
        extends = "fy2567"
        [[themes]]
        number = 4
        items = ["i10", "i11", "i12", "o1"] # <-
        """,
        "themes[4].items[4]",
        'delete "o1"',
    ),
    "item in two themes, the first of which is mine": (
        """
        extends = "fy2567"
        [[themes]]
        number = 1
        items = ["i1", "i12"] # <-
        """,
        "themes[1].items[2]",
        'delete "i12"',
    ),
    "duty with a column that does not exist": (
        """
        extends = "fy2567"
        [report]
        required = ["measure", "outcom"] # <-
        """,
        "report.required[2]",
        '"outcome" instead',
    ),
    "duty that names another item than the one that has the role": (
        """
        extends = "fy2567"
        [plan]
        code = "o34"
        [[items]]
        code = "o33"
        role = "measures_plan" # <-
        """,
        "items[o33].role",
        'code = "o33"',
    ),
    "sample of an instrument that does not exist": (
        """
        extends = "fy2567"
        [[samples]]
        instrument = "EIT2"
        of = "minimum:EIT3" # <-
        """,
        "samples[EIT2].of",
        'of = "minimum:EIT1"',
    ),
    "minimums in a circle": (
        """
        extends = "fy2567"
        [[samples]]
        instrument = "EIT1"
        of = "minimum:EIT2" # <-
        """,
        "samples[EIT1].of",
        'of = "internal"',
    ),
    "sample with a cap without a border": (
        """
        extends = "fy2567"
        [[samples]]
        instrument = "EIT2"
        cap = 80 # <-
        """,
        "samples[EIT2].cap",
        "type both",
    ),
    "list that does not exist": (
        """
        extends = "fy2567"
        [[form.columns]]
        key = "status"
        list = "status" # <-
        """,
        "form.columns[status].list",
        'list = "statuses"',
    ),
    "choice from no list": (
        """
        extends = "fy2567"
        [[form.columns]]
        key = "reason"
        kind = "choice" # <-
        """,
        "form.columns[reason].kind",
        'kind = "text"',
    ),
    "heading that another column has, but for a space": (
        """
        extends = "fy2567"
        [[form.columns]]
        key = "reason"
        heading = "ผู้ รับ ผิดชอบ" # <-
        """,
        "form.columns[reason].heading",
        "another word",
    ),
    "alias that another column has": (
        """
        extends = "fy2567"
        [[form.columns]]
        key = "reason"
        aliases = [
          "เหตุ",
          "วิธีการดำเนินการ", # <-
        ]
        """,
        "form.columns[reason].aliases[2]",
        "delete this one",
    ),
    "code that differs in its case only": (
        """
        extends = "fy2567"
        [[items]]
        code = "O 1" # <-
        instrument = "OIT"
        group = "9.1"
        title = "x"
        source = "own"
        confidence = "D"
        [[instruments]]
        code = "OIT"
        item_count = 36
        """,
        "items[O 1].code",
        "another one",
    ),
    "two rows of one name": (
        """
        extends = "fy2567"
        [[items]]
        code = "i1"
        title = "x"
        [[items]]
        code = "i1" # <-
        title = "y"
        """,
        "items[i1].code",
        "delete one row",
    ),
    "prompt that is too long for Excel": (
        f"""
        extends = "fy2567"
        [[form.columns]]
        key = "owner"
        prompt = "{"ก" * 256}" # <-
        """,
        "form.columns[owner].prompt",
        "255",
    ),
    "sheet name with a sign Excel refuses": (
        """
        extends = "fy2567"
        [[form.sheets]]
        key = "measures"
        name = "แผน/ผล" # <-
        """,
        "form.sheets[measures].name",
        'name = "แผน ผล"',
    ),
    "sheet name that is too long": (
        """
        extends = "fy2567"
        [[form.sheets]]
        key = "measures"
        name = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส" # <-
        """,
        "form.sheets[measures].name",
        "31",
    ),
    "sheet that the form cannot do without": (
        """
        extends = "fy2567"
        [[form.sheets]] # <-
        key = "scores"
        remove = true
        """,
        "form.sheets",
        'key = "scores"',
    ),
    "example for a column that does not exist": (
        """
        extends = "fy2567"
        [[form.guide.examples]]
        measure = "a"
        ownr = "กองคลัง" # <-
        """,
        "form.guide.examples[1].ownr",
        '"owner" instead',
    ),
    "curly quotes": (
        """
        extends = "fy2567"
        version = “2” # <-
        """,
        "",
        'version = "…"',
    ),
    "Thai digits": (
        """
        extends = "fy2567"
        [targets]
        total = ๘๕ # <-
        """,
        "",
        "western digits",
    ),
    "Thai digits inside a row": (
        """
        extends = "fy2567"
        [verdicts]
        bands = [
          { name = "ok", at_least = ๘๕ }, # <-
          { name = "unknown", at_least = 0 },
        ]
        """,
        "",
        "at_least = 30",
    ),
    "text without quotes": (
        """
        extends = "fy2567"
        version = สอง # <-
        """,
        "",
        'version = "…"',
    ),
    "quotes not closed": (
        """
        extends = "fy2567"
        version = "2 # <-
        """,
        "",
        "both",
    ),
    "the same key twice": (
        """
        extends = "fy2567"
        version = "2"
        version = "3" # <-
        """,
        "",
        "delete the second",
    ),
    "no equals sign": (
        """
        extends = "fy2567"
        version "2" # <-
        """,
        "",
        'key = "value"',
    ),
}


def written(text: str) -> str:
    return dedent(text).strip() + "\n"


def marked(text: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), 1) if MARK in line]


def faults_in(text: str, folder: Path) -> tuple[Fault, ...]:
    file = folder / "own.toml"
    file.write_text(text, "utf-8")
    return faults(file)


@pytest.mark.parametrize("name", ONE_FAULT)
def test_one_fault_is_told_once_with_its_line_and_what_to_type(name: str, tmp_path: Path) -> None:
    raw, where, remedy = ONE_FAULT[name]
    text = written(raw)

    found = faults_in(text, tmp_path)

    assert [fault.line for fault in found] == marked(text), found
    assert found[0].where == where
    assert remedy in found[0].remedy.en
    assert found[0].text.th
    assert found[0].remedy.th


@pytest.mark.parametrize("name", ONE_FAULT)
def test_a_book_with_a_fault_is_not_loaded(name: str) -> None:
    text = written(ONE_FAULT[name][0])

    with pytest.raises(RuleBookError) as told:
        load_text(text, "own.toml")

    line = marked(text)[0]
    assert f"line {line} " in told.value.text.en
    assert f"บรรทัด {line} " in told.value.text.th


def test_all_faults_of_all_kinds_are_told_at_once(tmp_path: Path) -> None:
    text = written(
        """
        extends = "fy2567"
        fiscal_year = 2024 # <-
        verison = "2" # <-

        [[instruments]]
        code = "IIT"
        weight = 30.5 # <-

        [[items]]
        code = "i3"
        scale = "degre6" # <-
        sub_items = 0 # <-

        [[items]]
        code = "i3" # <-
        title = 5 # <-

        [[themes]]
        number = 4
        items = ["i10", "i11", "i12", "zz"] # <-

        [levels]
        conditions_on = ["XXX"] # <-
        places = -1 # <-

        [[form.columns]]
        key = "owner"
        list = "owners" # <-
        prompt = “…” # <-

        [plan]
        required = ["mesure"] # <-
        """
    )

    assert [fault.line for fault in faults_in(text, tmp_path)] == marked(text)


def test_a_fault_shared_by_the_rows_of_a_block_is_told_once(tmp_path: Path) -> None:
    text = written(
        """
        extends = "fy2567"
        [[items]]
        instrument = "IIT"
        group = "1"
        scale = "degree5" # <-
        source = "own"
        confidence = "D"
        rows = [{ code = "i1", title = "a" }, { code = "i2", title = "b" }]
        """
    )

    assert [fault.line for fault in faults_in(text, tmp_path)] == marked(text)


def test_a_row_of_a_block_is_told_by_its_own_line(tmp_path: Path) -> None:
    text = written(
        """
        extends = "fy2567"
        [[items]]
        instrument = "IIT"
        group = "1"
        source = "own"
        confidence = "D"
        rows = [
          { code = "i1", title = "a" },
          { code = "i2", title = "b", scale = "degree5" }, # <-
        ]
        """
    )

    assert [fault.line for fault in faults_in(text, tmp_path)] == marked(text)


def test_removing_what_is_not_there_is_told(tmp_path: Path) -> None:
    text = written(
        """
        extends = "fy2567"
        [[form.agency]]
        key = "fax"
        remove = true # <-
        """
    )

    found = faults_in(text, tmp_path)

    assert marked(text)[0] in [fault.line for fault in found]
    assert any("no “fax” to remove" in fault.text.en for fault in found)


def test_an_empty_book_says_what_it_lacks(tmp_path: Path) -> None:
    found = faults_in("", tmp_path)

    lacking = {fault.where for fault in found}
    assert {"fiscal_year", "instruments", "levels", "form"} <= lacking
    assert {fault.line for fault in found} == {1}
    assert any('extends = "form"' in fault.remedy.en for fault in found)


def test_brackets_without_end_are_a_fault_not_a_crash(tmp_path: Path) -> None:
    assert len(faults_in("a = " + "[" * 5000, tmp_path)) == 1
    assert len(faults_in('extends = "fy2567"\nitems = [\n  1,\n', tmp_path)) == 1


# ── nothing that can be typed brings the tool down ──────────────────────────────────────────────

NAMES = (
    "code", "key", "name", "weight", "parts", "instrument", "group", "rows", "remove", "items",
    "steps", "points", "bands", "at_least", "aliases", "list", "of", "sub_items", "sub_polarities",
    "lists", "sheets", "columns", "agency", "examples", "guide", "conditions_on", "required",
)  # fmt: skip
TABLES = (
    "extends", "instruments", "indicators", "sub_indicators", "items", "scales", "levels",
    "verdicts", "samples", "targets", "themes", "plan", "report", "form", "fiscal_year",
)  # fmt: skip
VALUES = st.recursive(
    st.sampled_from(["1", "-1", "2.5", "nan", "true", '""', '"unknown"', '"i1"', '"IIT"', '"EIT1"',
                     '"mixed"', '"minimum:EIT2"', "2024-01-01", "[]", "{}"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda some: f"[{', '.join(some)}]")
    | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4).map(
        lambda some: "{ " + ", ".join(f"{key} = {one}" for key, one in some.items()) + " }"
    ),
    max_leaves=12,
)  # fmt: skip


def loads_or_tells(text: str) -> bool:
    try:
        load_text(text)
    except RuleBookError as told:
        return "line " in told.text.en
    return True


@settings(max_examples=80, deadline=None)
@given(tables=st.dictionaries(st.sampled_from(TABLES), VALUES, max_size=4))
def test_any_values_give_faults_or_a_book_but_never_a_crash(tables: dict[str, str]) -> None:
    tables = {"extends": '"fy2567"', **tables}
    text = "".join(f"{key} = {value}\n" for key, value in tables.items())

    assert loads_or_tells(text)


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="[]{}=,.\"'\n ab1๑“#ก", max_size=60))
def test_any_text_gives_faults_but_never_a_crash(text: str) -> None:
    assert loads_or_tells(text)


# ── own books that are good ─────────────────────────────────────────────────────────────────────


def test_an_own_book_extends_a_shipped_one_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    # As Notepad saves it: byte order mark and two-byte line ends.
    file.write_bytes(
        b"\xef\xbb\xbf"
        + written(
            """
            extends = "fy2567"
            version = "จังหวัด 1"
            [[items]]
            code = "o26"
            group = "10.1"
            [[form.agency]]
            key = "code"
            remove = true
            [[scales]]
            code = "degree6"
            steps = [{ text = "no", points = 0 }, { text = "yes", points = "66.67" }]
            """
        )
        .replace("\n", "\r\n")
        .encode()
    )

    book = load_file(file)

    assert faults(file) == ()
    assert (book.fiscal_year, book.version, len(book.items)) == (2567, "จังหวัด 1", 59)
    assert book.items_by_code["o26"].group == "10.1"
    assert book.items_by_code["o26"].title.startswith("ประกาศเจตนารมณ์")
    assert "code" not in {line.key for line in book.form.agency}
    assert [str(step.points) for step in book.scales[0].steps] == ["0", "66.67"]


def test_an_own_table_of_levels_replaces_the_whole_table() -> None:
    book = load_text(
        written(
            """
            extends = "fy2567"
            [levels]
            conditions_on = []
            bands = [{ name = "yes", at_least = 50 }, { name = "no", at_least = 0 }]
            """
        )
    )

    assert book.levels != "unknown"
    assert [band.name for band in book.levels.bands] == ["yes", "no"]


def test_themes_can_be_said_to_be_unknown() -> None:
    book = load_text(
        'extends = "fy2567"\nthemes = "unknown"\n'
        '[[form.columns]]\nkey = "theme"\nkind = "text"\nlist = ""\n'
    )

    assert not book.themes_known


# ── files that cannot be read ───────────────────────────────────────────────────────────────────


def test_a_file_that_is_missing_or_no_text_is_told_in_one_sentence(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes("# a\n# ไทย\n".encode("cp874"))

    with pytest.raises(RuleBookError, match="cannot open"):
        faults(tmp_path / "none.toml")
    with pytest.raises(RuleBookError, match="cannot open"):
        faults(tmp_path)
    with pytest.raises(RuleBookError, match="line 2 is not UTF-8"):
        load_file(latin)

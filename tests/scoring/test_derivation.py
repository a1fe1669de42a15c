import json
from decimal import Decimal

from hypothesis import strategies as st
from scoring_cases import NAMES, SEED, given, indicators, instruments, law, submission

from itaxl.scoring import Inputs, as_json, assume, card, derive, score

scores = st.decimals(0, 100, places=2)


def test_a_total_is_told_with_its_parts_weights_and_cells() -> None:
    made = score(submission(indicators(SEED)), NAMES)
    lines = [line.en for line in derive(made, "total")]

    assert lines[0] == (
        "total = (30 × IIT 98.888 + 30 × EIT 91.16 + 40 × OIT 88.335) ÷ 100 = 92.3484"
    )
    assert lines[1] == "total rounded to 92.35"
    assert "OIT = mean of 9, 10 = (100 + 76.67) ÷ 2 = 88.335" in lines
    assert "10 = 76.67, typed at คะแนน!F12" in lines
    assert len(lines) == 2 + 3 + 10


def test_parts_are_told_with_their_own_weights() -> None:
    lines = [line.en for line in derive(card(instruments("90", "80", "96", "90"), NAMES), "total")]

    assert "15 × EIT1 80 + 15 × EIT2 96" in lines[0]
    assert sum(line.startswith("6.EIT1 =") for line in lines) == 1


def test_an_endless_fraction_is_shown_as_cut() -> None:
    made = card(Inputs(items={"i1": Decimal(100), "i2": Decimal(100), "i3": Decimal(0)}), NAMES)

    assert derive(made, "1")[0].en.endswith("= 66.666667…")


def test_what_is_not_known_tells_why() -> None:
    made = card(Inputs(indicators={"1": Decimal(90)}), NAMES)

    assert "not computable because 2, 3, 4, 5 is not known" in derive(made, "IIT")[0].en
    assert derive(made, "nothing") == ()


def test_a_figure_that_was_typed_differently_is_told() -> None:
    made = score(
        submission({"1": Decimal(90)}, {c: Decimal(80) for c in ("i1", "i2", "i3")}), NAMES
    )

    assert derive(made, "1")[1].en == "the workbook also says 1 = 90 (at คะแนน!F3)"


def test_an_assumed_figure_is_called_so() -> None:
    made = card(assume(given(SEED), {"10": Decimal(90)}), NAMES)

    assert derive(made, "10")[0].en == "10 = 90 (assumed)"


def test_json_holds_shown_figures_and_exact_ones() -> None:
    told = as_json(score(submission(indicators(SEED)), NAMES))

    assert told["indicators"]["4"] == "95.55"
    assert told["instruments"] == {
        "IIT": "98.89", "EIT1": None, "EIT2": None, "EIT": "91.16", "OIT": "88.34",
    }  # fmt: skip
    assert (told["total"], told["level"], told["level_proven"]) == ("92.35", "ผ่านดี", False)
    assert told["to_next_level"]["points"] == "2.65"
    assert told["to_next_level"]["single"] is None
    assert told["to_next_level"]["binding"][0] == {"code": "EIT1", "points": "3.84"}
    assert told["derivation"]["total"]["value"] == "92.3484"
    assert told["derivation"]["total"]["parts"][0] == {
        "code": "IIT", "weight": "30", "value": "98.888",
    }  # fmt: skip
    assert told["derivation"]["10"]["cells"] == ["คะแนน!F12"]
    assert told["explain"]["total"][1]["en"] == "total rounded to 92.35"
    assert told["verdicts"]["10"] == "ต้องปรับปรุง"
    assert "i1" not in told["derivation"]


@law(st.dictionaries(st.sampled_from([*map(str, range(1, 11))]), scores))
def test_json_says_null_for_what_is_not_known_and_never_zero(some: dict[str, Decimal]) -> None:
    made = card(Inputs(indicators=some), NAMES)
    told = json.loads(json.dumps(as_json(made), ensure_ascii=False))

    assert {code for code, points in told["indicators"].items() if points is not None} == set(some)
    assert all(told["indicators"][code] == f"{points:.2f}" for code, points in some.items())
    assert (told["total"] is None) is (len(some) < 10)


@law(st.lists(scores, min_size=10, max_size=10))
def test_every_derivation_can_be_recomputed_from_its_parts(ten: list[Decimal]) -> None:
    made = card(given(" ".join(map(str, ten))), NAMES)
    for figure in made.figures.values():
        if figure.parts and figure.value is not None:
            known = [(p.weight, p.value) for p in figure.parts if p.value is not None]
            above = sum((weight * value for weight, value in known), Decimal(0))
            below = sum((weight for weight, _ in known), Decimal(0))

            assert abs(above / below - figure.value) < Decimal("1e-18")

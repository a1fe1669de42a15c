import datetime as dt

import pytest
from scoring_cases import NAMES, measure

from itaxl.scores import Basis, Doing, Standing
from itaxl.scoring import doing, standing

END = dt.date(2025, 9, 30)
BEFORE, AFTER = END, END + dt.timedelta(days=1)  # the last day still belongs to the period


@pytest.mark.parametrize(
    ("how_far", "until_the_end", "later"),
    [
        (Doing.PLANNED, Standing.NOT_DUE, Standing.NOT_REPORTED),
        (Doing.UNKNOWN, Standing.NOT_DUE, Standing.NOT_REPORTED),
        (Doing.NOT_STARTED, Standing.NOT_DUE, Standing.OVERDUE),
        (Doing.IN_PROGRESS, Standing.RUNNING, Standing.OVERDUE),
        (Doing.PARTIAL, Standing.RUNNING, Standing.OVERDUE),
        (Doing.POSTPONED, Standing.RUNNING, Standing.OVERDUE),
        (Doing.ONGOING, Standing.RUNNING, Standing.RUNNING),
        (Doing.DONE, Standing.FINISHED, Standing.FINISHED),
        (Doing.DONE_LATE, Standing.FINISHED, Standing.FINISHED),
        (Doing.CANCELLED, Standing.DROPPED, Standing.DROPPED),
    ],
)
def test_standing_on_the_last_day_and_the_day_after(
    how_far: Doing, until_the_end: Standing, later: Standing
) -> None:
    assert standing(how_far, END, BEFORE) is until_the_end
    assert standing(how_far, END, AFTER) is later


@pytest.mark.parametrize("how_far", list(Doing))
def test_without_a_period_only_an_end_is_certain(how_far: Doing) -> None:
    certain = {
        Doing.DONE: Standing.FINISHED,
        Doing.DONE_LATE: Standing.FINISHED,
        Doing.CANCELLED: Standing.DROPPED,
    }

    assert standing(how_far, None, AFTER) is certain.get(how_far, Standing.UNKNOWN)


@pytest.mark.parametrize("choice", NAMES.form.lists["statuses"], ids=lambda choice: choice.value)
def test_every_choice_of_the_status_list_is_understood(choice: object) -> None:
    text, value = choice.text, choice.value  # type: ignore[attr-defined]

    assert doing(measure(status=text, result=None))[:2] == (Doing(value), Basis.STATED)


def test_the_status_column_comes_before_the_words_of_the_result() -> None:
    made = doing(measure(status="อยู่ระหว่างดำเนินการ", result="ดำเนินการแล้วเสร็จ"))

    assert (made.doing, made.basis) == (Doing.IN_PROGRESS, Basis.STATED)
    assert "status-and-result-differ" in made.flags


def test_a_result_that_agrees_raises_no_flag() -> None:
    made = doing(measure(status="ดำเนินการแล้วเสร็จ", result="ดำเนินการแล้วเสร็จ"))

    assert made == (Doing.DONE, Basis.STATED, ())


def test_without_a_status_the_words_of_the_result_tell() -> None:
    assert doing(measure(result="ดำเนินการแล้วเสร็จ"))[:2] == (Doing.DONE, Basis.STATED)
    assert doing(measure(result="ยังไม่ได้ดำเนินการ")).doing is Doing.NOT_STARTED


def test_what_a_result_only_implies_is_called_so() -> None:
    made = doing(measure(status=None, result="จัดทำคู่มือการให้บริการ 5 เรื่อง"))

    assert (made.doing, made.basis) == (Doing.DONE, Basis.IMPLIED)


def test_words_of_status_in_the_outcome_column_count_too() -> None:
    made = doing(measure(result=None, outcome="ดำเนินการแล้วเสร็จ"))

    assert made.doing is Doing.DONE


def test_a_status_that_is_none_is_flagged_and_the_result_tells() -> None:
    made = doing(measure(status="โอเค", result="ดำเนินการแล้วเสร็จ"))

    assert made.doing is Doing.DONE
    assert "status-unread" in made.flags


def test_a_plan_has_no_results_yet() -> None:
    assert doing(measure(measure="ก")) == (Doing.PLANNED, Basis.NONE, ())
    assert doing(measure(status=None, result=None), report=False).doing is Doing.PLANNED


def test_a_report_that_says_nothing_is_unknown_and_not_planned() -> None:
    assert doing(measure(status=None, result=None)).doing is Doing.UNKNOWN
    assert doing(measure(measure="ก"), report=True).doing is Doing.UNKNOWN

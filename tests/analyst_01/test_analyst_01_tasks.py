"""Each task of the lesson on releases tells right from wrong, names the idea missed, and is not fooled or harmed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from answers_to_module_01 import BLANK_TEXT, LESS, MEMO, NOT_YET, RIGHT, WRONG

from commonground import exercises
from commonground.exercises import Status
from commonground.exercises.task import FunctionTask, PartsTask

TASKS = exercises.tasks("01")
ON_TABLES = [id for id, task in TASKS.items() if isinstance(task, FunctionTask) and not task.takes_value]


def function_task(id: str) -> FunctionTask:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    return task


def named(pairs: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param(id, item, id=f"{id}-{i}") for id, items in pairs.items() for i, item in enumerate(items)
    ]


def test_every_task_has_enough_of_both_kinds() -> None:
    assert set(RIGHT) == set(WRONG) == set(TASKS)
    assert all(len(answers) >= 3 for answers in RIGHT.values())
    assert all(len(answers) >= 5 for answers in WRONG.values())
    assert len(ON_TABLES) >= 6


@pytest.mark.parametrize(("id", "answer"), named(RIGHT))
def test_right_answers_pass(id: str, answer: Any) -> None:
    outcome = exercises.get(id).check(answer)
    assert outcome.status is Status.RIGHT, outcome


@pytest.mark.parametrize(("id", "wrong"), named(WRONG))
def test_wrong_answers_get_the_message_meant_for_them(id: str, wrong: tuple[Any, str]) -> None:
    answer, mistake = wrong
    outcome = exercises.get(id).check(answer)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, mistake), outcome
    assert exercises.get(id).texts.replies[mistake].strip().rstrip(".") in outcome.message


@pytest.mark.parametrize("id", TASKS)
def test_every_foreseen_mistake_is_tried_and_has_words(id: str) -> None:
    task = exercises.get(id)
    assert {mistake for _, mistake in WRONG[id]} == set(task.mistake_ids) == set(task.texts.replies)
    assert len(set(task.texts.hints)) == 2
    assert len(task.texts.answer.split()) >= 25


@pytest.mark.parametrize("id", ON_TABLES)
def test_wrong_ways_are_told_apart(id: str) -> None:
    task = function_task(id)
    for way in task.wrong:
        outcome = task.check(way.way)
        assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, way.id)


@pytest.mark.parametrize("id", ON_TABLES)
def test_every_hidden_table_is_described(id: str) -> None:
    task = function_task(id)
    assert {case.id for case in task.cases[1:]} == set(task.texts.cases)
    assert len(task.cases) >= 3


@pytest.mark.parametrize("id", TASKS)
@pytest.mark.parametrize("blank", [None, ..., lambda *a: ..., lambda *a: None])
def test_blank_is_not_attempted(id: str, blank: Any) -> None:
    task = exercises.get(id)
    if callable(blank) and id not in ON_TABLES:
        blank = BLANK_TEXT if isinstance(task, PartsTask) else dict.fromkeys(["welfare-columns"], ...)
    assert task.check(blank).status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize("id", ON_TABLES)
def test_the_visible_answer_written_in_fails_on_hidden_tables(id: str) -> None:
    task = function_task(id)
    visible = task.right(*task.cases[0].arguments)
    outcome = task.check(lambda *inputs: visible)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, "hard-coded")
    assert task.check(visible).mistake == "value-not-function"


def spoil(value: Any) -> None:
    if isinstance(value, pd.DataFrame):
        for column in value.columns:
            value[column] = None
    elif isinstance(value, pd.Series):
        value[:] = 0
    elif isinstance(value, list):
        value.clear()


@pytest.mark.parametrize("id", ON_TABLES)
def test_a_function_that_spoils_its_inputs_does_no_harm(id: str) -> None:
    task = function_task(id)

    def vandal(*inputs: Any) -> Any:
        answer = task.right(*inputs)
        for value in inputs:
            spoil(value)
        return answer

    assert task.check(vandal).status is Status.RIGHT
    assert task.check(RIGHT[id][0]).status is Status.RIGHT


@pytest.mark.parametrize("id", ON_TABLES)
def test_code_that_stops_is_explained(id: str) -> None:
    outcome = exercises.get(id).check(lambda *inputs: inputs[0]["no such column"])
    assert outcome.status is Status.ERROR
    assert "no such column" in outcome.message


@pytest.mark.parametrize("id", ON_TABLES)
@pytest.mark.parametrize(
    "answer", ["a word", 7, {"a": {"b": object()}}, lambda *a: object(), lambda *a: pd.DataFrame(), np.array]
)
def test_any_answer_at_all_gets_a_reply(id: str, answer: Any) -> None:
    assert exercises.get(id).check(answer).status in (Status.NOT_YET, Status.MISTAKEN, Status.ERROR)


@pytest.mark.parametrize("id", ON_TABLES)
def test_a_lesson_goes_on_with_the_learners_function_once_it_is_right(id: str) -> None:
    task = function_task(id)
    good, bad = RIGHT[id][0], WRONG[id][0][0]
    task.check(good)
    assert task.carry_on_with(good) is good
    assert task.carry_on_with(bad) is task.right


def test_an_honest_blank_is_full_marks_where_it_is_true() -> None:
    fewest = function_task("01/fewest")
    alike = next(case for case in fewest.cases if case.id == "alike")
    assert np.isnan(fewest.right(*alike.arguments))
    shut = next(case for case in function_task("01/subtract").cases if case.id == "shut")
    assert function_task("01/subtract").right(*shut.arguments).isna().sum().sum() == 4
    assert exercises.get("01/cannot-say").check(RIGHT["01/cannot-say"][0]).status is Status.RIGHT


@pytest.mark.parametrize("memo", [MEMO, LESS, NOT_YET])
def test_not_releasing_can_win_and_nobody_has_judged(memo: dict[str, str]) -> None:
    outcome = exercises.get("01/memo").check(memo)
    assert outcome.status is Status.RIGHT
    assert outcome.written == memo
    assert "nobody has judged" in outcome.message


def test_an_unfinished_memo_is_kept() -> None:
    outcome = exercises.get("01/memo").check({"asked": MEMO["asked"]})
    assert outcome.written == {"asked": MEMO["asked"]}


def test_a_blank_that_python_takes_for_all_columns_is_named_as_a_blank() -> None:
    def protect(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
        shown = counts.where(counts >= minimum)
        for row in shown.index[shown.isna().sum(axis=1) == 1]:
            shown.loc[row, ...] = np.nan
        return shown

    outcome = exercises.get("01/protect").check(protect)
    assert outcome.status is Status.NOT_ATTEMPTED
    assert "still a `...`" in outcome.message


def test_a_gap_hidden_again_ends_and_is_told_apart() -> None:
    def protect(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
        shown = counts.where(counts >= minimum)
        for _ in range(shown.size):
            for _ in ("rows", "columns"):
                for row in shown.index[shown.isna().sum(axis=1) == 1]:
                    shown.loc[row, shown.loc[row].isna().idxmax()] = np.nan
                shown = shown.T
        return shown

    assert exercises.get("01/protect").check(protect).mistake == "primary-alone"

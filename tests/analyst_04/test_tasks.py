"""Each task tells right from wrong, names the idea missed, and is not fooled or harmed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from answers_to_module_04 import BLANK_TEXT, RIGHT, STATEMENT, WRONG

from commonground import exercises
from commonground.exercises.outcome import Status
from commonground.exercises.task import ChoiceTask, FunctionTask, PartsTask

TASKS = exercises.tasks("04")
FUNCTIONS = [id for id, task in TASKS.items() if isinstance(task, FunctionTask)]


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
    assert len(FUNCTIONS) >= 6


@pytest.mark.parametrize(("id", "answer"), named(RIGHT))
def test_right_answers_pass(id: str, answer: Any) -> None:
    outcome = exercises.get(id).check(answer)
    assert outcome.status is Status.RIGHT, outcome


@pytest.mark.parametrize(("id", "wrong"), named(WRONG))
def test_wrong_answers_get_the_message_meant_for_them(id: str, wrong: tuple[Any, str]) -> None:
    answer, mistake = wrong
    outcome = exercises.get(id).check(answer)
    assert outcome.status is Status.MISTAKEN, outcome
    assert outcome.mistake == mistake
    assert exercises.get(id).texts.replies[mistake].strip().rstrip(".") in outcome.message


@pytest.mark.parametrize("id", TASKS)
def test_every_foreseen_mistake_is_tried_and_has_words(id: str) -> None:
    task = exercises.get(id)
    assert {mistake for _, mistake in WRONG[id]} == set(task.mistake_ids)
    right = task.right if isinstance(task, ChoiceTask) else frozenset()
    assert set(task.texts.replies) == set(task.mistake_ids) | right
    assert task.texts.right.strip()
    assert task.texts.answer.strip()
    assert len(set(task.texts.hints)) == 2


@pytest.mark.parametrize("id", FUNCTIONS)
def test_wrong_ways_are_told_apart(id: str) -> None:
    task = function_task(id)
    for way in task.wrong:
        outcome = task.check(way.way)
        assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, way.id)


@pytest.mark.parametrize("id", FUNCTIONS)
def test_every_hidden_table_is_described(id: str) -> None:
    task = function_task(id)
    assert {case.id for case in task.cases[1:]} == set(task.texts.cases)
    assert len(task.cases) >= 3


@pytest.mark.parametrize("id", TASKS)
@pytest.mark.parametrize("blank", [None, ..., lambda *a: ..., lambda *a: None])
def test_blank_is_not_attempted(id: str, blank: Any) -> None:
    task = exercises.get(id)
    if callable(blank) and not isinstance(task, FunctionTask):
        blank = BLANK_TEXT if isinstance(task, PartsTask) else None
    assert task.check(blank).status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize("id", FUNCTIONS)
def test_the_visible_answer_written_in_fails_on_hidden_tables(id: str) -> None:
    task = function_task(id)
    visible = task.right(*task.cases[0].arguments)
    outcome = task.check(lambda *inputs: visible)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, "hard-coded")


@pytest.mark.parametrize("id", FUNCTIONS)
def test_the_visible_answer_as_a_value_is_asked_for_as_a_function(id: str) -> None:
    task = function_task(id)
    assert task.check(task.right(*task.cases[0].arguments)).mistake == "value-not-function"


def spoil(value: Any) -> None:
    if isinstance(value, pd.DataFrame):
        for column in value.columns:
            value[column] = None
    elif isinstance(value, pd.Series):
        value[:] = np.nan
    elif isinstance(value, dict):
        value.clear()


@pytest.mark.parametrize("id", FUNCTIONS)
def test_a_function_that_spoils_its_inputs_does_no_harm(id: str) -> None:
    task = function_task(id)

    def vandal(*inputs: Any) -> Any:
        answer = task.right(*inputs)
        for value in inputs:
            spoil(value)
        return answer

    assert task.check(vandal).status is Status.RIGHT
    assert task.check(vandal).status is Status.RIGHT
    assert task.check(RIGHT[id][0]).status is Status.RIGHT


@pytest.mark.parametrize("id", FUNCTIONS)
def test_rounding_to_three_decimals_is_no_mistake(id: str) -> None:
    task = function_task(id)

    def rounded(*inputs: Any) -> Any:
        entries = task.comparison.entries(task.right(*inputs))
        if () in entries:
            return round(entries[()], 3)
        return pd.Series(
            {path if len(path) > 1 else path[0]: round(value, 3) for path, value in entries.items()}
        )

    assert task.check(rounded).status is Status.RIGHT


@pytest.mark.parametrize("id", FUNCTIONS)
def test_percent_for_shares_and_other_slips_are_never_right(id: str) -> None:
    task = function_task(id)

    def scaled(*inputs: Any) -> Any:
        entries = task.comparison.entries(task.right(*inputs))
        scaled = {
            path if len(path) > 1 else (path or ("",))[0]: 100 * value for path, value in entries.items()
        }
        return scaled[""] if "" in scaled else pd.Series(scaled)

    outcome = task.check(scaled)
    if outcome.status is Status.NOT_YET:
        assert "100 times" in outcome.message
    else:
        assert outcome.mistake == "points"


@pytest.mark.parametrize("id", FUNCTIONS)
def test_code_that_stops_is_explained(id: str) -> None:
    outcome = exercises.get(id).check(lambda *inputs: inputs[0]["no such column"])
    assert outcome.status is Status.ERROR
    assert "no such column" in outcome.message


@pytest.mark.parametrize("id", FUNCTIONS)
def test_a_lesson_goes_on_with_the_learners_function_once_it_is_right(id: str) -> None:
    task = function_task(id)
    # A right dict is right; where ours is a table, the lesson goes on with ours.
    good = next(one for one in RIGHT[id] if task.check(one).status is Status.RIGHT and task.carry_on_with(one) is one)
    bad = WRONG[id][0][0]
    task.check(good)
    assert task.carry_on_with(good) is good
    assert task.carry_on_with(bad) is task.right


def test_the_data_cannot_say_is_right_where_it_is_true() -> None:
    task = exercises.get("04/write-up")
    outcome = task.check(WRONG["04/write-up"][0][0])
    assert "data cannot say" in outcome.message
    assert task.check(RIGHT["04/write-up"][0]).status is Status.RIGHT


def test_the_statement_is_kept_and_is_not_judged() -> None:
    outcome = exercises.get("04/statement").check(STATEMENT)
    assert outcome.written == STATEMENT
    assert "nobody has judged" in outcome.message
    unfinished = exercises.get("04/statement").check({"recorded": STATEMENT["recorded"]})
    assert unfinished.written == {"recorded": STATEMENT["recorded"]}


class _Lesson:
    """Stands in for a lesson: notes what it is told."""

    id = "04-bias-in-shared-data/3-analyst"

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.marks: list[tuple[str, bool]] = []
        self.answers = self
        self.progress = self

    def put(self, key: str, value: Any) -> None:
        self.kept[key] = value

    def mark_exercise(self, lesson_id: str, exercise_id: str, done: bool) -> None:
        assert lesson_id == self.id
        self.marks.append((exercise_id, done))


def test_a_lesson_keeps_attempts_once_and_the_learners_words() -> None:
    before, lesson = _Lesson(), _Lesson()
    exercises.keep_in(before)
    exercises.keep_in(lesson)
    exercises.get("04/cannot-say").check(None)
    exercises.get("04/cannot-say").check("average")
    exercises.get("04/cannot-say").check("cannot-say")
    exercises.get("04/statement").check(STATEMENT)
    assert lesson.marks == [("04/cannot-say", False), ("04/cannot-say", True), ("04/statement", True)]
    assert lesson.kept == {"statement": STATEMENT}
    assert before.marks == []

"""The checked tasks on contact logs: right ways pass, wrong ways hear the message meant for them, blanks are no answer."""

from __future__ import annotations

import re
from typing import Any

import answers_to_module_02 as solutions
import pandas as pd
import pytest

from commonground import content, exercises
from commonground.exercises import Status
from commonground.exercises.task import FunctionTask, PartsTask
from commonground.exercises.texts import load

TASKS = exercises.tasks("02")
TEXTS = load("asking.yml")
ON_TABLES = [id for id, task in TASKS.items() if isinstance(task, FunctionTask) and not task.takes_value]


def function_task(id: str) -> FunctionTask:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    return task


def named(pairs: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param(id, item, id=f"{id}-{i}") for id, items in pairs.items() for i, item in enumerate(items)
    ]


def test_every_task_has_three_right_and_five_wrong_answers() -> None:
    assert set(solutions.RIGHT) == set(solutions.WRONG) == set(TASKS) == set(TEXTS)
    for id in TASKS:
        assert len(solutions.RIGHT[id]) >= 3
        assert len({mistake for _, mistake in solutions.WRONG[id]}) >= 5


@pytest.mark.parametrize(("id", "answer"), named(solutions.RIGHT))
def test_right_answers_pass(id: str, answer: Any) -> None:
    outcome = exercises.get(id).check(answer)
    assert outcome.status is Status.RIGHT, outcome


@pytest.mark.parametrize(("id", "wrong"), named(solutions.WRONG))
def test_wrong_answers_get_the_message_meant_for_them(id: str, wrong: tuple[Any, str]) -> None:
    answer, mistake = wrong
    outcome = exercises.get(id).check(answer)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, mistake), outcome
    assert exercises.get(id).texts.replies[mistake].strip().rstrip(".") in outcome.message


@pytest.mark.parametrize("id", TASKS)
def test_every_foreseen_mistake_is_tried_and_has_words(id: str) -> None:
    task = exercises.get(id)
    assert {mistake for _, mistake in solutions.WRONG[id]} == set(task.mistake_ids) == set(task.texts.replies)
    assert task.texts.right.strip()
    assert task.texts.answer.strip()
    assert len(set(task.texts.hints)) == 2
    for reply in task.texts.replies.values():
        assert len(reply.split()) >= 8
        assert not re.match(r"(wrong|incorrect)\b", reply, re.IGNORECASE)


@pytest.mark.parametrize("id", ON_TABLES)
def test_each_foreseen_mistake_is_told_from_the_others(id: str) -> None:
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
@pytest.mark.parametrize("blank", [None, ..., lambda *inputs: ..., lambda *inputs: None])
def test_a_blank_is_not_attempted(id: str, blank: Any) -> None:
    task = exercises.get(id)
    if callable(blank) and not isinstance(task, FunctionTask):
        blank = solutions.BLANK_TEXT if isinstance(task, PartsTask) else None
    assert task.check(blank).status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize("id", ON_TABLES)
def test_an_answer_written_in_fails_on_hidden_tables(id: str) -> None:
    task = function_task(id)
    visible = task.right(*task.cases[0].arguments)
    outcome = task.check(lambda *inputs: visible)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, "hard-coded")
    assert task.check(visible).mistake == "value-not-function"


@pytest.mark.parametrize("id", ON_TABLES)
def test_an_answer_that_follows_no_known_mistake_is_not_yet_right(id: str) -> None:
    task = function_task(id)

    def slip(*inputs: Any) -> Any:
        right: Any = task.right(*inputs)
        if isinstance(right, dict):
            return {key: value + 7 for key, value in right.items()}
        return right + 7 if not isinstance(right, pd.DataFrame) else right + 0.013

    assert task.check(slip).status is Status.NOT_YET


@pytest.mark.parametrize("id", ON_TABLES)
def test_code_that_stops_is_explained(id: str) -> None:
    outcome = exercises.get(id).check(lambda *inputs: inputs[0]["no such column"])
    assert outcome.status is Status.ERROR
    assert "no such column" in outcome.message


@pytest.mark.parametrize("id", ON_TABLES)
def test_a_lesson_goes_on_with_the_learners_function_once_it_is_right(id: str) -> None:
    task = function_task(id)
    good, bad = solutions.RIGHT[id][0], solutions.WRONG[id][0][0]
    task.check(good)
    assert task.carry_on_with(good) is good
    assert task.carry_on_with(bad) is task.right


def test_an_honest_null_earns_full_marks() -> None:
    outcome = exercises.get("02/note").check(solutions.HONEST_NULL)
    assert outcome.status is Status.RIGHT
    assert outcome.written == solutions.HONEST_NULL
    assert "nobody has judged" in outcome.message


@pytest.mark.parametrize("id", TEXTS)
def test_every_cited_id_is_listed_in_the_module(id: str) -> None:
    module = content.module("02-telling-and-asking")
    text = TEXTS[id]
    words = "\n".join(
        [text.prompt, *text.hints, text.answer, text.right, *text.replies.values(), *text.options.values()]
    )
    cited = re.findall(r"\[([A-Z]+(?:-[A-Za-z0-9]+)+)\]", words)
    assert set(cited) <= set(module.facts) | set(module.register)

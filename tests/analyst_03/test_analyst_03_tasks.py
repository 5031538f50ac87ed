"""The checked tasks of the lesson on purpose drift: right ways pass, wrong ways hear the message meant for them."""

from __future__ import annotations

import re
from typing import Any

import answers_to_module_03 as solutions
import pytest

from commonground import content, exercises
from commonground.exercises import Status
from commonground.exercises.task import ChoiceTask, FunctionTask, Task

TASKS = exercises.tasks("03")
ON_TABLES = [id for id, task in TASKS.items() if isinstance(task, FunctionTask) and not task.takes_value]
RIGHT = [(id, answer) for id, answers in solutions.RIGHT.items() for answer in answers]
WRONG = [(id, answer, mistake) for id, pairs in solutions.WRONG.items() for answer, mistake in pairs]


def name(value: object) -> str:
    return getattr(value, "__name__", type(value).__name__) if not isinstance(value, str) else value


@pytest.mark.parametrize(("id", "answer"), RIGHT, ids=name)
def test_right_ways_pass(id: str, answer: object) -> None:
    outcome = exercises.get(id).check(answer)
    assert outcome.status is Status.RIGHT, outcome


@pytest.mark.parametrize(("id", "answer", "mistake"), WRONG, ids=name)
def test_wrong_ways_hear_the_message_meant_for_them(id: str, answer: object, mistake: str) -> None:
    task = exercises.get(id)
    outcome = task.check(answer)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, mistake), outcome
    if mistake in task.texts.replies:
        assert task.texts.replies[mistake].strip() in outcome.message


def test_every_task_has_three_right_and_five_wrong_solutions() -> None:
    assert set(solutions.RIGHT) == set(solutions.WRONG) == set(TASKS)
    for id in TASKS:
        assert len(solutions.RIGHT[id]) >= 3
        assert len({mistake for _, mistake in solutions.WRONG[id]}) >= 5


def foreseen() -> list[Any]:
    return [
        pytest.param(task, way, id=f"{id} {way.id}")
        for id, task in TASKS.items()
        if isinstance(task, FunctionTask)
        for way in task.wrong
    ]


@pytest.mark.parametrize(("task", "way"), foreseen())
def test_each_foreseen_mistake_is_told_from_the_others(task: FunctionTask, way: Any) -> None:
    outcome = task.check(way.way() if task.takes_value else way.way)
    assert outcome.mistake == way.id, outcome


@pytest.mark.parametrize("id", TASKS)
@pytest.mark.parametrize("blank", [None, ...])
def test_blank_is_not_attempted(id: str, blank: object) -> None:
    assert exercises.get(id).check(blank).status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize("id", ON_TABLES)
def test_results_written_into_the_function_fail_on_hidden_tables(id: str) -> None:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    result = task.right(*task.cases[0].arguments)
    outcome = task.check(lambda *tables: result)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, "hard-coded")
    assert task.check(result).mistake == "value-not-function"


@pytest.mark.parametrize("id", ON_TABLES)
def test_reading_the_tables_of_the_notebook_is_noticed(id: str) -> None:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    mine = task.cases[0].arguments
    assert task.check(lambda *tables: task.right(*mine)).mistake == "hard-coded"


@pytest.mark.parametrize("id", ON_TABLES)
def test_code_that_stops_is_explained(id: str) -> None:
    outcome = exercises.get(id).check(lambda first, *others: first["no such column"])
    assert outcome.status is Status.ERROR
    assert "no such column" in outcome.message


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.id)
def test_every_mistake_has_its_reply_and_every_reply_its_mistake(task: Task) -> None:
    replies = set(task.texts.replies)
    expected = set(task.texts.options) if isinstance(task, ChoiceTask) else set(task.mistake_ids)
    assert replies == expected
    assert all(len(reply.split()) >= 12 for reply in task.texts.replies.values())


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.id)
def test_hints_do_not_repeat_each_other_and_the_answer_gives_reasons(task: Task) -> None:
    assert task.texts.hints[0] != task.texts.hints[1]
    assert len(task.texts.answer.split()) >= 25


def test_stop_and_not_renewing_are_asked_for() -> None:
    note = exercises.get("03/note")
    for missing in ("no-stop", "no-end"):
        assert missing in note.mistake_ids
    assert "stop now" in note.texts.answer.lower()
    assert "do not renew" in note.texts.answer


def words() -> dict[str, str]:
    return {
        f"{id} {part}": text
        for id, task in TASKS.items()
        for part, text in {
            "title": task.texts.title,
            "prompt": task.texts.prompt,
            "answer": task.texts.answer,
            "right": task.texts.right,
            **{f"hint {i}": hint for i, hint in enumerate(task.texts.hints)},
            **task.texts.replies,
            **task.texts.cases,
            **task.texts.options,
        }.items()
    }


def test_each_cited_id_is_known_and_listed_in_the_module() -> None:
    module = content.module("03-data-sharing-lifecycle")
    cited = {id for text in words().values() for id in re.findall(r"\[([A-Z]+(?:-[A-Za-z0-9]+)+)\]", text)}
    assert cited
    assert cited <= set(module.facts) | set(module.register)
    for id in cited & set(content.facts()):
        assert content.facts()[id].confidence in ("A", "B")


def test_a_way_that_nobody_foresaw_is_told_where_it_differs() -> None:
    outcome = exercises.get("03/monthly").check(solutions.monthly_exact)
    assert outcome.status is Status.NOT_YET
    assert "low" in outcome.message

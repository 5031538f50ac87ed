"""The checked tasks of the co-research lesson: right ways pass, wrong ways hear the message meant for them."""

from __future__ import annotations

import re
from typing import Any

import answers_to_module_06 as solutions
import pytest

from commonground import content, exercises
from commonground.exercises import Status
from commonground.exercises.task import FunctionTask, PartsTask, Task

TASKS = exercises.tasks("06")
ON_TABLES = [id for id, task in TASKS.items() if isinstance(task, FunctionTask) and not task.takes_value]
ON_VALUES = [id for id, task in TASKS.items() if isinstance(task, FunctionTask) and task.takes_value]
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


@pytest.mark.parametrize("id", ON_VALUES)
def test_one_blank_entry_is_not_attempted(id: str) -> None:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    values: Any = task.right()
    assert task.check({**values, next(iter(values)): ...}).status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize("id", ON_VALUES)
def test_a_word_that_is_not_asked_for_is_not_yet(id: str) -> None:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    values: Any = task.right()
    assert task.check({**values, next(iter(values)): "perhaps"}).status is Status.NOT_YET


@pytest.mark.parametrize("id", ON_TABLES)
def test_results_written_into_the_function_fail_on_hidden_tables(id: str) -> None:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    result = task.right(*task.cases[0].arguments)
    outcome = task.check(lambda *tables: result)
    assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, "hard-coded")
    assert task.check(result).mistake == "value-not-function"


@pytest.mark.parametrize("id", ON_TABLES)
def test_code_that_stops_is_explained(id: str) -> None:
    outcome = exercises.get(id).check(lambda first, *others: first["no such column"])
    assert outcome.status is Status.ERROR
    assert "no such column" in outcome.message


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.id)
def test_every_mistake_has_its_reply_and_every_reply_its_mistake(task: Task) -> None:
    assert set(task.texts.replies) == set(task.mistake_ids)
    assert all(len(reply.split()) >= 12 for reply in task.texts.replies.values())


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.id)
def test_hints_do_not_repeat_each_other_and_the_answer_gives_reasons(task: Task) -> None:
    assert task.texts.hints[0] != task.texts.hints[1]
    assert len(task.texts.answer.split()) >= 25


@pytest.mark.parametrize("id", ["06/whose-act", "06/standing"])
def test_the_honest_null_is_a_right_answer_and_never_the_only_one(id: str) -> None:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    values: Any = task.right()
    nulls = [value for value in values.values() if value is exercises.CANNOT_SAY]
    assert 0 < len(nulls) < len(values)


@pytest.mark.parametrize(
    "limit",
    [
        "It says nothing on why they missed school.",
        "The reason is unknown to this table.",
        "No row holds a reason.",
    ],
)
def test_a_plain_limit_is_enough_to_send_home(limit: str) -> None:
    assert exercises.get("06/home").check({**solutions.HOME, "cannot": limit}).status is Status.RIGHT


@pytest.mark.parametrize(
    "count", ["20 of 63", "20 out of 63", "20 in 63", "20 students of the 63", "1,672 students out of 6,000"]
)
def test_a_count_out_of_a_count_is_known_in_several_forms(count: str) -> None:
    home = exercises.get("06/home")
    assert (
        home.check({**solutions.HOME, "sentence": f"We found that {count} were moved."}).status
        is Status.RIGHT
    )


def test_what_is_written_is_kept_for_the_memo() -> None:
    home = exercises.get("06/home")
    assert isinstance(home, PartsTask)
    assert home.check(solutions.HOME).written == solutions.HOME


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
        }.items()
    }


def test_each_cited_fact_is_known_sure_enough_and_listed_by_the_module() -> None:
    cited = {fact for text in words().values() for fact in re.findall(r"\[([A-Z0-9]+-\d+)\]", text)}
    assert cited
    for fact in cited:
        assert content.facts()[fact].confidence in ("A", "B")
    assert cited <= set(content.module("06-case-broward").facts)


def test_a_number_about_a_real_place_has_its_source_beside_it() -> None:
    texts = TASKS["06/standing"].texts
    for text in (texts.prompt, texts.answer, texts.right, *texts.replies.values()):
        for sentence in re.split(r"(?<=[.!?])\s|\n", text):
            if re.search(r"\d", re.sub(r"\[[^\]]*\]", "", sentence)):
                assert re.search(r"\[[A-Z0-9]+-\d+\]", sentence), sentence


def test_allegheny_is_told_from_both_sides() -> None:
    texts = TASKS["06/standing"].texts
    for reply in ("allegheny-gap-shown", "allegheny-gap-claimed", "allegheny-gap-cannot-say"):
        assert {"ALL-18", "ALL-20"} <= set(re.findall(r"ALL-\d+", texts.replies[reply]))

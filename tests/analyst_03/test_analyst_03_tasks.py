"""The checked tasks of the lesson on purpose drift: right ways pass, wrong ways hear the message meant for them."""

from __future__ import annotations

from analyst_03.answers_to_module_03 import ANSWERS, monthly_exact
from analyst_protocol.task_rules import TaskRules
from analyst_protocol.word_rules import WordRules

from commonground import exercises
from commonground.exercises import Status


class TestTasks(TaskRules):
    answers = ANSWERS


class TestWords(WordRules):
    answers = ANSWERS


def test_stop_and_not_renewing_are_asked_for() -> None:
    note = exercises.get("03/note")
    for missing in ("no-stop", "no-end"):
        assert missing in note.mistake_ids
    assert "stop now" in note.texts.answer.lower()
    assert "do not renew" in note.texts.answer


def test_a_way_that_nobody_foresaw_is_told_where_it_differs() -> None:
    outcome = exercises.get("03/monthly").check(monthly_exact)
    assert outcome.status is Status.NOT_YET
    assert "low" in outcome.message

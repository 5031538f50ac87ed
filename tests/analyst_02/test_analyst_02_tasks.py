"""The checked tasks on contact logs: right ways pass, wrong ways hear the message meant for them, blanks are no answer."""

from __future__ import annotations

from analyst_02.answers_to_module_02 import ANSWERS, HONEST_NULL
from analyst_protocol.task_rules import TaskRules
from analyst_protocol.word_rules import WordRules


class TestTasks(TaskRules):
    answers = ANSWERS


class TestWords(WordRules):
    answers = ANSWERS


def test_that_nothing_changed_is_a_right_answer() -> None:
    assert HONEST_NULL in ANSWERS.right["02/note"]

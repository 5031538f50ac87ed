"""The checked tasks of the at-risk lesson: right ways pass, wrong ways hear the message meant for them."""

from __future__ import annotations

import re

from analyst_05.answers_to_module_05 import ANSWERS
from analyst_protocol.task_rules import TaskRules
from analyst_protocol.word_rules import WordRules, all_words, cited

from commonground import exercises
from commonground.exercises.task import ChoiceTask

WORDS = {
    f"{id} {place}": text
    for id, task in ANSWERS.tasks.items()
    for place, text in all_words(task.texts).items()
}


class TestTasks(TaskRules):
    answers = ANSWERS
    hard_coded = frozenset({"05/purposes"})


class TestWords(WordRules):
    answers = ANSWERS


def test_not_sharing_can_win() -> None:
    decision = exercises.get("05/decision")
    assert isinstance(decision, ChoiceTask)
    assert {"support-only", "not-yet", "counts-only"} == decision.right
    assert all(option not in decision.right for option in decision.texts.options if option.startswith("send"))


def test_a_limit_of_doubtful_source_is_not_cited() -> None:
    assert all("EWS-12" not in cited(task.texts) for task in ANSWERS.tasks.values())


def test_no_limit_that_nobody_could_check_is_printed() -> None:
    for place, text in WORDS.items():
        assert not re.search(r"\bGPA\b|\d+(\.\d+)? (absences|unexcused)|\d+ ACEs", text), place


def test_nothing_says_more_about_pasco_than_the_sources() -> None:
    for place, text in WORDS.items():
        assert "algorithm" not in text.lower(), place
        assert "machine learning" not in text.lower(), place
        for sentence in re.split(r"(?<=[.!?])\s", text):
            if "Pasco" in sentence and re.search(r"\d", re.sub(r"\[[^\]]*\]", "", sentence)):
                assert re.search(r"\[PASCO-\d+\]", sentence), (place, sentence)

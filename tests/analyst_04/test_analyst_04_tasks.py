"""Each task tells right from wrong, names the idea missed, and is not fooled or harmed."""

from __future__ import annotations

from typing import Any

from analyst_04.answers_to_module_04 import ANSWERS, STATEMENT
from analyst_protocol.task_rules import TaskRules
from analyst_protocol.word_rules import WordRules

from commonground import exercises
from commonground.exercises import Status


class TestTasks(TaskRules):
    answers = ANSWERS
    wide = frozenset({"04/correct"})


class TestWords(WordRules):
    answers = ANSWERS
    brief = frozenset({"04/cannot-say cannot-say"})


def test_the_data_cannot_say_is_right_where_it_is_true() -> None:
    task = exercises.get("04/write-up")
    outcome = task.check(ANSWERS.wrong["04/write-up"][0][0])
    assert "data cannot say" in outcome.message
    assert task.check(ANSWERS.right["04/write-up"][0]).status is Status.RIGHT


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

"""Keeping what came of the tasks with the rest of a learner's lesson."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from commonground.exercises.outcome import Outcome, Status
from commonground.exercises.record import on_outcome


class _Answers(Protocol):
    def put(self, key: str, value: Mapping[str, str]) -> None: ...


class _Progress(Protocol):
    def mark_exercise(self, lesson_id: str, exercise_id: str, done: bool) -> None: ...


class Lesson(Protocol):
    """The parts of `commonground.lesson.Lesson` that are used here."""

    @property
    def id(self) -> str: ...
    @property
    def answers(self) -> _Answers: ...
    @property
    def progress(self) -> _Progress: ...


_stop: list[Callable[[], None]] = []


def keep_in(lesson: Lesson) -> None:
    """From here on, note each attempt in the lesson's progress, and the learner's own words in its answers.

    Words are kept under the last part of the task's id, so that a document can start from `statement.recorded`.
    Calling it again, as happens when a cell is run twice, takes the place of the first call.
    """

    def note(outcome: Outcome) -> None:
        if outcome.status is Status.NOT_ATTEMPTED:
            return
        lesson.progress.mark_exercise(lesson.id, outcome.task, outcome.status is Status.RIGHT)
        if outcome.written is not None:
            lesson.answers.put(outcome.task.rpartition("/")[2], dict(outcome.written))

    while _stop:
        _stop.pop()()
    _stop.append(on_outcome(note))
